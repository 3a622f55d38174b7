"""The numbers that published papers print, or that follow, recomputed through the selectors that pages use.

`papers/claims.csv` says what each should be. Nothing here knows the answers.
"""

import csv
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ledger.models import Organisation
from ledger.months import FinancialYear, Span, end_of_day
from ledger.numbers import Number
from ledger.rounding import rounded
from programmes.selectors import NothingYet, ProgrammePage, programme_page

CLAIMS = Path(__file__).parent / "papers" / "claims.csv"


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    statement: str
    expected: str


@dataclass(frozen=True, slots=True)
class Outcome:
    claim: Claim
    value: str | None  # None: not covered yet, or nothing to compute it from
    covered: bool

    @property
    def ok(self) -> bool | None:
        """None where the claim isn't covered yet."""
        return self.value == self.claim.expected if self.covered else None


def read_claims() -> list[Claim]:
    with CLAIMS.open(newline="", encoding="utf-8") as file:
        return [Claim(row["id"], row["statement"], row["value"]) for row in csv.DictReader(file)]


def check_claims() -> list[Outcome]:
    """Every claim with its recomputed value, at the precision that the claim has."""
    found: dict[str, Number | str] = {}
    for recompute in (november_2019,):
        found |= recompute()
    covered = set(APC19)
    return [
        Outcome(claim, _plain(found.get(claim.id), claim.expected), claim.id in covered) for claim in read_claims()
    ]


def november_2019() -> dict[str, Number | str]:
    """The claims of the progress report, as at the day of its committee."""
    day = date(2019, 11, 7)
    council = Organisation.objects.filter(slug="cambridgeshire").first()
    if council is None:
        return {}
    page = programme_page(council, "adults-positive-challenge", FinancialYear(2019), end_of_day(day), end_of_day(day))
    if isinstance(page, NothingYet):
        return {}
    found = {}
    for name, recompute in APC19.items():
        # A table or a group that isn't there is no answer, so the claim fails; the others go on.
        with suppress(LookupError):
            found[name] = recompute(page)
    return found


PACKAGES = "Long-term packages"

APC19: dict[str, Callable[[ProgrammePage], Number | str]] = {
    "apc19.annual_target": lambda page: page.target,
    "apc19.cost_avoidance_to_august": lambda page: page.avoided,
    "apc19.cost_avoidance_share_of_target_pct": lambda page: page.share_of_target,
    "apc19.spend_over_target_position": lambda page: page.over_position,
    "apc19.delivery_confidence": lambda page: page.rating.label,
    "apc19.workstreams": lambda page: str(len(page.workstreams)),
    "apc19.packages_july_total": lambda page: page.flow(PACKAGES).total_of(Span.month(date(2019, 7, 1))),
    "apc19.residential_change_jan_july": lambda page: page.flow(PACKAGES).line_of("apc/packages/residential").change,
    "apc19.packages_blank_cells": lambda page: str(page.flow(PACKAGES).blank_cells),
    "apc19.investment_total": lambda page: page.invested,
    "apc19.investment_programme": lambda page: page.investment_in("Programme expenditure"),
    "apc19.investment_tec": lambda page: page.investment_in("Technology Enabled Care"),
    "apc19.investment_changing_the_conversation": lambda page: page.investment_in("Changing the Conversation"),
    "apc19.investment_reablement": lambda page: page.investment_in("Reablement"),
    "apc19.investment_carers": lambda page: page.investment_in("Carers"),
    "apc19.joint_contract_whole": lambda page: page.joint_whole,
}


def _plain(value: Number | str | None, expected: str) -> str | None:
    """As a plain string with as many decimals as the claim has."""
    if isinstance(value, Number):
        if value.value is None:
            return None
        decimals = max(0, -int(Decimal(expected).as_tuple().exponent))
        return f"{rounded(value.value, decimals):f}"
    return value

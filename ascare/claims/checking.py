"""Every claim against what is recomputed."""

import csv
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from ledger.numbers import Number
from ledger.rounding import rounded

from . import july_2019, july_2020, november_2019

CLAIMS = Path(__file__).parents[1] / "papers" / "claims.csv"


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


class Recomputed(NamedTuple):
    """The claims of a paper: what was known on its day (None: nothing is loaded), and each claim from that."""

    known: Callable[[], Any]
    claims: dict[str, Callable[[Any], Number | str]]


PAPERS = (
    Recomputed(july_2019.known, july_2019.CLAIMS),
    Recomputed(november_2019.known, november_2019.CLAIMS),
    Recomputed(july_2020.known, july_2020.CLAIMS),
)


def read_claims() -> list[Claim]:
    with CLAIMS.open(newline="", encoding="utf-8") as file:
        return [Claim(row["id"], row["statement"], row["value"]) for row in csv.DictReader(file)]


def check_claims() -> list[Outcome]:
    """Every claim with its recomputed value, at the precision that the claim has."""
    covered = {name for paper in PAPERS for name in paper.claims}
    found = {name: value for paper in PAPERS for name, value in _values(paper)}
    return [
        Outcome(claim, _plain(found.get(claim.id), claim.expected), claim.id in covered) for claim in read_claims()
    ]


def _values(paper: Recomputed) -> Iterator[tuple[str, Number | str]]:
    known = paper.known()
    if known is None:
        return
    for name, recompute in paper.claims.items():
        # A table, a series or a group that isn't there is no answer, so the claim fails; the others go on.
        with suppress(LookupError):
            yield name, recompute(known)


def _plain(value: Number | str | None, expected: str) -> str | None:
    """As a plain string with as many decimals as the claim has."""
    if isinstance(value, Number):
        if value.value is None:
            return None
        decimals = max(0, -int(Decimal(expected).as_tuple().exponent))
        return f"{rounded(value.value, decimals):f}"
    return value

"""The progress report of Adults Positive Challenge, as at the day of its committee."""

from collections.abc import Callable
from datetime import date

from ledger.months import FinancialYear, Span
from ledger.numbers import Number
from programmes.selectors import ProgrammePage

from .pages import programme_on

PACKAGES = "Long-term packages"


def known() -> ProgrammePage | None:
    return programme_on("cambridgeshire", FinancialYear(2019), date(2019, 11, 7))


CLAIMS: dict[str, Callable[[ProgrammePage], Number | str]] = {
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

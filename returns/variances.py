"""How far a line is from what it is held against, and whether that asks for a comment."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.figure_rows import FigureRow
from ledger.months import Span

OUTTURN, TO_DATE = "projected outturn", "year to date"


class Variance(NamedTuple):
    """In the unit of the line; above zero where there is more than was meant."""

    of: str  # OUTTURN, or TO_DATE where nothing says what the year will come to
    amount: Decimal
    against: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Of what it is held against; None where that is zero."""
        return self.amount * 100 / abs(self.against) if self.against else None


def known_in(rows: Iterable[FigureRow], period: Span, edition: date, compared_with: str) -> list[FigureRow]:
    """What a return of `period` shows: actuals up to its end, forecasts made up to its edition, and the budget."""
    return [
        row
        for row in rows
        if (row.basis == "actual" and row.end <= period.end)
        or (row.basis == "forecast" and row.edition <= edition)
        or row.basis == compared_with
    ]


def variance_between(
    outturn: Decimal | None,
    budget: Decimal | None,
    to_date: Decimal | None,
    budget_to_date: Decimal | None,
) -> Variance | None:
    """Of the year's projected outturn or, without one, of the year to date; None where neither can be compared."""
    if outturn is not None and budget is not None:
        return Variance(OUTTURN, outturn - budget, budget)
    if to_date is not None and budget_to_date is not None:
        return Variance(TO_DATE, to_date - budget_to_date, budget_to_date)
    return None


def needs_comment(variance: Variance | None, over_amount: Decimal | None, over_percent: Decimal | None) -> bool:
    """Whether the variance reaches the form's thresholds: both where both are given, whichever way it goes.

    Where the budget is zero, any variance reaches a share of it.
    """
    if variance is None or not variance.amount or (over_amount is None and over_percent is None):
        return False
    if over_amount is not None and abs(variance.amount) < over_amount:
        return False
    percent = variance.percent
    return over_percent is None or percent is None or abs(percent) >= over_percent

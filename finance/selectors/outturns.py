"""What budget lines come to in a year, and what of it is price, from a book that the caller opened.

So that it can be told of several moments, and of lines beside other things, without a query of its own for each.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ledger.history import as_of
from ledger.models import Basis, Organisation
from ledger.months import FinancialYear
from ledger.numbers import Number, missing, total, worked_out
from ledger.selectors import Book

from ..models import ActivityLine, BudgetLine
from ..price_volume import over_the_year
from .activity import rows_in
from .activity_rows import ActivityRow

UNIT = "GBP"


@dataclass(frozen=True)
class PricedLines:
    """Budget lines with the activity that is to explain them, as known at a moment."""

    lines: Mapping[int, BudgetLine]  # in the order of lists
    activity: Mapping[int, Sequence[ActivityLine]]  # by budget line, what is counted of it

    @property
    def series(self) -> set[int]:
        """The ids of all series that go into what they come to."""
        found = {pk for line in self.lines.values() for pk in (line.series_id, line.adjustment_id) if pk}
        return found | {pk for lines in self.activity.values() for line in lines for pk in line.series}


@dataclass(frozen=True)
class PricedOutturn:
    """A budget line in a year, in pounds."""

    line: BudgetLine
    budget: Number  # after virements
    projected: Number  # the outturn, with period 13
    price_effect: Number  # over the year; missing where it can't be worked out
    why_not: str  # empty where it can


def priced_lines(organisation: Organisation, ids: Collection[int], moment: datetime | None) -> PricedLines:
    """Two queries; none without `ids`."""
    if not ids:
        return PricedLines({}, {})
    lines = as_of(BudgetLine, moment).filter(organisation_id=organisation.pk, id__in=ids)
    activity: dict[int, list[ActivityLine]] = {}
    for one in as_of(ActivityLine, moment).filter(budget_line_id__in=ids, counted=True).order_by("position", "name"):
        activity.setdefault(one.budget_line_id or 0, []).append(one)
    return PricedLines(
        {line.pk: line for line in sorted(lines, key=lambda line: (line.position, line.code))}, activity
    )


def priced_outturn(found: PricedLines, line: BudgetLine, book: Book, year: FinancialYear) -> PricedOutturn:
    bought = [one for one in found.activity.get(line.pk, ()) if not one.closed_on or one.closed_on >= year.start]
    rows = rows_in(book, bought, year)
    why_not = _why_not(line, rows)
    return PricedOutturn(
        line=line,
        budget=revised_budget(book, line, year),
        projected=_projected(book, line, year),
        price_effect=missing(UNIT) if why_not else total([(row.line.name, _over_the_year(row)) for row in rows]),
        why_not=why_not,
    )


def revised_budget(book: Book, line: BudgetLine, year: FinancialYear) -> Number:
    """As set for the whole year, or the sum of its months."""
    value = book.trajectory(line.series_id, year).target
    if value is None:
        return missing(UNIT)
    whole = book.number(line.series_id, Basis.BUDGET, year.span)
    if whole.value == value:
        return whole
    months = [(span.label, number) for span, number in book.numbers(line.series_id, Basis.BUDGET, year.span)]
    return worked_out(value, f"sum of the budget of {year.label} by month", months, unit=UNIT)


def _projected(book: Book, line: BudgetLine, year: FinancialYear) -> Number:
    months = book.outturn(line.series_id, year)
    if _waits(book, line, year):
        months = replace(months, provisional=True)
    adjustment = book.number(line.adjustment_id, Basis.ACTUAL, year.span)
    if adjustment.missing:
        adjustment = book.number(line.adjustment_id, Basis.FORECAST, year.span)
    if months.missing or adjustment.missing:
        return months
    return total([("twelve months", months), ("period 13", adjustment)], "twelve months + period 13")


def _waits(book: Book, line: BudgetLine, year: FinancialYear) -> bool:
    """Whether an actual or a forecast of the year waits for approval."""
    return bool(book.provisional) and any(
        row.entry in book.provisional
        for row in book.rows
        if row.series == line.series_id
        and row.basis in (Basis.ACTUAL, Basis.FORECAST)
        and row.start <= year.end
        and row.end >= year.start
    )


def _why_not(line: BudgetLine, rows: Sequence[ActivityRow]) -> str:
    """Why the price effect can't be told: that of a part would not be that of the line."""
    if line.income:
        return "It brings money in."
    if not rows:
        return "No activity is attached to it."
    return " ".join(f"{row.line.name}: {row.why_not}" for row in rows if row.why_not)


def _over_the_year(row: ActivityRow) -> Number:
    """As if the price of now held for all of it, as finance tells the change in commitment."""
    effect, period = row.price_effect, row.line.period
    value = None if effect.value is None else over_the_year(effect.value, period, row.year)
    formula = f"price effect a {period} × {period}s of {row.year.label}"
    return worked_out(value, formula, [(f"price effect a {period}", effect)], unit=UNIT)

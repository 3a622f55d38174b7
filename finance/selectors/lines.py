"""All budget lines of an organisation, and one of them in a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ledger.figure_rows import FigureRow
from ledger.history import as_of
from ledger.models import Basis, Organisation, Series
from ledger.months import FinancialYear, Span
from ledger.numbers import Number, difference
from ledger.selectors import Book, open_book
from ledger.trajectories import Trajectory

from ..models import BudgetLine, Heading
from ..models.lines import SERIES
from .monitoring import Amounts, amounts_of
from .positions import Standing, standings
from .structure import Structure, structure
from .virements import VirementRow, virements_of


@dataclass(frozen=True)
class LineIndex:
    structure: Structure  # of the year
    elsewhere: list[BudgetLine]  # lines of other years


def line_index(organisation: Organisation, year: FinancialYear, moment: datetime | None) -> LineIndex:
    """Every budget line that was known at `moment`: four queries."""
    built = structure(organisation, year, moment)
    known = as_of(BudgetLine, moment).filter(organisation_id=organisation.pk)
    own = {line.pk for line in built.lines}
    elsewhere = [line for line in known if line.pk not in own]
    return LineIndex(built, sorted(elsewhere, key=lambda line: (line.position, line.code)))


def headings_of(organisation: Organisation, moment: datetime | None) -> list[Heading]:
    found = as_of(Heading, moment).filter(organisation_id=organisation.pk)
    return sorted(found, key=lambda heading: (list(Heading.Kind).index(Heading.Kind(heading.kind)), heading.code))


@dataclass(frozen=True)
class LineMonth:
    month: Span
    original: Number  # the budget as first set
    budget: Number
    actual: Number
    forecast: Number

    @property
    def variance(self) -> Number:
        return difference(("actual", self.actual), ("budget", self.budget))


@dataclass(frozen=True)
class LinePage:
    line: BudgetLine
    year: FinancialYear
    structure: Structure
    in_budget: bool  # whether it is part of the year's budget
    standing: Standing
    amounts: Amounts
    period: Span | None
    months: list[LineMonth]
    outturn: Number  # of the twelve months, by the line's own method
    adjustment: Number  # period 13
    trajectory: Trajectory
    series: Mapping[str, Series]  # by the field that points to it
    virements: list[VirementRow]
    book: Book

    def level(self, name: str, month: Span) -> Number:
        """Commitments or accruals at the end of a month, whether recorded of the month or of its last day."""
        series = self.series[name].pk
        of_month = self.book.number(series, Basis.ACTUAL, month)
        return self.book.number(series, Basis.ACTUAL, Span(month.end, month.end)) if of_month.missing else of_month


def line_page(
    organisation: Organisation, code: str, year: FinancialYear, moment: datetime | None, as_at: date
) -> LinePage:
    """A line in `year` as at a moment. Raises BudgetLine.DoesNotExist where nothing was known of it then."""
    line = as_of(BudgetLine, moment).filter(organisation_id=organisation.pk, code=code).first()
    if line is None:
        raise BudgetLine.DoesNotExist
    built = structure(organisation, year, moment)
    found = standings(organisation, [line], year, moment, as_at)
    book, standing = open_book(organisation, line.own_series, moment, as_at, within=year.span), found.lines[0]
    first = _first_editions(book, line, year)
    return LinePage(
        line=line,
        year=year,
        structure=built,
        in_budget=any(each.pk == line.pk for each in built.lines),
        standing=standing,
        amounts=amounts_of([standing]),
        period=found.period,
        months=[_month(book, line, month, first) for month in year.months()],
        outturn=book.outturn(line.series_id, year),
        adjustment=book.number(line.adjustment_id, Basis.ACTUAL, year.span),
        trajectory=book.trajectory(line.series_id, year),
        series={name: book.series[pk] for name in SERIES if (pk := getattr(line, f"{name}_id")) in book.series},
        virements=virements_of(organisation, year, moment, line),
        book=book,
    )


def _month(book: Book, line: BudgetLine, month: Span, first: Mapping[Span, FigureRow]) -> LineMonth:
    row = first.get(month)
    bases = (Basis.BUDGET, Basis.ACTUAL, Basis.FORECAST)
    budget, actual, forecast = (book.number(line.series_id, basis, month) for basis in bases)
    return LineMonth(month, book.as_number(row) if row else budget, budget, actual, forecast)


def _first_editions(book: Book, line: BudgetLine, year: FinancialYear) -> dict[Span, FigureRow]:
    found: dict[Span, FigureRow] = {}
    budgets = (row for row in book.rows if row.series == line.series_id and row.basis == Basis.BUDGET)
    for row in sorted((row for row in budgets if row.value is not None), key=lambda row: row.edition, reverse=True):
        found[row.span] = row
    return found

"""Rows of figures for tests of calculations, which need no database."""

from datetime import date
from decimal import Decimal

from ledger.figure_rows import FigureRow
from ledger.months import FinancialYear, Span

YEAR = FinancialYear(2019)
TODAY = date(2020, 3, 31)
MONTHS = list(YEAR.months())


def row(basis: str, span: Span, value: object, edition: date | None = None, series: int = 1) -> FigureRow:
    decimal = None if value is None else Decimal(str(value))
    edition = edition or (span.start if basis == "actual" else YEAR.start)
    return FigureRow(1, series, basis, span.start, span.end, edition, decimal, "", False, 1, 1)


def monthly(basis: str, *values: object, edition: date | None = None, series: int = 1) -> list[FigureRow]:
    """From April on; None leaves the month out."""
    given = zip(MONTHS, values, strict=False)
    return [row(basis, month, v, edition, series) for month, v in given if v is not None]


def actuals(*values: object) -> list[FigureRow]:
    return monthly("actual", *values)


def span(start: int, end: int) -> Span:
    """From month number `start` to `end` of the year."""
    return Span(MONTHS[start - 1].start, MONTHS[end - 1].end)


def week(monday: date) -> Span:
    return Span(monday, date.fromordinal(monday.toordinal() + 6))

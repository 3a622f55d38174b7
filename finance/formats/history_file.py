"""What a file of past years says, as it is printed: in the file's unit and with its signs. Pure."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.months import FinancialYear, Span, month_start
from returns.formats.cells import Cell

ADJUSTMENT = 13  # the period of the year-end adjustment


class LineWords(NamedTuple):
    """What a row says of its line."""

    code: str
    name: str
    service: str
    income: bool | None  # None: not said

    @property
    def label(self) -> str:
        return self.name or self.code


class Printed(NamedTuple):
    """One amount of one line in one period."""

    line: LineWords
    which: str  # budget, actual, forecast or a variance
    period: Span  # a month; or, of period 13, the whole year that it adjusts
    value: Decimal
    made: date | None  # the month in which a forecast was made, where the row says so
    cell: Cell

    @property
    def is_adjustment(self) -> bool:
        return is_adjustment(self.period)

    @property
    def month(self) -> date:
        """The first of its month; the March of the year that it adjusts."""
        return month_start(self.period.end)

    @property
    def year(self) -> FinancialYear:
        return FinancialYear.of(self.period.start)


def is_adjustment(period: Span) -> bool:
    return period.kind == "year"


def period_label(period: Span) -> str:
    return f"period {ADJUSTMENT} of {period.label}" if is_adjustment(period) else period.label


class Claim(NamedTuple):
    """A printed total, and what it is said to be the total of: of `printed[first:last]` those of these periods."""

    label: str
    which: str
    periods: frozenset[Span] | None  # None: of all
    value: Decimal
    first: int
    last: int
    cell: Cell


@dataclass
class HistoryFile:
    printed: list[Printed] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    scales: set[int] = field(default_factory=set)  # the units that titles and headings name
    tables: int = 0  # sheets that were read
    unread: list[str] = field(default_factory=list)  # sheets and columns that nothing was read from
    stored_as_text: list[Cell] = field(default_factory=list)  # numbers, in files that tell text from numbers


class Told(NamedTuple):
    """What the person says where the file doesn't."""

    year: FinancialYear | None = None  # of periods without one
    which: str = ""  # budget, actual or forecast: what the months across hold

"""A council's past, from a file as it was printed to figures as the ledger keeps them. Pure; amounts in pounds.

The file's unit and signs, in which month its forecasts were made and since when all of it was known are the person's
to say (`Convention`). Income is stored negative, and a forecast's edition is the month it was made in.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from ledger.months import Span, add_months, month_end, start_of_day
from returns.formats.cells import Cell
from returns.readings import Reading

from .formats.history_file import HistoryFile, LineWords, Printed, period_label
from .formats.history_headings import BUDGET, FORECAST

MONTH, YEAR = "month", "year"  # what a forecast is of
FILE, COLUMN, ROW = "file", "column", "row"  # where the month in which it was made is said


@dataclass(frozen=True)
class Convention:
    """How the person says that the file is to be read."""

    scale: int = 1  # pounds in one: 1,000 for a file in £000
    income_positive: bool = False  # income is printed without a minus
    minus_is_over: bool = False  # a variance with a minus or in brackets is an overspend
    forecast_of: str = MONTH
    made: str = ROW
    made_in: date | None = None  # the first of the month, where one is said for the whole file
    known_on: date | None = None  # None: month by month, as councils report
    creates: bool = False  # lines that aren't known are made


class KnownLine(NamedTuple):
    code: str
    name: str
    series: str  # its code
    service: str | None
    income: bool
    first_year: int
    last_year: int | None
    adjustment: str | None = None  # the code of the series of its year-end adjustments


class NewLine(NamedTuple):
    """A line that is made with the import."""

    code: str
    name: str
    service: str | None  # its code
    income: bool
    first_year: int
    adjusted: bool = False  # has year-end adjustments


class Adjusted(NamedTuple):
    """A line of which no year-end adjustments were kept so far."""

    code: str


class Earlier(NamedTuple):
    """A line whose budget begins earlier than was known."""

    code: str
    first_year: int


@dataclass
class Past:
    """A file, read as the person says."""

    file: HistoryFile
    convention: Convention
    reading: Reading
    today: date
    lines: dict[LineWords, KnownLine] = field(default_factory=dict)  # those made with the import too

    def line(self, printed: Printed) -> KnownLine | None:
        return self.lines.get(printed.line)

    def pounds(self, printed: Printed) -> Decimal:
        """Income negative, whatever the file prints."""
        line = self.lines.get(printed.line)
        turned = self.convention.income_positive and line is not None and line.income
        return printed.value * self.convention.scale * (-1 if turned else 1) + 0

    def made(self, printed: Printed) -> date | None:
        """The month in which a forecast was made; None where it isn't said."""
        match self.convention.made:
            case "file":
                return self.convention.made_in
            case "column":
                return printed.made
        return printed.month

    def span(self, printed: Printed) -> Span:
        of_year = printed.which == FORECAST and self.convention.forecast_of == YEAR
        return printed.year.span if of_year else printed.period

    def known_from(self, printed: Printed) -> datetime | None:
        """Since when an amount was known; None for what only becomes known now.

        Month by month, the budget of a year was known when the year began, an actual at the end of the month after
        its own, and a forecast at the end of the month after the one it was made in. Of period 13, which is closed
        after March is, it was at the end of May.
        """
        day = self.convention.known_on
        if day is None and printed.which == BUDGET:
            day = printed.year.start
        elif day is None:
            month = (self.made(printed) if printed.which == FORECAST else None) or printed.month
            day = month_end(add_months(month, 2 if printed.is_adjustment else 1))
        # What would be known today or later is known from now: another day's upload says the same.
        return start_of_day(day) if day < self.today else None


def of_words(past: Past, printed: Printed) -> str:
    """What it is of, in words: June 2019, 2019/20, period 13 of 2019/20."""
    return period_label(printed.period) if printed.is_adjustment else past.span(printed).label


def address(cell: Cell) -> str:
    return f"{cell.sheet}!{cell.address}" if cell.sheet else cell.address


def shown(cell: Cell) -> str:
    """As the file prints it."""
    return f"{cell.value:,f}".replace("-", "−") if isinstance(cell.value, Decimal) else cell.shown

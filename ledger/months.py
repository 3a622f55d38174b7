"""Spans of days as adult social care counts them: months from April, financial years, Monday weeks.

Month 1 is April and month 12 March. A week that straddles two months belongs to the month of its Thursday.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, total_ordering
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1990, 2100  # from the April of the one to the March of the other figures can be about


def end_of_day(day: date) -> datetime:
    """The last moment of `day` in London: what *as at* a date means."""
    return datetime.combine(day + ONE_DAY, time.min, LONDON) - timedelta(microseconds=1)


def start_of_day(day: date) -> datetime:
    """The first moment of `day` in London: when a paper of that date became known."""
    return datetime.combine(day, time.min, LONDON)


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, count: int) -> date:
    """The first of the month `count` months after that of `day`."""
    index = day.year * 12 + day.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def month_number(day: date) -> int:
    """1 for April to 12 for March."""
    return (day.month - 4) % 12 + 1


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the end, {self.end}, is before the start, {self.start}")
        if self.start < date(FIRST_YEAR, 4, 1) or self.end > date(LAST_YEAR, 3, 31):
            raise ValueError(f"dates must lie between 1 April {FIRST_YEAR} and 31 March {LAST_YEAR}")

    @classmethod
    def month(cls, day: date) -> "Span":
        return cls(month_start(day), month_end(day))

    @property
    def kind(self) -> str:
        """day, week, month, quarter, year (financial) or span (anything else)."""
        if self.start == self.end:
            return "day"
        if self.start.weekday() == 0 and self.end - self.start == timedelta(days=6):
            return "week"
        if self.start.day == 1 and self.end == month_end(self.end):
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            if months == 1:
                return "month"
            if months == 3 and self.start.month % 3 == 1:
                return "quarter"
            if months == 12 and self.start.month == 4:
                return "year"
        return "span"

    @property
    def belongs_to(self) -> date:
        """The first of the month in which this span counts: a week's is its Thursday's."""
        return month_start(self.start + timedelta(days=3) if self.kind == "week" else self.end)

    @property
    def label(self) -> str:
        """As a reader says it: July 2019, April to August 2019, 2019/20, 7 November 2019."""
        match self.kind:
            case "day":
                return day_label(self.start)
            case "week":
                return f"Week of {day_label(self.start)}"
            case "month":
                return month_label(self.start)
            case "year":
                return FinancialYear.of(self.start).label
        if self.start.day == 1 and self.end == month_end(self.end):
            if self.start.year == self.end.year:
                return f"{self.start:%B} to {month_label(self.end)}"
            return f"{month_label(self.start)} to {month_label(self.end)}"
        return f"{day_label(self.start)} to {day_label(self.end)}"


def read_day(text: str) -> date:
    """From 2019-11-07; ValueError, with the fix, for anything else."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"“{text}” is a day that isn't in the calendar; check the month and the day.") from None
    raise ValueError(f"“{text[:40]}” is no date; write it like 2019-11-07.")


def read_past_day(text: str, today: date) -> date:
    """A day that *as at* can be asked for; ValueError, with the fix, for anything else."""
    day = read_day(text)
    if day > today:
        raise ValueError(f"{day} lies in the future; write today's date or an earlier one, or leave it out.")
    if day < FinancialYear(FIRST_YEAR).start:
        raise ValueError(f"{day} is before everything that is recorded here; write a day since April {FIRST_YEAR}.")
    return day


def day_label(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def moment_label(moment: datetime) -> str:
    """A moment's day in London, with the time where it isn't the day's start."""
    local = moment.astimezone(LONDON)
    label = day_label(local.date())
    return label if local.time() == time.min else f"{label}, {local:%H:%M}"


@cache
def month_label(day: date) -> str:
    return f"{day:%B %Y}"


@total_ordering
@dataclass(frozen=True, slots=True)
class FinancialYear:
    """April of `first` to March of the year after."""

    first: int

    @classmethod
    @cache
    def of(cls, day: date) -> "FinancialYear":
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """From 2019-20, 2019/20 or 2019/2020; ValueError, with the fix, for anything else."""
        found = re.fullmatch(r"([0-9]{4})[-/]((?:[0-9]{2})?[0-9]{2})", text.strip())
        if not found or not str(int(found[1]) + 1).endswith(found[2]):
            raise ValueError(f"“{text}” is not a financial year; write it like 2019-20.")
        if not FIRST_YEAR <= int(found[1]) < LAST_YEAR:
            raise ValueError(f"The financial year must lie between {FIRST_YEAR} and {LAST_YEAR}.")
        return cls(int(found[1]))

    def __lt__(self, other: "FinancialYear") -> bool:
        return self.first < other.first

    def __str__(self) -> str:
        return f"{self.first}-{(self.first + 1) % 100:02}"

    @property
    def label(self) -> str:
        return f"{self.first}/{(self.first + 1) % 100:02}"

    @property
    def start(self) -> date:
        return date(self.first, 4, 1)

    @property
    def end(self) -> date:
        return date(self.first + 1, 3, 31)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def next(self) -> "FinancialYear":
        return FinancialYear(self.first + 1)

    @property
    def previous(self) -> "FinancialYear":
        return FinancialYear(self.first - 1)

    def months(self) -> Iterator[Span]:
        """The twelve months, April first."""
        return (Span.month(add_months(self.start, i)) for i in range(12))

"""How the figures of a year become its months, and its months the year to date.

A measure's roll-up says how: amounts are summed, levels are the last known, averages are averaged over months.
Whatever is missing stays missing: there is no sum over a gap, and no month is divided out of a longer span.

For series of nothing but months and whole years cube.py holds `by_month` and `to_date` a second time, for many at
once; tests/ledger/test_cube.py holds the two together.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from .figure_rows import FigureRow
from .months import ONE_DAY, FinancialYear, Span, month_start

SUM, LAST, MEAN = "sum", "last", "mean"  # a measure's roll-ups
WEEK = timedelta(days=6)
THURSDAY = timedelta(days=3)


class Piece(NamedTuple):
    """A value over days, `end` included."""

    start: date
    end: date
    value: Decimal


BY_END = itemgetter(1, 0)


def by_month(rows: Sequence[FigureRow], year: FinancialYear, rollup: str) -> dict[date, Decimal]:
    """The value of each month of `year` that is known, by its last day, in the measure's unit.

    `rows` are in force, of one series and basis. A month is its own figure, or is made of all its weeks (Monday
    weeks, each of the month of its Thursday) or of all its days.
    """
    if rollup == LAST:
        return _last_known(rows, year)
    ends = month_ends(year)
    found = {row.end: row.value for row in rows if row.value is not None and ends.get(row.start) == row.end}
    if len(found) < len(rows):
        for piece in _made_up(rows, year, rollup):
            found.setdefault(piece.end, piece.value)
    return found


def to_date(rows: Sequence[FigureRow], year: FinancialYear, rollup: str) -> dict[date, Decimal]:
    """The year so far at each last day that figures reach from the first of April without a gap.

    A figure for April to August gives August's sum though its months are unknown. A level needs no months before
    it: it is what was last known at a month's end.
    """
    if rollup == LAST:
        return _last_known(rows, year)
    pieces = [Piece(row.start, row.end, row.value) for row in rows if row.value is not None]
    if rollup == MEAN:  # what is no whole month counts only in one that is made of all its weeks or days
        return _joined_mean([*filter(_is_of_months, pieces), *_made_up(rows, year, rollup)], year)
    weeks = [piece for piece in pieces if _is_week(piece)]
    if weeks:
        pieces = [piece for piece in pieces if not _is_week(piece)] + _made_up(rows, year, rollup)
    return _joined(pieces, year)


def _joined(pieces: Iterable[Piece], year: FinancialYear) -> dict[date, Decimal]:
    eve, last = year.start - ONE_DAY, year.end
    reached = {eve: Decimal(0)}
    for start, end, value in sorted(pieces, key=BY_END):
        before = reached.get(start - ONE_DAY)
        if before is not None and end <= last:
            reached.setdefault(end, before + value)
    del reached[eve]
    return reached


def _joined_mean(pieces: Iterable[Piece], year: FinancialYear) -> dict[date, Decimal]:
    """Each piece weighs as many months as it spans, so that a quarter's average counts three times a month's."""
    weighed = [Piece(start, end, value * _months_between(start, end)) for start, end, value in pieces]
    sums = _joined(weighed, year)
    return {end: found / _months_between(year.start, end) for end, found in sums.items()}


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _last_known(rows: Iterable[FigureRow], year: FinancialYear) -> dict[date, Decimal]:
    """By the last day of its month the newest level in it; of two that end alike the one of the shorter span."""
    ends = month_ends(year)
    found: dict[date, Decimal] = {}
    for row in sorted(rows, key=lambda row: (row.end, row.start)):
        week = row.end - row.start == WEEK and row.start.weekday() == 0
        end = ends.get(month_start(row.start + THURSDAY if week else row.end))
        if end is not None and row.value is not None:
            found[end] = row.value
    return found


def _made_up(rows: Iterable[FigureRow], year: FinancialYear, rollup: str) -> list[Piece]:
    """The months of `year` of which every week, or every day, is known."""
    parts: dict[date, dict[date, Decimal]] = {}  # of each month its parts by their first day
    lengths: dict[date, set[timedelta]] = {}
    ends = month_ends(year)
    for row in rows:
        length = row.end - row.start
        is_week = length == WEEK and row.start.weekday() == 0
        if row.value is None or not (is_week or not length):
            continue
        month = month_start(row.start + THURSDAY if is_week else row.start)
        if month in ends:
            parts.setdefault(month, {})[row.start] = row.value
            lengths.setdefault(month, set()).add(length)
    made = []
    for month, values in parts.items():
        expected = _weeks(month, ends[month]) if lengths[month] == {WEEK} else _days(month, ends[month])
        if len(lengths[month]) == 1 and values.keys() >= expected:
            total = sum(values.values(), Decimal(0))
            made.append(Piece(month, ends[month], total if rollup == SUM else total / len(values)))
    return made


def _weeks(start: date, end: date) -> set[date]:
    """The Mondays of the weeks whose Thursday lies in the month."""
    return {day - THURSDAY for day in _days(start, end) if day.weekday() == 3}


def _days(start: date, end: date) -> set[date]:
    return {start + timedelta(days=i) for i in range((end - start).days + 1)}


def _is_week(piece: Piece) -> bool:
    return piece.end - piece.start == WEEK and piece.start.weekday() == 0


def _is_of_months(piece: Piece) -> bool:
    return piece.start.day == 1 and (piece.end + ONE_DAY).day == 1


@cache
def months(year: FinancialYear) -> tuple[Span, ...]:
    """Kept, for recording makes the documents of hundreds of series from the same few years."""
    return tuple(year.months())


@cache
def month_ends(year: FinancialYear) -> Mapping[date, date]:
    """The last day of each month of `year` by its first."""
    return {month.start: month.end for month in months(year)}


def ratio(numerator: Mapping[date, Decimal], denominator: Mapping[date, Decimal], per: int) -> dict[date, Decimal]:
    """Where both parts are known and there is something to divide by."""
    return {day: above * per / below for day, above in numerator.items() if (below := denominator.get(day))}

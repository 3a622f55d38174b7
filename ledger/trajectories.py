"""A series over a financial year: what was planned, what came, month by month and cumulatively.

Pure: rows of figures in, frozen values out. Nothing here knows the database, the request or the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from .months import ONE_DAY, FinancialYear, Span


class FigureRow(NamedTuple):
    """A figure as calculations and pages see it: what stands in one cell as at some moment."""

    id: int
    series: int
    basis: str
    start: date
    end: date
    edition: date
    value: Decimal | None  # None: withdrawn
    qualifier: str
    inferred: bool
    revision: int
    entry: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def cell(self) -> tuple[int, str, date, date, date]:
        return (self.series, self.basis, self.start, self.end, self.edition)


class TrajectoryMonth(NamedTuple):
    """Values in the measure's unit; None where nothing is known, which is not zero."""

    month: Span
    plan: Decimal | None
    actual: Decimal | None
    forecast: Decimal | None
    cumulative_plan: Decimal | None
    cumulative_actual: Decimal | None

    @property
    def variance(self) -> Decimal | None:
        """Cumulative actual less cumulative plan."""
        if self.cumulative_actual is None or self.cumulative_plan is None:
            return None
        return self.cumulative_actual - self.cumulative_plan


@dataclass(frozen=True, slots=True)
class Trajectory:
    year: FinancialYear
    months: tuple[TrajectoryMonth, ...]
    target: Decimal | None  # the whole year's, as set: never divided by twelve where there is no profile
    has_profile: bool  # whether the plan is there for every month


def in_force(rows: Iterable[FigureRow], on: date) -> list[FigureRow]:
    """Of each series, basis and span the edition that holds on `on`, in order of start and end.

    That is the newest edition not after `on`, or, for spans that begin later, not after their start. Cells that
    were withdrawn fall away, so that an older edition stands again.
    """
    best: dict[tuple[int, str, date, date], FigureRow] = {}
    for row in rows:
        if row.value is None or row.edition > max(on, row.start):
            continue
        key = (row.series, row.basis, row.start, row.end)
        if key not in best or row.edition > best[key].edition:
            best[key] = row
    return sorted(best.values(), key=lambda row: (row.start, row.end))


def cumulative(rows: Iterable[FigureRow], year: FinancialYear) -> dict[date, Decimal]:
    """The sum from the first of April to each last day to which spans join without a gap.

    A figure for April to August gives August's sum though its months are unknown; after a month that is
    missing there is no sum, rather than one that leaves it out.
    """
    eve, last = year.start - ONE_DAY, year.end
    reached = {eve: Decimal(0)}
    for row in sorted(rows, key=lambda row: (row.end, row.start)):
        before = row.start - ONE_DAY
        if row.value is not None and row.end <= last and before in reached:
            reached.setdefault(row.end, reached[before] + row.value)
    del reached[eve]
    return reached


def trajectory(rows: Iterable[FigureRow], year: FinancialYear, on: date, *, adds_up: bool) -> Trajectory:
    """One series in `year`, from the figures in force on `on`; `adds_up` where its measure sums over time.

    The plan of a month is its plan, or else its budget or target; the year's target likewise.
    """
    start, end = year.start, year.end
    by_basis: dict[str, list[FigureRow]] = {}
    for row in in_force(rows, on):
        if row.start <= end and row.end >= start:
            by_basis.setdefault(row.basis, []).append(row)
    plan = _first(by_basis, "plan", "budget", "target")
    sums = {
        name: cumulative(found, year) if adds_up else {}
        for name, found in (("plan", plan), ("actual", by_basis.get("actual", [])))
    }
    plans, actuals, forecasts = (
        {(row.start, row.end): row.value for row in found}
        for found in (plan, by_basis.get("actual", []), by_basis.get("forecast", []))
    )
    months = tuple(
        TrajectoryMonth(
            month=month,
            plan=plans.get((month.start, month.end)),
            actual=actuals.get((month.start, month.end)),
            forecast=forecasts.get((month.start, month.end)),
            cumulative_plan=sums["plan"].get(month.end),
            cumulative_actual=sums["actual"].get(month.end),
        )
        for month in _months(year)
    )
    whole = _first(by_basis, "target", "plan", "budget")
    target = next((row.value for row in whole if row.start == start and row.end == end), None)
    if target is None and adds_up:
        target = sums["plan"].get(end)
    return Trajectory(year, months, target, has_profile=all(month.plan is not None for month in months))


@cache
def _months(year: FinancialYear) -> tuple[Span, ...]:
    """Kept, for recording makes the documents of hundreds of series from the same few years."""
    return tuple(year.months())


def _first(by_basis: dict[str, list[FigureRow]], *names: str) -> list[FigureRow]:
    return next((by_basis[name] for name in names if by_basis.get(name)), [])


def as_document(rows: Iterable[FigureRow], on: date, *, adds_up: bool) -> dict[str, object]:
    """A series' trajectories of every year that it has figures for, ready for JSON: numbers as strings."""
    by_year: dict[int, list[FigureRow]] = {}
    for row in rows:
        for first in range(FinancialYear.of(row.start).first, FinancialYear.of(row.end).first + 1):
            by_year.setdefault(first, []).append(row)
    years = ((FinancialYear(first), found) for first, found in sorted(by_year.items()))
    return {str(year): _year_document(trajectory(found, year, on, adds_up=adds_up)) for year, found in years}


def _year_document(found: Trajectory) -> dict[str, object]:
    """Of each month plan, actual, forecast, cumulative plan and actual, and variance."""
    return {
        "target": _text(found.target),
        "has_profile": found.has_profile,
        "months": [[*map(_text, month[1:]), _text(month.variance)] for month in found.months],
    }


def _text(value: Decimal | None) -> str | None:
    """The same whether the value comes from the database, with its four places, or was just typed."""
    return None if value is None else f"{value.normalize():f}"

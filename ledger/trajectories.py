"""A series over a financial year: what was planned, what came, what it will come to, and how that is rated.

Pure: rows of figures in, frozen values out. Nothing here knows the database, the request or the clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .components import Rating
from .figure_rows import FigureRow, in_force
from .months import FinancialYear, Span, month_label
from .projections import (
    AS_PLANNED,
    METHODS,
    OFFICER,
    WORDS,
    Course,
    PastForecast,
    Projection,
    ahead_of,
    past_forecasts,
    project,
)
from .rating import STANDARD, TO_DATE, Thresholds, Unit, rate, shortfall
from .rollups import SUM, by_month, months, ratio, to_date

SCALE = 4  # decimal places of the ledger: stored documents hold whole ten-thousandths
_UNITS = Decimal(10) ** SCALE


class Rules(NamedTuple):
    """What a trajectory needs to know of its series and measure."""

    rollup: str = SUM
    better: str = "higher"
    unit: str = "GBP"
    decimals: int = 0
    per: int = 1  # of a ratio: 100 for a percentage
    method: str = AS_PLANNED
    thresholds: Thresholds = STANDARD

    @property
    def writing(self) -> Unit:
        return Unit(self.better, self.unit, self.decimals)


class Part(NamedTuple):
    """A ratio's numerator or denominator: its figures and their roll-up."""

    rows: Sequence[FigureRow]
    rollup: str


class TrajectoryMonth(NamedTuple):
    """Values in the measure's unit; None where nothing is known, which is not zero."""

    month: Span
    plan: Decimal | None
    actual: Decimal | None
    forecast: Decimal | None
    cumulative_plan: Decimal | None  # the year to date: the sum of amounts, the last level, the mean of averages
    cumulative_actual: Decimal | None

    @property
    def variance(self) -> Decimal | None:
        """Actual to date less plan to date."""
        if self.cumulative_actual is None or self.cumulative_plan is None:
            return None
        return self.cumulative_actual - self.cumulative_plan


MONTH_COLUMNS = TrajectoryMonth._fields[1:]


@dataclass(frozen=True, slots=True)
class Trajectory:
    year: FinancialYear
    months: tuple[TrajectoryMonth, ...]
    target: Decimal | None  # the whole year's, as set: never divided by twelve where there is no profile
    outturn: Projection  # by the series' own method, or by an officer's forecast where that says nothing
    rating: Rating
    course: Course
    forecasts: list[FigureRow]  # of all editions

    @property
    def has_profile(self) -> bool:
        """Whether the plan is there for every month."""
        return all(month.plan is not None for month in self.months)

    @property
    def projections(self) -> tuple[Projection, ...]:
        """By each method."""
        return tuple(project(self.course, method) for method in METHODS)

    @property
    def past(self) -> tuple[PastForecast, ...]:
        """Every forecast of the year that was ever made."""
        return past_forecasts(self.forecasts, self.course)

    @property
    def reached(self) -> TrajectoryMonth | None:
        """The last month that the actuals reach."""
        return next((month for month in reversed(self.months) if month.cumulative_actual is not None), None)


class Outline(NamedTuple):
    """Of a trajectory what is told of thousands at once: no months in a row, and no rating."""

    course: Course
    target: Decimal | None
    outturn: Projection


class _Bases(NamedTuple):
    """One series' figures of a year by what they are of, each in force and in order of time."""

    plan: list[FigureRow]  # the plan, or else the budget or the target
    whole: list[FigureRow]  # what carries the whole year's target: the target, or else the plan or the budget
    actual: list[FigureRow]
    forecast: list[FigureRow]
    forecasts: list[FigureRow]  # all editions


def trajectory(
    rows: Iterable[FigureRow],
    year: FinancialYear,
    on: date,
    rules: Rules,
    parts: tuple[Part, Part] | None = None,
) -> Trajectory:
    """One series in `year`, from the figures in force on `on`.

    A ratio with `parts`, its numerator and its denominator, is worked out from them and rolls up from them; what
    was recorded of it directly, such as its target, stands as it is: its own roll-up is that of a level.
    """
    bases = _bases(rows, year, on)
    course = _course(bases, year, rules.rollup)
    actual: Mapping[date, Decimal] = by_month(bases.actual, year, rules.rollup)
    target = _target(bases, course)
    if parts:
        course, actual = _of_parts(course, actual, parts, year, on, rules)
    outturn = outturn_of(course, rules.method)
    return Trajectory(
        year=year,
        months=tuple(
            TrajectoryMonth(
                month=month,
                plan=course.plan.get(month.end),
                actual=actual.get(month.end),
                forecast=course.forecast.get(month.end),
                cumulative_plan=course.plan_to_date.get(month.end),
                cumulative_actual=course.actual_to_date.get(month.end),
            )
            for month in months(year)
        ),
        target=target,
        outturn=outturn,
        rating=judged(course, target, outturn, rules),
        course=course,
        forecasts=bases.forecasts,
    )


def outline(rows: Iterable[FigureRow], year: FinancialYear, on: date, rollup: str, method: str) -> Outline:
    """As `trajectory` has it, of a series that is no ratio."""
    bases = _bases(rows, year, on)
    course = _course(bases, year, rollup)
    return Outline(course, _target(bases, course), outturn_of(course, method))


def _bases(rows: Iterable[FigureRow], year: FinancialYear, on: date) -> _Bases:
    start, end = year.start, year.end
    of_year = [row for row in rows if row.start <= end and row.end >= start]
    by_basis: dict[str, list[FigureRow]] = {}
    for row in in_force(of_year, on):
        by_basis.setdefault(row.basis, []).append(row)
    return _Bases(
        plan=_first(by_basis, "plan", "budget", "target"),
        whole=_first(by_basis, "target", "plan", "budget"),
        actual=by_basis.get("actual", []),
        forecast=by_basis.get("forecast", []),
        forecasts=[row for row in of_year if row.basis == "forecast" and row.edition <= on],
    )


def _first(by_basis: dict[str, list[FigureRow]], *names: str) -> list[FigureRow]:
    return next((by_basis[name] for name in names if by_basis.get(name)), [])


def _course(bases: _Bases, year: FinancialYear, rollup: str) -> Course:
    start, end = year.start, year.end
    of_parts = [row for row in bases.forecast if (row.start, row.end) != (start, end)]
    forecast = by_month([*of_parts, *_weeks_gone(of_parts, bases.actual)], year, rollup)
    return Course(
        year=year,
        rollup=rollup,
        actual_to_date=to_date(bases.actual, year, rollup),
        plan=by_month(bases.plan, year, rollup),
        plan_to_date=to_date(bases.plan, year, rollup),
        forecast=forecast,
        whole_forecast=next((row for row in bases.forecast if (row.start, row.end) == (start, end)), None),
        newest_edition=max((row.edition for row in of_parts), default=None),
        ahead=ahead_of(of_parts, forecast, year),
    )


def _weeks_gone(forecasts: Sequence[FigureRow], actuals: Sequence[FigureRow]) -> list[FigureRow]:
    """The actual weeks of months of which the later weeks are forecast: together they are what the month comes to."""
    weeks = {row.span for row in forecasts if row.span.kind == "week"}
    months = {week.belongs_to for week in weeks}
    return [
        row
        for row in actuals
        if months and row.span.kind == "week" and row.span not in weeks and row.span.belongs_to in months
    ]


def _target(bases: _Bases, course: Course) -> Decimal | None:
    """The whole year's as set, or else what its profile comes to."""
    year = course.year
    for row in bases.whole:
        if row.start == year.start and row.end == year.end:
            return row.value
    found = course.plan_to_date if bases.whole is bases.plan else to_date(bases.whole, year, course.rollup)
    return found.get(year.end)


def _of_parts(
    course: Course,
    actual: Mapping[date, Decimal],
    parts: tuple[Part, Part],
    year: FinancialYear,
    on: date,
    rules: Rules,
) -> tuple[Course, Mapping[date, Decimal]]:
    """The course of a ratio, and its months, from its parts; directly recorded where these are not there."""
    bases = [(_bases(part.rows, year, on), part.rollup) for part in parts]
    above, below = (to_date(found.actual, year, rollup) for found, rollup in bases)
    so_far = ratio(above, below, rules.per)
    above, below = (by_month(found.actual, year, rollup) for found, rollup in bases)
    monthly = ratio(above, below, rules.per)
    return course._replace(actual_to_date={**course.actual_to_date, **so_far}), {**actual, **monthly}


def outturn_of(course: Course, method: str) -> Projection:
    """By `method`; where that says nothing, by an officer's forecast or, if that was the method, as planned."""
    outturn = project(course, method)
    if outturn.value is None:
        instead = project(course, AS_PLANNED if method == OFFICER else OFFICER)
        outturn = outturn if instead.value is None else instead
    return outturn


def judged(course: Course, target: Decimal | None, outturn: Projection, rules: Rules) -> Rating:
    """Blue where the target is reached for good; else by outturn or to date, as the thresholds say."""
    year, day = course.year.label, course.reached
    actual = course.actual_to_date[day] if day else None
    if actual is None and outturn.value is None:
        return Rating("grey", f"Nothing has been recorded for {year}.")
    if day and target is not None and _delivered(course, day, target, rules):
        text = rules.writing.text(course.actual_to_date[day])
        reached = rules.writing.text(target)
        return Rating("blue", f"{text} by {month_label(day)} reaches the target of {reached}.")
    planned = course.plan_to_date.get(day) if day else None
    thresholds, writing = rules.thresholds, rules.writing
    by_outturn = None
    if outturn.value is not None and target is not None:
        what = f"The outturn ({WORDS[outturn.method]})"
        by_outturn = rate(what, outturn.value, f"the target for {year}", target, thresholds, writing)
    if day and actual is not None and planned is not None and (thresholds.judged_on == TO_DATE or not by_outturn):
        return rate(f"What came by {month_label(day)}", actual, "the plan to date", planned, thresholds, writing)
    if by_outturn:
        return by_outturn
    if target is None:
        return Rating("grey", f"There is no target or plan for {year} to compare with.")
    if actual is not None and day is not None and course.rollup != SUM:  # a level needs no profile
        what = f"The latest ({month_label(day)})"
        return rate(what, actual, f"the target for {year}", target, thresholds, writing)
    return Rating("grey", _no_profile(course, target, actual, day, outturn, rules))


def _no_profile(
    course: Course, target: Decimal, actual: Decimal | None, day: date | None, outturn: Projection, rules: Rules
) -> str:
    text = rules.writing.text
    if actual is None or day is None:
        return f"Nothing has been recorded for {course.year.label} to compare with the target of {text(target)}."
    return (
        f"{text(actual)} by {month_label(day)} against a target of {text(target)} for {course.year.label}: "
        f"{outturn.why_not[:1].lower()}{outturn.why_not[1:]}"
    )


def _delivered(course: Course, day: date, target: Decimal, rules: Rules) -> bool:
    """Whether the target is reached and can't be missed any more."""
    for_good = day == course.year.end or (course.rollup == SUM and rules.better == "higher" and target > 0)
    return for_good and shortfall(course.actual_to_date[day], target, rules.better) <= 0


def as_document(
    rows: Iterable[FigureRow], on: date, rules: Rules, parts: tuple[Part, Part] | None = None
) -> dict[str, object]:
    """A series' trajectories of every year that it, or a part of it, has figures for, ready for JSON.

    Values are whole ten-thousandths of the measure's unit, so that every calculation of them is exact.
    """
    own = _by_year(rows)
    of_parts = [(_by_year(part.rows), part.rollup) for part in parts or ()]
    firsts = sorted(set(own).union(*(found for found, _ in of_parts)))
    document: dict[str, object] = {}
    for first in firsts:
        shared = [Part(found.get(first, []), rollup) for found, rollup in of_parts]
        pair = (shared[0], shared[1]) if shared else None
        found = trajectory(own.get(first, []), FinancialYear(first), on, rules, pair)
        document[str(found.year)] = in_document(found)
    return document


def in_document(found: Trajectory) -> dict[str, object]:
    """A trajectory as its year stands in a document."""
    columns = zip(*(month[1:] for month in found.months), strict=True)
    values = (list(map(scaled, column)) for column in columns)
    return year_document(found.target, found.outturn, found.rating, values)


def _by_year(rows: Iterable[FigureRow]) -> dict[int, list[FigureRow]]:
    found: dict[int, list[FigureRow]] = {}
    for row in rows:
        if row.value is None:
            continue
        for first in range(FinancialYear.of(row.start).first, FinancialYear.of(row.end).first + 1):
            found.setdefault(first, []).append(row)
    return found


def year_document(
    target: Decimal | None, outturn: Projection, rating: Rating, months: Iterable[Sequence[int | None]]
) -> dict[str, object]:
    """A year of a document; `months` are the columns of TrajectoryMonth after the month itself."""
    return {
        "target": scaled(target),
        "outturn": scaled(outturn.value),
        "method": outturn.method,
        "rating": rating.colour,
        "reason": rating.reason,
        **dict(zip(MONTH_COLUMNS, months, strict=True)),
    }


def scaled(value: Decimal | None) -> int | None:
    """In whole ten-thousandths, half away from zero."""
    return None if value is None else int((value * _UNITS).to_integral_value(ROUND_HALF_UP))

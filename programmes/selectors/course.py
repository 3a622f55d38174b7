"""A year by month as a chart shows it: what was planned, came, and is to come, of one line or of several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ledger.months import FinancialYear, Span
from ledger.numbers import Number, missing, worked_out
from ledger.projections import AS_PLANNED, DELIVERY_RATE
from ledger.selectors import Book
from ledger.trajectories import Trajectory

from .benefits import BenefitLine, kind_totals

NOTHING = missing("GBP")


@dataclass(frozen=True)
class Forecast:
    """What the year was said to come to, in the month `edition`."""

    edition: date
    number: Number
    moved: Number  # against the forecast before
    error: Number  # against the outturn, once it is known; above zero: it was too high


@dataclass(frozen=True)
class CourseMonth:
    """The year to the end of a month, in pounds; missing where that isn't known."""

    month: Span
    kinds: tuple[Number, ...]  # delivered, in the order of Course.kinds
    delivered: Number  # all kinds as one, where they were recorded so
    plan: Number
    projected: Number = NOTHING

    @property
    def so_far(self) -> Decimal | None:
        """What came by then, of all kinds."""
        if self.delivered.value is not None:
            return self.delivered.value
        known = [number.value for number in self.kinds if number.value is not None]
        return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True)
class Course:
    year: FinancialYear
    kinds: tuple[str, ...]  # the names of those that there are
    months: tuple[CourseMonth, ...]
    target: Number
    projected: Number = NOTHING  # the outturn
    method: str = ""  # of the projection, in words
    forecasts: tuple[Forecast, ...] = ()
    planned: int = 0  # benefit lines that have a plan
    without_profile: int = 0  # of those

    @property
    def reached(self) -> CourseMonth | None:
        """The last month of which anything is known."""
        return next((found for found in reversed(self.months) if found.so_far is not None), None)

    @property
    def has_profile(self) -> bool:
        return not any(found.plan.missing for found in self.months)

    @property
    def is_empty(self) -> bool:
        return self.target.missing and self.reached is None and not self.has_profile and not self.forecasts


def course_of_lines(lines: Sequence[BenefitLine], year: FinancialYear, target: Number) -> Course:
    """Of benefit lines: by kind what came of them, and their plan where all of it has a profile."""
    kinds = [(kind.name, [line.trajectory for line in kind.lines if line.trajectory]) for kind in kind_totals(lines)]
    planned = [line.trajectory for line in lines if line.trajectory and not line.amounts.plan.missing]
    without = sum(not found.has_profile for found in planned)
    profiled = bool(planned) and not without
    months = []
    for i, month in enumerate(year.months()):
        plans = [found.months[i].cumulative_plan for found in planned] if profiled else []
        months.append(
            CourseMonth(
                month=month,
                kinds=tuple(_came(found, i, month) for _, found in kinds),
                delivered=NOTHING,
                plan=_summed(plans, f"plans of {len(plans)} benefit lines to {month.label}"),
            )
        )
    return Course(
        year=year,
        kinds=tuple(name for name, _ in kinds),
        months=tuple(months),
        target=target,
        planned=len(planned),
        without_profile=without,
    )


def _came(lines: Sequence[Trajectory], i: int, month: Span) -> Number:
    """What lines of one kind brought to the end of a month; missing where one that should have some isn't known."""
    expected = [found for found in lines if found.reached or found.months[i].cumulative_plan]
    values = [found.months[i].cumulative_actual for found in expected]
    return _summed(values, f"actuals of {len(values)} benefit lines to {month.label}")


def _summed(values: Sequence[Decimal | None], words: str) -> Number:
    known = [value for value in values if value is not None]
    if not values or len(known) < len(values):
        return NOTHING
    return worked_out(sum(known, Decimal(0)), f"sum of the {words}", [], unit="GBP")


def with_own(course: Course, own: Trajectory, forecasts: tuple[Forecast, ...]) -> Course:
    """`course` with what a programme's own series says, which goes before the sum of its lines."""
    months = course.months
    if own.has_profile:
        months = tuple(
            replace(found, plan=_number(month.cumulative_plan))
            for found, month in zip(months, own.months, strict=True)
        )
    if own.reached:
        months = tuple(
            replace(found, delivered=_number(month.cumulative_actual))
            for found, month in zip(months, own.months, strict=True)
        )
    return replace(course, months=months, forecasts=forecasts)


def with_kind(course: Course, name: str, by_end: Mapping[date, Number]) -> Course:
    """`course` with one kind more, of which it is known what had come by the last days of months."""
    months = tuple(
        replace(found, kinds=(*found.kinds, by_end.get(found.month.end, NOTHING))) for found in course.months
    )
    return replace(course, kinds=(*course.kinds, name), months=months)


def with_projection(course: Course, projected: Number, method: str, words: str) -> Course:
    """The way from what was reached to the outturn: along the plan where the method goes by it, otherwise straight.

    A straight way is drawn through its ends alone, for nothing is said of the months between.
    """
    if projected.value is None:
        return course
    course = replace(course, projected=projected, method=words)
    reached = course.reached
    if reached is None or reached.so_far is None or reached.month.end == course.year.end:
        return course
    start, end = reached.so_far, projected.value
    planned, whole = reached.plan.value, course.months[-1].plan.value
    along = course.has_profile and method in ("", AS_PLANNED, DELIVERY_RATE) and planned != whole
    months = []
    for found in course.months:
        value = None
        if found is reached:
            value = start
        elif found is course.months[-1]:
            value = end
        elif along and found.month > reached.month and None not in (found.plan.value, planned, whole):
            value = start + (end - start) * (found.plan.value - planned) / (whole - planned)  # type: ignore[operator]
        months.append(replace(found, projected=_number(value)))
    return replace(course, months=tuple(months))


def past_forecasts(found: Trajectory, book: Book, series: int) -> tuple[Forecast, ...]:
    """Every forecast of the year that was ever made of a series, in order."""
    measure = book.series[series].measure
    whole = {
        row.edition: book.as_number(row)
        for row in found.forecasts
        if row.value is not None and row.start == found.year.start and row.end == found.year.end
    }

    def number(value: Decimal | None, formula: str) -> Number:
        if value is None:
            return missing(measure.unit, measure.decimals)
        return worked_out(value, formula, [], unit=measure.unit, decimals=measure.decimals)

    return tuple(
        Forecast(
            edition=past.edition,
            number=whole.get(past.edition) or number(past.value, "the actuals before it and its forecasts by month"),
            moved=number(past.moved, "this forecast − the one before"),
            error=number(past.error, "forecast − outturn"),
        )
        for past in found.past
    )


def _number(value: Decimal | None) -> Number:
    return Number(value, "GBP")

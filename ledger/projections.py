"""What a year will come to, four ways, and how good earlier forecasts of it were."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .figure_rows import FigureRow
from .months import ONE_DAY, FinancialYear, month_label, month_start
from .rollups import LAST, MEAN, SUM, by_month, month_ends

AS_PLANNED, RUN_RATE, DELIVERY_RATE, OFFICER = "as-planned", "run-rate", "delivery-rate", "officer"
METHODS = (AS_PLANNED, RUN_RATE, DELIVERY_RATE, OFFICER)
COMPLETE = "actual"  # no projection any more: the whole year is in
WORDS = {
    AS_PLANNED: "actual to date and then as planned",
    RUN_RATE: "at the rate so far",
    DELIVERY_RATE: "the rest of the plan delivered as well as so far",
    OFFICER: "as forecast by an officer",
    COMPLETE: "the whole year is in",
}
NO_PROFILE = "The plan has no profile by month, so what is still to come isn't known."


class Projection(NamedTuple):
    """A year's outturn by one method, in the measure's unit, or why there is none."""

    method: str
    value: Decimal | None
    formula: str = ""
    terms: tuple[tuple[str, Decimal], ...] = ()  # what went into it
    why_not: str = ""


class Ahead(NamedTuple):
    """What is forecast of whole months, one or several: a quarter, October to March."""

    start: date
    end: date
    made: date  # the first of the month in which it was forecast
    value: Decimal


class Course(NamedTuple):
    """A year so far: what projections start from. Mappings are by the last day of a month."""

    year: FinancialYear
    rollup: str
    actual_to_date: Mapping[date, Decimal]
    plan: Mapping[date, Decimal]
    plan_to_date: Mapping[date, Decimal]
    forecast: Mapping[date, Decimal]
    whole_forecast: FigureRow | None  # of the whole year, the newest edition
    newest_edition: date | None  # of the forecasts of parts of the year
    ahead: tuple[Ahead, ...] = ()  # where forecasts are of quarters and the like: all of them, those of months too

    @property
    def reached(self) -> date | None:
        """The last day of the last month that the actuals reach."""
        ends = tuple(month_ends(self.year).values())
        return next((end for end in ends[::-1] if end in self.actual_to_date), None)

    def months_to(self, day: date) -> int:
        return (day.year - self.year.first) * 12 + day.month - 3


def project(course: Course, method: str) -> Projection:
    """The outturn of the year by `method`."""
    day = course.reached
    if day is None:
        unknown = Projection(method, None, why_not="No actual reaches the end of a month.")
        return _officer(course, day) if method == OFFICER else unknown
    actual, until = course.actual_to_date[day], f"actual to {month_label(day)}"
    if day == course.year.end:
        return Projection(COMPLETE, actual, until, ((until, actual),))
    if method == OFFICER:
        return _officer(course, day)
    if method == RUN_RATE:
        return _run_rate(course, day, actual, until)
    return _planned(course, method, day, actual, until)


def _run_rate(course: Course, day: date, actual: Decimal, until: str) -> Projection:
    if course.rollup != SUM:
        return Projection(RUN_RATE, actual, f"{until}, staying as it is", ((until, actual),))
    months = Decimal(course.months_to(day))
    terms = ((until, actual), ("months so far", months))
    return Projection(RUN_RATE, actual * 12 / months, f"{until} ÷ months so far × 12", terms)


def _planned(course: Course, method: str, day: date, actual: Decimal, until: str) -> Projection:
    """As planned from `day` on, or scaled by how well the plan was delivered up to it."""
    planned, whole = course.plan_to_date.get(day), course.plan_to_date.get(course.year.end)
    if planned is None or whole is None:
        return Projection(method, None, why_not=NO_PROFILE)
    names = until, f"plan to {month_label(day)}", "plan of the year"
    terms = tuple(zip(names, (actual, planned, whole), strict=True))
    if course.rollup == MEAN:  # from here on in sums over months
        gone = course.months_to(day)
        actual, planned, whole = actual * gone, planned * gone, whole * 12
    divisor = 12 if course.rollup == MEAN else 1
    averaged = ", averaged over twelve months" if course.rollup == MEAN else ""
    if method == AS_PLANNED:
        formula = f"{names[0]} + ({names[2]} − {names[1]}){averaged}"
        return Projection(method, (actual + whole - planned) / divisor, formula, terms)
    if not planned:
        return Projection(method, None, why_not=f"Nothing was planned to {month_label(day)}, so there is no rate.")
    if course.rollup == LAST:
        return Projection(method, whole * actual / planned, f"{names[2]} × {names[0]} ÷ {names[1]}", terms)
    formula = f"{names[0]} + ({names[2]} − {names[1]}) × {names[0]} ÷ {names[1]}{averaged}"
    return Projection(method, (actual + (whole - planned) * actual / planned) / divisor, formula, terms)


def _officer(course: Course, day: date | None) -> Projection:
    """The forecast of the whole year, or the actuals and a forecast for each month after them."""
    whole = course.whole_forecast
    if whole and (course.newest_edition is None or whole.edition >= course.newest_edition):
        label = f"forecast made in {month_label(whole.edition)}"
        return Projection(OFFICER, whole.value, label, ((label, whole.value),) if whole.value is not None else ())
    to_come = course.forecast.get(course.year.end) if course.rollup == LAST else _to_come(course, day)
    if to_come is None:
        why = (
            "No forecast has been entered."
            if course.newest_edition is None
            else "The forecasts leave out some of the months."
        )
        return Projection(OFFICER, None, why_not=why)
    if course.rollup == LAST:
        return Projection(OFFICER, to_come, "forecast of March", (("forecast of March", to_come),))
    so_far = course.actual_to_date[day] if day else Decimal(0)
    gone = Decimal(course.months_to(day) if day else 0) if course.rollup == MEAN else Decimal(1)
    terms = [(f"actual to {month_label(day)}", so_far)] if day else []
    terms.append(("forecasts of the months after", to_come))
    divisor = 12 if course.rollup == MEAN else 1
    formula = " + ".join(name for name, _ in terms) + (", averaged over twelve months" if divisor == 12 else "")
    return Projection(OFFICER, (so_far * gone + to_come) / divisor, formula, tuple(terms))


def _to_come(course: Course, day: date | None) -> Decimal | None:
    """What is forecast from the day after `day` to the end of the year: of averages, their sum over months.

    None where there is a gap. Where a quarter and its months are both forecast those count that were made last; of
    the same month, the months.
    """
    first = course.year.start if day is None else day + ONE_DAY
    reached = {first: (date.max, Decimal(0))}  # by the first day that is still open: the oldest that went in, the sum
    for each in sorted(course.ahead or _months_ahead(course), key=lambda each: (each.end, each.start)):
        made, value = reached.get(each.start, (None, Decimal(0)))
        if made is None:
            continue
        weight = _months_in(each) if course.rollup == MEAN else 1
        found, after = (min(made, each.made), value + each.value * weight), each.end + ONE_DAY
        if after not in reached or found[0] >= reached[after][0]:
            reached[after] = found
    return reached[course.year.end + ONE_DAY][1] if course.year.end + ONE_DAY in reached else None


def _months_ahead(course: Course) -> list[Ahead]:
    ends = month_ends(course.year)
    return [
        Ahead(start, end, date.max, course.forecast[end]) for start, end in ends.items() if end in course.forecast
    ]


def _months_in(each: Ahead) -> int:
    return (each.end.year - each.start.year) * 12 + each.end.month - each.start.month + 1


def ahead_of(rows: Sequence[FigureRow], months: Mapping[date, Decimal], year: FinancialYear) -> tuple[Ahead, ...]:
    """The forecasts of `rows` by whole months, where some are of several; `months` are what those of one come to."""
    longer = [row for row in rows if _is_longer(row, year)]
    if not longer:
        return ()
    made: dict[date, date] = {}
    for row in rows:
        if row not in longer:
            month = row.span.belongs_to
            made[month] = max(row.edition, made.get(month, row.edition))
    starts = {end: start for start, end in month_ends(year).items()}
    found = [Ahead(starts[end], end, made[starts[end]], months[end]) for end in months if starts[end] in made]
    return (*found, *(Ahead(row.start, row.end, row.edition, row.value or Decimal(0)) for row in longer))


def _is_longer(row: FigureRow, year: FinancialYear) -> bool:
    """Whether it is of several whole months of the year, but not of all."""
    whole = row.start.day == 1 and (row.end + ONE_DAY).day == 1 and row.span.kind not in ("month", "year")
    return row.value is not None and whole and year.start <= row.start and row.end <= year.end


class PastForecast(NamedTuple):
    """What one month's forecast said the year would come to."""

    edition: date  # the first of the month it was made in
    value: Decimal
    moved: Decimal | None  # against the one before
    error: Decimal | None  # against the outturn, once the whole year is in; above zero: it was too high


def past_forecasts(rows: Sequence[FigureRow], course: Course) -> tuple[PastForecast, ...]:
    """Every forecast of the year that was ever made, in order; `rows` are all editions of its forecasts.

    One that was made month by month is completed by the actuals before it, as they are known now.
    """
    editions: dict[date, list[FigureRow]] = {}
    for row in rows:
        if row.value is not None:
            editions.setdefault(row.edition, []).append(row)
    outturn = course.actual_to_date.get(course.year.end)
    found: list[PastForecast] = []
    for edition, forecasts in sorted(editions.items()):
        value = _said_then(forecasts, edition, course)
        if value is not None:
            moved = value - found[-1].value if found else None
            error = None if outturn is None else value - outturn
            found.append(PastForecast(edition, value, moved, error))
    return tuple(found)


def _said_then(forecasts: list[FigureRow], edition: date, course: Course) -> Decimal | None:
    year = course.year
    whole = next((row for row in forecasts if row.start == year.start and row.end == year.end), None)
    if whole:
        return whole.value
    months = by_month(forecasts, year, course.rollup)
    ahead = ahead_of(forecasts, months, year)
    first = min([*(month_start(end) for end in months), *(each.start for each in ahead)], default=None)
    if first is None:
        return None
    before = max((end for end in course.actual_to_date if end < first), default=None)
    then = course._replace(
        actual_to_date={end: value for end, value in course.actual_to_date.items() if before and end <= before},
        forecast=months,
        whole_forecast=None,
        newest_edition=edition,
        ahead=ahead,
    )
    return _officer(then, then.reached).value

"""The documents of many series at once, from their figures as columns of numbers.

What is asked of every month (which edition holds, what a month comes to, the year to date) is worked out for all
years of all series together, in arrays of bases x years x months. What is said once a year (the outturn, the rating
and its reason) comes from the same functions as for a single series. All of it equals `trajectories.as_document`:
tests/ledger/test_cube.py holds the rules that stand here a second time (`_in_force`, `_by_month`, `_to_date`) to
those of figure_rows.py and rollups.py.

Values are whole ten-thousandths of the measure's unit, of which 64 bits hold twelve times the longest figure.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .figure_rows import FigureRow
from .months import FinancialYear
from .projections import Course
from .rollups import LAST, MEAN, month_ends
from .trajectories import MONTH_COLUMNS, SCALE, Rules, judged, outturn_of, year_document

BASES = ("actual", "plan", "budget", "target", "forecast")  # a baseline's years count, but nothing is said of it
ACTUAL, PLAN, BUDGET, TARGET, FORECAST = range(len(BASES))
WITHDRAWN = np.iinfo(np.int64).min
MARCH = 11  # the last of the year's months
EPOCH, APRIL = 1970, 3  # numpy counts months from January 1970
NEVER = np.datetime64("0001-01-01")

Array = NDArray[Any]

COLUMN_TYPES = ("i8", "S8", "M8[D]", "M8[D]", "M8[D]", "i8", "i8")


class Figures(NamedTuple):
    """What stands in many cells, as columns, in order of series, basis, start, end and edition."""

    series: Array
    basis: Array  # S8, filled up with spaces
    start: Array  # days
    end: Array
    edition: Array
    value: Array  # in ten-thousandths, or WITHDRAWN
    entry: Array

    def where(self, chosen: Array) -> "Figures":
        return Figures(*(column[chosen] for column in self))


class Values(NamedTuple):
    """Numbers, and where they are known: elsewhere they are zero."""

    number: Array
    known: Array

    @classmethod
    def nothing(cls, *shape: int) -> "Values":
        return cls(np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool))

    def put(self, place: tuple[Any, ...], number: Array) -> None:
        self.number[place], self.known[place] = number, True

    def of(self, *place: Any) -> "Values":
        return Values(self.number[place], self.known[place])

    @property
    def listed(self) -> list[Any]:
        """As plain numbers, None where nothing is known."""
        found = self.number.astype(object)
        found[~self.known] = None
        return found.tolist()


class Cube(NamedTuple):
    """The figures in force, in the financial years in which anything is known of a series."""

    series: Array  # of each year its series, by its place among them
    first: Array  # of each year when it begins
    months: Values  # bases x years x 12
    whole: Values  # bases x years: figures of the whole year
    forecast_months: Array  # the newest edition of each year's forecasts by month
    forecast_whole: Array  # and of the whole year


class Facts(NamedTuple):
    """What a year's document is made of. `actual` and `plan` are sums to the last month that the actuals reach."""

    series: int  # its place
    first: int  # when the year begins
    reached: int  # that month, from 0; -1 where the actuals reach none
    actual: int | None
    plan: int | None
    plan_of_year: int | None  # a sum as well
    target: int | None
    target_of: int  # by how many months it must be divided: 12 where it is the sum of averages
    forecast_made: date  # the newest edition of the forecasts by month
    forecast_of_year: int | None
    forecast_of_year_made: date
    columns: tuple[list[int | None], ...]  # by month, as MONTH_COLUMNS


class RollUps(NamedTuple):
    """Which years are of levels, and which of averages; the others are of amounts."""

    last: Array
    mean: Array


def documents(figures: Figures, on: date, rules: Mapping[int, Rules]) -> Iterator[tuple[int, dict[str, object], int]]:
    """Of each series its id, its document as on `on`, and the newest entry of its figures.

    None of them is a ratio with parts, nor one of `irregular(figures)`.
    """
    series, begins, place = np.unique(figures.series, return_index=True, return_inverse=True)
    if not len(series):
        return
    newest = np.maximum.reduceat(figures.entry, begins)
    cube = _cube(figures, place, on)
    for at in np.setdiff1d(np.arange(len(series)), cube.series).tolist():  # all withdrawn
        yield int(series[at]), {}, int(newest[at])
    for at, years in groupby(_years(cube, [rules[pk] for pk in series.tolist()]), key=itemgetter(0)):
        yield int(series[at]), {str(year): document for _, year, document in years}, int(newest[at])


def irregular(figures: Figures) -> Array:
    """The series with figures of other spans than months and whole financial years."""
    month = figures.start.astype("M8[M]")
    begins, after = month.astype("M8[D]") == figures.start, figures.end + 1
    is_month = after == (month + 1).astype("M8[D]")
    is_year = (after == (month + 12).astype("M8[D]")) & (month.astype(int) % 12 == APRIL)
    odd = ~(begins & (is_month | is_year)) & (figures.value != WITHDRAWN)
    return np.unique(figures.series[odd])


def _cube(figures: Figures, place: Array, on: date) -> Cube:
    """`place` is that of each figure's series."""
    known = figures.value != WITHDRAWN
    figures, place = figures.where(known), place[known]
    month = figures.start.astype("M8[M]").astype(int) - APRIL
    year, month = month // 12, month % 12
    year -= (eve := year.min() if len(year) else 0)
    present = np.zeros((place.max(initial=-1) + 1, year.max(initial=-1) + 1), dtype=bool)
    present[place, year] = True
    row = (present.cumsum() - 1).reshape(present.shape)[place, year]
    series, first = np.nonzero(present)
    count = len(series)
    cube = Cube(
        series,
        first + (eve + EPOCH),
        Values.nothing(len(BASES), count, 12),
        Values.nothing(len(BASES), count),
        np.full(count, NEVER),
        np.full(count, NEVER),
    )
    holds = _in_force(figures, on)
    _fill(cube, figures.where(holds), row[holds], month[holds])
    return cube


def _fill(cube: Cube, figures: Figures, row: Array, month: Array) -> None:
    """Put `figures`, which are in force, in the rows of their years."""
    is_whole = figures.end - figures.start > np.timedelta64(31, "D")
    for basis, name in enumerate(BASES):
        of_basis = figures.basis == name.ljust(8).encode()
        monthly, whole = np.flatnonzero(of_basis & ~is_whole), np.flatnonzero(of_basis & is_whole)
        cube.months.put((basis, row[monthly], month[monthly]), figures.value[monthly])
        cube.whole.put((basis, row[whole]), figures.value[whole])
        if basis == FORECAST:
            np.maximum.at(cube.forecast_months, row[monthly], figures.edition[monthly])
            cube.forecast_whole[row[whole]] = figures.edition[whole]


def _in_force(figures: Figures, on: date) -> Array:
    """Where the editions stand that hold on `on`: as figure_rows.in_force, of figures that aren't withdrawn."""
    holds = np.flatnonzero(figures.edition <= np.maximum(figures.start, np.datetime64(on)))
    cells = figures.where(holds)
    newest = np.ones(len(holds), dtype=bool)  # the last in its cell, for editions stand in order
    newest[:-1] = False
    for column in (cells.series, cells.basis, cells.start, cells.end):
        newest[:-1] |= column[1:] != column[:-1]
    return holds[newest]


def _by_month(months: Values, whole: Values, roll_ups: RollUps) -> Values:
    """As rollups.by_month: a level of the whole year is March's where that has none of its own."""
    found = Values(months.number.copy(), months.known.copy())
    filled = roll_ups.last & whole.known & ~found.known[:, MARCH]
    found.number[filled, MARCH] = whole.number[filled]
    found.known[filled, MARCH] = True
    return found


def _to_date(months: Values, whole: Values, roll_ups: RollUps) -> Values:
    """As rollups.to_date, but of averages their sums, which `_averaged` divides by the months so far.

    The whole year's own figure stands before the sum of its months.
    """
    sums = Values(months.number.cumsum(axis=1), np.logical_and.accumulate(months.known, axis=1))
    sums.number[~sums.known] = 0
    months_in = np.where(roll_ups.mean, 12, 1)
    sums.number[whole.known, MARCH] = (whole.number * months_in)[whole.known]
    sums.known[whole.known, MARCH] = True
    levels = _by_month(months, whole, roll_ups)
    for to, of in zip(sums, levels, strict=True):
        to[roll_ups.last] = of[roll_ups.last]
    return sums


def _averaged(sums: Values, roll_ups: RollUps) -> Values:
    """Averages to date in whole ten-thousandths, half away from zero."""
    so_far = np.arange(1, 13)
    means = np.sign(sums.number) * ((2 * np.abs(sums.number) + so_far) // (2 * so_far))
    return Values(np.where(roll_ups.mean[:, None], means, sums.number), sums.known)


def _first_known(cube: Cube, *bases: int) -> Array:
    """Of each year the first of `bases` of which anything is in force."""
    known = [cube.months.known[basis].any(axis=1) | cube.whole.known[basis] for basis in bases]
    return np.select(known, bases, bases[0])


def _years(cube: Cube, of_series: Sequence[Rules]) -> Iterator[tuple[int, FinancialYear, dict[str, object]]]:
    """Of each year the place of its series, and its document."""
    roll_up = np.array([rules.rollup for rules in of_series])[cube.series]
    for facts in _facts(cube, RollUps(roll_up == LAST, roll_up == MEAN)):
        rules, year = of_series[facts.series], FinancialYear(facts.first)
        course = _course(facts, year, rules.rollup)
        if facts.reached != MARCH:
            course = _with_forecasts(course, facts)
        target = None if facts.target is None else _value(facts.target, facts.target_of)
        outturn = outturn_of(course, rules.method)
        rating = judged(course, target, outturn, rules)
        yield facts.series, year, year_document(target, outturn, rating, facts.columns)


def _facts(cube: Cube, roll_ups: RollUps) -> Iterator[Facts]:
    each = np.arange(len(cube.series))
    plan_of, whole_of = _first_known(cube, PLAN, BUDGET, TARGET), _first_known(cube, TARGET, PLAN, BUDGET)
    actual, plan, whole = (
        (cube.months.of(basis, each), cube.whole.of(basis, each)) for basis in (ACTUAL, plan_of, whole_of)
    )
    actual_to_date, plan_to_date = _to_date(*actual, roll_ups), _to_date(*plan, roll_ups)
    target, as_set = _to_date(*whole, roll_ups).of(each, MARCH), whole[1].known
    target.put((as_set,), whole[1].number[as_set])
    reached = np.where(actual_to_date.known.any(axis=1), MARCH - actual_to_date.known[:, ::-1].argmax(axis=1), -1)
    months = (
        _by_month(*plan, roll_ups),
        _by_month(*actual, roll_ups),
        cube.months.of(FORECAST),
        _averaged(plan_to_date, roll_ups),
        _averaged(actual_to_date, roll_ups),
    )
    columns = (
        cube.series.tolist(),
        cube.first.tolist(),
        reached.tolist(),
        actual_to_date.of(each, reached).listed,
        plan_to_date.of(each, reached).listed,
        plan_to_date.of(each, MARCH).listed,
        target.listed,
        np.where(roll_ups.mean & ~as_set, 12, 1).tolist(),
        cube.forecast_months.tolist(),
        cube.whole.of(FORECAST).listed,
        cube.forecast_whole.tolist(),
        zip(*(values.listed for values in months), strict=True),
    )
    return map(Facts._make, zip(*columns, strict=True))


def _course(facts: Facts, year: FinancialYear, rollup: str) -> Course:
    """As far as the outturn and the rating of the year ask for it, but for forecasts."""
    so_far, all_months = (facts.reached + 1, 12) if rollup == MEAN else (1, 1)
    actual_to_date, plan_to_date = {}, {}
    if facts.plan_of_year is not None:
        plan_to_date[year.end] = _value(facts.plan_of_year, all_months)
    if facts.reached >= 0 and facts.actual is not None:
        day = tuple(month_ends(year).values())[facts.reached]
        actual_to_date[day] = _value(facts.actual, so_far)
        if facts.plan is not None:
            plan_to_date[day] = _value(facts.plan, so_far)
    return Course(year, rollup, actual_to_date, {}, plan_to_date, {}, whole_forecast=None, newest_edition=None)


def _with_forecasts(course: Course, facts: Facts) -> Course:
    """Only a year that isn't complete asks for them."""
    year, units = course.year, facts.forecast_of_year
    months = zip(month_ends(year).values(), facts.columns[MONTH_COLUMNS.index("forecast")], strict=True)
    forecast = {end: _value(found) for end, found in months if found is not None}
    whole, made = None, facts.forecast_of_year_made
    if units is not None:
        whole = FigureRow(0, 0, BASES[FORECAST], year.start, year.end, made, _value(units), "", False, 0, 0)
    newest = facts.forecast_made if forecast else None
    return course._replace(forecast=forecast, whole_forecast=whole, newest_edition=newest)


def _value(units: int, months: int = 1) -> Decimal:
    value = Decimal(units).scaleb(-SCALE)
    return value / months if months > 1 else value

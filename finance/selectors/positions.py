"""Where budget lines stand in a year, from their figures: what monitoring, their pages and the API show.

Thousands of lines are looked at together, so nothing is worked out here that no reader of them asks for: neither
ratings nor numbers that explain themselves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from ledger.figure_rows import FigureRow
from ledger.history import as_of
from ledger.models import Basis, ClosedPeriod, Figure, Organisation, Series
from ledger.models.figures import KEY
from ledger.months import ONE_DAY, FinancialYear, Span, end_of_day, month_start
from ledger.projections import COMPLETE
from ledger.rollups import SUM
from ledger.selectors import provisional_entries
from ledger.trajectories import Outline, outline

from ..models import BudgetLine
from ..monitoring import (
    FINAL,
    PROJECTED,
    PROVISIONAL,
    Position,
    common_month,
    latest_level,
    less,
    original_budget,
    with_adjustment,
)

Rows = Mapping[int, Sequence[FigureRow]]  # by series


@dataclass(frozen=True)
class Standing:
    """A budget line in a year."""

    line: BudgetLine
    position: Position
    reached: date | None  # the last day that its actuals reach
    outturn: str  # projected, provisional (the twelve months are in) or final (period 13 is closed)
    method: str  # how it is projected
    provisional: frozenset[str]  # the amounts that rest on a figure which waits for approval

    @property
    def late(self) -> bool:
        """Whether what came to date is not known yet."""
        return self.position.actual_to_date is None


@dataclass(frozen=True)
class Standings:
    """Budget lines in a year, as at a moment."""

    year: FinancialYear
    lines: list[Standing]
    period: Span | None  # from April to the month that they are compared at; None: no actual is known
    last_month: date  # whose end's knowledge is what was projected last


class _Known(NamedTuple):
    """What was known of the lines' series at a moment, and the day that chooses editions of budget and forecast."""

    rows: Rows
    methods: Mapping[int, str]
    on: date

    def outline(self, line: BudgetLine, year: FinancialYear) -> Outline:
        series = line.series_id  # which adds up: BudgetLine.clean
        return outline(self.rows.get(series, ()), year, self.on, SUM, self.methods[series])

    def same_as(self, later: "_Known", line: BudgetLine) -> bool:
        """Whether nothing came to the line's series since, nor came into force."""
        series = line.series_id
        rows = self.rows.get(series, ())
        return (
            rows == later.rows.get(series, ())
            and self.methods[series] == later.methods[series]
            and not any(self.on < row.edition <= later.on for row in rows)
        )


def standings(
    organisation: Organisation,
    lines: Sequence[BudgetLine],
    year: FinancialYear,
    moment: datetime | None,
    as_at: date,
    *,
    approved_only: bool = False,
) -> Standings:
    """In a number of queries that doesn't grow with the lines: their figures of the year, now and a month ago.

    All lines are compared at one month: see `monitoring.common_month`. What was projected last month is worked out
    from what was known at the end of the calendar month before `as_at`, by the methods of then. `approved_only` reads
    as if what waits for approval at the moment had never been recorded.
    """
    last_month = month_start(as_at) - ONE_DAY
    earlier = min(end_of_day(last_month), moment) if moment else end_of_day(last_month)
    waiting = provisional_entries([organisation.pk], moment)
    left_out = waiting if approved_only else frozenset[int]()
    now, then = _now_and_then(organisation, lines, year, (moment, as_at), (earlier, last_month), left_out)
    outlines = {line.pk: now.outline(line, year) for line in lines}
    same = {line.pk for line in lines if then.same_as(now, line)}
    before = {line.pk: outlines[line.pk] if line.pk in same else then.outline(line, year) for line in lines}
    month = common_month(found.course.reached for found in outlines.values())
    period = Span(year.start, month) if month else None
    closed = _closed(organisation, year, moment)
    resting = _provisional(now.rows, waiting - left_out, period)
    found = [
        Standing(
            line=line,
            position=_position(
                line, year, period, (own, before[line.pk]), (now.rows, then.rows), line.pk not in same
            ),
            reached=own.course.reached,
            outturn=_state(own, line, closed),
            method=own.outturn.method,
            provisional=resting.get(line.series_id, frozenset()),
        )
        for line, own in ((line, outlines[line.pk]) for line in lines)
    ]
    return Standings(year, found, period, last_month)


def _position(
    line: BudgetLine,
    year: FinancialYear,
    period: Span | None,
    outlines: tuple[Outline, Outline],
    known: tuple[Rows, Rows],
    reported: bool,
) -> Position:
    """From what is known now and, of each pair the second, what was known last month.

    Where nothing of a line was `reported` since then, and months are still to come, it has not moved by nought: its
    month isn't in yet.
    """
    (own, before), rows = outlines, known[0]
    levels = [
        latest_level(rows.get(pk, ()), period) if pk and period else None
        for pk in (line.commitments_id, line.accruals_id)
    ]
    adjustment, last_adjustment = (_adjustment(each.get(line.adjustment_id or 0, ()), year) for each in known)
    projected = with_adjustment(own.outturn.value, adjustment)
    last_projected = with_adjustment(before.outturn.value, last_adjustment)
    told = reported or adjustment != last_adjustment or own.outturn.method == COMPLETE
    return Position(
        original=original_budget(rows.get(line.series_id, ()), year),
        revised=own.target,
        budget_to_date=own.course.plan_to_date.get(period.end) if period else None,
        actual_to_date=own.course.actual_to_date.get(period.end) if period else None,
        commitments=levels[0],
        accruals=levels[1],
        adjustment=adjustment,
        projected=projected,
        last_projected=last_projected,
        movement=less(projected, last_projected) if told else None,
    )


def _now_and_then(
    organisation: Organisation,
    lines: Sequence[BudgetLine],
    year: FinancialYear,
    now: tuple[datetime | None, date],
    then: tuple[datetime, date],
    without: Collection[int],
) -> tuple[_Known, _Known]:
    """What was known of the lines at the moment of `now` and at the earlier one of `then`, these entries left out.

    The figures of both come by one query: to go through all that was recorded of each cell, newest first, is quicker
    than to ask twice for what stood.
    """
    series = [pk for line in lines for pk in line.own_series]
    known = Figure.objects.filter(organisation=organisation, series_id__in=series).known_at(now[0])
    of_year = (
        known.without(without)
        .filter(start__lte=year.end, end__gte=year.start)
        .annotate(early=Q(known_from__lte=then[0]))
    )
    newest: dict[int, list[FigureRow]] = {}
    earlier: dict[int, list[FigureRow]] = {}
    newest_cell = earlier_cell = None
    for early, *values in of_year.order_by(*KEY, "-known_from", "-id").values_list("early", *FigureRow._fields):
        row = FigureRow._make(values)
        cell = row.cell
        if cell != newest_cell:
            newest.setdefault(row.series, []).append(row)
            newest_cell = cell
        if early and cell != earlier_cell:
            earlier.setdefault(row.series, []).append(row)
            earlier_cell = cell
    own = [line.series_id for line in lines]
    return _Known(newest, _methods(own, now[0]), now[1]), _Known(earlier, _methods(own, then[0]), then[1])


def _methods(series: Collection[int], moment: datetime | None) -> Mapping[int, str]:
    """How each is projected; one that was defined only later, as it is now."""
    found = dict(Series.objects.filter(pk__in=series).order_by().values_list("pk", "method"))
    return found | dict(as_of(Series, moment).filter(id__in=series).values_list("id", "method")) if moment else found


def _adjustment(rows: Sequence[FigureRow], year: FinancialYear) -> Decimal | None:
    """Period 13 as it came, or else the newest forecast of it."""
    whole = [row for row in rows if row.span == year.span and row.value is not None]
    actual = next((row.value for row in whole if row.basis == Basis.ACTUAL), None)
    if actual is not None:
        return actual
    forecasts = [row for row in whole if row.basis == Basis.FORECAST]
    return max(forecasts, key=lambda row: row.edition).value if forecasts else None


def _state(own: Outline, line: BudgetLine, closed: Collection[int]) -> str:
    if own.outturn.method != COMPLETE:
        return PROJECTED
    return FINAL if line.adjustment_id in closed else PROVISIONAL


def _closed(organisation: Organisation, year: FinancialYear, moment: datetime | None) -> set[int]:
    """The series of which the whole year is closed: of year-end adjustments, which makes an outturn final."""
    found = ClosedPeriod.objects.filter(organisation=organisation, start__lte=year.start, end__gte=year.end)
    if moment:
        found = found.filter(closed_at__lte=moment)
    return set(found.order_by().values_list("series_id", flat=True))


def _provisional(rows: Rows, waiting: Collection[int], period: Span | None) -> dict[int, frozenset[str]]:
    """By series, the amounts of a line that rest on a figure of one of the entries that are `waiting`."""
    found: dict[int, frozenset[str]] = {}
    for row in (row for of_series in rows.values() for row in of_series) if waiting else ():
        if row.entry in waiting:
            found[row.series] = found.get(row.series, frozenset()) | _resting_on(row, period)
    return found


def _resting_on(row: FigureRow, period: Span | None) -> frozenset[str]:
    """The amounts of a line that a figure of its series goes into."""
    so_far = period is not None and row.start <= period.end
    match row.basis:
        case Basis.BUDGET:
            return frozenset(("revised", "budget_to_date") if so_far else ("revised",))
        case Basis.ACTUAL:
            return frozenset(("actual_to_date", "projected") if so_far else ("projected",))
        case Basis.FORECAST:
            return frozenset(("projected",))
    return frozenset()

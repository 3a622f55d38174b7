"""The figures of some series as at a moment: where pages look their numbers up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..closing import Afterwards, afterwards, closed_at
from ..figure_rows import FigureRow, in_force
from ..history import as_of
from ..models import (
    Approval,
    ClosedPeriod,
    Entry,
    Figure,
    Measure,
    Organisation,
    RatingScheme,
    Series,
    SeriesBreak,
)
from ..months import LONDON, FinancialYear, Span
from ..numbers import Number, is_small, missing, quotient, worked_out
from ..projections import WORDS, Projection
from ..rollups import LAST, SUM
from ..trajectories import Part, Trajectory, trajectory


def provisional_entries(organisations: Collection[int], moment: datetime | None) -> frozenset[int]:
    """The ids of entries that were recorded as provisional and, at `moment`, not yet approved."""
    entries = Entry.objects.filter(organisation_id__in=organisations, provisional=True)
    approved = Approval.objects.filter(entry__in=entries)
    if moment:
        approved = approved.filter(approved_at__lte=moment)
    return frozenset(entries.exclude(pk__in=approved.values("entry")).values_list("pk", flat=True))


def after_closing(
    organisation: Organisation,
    standing: Sequence[FigureRow],
    series: Collection[int],
    moment: datetime | None,
    without: Collection[int] = (),
) -> Mapping[int, Afterwards]:
    """Which of the figures that stand at `moment` came after a period of these `series` was closed.

    The entries `without` count as never made.
    """
    if not series:
        return {}
    periods = ClosedPeriod.objects.filter(organisation=organisation, series_id__in=series)
    if moment:
        periods = periods.filter(closed_at__lte=moment)
    closed = periods.by_series()
    covered = [
        row for row in standing if closed_at(closed.get(row.series, ()), row.basis, row.start, row.end, row.edition)
    ]
    figures = Figure.objects.filter(organisation=organisation, series_id__in={row.series for row in covered})
    spans = figures.filter(start__in={row.start for row in covered}).known_at(moment).without(without)
    told = spans.order_by("recorded_at", "id").values_list("recorded_at", *FigureRow._fields)
    past = [(at, FigureRow(*row)) for at, *row in told]
    return afterwards(covered, past, [period for each in closed.values() for period in each])


@dataclass(frozen=True)
class Book:
    """The figures of some series, and of the parts of their ratios, as at a moment: where pages look numbers up."""

    organisation: Organisation
    series: dict[int, Series]  # as they, their measures and their rating schemes were defined at the moment
    rows: list[FigureRow]  # what stood at the moment, withdrawn ones included
    provisional: frozenset[int]
    breaks: list[SeriesBreak]
    on: date
    after_closing: Mapping[int, Afterwards] = field(default_factory=dict)  # by figure
    left_out: frozenset[int] = frozenset()  # entries whose figures are not here, for they wait for approval
    _trajectories: dict[tuple[int, FinancialYear], Trajectory] = field(default_factory=dict)

    @cached_property
    def _shelves(self) -> dict[tuple[int, str], dict[Span, FigureRow]]:
        """Of each series and basis the figures in force, in order of time."""
        shelves: dict[tuple[int, str], dict[Span, FigureRow]] = {}
        for row in in_force(self.rows, self.on):
            shelves.setdefault((row.series, row.basis), {})[row.span] = row
        return shelves

    def _shelf(self, series: int | None, basis: str) -> dict[Span, FigureRow]:
        return self._shelves.get((series, basis), {}) if series else {}

    def number(self, series: int | None, basis: str, span: Span) -> Number:
        """The number in that cell, in the edition in force; missing where there is none."""
        row = self._shelf(series, basis).get(span)
        if row:
            return self.as_number(row)
        found = self.series.get(series) if series else None
        return missing(found.measure.unit, found.measure.decimals) if found else missing()

    def numbers(self, series: int | None, basis: str, within: Span) -> list[tuple[Span, Number]]:
        """A series' numbers on one basis whose spans lie within `within`, in order of time."""
        return [
            (span, self.as_number(row))
            for span, row in self._shelf(series, basis).items()
            if within.start <= span.start and span.end <= within.end
        ]

    def touching(self, series: int | None, basis: str, span: Span) -> list[tuple[str, Number]]:
        """A series' numbers on one basis whose spans share a day with `span`, labelled."""
        return [
            (found.label, self.as_number(row))
            for found, row in self._shelf(series, basis).items()
            if found.start <= span.end and span.start <= found.end
        ]

    @cached_property
    def _rows_of(self) -> dict[int, list[FigureRow]]:
        found: dict[int, list[FigureRow]] = {pk: [] for pk in self.series}
        for row in self.rows:
            found[row.series].append(row)
        return found

    def knows(self, series: int, year: FinancialYear) -> bool:
        """Whether anything of the series, or of a part of it, is about days of `year`."""
        found = self.series[series]
        own = (pk for pk in (series, found.numerator_id, found.denominator_id) if pk)
        rows = (row for pk in own for row in self._rows_of[pk])
        return any(row.value is not None and row.start <= year.end and row.end >= year.start for row in rows)

    def trajectory(self, series: int, year: FinancialYear) -> Trajectory:
        """A series over a year; a ratio from its parts. Worked out once."""
        key = (series, year)
        if key not in self._trajectories:
            found = self.series[series]
            above, below = (
                Part(self._rows_of[pk], self.series[pk].rules.rollup) if pk else None
                for pk in (found.numerator_id, found.denominator_id)
            )
            parts = (above, below) if above and below else None
            self._trajectories[key] = trajectory(self._rows_of[series], year, self.on, found.rules, parts)
        return self._trajectories[key]

    def to_date(self, series: int | None, year: FinancialYear) -> Number:
        """The actual of the year so far: a sum or a mean of its figures, a level, or a ratio of its parts."""
        if series is None:
            return missing()
        found, reached = self.series[series], self.trajectory(series, year).reached
        unit, decimals = found.measure.unit, found.measure.decimals
        if reached is None:
            return missing(unit, decimals)
        if found.numerator_id and found.denominator_id:
            parts = [
                (self.series[pk].name, self.to_date(pk, year)) for pk in (found.numerator_id, found.denominator_id)
            ]
            if not any(number.missing for _, number in parts):
                return quotient(*parts, per=found.measure.per, unit=unit, decimals=decimals)
        value, so_far = reached.cumulative_actual, Span(year.start, reached.month.end)
        figures = self._actuals_of(series, so_far)
        if found.rules.rollup == LAST:
            return next((number for _, number in reversed(figures) if number.value == value), figures[-1][1])
        words = f"{'sum' if found.rules.rollup == SUM else 'mean'} of the figures for {so_far.label}"
        one = len(figures) == 1 and figures[0][1].value == value
        if one:
            return figures[0][1]
        number = worked_out(value, words, figures, unit=unit, decimals=decimals)
        return replace(number, small=found.measure.suppress_small and is_small(value))

    def _actuals_of(self, series: int, so_far: Span) -> list[tuple[str, Number]]:
        """The actuals that a year to date is made of: those that count in it, and none that reaches beyond it."""
        return [
            (span.label, self.as_number(row))
            for span, row in self._shelf(series, "actual").items()
            if so_far.start <= span.belongs_to <= so_far.end and (span.kind == "week" or span.end <= so_far.end)
        ]

    def outturn(self, series: int | None, year: FinancialYear) -> Number:
        """What the year will come to, by the series' own method; its formula says which."""
        return self.projected(series, self.trajectory(series, year).outturn) if series else missing()

    def projected(self, series: int, found: Projection) -> Number:
        """A projection as a number that explains itself; it is small where what came so far is."""
        measure = self.series[series].measure
        unit, decimals = measure.unit, measure.decimals
        if found.value is None:
            return missing(unit, decimals)
        actuals = (value for label, value in found.terms if label.startswith("actual"))
        small = measure.suppress_small and any(map(is_small, (found.value, *actuals)))
        inputs = [
            (label, Number(value, unit if "months" not in label else "", decimals)) for label, value in found.terms
        ]
        words = f"{WORDS[found.method]}: {found.formula}"
        number = worked_out(found.value, words, inputs, unit=unit, decimals=decimals)
        return replace(number, small=small, sensitive=measure.sensitive)

    def breaks_of(self, series: Series, within: Span) -> list[SeriesBreak]:
        """Breaks of a series after the first day of `within`."""
        return [
            found for found in self.breaks if found.series_id == series.pk and within.start < found.on <= within.end
        ]

    def as_number(self, row: FigureRow) -> Number:
        measure, afterwards = self.series[row.series].measure, self.after_closing.get(row.id)
        return Number(
            value=row.value,
            unit=measure.unit,
            decimals=measure.decimals,
            qualifier=row.qualifier,
            inferred=row.inferred,
            provisional=row.entry in self.provisional,
            late=afterwards is not None and afterwards.late,
            restates=afterwards.reported if afterwards else None,
            small=measure.suppress_small and is_small(row.value),
            sensitive=measure.sensitive,
            figure=row.id,
        )


def open_book(
    organisation: Organisation,
    series: Iterable[int] | None,
    moment: datetime | None,
    on: date | None = None,
    within: Span | None = None,
    *,
    approved_only: bool = False,
) -> Book:
    """The figures of `series` (None: all of the organisation) as at `moment`: four queries; for the past seven.

    Two more where a period of theirs is closed.

    `on` chooses the edition of plans and forecasts; left out, it is the day of the moment. Of `within`, where it is
    given, every figure with a day in it is read, and no other. `approved_only` reads as if what waits for approval at
    the moment had never been recorded.
    """
    waiting = provisional_entries([organisation.pk], moment)
    left_out = waiting if approved_only else frozenset[int]()
    wanted = series_at(organisation, None if series is None else set(series), moment)
    figures = Figure.objects.filter(organisation=organisation)
    if series is not None:
        figures = figures.filter(series_id__in=wanted)
    if within:
        figures = figures.filter(start__lte=within.end, end__gte=within.start)
    rows = [FigureRow(*row) for row in figures.as_at(moment, left_out).values_list(*FigureRow._fields)]
    closed = [pk for pk, one in wanted.items() if one.has_closed]
    return Book(
        organisation=organisation,
        series=wanted,
        rows=rows,
        provisional=waiting - left_out,
        breaks=list(as_of(SeriesBreak, moment).filter(series_id__in=wanted).order_by("on")),
        on=on or (moment.astimezone(LONDON).date() if moment else timezone.localdate()),
        after_closing=after_closing(organisation, rows, closed, moment, left_out),
        left_out=left_out,
    )


def series_at(organisation: Organisation, series: set[int] | None, moment: datetime | None) -> dict[int, Series]:
    """The series of these ids (None: all) and the parts of the ratios among them, as defined at `moment`.

    One query; for the past four. What was defined only later, though figures known earlier were loaded under it,
    is as it was first defined.
    """
    closed = Exists(ClosedPeriod.objects.filter(series=OuterRef("pk")))
    related = ("measure", "service", "locality", "scheme")
    now = Series.objects.filter(organisation=organisation).select_related(*related)
    now = now.annotate(has_closed=closed)  # type: ignore[no-redef]  # the model says that it may be there
    if series is not None:
        parts = Series.objects.filter(pk__in=series)
        either = Q(pk__in=parts.values("numerator")) | Q(pk__in=parts.values("denominator"))
        now = now.filter(Q(pk__in=series) | either)
    found: dict[int, Series] = {each.pk: each for each in now}
    if moment is None:
        return found
    then = {each.pk: each for each in as_of(Series, moment).filter(pk__in=found)}
    measures = {
        each.pk: each for each in as_of(Measure, moment).filter(pk__in={s.measure_id for s in found.values()})
    }
    schemes = {each.pk: each for each in as_of(RatingScheme, moment).filter(organisation_id=organisation.pk)}
    for pk, today in found.items():
        was = then.get(pk, today)
        was.service, was.locality, was.has_closed = today.service, today.locality, today.has_closed
        was.measure = measures.get(was.measure_id, today.measure)
        was.scheme = schemes.get(was.scheme_id or 0)
        found[pk] = was
    return found

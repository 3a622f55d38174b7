"""The figures of some series as at a moment: where pages look their numbers up, and what changed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from ..history import as_of
from ..models import (
    Approval,
    Entry,
    Figure,
    Organisation,
    Series,
    SeriesBreak,
)
from ..months import LONDON, Span, day_label
from ..numbers import Number, missing
from ..trajectories import FigureRow, in_force


def provisional_entries(organisations: Collection[int], moment: datetime | None) -> frozenset[int]:
    """The ids of entries that were recorded as provisional and, at `moment`, not yet approved."""
    entries = Entry.objects.filter(organisation_id__in=organisations, provisional=True)
    approved = Approval.objects.filter(entry__in=entries)
    if moment:
        approved = approved.filter(approved_at__lte=moment)
    return frozenset(entries.exclude(pk__in=approved.values("entry")).values_list("pk", flat=True))


@dataclass(frozen=True)
class Book:
    """The figures of some series as at a moment: where pages look their numbers up."""

    organisation: Organisation
    series: dict[int, Series]
    rows: list[FigureRow]  # what stood at the moment, withdrawn ones included
    provisional: frozenset[int]
    breaks: list[SeriesBreak]
    on: date

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

    def breaks_of(self, series: Series, within: Span) -> list[SeriesBreak]:
        """Breaks of a series after the first day of `within`."""
        return [
            found for found in self.breaks if found.series_id == series.pk and within.start < found.on <= within.end
        ]

    def as_number(self, row: FigureRow) -> Number:
        measure = self.series[row.series].measure
        return Number(
            value=row.value,
            unit=measure.unit,
            decimals=measure.decimals,
            qualifier=row.qualifier,
            inferred=row.inferred,
            provisional=row.entry in self.provisional,
            figure=row.id,
        )


def open_book(
    organisation: Organisation, series: Iterable[int] | None, moment: datetime | None, on: date | None = None
) -> Book:
    """The figures of `series` (None: all of the organisation) as at `moment`: four queries.

    `on` chooses the edition of plans and forecasts; left out, it is the day of the moment.
    """
    wanted = Series.objects.filter(organisation=organisation).select_related("measure", "service")
    figures = Figure.objects.filter(organisation=organisation)
    if series is not None:
        ids = set(series)
        wanted, figures = wanted.filter(pk__in=ids), figures.filter(series_id__in=ids)
    return Book(
        organisation=organisation,
        series={found.pk: found for found in wanted},
        rows=[FigureRow(*row) for row in figures.as_at(moment).values_list(*FigureRow._fields)],
        provisional=provisional_entries([organisation.pk], moment),
        breaks=list(as_of(SeriesBreak, moment).filter(series_id__in=wanted.values("pk")).order_by("on")),
        on=on or (moment.astimezone(LONDON).date() if moment else timezone.localdate()),
    )


@dataclass(frozen=True)
class Change:
    """A number that says something else than it did."""

    series: Series
    span: Span
    before: Number
    after: Number


@dataclass(frozen=True)
class Changes:
    """What became known after `since`."""

    since: datetime
    new: int  # figures of cells that held nothing before
    corrected: tuple[Change, ...]

    @property
    def heading(self) -> str:
        return f"What changed since {day_label(self.since.astimezone(LONDON).date())}"


def changes_since(
    organisation: Organisation, series: Collection[int] | None, since: datetime, moment: datetime | None
) -> Changes:
    """What became known of `series` (None: all of the organisation) after `since`, up to `moment`."""
    entries = Entry.objects.filter(organisation=organisation, known_from__gt=since)
    if moment:
        entries = entries.filter(known_from__lte=moment)
    figures = Figure.objects.filter(entry__in=entries)
    if series is not None:
        figures = figures.filter(series_id__in=series)
    touched = set(figures.values_list("series_id", flat=True).distinct())
    if not touched:
        return Changes(since, 0, ())
    book = open_book(organisation, touched, moment)
    earlier = Figure.objects.filter(organisation=organisation, series_id__in=touched).as_at(since)
    before = {row.cell: row for row in (FigureRow(*row) for row in earlier.values_list(*FigureRow._fields))}
    fresh = [row for row in book.rows if row.cell not in before]
    corrected = [
        Change(book.series[row.series], row.span, book.as_number(before[row.cell]), book.as_number(row))
        for row in book.rows
        if row.cell in before and before[row.cell].value != row.value
    ]
    return Changes(since, len(fresh), tuple(corrected))


def first_knowledge(organisation: Organisation) -> datetime | None:
    """Since when anything is known of the organisation."""
    entries = Entry.objects.filter(organisation=organisation)
    return entries.order_by("known_from").values_list("known_from", flat=True).first()

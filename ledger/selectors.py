"""Reads of the ledger, page-sized: figures as at a moment, and the history behind any of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.shortcuts import get_object_or_404
from django.utils import timezone

from .models import Approval, Comment, Entry, Figure, Organisation, Series, SeriesBreak
from .months import LONDON, Span
from .numbers import Number, missing
from .trajectories import FigureRow, in_force


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

    series: dict[int, Series]
    rows: list[FigureRow]  # what stood at the moment, withdrawn ones included
    provisional: frozenset[int]
    on: date

    @cached_property
    def _cells(self) -> dict[tuple[int, str, Span], FigureRow]:
        return {(row.series, row.basis, row.span): row for row in in_force(self.rows, self.on)}

    def number(self, series: int | Series | None, basis: str, span: Span) -> Number:
        """The number in that cell, in the edition in force; missing where there is none."""
        pk = series.pk if isinstance(series, Series) else series
        found = self.series.get(pk) if pk is not None else None
        if found is None:
            return missing()
        row = self._cells.get((found.pk, basis, span))
        return self.as_number(row) if row else missing(found.measure.unit, found.measure.decimals)

    def numbers(self, series: int | Series | None, basis: str, within: Span) -> list[tuple[Span, Number]]:
        """All of a series' numbers on one basis whose spans lie within `within`, in order."""
        pk = series.pk if isinstance(series, Series) else series
        return [
            (row.span, self.as_number(row))
            for (of, on_basis, span), row in self._cells.items()
            if of == pk and on_basis == basis and within.start <= span.start and span.end <= within.end
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
    """The figures of `series` (None: all of the organisation) as at `moment`: three queries.

    `on` chooses the edition of plans and forecasts; left out, it is the day of the moment.
    """
    wanted = Series.objects.filter(organisation=organisation).select_related("measure", "service")
    figures = Figure.objects.filter(organisation=organisation)
    if series is not None:
        ids = set(series)
        wanted, figures = wanted.filter(pk__in=ids), figures.filter(series_id__in=ids)
    return Book(
        series={found.pk: found for found in wanted},
        rows=[FigureRow(*row) for row in figures.as_at(moment).values_list(*FigureRow._fields)],
        provisional=provisional_entries([organisation.pk], moment),
        on=on or (moment.astimezone(LONDON).date() if moment else timezone.localdate()),
    )


@dataclass(frozen=True)
class Revision:
    """One value that a cell has had, and where it came from."""

    figure: Figure
    number: Number
    entry: Entry
    author: str
    standing: bool  # whether it is the one that stood at the moment asked about
    comments: list[Comment]

    @property
    def known_earlier(self) -> bool:
        """Whether it was known before it was recorded, as published figures are."""
        return self.figure.known_from < self.figure.recorded_at


@dataclass(frozen=True)
class FigureHistory:
    """Everything that was ever recorded of one cell, newest knowledge first."""

    series: Series
    span: Span
    basis: str
    edition: date
    revisions: list[Revision]
    breaks: list[SeriesBreak]

    @property
    def now(self) -> Revision | None:
        return next((revision for revision in self.revisions if revision.standing), None)


def figure_history(organisation: Organisation, figure: int, moment: datetime | None) -> FigureHistory:
    """The history of the cell that the figure with this id belongs to, as known at `moment`. 404 otherwise."""
    asked = get_object_or_404(
        Figure.objects.filter(organisation=organisation).known_at(moment).select_related("series__measure"),
        pk=figure,
    )
    cell = Figure.objects.filter(
        organisation=organisation,
        series=asked.series,
        basis=asked.basis,
        start=asked.start,
        end=asked.end,
        edition=asked.edition,
    )
    found = list(
        cell.known_at(moment)
        .select_related("entry__by")
        .prefetch_related("comments__by", "comments__erased_by")
        .order_by("-known_from", "-id")
    )
    provisional = provisional_entries([organisation.pk], moment)
    measure = asked.series.measure
    return FigureHistory(
        series=asked.series,
        span=asked.span,
        basis=asked.basis,
        edition=asked.edition,
        revisions=[
            Revision(
                figure=row,
                number=Number(
                    row.value,
                    measure.unit,
                    measure.decimals,
                    row.qualifier,
                    row.inferred,
                    row.entry_id in provisional,
                ),
                entry=row.entry,
                author=row.entry.author,
                standing=index == 0,
                comments=list(row.comments.all()),
            )
            for index, row in enumerate(found)
        ],
        breaks=list(asked.series.breaks.all()),
    )

"""What became known of an organisation's figures since a moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from ..figure_rows import FigureRow
from ..models import Entry, Figure, Organisation, Series
from ..months import LONDON, Span, day_label
from ..numbers import Number
from .book import open_book, provisional_entries


@dataclass(frozen=True)
class Change:
    """A number that says something else than it did."""

    series: Series
    span: Span
    before: Number
    after: Number
    entry: int  # by which it came

    @property
    def is_restatement(self) -> bool:
        """Whether its period was closed before."""
        return self.after.restates is not None


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
    organisation: Organisation,
    series: Collection[int] | None,
    since: datetime,
    moment: datetime | None,
    *,
    approved_only: bool = False,
) -> Changes:
    """What became known of `series` (None: all of the organisation) after `since`, up to `moment`.

    `approved_only` counts a figure as known once it is approved.
    """
    figures = Figure.objects.filter(entry__in=_entries(organisation, since, moment, approved_only))
    if series is not None:
        figures = figures.filter(series_id__in=series)
    touched = set(figures.values_list("series_id", flat=True).distinct())
    if not touched:
        return Changes(since, 0, ())
    book = open_book(organisation, touched, moment, approved_only=approved_only)
    waiting = provisional_entries([organisation.pk], since) if approved_only else ()
    earlier = Figure.objects.filter(organisation=organisation, series_id__in=touched).as_at(since, waiting)
    before = {row.cell: row for row in (FigureRow(*row) for row in earlier.values_list(*FigureRow._fields))}
    fresh = [row for row in book.rows if row.cell not in before]
    corrected = [
        Change(book.series[row.series], row.span, book.as_number(before[row.cell]), book.as_number(row), row.entry)
        for row in book.rows
        if row.cell in before and before[row.cell].value != row.value
    ]
    return Changes(since, len(fresh), tuple(corrected))


def _entries(
    organisation: Organisation, since: datetime, moment: datetime | None, approved_only: bool
) -> QuerySet[Entry]:
    """Those that became known in that time; of approved ones, those that were approved in it."""
    known, approved = Q(known_from__gt=since), Q(approval__approved_at__gt=since)
    if moment:
        known &= Q(known_from__lte=moment)
        approved &= Q(known_from__lte=moment, approval__approved_at__lte=moment)
    return Entry.objects.filter(known | approved if approved_only else known, organisation=organisation)


def entries_behind(changes: Changes) -> dict[int, Entry]:
    """The entries by which corrections came, by id, with who made them: one query."""
    return Entry.objects.select_related("by").in_bulk({change.entry for change in changes.corrected})


def first_knowledge(organisation: Organisation) -> datetime | None:
    """Since when anything is known of the organisation."""
    entries = Entry.objects.filter(organisation=organisation)
    return entries.order_by("known_from").values_list("known_from", flat=True).first()

"""The history behind one figure."""

from dataclasses import dataclass
from datetime import date, datetime

from django.shortcuts import get_object_or_404

from ..models import (
    Comment,
    Entry,
    Figure,
    Organisation,
    Series,
    SeriesBreak,
)
from ..months import Span
from ..numbers import Number
from .book import provisional_entries


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
    def standing(self) -> Revision:
        return self.revisions[0]

    @property
    def has_comments(self) -> bool:
        return any(revision.comments for revision in self.revisions)


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

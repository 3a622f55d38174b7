"""The history behind one figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.shortcuts import get_object_or_404

from ..closing import Afterwards, afterwards, closed_at
from ..figure_rows import FigureRow
from ..models import (
    ClosedPeriod,
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

# What a FigureRow calls by the name of the thing, a figure calls by its id.
COLUMNS = [{"series": "series_id", "entry": "entry_id"}.get(name, name) for name in FigureRow._fields]


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
    closed_at: datetime | None  # since when its period is closed; None: it is open

    @property
    def standing(self) -> Revision:
        return self.revisions[0]

    @property
    def is_closed(self) -> bool:
        """Whether what stands changes by restatement alone."""
        return self.closed_at is not None and not self.standing.number.missing

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
    since, restated = _after_closing(asked, found, moment)
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
                    late=row.pk in restated and restated[row.pk].late,
                    restates=restated[row.pk].reported if row.pk in restated else None,
                ),
                entry=row.entry,
                author=row.entry.author,
                standing=index == 0,
                comments=list(row.comments.all()),
            )
            for index, row in enumerate(found)
        ],
        breaks=list(asked.series.breaks.all()),
        closed_at=since,
    )


def _after_closing(
    asked: Figure, revisions: list[Figure], moment: datetime | None
) -> tuple[datetime | None, Mapping[int, Afterwards]]:
    """Since when the cell is closed, and which of its revisions came after that."""
    periods = ClosedPeriod.objects.filter(series=asked.series)
    if moment:
        periods = periods.filter(closed_at__lte=moment)
    closed = periods.by_series().get(asked.series_id, [])
    since = closed_at(closed, asked.basis, asked.start, asked.end, asked.edition)
    if since is None:
        return None, {}
    in_order = sorted(revisions, key=lambda row: (row.recorded_at, row.pk))
    past = [(row.recorded_at, FigureRow(*(getattr(row, name) for name in COLUMNS))) for row in in_order]
    return since, afterwards([row for at, row in past if at > since], past, closed)

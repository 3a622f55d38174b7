"""The stored document of each series as it stands now: a cache, made again from the figures at any time."""

from collections.abc import Collection, Iterable, Mapping

from django.utils import timezone

from .bulk import replace_rows
from .models import Figure, Organisation, Rollup, Series, SeriesDocument
from .trajectories import FigureRow, as_document


def write_documents(organisation: Organisation, rows: Iterable[FigureRow], rollups: Mapping[int, str]) -> None:
    """Write the documents of the series of `rows`, which are all that stands of them now: one query."""
    today = timezone.localdate()
    by_series: dict[int, list[FigureRow]] = {}
    for row in rows:
        by_series.setdefault(row.series, []).append(row)
    columns = ("series_id", "organisation_id", "body", "newest_entry")
    documents = (
        (
            pk,
            organisation.pk,
            as_document(found, today, adds_up=rollups[pk] == Rollup.SUM),
            max(row.entry for row in found),
        )
        for pk, found in by_series.items()
    )
    replace_rows(SeriesDocument, columns, documents)


def rebuild_documents(organisation: Organisation, series: Collection[int]) -> None:
    """Make the documents of `series` anew from what the ledger holds."""
    figures = Figure.objects.filter(organisation=organisation, series_id__in=series).as_at(None)
    rollups = dict(Series.objects.filter(pk__in=series).values_list("pk", "measure__rollup"))
    write_documents(organisation, (FigureRow(*row) for row in figures.values_list(*FigureRow._fields)), rollups)

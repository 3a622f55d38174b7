"""The stored document of each series as it stands now: a cache, made again from the figures at any time."""

from collections.abc import Collection

from django.utils import timezone

from .models import Figure, Organisation, Rollup, SeriesDocument
from .trajectories import FigureRow, as_document


def refresh_documents(organisation: Organisation, series: Collection[int]) -> None:
    """Write the documents of `series` anew, in two queries."""
    today = timezone.localdate()
    rows = (
        Figure.objects.filter(organisation=organisation, series_id__in=series)
        .as_at(None)
        .values_list(*FigureRow._fields, "series__measure__rollup")
    )
    found: dict[int, list[FigureRow]] = {}
    adds_up: dict[int, bool] = {}
    for *row, rollup in rows:
        figure = FigureRow(*row)
        found.setdefault(figure.series, []).append(figure)
        adds_up[figure.series] = rollup == Rollup.SUM
    documents = [
        SeriesDocument(
            series_id=pk,
            organisation=organisation,
            body=as_document(figures, today, adds_up=adds_up[pk]),
            newest_figure=max(figure.id for figure in figures),
        )
        for pk, figures in found.items()
    ]
    SeriesDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["series"], update_fields=["body", "newest_figure"]
    )

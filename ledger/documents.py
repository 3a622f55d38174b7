"""The stored document of each series as it stands now: a cache, made again from the figures at any time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from django.db.models import BigIntegerField, DecimalField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Round, RPad
from django.utils import timezone

from .bulk import read_columns, replace_rows
from .cube import COLUMN_TYPES, WITHDRAWN, Figures, documents, irregular
from .figure_rows import FigureRow
from .locks import lock_and_stamp
from .models import TRAJECTORY_COLUMNS, Figure, Organisation, Series, SeriesDocument, trajectory_rules
from .trajectories import SCALE, Part, Rules, as_document

TOGETHER, ALONE = 500, 50  # series whose documents are in memory at once: made in a cube, and one by one
COLUMNS = ("series_id", "organisation_id", "body", "newest_entry")

Row = tuple[int, int, dict[str, object], int]


def write_documents(organisation: Organisation, rows: Iterable[FigureRow], rules: Mapping[int, Rules]) -> None:
    """Write the documents of the series of `rows`, which are all that stands of them now: one query.

    None of them is a ratio of others.
    """
    today = timezone.localdate()
    by_series: dict[int, list[FigureRow]] = {}
    for row in rows:
        by_series.setdefault(row.series, []).append(row)
    made = (
        (pk, organisation.pk, as_document(found, today, rules[pk]), max(row.entry for row in found))
        for pk, found in by_series.items()
    )
    replace_rows(SeriesDocument, COLUMNS, made)


def rebuild_documents(organisation: Organisation, series: Collection[int]) -> None:
    """Make the documents of `series`, and of the ratios they are part of, anew from what the ledger holds."""
    concerned = Q(pk__in=series) | Q(numerator__in=series) | Q(denominator__in=series)
    replace_rows(SeriesDocument, COLUMNS, _worked_out(organisation, Series.objects.filter(concerned)))


def rebuild(organisation: Organisation) -> int:
    """Make every document of the organisation anew, and return how many differed from what stood there.

    Nobody records meanwhile: a document made from what was read before would be written over theirs.
    """
    lock_and_stamp(organisation)
    figures = Figures(*read_columns(_standing(organisation), COLUMN_TYPES))
    ratios = Series.objects.filter(organisation=organisation, numerator__isnull=False).values_list("pk", flat=True)
    alone = {*irregular(figures).tolist(), *ratios}
    together = set(figures.series.tolist()) - alone
    written = 0
    for some in _batches(together, TOGETHER):
        written += replace_rows(SeriesDocument, COLUMNS, _together(organisation, figures, some))
    for some in _batches(alone, ALONE):
        rows = _worked_out(organisation, Series.objects.filter(pk__in=some))
        written += replace_rows(SeriesDocument, COLUMNS, rows)
        together.update(row[0] for row in rows)
    gone = set(SeriesDocument.objects.filter(organisation=organisation).values_list("pk", flat=True)) - together
    SeriesDocument.objects.filter(pk__in=gone).delete()
    return written + len(gone)


def _standing(organisation: Organisation) -> QuerySet[Figure, tuple[object, ...]]:
    """What stands in every cell of the organisation, as columns of the cube."""
    units = Round(F("value") * 10**SCALE, output_field=DecimalField())
    found = Figure.objects.filter(organisation=organisation).as_at(None)
    return found.values_list(
        "series_id",
        RPad("basis", 8, Value(" ")),
        *("start", "end", "edition"),
        Coalesce(Cast(units, BigIntegerField()), WITHDRAWN),
        "entry_id",
    )


def _batches(series: Collection[int], size: int) -> Iterator[list[int]]:
    ordered = sorted(series)
    return (ordered[first : first + size] for first in range(0, len(ordered), size))


def _together(organisation: Organisation, figures: Figures, series: Sequence[int]) -> Iterator[Row]:
    """The rows of the documents of those series, from the figures of all."""
    figures = figures.where(np.isin(figures.series, series))
    made = documents(figures, timezone.localdate(), _rules(series))
    return ((pk, organisation.pk, body, newest) for pk, body, newest in made)


def _rules(series: Collection[int]) -> dict[int, Rules]:
    about = Series.objects.filter(pk__in=series).order_by().values_list("pk", *TRAJECTORY_COLUMNS)
    return {pk: trajectory_rules(*row) for pk, *row in about}


def _worked_out(organisation: Organisation, wanted: QuerySet[Series]) -> list[Row]:
    """The rows of the documents of those series of `wanted` of which anything is known."""
    today = timezone.localdate()
    found = wanted.filter(organisation=organisation).order_by().values_list("pk", "numerator", "denominator")
    parts = {pk: (above, below) for pk, above, below in found}
    used = {one for pk, pair in parts.items() for one in (pk, *pair) if one}
    rules = _rules(used)
    rows: dict[int, list[FigureRow]] = {pk: [] for pk in used}
    figures = Figure.objects.filter(organisation=organisation, series_id__in=used).as_at(None)
    for row in figures.values_list(*FigureRow._fields):
        rows[row[1]].append(FigureRow(*row))
    made: list[Row] = []
    for pk, (above, below) in parts.items():
        entries = [row.entry for part in (pk, above, below) if part for row in rows[part]]
        if entries:
            pair = (_part(above, rows, rules), _part(below, rows, rules)) if above and below else None
            made.append((pk, organisation.pk, as_document(rows[pk], today, rules[pk], pair), max(entries)))
    return made


def _part(pk: int, rows: Mapping[int, list[FigureRow]], rules: Mapping[int, Rules]) -> Part:
    return Part(rows[pk], rules[pk].rollup)

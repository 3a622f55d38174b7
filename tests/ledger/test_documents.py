"""Stored documents are a cache: whatever was recorded, they equal what is worked out anew."""

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ledger.actions import record_figures
from ledger.documents import rebuild_documents
from ledger.models import Channel, Figure, Rollup, Series, SeriesDocument
from ledger.months import FinancialYear, Span, start_of_day
from ledger.trajectories import FigureRow, as_document
from tests.factories import MeasureFactory, SeriesFactory, new_figure, record


def recomputed(series: Series) -> dict[str, object]:
    """From every figure ever recorded, without the selectors: of each cell the last known."""
    everything = Figure.objects.filter(series=series).order_by("known_from", "id")
    cells: dict[tuple[object, ...], FigureRow] = {}
    for row in everything.values_list(*FigureRow._fields):
        found = FigureRow(*row)
        cells[found.basis, found.start, found.end, found.edition] = found
    adds_up = series.measure.rollup == Rollup.SUM
    return json.loads(json.dumps(as_document(cells.values(), timezone.localdate(), adds_up=adds_up)))  # type: ignore[no-any-return]


def stored(series: Series) -> dict[str, object]:
    body: dict[str, object] = SeriesDocument.objects.get(series=series).body
    return body


steps = st.lists(
    st.tuples(
        st.sampled_from(["actual", "plan", "target", "forecast"]),
        st.sampled_from([Span.month(date(2019, month, 1)) for month in (4, 5, 6)] + [FinancialYear(2019).span]),
        st.none() | st.decimals(min_value=-(10**9), max_value=10**9, places=4),
        st.none() | st.integers(0, 60),
    ),
    min_size=1,
    max_size=10,
)


@given(steps=steps, rollup=st.sampled_from(Rollup.values))
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stored_document_equals_the_one_worked_out_anew(
    db: None, steps: list[tuple[str, Span, Decimal | None, int | None]], rollup: str
) -> None:
    series = SeriesFactory(measure=MeasureFactory(rollup=rollup))
    for basis, span, value, days in steps:
        backdated = {} if days is None else {"known_from": start_of_day(date(2019, 7, 1) + timedelta(days=days))}
        fields = {"basis": basis, "start": span.start, "end": span.end, "withdrawn": value is None}
        record_figures(
            organisation=series.organisation,
            figures=[new_figure(series, value, **fields)],
            by=None,
            channel=Channel.PAPER,
            **backdated,  # type: ignore[arg-type]
        )

    if Figure.objects.filter(series=series).exists():
        assert stored(series) == recomputed(series)
        standing = Figure.objects.filter(series=series).as_at(None)
        assert SeriesDocument.objects.get(series=series).newest_entry == max(figure.entry_id for figure in standing)
    else:
        assert not SeriesDocument.objects.filter(series=series).exists()


def test_document_that_was_thrown_away_is_made_again_the_same(series: Series) -> None:
    record(series, 10)
    before = stored(series)
    SeriesDocument.objects.all().delete()

    rebuild_documents(series.organisation, [series.pk])

    assert stored(series) == before


def test_only_the_documents_of_what_was_recorded_are_written(series: Series) -> None:
    other = SeriesFactory(organisation=series.organisation)
    record(other, 5)
    SeriesDocument.objects.filter(series=other).update(body={"untouched": True})

    record(series, 10)

    assert stored(other) == {"untouched": True}


def test_document_says_what_sql_says(series: Series) -> None:
    """The year's cumulative actual, once more in plain SQL."""
    values = [Decimal("1234.56"), Decimal("-0.01"), Decimal(0), Decimal("99.9999")]
    for month, value in zip(FinancialYear(2019).months(), values, strict=False):
        record(series, 7, month.start)
        record(series, value, month.start)

    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT f.start, f.value FROM ledger_figure f WHERE f.basis = 'actual' AND f.revision = (
                SELECT max(g.revision) FROM ledger_figure g WHERE g.series_id = f.series_id AND g.start = f.start
            ) ORDER BY f.start
            """
        )
        rows = cursor.fetchall()
    sums = [sum(Decimal(str(value)) for _, value in rows[: n + 1]) for n in range(len(rows))]

    year = stored(series)["2019-20"]
    assert isinstance(year, dict)
    assert [Decimal(month[4]) for month in year["months"][:4]] == sums
    assert [month[4] for month in year["months"][4:]] == [None] * 8


@pytest.mark.parametrize("rollup", [Rollup.LAST, Rollup.MEAN])
def test_document_of_what_does_not_add_up_has_no_sums(db: None, rollup: str) -> None:
    series = SeriesFactory(measure=MeasureFactory(rollup=rollup))
    record(series, 10)

    year = stored(series)["2019-20"]

    assert isinstance(year, dict)
    assert [name for name, _ in groupby(month[4] for month in year["months"])] == [None]

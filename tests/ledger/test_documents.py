"""Stored documents are a cache: whatever was recorded, they equal what is worked out anew."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from ledger.actions import record_figures
from ledger.documents import rebuild, rebuild_documents
from ledger.figure_rows import FigureRow
from ledger.models import Channel, Figure, Organisation, Rollup, Series, SeriesDocument
from ledger.months import FinancialYear, Span, start_of_day
from ledger.trajectories import as_document
from tests.factories import MeasureFactory, SeriesFactory, new_figure, record


def recomputed(series: Series) -> dict[str, object]:
    """From every figure ever recorded, without the selectors: of each cell the last known."""
    everything = Figure.objects.filter(series=series).order_by("known_from", "id")
    cells: dict[tuple[object, ...], FigureRow] = {}
    for row in everything.values_list(*FigureRow._fields):
        found = FigureRow(*row)
        cells[found.basis, found.start, found.end, found.edition] = found
    return json.loads(json.dumps(as_document(cells.values(), timezone.localdate(), series.rules)))  # type: ignore[no-any-return]


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
        assert rebuild(series.organisation) == 0
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


SQL = """
    WITH standing AS (
        SELECT start, CAST(round(value * 10000) AS bigint) AS units, row_number() OVER (
            PARTITION BY basis, start, "end", edition ORDER BY known_from DESC, id DESC
        ) AS turn
        FROM ledger_figure WHERE series_id = %s AND basis = 'actual'
    )
    SELECT sum(units) OVER (ORDER BY start) FROM standing WHERE turn = 1 AND units IS NOT NULL ORDER BY start
"""
amounts = st.decimals(min_value=Decimal("-99999999999.9999"), max_value=Decimal("99999999999.9999"), places=4)


@given(values=st.lists(amounts, min_size=1, max_size=12), corrections=st.dictionaries(st.integers(0, 11), amounts))
@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stored_rebuilt_and_computed_documents_say_what_sql_says(
    db: None, values: list[Decimal], corrections: dict[int, Decimal]
) -> None:
    """The actual to date: as saved, from the cube, one by one in Decimal, and in SQL written out by hand."""
    series = SeriesFactory()
    months = list(FinancialYear(2019).months())
    known_from = start_of_day(date(2020, 6, 1))
    for month, value in zip(months, values, strict=False):
        record(series, value, month.start, channel=Channel.HISTORY, known_from=known_from)
    for number, value in corrections.items():
        if number < len(values) and value != values[number]:
            # Every other one is known from earlier, though it is recorded later: what stood stands.
            earlier = {"known_from": known_from - timedelta(days=number % 2)} if number % 2 else {}
            record(series, value, months[number].start, channel=Channel.HISTORY, **earlier)
    saved = stored(series)

    SeriesDocument.objects.all().delete()
    rebuild(series.organisation)
    with connection.cursor() as cursor:
        cursor.execute(SQL, [series.pk])
        sums = [int(found) for (found,) in cursor.fetchall()]

    assert stored(series) == saved == recomputed(series)
    assert saved["2019-20"]["cumulative_actual"] == sums + [None] * (12 - len(sums))  # type: ignore[index]


def test_rebuild_makes_the_same_documents_whatever_the_series_are(council: Organisation) -> None:
    """By month, by week, with a whole year's forecast, withdrawn, and a ratio of two others."""
    people, homes = (MeasureFactory(code=code, unit="people") for code in ("people", "homes"))
    share = MeasureFactory(code="share", unit="percent", numerator=people, denominator=homes, per=100)
    above, below = (SeriesFactory(organisation=council, measure=each) for each in (people, homes))
    ratio = SeriesFactory(organisation=council, measure=share, numerator=above, denominator=below)
    weekly = SeriesFactory(organisation=council, measure=MeasureFactory(rollup=Rollup.MEAN))
    taken_back, never = SeriesFactory(organisation=council), SeriesFactory(organisation=council)
    for number, month in enumerate(FinancialYear(2019).months(), start=1):
        record(above, number, month.start)
        record(below, number * 3, month.start)
    year = FinancialYear(2019).span
    record(above, 90, basis="target", start=year.start, end=year.end)
    record(above, 80, basis="forecast", start=year.start, end=year.end, edition=date(2019, 9, 1))
    for week in range(5):
        monday = date(2019, 4, 1) + timedelta(weeks=week)
        record(weekly, week, start=monday, end=monday + timedelta(days=6))
    record(taken_back, 1)
    record(taken_back, None, withdrawn=True)
    saved = dict(SeriesDocument.objects.values_list("series", "body"))
    entries = dict(SeriesDocument.objects.values_list("series", "newest_entry"))
    SeriesDocument.objects.filter(series=above).update(body={"wrong": True})
    SeriesDocument.objects.filter(series=ratio).delete()
    SeriesDocument.objects.create(series=never, organisation=council, body={}, newest_entry=1)

    assert rebuild(council) == 3
    assert rebuild(council) == 0
    assert saved.keys() == {above.pk, below.pk, ratio.pk, weekly.pk, taken_back.pk}
    assert dict(SeriesDocument.objects.values_list("series", "body")) == saved
    assert dict(SeriesDocument.objects.values_list("series", "newest_entry")) == entries


def test_rebuild_leaves_other_organisations_alone(series: Series) -> None:
    other = SeriesFactory()
    record(other, 5)
    SeriesDocument.objects.update(body={"untouched": True})

    rebuild(series.organisation)

    assert stored(other) == {"untouched": True}


def test_rebuild_takes_as_many_queries_for_many_series(
    council: Organisation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        record(SeriesFactory(organisation=council), 1)

    with django_assert_max_num_queries(9):
        rebuild(council)


@pytest.mark.parametrize("rollup", [Rollup.LAST, Rollup.MEAN])
def test_document_of_what_does_not_add_up_has_no_sums(db: None, rollup: str) -> None:
    series = SeriesFactory(measure=MeasureFactory(rollup=rollup))
    record(series, 10, date(2019, 4, 1))
    record(series, 20, date(2019, 5, 1))

    year = stored(series)["2019-20"]

    assert isinstance(year, dict)
    assert year["cumulative_actual"][:3] == [100_000, 200_000 if rollup == Rollup.LAST else 150_000, None]

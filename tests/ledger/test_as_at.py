"""As at: of each cell what was known at a moment, the same whichever way it is worked out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.db.models import DateTimeField
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ledger.actions import record_figures
from ledger.models import KEY, Channel, Entry, Figure, Organisation, Series
from ledger.months import LONDON, Span, end_of_day, start_of_day
from ledger.selectors import open_book
from tests.factories import OrganisationFactory, SeriesFactory, new_figure, record

APRIL = Span.month(date(2019, 4, 1))
JULY, SEPTEMBER, NOVEMBER = (start_of_day(date(2019, month, 7)) for month in (7, 9, 11))
A_DAY = timedelta(days=1)


def paper(series: Series, value: object, known_from: datetime, **fields: object) -> Figure:
    return record(series, value, channel=Channel.PAPER, known_from=known_from, **fields)


def known(moment: datetime | None) -> Decimal | None:
    """The value of the only cell there is."""
    return Figure.objects.as_at(moment).get().value


# --- by hand


def test_nothing_is_known_before_the_first_figure(series: Series) -> None:
    figure = record(series, 10)

    assert not Figure.objects.as_at(figure.known_from - timedelta(microseconds=1)).exists()
    assert Figure.objects.as_at(figure.known_from).get() == figure


def test_correction_leaves_what_was_known_before_it(series: Series) -> None:
    first, second = record(series, 10), record(series, 12)

    assert (known(first.known_from), known(second.known_from), known(None)) == (10, 12, 12)


def test_withdrawn_figure_is_what_is_known_of_its_cell(series: Series) -> None:
    first = record(series, 10)
    record(series, None, withdrawn=True)

    assert (known(first.known_from), known(None)) == (10, None)


def test_paper_loaded_late_is_known_from_its_own_day(series: Series) -> None:
    """July's paper is loaded after November's: it says what was known from July to November, and no longer."""
    november = paper(series, 500, NOVEMBER)
    july = paper(series, 400, JULY)

    assert (november.revision, july.revision) == (1, 2)
    assert not Figure.objects.as_at(JULY - A_DAY).exists()
    assert (known(JULY), known(NOVEMBER - A_DAY), known(NOVEMBER), known(None)) == (400, 400, 500, 500)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_order_of_loading_papers_does_not_matter(series: Series, order: tuple[int, ...]) -> None:
    """November says again what July said: a paper of September, loaded later, must not change November."""
    papers = [(JULY, 500), (SEPTEMBER, 400), (NOVEMBER, 500)]

    for index in order:
        paper(series, papers[index][1], papers[index][0])

    assert [known(moment) for moment, _ in papers] == [500, 400, 500]


def test_paper_loaded_twice_records_nothing_the_second_time(series: Series) -> None:
    for moment, value in ((JULY, 500), (NOVEMBER, 500)):
        paper(series, value, moment)

    for moment in (JULY, NOVEMBER):
        again = record_figures(
            organisation=series.organisation,
            figures=[new_figure(series, 500)],
            by=None,
            channel=Channel.PAPER,
            known_from=moment,
        )
        assert again.recorded == 0


def test_figure_typed_after_a_late_paper_supersedes_both(series: Series) -> None:
    paper(series, 500, NOVEMBER)
    paper(series, 400, JULY)

    typed = record(series, 600)

    assert (typed.revision, known(NOVEMBER), known(None)) == (3, 500, 600)


def test_of_two_figures_known_from_the_same_moment_the_later_recorded_stands(series: Series) -> None:
    paper(series, 400, JULY)
    paper(series, 401, JULY)

    assert known(JULY) == 401


# --- days in London


@pytest.mark.parametrize(
    ("day", "last"),
    [
        # Winter: London is Greenwich. Summer: an hour ahead of it.
        (date(2019, 1, 15), datetime(2019, 1, 15, 23, 59, 59, 999999, tzinfo=UTC)),
        (date(2019, 7, 15), datetime(2019, 7, 15, 22, 59, 59, 999999, tzinfo=UTC)),
        # The clocks go forward at one on this day, so that it begins in winter and ends in summer ...
        (date(2019, 3, 30), datetime(2019, 3, 30, 23, 59, 59, 999999, tzinfo=UTC)),
        (date(2019, 3, 31), datetime(2019, 3, 31, 22, 59, 59, 999999, tzinfo=UTC)),
        # ... and back at two on this one.
        (date(2019, 10, 26), datetime(2019, 10, 26, 22, 59, 59, 999999, tzinfo=UTC)),
        (date(2019, 10, 27), datetime(2019, 10, 27, 23, 59, 59, 999999, tzinfo=UTC)),
        (date(2019, 12, 31), datetime(2019, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_as_at_a_day_means_the_end_of_it_in_london(series: Series, day: date, last: datetime) -> None:
    assert end_of_day(day) == last
    paper(series, 1, last)
    paper(series, 2, last + timedelta(microseconds=1))

    assert known(end_of_day(day)) == 1
    assert known(end_of_day(day + A_DAY)) == 2
    assert not Figure.objects.as_at(end_of_day(day - A_DAY)).exists()


@given(st.dates(date(1990, 4, 1), date(2100, 3, 31)))
def test_days_in_london_follow_each_other_without_gap_or_overlap(day: date) -> None:
    first, last = start_of_day(day), end_of_day(day)

    assert first.astimezone(LONDON).date() == last.astimezone(LONDON).date() == day
    # By the clock of Greenwich, for differences within one zone go by the clock on the wall.
    assert last.astimezone(UTC) + timedelta(microseconds=1) == start_of_day(day + A_DAY).astimezone(UTC)
    hours = (last.astimezone(UTC) - first.astimezone(UTC)).total_seconds() / 3600
    assert round(hours) in (23, 24, 25)


# --- against two other ways of working it out


class Step(NamedTuple):
    """One entry of a random history."""

    series: int
    month: int
    basis: str
    value: int | None
    days: int | None  # known so many days after the first of April 2019; None: now


steps = st.lists(
    st.builds(
        Step,
        series=st.integers(0, 1),
        month=st.integers(4, 5),
        basis=st.sampled_from(["actual", "plan"]),
        value=st.none() | st.integers(0, 2),
        days=st.none() | st.integers(0, 4),
    ),
    min_size=1,
    max_size=14,
)


@contextmanager
def rolled_back() -> Iterator[None]:
    """One example of many in a test: an append-only ledger can't be emptied between them."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def pair(council: Organisation) -> list[Series]:
    return [SeriesFactory(organisation=council) for _ in range(2)]


def replay(pair: list[Series], history: list[Step]) -> None:
    for step in history:
        backdated = {} if step.days is None else {"known_from": start_of_day(date(2019, 4, 1) + A_DAY * step.days)}
        fields: dict[str, Any] = {"basis": step.basis, "withdrawn": step.value is None}
        record_figures(
            organisation=pair[0].organisation,
            figures=[new_figure(pair[step.series], step.value, date(2019, step.month, 1), **fields)],
            by=None,
            channel=Channel.PAPER,
            **backdated,
        )


def moments() -> Iterator[datetime | None]:
    """Each moment at which something became known, and one just before it; and now."""
    yield None
    for moment in set(Entry.objects.values_list("known_from", flat=True)):
        yield moment
        yield moment - timedelta(microseconds=1)


def by_python(moment: datetime | None) -> list[int]:
    standing: dict[tuple[object, ...], tuple[datetime, int]] = {}
    for *key, known_from, pk in Figure.objects.order_by("?").values_list(*KEY, "known_from", "pk"):
        if moment is None or known_from <= moment:
            standing[tuple(key)] = max(standing.get(tuple(key), (known_from, 0)), (known_from, pk))
    return sorted(pk for _, pk in standing.values())


def by_sql(moment: datetime | None) -> list[int]:
    """The figures that no other figure of their cell supersedes."""
    until = moment or datetime(9000, 1, 1, tzinfo=UTC)
    prepared = DateTimeField().get_db_prep_value(until, connection)
    same = " AND ".join(f'b."{name}" = a."{name}"' for name in KEY)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT a.id FROM ledger_figure a
            WHERE a.known_from <= %s AND NOT EXISTS (
                SELECT 1 FROM ledger_figure b WHERE {same} AND b.known_from <= %s
                AND (b.known_from > a.known_from OR (b.known_from = a.known_from AND b.id > a.id))
            ) ORDER BY a.id
            """,
            [prepared, prepared],
        )
        return [pk for (pk,) in cursor.fetchall()]


many_histories = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(history=steps)
@example(history=[Step(0, 4, "actual", 1, 3), Step(0, 4, "actual", 0, 1), Step(0, 4, "actual", None, 3)])
@many_histories
def test_three_ways_of_working_it_out_agree(pair: list[Series], history: list[Step]) -> None:
    with rolled_back():
        replay(pair, history)
        for moment in moments():
            expected = by_python(moment)
            assert sorted(Figure.objects.as_at(moment).values_list("pk", flat=True)) == expected
            assert by_sql(moment) == expected


@given(history=steps, chosen=st.integers(0, 6))
@many_histories
def test_filters_on_key_fields_may_follow_or_precede(pair: list[Series], history: list[Step], chosen: int) -> None:
    filters: list[dict[str, object]] = [
        {"organisation": pair[0].organisation},
        {"series": pair[1]},
        {"series_id__in": [pair[0].pk]},
        {"basis": "plan"},
        {"start__gte": date(2019, 5, 1)},
        {"end__lt": date(2019, 5, 1)},
        {"edition": date(2019, 4, 1)},
    ]
    key = filters[chosen]
    with rolled_back():
        replay(pair, history)
        for moment in moments():
            after = list(Figure.objects.as_at(moment).filter(**key))
            assert after == list(Figure.objects.filter(**key).as_at(moment))


@given(history=steps)
@many_histories
def test_every_paper_is_known_as_it_was_loaded(pair: list[Series], history: list[Step]) -> None:
    """Whatever was loaded before or after: as at a moment stands what was last said of that moment."""
    said: dict[tuple[int, int, str, datetime], int | None] = {}
    for step in history:
        if step.days is not None and step.value is not None:
            moment = start_of_day(date(2019, 4, 1) + A_DAY * step.days)
            said[step.series, step.month, step.basis, moment] = step.value
    withdrawn = {
        (s.series, s.month, s.basis, start_of_day(date(2019, 4, 1) + A_DAY * s.days))
        for s in history
        if s.value is None and s.days is not None
    }
    with rolled_back():
        replay(pair, history)
        for (series, month, basis, moment), value in said.items():
            if (series, month, basis, moment) not in withdrawn:
                cell = {"series": pair[series], "start": date(2019, month, 1), "basis": basis}
                assert Figure.objects.as_at(moment).get(**cell).value == value


def test_order_is_that_of_the_key(pair: list[Series]) -> None:
    for series in reversed(pair):
        for month in (6, 5, 4):
            for basis in ("plan", "actual"):
                record(series, 1, date(2019, month, 1), basis=basis)

    keys = list(Figure.objects.as_at(None).values_list(*KEY))

    assert keys == sorted(keys)
    assert len(keys) == 12


# --- as pages read it


def test_book_reads_what_was_known_and_nothing_of_other_councils(series: Series) -> None:
    paper(series, 500, NOVEMBER)
    paper(series, 400, JULY)
    record(SeriesFactory(organisation=OrganisationFactory()), 1)

    book = open_book(series.organisation, None, SEPTEMBER)

    assert book.number(series.pk, "actual", APRIL).value == 400
    assert len(book.rows) == 1
    assert open_book(series.organisation, [series.pk], None).number(series.pk, "actual", APRIL).value == 500


def test_book_finds_a_withdrawn_number_missing(series: Series) -> None:
    record(series, 0)
    assert not open_book(series.organisation, None, None).number(series.pk, "actual", APRIL).missing
    record(series, None, withdrawn=True)

    assert open_book(series.organisation, None, None).number(series.pk, "actual", APRIL).missing

"""Closed periods: what they cover, what can still be recorded in them, and how it is told from what was reported."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from ledger.actions import close_period, record_figures
from ledger.closing import Afterwards, Closed, afterwards, closed_at
from ledger.components import Column, Row, Table
from ledger.errors import Rejected
from ledger.figure_rows import FigureRow
from ledger.locks import lock_and_stamp
from ledger.models import Basis, Channel, ClosedPeriod, Figure, Series
from ledger.months import LONDON, Span
from ledger.selectors import figure_history, open_book
from tests.conftest import signed_in
from tests.factories import SeriesFactory, new_figure, record

APRIL, MAY = date(2019, 4, 1), date(2019, 5, 1)
APRIL_END = date(2019, 4, 30)
MONTH = Span(APRIL, APRIL_END)


def close_april(series: Series, by: User | None = None) -> int:
    return close_period(organisation=series.organisation, series=[series.pk], start=APRIL, end=APRIL_END, by=by)


def restate(series: Series, value: object) -> Figure:
    done = record_figures(
        organisation=series.organisation,
        figures=[new_figure(series, value)],
        by=None,
        channel=Channel.FORM,
        restating=True,
    )
    assert done.entry
    return Figure.objects.get(entry=done.entry)


# --- what a period covers

AT = datetime(2019, 5, 14, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("basis", "start", "end", "edition", "covered"),
    [
        ("actual", APRIL, APRIL_END, APRIL, True),
        ("actual", date(2019, 4, 8), date(2019, 4, 14), date(2019, 4, 8), True),  # a week within
        ("actual", date(2019, 4, 29), date(2019, 5, 5), date(2019, 4, 29), False),  # one that reaches beyond
        ("actual", APRIL, date(2019, 8, 31), APRIL, False),
        ("actual", MAY, date(2019, 5, 31), MAY, False),
        ("forecast", MAY, date(2019, 5, 31), APRIL, True),  # made in April
        ("forecast", APRIL, APRIL_END, date(2019, 3, 1), False),
        ("forecast", date(2019, 6, 1), date(2019, 6, 30), MAY, False),
        ("budget", APRIL, APRIL_END, APRIL, False),
        ("plan", APRIL, APRIL_END, APRIL, False),
    ],
)
def test_closed_are_actuals_within_and_forecasts_made_in_the_period(
    basis: str, start: date, end: date, edition: date, covered: bool
) -> None:
    period = Closed(1, APRIL, APRIL_END, AT)
    assert period.covers(basis, start, end, edition) is covered
    assert closed_at([period], basis, start, end, edition) == (AT if covered else None)


def test_cell_is_closed_since_the_first_of_its_periods() -> None:
    quarter = Closed(1, APRIL, date(2019, 6, 30), AT + timedelta(days=60))
    assert closed_at([quarter, Closed(1, APRIL, APRIL_END, AT)], "actual", APRIL, APRIL_END, APRIL) == AT


def row(pk: int, value: object) -> FigureRow:
    amount = None if value is None else Decimal(str(value))
    return FigureRow(pk, 1, "actual", APRIL, APRIL_END, APRIL, amount, "", False, pk, pk)


BEFORE, LATER = AT - timedelta(days=1), AT + timedelta(days=1)


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ([(BEFORE, row(1, 5))], {}),
        ([(AT, row(1, 5))], {}),  # at that very moment: it was in time
        ([(LATER, row(1, 5))], {1: Afterwards(None)}),
        ([(BEFORE, row(1, 5)), (LATER, row(2, 6))], {2: Afterwards(Decimal(5))}),
        ([(BEFORE, row(1, 5)), (LATER, row(2, 5))], {}),  # says nothing new
        ([(BEFORE, row(1, 4)), (BEFORE, row(2, 5)), (LATER, row(3, 6))], {3: Afterwards(Decimal(5))}),
        ([(BEFORE, row(1, 5)), (LATER, row(2, 6)), (LATER, row(3, 7))], {3: Afterwards(Decimal(5))}),
        ([(BEFORE, row(1, 0)), (LATER, row(2, 6))], {2: Afterwards(Decimal(0))}),  # zero was reported
        ([(BEFORE, row(1, 5)), (BEFORE, row(2, None)), (LATER, row(3, 6))], {3: Afterwards(None)}),  # withdrawn then
    ],
)
def test_what_came_after_closing_is_late_or_restates(
    past: list[tuple[datetime, FigureRow]], expected: dict[int, Afterwards]
) -> None:
    assert afterwards([past[-1][1]], past, [Closed(1, APRIL, APRIL_END, AT)]) == expected


def test_late_is_only_what_restates_nothing() -> None:
    assert Afterwards(None).late
    assert not Afterwards(Decimal(0)).late


# --- closing


def test_closing_again_closes_only_what_is_open(series: Series, lead: User) -> None:
    assert close_april(series, lead) == 1
    other = SeriesFactory(organisation=series.organisation)

    both = [series.pk, other.pk]
    again = close_period(organisation=series.organisation, series=both, start=APRIL, end=APRIL_END, by=lead)

    assert again == 1
    assert ClosedPeriod.objects.count() == 2


def test_closing_is_stamped_after_the_last_entry(series: Series) -> None:
    figure = record(series, 10)
    close_april(series)
    assert ClosedPeriod.objects.get().closed_at > figure.recorded_at


# --- recording in a closed period


def refused(series: Series, value: object, **fields: object) -> str:
    before = Figure.objects.count()
    with pytest.raises(Rejected) as caught:
        record(series, value, **fields)  # type: ignore[arg-type]
    assert Figure.objects.count() == before
    (problem,) = caught.value.problems
    assert problem.index == 0
    return problem.message


def test_what_stands_in_a_closed_period_does_not_change(series: Series) -> None:
    record(series, 1000)
    close_april(series)

    assert "April 2019, actual is closed and stands at 1,000. Propose a restatement" in refused(series, 11)
    assert "closed" in refused(series, None, withdrawn=True)
    assert "closed" in refused(series, 1000, qualifier="about")


def test_what_stands_already_is_no_change(series: Series) -> None:
    record(series, 10)
    close_april(series)
    done = record_figures(
        organisation=series.organisation, figures=[new_figure(series, 10)], by=None, channel=Channel.FORM
    )
    assert (done.entry, done.unchanged) == (None, 1)


def test_first_value_in_a_closed_period_is_recorded_once(series: Series) -> None:
    close_april(series)
    record(series, 10)
    assert "closed" in refused(series, 11)


def test_withdrawn_cell_of_a_closed_period_can_be_filled(series: Series) -> None:
    record(series, 10)
    record(series, None, withdrawn=True)
    close_april(series)
    assert record(series, 12).value == 12


def test_zero_stands(series: Series) -> None:
    record(series, 0)
    close_april(series)
    assert "stands at 0" in refused(series, 5)


@pytest.mark.parametrize(
    "fields",
    [
        {"month": MAY},
        {"basis": Basis.BUDGET},
        {"basis": Basis.FORECAST, "edition": MAY, "month": date(2019, 6, 1)},
    ],
)
def test_other_cells_stay_open(series: Series, fields: dict[str, object]) -> None:
    record(series, 10, **fields)  # type: ignore[arg-type]
    close_april(series)
    assert record(series, 11, **fields).value == 11  # type: ignore[arg-type]


def test_other_series_stay_open(series: Series) -> None:
    other = SeriesFactory(organisation=series.organisation)
    record(other, 10)
    close_april(series)
    assert record(other, 11).value == 11


def test_forecast_made_in_a_closed_period_does_not_change(series: Series) -> None:
    record(series, 10, MAY, basis=Basis.FORECAST, edition=APRIL)
    close_april(series)
    assert "May 2019, forecast is closed" in refused(series, 11, month=MAY, basis=Basis.FORECAST, edition=APRIL)


def test_all_of_an_entry_is_refused_for_one_closed_cell(series: Series) -> None:
    record(series, 10)
    close_april(series)
    with pytest.raises(Rejected) as caught:
        record_figures(
            organisation=series.organisation,
            figures=[new_figure(series, 1, MAY), new_figure(series, 11)],
            by=None,
            channel=Channel.FORM,
        )
    assert [problem.index for problem in caught.value.problems] == [1]
    assert Figure.objects.count() == 1


def test_restating_changes_what_stands(series: Series) -> None:
    record(series, 10)
    close_april(series)
    assert restate(series, 12).revision == 2


# --- how it is shown


def test_book_marks_what_is_late_and_what_restates(series: Series) -> None:
    record(series, 10)
    close_april(series)
    close_period(organisation=series.organisation, series=[series.pk], start=MAY, end=date(2019, 5, 31), by=None)
    restate(series, 12)
    record(series, 7, MAY)

    book = open_book(series.organisation, [series.pk], None)
    april = book.number(series.pk, "actual", MONTH)
    may = book.number(series.pk, "actual", Span.month(MAY))

    assert (april.value, april.restates, april.late) == (12, 10, False)
    assert (may.value, may.restates, may.late) == (7, None, True)


def test_book_as_at_the_closing_shows_what_was_reported(series: Series) -> None:
    record(series, 10)
    close_april(series)
    then = ClosedPeriod.objects.get().closed_at
    restate(series, 12)

    number = open_book(series.organisation, [series.pk], then).number(series.pk, "actual", MONTH)

    assert (number.value, number.restates, number.late) == (10, None, False)


def test_figure_known_before_the_closing_is_not_restated_as_at_then(series: Series) -> None:
    """Closed afterwards, it wasn't late when it was recorded."""
    figure = record(series, 10)
    close_april(series)
    number = open_book(series.organisation, [series.pk], figure.known_from).number(series.pk, "actual", MONTH)
    assert (number.value, number.late) == (10, False)


def test_history_marks_the_revisions_after_closing_only(series: Series) -> None:
    record(series, 9)
    record(series, 10)
    close_april(series)
    figure = restate(series, 12)

    found = figure_history(series.organisation, figure.pk, None)

    marked = [(each.number.value, each.number.restates, each.number.late) for each in found.revisions]
    assert marked == [(12, 10, False), (10, None, False), (9, None, False)]
    assert found.closed_at == ClosedPeriod.objects.get().closed_at
    assert found.is_closed


def test_entry_comes_after_a_closing_whatever_the_clock_says(series: Series) -> None:
    """Two stamps within a tick of the clock, or a clock that was set back, would make a restatement look on time."""
    ahead = timezone.now() + timedelta(hours=1)
    ClosedPeriod.objects.create(
        organisation=series.organisation, series=series, start=MONTH.start, end=MONTH.end, closed_at=ahead
    )
    assert lock_and_stamp(series.organisation).moment == ahead + timedelta(microseconds=1)


def test_queries_of_a_book_do_not_grow_with_closed_periods(
    series: Series, django_assert_max_num_queries: object
) -> None:
    months = [date(2019, month, 1) for month in range(4, 10)]
    for month in months:
        record(series, 10, month)
        span = Span.month(month)
        close_period(organisation=series.organisation, series=[series.pk], start=span.start, end=span.end, by=None)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        open_book(series.organisation, [series.pk], None)


def test_pages_show_both_figures(series: Series, viewer: User) -> None:
    record(series, 1000)
    close_april(series)
    figure = restate(series, 1200)
    client = signed_in(viewer)

    page = client.get(f"/anyshire/figures/{figure.pk}/").content.decode()
    assert "Restated: £1,000 was reported when its period was closed." in page
    assert "changes by restatement only" in page
    assert "Correct or withdraw" not in page
    listed = client.get("/anyshire/series/test/saving/?year=2019-20").content.decode()
    assert "(reported £1,000)" in listed


def test_page_of_a_late_figure_says_so(series: Series, viewer: User) -> None:
    close_april(series)
    figure = record(series, 10)
    page = signed_in(viewer).get(f"/anyshire/figures/{figure.pk}/").content.decode()
    assert "Late: nothing stood here when its period was closed." in page


def test_csv_has_a_column_of_what_was_reported(series: Series) -> None:
    record(series, 10)
    close_april(series)
    restate(series, 12)
    number = open_book(series.organisation, [series.pk], None).number(series.pk, "actual", MONTH)
    plain = open_book(series.organisation, [series.pk], ClosedPeriod.objects.get().closed_at).number(
        series.pk, "actual", MONTH
    )
    columns = (Column("For"), Column("Value", numeric=True), Column("By"))
    table = Table("made", "Made", columns, (Row("April", (number, "Jo")), Row("May", (plain, "Jo")), Row("All", ())))

    assert list(table.plain_rows()) == [
        ["For", "Value", "Value, as reported", "By"],
        ["April", "12", "10", "Jo"],
        ["May", "10", "10", "Jo"],
        ["All"],
    ]


def test_api_of_figures_says_both(series: Series, viewer: User) -> None:
    record(series, 10)
    close_april(series)
    figure = restate(series, 12)
    close_period(organisation=series.organisation, series=[series.pk], start=MAY, end=date(2019, 5, 31), by=None)
    record(series, 7, MAY)
    client = signed_in(viewer)

    april, may = client.get("/api/v1/figures/").json()["results"]
    assert (april["value"], april["restates"], april["late"]) == ("12", "10", False)
    assert (may["value"], may["restates"], may["late"]) == ("7", None, True)
    newest, first = client.get(f"/api/v1/figures/{figure.pk}/history/").json()["revisions"]
    assert (newest["restates"], first["restates"]) == ("10", None)


# --- the database's guard


@pytest.fixture
def closed(series: Series) -> ClosedPeriod:
    close_april(series)
    return ClosedPeriod.objects.get()


@pytest.mark.parametrize("statement", ["UPDATE ledger_closedperiod SET id = id", "DELETE FROM ledger_closedperiod"])
def test_nothing_opens_a_closed_period_again(closed: ClosedPeriod, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert ClosedPeriod.objects.count() == 1


def test_closed_period_is_not_replaced(closed: ClosedPeriod) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL has no REPLACE
    columns = ", ".join(f'"{field.column}"' for field in ClosedPeriod._meta.concrete_fields if field.column != "id")
    statement = f"INSERT OR REPLACE INTO ledger_closedperiod ({columns}) SELECT {columns} FROM ledger_closedperiod"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.needs_postgresql
def test_closed_periods_are_not_truncated(closed: ClosedPeriod) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE ledger_closedperiod CASCADE")


@pytest.mark.parametrize("changed", [{}, {"end": APRIL - timedelta(days=1)}], ids=["twice", "backwards"])
def test_constraints_of_closed_periods(closed: ClosedPeriod, changed: dict[str, date]) -> None:
    again = {"start": closed.start, "end": closed.end, **changed}
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedPeriod.objects.bulk_create(
            [
                ClosedPeriod(
                    organisation=closed.organisation, series=closed.series, closed_at=closed.closed_at, **again
                )
            ]
        )

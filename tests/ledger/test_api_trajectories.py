"""Trajectories through the API: what is stored now, worked out anew for the past, and the same of both."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.models import Basis, Organisation, Series
from ledger.months import FinancialYear, start_of_day
from tests.conftest import signed_in
from tests.factories import SeriesFactory, record

YEAR = FinancialYear(2019)
MONTHS = list(YEAR.months())
PATH = "/api/v1/trajectories/"


@pytest.fixture
def client(viewer: User) -> Client:
    return signed_in(viewer)


@pytest.fixture
def planned(series: Series) -> Series:
    """100 planned in every month, 90 came in April and May."""
    known = start_of_day(date(2019, 7, 1))
    for month in MONTHS:
        record(series, 100, month.start, basis=Basis.PLAN, channel="paper", known_from=known)
    for month in MONTHS[:2]:
        record(series, 90, month.start, channel="paper", known_from=known)
    return series


def test_trajectory_in_full(client: Client, planned: Series) -> None:
    (found,) = client.get(f"{PATH}?year=2019-20").json()["results"]

    months = found.pop("months")
    assert found == {
        "organisation": "anyshire",
        "series": "test/saving",
        "unit": "GBP",
        "year": "2019-20",
        "target": "1200",
        "outturn": "1180",
        "method": "as-planned",
        "rating": "green",
        "reason": "The outturn (actual to date and then as planned), £1,180, is £20 (1.7%, adverse) below the target "
        "for 2019/20, £1,200: green is up to 5% adverse, amber up to 15%.",
    }
    assert months[1] == {
        "month": "2019-05-01",
        "plan": "100",
        "actual": "90",
        "forecast": None,
        "cumulative_plan": "200",
        "cumulative_actual": "180",
        "variance": "-20",
    }
    assert (months[2]["actual"], months[2]["variance"]) == (None, None)


def test_past_says_the_same_as_was_stored_then(client: Client, planned: Series) -> None:
    now = client.get(f"{PATH}?year=2019-20").json()["results"]
    record(planned, 10, MONTHS[0].start)  # a correction, known from today

    assert client.get(f"{PATH}?year=2019-20&as_at=2020-03-31").json()["results"] == now
    assert client.get(f"{PATH}?year=2019-20").json()["results"] != now
    assert client.get(f"{PATH}?year=2019-20&as_at=2019-06-30").json()["results"] == []


def test_years_and_series_that_say_nothing_are_left_out(client: Client, planned: Series) -> None:
    SeriesFactory(organisation=planned.organisation)

    assert len(client.get(f"{PATH}?year=2019-20").json()["results"]) == 1
    assert client.get(f"{PATH}?year=2018-19").json()["results"] == []
    assert client.get(f"{PATH}?year=2019-20&series=other").json()["results"] == []


def test_csv_has_a_row_for_each_month(client: Client, planned: Series) -> None:
    response = client.get(f"{PATH}?year=2019-20&format=csv")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]

    rows = list(csv.DictReader(StringIO(text)))

    assert len(rows) == 12
    assert (rows[1]["series"], rows[1]["month"], rows[1]["cumulative_actual"], rows[1]["rating"]) == (
        *("test/saving", "2019-05-01"),
        *("180", "green"),
    )


def test_strangers_see_nothing(planned: Series, stranger: User) -> None:
    assert signed_in(stranger).get(f"{PATH}?year=2019-20").json()["results"] == []
    assert signed_in(stranger).get(f"{PATH}?organisation=anyshire").status_code == 404


@pytest.mark.parametrize("as_at", ["", "&as_at=2020-03-31"])
def test_queries_do_not_grow_with_series(
    client: Client,
    planned: Series,
    council: Organisation,
    as_at: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(5):
        other = SeriesFactory(organisation=council)
        record(other, 1, channel="paper", known_from=start_of_day(date(2019, 7, 1)))

    with django_assert_max_num_queries(14):
        found = client.get(f"{PATH}?year=2019-20{as_at}").json()["results"]

    assert len(found) == 6

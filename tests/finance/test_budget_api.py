"""Budget lines and monitoring through the API: the numbers and words of their pages."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.models import Organisation
from tests.conftest import signed_in

from .budgets import YEAR, Budget, give_budget, make_line, small_budget, told

AS_AT = "year=2019-20&as_at=2019-09-20"


@pytest.fixture
def budget(council: Organisation) -> Budget:
    return small_budget(council)


def rows_of(user: User, path: str) -> dict[str, dict[str, Any]]:
    answer = signed_in(user).get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content
    return {row["code"]: row for row in answer.json()["results"]}


def test_lines_say_what_they_are_under(budget: Budget, viewer: User) -> None:
    found = rows_of(viewer, "budget-lines/?organisation=anyshire&year=2019-20")

    assert found["residential"] == {
        "organisation": "anyshire",
        "code": "residential",
        "name": "Residential",
        "income": False,
        "service": "older",
        "client_group": "OP",
        "care_type": "RES",
        "cost_centre": None,
        "subjective": None,
        "first_year": "2019-20",
        "last_year": None,
        "series": "budget/residential",
        "commitments": "budget/residential/commitments",
        "accruals": "budget/residential/accruals",
        "adjustment": "budget/residential/period-13",
    }
    assert found["contributions"]["income"]
    assert rows_of(viewer, "budget-lines/?year=2018-19") == {}
    assert rows_of(viewer, "budget-lines/?year=2019-20&as_at=2019-02-01") == {}


def test_monitoring_has_the_numbers_of_the_page(budget: Budget, viewer: User) -> None:
    found = rows_of(viewer, f"monitoring/?{AS_AT}")

    line = found["residential"]
    expected = {
        "year": "2019-20",
        "compared_to": "2019-08-31",
        "original": "120000.00",
        "revised": "120000.00",
        "virements": "0.00",
        "budget_to_date": "50000.00",
        "actual_to_date": "55000.00",
        "variance_to_date": "5000.00",
        "direction_to_date": "adverse",
        "projected": "125000.00",
        "outturn": "projected",
        "variance": "5000.00",
        "direction": "adverse",
        "last_projected": "124000.00",
        "movement": "1000.00",
        "provisional": False,
    }
    assert {name: line[name] for name in expected} == expected
    assert found["homecare"]["direction"] == "favourable"
    assert (found["contributions"]["variance"], found["contributions"]["direction"]) == ("1000.00", "adverse")
    assert (found["day-care"]["actual_to_date"], found["day-care"]["projected"]) == (None, None)


def test_pages_compare_all_lines_at_one_month(council: Organisation, budget: Budget, viewer: User) -> None:
    ahead = make_line(council, "ahead")
    give_budget(ahead, 1200)
    for month in list(YEAR.months())[:6]:
        told(ahead.series, 100, month.start, date(2019, 9, 10))

    client = signed_in(viewer)
    first = client.get(f"/api/v1/monitoring/?{AS_AT}&page_size=4").json()
    rest = client.get(first["next"]).json()

    assert [row["code"] for row in rest["results"]] == ["ahead"]
    assert rest["results"][0]["compared_to"] == "2019-08-31"
    assert rest["results"][0]["actual_to_date"] == "500.00"


@pytest.mark.parametrize("name", ["budget-lines", "monitoring"])
def test_csv_has_the_columns_of_the_json(budget: Budget, viewer: User, name: str) -> None:
    expected = rows_of(viewer, f"{name}/?{AS_AT}")

    answer = signed_in(viewer).get(f"/api/v1/{name}/?{AS_AT}&format=csv")
    read = list(csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[arg-type]

    assert list(read[0]) == list(expected["residential"])
    assert [row["code"] for row in read] == list(expected)
    assert read[1]["care_type"] == "HC"


@pytest.mark.parametrize("name", ["budget-lines", "monitoring"])
def test_list_is_of_what_its_reader_may_read(budget: Budget, stranger: User, name: str) -> None:
    assert Client().get(f"/api/v1/{name}/").status_code == 401
    assert rows_of(stranger, f"{name}/?{AS_AT}") == {}
    assert signed_in(stranger).get(f"/api/v1/{name}/?organisation=anyshire").status_code == 404


@pytest.mark.parametrize("name", ["budget-lines", "monitoring"])
def test_queries_dont_grow_with_lines(
    council: Organisation,
    budget: Budget,
    viewer: User,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(8):
        give_budget(make_line(council, f"more-{number}"), 1200)
    client = signed_in(viewer)

    with django_assert_max_num_queries(36):
        assert len(client.get(f"/api/v1/{name}/?{AS_AT}").json()["results"]) == 12


def test_schema_describes_both_lists(viewer: User) -> None:
    schema = signed_in(viewer).get("/api/v1/schema/?format=json").json()

    for name in ("budget-lines", "monitoring"):
        parameters = {each["name"] for each in schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"]}
        assert {"organisation", "year", "as_at", "format"} <= parameters

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ledger.models import Basis, Organisation, Series
from ledger.months import FinancialYear, start_of_day
from programmes.actions import put_programme
from programmes.models import Programme
from tests.conftest import signed_in
from tests.factories import record

YEAR = FinancialYear(2019)


@pytest.fixture
def programme(council: Organisation, series: Series) -> Programme:
    programme = put_programme(
        organisation=council,
        slug="better-lives",
        by=None,
        name="Better Lives",
        impact_series=series,
        known_from=start_of_day(date(2019, 11, 7)),
    )
    record(series, 3800000, start=YEAR.start, end=YEAR.end, basis=Basis.TARGET)
    return programme


URL = "/anyshire/programmes/better-lives/?year=2019-20"


def test_programme_page_for_a_viewer(programme: Programme, viewer: User) -> None:
    response = signed_in(viewer).get(URL)
    assert response.status_code == 200
    assert "£3,800,000" in response.content.decode()


def test_programme_page_for_the_anonymous_leads_to_sign_in(programme: Programme) -> None:
    response = Client().get(URL)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_programme_page_for_a_stranger_is_not_there(programme: Programme, stranger: User) -> None:
    assert signed_in(stranger).get(URL).status_code == 404


def test_unknown_programme_is_not_there(programme: Programme, viewer: User) -> None:
    assert signed_in(viewer).get("/anyshire/programmes/worse-lives/").status_code == 404


def test_programme_page_before_anything_was_known_says_why(programme: Programme, viewer: User) -> None:
    text = signed_in(viewer).get("/anyshire/programmes/better-lives/?as_at=2019-11-06").content.decode()
    assert "Nothing was known of this programme on 6 November 2019" in text
    assert "?as_at=2019-11-07" in text
    assert "3,800,000" not in text


def test_programme_page_queries_do_not_grow(
    programme: Programme,
    viewer: User,
    council: Organisation,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    client = signed_in(viewer)
    client.get(URL)
    with django_assert_max_num_queries(21):
        client.get(URL)


def test_table_of_the_page_as_csv(programme: Programme, viewer: User) -> None:
    response = signed_in(viewer).get("/anyshire/programmes/?year=2019-20&csv=programmes")
    assert response["Content-Type"].startswith("text/csv")
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[1].startswith("Better Lives,3800000,,No data")


def test_table_that_is_none_is_not_there(programme: Programme, viewer: User) -> None:
    assert signed_in(viewer).get("/anyshire/programmes/?csv=nonsense").status_code == 404


def test_programme_list_for_a_stranger_is_not_there(programme: Programme, stranger: User) -> None:
    assert signed_in(stranger).get("/anyshire/programmes/").status_code == 404


@pytest.mark.parametrize("query", ["year=2019", "year=abc", "as_at=2019-13-01", "as_at=2999-01-01"])
def test_bad_year_or_day_is_said_on_the_page(programme: Programme, viewer: User, query: str) -> None:
    response = signed_in(viewer).get(f"/anyshire/programmes/better-lives/?{query}")
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()

"""What a page is asked for, read from its address."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from ledger.access import Right
from ledger.models import Channel, Organisation, Series
from ledger.months import FinancialYear, end_of_day, start_of_day
from ledger.scope import Scope, get_scope
from tests.factories import MembershipFactory, OrganisationFactory, record


def scope(user: User, query: str = "", right: Right = Right.READ) -> Scope:
    request = RequestFactory().get(f"/anyshire/{query}")
    request.user = user
    return get_scope(request, "anyshire", right)


def test_page_without_questions_is_about_now(viewer: User) -> None:
    found = scope(viewer)

    assert found.organisation.slug == "anyshire"
    assert found.as_at == found.today == timezone.localdate()
    assert found.is_now
    assert found.moment is None
    assert found.year == FinancialYear.of(found.today)
    assert (found.query, found.errors) == ("", {})


def test_year_and_day_are_read_and_carried_on(viewer: User) -> None:
    found = scope(viewer, "?year=2018/19&as_at=2019-11-07&other=1")

    assert (found.year, found.as_at, found.is_now) == (FinancialYear(2018), date(2019, 11, 7), False)
    assert found.moment == end_of_day(date(2019, 11, 7))
    assert dict(part.split("=") for part in found.query[1:].split("&")) == {"year": "2018-19", "as_at": "2019-11-07"}
    assert found.errors == {}


def test_today_named_is_now(viewer: User) -> None:
    found = scope(viewer, f"?as_at={timezone.localdate()}")

    assert found.is_now
    assert found.moment is None
    assert found.query == ""


def test_yesterday_is_not_now(viewer: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)

    assert scope(viewer, f"?as_at={yesterday}").moment == end_of_day(yesterday)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("tomorrow", "write it like 2019-11-07"),
        ("2019-02-29", "isn't in the calendar"),
        ("07/11/2019", "write it like 2019-11-07"),
        ("9999-12-31", "lies in the future"),
        ("1990-03-31", "since April 1990"),
        ("0001-01-01", "since April 1990"),
    ],
)
def test_day_that_cannot_be_falls_back_to_today_and_says_so(viewer: User, wanted: str, says: str) -> None:
    found = scope(viewer, f"?as_at={wanted}")

    assert says in found.errors["as_at"]
    assert found.is_now
    assert found.query == ""


def test_future_day_falls_back_to_today_and_says_so(viewer: User) -> None:
    found = scope(viewer, f"?as_at={timezone.localdate() + timedelta(days=1)}")

    assert "lies in the future" in found.errors["as_at"]
    assert found.is_now


@pytest.mark.parametrize("wanted", ["2019", "2019-21", "1989-90", "2100-01", "x", "-"])
def test_year_that_cannot_be_falls_back_and_says_so(viewer: User, wanted: str) -> None:
    found = scope(viewer, f"?year={wanted}")

    assert found.errors["year"].endswith(".")
    assert found.year == FinancialYear.of(found.today)
    assert found.query == ""


@pytest.mark.parametrize("query", ["?year=&as_at=", "?year=%20&as_at=%20"])
def test_empty_questions_are_none(viewer: User, query: str) -> None:
    found = scope(viewer, query)

    assert found.is_now
    assert (found.query, found.errors) == ("", {})


@pytest.mark.parametrize("query", ["?as_at=1990-04-01", "?year=1990-91", "?year=2099-00"])
def test_first_and_last_years_that_can_be_asked_for_have_months(viewer: User, query: str) -> None:
    found = scope(viewer, query)

    assert found.errors == {}
    assert all(len(list(year.months())) == 12 for year in [found.year, *found.years])


def test_years_reach_over_all_that_has_figures_and_the_one_asked_for(series: Series, viewer: User) -> None:
    record(series, 1, date(2016, 5, 1))
    current = FinancialYear.of(timezone.localdate()).first

    assert scope(viewer).years == [FinancialYear(n) for n in range(current, 2015, -1)]
    assert scope(viewer, "?year=2014-15").years[-1] == FinancialYear(2014)


def test_years_do_not_tell_of_figures_known_only_later(series: Series, viewer: User) -> None:
    record(series, 1, date(2016, 5, 1), channel=Channel.PAPER, known_from=start_of_day(date(2019, 7, 1)))

    assert scope(viewer, "?as_at=2019-06-30").years == [FinancialYear(2019)]
    assert scope(viewer, "?as_at=2019-07-01").years[-1] == FinancialYear(2016)


def test_reader_may_switch_to_their_own_organisations_only(council: Organisation, viewer: User) -> None:
    OrganisationFactory(name="Farshire")
    near = MembershipFactory(user=viewer, organisation__name="Nearshire").organisation

    assert scope(viewer).organisations == [council, near]


def test_scope_says_what_the_reader_may(viewer: User, officer: User, administrator: User) -> None:
    may = [(found.may_record, found.may_administer) for found in map(scope, (viewer, officer, administrator))]

    assert may == [(False, False), (True, False), (False, True)]


def test_stranger_gets_404_and_reader_403(council: Organisation, stranger: User, viewer: User) -> None:
    with pytest.raises(Http404):
        scope(stranger)
    with pytest.raises(PermissionDenied):
        scope(viewer, right=Right.RECORD)


def test_scope_takes_three_queries(viewer: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        scope(viewer, "?year=2018-19&as_at=2019-11-07")

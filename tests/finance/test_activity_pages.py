"""The pages and lists of activity, funding and pressures: who sees them, and what is done on them."""

import csv
from datetime import date
from decimal import Decimal
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from finance.actions.funding import commit_funding, put_funding_source
from finance.actions.pressures import put_pressure
from finance.models import ActivityLine, Commitment, FundingSource, Pressure
from ledger.models import Basis, Organisation
from ledger.months import FinancialYear, end_of_day
from tests.conftest import Once, signed_in
from tests.factories import OrganisationFactory, record

from .budgets import make_heading, make_line, small_budget
from .test_activity import bought, make

YEAR = FinancialYear(2019)
HOME = "/anyshire/finance"
READ = {
    "activity": f"{HOME}/activity/",
    "activity line": f"{HOME}/activity/residential/",
    "activity history": f"{HOME}/activity/residential/history/",
    "funding": f"{HOME}/funding/",
    "source": f"{HOME}/funding/grant/",
    "source history": f"{HOME}/funding/grant/history/",
    "pressures": f"{HOME}/pressures/",
    "event": f"{HOME}/pressures/of/covid-19/",
    "pressure": f"{HOME}/pressures/care/",
    "pressure history": f"{HOME}/pressures/care/history/",
}
WRITE = {
    "new activity": f"{HOME}/activity/new/",
    "change activity": f"{HOME}/activity/residential/edit/",
    "close activity": f"{HOME}/activity/residential/close/",
    "new source": f"{HOME}/funding/new/",
    "commit": f"{HOME}/funding/grant/commitments/new/",
    "new pressure": f"{HOME}/pressures/new/",
    "change pressure": f"{HOME}/pressures/care/edit/",
}
LISTS = ("activity", "funding", "commitments", "pressures")
each_read = pytest.mark.parametrize("address", READ.values(), ids=READ)
each_write = pytest.mark.parametrize("address", WRITE.values(), ids=WRITE)


@pytest.fixture(scope="module")
def made_once(once: Once) -> int:
    made: Organisation = once(lambda: furnished(OrganisationFactory(name="Anyshire", slug="anyshire")))
    return made.pk


@pytest.fixture
def council(made_once: int, db: None) -> Organisation:
    return Organisation.objects.get(pk=made_once)


@pytest.fixture
def world(council: Organisation) -> Organisation:
    return council


def furnished(council: Organisation) -> Organisation:
    """An activity line of a budget line, a grant that the budget relies on and is overcommitted, and a cost."""
    budget = small_budget(council)
    bought(make(council, "residential", budget_line=budget.residential), (514, 541), (459, 584))
    bought(make(council, "homecare", priced_per="hour"), (1516, "16.31"), (1363, "16.37"))
    grant = put_funding_source(
        organisation=council,
        slug="grant",
        name="Winter grant",
        kind="grant",
        one_off=True,
        relied_on=True,
        amounts={YEAR: Decimal(1000)},
        by=None,
    )
    commit_funding(
        source=grant, name="Beds", amounts={YEAR: Decimal(1200)}, beyond_because="More is announced.", by=None
    )
    care = put_pressure(
        organisation=council, slug="care", name="Care", event="Covid-19", kind="cost", category="Care", by=None
    )
    record(care.series, 500, YEAR.start, end=YEAR.end, basis=Basis.FORECAST)
    return council


def text(response: Any) -> str:
    return unescape(response.content.decode())


def shown(user: User, address: str) -> str:
    response = signed_in(user).get(f"{address}?year=2019-20")
    assert response.status_code == 200, text(response)
    return text(response)


@each_read
def test_page_is_for_those_who_may_read(world: Organisation, address: str, viewer: User, stranger: User) -> None:
    shown(viewer, address)
    assert signed_in(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@each_write
def test_writing_is_for_those_who_may_record(
    world: Organisation, address: str, officer: User, viewer: User, stranger: User
) -> None:
    shown(officer, address)
    assert signed_in(viewer).get(address).status_code == 403
    assert signed_in(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@each_write
def test_nothing_is_changed_as_at_an_earlier_day(world: Organisation, address: str, officer: User) -> None:
    response = signed_in(officer).get(f"{address}?as_at=2020-01-01")
    assert "Nothing can be changed as at 1 January 2020" in text(response)


def test_activity_page_shows_the_table_and_why_it_changed(world: Organisation, viewer: User) -> None:
    page = shown(viewer, READ["activity"])
    for words in ("−10.7%", "£19,737", "−£29,755", "−£10,018", "Favourable", "Jul 2019 only", "hours are needed"):
        assert words in page


def test_activity_as_csv(world: Organisation, viewer: User) -> None:
    response = signed_in(viewer).get(f"{READ['activity']}?year=2019-20&csv=effects")
    rows = list(csv.reader(StringIO(b"".join(response).decode("utf-8-sig"))))
    assert ["Residential", "A week", "19737", "-29755", "-10018"] in [row[:5] for row in rows]


def test_funding_page_marks_what_is_relied_on_and_what_is_overcommitted(world: Organisation, viewer: User) -> None:
    page = shown(viewer, READ["funding"])
    for words in ("The budget relies on one-off money", "Overcommitted", "−£200", "£1,200 is committed of £1,000."):
        assert words in page
    assert "More is announced." in shown(viewer, READ["source"])


def test_covid_page_shows_what_is_not_funded(world: Organisation, viewer: User) -> None:
    page = shown(viewer, READ["event"])
    for words in ("Covid-19: what it costs", "Extra cost", "£500 of it is not funded", "Not funded"):
        assert words in page


@pytest.mark.parametrize("address", ["activity/x/", "funding/x/", "pressures/x/", "pressures/of/x/"])
def test_what_is_not_there_is_not_found(world: Organisation, viewer: User, address: str) -> None:
    assert signed_in(viewer).get(f"{HOME}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["activity/residential/", "funding/grant/", "pressures/care/"])
def test_what_was_not_known_then_says_since_when(world: Organisation, viewer: User, address: str) -> None:
    assert "was not known on 1 January 2019" in text(signed_in(viewer).get(f"{HOME}/{address}?as_at=2019-01-01"))


def post(user: User, address: str, given: dict[str, str]) -> str:
    """Sent, and what the next page says."""
    response = signed_in(user).post(f"{address}?year=2019-20", given, follow=True)
    return text(response)


def seen(thing: Any) -> str:
    return str(thing.history.order_by("-history_id").first().history_id)


def test_activity_line_is_added_changed_closed_and_opened_again(world: Organisation, officer: User) -> None:
    make_heading(world, "client-group", "older", "Older people")
    given = {"name": "Nursing care", "counts": "people", "priced_per": "person", "period": "week", "counted": "on"}
    assert "is added" in post(officer, WRITE["new activity"], given)
    made = ActivityLine.objects.get(slug="nursing-care")
    assert made.position == 1
    address = f"{HOME}/activity/nursing-care"
    given = {**given, "note": "Gross", "seen": seen(made), "reason": "Said so"}
    assert "is changed" in post(officer, f"{address}/edit/", given)
    made.refresh_from_db()
    assert (made.note, made.counts) == ("Gross", "people")
    ending = {"outcome": "ended", "on": "2020-01-31", "reason": "Not bought any more"}
    assert "is closed" in post(officer, f"{address}/close/", ending)
    assert "open it again to change it" in post(officer, f"{address}/edit/", given)
    assert "is open again" in post(officer, f"{address}/reopen/", {"reason": "Bought again"})
    assert "Said so" in shown(officer, f"{address}/history/")


def test_source_takes_its_amount_in_the_year_of_the_page(world: Organisation, officer: User) -> None:
    given = {"name": "Reserve", "kind": "reserve", "amount": "£1.2m"}
    assert "is added" in post(officer, WRITE["new source"], given)
    figure = FundingSource.objects.get(slug="reserve").series.figures.get()
    assert (figure.value, figure.start, figure.end) == (1_200_000, YEAR.start, YEAR.end)


def test_commitment_beyond_what_is_left_asks_for_a_reason(world: Organisation, officer: User) -> None:
    given = {"name": "Homecare", "amount": "300"}
    refused = post(officer, WRITE["commit"], given)
    assert "would be −£500 in 2019/20" in refused
    assert not Commitment.objects.filter(name="Homecare").exists()
    said = post(officer, WRITE["commit"], {**given, "beyond_because": "It is coming."})
    assert "The commitment “Homecare” is added." in said
    made = Commitment.objects.get(name="Homecare")
    address = f"{HOME}/funding/grant/commitments/{made.pk}"
    changed = {"name": "Homecare", "amount": "", "beyond_because": "It is coming.", "seen": seen(made)}
    assert "is changed" in post(officer, f"{address}/edit/", {**changed, "description": "For winter"})
    released = {"outcome": "released", "on": "2020-01-31", "reason": "Not needed"}
    assert "is closed" in post(officer, f"{address}/close/", released)
    assert "would be −£500" in post(officer, f"{address}/reopen/", {"reason": "Needed"})


@pytest.mark.parametrize(
    ("address", "given", "said"),
    [
        ("activity/new/", {"counts": "people"}, "Enter the name"),
        ("activity/new/", {"name": "X"}, "Choose what is counted"),
        ("funding/new/", {"name": "X", "kind": "grant", "amount": "-5"}, "enter 0 or more"),
        ("funding/new/", {"name": "X", "kind": "grant", "amount": "lots"}, "is no number"),
        ("funding/new/", {"name": "Grant", "slug": "grant", "kind": "grant"}, "“grant” is taken"),
        ("funding/grant/commitments/new/", {"name": "Beds", "amount": "1"}, "with this name already"),
        ("pressures/new/", {"name": "X", "kind": "cost", "category": "X"}, "Enter what causes it"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    world: Organisation, officer: User, address: str, given: dict[str, str], said: str
) -> None:
    assert said in post(officer, f"{HOME}/{address}", given)


def test_pressure_is_added_with_a_series_of_its_own(world: Organisation, officer: User) -> None:
    given = {"name": "Charging", "event": "Covid-19", "kind": "income", "category": "Contributions"}
    assert "is added" in post(officer, WRITE["new pressure"], given)
    made = Pressure.objects.get(slug="charging")
    assert (made.series.measure.code, made.series.method) == ("lost-income", "officer")


def test_page_of_activity_asks_no_more_queries_as_lines_grow(
    world: Organisation, viewer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    line = make_line(world, "nursing")
    bought(make(world, "nursing", budget_line=line), (312, 592), (309, 671))
    client = signed_in(viewer)
    with django_assert_max_num_queries(26):
        client.get(f"{READ['activity']}?year=2019-20")


# --- the API


def results(user: User, name: str, query: str = "year=2019-20") -> list[dict[str, Any]]:
    response = signed_in(user).get(f"/api/v1/{name}/?{query}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def test_api_gives_activity_with_its_effects(world: Organisation, viewer: User) -> None:
    first, second = results(viewer, "activity")
    assert (first["slug"], first["budget_line"]) == ("residential", "residential")
    assert (first["price_effect"], first["volume_effect"], first["change_in_commitment"]) == (
        "19737",
        "-29755",
        "-10018",
    )
    assert (second["price_effect"], second["current_price"]) == (None, "16.37")
    assert second["not_computable_because"].startswith("People are counted")


def test_api_gives_funding_with_its_balance_and_commitments(world: Organisation, viewer: User) -> None:
    (grant,) = results(viewer, "funding")
    assert (grant["amount"], grant["committed"], grant["uncommitted"]) == ("1000", "1200", "-200")
    (beds,) = results(viewer, "commitments")
    assert (beds["funding"], beds["amount"], beds["live"]) == ("grant", "1200", True)
    assert results(viewer, "commitments", "year=2020-21")[0]["amount"] is None


def test_api_gives_pressures_of_an_event(world: Organisation, viewer: User) -> None:
    (care,) = results(viewer, "pressures", "year=2019-20&event=Covid-19")
    assert (care["forecast"], care["funding"], care["kind"]) == ("500", None, "cost")
    assert results(viewer, "pressures", "event=Brexit") == []


@pytest.mark.parametrize("name", LISTS)
def test_api_list_is_as_at_and_for_those_who_may_read(
    world: Organisation, viewer: User, stranger: User, name: str
) -> None:
    assert results(viewer, name, "as_at=2019-01-01") == []
    assert results(stranger, name) == []
    assert Client().get(f"/api/v1/{name}/").status_code == 401
    assert results(viewer, name, "state=closed") == []
    response = signed_in(viewer).get(f"/api/v1/{name}/?format=csv&year=2019-20")
    rows = list(csv.reader(StringIO(b"".join(response).decode("utf-8-sig"))))
    assert len(rows) == len(results(viewer, name)) + 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_history_is_as_at(world: Organisation) -> None:
    assert not ActivityLine.history.as_of(end_of_day(date(2019, 1, 1))).exists()

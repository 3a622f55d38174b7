from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from ledger.actions import add_service, create_series, define_measure, mark_series_break, redefine_measure
from ledger.history import keep
from ledger.models import Measure, Organisation, Role, Series
from ledger.months import LONDON
from tests.conftest import signed_in
from tests.factories import MeasureFactory, MembershipFactory, OrganisationFactory, SeriesFactory, record

from .api_client import fields, with_token

pytestmark = pytest.mark.usefixtures("no_shipped_measures")

NOVEMBER = datetime(2019, 11, 7, tzinfo=LONDON)


@pytest.fixture
def client(viewer: User, council: Organisation) -> Client:
    return with_token(viewer, council)


def codes(client: Client, name: str, **query: object) -> list[str]:
    response = client.get(f"/api/v1/{name}/", query)
    assert response.status_code == 200, response.content
    return [row["slug" if name == "organisations" else "code"] for row in response.json()["results"]]


def test_organisations_say_what_you_may_do(client: Client, officer: User, council: Organisation) -> None:
    [found] = client.get("/api/v1/organisations/").json()["results"]
    assert found == {
        "slug": "anyshire",
        "name": "Anyshire",
        "kind": "county",
        "gss_code": None,
        "region": "",
        "valid_from": None,
        "valid_to": None,
        "role": "viewer",
        "may_record": False,
    }
    for may_write in (True, False):
        [found] = with_token(officer, council, may_write=may_write).get("/api/v1/organisations/").json()["results"]
        assert (found["role"], found["may_record"]) == ("finance-officer", may_write)
    assert signed_in(officer).get("/api/v1/organisations/").json()["results"][0]["may_record"]


def test_organisations_are_those_that_existed_then(viewer: User, council: Organisation) -> None:
    for slug, first, last in (("early", None, date(2019, 3, 31)), ("late", date(2021, 4, 1), None)):
        MembershipFactory(
            user=viewer,
            role=Role.VIEWER,
            organisation=OrganisationFactory(slug=slug, valid_from=first, valid_to=last),
        )
    client = signed_in(viewer)

    assert codes(client, "organisations") == ["anyshire", "early", "late"]
    assert codes(client, "organisations", as_at="2019-03-31") == ["anyshire", "early"]
    assert codes(client, "organisations", year="2021-22") == ["anyshire", "late"]
    assert codes(client, "organisations", organisation="late") == ["late"]


def test_measures_are_shared_ones_and_ones_own(client: Client, council: Organisation) -> None:
    MeasureFactory(code="shared", minimum="0.5000", maximum=100, decimals=1, next_review=date(2027, 1, 31))
    MeasureFactory(code="own", organisation=council)
    MeasureFactory(code="theirs", organisation=OrganisationFactory())

    own, shared = client.get("/api/v1/measures/").json()["results"]
    assert (own["code"], own["organisation"], own["minimum"]) == ("own", "anyshire", None)
    assert (shared["code"], shared["organisation"]) == ("shared", None)
    assert (shared["minimum"], shared["maximum"], shared["next_review"]) == ("0.5", "100.0", "2027-01-31")


def test_measures_as_at_are_worded_as_then_or_else_as_now(client: Client) -> None:
    measure = Measure(code="saving", name="Saving", unit="GBP", definition="As first said.")
    keep(measure, by=None, known_from=NOVEMBER)
    redefine_measure(measure=measure, definition="As said now.", by=None, reason="Clearer")
    define_measure(organisation=None, code="later", name="Later", unit="GBP", definition="Said later.", by=None)

    def definitions(**query: object) -> list[str]:
        found = client.get("/api/v1/measures/", query).json()["results"]
        return [row["definition"] for row in found]

    assert definitions() == ["Said later.", "As said now."]
    assert definitions(as_at="2019-12-01") == ["Said later.", "As first said."]
    assert definitions(as_at="2019-11-01") == ["Said later.", "As said now."]


def test_measures_and_series_of_a_year_have_figures_in_it(
    client: Client, series: Series, council: Organisation
) -> None:
    other = SeriesFactory(organisation=council, code="test/other")
    SeriesFactory(organisation=council, code="test/empty")
    record(series, 1, date(2019, 4, 1))
    record(other, 1, date(2020, 4, 1))

    assert codes(client, "series") == ["test/empty", "test/other", "test/saving"]
    assert codes(client, "series", year="2019-20") == ["test/saving"]
    assert codes(client, "measures", year="2020-21") == [other.measure.code]
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    assert codes(client, "series", year="2019-20", as_at=yesterday) == []


def test_series_are_filtered(client: Client, council: Organisation) -> None:
    service = add_service(organisation=council, code="reablement", name="Reablement", by=None)
    weekly = SeriesFactory(organisation=council, code="a/weekly", frequency="week", service=service)
    SeriesFactory(organisation=council, code="b/monthly")

    [found] = client.get("/api/v1/series/", {"service": "reablement"}).json()["results"]
    assert found == {
        "organisation": "anyshire",
        "code": "a/weekly",
        "name": weekly.name,
        "measure": weekly.measure.code,
        "unit": "GBP",
        "decimals": 0,
        "frequency": "week",
        "service": "reablement",
        "locality": None,
        "numerator": None,
        "denominator": None,
        "method": "as-planned",
        "scheme": None,
    }
    assert codes(client, "series", frequency="month") == ["b/monthly"]
    assert codes(client, "series", measure=weekly.measure.code) == ["a/weekly"]
    assert fields(client.get("/api/v1/series/", {"frequency": "fortnight"})) == ["frequency"]


def test_series_as_at_are_those_known_then(client: Client, council: Organisation) -> None:
    measure = MeasureFactory()
    create_series(organisation=council, code="papers/one", name="One", measure=measure, by=None, known_from=NOVEMBER)
    create_series(organisation=council, code="papers/two", name="Two", measure=measure, by=None)

    assert codes(client, "series", as_at="2019-11-06") == []
    assert codes(client, "series", as_at="2019-11-07") == ["papers/one"]
    assert codes(client, "series") == ["papers/one", "papers/two"]


def test_one_series_with_its_breaks(client: Client, series: Series) -> None:
    mark_series_break(series=series, on=date(2020, 4, 1), reason="Counted anew.", by=None)
    found = client.get("/api/v1/series/anyshire/test/saving/").json()

    assert (found["code"], found["organisation"]) == ("test/saving", "anyshire")
    assert found["breaks"] == [{"on": "2020-04-01", "reason": "Counted anew."}]
    assert client.get("/api/v1/series/anyshire/test/saving/", {"as_at": "2019-11-07"}).status_code == 404
    assert client.get("/api/v1/series/anyshire/test/savnig/").status_code == 404
    assert fields(client.get("/api/v1/series/anyshire/test/saving/", {"year": "2019-20"})) == ["year"]


@pytest.mark.parametrize("name", ["measures", "series"])
@pytest.mark.parametrize("as_at", ["", "2019-12-01"])
def test_pages_hold_every_row_once(client: Client, council: Organisation, name: str, as_at: str) -> None:
    for index in range(20):
        measure = keep(Measure(code=f"m-{index}", name="M", unit="GBP", definition="D"), by=None, known_from=NOVEMBER)
        create_series(
            organisation=council, code=f"s/{index}", name="S", measure=measure, by=None, known_from=NOVEMBER
        )
    query: dict[str, Any] = {"page_size": 7, **({"as_at": as_at} if as_at else {})}
    page = client.get(f"/api/v1/{name}/", query).json()
    found = page["results"]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += page["results"]

    assert len(found) == 20
    assert len({row["code"] for row in found}) == 20


@pytest.mark.parametrize("name", ["organisations", "measures", "series"])
@pytest.mark.parametrize("query", [{}, {"as_at": "2019-12-01", "year": "2019-20"}])
def test_lists_take_few_queries(
    client: Client, series: Series, name: str, query: Any, django_assert_max_num_queries: Any
) -> None:
    record(series, 1)
    with django_assert_max_num_queries(4):  # the token, who may read what (2), the list
        client.get(f"/api/v1/{name}/", query)


@pytest.mark.parametrize("name", ["organisations", "measures", "series", "entries", "figures"])
def test_lists_come_as_csv_too(client: Client, series: Series, name: str) -> None:
    series.name = "@SUM(1+1)*cmd|' /C calc'!A0"
    series.save()
    record(series, -5)
    response: Any = client.get(f"/api/v1/{name}/", {"format": "csv"})

    assert response["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    head, first, *_ = b"".join(response.streaming_content).decode().splitlines()
    assert head.split(",") == list(client.get(f"/api/v1/{name}/").json()["results"][0])
    if name == "series":
        assert ",'@SUM(1+1)" in first
    if name == "figures":
        assert ",-5," in first

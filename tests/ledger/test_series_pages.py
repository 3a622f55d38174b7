"""Making and changing series, services and localities in the browser."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ledger.actions import add_service, change_series
from ledger.models import Locality, Measure, Organisation, Series, Service
from tests.conftest import signed_in
from tests.factories import MeasureFactory, OrganisationFactory, SeriesFactory

NEW = "/anyshire/series/new/"


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture
def measure(db: None) -> Measure:
    return MeasureFactory(code="hours", name="Hours")


def given(of: Measure, **changes: object) -> dict[str, object]:
    return {
        "code": "reablement/hours",
        "name": "Hours",
        "measure": of.pk,
        "frequency": "month",
        "method": "as-planned",
        **changes,
    }


def test_administrator_makes_a_series(client: Client, council: Organisation, measure: Measure) -> None:
    response = client.post(NEW, given(measure))
    assert response["Location"] == "/anyshire/series/reablement/hours/"
    made = Series.objects.get()
    assert (made.organisation, made.measure, made.code) == (council, measure, "reablement/hours")
    assert made.history.get().history_user.username == "administrator"  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", ["viewer", "contributor", "finance-lead"])
def test_others_may_not_make_a_series(request: pytest.FixtureRequest, measure: Measure, role: str) -> None:
    user = request.getfixturevalue("lead" if role == "finance-lead" else role)
    assert signed_in(user).post(NEW, given(measure)).status_code == 403
    assert not Series.objects.exists()


def test_strangers_and_the_anonymous_find_no_form(council: Organisation, stranger: User) -> None:
    assert signed_in(stranger).get(NEW).status_code == 404
    assert Client().get(NEW)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("code", "Reablement Hours", "lower-case letters"),
        ("code", "", "Enter a code"),
        ("code", "new", "address of its own"),
        ("code", "a/record", "address of its own"),
        ("code", "test/saving", "already"),
        ("name", "", "Enter a name"),
        ("measure", "", "Choose a measure"),
        ("measure", "999", "valid choice"),
        ("frequency", "hourly", "hourly"),
        ("service", "999", "valid choice"),
    ],
)
def test_bad_series_is_refused_with_the_fix(
    client: Client, series: Series, measure: Measure, field: str, value: str, said: str
) -> None:
    response = client.post(NEW, given(measure, **{field: value}))
    assert response.status_code == 200
    assert said in str(response.context["form"].errors[field])
    assert Series.objects.count() == 1


def test_measure_and_service_of_another_council_are_no_choice(client: Client, council: Organisation) -> None:
    other = OrganisationFactory()
    theirs = MeasureFactory(organisation=other)
    service = add_service(organisation=other, code="x", name="X", by=None)
    response = client.post(NEW, given(theirs, service=service.pk))
    assert set(response.context["form"].errors) == {"measure", "service"}


def test_series_changes_its_name_but_not_its_code(client: Client, series: Series, council: Organisation) -> None:
    service = add_service(organisation=council, code="reablement", name="Reablement", by=None)
    posted = {"name": "Renamed", "frequency": "week", "service": service.pk, "code": "other"}
    posted["method"] = "run-rate"
    assert client.post("/anyshire/series/test/saving/edit/", posted).status_code == 302
    series.refresh_from_db()
    assert (series.name, series.frequency, series.service, series.code) == ("Renamed", "week", service, "test/saving")


def test_action_refuses_another_measure(series: Series) -> None:
    with pytest.raises(Exception, match="measure of a series can't change"):
        change_series(series=series, by=None, measure=MeasureFactory())


def test_series_may_not_belong_to_another_councils_service(council: Organisation) -> None:
    theirs = add_service(organisation=OrganisationFactory(), code="x", name="X", by=None)
    series: Series = SeriesFactory(organisation=council)
    with pytest.raises(Exception, match="another organisation"):
        change_series(series=series, by=None, service=theirs)


def test_service_and_locality_are_added(client: Client, council: Organisation) -> None:
    client.post("/anyshire/parts/new-service/", {"code": "older-people", "name": "Older people"})
    client.post("/anyshire/parts/new-locality/", {"code": "north", "name": "North"})
    assert Service.objects.get().name == "Older people"
    assert Locality.objects.get().organisation == council
    text = client.get("/anyshire/parts/").content.decode()
    assert "Older people" in text
    assert "North" in text


def test_second_service_of_a_code_is_refused(client: Client, council: Organisation) -> None:
    add_service(organisation=council, code="older-people", name="Older people", by=None)
    response = client.post("/anyshire/parts/new-service/", {"code": "older-people", "name": "Again"})
    assert "already exists" in str(response.context["form"].errors["code"])
    assert Service.objects.count() == 1


@pytest.mark.parametrize("url", ["/anyshire/parts/", "/anyshire/parts/new-service/", "/anyshire/series/new/"])
def test_only_administrators_open_these_pages(url: str, administrator: User, viewer: User, stranger: User) -> None:
    assert signed_in(administrator).get(url).status_code == 200
    assert signed_in(viewer).get(url).status_code == 403
    assert signed_in(stranger).get(url).status_code == 404


def test_series_page_says_how_it_is_projected_and_rated_and_of_what_it_is_made(
    council: Organisation, viewer: User
) -> None:
    counts = [MeasureFactory(unit="people") for _ in range(2)]
    parts = [
        SeriesFactory(organisation=council, measure=count, code=f"reviews/{code}", name=f"Reviews {code}")
        for code, count in zip(("done", "due"), counts, strict=True)
    ]
    ratio = MeasureFactory(unit="percent", numerator=counts[0], denominator=counts[1])
    scheme = council.rating_schemes.create(code="strict", name="Strict", green_within=0, amber_within=10)
    SeriesFactory(
        organisation=council,
        measure=ratio,
        code="reviews/share",
        numerator=parts[0],
        denominator=parts[1],
        method="run-rate",
        scheme=scheme,
    )

    page = signed_in(viewer).get("/anyshire/series/reviews/share/").content.decode()
    own = signed_in(viewer).get("/anyshire/series/reviews/done/").content.decode()

    assert "At the rate so far" in page
    assert '<a class="govuk-link" href="/anyshire/schemes/">Strict</a>' in page
    assert "amber to 10%" in page
    assert '<a class="govuk-link" href="/anyshire/series/reviews/done/">Reviews done</a>' in page
    assert '<a class="govuk-link" href="/anyshire/series/reviews/due/">Reviews due</a>' in page
    assert "The usual one" in own
    assert "Denominator" not in own

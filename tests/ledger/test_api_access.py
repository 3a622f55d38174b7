from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from rest_framework.throttling import UserRateThrottle

from ledger.actions import set_partner
from ledger.models import ApiToken, Kind, Organisation, Role, Series
from tests.conftest import signed_in
from tests.factories import MembershipFactory, OrganisationFactory, SeriesFactory, record

from .api_client import april, entry, send, with_token

LISTS = ["organisations", "measures", "series", "figures", "entries"]


@pytest.mark.parametrize("name", LISTS)
def test_anonymous_is_401_and_told_how(name: str, series: Series) -> None:
    response = Client().get(f"/api/v1/{name}/")

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"
    assert response["Content-Type"] == "application/problem+json"
    assert "Authorization: Token" in response.json()["detail"]


@pytest.mark.parametrize("name", LISTS)
def test_a_reader_reads_by_token_and_by_session(
    name: str, viewer: User, council: Organisation, series: Series
) -> None:
    record(series, 1)
    by_token = with_token(viewer, council).get(f"/api/v1/{name}/")
    by_session = signed_in(viewer).get(f"/api/v1/{name}/")

    assert (by_token.status_code, by_session.status_code) == (200, 200)
    assert by_token.json()["results"]
    assert by_token.json() == by_session.json()


@pytest.mark.parametrize("name", LISTS)
def test_a_stranger_is_404_and_sees_nothing(name: str, stranger: User, series: Series) -> None:
    figure = record(series, 1)
    client = with_token(stranger, stranger.memberships.get().organisation)

    response = client.get(f"/api/v1/{name}/", {"organisation": "anyshire"})
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    body = client.get(f"/api/v1/{name}/").content.decode()
    assert "anyshire" not in body
    assert f'"id":{figure.pk}' not in body
    assert client.get("/api/v1/series/anyshire/test/saving/").status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_a_token_reads_its_own_organisation_only(
    name: str, viewer: User, council: Organisation, series: Series
) -> None:
    record(series, 1)
    elsewhere = MembershipFactory(user=viewer).organisation
    client = with_token(viewer, elsewhere)

    assert client.get(f"/api/v1/{name}/", {"organisation": "anyshire"}).status_code == 404
    assert "anyshire" not in client.get(f"/api/v1/{name}/").content.decode()
    assert signed_in(viewer).get(f"/api/v1/{name}/", {"organisation": "anyshire"}).status_code == 200


def detail(client: Client) -> str:
    response = client.get("/api/v1/figures/")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"
    return response.json()["detail"]


@pytest.mark.parametrize("token", ["nonsense", "0" * 64, "ä" * 64, "a b", "", "0" * 100_000, "'; --"])
def test_an_unknown_token_is_401(token: str, viewer: User, council: Organisation) -> None:
    assert detail(Client(headers={"authorization": f"Token {token}"}))


def test_a_token_is_known_whole_or_not_at_all(viewer: User, council: Organisation) -> None:
    secret = with_token(viewer, council).defaults["HTTP_AUTHORIZATION"]
    changed = secret[:-1] + ("0" if secret[-1] != "0" else "1")

    assert "not known" in detail(Client(headers={"authorization": changed}))


def test_an_expired_token_says_so_and_stays(viewer: User, council: Organisation) -> None:
    client = with_token(viewer, council)
    ApiToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))

    assert "expired on" in detail(client)
    assert ApiToken.objects.count() == 1


def test_a_closed_account_is_refused(viewer: User, council: Organisation) -> None:
    token, session = with_token(viewer, council), signed_in(viewer)
    User.objects.update(is_active=False)

    assert "closed" in detail(token)
    assert session.get("/api/v1/figures/").status_code == 401


def test_a_revoked_membership_ends_what_its_token_reads(viewer: User, council: Organisation, series: Series) -> None:
    record(series, 1)
    client = with_token(viewer, council)
    viewer.memberships.all().delete()

    assert client.get("/api/v1/figures/").json() == {"next": None, "results": []}
    assert client.get("/api/v1/figures/", {"organisation": "anyshire"}).status_code == 404


@pytest.fixture
def partnership(council: Organisation) -> Organisation:
    found = OrganisationFactory(name="Health and care", slug="health-and-care", kind=Kind.PARTNERSHIP)
    set_partner(partnership=found, member=council, by=None, is_lead=True)
    SeriesFactory(organisation=found, code="joint/beds")
    return found


def test_members_read_a_partnership_and_its_leads_people_write(
    partnership: Organisation, viewer: User, officer: User
) -> None:
    body = entry(april("joint/beds"), organisation="health-and-care")
    assert send(with_token(viewer, partnership, may_write=True), body).status_code == 403
    assert send(with_token(officer, partnership, may_write=True), body).status_code == 201

    assert len(with_token(viewer, partnership).get("/api/v1/figures/").json()["results"]) == 1
    assert len(signed_in(viewer).get("/api/v1/figures/").json()["results"]) == 1


def test_people_of_another_member_read_a_partnership_only(partnership: Organisation) -> None:
    partner = OrganisationFactory()
    set_partner(partnership=partnership, member=partner, by=None)
    person = MembershipFactory(organisation=partner, role=Role.FINANCE_OFFICER).user
    body = entry(april("joint/beds"), organisation="health-and-care")

    assert send(with_token(person, partnership, may_write=True), body).status_code == 403
    assert with_token(person, partnership).get("/api/v1/series/").json()["results"][0]["code"] == "joint/beds"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("name", LISTS)
def test_other_methods_are_405(name: str, method: str, viewer: User, council: Organisation) -> None:
    response = getattr(with_token(viewer, council, may_write=True), method)(f"/api/v1/{name}/")

    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert "GET" in response["Allow"]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png;q=0.5"])
def test_another_format_is_406(accept: str, viewer: User, council: Organisation) -> None:
    response = with_token(viewer, council).get("/api/v1/figures/", headers={"accept": accept})

    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"
    assert "application/json" in response.json()["detail"]


@pytest.mark.parametrize("path", ["", "nothing/", "figures", "figures/1/", "figures/x/history/", "series/x/A%00/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_addresses_are_404_in_the_same_words(method: str, path: str, db: None) -> None:
    response: Any = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:ascare:problem:not-found"


def test_too_many_requests_are_429(viewer: User, council: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    client = with_token(viewer, council)
    answers = [client.get("/api/v1/organisations/") for _ in range(3)]
    cache.clear()

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["Content-Type"] == "application/problem+json"

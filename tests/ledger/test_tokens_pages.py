from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from knox.crypto import hash_token
from pytest_django import DjangoAssertNumQueries

from ledger.actions import issue_token
from ledger.models import ApiToken, Membership, Organisation, PartnershipMember, Role
from tests.conftest import signed_in
from tests.factories import MembershipFactory, OrganisationFactory

TOKENS = "/tokens/"
WANTED = {"name": "Power BI", "organisation": "anyshire", "access": "read", "days": "90"}


def text(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def token_of(user: User, council: Organisation) -> ApiToken:
    return issue_token(by=user, organisation=council, name="Upload", days=30, may_write=False)[0]


def test_a_person_sees_their_own_tokens(viewer: User, lead: User, council: Organisation) -> None:
    mine = token_of(viewer, council)
    ApiToken.objects.create(user=lead, organisation=council, name="Somebody else's")
    page = text(signed_in(viewer).get(TOKENS))
    assert "Upload" in page
    assert "Read only" in page
    assert mine.token_key[-4:] in page
    assert mine.token_key not in page
    assert "Somebody else's" not in page


def test_an_expired_token_says_so(viewer: User, council: Organisation) -> None:
    token_of(viewer, council)
    ApiToken.objects.update(expiry=timezone.now() - timedelta(days=1))
    assert "(expired)" in text(signed_in(viewer).get(TOKENS))


def test_the_secret_is_shown_once_and_stored_nowhere(contributor: User, council: Organisation) -> None:
    client = signed_in(contributor)
    response = client.post(TOKENS, {**WANTED, "access": "write", "days": "365"})
    assert response.status_code == 200  # no redirect: the secret goes into no address and no message
    assert "no-store" in response["Cache-Control"]
    secret = response.context["secret"]
    assert secret in text(response)
    token = ApiToken.objects.get()
    assert token.digest == hash_token(secret)
    assert (token.user, token.organisation, token.name, token.may_write) == (contributor, council, "Power BI", True)
    assert timedelta(days=364) < token.expiry - timezone.now() <= timedelta(days=365)
    assert secret not in text(client.get(TOKENS))
    assert all(secret not in str(value) for value in client.session.values())


def test_tokens_are_read_only_and_for_90_days_unless_told_otherwise(contributor: User) -> None:
    form = signed_in(contributor).get(TOKENS).context["form"]
    assert form["access"].initial == "read"
    assert form["days"].initial == 90


@pytest.mark.parametrize("days", ["0", "366", "-1", "ninety", "1.5", ""])
def test_days_out_of_bounds(viewer: User, days: str) -> None:
    response = signed_in(viewer).post(TOKENS, {**WANTED, "days": days})
    assert response.context["form"].errors == {"days": ["Days until it expires must be a whole number from 1 to 365"]}
    assert "Days until it expires must be a whole number from 1 to 365" in text(response)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("days", ["1", "365"])
def test_days_at_their_bounds(viewer: User, days: str) -> None:
    signed_in(viewer).post(TOKENS, {**WANTED, "days": days})
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"organisation": ""}, "organisation"),
        ({"organisation": "elsewhere"}, "organisation"),
        ({"access": ""}, "access"),
        ({"access": "admin"}, "access"),
    ],
)
def test_what_is_wrong_with_a_token(contributor: User, given: dict[str, str], field: str) -> None:
    OrganisationFactory(slug="elsewhere")
    response = signed_in(contributor).post(TOKENS, {**WANTED, **given})
    assert list(response.context["form"].errors) == [field]
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMINISTRATOR])
def test_no_token_writes_for_somebody_who_may_not(council: Organisation, role: str) -> None:
    user = MembershipFactory(organisation=council, role=role).user
    client = signed_in(user)
    assert "Read, and record figures" not in text(client.get(TOKENS))
    assert "access" in client.post(TOKENS, {**WANTED, "access": "write"}).context["form"].errors
    assert not ApiToken.objects.exists()


def test_no_token_writes_where_somebody_only_reads(contributor: User) -> None:
    elsewhere = MembershipFactory(user=contributor, organisation__slug="elsewhere").organisation
    response = signed_in(contributor).post(TOKENS, {**WANTED, "organisation": "elsewhere", "access": "write"})
    (error,) = response.context["form"].errors["access"]
    assert f"Your role in {elsewhere} is viewer" in error
    assert not ApiToken.objects.exists()


def test_a_partnership_can_be_read_by_token_but_not_written(contributor: User, council: Organisation) -> None:
    partnership = OrganisationFactory(slug="joint", kind="partnership")
    PartnershipMember.objects.create(partnership=partnership, member=council)
    client = signed_in(contributor)
    assert (
        "access" in client.post(TOKENS, {**WANTED, "organisation": "joint", "access": "write"}).context["form"].errors
    )
    client.post(TOKENS, {**WANTED, "organisation": "joint"})
    assert ApiToken.objects.get().organisation == partnership


def test_somebody_without_a_role_is_told_whom_to_ask(viewer: User) -> None:
    Membership.objects.all().delete()
    client = signed_in(viewer)
    assert "Ask an administrator" in text(client.get(TOKENS))
    assert client.post(TOKENS, WANTED).status_code == 200
    assert not ApiToken.objects.exists()


def test_revoking_asks_first(viewer: User, council: Organisation) -> None:
    token = token_of(viewer, council)
    client = signed_in(viewer)
    address = f"{TOKENS}{token.digest}/revoke/"
    assert "Revoke “Upload”?" in text(client.get(address))
    assert ApiToken.objects.exists()
    response = client.post(address, follow=True)
    assert response.redirect_chain == [(TOKENS, 302)]
    assert "“Upload” is revoked" in text(response)
    assert not ApiToken.objects.exists()


def test_others_tokens_are_not_there(
    administrator: User, viewer: User, stranger: User, council: Organisation
) -> None:
    address = f"{TOKENS}{token_of(viewer, council).digest}/revoke/"
    for other in (administrator, stranger):
        assert signed_in(other).get(address).status_code == 404
        assert signed_in(other).post(address).status_code == 404
    assert ApiToken.objects.exists()


def test_tokens_are_for_people_who_signed_in(viewer: User, council: Organisation) -> None:
    for address in (TOKENS, f"{TOKENS}{token_of(viewer, council).digest}/revoke/"):
        assert Client().get(address)["Location"].startswith("/accounts/login/")
        assert Client().post(address, WANTED)["Location"].startswith("/accounts/login/")
    assert ApiToken.objects.count() == 1


def test_tokens_queries(
    viewer: User, council: Organisation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        token_of(viewer, council)
    client = signed_in(viewer)
    with django_assert_max_num_queries(6):
        client.get(TOKENS)

from html import unescape
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.actions import grant_membership
from ledger.models import Membership, Organisation, Role, Service
from tests.conftest import signed_in
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

PEOPLE = "/anyshire/people/"
NEW = f"{PEOPLE}new/"
INVITE = f"{PEOPLE}new-account/"
NEWCOMER = {"username": "j.okafor", "name": "Jo Okafor", "email": "jo@example.gov.uk", "role": Role.VIEWER}


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture
def carers(council: Organisation) -> Service:
    return Service.objects.create(organisation=council, code="carers", name="Carers")


def membership(user: User) -> Membership:
    return Membership.objects.get(user=user, organisation__slug="anyshire")


def person(user: User) -> str:
    return f"{PEOPLE}{membership(user).pk}/"


def text(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def test_people_are_listed_with_role_services_and_who_changed_them(
    client: Client, administrator: User, contributor: User, carers: Service, council: Organisation
) -> None:
    grant_membership(
        user=contributor, organisation=council, role=Role.CONTRIBUTOR, services=[carers], by=administrator
    )
    page = text(client.get(PEOPLE))
    assert "contributor" in page
    assert "Contributor" in page
    assert "Carers" in page
    assert "by administrator" in page


def test_people_of_another_council_are_not_listed(client: Client, stranger: User) -> None:
    assert "stranger" not in text(client.get(PEOPLE))


def test_people_as_csv(client: Client, viewer: User) -> None:
    lines = client.get(f"{PEOPLE}?csv=people").getvalue().decode().splitlines()
    assert lines[0] == "Name,User name,Role,Records for,Since,Last changed"
    assert any(line.startswith("viewer,viewer,Viewer,Nothing,") for line in lines)


def test_people_as_at_a_day_before_anybody_was_there(client: Client) -> None:
    page = text(client.get(f"{PEOPLE}?as_at=2019-11-07"))
    assert "Nobody had a role then." in page
    assert "Add a person" not in page


def test_people_queries_do_not_grow_with_people(
    client: Client, council: Organisation, carers: Service, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        MembershipFactory(organisation=council).services.set([carers])
    with django_assert_max_num_queries(11):
        client.get(PEOPLE)


@pytest.mark.parametrize("address", [PEOPLE, NEW, INVITE, "{person}", "{person}remove/"])
def test_pages_of_people_are_for_administrators(
    client: Client, viewer: User, contributor: User, officer: User, lead: User, stranger: User, address: str
) -> None:
    address = address.replace("{person}", person(viewer))
    assert client.get(address).status_code == 200
    anonymous = Client().get(address)
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith("/accounts/login/")
    for reader in (viewer, contributor, officer, lead):
        assert signed_in(reader).get(address).status_code == 403
        assert signed_in(reader).post(address).status_code == 403
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(stranger).post(address).status_code == 404


@pytest.mark.parametrize("page", ["", "remove/", "link/"])
def test_somebody_elses_member_is_not_there(client: Client, stranger: User, page: str) -> None:
    pk = Membership.objects.get(user=stranger).pk
    assert client.post(f"{PEOPLE}{pk}/{page}", {"role": Role.VIEWER}).status_code == 404
    assert Membership.objects.filter(pk=pk).exists()


@pytest.mark.parametrize("login", ["stranger", "STRANGER", "stranger@example.gov.uk"])
def test_somebody_with_an_account_is_added(
    client: Client, stranger: User, carers: Service, administrator: User, login: str
) -> None:
    User.objects.filter(pk=stranger.pk).update(email="stranger@example.gov.uk")
    response = client.post(NEW, {"login": login, "role": Role.CONTRIBUTOR, "services": [carers.pk]}, follow=True)
    assert response.redirect_chain == [(PEOPLE, 302)]
    assert "stranger is now contributor of" in text(response)
    added = membership(stranger)
    assert added.role == Role.CONTRIBUTOR
    assert list(added.services.all()) == [carers]
    history = added.history.all()
    assert {row.history_user for row in history} == {administrator}
    assert [service.service for service in history.first().services.all()] == [carers]


def closed_account() -> None:
    UserFactory(username="nobody", is_active=False)


def account_that_nobody_opened() -> None:
    User.objects.create_user("nobody")


def two_accounts_of_one_address() -> None:
    UserFactory(username="one", email="nobody")
    UserFactory(username="two", email="nobody")


@pytest.mark.parametrize(
    "arrange", [lambda: None, closed_account, account_that_nobody_opened, two_accounts_of_one_address]
)
def test_who_can_not_be_added_is_said_in_the_same_words(client: Client, arrange: object) -> None:
    arrange()  # type: ignore[operator]
    response = client.post(NEW, {"login": "nobody", "role": Role.VIEWER})
    assert response.status_code == 200
    expected = "No account can be added under “nobody”; check the user name or email address, or make a new account"
    assert response.context["form"].errors == {"login": [expected]}
    assert Membership.objects.count() == 1


def test_a_member_is_not_added_twice(client: Client, viewer: User) -> None:
    response = client.post(NEW, {"login": "viewer", "role": Role.ADMINISTRATOR})
    assert "has a role in Anyshire already" in text(response)
    assert membership(viewer).role == Role.VIEWER


def test_role_that_is_none_and_service_of_another_organisation_are_refused(client: Client, stranger: User) -> None:
    elsewhere = Service.objects.create(organisation=OrganisationFactory(), code="carers", name="Carers")
    for given, field in (
        ({"role": "owner"}, "role"),
        ({}, "role"),
        ({"role": Role.VIEWER, "services": [elsewhere.pk]}, "services"),
        ({"role": Role.VIEWER, "services": ["x"]}, "services"),
    ):
        response = client.post(NEW, {"login": "stranger", **given})
        assert list(response.context["form"].errors) == [field]
        assert field.capitalize() in text(response) or field in text(response)
    assert not Membership.objects.filter(user=stranger, organisation__slug="anyshire").exists()


def test_a_new_account_is_opened_by_a_link_that_works_once(client: Client, administrator: User) -> None:
    response = client.post(INVITE, NEWCOMER)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    user = User.objects.get(username="j.okafor")
    assert not user.has_usable_password()
    assert user.get_full_name() == "Jo Okafor"
    assert membership(user).history.get().history_user == administrator

    link = response.context["link"]
    assert link in text(response)
    newcomer = Client()
    page = newcomer.get(link, follow=True)
    password = {"password1": "correct horse battery", "password2": "correct horse battery"}
    newcomer.post(page.redirect_chain[-1][0], password)
    assert Client().login(username="j.okafor", password="correct horse battery")
    assert "This link does not work" in text(Client().get(link, follow=True))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "jo okafor"}, "username"),
        ({"username": "Stranger"}, "username"),
        ({"email": "STRANGER@example.gov.uk"}, "username"),
        ({"email": "jo"}, "email"),
        ({"name": ""}, "name"),
        ({"role": "owner"}, "role"),
    ],
)
def test_a_new_account_with_something_wrong_is_not_made(
    client: Client, stranger: User, given: dict[str, str], field: str
) -> None:
    User.objects.filter(pk=stranger.pk).update(email="stranger@example.gov.uk")
    accounts = User.objects.count()
    response = client.post(INVITE, {**NEWCOMER, **given})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert User.objects.count() == accounts


def test_taken_user_name_and_taken_address_are_said_in_the_same_words(client: Client, stranger: User) -> None:
    User.objects.filter(pk=stranger.pk).update(email="stranger@example.gov.uk")
    one = client.post(INVITE, {**NEWCOMER, "username": "stranger"}).context["form"].errors
    other = client.post(INVITE, {**NEWCOMER, "email": "stranger@example.gov.uk"}).context["form"].errors
    assert one == other


def test_a_lost_link_is_made_anew_until_the_account_is_in_use(client: Client) -> None:
    client.post(INVITE, NEWCOMER)
    user = User.objects.get(username="j.okafor")
    assert "has not set a password yet" in text(client.get(PEOPLE)).lower()
    assert "/accounts/password/reset/key/" in text(client.post(f"{person(user)}link/"))
    user.set_password("correct horse battery")
    user.save()
    response = client.post(f"{person(user)}link/", follow=True)
    assert "/accounts/password/reset/key/" not in text(response)
    assert "ask them to reset their own password" in text(response)


def test_no_link_opens_an_account_with_a_role_elsewhere(client: Client) -> None:
    client.post(INVITE, NEWCOMER)
    user = User.objects.get(username="j.okafor")
    MembershipFactory(user=user)
    assert client.post(f"{person(user)}link/").status_code == 302
    assert "Make a new link" not in text(client.get(person(user)))


def test_links_are_asked_for_by_post_only(client: Client, viewer: User) -> None:
    assert client.get(f"{person(viewer)}link/").status_code == 405
    assert signed_in(viewer).post(f"{person(viewer)}link/").status_code == 403


def test_role_and_services_are_changed_and_the_history_says_by_whom(
    client: Client, viewer: User, carers: Service
) -> None:
    response = client.post(person(viewer), {"role": Role.FINANCE_OFFICER, "services": [carers.pk]}, follow=True)
    assert "viewer is now finance officer of" in text(response)
    changed = membership(viewer)
    assert changed.role == Role.FINANCE_OFFICER
    assert list(changed.services.all()) == [carers]
    assert changed.history.first().history_user.username == "administrator"
    rows = list(client.get(f"{person(viewer)}?csv=changes"))
    assert [row.decode().split(",")[3:] for row in rows[1:]] == [
        ["Changed", "Finance officer", "Carers", "administrator\r\n"],
        ["Added", "Viewer", "Nothing", "the system\r\n"],
    ]


def test_saving_what_stands_leaves_no_trace_in_the_list_of_changes(client: Client, viewer: User) -> None:
    client.post(person(viewer), {"role": Role.VIEWER})
    assert len(list(client.get(f"{person(viewer)}?csv=changes"))) == 2


def test_the_last_administrator_is_neither_demoted_nor_removed(client: Client, administrator: User) -> None:
    UserFactory(username="closed", is_active=False)
    response = client.post(person(administrator), {"role": Role.VIEWER})
    assert "would be left without an administrator" in str(response.context["form"].errors["role"])
    response = client.post(f"{person(administrator)}remove/")
    assert "would be left without an administrator" in text(response)
    assert membership(administrator).role == Role.ADMINISTRATOR


def test_an_administrator_who_steps_down_is_led_to_what_they_may_still_see(
    client: Client, council: Organisation, administrator: User
) -> None:
    MembershipFactory(organisation=council, role=Role.ADMINISTRATOR)
    response = client.post(person(administrator), {"role": Role.VIEWER})
    assert response["Location"] == "/"


def test_removing_asks_first_and_keeps_the_history(client: Client, viewer: User, administrator: User) -> None:
    address = f"{person(viewer)}remove/"
    pk = membership(viewer).pk
    assert "Remove viewer?" in text(client.get(address))
    assert Membership.objects.filter(pk=pk).exists()
    response = client.post(address, follow=True)
    assert "viewer has no role in Anyshire any more" in text(response)
    assert not Membership.objects.filter(pk=pk).exists()
    gone = Membership.history.filter(id=pk).first()
    assert (gone.history_type, gone.history_user) == ("-", administrator)
    assert "Removed" in text(response)
    assert signed_in(viewer).get("/anyshire/measures/").status_code == 404


def test_a_form_without_its_token_is_refused(administrator: User, viewer: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)
    assert strict.post(f"{person(viewer)}remove/").status_code == 403
    assert membership(viewer)


def grant(*words: str) -> str:
    out = StringIO()
    call_command("grant", *words, stdout=out)
    return out.getvalue()


def test_grant_makes_the_first_administrator(council: Organisation) -> None:
    user = UserFactory(username="first")
    assert grant("first", "anyshire", "administrator") == "first is now administrator of Anyshire.\n"
    assert membership(user).role == Role.ADMINISTRATOR
    assert membership(user).history.get().history_user is None


def test_grant_keeps_services(contributor: User, carers: Service) -> None:
    membership(contributor).services.add(carers)
    grant("contributor", "anyshire", "finance-officer")
    assert list(membership(contributor).services.all()) == [carers]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody", "anyshire", "viewer"), "no account “nobody”"),
        (("closed", "anyshire", "viewer"), "“closed” is closed"),
        (("viewer", "nowhere", "viewer"), "no organisation “nowhere”"),
        (("viewer", "anyshire", "owner"), "“owner” is no role; give one of viewer"),
        (("administrator", "anyshire", "viewer"), "without an administrator"),
    ],
)
def test_grant_says_what_is_wrong_and_creates_nothing(
    administrator: User, viewer: User, words: tuple[str, ...], said: str
) -> None:
    UserFactory(username="closed", is_active=False)
    before = (User.objects.count(), Organisation.objects.count(), list(Membership.objects.values_list("pk", "role")))
    with pytest.raises(CommandError, match=said):
        grant(*words)
    after = (User.objects.count(), Organisation.objects.count(), list(Membership.objects.values_list("pk", "role")))
    assert after == before

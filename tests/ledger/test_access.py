"""Who may do what: strangers are told nothing, readers who try to write are told why not."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404

from ledger.access import RIGHTS, Access, Right, require, standings
from ledger.actions import set_partner
from ledger.errors import Rejected
from ledger.models import Kind, Membership, Organisation, Role, Service
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

READ, RECORD, APPROVE, ADMINISTER = Right.READ, Right.RECORD, Right.APPROVE, Right.ADMINISTER
# Said once more here, so that a change of the table is a decision.
MAY = {
    Role.VIEWER: {READ},
    Role.CONTRIBUTOR: {READ, RECORD},
    Role.FINANCE_OFFICER: {READ, RECORD},
    Role.FINANCE_LEAD: {READ, RECORD, APPROVE},
    Role.ADMINISTRATOR: {READ, ADMINISTER},
}


def get_access(user: User | AnonymousUser, slug: str, right: Right = Right.READ) -> Access:
    return require(standings(user), slug, right)


def allowed(user: User, slug: str, right: Right) -> bool:
    """Whether the person may; somebody who can't even read gets 404, which is an error here."""
    try:
        return get_access(user, slug, right).organisation.slug == slug
    except PermissionDenied:
        return False


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_rights_and_no_others(council: Organisation, role: str, right: Right) -> None:
    person = MembershipFactory(organisation=council, role=role).user

    assert allowed(person, "anyshire", right) == (right in MAY[Role(role)])


def test_every_role_is_in_the_table() -> None:
    assert set(RIGHTS) == set(MAY) == set(Role)


def test_nobody_both_records_and_manages_people() -> None:
    assert not [role for role, rights in RIGHTS.items() if {RECORD, ADMINISTER} <= rights]


@pytest.mark.parametrize("right", Right)
def test_stranger_gets_404_for_whatever_they_ask(council: Organisation, stranger: User, right: Right) -> None:
    with pytest.raises(Http404):
        get_access(stranger, "anyshire", right)


def test_stranger_cannot_tell_a_council_from_none(council: Organisation, stranger: User) -> None:
    said = []
    for slug in ("anyshire", "nowhere"):
        with pytest.raises(Http404) as caught:
            get_access(stranger, slug)
        said.append(str(caught.value).replace(slug, ""))

    assert said[0] == said[1]


@pytest.mark.parametrize("right", Right)
def test_anonymous_gets_404(council: Organisation, right: Right) -> None:
    with pytest.raises(Http404):
        get_access(AnonymousUser(), "anyshire", right)


def test_reader_who_tries_to_write_is_told_why_not_and_whom_to_ask(council: Organisation, viewer: User) -> None:
    with pytest.raises(PermissionDenied) as caught:
        get_access(viewer, "anyshire", RECORD)

    assert "viewer" in str(caught.value)
    assert "Ask an administrator of Anyshire" in str(caught.value)


def test_inactive_person_has_no_standing_whatever_they_were(council: Organisation, lead: User) -> None:
    lead.is_active = False
    lead.save()

    assert standings(lead) == {}
    with pytest.raises(Http404):
        get_access(lead, "anyshire")


def test_superuser_without_membership_is_a_stranger(council: Organisation) -> None:
    """Django's flags mean nothing here: whoever reads a council's numbers is on its list of members."""
    with pytest.raises(Http404):
        get_access(UserFactory(is_superuser=True, is_staff=True), "anyshire")


def test_revoked_member_is_a_stranger(council: Organisation, viewer: User) -> None:
    Membership.objects.get(user=viewer).delete()

    with pytest.raises(Http404):
        get_access(viewer, "anyshire")


# --- services


def test_writing_is_limited_to_the_membership_s_services(council: Organisation) -> None:
    membership = MembershipFactory(organisation=council, role=Role.CONTRIBUTOR)
    assert get_access(membership.user, "anyshire").services == frozenset()
    membership.services.add(Service.objects.create(organisation=council, code="older", name="Older people"))

    assert get_access(membership.user, "anyshire").services == {"older"}


# --- partnerships


@pytest.fixture
def partnership(council: Organisation) -> Organisation:
    """Of Anyshire, which leads, and Othershire."""
    joint: Organisation = OrganisationFactory(name="Joint board", slug="joint", kind=Kind.PARTNERSHIP)
    other = OrganisationFactory(name="Othershire", slug="othershire")
    set_partner(partnership=joint, member=council, by=None, is_lead=True)
    set_partner(partnership=joint, member=other, by=None)
    return joint


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_lead_council_s_people_have_their_own_role(
    council: Organisation, partnership: Organisation, role: str, right: Right
) -> None:
    person = MembershipFactory(organisation=council, role=role).user

    assert allowed(person, "joint", right) == (right in MAY[Role(role)])


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_other_members_people_only_read(partnership: Organisation, role: str, right: Right) -> None:
    other = Organisation.objects.get(slug="othershire")
    person = MembershipFactory(organisation=other, role=role).user

    assert allowed(person, "joint", right) == (right is READ)


@pytest.mark.parametrize("lead_first", [True, False])
def test_who_belongs_to_both_councils_has_the_lead_s_role(
    council: Organisation, partnership: Organisation, lead_first: bool
) -> None:
    person = UserFactory()
    other = Organisation.objects.get(slug="othershire")
    for place in [council, other] if lead_first else [other, council]:
        role = Role.FINANCE_LEAD if place == council else Role.VIEWER
        MembershipFactory(user=person, organisation=place, role=role)

    assert allowed(person, "joint", APPROVE)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.FINANCE_LEAD])
def test_own_role_in_the_partnership_goes_before_the_council_s(
    council: Organisation, partnership: Organisation, role: str
) -> None:
    person = MembershipFactory(organisation=partnership, role=role).user
    MembershipFactory(user=person, organisation=council, role=Role.FINANCE_OFFICER)

    assert get_access(person, "joint").role == role


def test_partnership_s_people_are_strangers_to_its_councils(council: Organisation, partnership: Organisation) -> None:
    person = MembershipFactory(organisation=partnership, role=Role.FINANCE_LEAD).user

    with pytest.raises(Http404):
        get_access(person, "anyshire")


def test_councils_in_one_partnership_are_strangers_to_each_other(
    council: Organisation, partnership: Organisation, lead: User
) -> None:
    with pytest.raises(Http404):
        get_access(lead, "othershire")


def test_stranger_is_a_stranger_to_the_partnership_too(partnership: Organisation, stranger: User) -> None:
    with pytest.raises(Http404):
        get_access(stranger, "joint")


def test_council_has_no_partners(council: Organisation) -> None:
    with pytest.raises(Rejected, match="only partnerships have members"):
        set_partner(partnership=council, member=OrganisationFactory(), by=None)


def test_standings_are_in_order_of_name_and_take_two_queries(
    council: Organisation, partnership: Organisation, lead: User, django_assert_num_queries: object
) -> None:
    for name in ("Zedshire", "Abshire"):
        MembershipFactory(user=lead, organisation=OrganisationFactory(name=name, slug=name.lower()))

    with django_assert_num_queries(2):  # type: ignore[operator]
        found = standings(lead)

    assert list(found) == ["abshire", "anyshire", "joint", "zedshire"]

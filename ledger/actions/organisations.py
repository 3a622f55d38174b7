from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.db import transaction

from ..errors import Problem, Rejected
from ..history import keep
from ..locks import lock_and_stamp
from ..models import Locality, Membership, Organisation, PartnershipMember, Role, Service
from ..months import moment_label


@transaction.atomic
def create_organisation(
    *, slug: str, name: str, kind: str, by: AbstractBaseUser | None, live_from: datetime | None = None
) -> Organisation:
    return keep(Organisation(slug=slug, name=name, kind=kind, live_from=live_from), by=by)


@transaction.atomic
def go_live(*, organisation: Organisation, by: AbstractBaseUser | None) -> Organisation:
    """From this moment on nothing can be recorded as known earlier. There is no way back."""
    # An import of the past holds the same lock: it is in before this moment, or it is refused.
    moment = lock_and_stamp(organisation).moment
    found = Organisation.objects.get(pk=organisation.pk)
    if found.live_from and found.live_from <= moment:
        raise Rejected([Problem("", f"{found} is live already, since {moment_label(found.live_from)}.")])
    found.live_from = moment
    return keep(found, by=by)


@transaction.atomic
def set_partner(
    *,
    partnership: Organisation,
    member: Organisation,
    by: AbstractBaseUser | None,
    default_share: Decimal | None = None,
    is_lead: bool = False,
) -> PartnershipMember:
    """Make `member` part of `partnership`, or change its part."""
    if not partnership.is_partnership:
        raise Rejected([Problem("partnership", f"{partnership} is a council; only partnerships have members.")])
    part = PartnershipMember.objects.filter(partnership=partnership, member=member).first()
    part = part or PartnershipMember(partnership=partnership, member=member)
    part.default_share, part.is_lead = default_share, is_lead
    return keep(part, by=by)


@transaction.atomic
def add_locality(*, organisation: Organisation, code: str, name: str, by: AbstractBaseUser | None) -> Locality:
    return keep(Locality(organisation=organisation, code=code, name=name), by=by)


@transaction.atomic
def add_service(*, organisation: Organisation, code: str, name: str, by: AbstractBaseUser | None) -> Service:
    return keep(Service(organisation=organisation, code=code, name=name), by=by)


@transaction.atomic
def grant_membership(
    *,
    user: AbstractBaseUser,
    organisation: Organisation,
    role: str,
    by: AbstractBaseUser | None,
    services: Iterable[Service] = (),
) -> Membership:
    """Give `user` a role in `organisation`, or change the one they have."""
    chosen = list(services)
    if any(service.organisation_id != organisation.pk for service in chosen):
        raise Rejected([Problem("services", f"Choose services of {organisation}.")])
    membership = Membership.objects.filter(user_id=user.pk, organisation=organisation).first()
    if membership and membership.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
        _keep_an_administrator(membership)
    membership = membership or Membership(user_id=user.pk, organisation=organisation)
    membership.role = role
    keep(membership, by=by)
    membership.services.set(chosen)
    return membership


@transaction.atomic
def invite_person(
    *,
    username: str,
    email: str,
    name: str,
    organisation: Organisation,
    role: str,
    by: AbstractBaseUser | None,
    services: Iterable[Service] = (),
) -> Membership:
    """Make an account with a role in `organisation`. It has no password, so nobody can sign in to it yet."""
    # One field holds the whole name, for not every name has a first and a last part.
    user = User.objects.create_user(username, email, first_name=name)
    return grant_membership(user=user, organisation=organisation, role=role, services=services, by=by)


@transaction.atomic
def revoke_membership(*, membership: Membership, by: AbstractBaseUser | None) -> None:
    if membership.role == Role.ADMINISTRATOR:
        _keep_an_administrator(membership)
    membership._history_user = by  # type: ignore[attr-defined]
    membership.delete()


def _keep_an_administrator(leaving: Membership) -> None:
    others = Membership.objects.select_for_update().filter(
        organisation=leaving.organisation, role=Role.ADMINISTRATOR, user__is_active=True
    )
    if not others.exclude(pk=leaving.pk).exists():
        message = f"{leaving.organisation} would be left without an administrator; make another one first."
        raise Rejected([Problem("role", message)])

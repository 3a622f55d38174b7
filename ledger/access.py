"""Who may do what: every object is reached through its organisation, and an organisation through here.

Strangers to an organisation get 404, for they need not know that it is there; readers who try to write get 403.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from .models import Membership, Organisation, PartnershipMember, Role

User = AbstractBaseUser | AnonymousUser


class Right(Enum):
    READ = "read"
    RECORD = "record figures"
    APPROVE = "approve"
    ADMINISTER = "manage people and definitions"


RIGHTS: dict[str, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.READ}),
    Role.CONTRIBUTOR: frozenset({Right.READ, Right.RECORD}),
    Role.FINANCE_OFFICER: frozenset({Right.READ, Right.RECORD}),
    Role.FINANCE_LEAD: frozenset({Right.READ, Right.RECORD, Right.APPROVE}),
    # Who manages people does not record figures: two duties, two people.
    Role.ADMINISTRATOR: frozenset({Right.READ, Right.ADMINISTER}),
}


@dataclass(frozen=True)
class Access:
    """A person's standing in one organisation."""

    organisation: Organisation
    role: str
    membership: int | None  # the membership it comes from; None: through a partnership, to read

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]

    @cached_property
    def services(self) -> frozenset[str]:
        """The codes of the services that this person's writing is limited to; empty: not limited."""
        if self.membership is None:
            return frozenset()
        rows = Membership.services.through.objects.filter(membership_id=self.membership)
        return frozenset(rows.values_list("service__code", flat=True))


def standings(user: User) -> dict[str, Access]:
    """Every organisation that `user` may read, by slug, in order of name: two queries.

    Members of a council may read its partnerships; the lead council's people have their own role there.
    """
    if not user.is_authenticated or not user.is_active:
        return {}
    memberships = Membership.objects.filter(user_id=user.pk).select_related("organisation").order_by("id")
    own = {m.organisation_id: m for m in memberships}
    found = {
        m.organisation.slug: Access(organisation=m.organisation, role=m.role, membership=m.pk) for m in memberships
    }
    parts = PartnershipMember.objects.filter(member_id__in=own).select_related("partnership")
    for part in sorted(parts, key=lambda part: part.is_lead):
        slug = part.partnership.slug
        if part.partnership_id in own:
            continue
        lead = own[part.member_id] if part.is_lead else None
        found[slug] = Access(
            organisation=part.partnership,
            role=lead.role if lead else Role.VIEWER,
            membership=lead.pk if lead else None,
        )
    return dict(sorted(found.items(), key=lambda item: item[1].organisation.name))


def require(known: dict[str, Access], slug: str, right: Right) -> Access:
    """The standing in the organisation called `slug`: 404 to strangers, 403 without the `right`."""
    access = known.get(slug)
    if access is None:
        raise Http404(f"No organisation “{slug}” that you can read.")
    if not access.may(right):
        raise PermissionDenied(
            f"Your role in {access.organisation} is {Role(access.role).label.lower()}; "
            f"it does not let you {right.value}. Ask an administrator of {access.organisation}."
        )
    return access

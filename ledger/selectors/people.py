"""Who has which role in an organisation, and how it came about."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.auth.models import User

from ..models import (
    Membership,
    Organisation,
)


def has_never_signed_in(user: User) -> bool:
    """Whether the account was made by somebody else and not yet opened by the person it is for."""
    return user.last_login is None and not user.has_usable_password()


def called(user: User | None, nobody: str) -> str:
    return (user.get_full_name() or user.get_username()) if user else nobody


@dataclass(frozen=True)
class MembershipChange:
    """What somebody's role became, when, and by whose hand."""

    membership: int
    kind: str  # "+" given, "~" changed, "-" taken away
    name: str
    username: str
    role: str
    services: tuple[str, ...]
    by: str
    at: datetime


def membership_changes(organisation: Organisation, moment: datetime | None) -> list[MembershipChange]:
    """Who was given, changed or lost which role up to `moment`, newest first: two queries."""
    rows = Membership.history.filter(organisation=organisation)
    if moment:
        rows = rows.filter(history_date__lte=moment)
    limits: dict[int, list[str]] = {}
    of_services = apps.get_model("ledger", "HistoricalMembership_services")
    chosen = of_services._default_manager.filter(history__organisation=organisation).order_by("service__name")
    for row, service in chosen.values_list("history_id", "service__name"):
        limits.setdefault(row, []).append(service or "a service that is gone")
    changes: dict[int, list[MembershipChange]] = {}
    for row in rows.select_related("user", "history_user").order_by("history_date", "history_id"):
        change = MembershipChange(
            membership=row.id,
            kind=row.history_type,
            name=called(row.user, "a deleted account"),
            username=row.user.get_username() if row.user else "",
            role=row.role,
            services=tuple(limits.get(row.pk, ())),
            by=called(row.history_user, "the system"),
            at=row.history_date,
        )
        _add_change(changes.setdefault(row.id, []), change)
    return sorted((change for of in changes.values() for change in of), key=lambda change: change.at, reverse=True)


def _add_change(before: list[MembershipChange], change: MembershipChange) -> None:
    """Role and services are kept in rows of their own, written one after the other: one act, so one change."""
    last = before[-1] if before else None
    if last is None or change.kind != "~":
        before.append(change)
    elif (last.role, last.by) == (change.role, change.by) and change.at - last.at < timedelta(seconds=1):
        before[-1] = replace(last, services=change.services)
    elif (last.role, last.services) != (change.role, change.services):
        before.append(change)


@dataclass(frozen=True)
class Person:
    """Somebody's standing in an organisation, from a membership of their own."""

    membership: int
    name: str
    username: str
    role: str
    services: tuple[str, ...]  # none: not limited
    since: datetime | None
    changed: MembershipChange | None
    note: str = ""


def people_of(organisation: Organisation, changes: list[MembershipChange], moment: datetime | None) -> list[Person]:
    """Everybody with a membership at `moment`, by name; `changes` are the organisation's up to then."""
    last = {change.membership: change for change in reversed(changes)}
    since = {change.membership: change.at for change in changes if change.kind == "+"}
    if moment:
        people = [
            Person(pk, was.name, was.username, was.role, was.services, since.get(pk), was)
            for pk, was in last.items()
            if was.kind != "-"
        ]
    else:
        # Who may do what now is read where access itself reads it, not from its history.
        members = Membership.objects.filter(organisation=organisation)
        people = [
            Person(
                membership=member.pk,
                name=called(member.user, ""),
                username=member.user.get_username(),
                role=member.role,
                services=tuple(service.name for service in member.services.all()),
                since=since.get(member.pk),
                changed=last.get(member.pk),
                note=_account_note(member.user),
            )
            for member in members.select_related("user").prefetch_related("services")
        ]
    return sorted(people, key=lambda person: person.name.casefold())


def _account_note(user: User) -> str:
    if not user.is_active:
        return "Account closed: can't sign in"
    return "Has not set a password yet" if has_never_signed_in(user) else ""

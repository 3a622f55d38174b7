"""Tables of people and their roles."""

from django.urls import reverse
from django.utils import timezone

from ..access import RIGHTS, Right
from ..components import Column, Link, Row, Table
from ..models import Role
from ..months import day_label, moment_label
from ..scope import Scope
from ..selectors import MembershipChange, Person

KINDS = {"+": "Added", "~": "Changed", "-": "Removed"}


def people_table(scope: Scope, people: list[Person]) -> Table:
    columns = ("Name", "User name", "Role", "Records for", "Since", "Last changed")
    return Table(
        "people",
        "People with a role",
        tuple(map(Column, columns)),
        tuple(_person_row(scope, person) for person in people),
        empty="Nobody had a role then." if scope.moment else "Nobody has a role of their own here.",
    )


def _person_row(scope: Scope, person: Person) -> Row:
    url = reverse("ledger:person_edit", args=[scope.organisation.slug, person.membership])
    changed = person.changed
    cells = (
        person.username,
        Role(person.role).label,
        _records_for(person.role, person.services),
        day_label(timezone.localdate(person.since)) if person.since else "Not known",
        f"{day_label(timezone.localdate(changed.at))} by {changed.by}" if changed else "Not known",
    )
    # What was can't be changed: only the present leads on.
    return Row(Link(person.name, url) if scope.is_now else person.name, cells, note=person.note)


def _records_for(role: str, services: tuple[str, ...]) -> str:
    if Right.RECORD not in RIGHTS[role]:
        return "Nothing"
    return ", ".join(services) or "All services"


def membership_changes_table(changes: list[MembershipChange]) -> Table:
    rows = tuple(
        Row(
            moment_label(change.at),
            (
                change.name,
                KINDS[change.kind],
                Role(change.role).label,
                _records_for(change.role, change.services),
                change.by,
            ),
        )
        for change in changes
    )
    columns = ("When", "Who", "What", "Role", "Records for", "By")
    return Table("changes", "Who changed what", tuple(map(Column, columns)), rows)

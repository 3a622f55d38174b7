"""The home page's own tables."""

from collections.abc import Sequence

from ledger.components import Column, Link, Row, Table
from ledger.models import Measure
from ledger.months import day_label
from ledger.scope import Scope
from programmes.models import Milestone
from raid.models import Action
from raid.tables import item_link

from .selectors import Late


def late_table(late: Sequence[Late], scope: Scope) -> Table:
    return Table(
        slug="late",
        caption="What is late, the longest first",
        columns=(Column("What"), Column("Kind"), Column("Of"), Column("Was due"), Column("Days late", numeric=True)),
        rows=tuple(
            Row(
                _link(found, scope),
                (_kind(found), found.of, day_label(found.due), f"{(scope.as_at - found.due).days:,}"),
            )
            for found in late
        ),
        empty=f"Nothing was late on {day_label(scope.as_at)}.",
    )


def _link(found: Late, scope: Scope) -> Link:
    match found.thing:
        case Milestone():
            link = scope.link(found.thing.name, "programmes:detail", found.at)
            return Link(link.text, f"{link.url}#milestones")
        case Measure():
            return scope.link(found.thing.name, "ledger:measure", found.thing.code)
        case _:
            return item_link(scope, found.thing, text=found.thing.title)


def _kind(found: Late) -> str:
    match found.thing:
        case Milestone():
            return "Milestone"
        case Measure():
            return "Review of a definition"
        case Action():
            return "Action"
        case _:
            return "Review of a risk"

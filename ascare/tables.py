"""The home page's own tables."""

from collections.abc import Sequence

from django.utils.timezone import localdate

from ledger.components import Column, Link, Row, Table
from ledger.models import Measure
from ledger.months import day_label
from ledger.scope import Scope
from programmes.models import Milestone
from raid.models import Action
from raid.tables import item_link
from returns.models import Return
from returns.tables.returns import return_link

from .selectors import Late, Overview


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


def waiting_table(found: Overview, scope: Scope) -> Table:
    """Returns due within a week, those that wait for approval, and restatements that wait for a decision."""
    rows = [
        *(
            (return_link(scope, line.filled), "Fill in and submit", f"Due on {day_label(line.filled.due_on)}")
            for line in found.returns.soon
        ),
        *(
            (return_link(scope, line.filled), "Approve or send back", f"Submitted by {line.last.author}")
            for line in found.returns.submitted
        ),
        *(
            (
                scope.link(
                    f"Restatement of {line.proposal.series}, {line.proposal.span.label}", "returns:restatements"
                ),
                "Approve or refuse",
                f"Proposed on {day_label(localdate(line.proposal.proposed_at))}",
            )
            for line in found.restatements
        ),
    ]
    return Table(
        slug="waiting",
        caption="Returns and restatements that wait for somebody",
        columns=(Column("What"), Column("To do"), Column("Since or until")),
        rows=tuple(Row(what, (to_do, when)) for what, to_do, when in rows),
        empty="No return is due within a week, and none waits for approval.",
    )


def _link(found: Late, scope: Scope) -> Link:
    match found.thing:
        case Milestone():
            link = scope.link(found.thing.name, "programmes:detail", found.at)
            return Link(link.text, f"{link.url}#milestones")
        case Measure():
            return scope.link(found.thing.name, "ledger:measure", found.thing.code)
        case Return():
            return return_link(scope, found.thing)
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
        case Return():
            return "Return"
        case _:
            return "Review of a risk"

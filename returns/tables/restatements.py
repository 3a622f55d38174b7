"""Restatements as tables: both figures, who proposed what and why, and who decided."""

from collections.abc import Sequence

from django.contrib.auth.models import User

from ledger.access import Right
from ledger.components import Column, Link, Row, Table
from ledger.months import moment_label
from ledger.numbers import difference
from ledger.scope import Scope

from ..selectors import RestatementLine


def waiting_table(lines: Sequence[RestatementLine], scope: Scope, user: int) -> Table:
    """Those that somebody has to decide, with what `user` can do."""
    return Table(
        slug="waiting",
        caption="Waiting for a decision",
        columns=(
            Column("Figure"),
            Column("For"),
            Column("Stands", numeric=True),
            Column("Proposed", numeric=True),
            Column("Change", numeric=True),
            Column("Why", words=True),
            Column("By"),
            Column("On"),
            Column("Approve"),
            Column("Refuse"),
        ),
        rows=tuple(
            Row(
                _series(line, scope),
                (
                    line.proposal.span.label,
                    line.was,
                    line.value,
                    difference(("proposed", line.value), ("stands", line.was)),
                    line.proposal.reason,
                    _called(line.proposal.proposed_by),
                    moment_label(line.proposal.proposed_at),
                    *_decisions(line, scope, user),
                ),
            )
            for line in lines
        ),
        empty="None is waiting.",
    )


def decided_table(lines: Sequence[RestatementLine], scope: Scope) -> Table:
    return Table(
        slug="decided",
        caption="Decided, the newest first",
        columns=(
            Column("Figure"),
            Column("For"),
            Column("Was", numeric=True),
            Column("Proposed", numeric=True),
            Column("Why", words=True),
            Column("Proposed by"),
            Column("Decision"),
            Column("Decided by"),
            Column("On"),
            Column("Said", words=True),
        ),
        rows=tuple(
            Row(
                _series(line, scope),
                (
                    line.proposal.span.label,
                    line.was,
                    line.value,
                    line.proposal.reason,
                    _called(line.proposal.proposed_by),
                    line.state,
                    _called(line.proposal.decided_by),
                    moment_label(line.proposal.decided_at) if line.proposal.decided_at else "",
                    line.proposal.decision_reason,
                ),
            )
            for line in lines
        ),
        empty="None has been decided.",
    )


def _series(line: RestatementLine, scope: Scope) -> Link:
    series = line.proposal.series
    return scope.link(series.name, "ledger:series", series.code)


def _decisions(line: RestatementLine, scope: Scope, user: int) -> tuple[Link | str, Link | str]:
    """Ways to the decision, for those who may take it: another person approves, and one’s own can be withdrawn."""
    if not scope.is_now:
        return "", ""
    proposal, name = line.proposal, line.proposal.series.name
    mine = proposal.proposed_by_id == user
    refuse = scope.link(f"{'Withdraw' if mine else 'Refuse'} {name}", "returns:restatement_refuse", proposal.pk)
    if mine:
        return "", refuse
    if not scope.access.may(Right.APPROVE):
        return "", ""
    return scope.link(f"Approve {name}", "returns:restatement_approve", proposal.pk), refuse


def _called(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""

"""Tables of virements."""

from collections.abc import Sequence

from ledger.components import Column, Link, Row, Table
from ledger.months import moment_label, month_label
from ledger.scope import Scope

from ..selectors import VirementRow
from .lines import line_link


def virement_table(found: Sequence[VirementRow], scope: Scope, caption: str = "") -> Table:
    return Table(
        slug="virements",
        caption=caption or f"Virements of {scope.year.label}",
        columns=(
            Column("Virement"),
            Column("State"),
            Column("Kind"),
            Column("Holds from"),
            Column("Moved", numeric=True),
            Column("Change of the whole", numeric=True),
            Column("Reason", words=True),
        ),
        rows=tuple(
            Row(
                virement_link(each, scope),
                (
                    each.state_words,
                    each.virement.get_kind_display(),
                    month_label(each.virement.holds_from),
                    each.moved,
                    each.net,
                    each.virement.reason,
                ),
            )
            for each in found
        ),
        empty=f"No budget has been moved in {scope.year.label}.",
    )


def virement_link(found: VirementRow, scope: Scope) -> Link:
    virement = found.virement
    return scope.link(f"Virement {virement.number}", "finance:virement", str(virement.year), virement.number)


def moved_table(found: VirementRow, scope: Scope) -> Table:
    virement = found.virement
    return Table(
        slug="moved",
        caption=f"What it moves, {month_label(virement.holds_from)} to {month_label(virement.last_month)}",
        columns=(Column("Budget line"), Column("Code"), Column("Amount", numeric=True)),
        rows=(
            *(Row(line_link(each.line, scope), (each.line.code, each.amount)) for each in found.lines),
            Row("Change of the whole budget", (None, found.net), kind="total"),
        ),
        note="Spread over these months in proportion to their budgets. Above zero a line is given budget, below zero "
        "it gives some.",
    )


def decision_table(found: VirementRow) -> Table:
    """Who proposed it and who decided, and when."""
    virement, entry = found.virement, found.entry
    rows = [Row("Proposed", (entry.author, moment_label(entry.known_from), virement.reason))]
    if found.decided_at:
        words = virement.refusal if found.state == virement.State.REFUSED else ""
        rows.append(Row(found.state_words, (found.decided_by, moment_label(found.decided_at), words)))
    return Table(
        slug="decisions",
        caption="Who proposed it and who decided",
        columns=(Column("Step"), Column("By"), Column("When"), Column("Why", words=True)),
        rows=tuple(rows),
    )

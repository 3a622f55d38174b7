"""Returns and their history as tables."""

from collections.abc import Sequence
from datetime import date

from ledger.components import Column, Link, Row, Table
from ledger.months import day_label, moment_label
from ledger.scope import Scope

from ..models import Return, State, Step
from ..selectors import ReturnLine


def return_link(scope: Scope, filled: Return, text: str = "") -> Link:
    """To the return's own page."""
    return scope.link(text or str(filled), "returns:grid", filled.form.slug, filled.start)


def returns_table(lines: Sequence[ReturnLine], scope: Scope, *, slug: str, caption: str, empty: str) -> Table:
    """How returns stand, and who did what with them last."""
    return Table(
        slug=slug,
        caption=caption,
        columns=(
            Column("Return"),
            Column("State"),
            Column("Due"),
            Column("Late"),
            Column("Last step"),
            Column("By"),
            Column("When"),
        ),
        rows=tuple(
            Row(
                return_link(scope, line.filled),
                (
                    line.state.label,
                    day_label(line.filled.due_on),
                    lateness(line, scope.as_at),
                    line.last.get_kind_display(),
                    line.last.author,
                    moment_label(line.last.at),
                ),
            )
            for line in lines
        ),
        empty=empty,
    )


def lateness(line: ReturnLine, today: date) -> str:
    """In words; empty where it is, or was handed over, in time."""
    days = line.days_late(today)
    if not days:
        return ""
    count = "1 day" if days == 1 else f"{days:,} days"
    return f"{count} late" if line.state == State.OPEN else f"Handed over {count} late"


def steps_table(steps: Sequence[Step]) -> Table:
    """Everything that was done with a return, newest first."""
    return Table(
        slug="steps",
        caption="Every step, newest first",
        columns=(Column("When"), Column("Step"), Column("By"), Column("Entry"), Column("Why", words=True)),
        rows=tuple(
            Row(
                moment_label(step.at),
                (
                    step.get_kind_display(),
                    step.author,
                    _entry(step),
                    step.entry.reason if step.entry else step.reason,
                ),
            )
            for step in steps
        ),
    )


def _entry(step: Step) -> str:
    if step.entry is None:
        return ""
    count = step.entry.figure_count
    figures = "1 figure" if count == 1 else f"{count:,} figures"
    return f"{figures}, {step.entry.get_channel_display().lower()} (entry {step.entry.number})"

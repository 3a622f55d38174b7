"""Funding as tables: what each source brings, what is promised of it, and what of it may not come again."""

from dataclasses import replace

from ledger.components import Column, Row, Table
from ledger.months import FinancialYear, day_label
from ledger.numbers import Number
from ledger.scope import Scope

from ..models import FundingSource
from ..selectors.funding import Funding, SourceLine, SourcePage

MONEY = (
    Column("Amount", numeric=True),
    Column("Committed", numeric=True),
    Column("Uncommitted", numeric=True),
)


def funding_table(found: Funding, scope: Scope) -> Table:
    """By kind, each with its balance; a balance below zero is said in words."""
    rows: list[Row] = []
    for kind in FundingSource.Kind:
        own = [line for line in found.sources if line.source.kind == kind]
        if own:
            rows.append(Row(str(kind.label), (), kind="group"))
            rows += [_source(line, scope) for line in own]
    if rows:
        cells = ("", found.amount, found.committed, found.uncommitted, "")
        rows.append(Row("All funding", cells, kind="total"))
    return Table(
        slug="funding",
        caption=f"Sources and what is committed of them, {found.year.label}",
        columns=(Column("Source"), Column("One-off or not"), *MONEY, Column("State")),
        rows=tuple(rows),
        note="Uncommitted is the amount less what is committed of it and not released." if rows else "",
        empty="No funding is kept here yet. Add a grant or a reserve, then what is committed of it.",
    )


def _source(line: SourceLine, scope: Scope) -> Row:
    source = line.source
    return Row(
        scope.link(source.name, "finance:source", source.slug),
        (once_words(source), line.amount, line.committed, line.uncommitted, source_state(line)),
        note=span_words(source),
    )


def once_words(source: FundingSource) -> str:
    """One-off or recurring, and whether the budget relies on it."""
    if source.is_risk:
        return "One-off; the budget relies on it"
    return "One-off" if source.one_off else "Recurring"


def span_words(source: FundingSource) -> str:
    """From when to when it runs, as far as that is known."""
    if source.starts and source.ends:
        return f"{day_label(source.starts)} to {day_label(source.ends)}"
    if source.starts:
        return f"From {day_label(source.starts)}"
    return f"Until {day_label(source.ends)}" if source.ends else ""


def source_state(line: SourceLine) -> str:
    """Overcommitted, in words, before anything else."""
    if line.is_short:
        return "Overcommitted"
    if line.source.closed_on:
        return f"{line.source.ending}, {day_label(line.source.closed_on)}"
    if line.amount.missing:
        return "Amount not recorded"
    return "Some is left" if line.uncommitted.value else "All committed"


def commitment_table(line: SourceLine, year: FinancialYear, scope: Scope, writes: bool) -> Table:
    rows = []
    for each in line.commitments:
        commitment = each.commitment
        name = "finance:commitment_edit" if writes and commitment.is_open else "finance:commitment_history"
        link = scope.link(commitment.name, name, line.source.slug, commitment.pk)
        ended = f"{commitment.ending}, {day_label(commitment.closed_on)}" if commitment.closed_on else "Live"
        rows.append(Row(link, (each.amount, ended, each.budget_line or "None", commitment.beyond_because)))
    explained = any(each.commitment.beyond_because for each in line.commitments)
    if not explained:
        rows = [replace(row, cells=row.cells[:-1]) for row in rows]
    if rows:
        rows.append(Row("Live commitments", (line.committed,), kind="total"))
    return Table(
        slug="commitments",
        caption=f"What is committed of it, {year.label}",
        columns=(
            Column("For what"),
            Column("Amount", numeric=True),
            Column("State"),
            Column("Budget line"),
            *([Column("Why more than there is", words=True)] if explained else []),
        ),
        rows=tuple(rows),
        note="What is spent counts on; what is released doesn’t." if rows else "",
        empty="Nothing is committed of it yet.",
    )


def years_table(page: SourcePage) -> Table:
    return Table(
        slug="years",
        caption="By financial year",
        columns=(Column("Year"), *MONEY),
        rows=tuple(
            Row(year.label, (line.amount, _known(line.committed), line.uncommitted)) for year, line in page.years
        ),
        empty="No amount of it is recorded.",
    )


def _known(number: Number) -> Number | None:
    return None if number.missing else number

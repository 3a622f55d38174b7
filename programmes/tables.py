"""Programme pages' tables, as values that the page, its CSV and the reports share."""

from collections.abc import Sequence

from django.utils.text import slugify

from ledger.components import Column, Row, Table
from ledger.scope import Scope

from .selectors import Flows, ProgrammeLine, ProgrammePage


def programme_table(lines: Sequence[ProgrammeLine], scope: Scope) -> Table:
    return Table(
        slug="programmes",
        caption=f"Target, delivery and confidence, {scope.year.label}",
        columns=(
            Column("Programme"),
            Column("Target for the year", numeric=True),
            Column("Cost avoidance evidenced", numeric=True),
            Column("Delivery confidence"),
            Column("Why", words=True),
        ),
        rows=tuple(
            Row(
                scope.link(line.programme.name, "programmes:detail", line.programme.slug),
                (line.target, line.avoided, line.rating, line.rating.reason),
            )
            for line in lines
        ),
        empty="No programmes were known on this day.",
    )


def workstream_table(page: ProgrammePage) -> Table:
    return Table(
        slug="workstreams",
        caption=f"How each of the {len(page.workstreams)} stands",
        columns=(Column("Workstream"), Column("Kind"), Column("How it stands", words=True)),
        rows=tuple(Row(found.name, (found.get_kind_display(), found.standing)) for found in page.workstreams),
        empty="No workstreams have been recorded.",
    )


def investment_table(page: ProgrammePage) -> Table:
    rows: list[Row] = []
    for group in page.investments:
        rows.append(Row(group.name, (group.budget, None, None, None), kind="group"))
        rows += [
            Row(
                line.investment.name,
                (
                    line.budget,
                    line.share if line.whole.formula else None,
                    line.whole if line.whole.formula else None,
                    line.investment.benefit,
                ),
            )
            for line in group.lines
        ]
    if rows:
        rows.append(Row("All investments", (page.invested, None, None, None), kind="total"))
    return Table(
        slug="investments",
        caption=f"The plan and what it brought, {page.year.label}",
        columns=(
            Column("Investment"),
            Column("Budget", numeric=True),
            Column("Our share", numeric=True),
            Column("Whole", numeric=True),
            Column("Benefit delivered", words=True),
        ),
        rows=tuple(rows),
        note="Whole: what all partners pay together, where an investment is joint.",
        empty=f"No investment has a budget in {page.year.label}.",
    )


def reported_table(page: ProgrammePage) -> Table:
    names = {workstream.pk: workstream.name for workstream in page.workstreams}
    return Table(
        slug="reported",
        caption="Reported by the workstreams",
        columns=(Column("What"), Column("Workstream"), Column("When"), Column("Number", numeric=True)),
        rows=tuple(
            Row(line.kpi.name, (names.get(line.kpi.workstream_id or 0, ""), line.span.label, line.number))
            for line in page.reported
        ),
    )


def flow_table(flows: Flows) -> Table:
    months = [Column(f"{month.start:%b %Y}", numeric=True) for month in flows.months]
    return Table(
        slug=slugify(flows.group),
        caption=f"{flows.group}, {flows.months[0].label} to {flows.months[-1].label}",
        columns=(Column("Kind"), *months, Column("Change", numeric=True)),
        rows=(
            *(
                Row(
                    line.kpi.name,
                    (*line.numbers, line.change),
                    note=" ".join(f"Series break from {found.on:%B %Y}: {found.reason}" for found in line.breaks),
                )
                for line in flows.lines
            ),
            Row("All rows", (*flows.totals, flows.change), kind="total"),
        ),
        note=f"{flows.definition} Where a cell is blank, its month has no total.",
    )

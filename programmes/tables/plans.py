"""Tables of what a programme plans, spends and watches."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.text import slugify

from ledger.components import Cell, Column, Link, Row, Table
from ledger.months import day_label, month_label
from ledger.scope import Scope
from raid.models import Item, Update
from raid.tables import SCORED, action_table, issue_table, item_link, review, scored

from ..selectors import (
    Flows,
    InvestmentGroup,
    Logs,
    MilestoneLine,
    OpportunityLine,
    ProgrammePage,
    RatedLine,
    ReportedLine,
    WordsChanged,
)
from .links import Ways


def words_changed_table(changes: Sequence[WordsChanged]) -> Table:
    return Table(
        slug="words-changed",
        caption="What moved",
        columns=(
            Column("What"),
            Column("Kind"),
            Column("Programme"),
            Column("Was", words=True),
            Column("Is", words=True),
        ),
        rows=tuple(
            Row(found.name or found.programme, (found.kind, found.programme, found.before, found.after))
            for found in changes
        ),
    )


def workstream_table(page: ProgrammePage, ways: Ways) -> Table:
    return Table(
        slug="workstreams",
        caption=f"How each of the {len(page.workstreams)} stands",
        columns=(Column("Workstream"), Column("Kind"), Column("Aim"), Column("How it stands", words=True)),
        rows=tuple(
            Row(
                ways.workstream(found),
                (found.get_kind_display(), found.get_aim_display(), found.ending or found.standing),
            )
            for found in page.workstreams
        ),
    )


def milestone_table(lines: Sequence[MilestoneLine], ways: Ways) -> Table:
    return Table(
        slug="milestones",
        caption="Milestones, open ones first and by the day they are due",
        columns=(
            Column("Milestone"),
            Column("Workstream"),
            Column("Due"),
            Column("Expected"),
            Column("Slip, days", numeric=True),
            Column("State"),
            Column("How it stands", words=True),
        ),
        rows=tuple(
            Row(
                ways.part(line.milestone),
                (
                    line.workstream,
                    day_label(line.milestone.due),
                    day_label(line.milestone.expected) if line.milestone.expected else "",
                    "" if line.slip is None else f"{line.slip:+d}".replace("-", "−").replace("+0", "0"),
                    line.words,
                    line.milestone.standing,
                ),
            )
            for line in lines
        ),
        note="Slip: from the day due to the day it came or is expected, or to this day where it is late.",
    )


def investment_table(groups: Sequence[InvestmentGroup], invested: Cell, year: str, ways: Ways) -> Table:
    shared = any(line.whole.formula for group in groups for line in group.lines)
    rows: list[Row] = []
    for group in groups:
        rows.append(Row(group.name, (group.budget,), kind="group"))
        for line in group.lines:
            cells: list[Cell] = [line.budget, line.spent, line.left]
            cells += [line.share, line.whole] if shared and line.whole.formula else [None, None] if shared else []
            rows.append(Row(ways.part(line.investment), (*cells, line.payback.words, line.investment.benefit)))
    if rows:
        rows.append(Row("All investments", (invested,), kind="total"))
    joint = (Column("Our share", numeric=True), Column("Whole", numeric=True)) if shared else ()
    return Table(
        slug="investments",
        caption=f"Investments with a budget in {year}, and what they brought",
        columns=(
            Column("Investment"),
            Column("Budget", numeric=True),
            Column("Spent", numeric=True),
            Column("Left", numeric=True),
            *joint,
            Column("Payback", words=True),
            Column("Benefit delivered", words=True),
        ),
        rows=tuple(rows),
        note="A budget is counted over its own span. " + ("Whole: what all partners pay together." if shared else ""),
    )


def opportunity_table(lines: Sequence[OpportunityLine], year: str, ways: Ways) -> Table:
    rows: list[Row] = []
    kind = ""
    for line in lines:
        if not rows or line.opportunity.get_kind_display() != kind:
            kind = line.opportunity.get_kind_display()
            rows.append(Row(kind, (), kind="group"))
        state = line.opportunity.ending or "Open"
        rows.append(Row(ways.part(line.opportunity), (line.value, state, line.opportunity.description)))
    return Table(
        slug="opportunities",
        caption=f"What might become a benefit, {year}",
        columns=(
            Column("Opportunity"),
            Column("Might yield", numeric=True),
            Column("State"),
            Column("What it is", words=True),
        ),
        rows=tuple(rows),
        note="A possible yield is no plan, and is in no total of this page.",
    )


def reported_table(lines: Sequence[ReportedLine], workstreams: dict[int, str], ways: Ways) -> Table:
    return Table(
        slug="reported",
        caption="Reported by the workstreams",
        columns=(Column("What"), Column("Workstream"), Column("When"), Column("Number", numeric=True)),
        rows=tuple(
            Row(
                kpi_link(ways.scope, line.kpi.name, line.code),
                (workstreams.get(line.kpi.workstream_id or 0, ""), line.span.label, line.number),
            )
            for line in lines
        ),
    )


def rated_table(lines: Sequence[RatedLine], scope: Scope) -> Table:
    return Table(
        slug="kpis",
        caption="KPIs that have a target or a plan",
        columns=(
            Column("KPI"),
            Column("Latest", numeric=True),
            Column("To"),
            Column("Target of the year", numeric=True),
            Column("Rating"),
            Column("Why", words=True),
        ),
        rows=tuple(
            Row(
                kpi_link(scope, line.kpi.name, line.code),
                (line.latest, line.span, line.target, line.rating, line.rating.reason),
            )
            for line in lines
        ),
    )


def flow_table(flows: Flows, scope: Scope | None = None) -> Table:
    """With links to the KPIs' pages where a scope is given."""
    months = [Column(f"{month.start:%b %Y}", numeric=True) for month in flows.months]
    total = [Row("All rows", (*flows.totals, flows.change), kind="total")] if flows.has_totals else []
    return Table(
        slug=slugify(flows.group),
        caption=f"{flows.group}, {flows.months[0].label} to {flows.months[-1].label}",
        columns=(Column("Kind"), *months, Column("Change", numeric=True)),
        rows=(
            *(
                Row(
                    kpi_link(scope, line.kpi.name, line.code) if scope else line.kpi.name,
                    (*line.numbers, line.change),
                    note=" ".join(f"Series break from {found.on:%B %Y}: {found.reason}" for found in line.breaks),
                )
                for line in flows.lines
            ),
            *total,
        ),
        note=f"{flows.definition} {'Where a cell is blank, its month has no total.' if total else ''}".strip(),
    )


def kpi_link(scope: Scope, name: str, code: str) -> Link:
    return scope.link(name, "programmes:kpi", code)


SHOWN_OF_LOGS = 10


def risk_table(logs: Logs, scope: Scope) -> Table:
    """The gravest open risks of the programme and of its workstreams."""
    return Table(
        slug="risks",
        caption="The gravest open risks",
        columns=(
            Column("Risk"),
            Column("What may happen", words=True),
            Column("Of"),
            *SCORED,
            Column("Next review"),
        ),
        rows=tuple(
            Row(
                item_link(scope, risk, text=short_name(risk, logs)),
                (
                    risk.title,
                    logs.names[risk.log_id],
                    *scored(risk),
                    review(risk, scope),
                ),
            )
            for risk in logs.risks[:SHOWN_OF_LOGS]
        ),
        note=_left(len(logs.risks)),
    )


def open_tables(logs: Logs, scope: Scope) -> list[Table]:
    """What else is open in the logs: the gravest issues, and the actions that are due first."""
    issues, actions = issue_table(logs.issues, scope), action_table(logs.actions, scope)
    return [
        _first(issues, "The gravest open issues"),
        _first(actions, "Open actions, by the day they are due"),
    ]


def _first(table: Table, caption: str) -> Table:
    return replace(table, caption=caption, rows=table.rows[:SHOWN_OF_LOGS], note=_left(len(table.rows)))


def _left(count: int) -> str:
    """What is said of the things of a log that aren't shown."""
    return f"{count - SHOWN_OF_LOGS} more are in the logs." if count > SHOWN_OF_LOGS else ""


def short_name(item: Item, logs: Logs) -> str:
    """Risk 3 of the programme's own log; of a workstream's with its initials or first letters: TEC 3, CAR 1."""
    names = list(logs.names.items())
    if item.log_id == names[0][0]:
        return item.called
    words = logs.names[item.log_id].replace("-", " ").split()
    initials = "".join(word[0].upper() for word in words if word[0].isalpha())
    return f"{initials if len(initials) > 1 else words[0][:3].upper()} {item.number}"


def update_table(logs: Logs, scope: Scope) -> Table:
    """The newest update of each log."""

    def row(update: Update) -> Row:
        link = item_link(scope, update, text=month_label(update.month))
        return Row(link, (logs.names[update.log_id], update.words, update.author_role))

    return Table(
        slug="updates",
        caption="The newest update of each log",
        columns=(Column("Month"), Column("Of"), Column("Progress", words=True), Column("Author")),
        rows=tuple(row(update) for update in logs.updates),
    )

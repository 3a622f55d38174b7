"""Tables of budget lines: the list, the headings, and one line's year."""

from collections.abc import Sequence

from ledger.components import Column, Link, Row, Table
from ledger.scope import Scope

from ..models import BudgetLine, Heading
from ..selectors import DIMENSIONS, LINE, LineIndex, LinePage, Structure

GROUPED = [name for name in DIMENSIONS if name != LINE]


def line_table(found: LineIndex, scope: Scope) -> Table:
    return Table(
        slug="lines",
        caption=f"Budget lines of {scope.year.label}",
        columns=(Column("Budget line"), Column("Code"), Column("Kind"), *(Column(DIMENSIONS[d]) for d in GROUPED)),
        rows=tuple(_row(line, found.structure, scope) for line in found.structure.lines),
        empty=f"No budget lines are part of the budget of {scope.year.label}.",
    )


def _row(line: BudgetLine, structure: Structure, scope: Scope) -> Row:
    values = (structure.value(line, dimension).name for dimension in GROUPED)
    return Row(line_link(line, scope), (line.code, kind_words(line), *values))


def line_link(line: BudgetLine, scope: Scope) -> Link:
    return scope.link(line.name, "finance:line", line.code)


def kind_words(line: BudgetLine) -> str:
    return "Income" if line.income else "Spend"


def elsewhere_table(found: LineIndex, scope: Scope) -> Table:
    return Table(
        slug="lines-of-other-years",
        caption="Budget lines of other years",
        columns=(Column("Budget line"), Column("Code"), Column("Part of the budget")),
        rows=tuple(Row(line_link(line, scope), (line.code, line.years.capitalize())) for line in found.elsewhere),
    )


def heading_table(headings: Sequence[Heading], scope: Scope, edits: bool) -> Table:
    page = "finance:heading_edit" if edits else "finance:heading_history"
    return Table(
        slug="headings",
        caption="Headings that budget lines are grouped by",
        columns=(Column("Heading"), Column("Kind"), Column("Code")),
        rows=tuple(
            Row(scope.link(each.name, page, each.pk), (each.get_kind_display(), each.code)) for each in headings
        ),
        empty="No headings have been set up yet.",
    )


def month_table(page: LinePage) -> Table:
    """A line's year by month, with period 13 below the months: they never hold it."""
    amounts = page.amounts
    rows = [
        Row(each.month.label, (each.original, each.budget, each.actual, each.forecast, each.variance))
        for each in page.months
    ]
    rows.append(
        Row(
            "Year to date",
            (None, amounts["budget_to_date"], amounts["actual_to_date"], None, amounts["variance_to_date"]),
            kind="total",
        )
    )
    rows.append(Row("Period 13, the year-end adjustment", (None, None, page.adjustment, None, None)))
    rows.append(
        Row(
            f"{outturn_words(page.standing.outturn)} outturn with period 13",
            (amounts["original"], amounts["revised"], None, amounts["projected"], amounts["variance"]),
            kind="total",
        )
    )
    return Table(
        slug="months",
        caption=f"{page.line.name} by month, {page.year.label}",
        columns=(
            Column("Month"),
            Column("Original budget", numeric=True),
            Column("Budget in force", numeric=True),
            Column("Actual", numeric=True),
            Column("Forecast", numeric=True),
            Column("Variance", numeric=True),
        ),
        rows=tuple(rows),
        note="Variance is the actual, or the projected outturn, less the budget: above zero it is adverse, for spend "
        "and for income alike. Income is negative.",
    )


def outturn_words(outturn: str) -> str:
    """What an outturn is: projected, provisional until period 13 is closed, final."""
    return outturn.capitalize()


def level_table(page: LinePage) -> Table:
    """Commitments and accruals as they were at the end of each month."""
    shown = {"commitments": "Commitments", "accruals": "Accruals"}
    kept = [name for name in shown if name in page.series]
    by_month = [(month, tuple(page.level(name, month) for name in kept)) for month in page.year.months()]
    return Table(
        slug="levels",
        caption=f"Commitments and accruals at the end of each month, {page.year.label}",
        columns=(Column("Month"), *(Column(shown[name], numeric=True) for name in kept)),
        rows=tuple(
            Row(month.label, cells) for month, cells in by_month if any(not number.missing for number in cells)
        ),
    )

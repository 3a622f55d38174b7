"""Budget monitoring as tables: the year to date, and what the year will come to."""

from collections.abc import Callable
from urllib.parse import urlencode

from ledger.components import Cell, Column, Link, Row, Table
from ledger.months import day_label
from ledger.scope import Scope

from ..selectors import DIMENSIONS, LINE, Amounts, Group, Monitoring
from .amounts import pounds, side

TO_DATE = (
    Column("Budget to date", numeric=True),
    Column("Actual to date", numeric=True),
    Column("Variance", numeric=True),
    Column("Variance %", numeric=True),
    Column("Direction"),
)
LEVELS = {"commitments": "Commitments", "accruals": "Accruals"}
OUTTURN = (
    Column("Original budget", numeric=True),
    Column("Revised budget", numeric=True),
    Column("Projected outturn", numeric=True),
    Column("Variance", numeric=True),
    Column("Variance %", numeric=True),
    Column("Direction"),
    Column("Last month’s projection", numeric=True),
    Column("Movement", numeric=True),
)
SAID = {  # what a row's note says of its lines, by the amount that they lack
    "revised": "no budget",
    "actual_to_date": "no actual to date",
    "projected": "no projection",
}


VARIANCE = (
    "Variance is the actual, or the projected outturn, less the budget: above zero it is adverse, for spend and for "
    "income alike. Sums leave out what isn’t recorded."
)


def to_date_table(found: Monitoring, scope: Scope) -> Table:
    period = found.period.label if found.period else f"No actual of {found.year.label} is known"
    levels = [name for name in LEVELS if not found.net[name].missing]  # not every council keeps them
    return Table(
        slug="to-date",
        caption=f"Year to date by {DIMENSIONS[found.by].lower()}: {period}",
        columns=(Column(DIMENSIONS[found.by]), *TO_DATE, *(Column(LEVELS[name], numeric=True) for name in levels)),
        rows=_rows(found, scope, lambda amounts: _to_date(amounts, levels), ("actual_to_date",)),
        note=f"{VARIANCE} All lines are compared at the month that at least half of them have reached.",
        empty=_empty(found),
    )


def outturn_table(found: Monitoring, scope: Scope) -> Table:
    return Table(
        slug="outturn",
        caption=f"{_outturn_words(found)} by {DIMENSIONS[found.by].lower()}, {found.year.label}",
        columns=(Column(DIMENSIONS[found.by]), *OUTTURN),
        rows=_rows(found, scope, _outturn, ("revised", "projected")),
        note=f"{VARIANCE} Last month’s projection is what was known at the end of {day_label(found.last_month)}. A "
        "movement above zero is for the worse.",
        empty=_empty(found),
    )


def _empty(found: Monitoring) -> str:
    return f"No budget lines are part of the budget of {found.year.label} here."


def _outturn_words(found: Monitoring) -> str:
    """What the outturn is; lines of one table may differ."""
    return " and ".join(sorted(found.outturns)).capitalize() + " outturn" if found.outturns else "Projected outturn"


def _rows(
    found: Monitoring, scope: Scope, cells: Callable[[Amounts], tuple[Cell, ...]], lacks: tuple[str, ...]
) -> tuple[Row, ...]:
    if not found.groups:
        return ()
    rows = [
        Row(_header(group, found, scope), cells(group.amounts), note=_note(group.amounts, lacks, len(group.lines)))
        for group in found.groups
    ]
    income = sum(each.line.income for each in found.lines)
    totals = (
        ("Gross spend", found.gross, len(found.lines) - income),
        ("Income", found.income, income),
        ("Net", found.net, len(found.lines)),
    )
    rows += [
        Row(name, cells(amounts), kind="total", note=_note(amounts, lacks, lines)) for name, amounts, lines in totals
    ]
    return tuple(rows)


def _header(group: Group, found: Monitoring, scope: Scope) -> Link:
    """To the lines behind it by the next dimension; a line to its own page."""
    if found.by == LINE:
        return scope.link(group.value.name, "finance:line", group.value.key)
    chosen = {name: value.key for name, value in found.chosen}
    return monitoring_link(scope, group.value.name, found.next_dimension, {**chosen, found.by: group.value.key})


def monitoring_link(scope: Scope, text: str, by: str, chosen: dict[str, str]) -> Link:
    """To the monitoring page of the same year and day, by a dimension and within values of others."""
    found = scope.link(text, "finance:monitoring")
    joined = "&" if "?" in found.url else "?"
    return Link(text, f"{found.url}{joined}{urlencode({'by': by, **chosen})}")


def _note(amounts: Amounts, lacks: tuple[str, ...], lines: int) -> str:
    """How many of its lines say nothing, which is not zero."""
    gaps = [(amounts.gaps[name], SAID[name]) for name in lacks if amounts.gaps[name]]
    said = [words if lines == 1 else f"{count} of {lines} with {words}" for count, words in gaps]
    if "projected" in lacks and amounts.unreported and not amounts["movement"].missing:
        said.append(f"{amounts.unreported} of {lines} not yet reported")
    return ", ".join(said).capitalize()


def _to_date(amounts: Amounts, levels: list[str]) -> tuple[Cell, ...]:
    return (
        amounts["budget_to_date"],
        amounts["actual_to_date"],
        amounts["variance_to_date"],
        amounts["variance_to_date_percent"],
        amounts.side("variance_to_date"),
        *(amounts[name] for name in levels),
    )


def _outturn(amounts: Amounts) -> tuple[Cell, ...]:
    return (
        amounts["original"],
        amounts["revised"],
        amounts["projected"],
        amounts["variance"],
        amounts["variance_percent"],
        amounts.side("variance"),
        amounts["last_projected"],
        movement(amounts),
    )


UNREPORTED = "Not yet reported"


def movement(amounts: Amounts) -> Cell:
    """Of the projection since last month. That nothing was reported since is no movement of nought."""
    number = amounts["movement"]
    return UNREPORTED if number.missing and amounts.unreported else number


def movement_words(amounts: Amounts) -> str:
    """What stands below the movement of the projection."""
    if amounts["movement"].missing:
        return UNREPORTED if amounts.unreported else ""
    said = amounts.side("movement") or "As projected last month"
    return f"{said}, {amounts.unreported} lines not yet reported" if amounts.unreported else said


def driver_table(found: Monitoring) -> Table:
    """The numbers behind the waterfall."""
    net = found.net
    rows = [
        Row(each.name, (pounds(each.variance), side(each.variance), pounds(each.after))) for each in found.drivers
    ]
    if rows:
        rows.append(Row("Variance of the outturn", (net["variance"], net.side("variance"), None), kind="total"))
    return Table(
        slug="drivers",
        caption=f"What the variance of the outturn is made of, {found.year.label}",
        columns=(
            Column(DIMENSIONS[found.by]),
            Column("Variance", numeric=True),
            Column("Direction"),
            Column("So far", numeric=True),
        ),
        rows=tuple(rows),
    )

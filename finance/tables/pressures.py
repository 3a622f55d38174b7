"""Pressures as tables: by what they are, by what pays for them, and one in its months."""

from ledger.components import Column, Row, Table
from ledger.months import day_label
from ledger.numbers import Number
from ledger.scope import Scope

from ..selectors.pressures import PressurePage, PressureRow, Pressures, PressureTotal

MONEY = (
    Column("Plan", numeric=True),
    Column("Actual to date", numeric=True),
    Column("Forecast of the year", numeric=True),
)
NOT_FUNDED = "Not funded"
EXPECTED = "The expected cost is the forecast or, before there is one, the plan."


def pressures_table(found: Pressures, scope: Scope) -> Table:
    """By kind and category: extra costs, impaired savings and lost income are summed apart first."""
    rows: list[Row] = []
    stated = any(_state(row) for row in found.rows)
    for kind in found.kinds:
        rows.append(Row(kind.name, (), kind="group"))
        for category in found.categories(kind):
            rows += [_row(row, scope, stated) for row in category.rows]
            if len(category.rows) > 1:
                rows.append(_total(f"All of {category.name}", category))
        rows.append(_total(f"All {kind.name.lower()}", kind))
    if len(found.kinds) > 1:
        rows.append(_total("All together", found.all))
    return Table(
        slug="pressures",
        caption=f"What it costs, {found.year.label}",
        columns=(
            Column("Pressure"),
            Column("Category"),
            *MONEY,
            Column("Funded from"),
            *([Column("State")] if stated else []),
        ),
        rows=tuple(rows),
        note="Above zero costs the council money, be it spent, not saved or not received." if rows else "",
        empty="No pressures are kept here yet. Add one for what an event costs, such as an outbreak.",
    )


def _row(row: PressureRow, scope: Scope, stated: bool) -> Row:
    pressure = row.pressure
    funded = scope.link(row.funding.name, "finance:source", row.funding.slug) if row.funding else NOT_FUNDED
    return Row(
        scope.link(pressure.name, "finance:pressure", pressure.slug),
        (pressure.category, *_money(row), funded, *([_state(row)] if stated else [])),
    )


def _state(row: PressureRow) -> str:
    pressure = row.pressure
    if pressure.closed_on:
        return f"{pressure.ending}, {day_label(pressure.closed_on)}"
    return "Amount not recorded" if row.cost.missing else ""


def _total(name: str, total: PressureTotal) -> Row:
    return Row(name, (None, *_money(total)), kind="total", note=_gaps(total))


def _money(of: PressureRow | PressureTotal) -> tuple[Number, Number, Number]:
    return of.amounts.plan, of.amounts.actual, of.amounts.forecast


def categories_table(found: Pressures) -> Table:
    """The expected cost by kind and category: the numbers behind the chart."""
    rows: list[Row] = []
    for kind in found.kinds:
        rows += [Row(category.name, (kind.name, category.cost)) for category in found.categories(kind)]
    if len(rows) > 1:
        rows.append(Row("All together", ("", found.all.cost), kind="total"))
    return Table(
        slug="categories",
        caption=f"Expected cost by category, {found.year.label}",
        columns=(Column("Category"), Column("What it is"), Column("Expected cost of the year", numeric=True)),
        rows=tuple(rows),
        note=EXPECTED,
    )


def funded_table(found: Pressures, scope: Scope) -> Table:
    """What pays for it; what nothing pays for comes last."""
    rows = []
    for one in found.funded:
        source = one.source
        header = scope.link(source.name, "finance:source", source.slug) if source else NOT_FUNDED
        left = one.left if source else None
        cells = (one.total.cost, one.brings if source else None, left)
        rows.append(Row(header, cells, note=_gaps(one.total)))
    if len(rows) > 1:
        rows.append(Row("All together", (found.all.cost,), kind="total", note=_gaps(found.all)))
    return Table(
        slug="funded",
        caption=f"What pays for it, {found.year.label}",
        columns=(
            Column("Funding"),
            Column("Expected cost of the year", numeric=True),
            Column("What the funding brings", numeric=True),
            Column("Left of the funding", numeric=True),
        ),
        rows=tuple(rows),
        note=EXPECTED if rows else "",
        empty="No pressures are kept here yet.",
    )


def _gaps(total: PressureTotal) -> str:
    return f"{total.unknown} of {len(total.rows)} have no amount." if total.unknown else ""


def months_table(page: PressurePage) -> Table:
    return Table(
        slug="months",
        caption=f"By month, {page.year.label}",
        columns=(
            Column("For"),
            Column("Plan", numeric=True),
            Column("Forecast", numeric=True),
            Column("Actual", numeric=True),
        ),
        rows=tuple(
            Row(month.span.label, (_known(month.plan), _known(month.forecast), _known(month.actual)))
            for month in page.months
        ),
        empty=f"Nothing of it is recorded for {page.year.label}.",
    )


def _known(number: Number) -> Number | None:
    return None if number.missing else number

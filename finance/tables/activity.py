"""Activity and unit cost as tables: all lines of an organisation, what drives their change, and one in its months."""

from collections.abc import Iterator

from ledger.components import Cell, Column, Link, Row, Spark, Table
from ledger.months import day_label
from ledger.numbers import Number
from ledger.rating import direction
from ledger.scope import Scope

from ..selectors.activity import Activity, ActivityLinePage
from ..selectors.activity_rows import ActivityRow, Side, Trend

NOT_COUNTED = "Shown, not counted in the totals."


def activity_table(found: Activity, scope: Scope) -> Table:
    """As service directors report it: expected and current, budgeted and current cost, and where both are going."""
    rows = [_row(row, scope) for row in found.counted]
    rows += [
        Row(f"Total {total.counts}", (None, total.budgeted, total.current, total.change), kind="total")
        for total in found.totals
    ]
    rows += [_row(row, scope, NOT_COUNTED) for row in found.shown_only]
    return Table(
        slug="activity",
        caption=f"Activity and unit cost, {found.year.label}",
        columns=(
            Column("Care"),
            Column("As of"),
            Column("Expected", numeric=True),
            Column("Current", numeric=True),
            Column("Change", numeric=True),
            Column("Budgeted unit cost", numeric=True),
            Column("Current unit cost", numeric=True),
            Column("Change", numeric=True),
            Column("Trend of how much"),
            Column("Trend of unit cost"),
        ),
        rows=tuple(rows),
        note="Expected is what the budget is made for. Trends are of the months that are known of this year and the "
        "one before."
        if rows
        else "",
        empty="No activity is kept here yet. Add a line for each kind of care that is bought.",
    )


def _row(row: ActivityRow, scope: Scope, note: str = "") -> Row:
    return Row(
        activity_link(row, scope),
        (
            as_of(row),
            row.budgeted.quantity,
            row.current.quantity,
            _known(row.quantity_change),
            row.budgeted.price,
            row.current.price,
            _known(row.price_change),
            _spark(row.quantity_trend),
            _spark(row.price_trend),
        ),
        note=" ".join(_notes(row, note)),
    )


def activity_link(row: ActivityRow, scope: Scope) -> Link:
    return scope.link(row.line.name, "finance:activity_line", row.line.slug)


def as_of(row: ActivityRow) -> str:
    if row.line.closed_on:
        return f"{row.line.ending}, {day_label(row.line.closed_on)}"
    return row.as_of.label if row.as_of else "Not known"


def _notes(row: ActivityRow, note: str) -> Iterator[str]:
    line = row.line
    yield f"{line.quantity_words.capitalize()}; cost is for {line.price_words}."
    if line.note:
        yield line.note
    yield from (f"Series break from {found.on:%B %Y}: {found.reason}" for found in row.breaks)
    if note:
        yield note


def _spark(trend: Trend) -> Spark:
    hidden = any(number.small or number.sensitive for _, number in trend.points)
    return Spark(tuple(number.value for _, number in trend.points), trend_words(trend), hidden)


def trend_words(trend: Trend) -> str:
    """Where a series went from its first known month to its last."""
    if not trend.points:
        return "No month known"
    since = f"{trend.points[0][0].start:%b %Y}"
    if len(trend.points) == 1:
        return f"{since} only"
    change = trend.change
    if change.value is None:
        return f"From zero, since {since}"
    if not change.value:
        return f"As in {since}"
    return f"{'Up' if change.value > 0 else 'Down'} {change.text.lstrip('−')} since {since}"


def effects_table(found: Activity, scope: Scope) -> Table:
    """What price and volume each did to the commitment, line by line."""
    rows = [Row(activity_link(row, scope), _effects(row)) for row in found.counted]
    for total in found.effect_totals:
        left_out = total.lines - total.computed
        note = f"{left_out} of {total.lines} lines left out: not computable." if left_out else ""
        cells = (f"A {total.period}", total.price, total.volume, total.change, which(total.change), "")
        rows.append(Row(f"Total a {total.period}", cells, kind="total", note=note))
    rows += [Row(activity_link(row, scope), _effects(row), note=NOT_COUNTED) for row in found.shown_only]
    return Table(
        slug="effects",
        caption=f"What changed the commitment, {found.year.label}",
        columns=(
            Column("Care"),
            Column("Of which time"),
            Column("Price effect", numeric=True),
            Column("Volume effect", numeric=True),
            Column("Change in commitment", numeric=True),
            Column("Which is"),
            Column("Not computable because", words=True),
        ),
        rows=tuple(rows),
        note="Price effect: (current − budgeted price) × current quantity. Volume effect: (current − budgeted "
        "quantity) × budgeted price. Together they are the change in commitment. A line that is new or "
        "has ended is all volume. Where the budget line brings money in, more of it is below zero."
        if rows
        else "",
        empty="No activity is kept here yet. Add a line for each kind of care that is bought.",
    )


def _effects(row: ActivityRow) -> tuple[Cell, ...]:
    period = f"A {row.line.period}"
    if row.why_not:
        return (period, "Not computable", "Not computable", "Not computable", "", row.why_not)
    return (period, row.price_effect, row.volume_effect, row.change, which(row.change), "")


def which(change: Number) -> str:
    """Adverse or favourable, in words: more commitment than budgeted is adverse."""
    if change.value is None:
        return ""
    return direction(change.value, change.value * 0, "lower").capitalize() or "As budgeted"


def residual_table(found: Activity, scope: Scope) -> Table:
    """Budget lines' variances, what activity explains of them, and what it doesn't."""
    return Table(
        slug="residuals",
        caption=f"Variances that activity is to explain, {found.year.label}",
        columns=(
            Column("Budget line"),
            Column("Variance", numeric=True),
            Column("Change in commitment over the year", numeric=True),
            Column("Residual", numeric=True),
            Column("Activity"),
        ),
        rows=tuple(
            Row(
                scope.link(one.budget_line.name, "finance:line", one.budget_line.code),
                (one.variance, one.change, one.residual, ", ".join(row.line.name for row in one.rows)),
            )
            for one in found.explained
        ),
        note="Variance is the projected outturn less the budget. The change in commitment is that of the counted "
        "lines, as if it held all year. The residual is what activity doesn’t explain: timing, contributions, "
        "one-offs.",
        empty="No activity is attached to a budget line. Change an activity line to say whose variance it explains.",
    )


def months_table(page: ActivityLinePage) -> Table:
    return Table(
        slug="months",
        caption=f"{page.row.line.name} by month, this year and the one before",
        columns=(
            Column("For"),
            Column("Expected", numeric=True),
            Column("Current", numeric=True),
            Column("Budgeted unit cost", numeric=True),
            Column("Current unit cost", numeric=True),
        ),
        rows=tuple(
            Row(
                month.span.label,
                (
                    _known(month.budgeted.quantity),
                    _known(month.current.quantity),
                    _known(month.budgeted.price),
                    _known(month.current.price),
                ),
            )
            for month in sorted(page.months, key=lambda month: (month.span.start, -month.span.end.toordinal()))
        ),
        note="A year’s row, before its months, has what the budget is made for.",
        empty="Nothing of it is recorded in this year or the one before.",
    )


def comparison_table(row: ActivityRow) -> Table:
    """What was budgeted beside what is bought, and what the difference is made of."""

    def side(name: str, what: Side) -> Row:
        return Row(name, (what.quantity, what.price))

    return Table(
        slug="comparison",
        caption="Budgeted and current",
        columns=(
            Column("Which"),
            Column(row.line.quantity_words.capitalize(), numeric=True),
            Column(f"Cost for {row.line.price_words}", numeric=True),
        ),
        rows=(
            side("Budgeted", row.budgeted),
            side(f"Current ({as_of(row)})", row.current),
            Row("Change", (_known(row.quantity_change), _known(row.price_change)), kind="total"),
        ),
    )


def _known(number: Number) -> Number | None:
    """Nothing belongs in a cell that has nothing to compare with."""
    return None if number.missing else number

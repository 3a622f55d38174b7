"""What price and volume did to the commitment, as a chart."""

from decimal import Decimal
from typing import Any

from ledger.components import Chart
from ledger.numbers import Number
from ledger.palette import PALETTE
from ledger.scope import Scope

from ..selectors.activity import Activity, EffectTotal
from ..selectors.activity_rows import ActivityRow
from ..tables.activity import effects_table, which
from .bars import lying, short_names

PRICE, VOLUME = PALETTE[0], PALETTE[3]


def effects_chart(found: Activity, scope: Scope) -> Chart | None:
    """Two bars a line, of the counted ones that can be computed; None where there is none.

    Only lines of one period can stand beside each other: those of the period that most of them have.
    """
    totals = [total for total in found.effect_totals if total.computed]
    if not totals:
        return None
    shown = max(totals, key=lambda total: total.computed)
    rows = [row for row in found.counted if row.line.period == shown.period and not row.why_not]
    names = short_names([row.line.name for row in rows])
    return Chart(
        slug="effects",
        title=f"What changed the commitment, £ a {shown.period}, {found.year.label}",
        finding=finding(shown, rows),
        figure={
            "data": [_bars(rows, names, "Price effect", PRICE), _bars(rows, names, "Volume effect", VOLUME)],
            "layout": {"barmode": "relative", **lying(names)},
        },
        table=effects_table(found, scope),
    )


def _bars(rows: list[ActivityRow], names: list[str], name: str, colour: str) -> dict[str, Any]:
    """Told apart by their pattern too."""
    price = name == "Price effect"
    values = [(row.price_effect if price else row.volume_effect).value for row in rows]
    return {
        "type": "bar",
        "name": name,
        "orientation": "h",
        "y": names,
        "x": [None if value is None else float(value) for value in values],
        "marker": {"color": colour, "pattern": {"shape": "" if price else "/"}},
        "hovertemplate": "£%{x:,.0f}",
    }


def finding(total: EffectTotal, rows: list[ActivityRow]) -> str:
    """Which of the two weighs more, and in which line the commitment changed the most."""
    change = _more(total.change, "as budgeted")
    parts = f"price makes {_more(total.price, 'no difference')}, volume {_more(total.volume, 'no difference')}"
    most = max(rows, key=lambda row: abs(row.change.value or Decimal(0)))
    left_out = total.lines - total.computed
    gaps = f" {left_out} of {total.lines} lines can’t be computed and are left out." if left_out else ""
    which_is = which(total.change).lower()
    said = f"{change[:1].upper()}{change[1:]} a {total.period}" + (f" ({which_is})" if total.change.value else "")
    return f"{said}: {parts}. It changed the most in {most.line.name.lower()}: {_more(most.change, 'nothing')}.{gaps}"


def _more(number: Number, nothing: str) -> str:
    if not number.value:
        return nothing
    return f"{Number(abs(number.value), 'GBP').text} {'more' if number.value > 0 else 'less'}"

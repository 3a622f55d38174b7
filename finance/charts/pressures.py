"""What an event costs, by what pays for it, as a chart."""

from ledger.components import Chart
from ledger.numbers import Number, missing
from ledger.palette import PALETTE

from ..selectors.pressures import Pressures, PressureTotal
from ..tables.pressures import categories_table
from .bars import lying, short_names

PATTERNS = ("", "/", ".", "x", "-", "+")


def pressures_chart(found: Pressures) -> Chart | None:
    """The expected cost by category, kinds beside each other; None without two to compare."""
    if found.all.cost.missing:
        return None
    priced = [row for row in found.rows if not row.cost.missing]
    labels = list(dict.fromkeys(row.pressure.category for row in priced))
    if len(labels) < 2:
        return None
    names = short_names(labels)
    data = []
    for place, kind in enumerate(found.kinds):
        costs = {category.name: category.cost for category in found.categories(kind)}
        if kind.cost.missing:
            continue
        data.append(
            {
                "type": "bar",
                "name": kind.name,
                "orientation": "h",
                "y": names,
                "x": [_plain(costs.get(label, missing())) for label in labels],
                "marker": {"color": PALETTE[place], "pattern": {"shape": PATTERNS[place]}},
                "hovertemplate": "£%{x:,.0f}",
            }
        )
    return Chart(
        slug="pressures",
        title=f"Expected cost by category, {found.year.label}",
        finding=finding(found),
        figure={"data": data, "layout": {"barmode": "stack", **lying(names)}},
        table=categories_table(found),
    )


def finding(found: Pressures) -> str:
    """What it comes to, how much of that nothing pays for, and how many amounts are missing."""
    if found.all.cost.missing:
        return "No amount is recorded."
    parts = ", ".join(f"{kind.cost.text} {kind.name.lower()}" for kind in found.kinds if not kind.cost.missing)
    gaps = found.all.unknown
    said = f" {gaps} of {len(found.rows)} have no amount and are left out." if gaps else ""
    return f"{found.all.cost.text} is expected in {found.year.label}: {parts}. {_unfunded(found.unfunded)}{said}"


def _unfunded(total: PressureTotal) -> str:
    if not total.rows:
        return "All of it is funded."
    return f"{total.cost.text} of it is not funded." if not total.cost.missing else "What isn’t funded has no amount."


def _plain(number: Number) -> float | None:
    return None if number.value is None else float(number.value)

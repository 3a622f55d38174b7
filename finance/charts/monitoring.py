"""What drives the variance of a budget, and how a line's year goes, as charts."""

from decimal import Decimal
from typing import Any

from ledger.components import Chart
from ledger.months import month_label
from ledger.numbers import Number
from ledger.palette import ACTUAL, FORECAST, INK, PALETTE, PROJECTED

from ..selectors import DIMENSIONS, LinePage, Monitoring
from ..tables import driver_table, month_table
from .bars import POUNDS, lying, short_names

ADVERSE, FAVOURABLE = PROJECTED, PALETTE[1]


def variance_chart(found: Monitoring) -> Chart | None:
    """A waterfall: each group's variance begins where the one before ended. None where nothing varies."""
    if not found.drivers:
        return None
    names = short_names([each.name for each in found.drivers])
    total = found.drivers[-1].after
    sides = {
        "Adverse": (ADVERSE, [each if each.variance > 0 else None for each in found.drivers]),
        "Favourable": (FAVOURABLE, [each if each.variance < 0 else None for each in found.drivers]),
    }
    data = [
        _bars(name, colour, names, [(float(one.before), float(one.variance)) if one else None for one in steps])
        for name, (colour, steps) in sides.items()
        if any(steps)
    ]
    data.append(_bars("All together", INK, ["All together"], [(0.0, float(total))]))
    return Chart(
        slug="drivers",
        title=f"What drives the variance, by {DIMENSIONS[found.by].lower()}",
        finding=variance_finding(found),
        figure={
            "data": data,
            "layout": {"barmode": "overlay", **lying([*names, "All together"])},
        },
        table=driver_table(found),
    )


def _bars(name: str, colour: str, labels: list[str], steps: list[tuple[float, float] | None]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "orientation": "h",
        "y": labels,
        "x": [step[1] if step else None for step in steps],
        "base": [step[0] if step else None for step in steps],
        "marker": {"color": colour},
        "customdata": [step[1] if step else None for step in steps],
        "hovertemplate": "£%{customdata:,.0f}",
    }


def variance_finding(found: Monitoring) -> str:
    """By how much, which way, and what does most of it."""
    net = found.net["variance"]
    by_group = [(value, each.value.name) for each in found.groups if (value := each.amounts["variance"].value)]
    if net.value is None or not by_group:
        return "No line has both a budget and a projected outturn that differ, so there is no variance to explain."
    said = f"The projected outturn is {_over(net.value)}."
    (most, adverse), (least, favourable) = max(by_group), min(by_group)
    if most > 0:
        said += f" The largest adverse variance is {adverse}’s, {_text(most)}."
    if least < 0:
        said += f" The largest favourable one is {favourable}’s, {_text(least)}."
    gaps = found.net.gaps["variance"]
    if gaps:
        said += f" {gaps} of {len(found.lines)} lines have no variance yet and are left out."
    return said


def _over(variance: Decimal) -> str:
    if not variance:
        return "what the revised budget is"
    words = "above the revised budget: adverse" if variance > 0 else "below the revised budget: favourable"
    return f"{_text(variance)} {words}"


def _text(value: Decimal) -> str:
    return Number(abs(value), "GBP").text


def line_chart(page: LinePage) -> Chart | None:
    """A line's year by month; None without two months to compare."""
    known = [each for each in page.months if not (each.budget.missing and each.actual.missing)]
    if len(known) < 2:
        return None
    labels = [f"{each.month.start:%b %Y}" for each in page.months]
    columns = {
        "Actual": ("bar", ACTUAL, [each.actual for each in page.months]),
        "Budget in force": ("scatter", INK, [each.budget for each in page.months]),
        "Original budget": ("scatter", PALETTE[4], [each.original for each in page.months]),
        "Forecast": ("scatter", FORECAST, [each.forecast for each in page.months]),
    }
    if all(each.original.value == each.budget.value for each in page.months):
        del columns["Original budget"]
    data = []
    for (name, (kind, colour, numbers)), dash in zip(columns.items(), ("", "solid", "dot", "dash"), strict=False):
        values = [None if number.value is None else float(number.value) for number in numbers]
        if any(value is not None for value in values):
            drawn: dict[str, Any] = {"type": kind, "name": name, "x": labels, "y": values}
            if kind == "bar":
                drawn["marker"] = {"color": colour, "opacity": 0.35}  # the lines in front of them stay in sight
            else:
                drawn |= {"mode": "lines", "line": {"color": colour, "dash": dash, "width": 2}, "connectgaps": False}
            data.append({**drawn, "hovertemplate": "£%{y:,.0f}"})
    return Chart(
        slug="months",
        title=f"{page.line.name} by month, {page.year.label}",
        finding=line_finding(page),
        figure={"data": data, "layout": {"yaxis": {**POUNDS, "rangemode": "tozero"}}},
        table=month_table(page),
    )


def line_finding(page: LinePage) -> str:
    amounts = page.amounts
    if page.period is None or amounts["variance_to_date"].value is None:
        return f"No actual can be compared with the budget of {page.year.label} yet."
    value, side = amounts["variance_to_date"].value, amounts.side("variance_to_date").lower()
    where = f"{_text(value)} {'above' if value > 0 else 'below'} the budget to date: {side}" if value else "on budget"
    said = f"By the end of {month_label(page.period.end)} the actual is {where}."
    if amounts["variance"].value is not None:
        said += f" The year is projected to end {_over(amounts['variance'].value)}."
    return said

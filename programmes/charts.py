"""Programme pages' charts: values in, plain dicts in Plotly's schema out, each with its finding in words."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from ledger.components import Chart, Column, Row, Table
from ledger.months import ONE_DAY, FinancialYear, Span
from ledger.numbers import Number, missing

from .selectors import FlowLine, Flows, ProgrammePage
from .tables import flow_table

DELIVERED, TARGET = "#1d70b8", "#0b0c0c"
# Seven hues that differ in lightness too, for readers who don't tell colours apart.
LINES = ("#1d70b8", "#d4351c", "#00703c", "#4c2c92", "#b58840", "#28a197", "#801650", "#505a5f")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")


def delivery_chart(page: ProgrammePage) -> Chart | None:
    """What was evidenced by each month's end beside the year's target; None where neither is known."""
    if page.target.missing and page.avoided.missing:
        return None
    months = list(page.year.months())
    by_end = {delivered.span.end: delivered.number for delivered in page.delivered}
    cells = [by_end.get(month.end) or missing("GBP") for month in months]
    data = [
        {
            "type": "bar",
            "name": "Cost avoidance evidenced",
            "x": [f"{month.start:%b %Y}" for month in months],
            "y": [_plain(cell) for cell in cells],
            "marker": {"color": DELIVERED},
            "hovertemplate": "By the end of %{x}: £%{y:,.0f}<extra></extra>",
        }
    ]
    if not page.target.missing:
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": "Target for the year",
                "x": [f"{month.start:%b %Y}" for month in months],
                "y": [_plain(page.target)] * 12,
                "line": {"color": TARGET, "dash": "dash", "width": 2},
                "hovertemplate": "Target for the year: £%{y:,.0f}<extra></extra>",
            }
        )
    rows = tuple(
        Row(month.label, (cell, page.target if month == months[-1] else None))
        for month, cell in zip(months, cells, strict=True)
    )
    return Chart(
        slug="delivery",
        title=f"Cost avoidance against the target for {page.year.label}",
        finding=_finding(page, page.year),
        figure={"data": data, "layout": {"yaxis": {"tickprefix": "£", "rangemode": "tozero"}}},
        table=Table(
            slug="delivery",
            caption=f"Cost avoidance evidenced from April {page.year.first} to the end of each month",
            columns=(Column("To the end of"), Column("Evidenced", numeric=True), Column("Target", numeric=True)),
            rows=rows,
        ),
    )


def _finding(page: ProgrammePage, year: FinancialYear) -> str:
    if page.avoided.missing:
        return f"The target for {year.label} is {page.target.text}; nothing has been evidenced yet."
    label = page.avoided_span.label if page.avoided_span else year.label
    done = f"{page.avoided.text} of cost avoidance was evidenced for {label}"
    if page.target.missing:
        return f"{done}. No target is recorded for {year.label}."
    return (
        f"{done}, {page.share_of_target.text} of the year's target of {page.target.text}. The target has no profile "
        "by month, so this can't say whether that is early or late."
    )


def flow_chart(flows: Flows) -> Chart:
    """The lines of a group over its months; gaps where nothing was recorded."""
    months = [f"{month.start:%b %Y}" for month in flows.months]
    data = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": line.kpi.name,
            "legendgroup": line.kpi.name,
            "showlegend": part == 0,
            "x": months,
            "y": values,
            "connectgaps": False,
            "line": {"color": LINES[i % len(LINES)], "dash": DASHES[i % len(DASHES)], "width": 2},
        }
        for i, line in enumerate(flows.lines)
        for part, values in enumerate(_between_breaks(line, flows.months))
    ]
    return Chart(
        slug=f"flows-{flow_table(flows).slug}",
        title=f"{flows.group} by month",
        finding=_flow_finding(flows),
        figure={"data": data, "layout": {"yaxis": {"rangemode": "tozero", "tickformat": ","}}},
        table=flow_table(flows),
    )


def _between_breaks(line: FlowLine, months: Sequence[Span]) -> list[list[float | None]]:
    """The line's values cut at its series breaks, so that nothing is drawn across one."""
    edges = [months[0].start, *(found.on for found in line.breaks), months[-1].end + ONE_DAY]
    return [
        [
            _plain(number) if start <= month.start < end else None
            for month, number in zip(months, line.numbers, strict=True)
        ]
        for start, end in pairwise(edges)
    ]


def _flow_finding(flows: Flows) -> str:
    comparable = [line for line in flows.lines if line.change.value is not None and not line.breaks]
    if not comparable:
        return f"{flows.group}: no row can be compared from the first month to the last."
    most = max(comparable, key=lambda line: abs(line.change.value or Decimal(0)))
    change = most.change.value or 0
    verb = "fell" if change < 0 else "rose"
    gaps = f" {flows.blank_cells} cells were not recorded." if flows.blank_cells else ""
    return (
        f"{most.kpi.name} {verb} the most, from {most.numbers[0].text} in {flows.months[0].label} to "
        f"{most.numbers[-1].text} in {flows.months[-1].label}.{gaps}"
    )


def _plain(number: Number) -> float | None:
    return None if number.value is None else float(number.value)

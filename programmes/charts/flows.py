"""KPIs of a group over months, as a chart."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from ledger.components import Chart
from ledger.months import ONE_DAY, Span
from ledger.palette import line_style
from ledger.scope import Scope

from ..selectors import FlowLine, Flows
from ..tables import flow_table
from .courses import plain


def flow_chart(flows: Flows, scope: Scope | None = None) -> Chart:
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
            "line": line_style(i),
        }
        for i, line in enumerate(flows.lines)
        for part, values in enumerate(_between_breaks(line, flows.months))
    ]
    table = flow_table(flows, scope)
    return Chart(
        slug=f"flows-{table.slug}",
        title=f"{flows.group} by month",
        finding=_flow_finding(flows),
        figure={"data": data, "layout": {"yaxis": {"rangemode": "tozero", "tickformat": ","}}},
        table=table,
    )


def _between_breaks(line: FlowLine, months: Sequence[Span]) -> list[list[float | None]]:
    """The line's values cut at its series breaks, so that nothing is drawn across one."""
    edges = [months[0].start, *(found.on for found in line.breaks), months[-1].end + ONE_DAY]
    return [
        [
            plain(number) if start <= month.start < end else None
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
    verb = f"{'fell' if change < 0 else 'rose'}{' the most' if len(comparable) > 1 else ''}"
    gaps = f" {flows.blank_cells} cells were not recorded." if flows.blank_cells else ""
    return (
        f"{most.kpi.name} {verb}, from {most.numbers[0].text} in {flows.months[0].label} to "
        f"{most.numbers[-1].text} in {flows.months[-1].label}.{gaps}"
    )

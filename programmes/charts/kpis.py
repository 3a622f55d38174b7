"""A KPI's chart: what came, what was planned, and the limits within which chance moves it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from ledger.components import Chart
from ledger.months import FinancialYear, Span, month_label
from ledger.palette import ACTUAL, PALETTE, PLAN
from ledger.variation import Meaning, Signal, Stretch, finely

from ..selectors.kpis import KpiPage
from ..tables.kpis import history_table, how_often

MOST_TICKS = 14  # more stand on end, and leave the chart no room
LIMITS = PALETTE[4]
# Told apart by shape and by the word in the legend; the colour only helps.
SHAPES: dict[Meaning, tuple[str, str]] = {
    "improvement": ("diamond", PALETTE[1]),
    "concern": ("square", PALETTE[3]),
    "change": ("triangle-up", PALETTE[2]),
}


def kpi_chart(page: KpiPage) -> Chart | None:
    """None where there are not two values to compare."""
    if len([point for point in page.points if not point.value.missing]) < 2:
        return None
    labels = [tick(point.span) for point in page.points]
    spans = [point.span for point in page.points]
    data = [
        *(_actual(spans, labels, stretch, first) for first, stretch in _firsts(page.variation.stretches)),
        *_plan(page, labels),
        *_limits(spans, labels, page.variation.stretches),
        *_signals(page, labels),
    ]
    return Chart(
        slug="history",
        title=f"{page.kpi.name} {how_often(page)}, {spans[0].label} to {spans[-1].label}",
        finding=finding(page),
        figure={"data": data, "layout": _layout(page, spans, labels)},
        table=history_table(page),
    )


def tick(span: Span) -> str:
    """Short enough to stand below an axis."""
    match span.kind:
        case "month":
            return f"{span.start:%b %Y}"
        case "week" | "day":
            return f"{span.start.day} {span.start:%b %Y}"
        case "year":
            return FinancialYear.of(span.start).label
    return f"{span.start:%b}–{span.end:%b %Y}"


def finding(page: KpiPage) -> str:
    """The latest value beside what it is judged by; what it says of change, the page says above."""
    latest = page.latest
    if latest is None:
        return "Nothing has been recorded."
    when = "in" if latest.span.kind in ("month", "quarter", "year") else "for"
    said = f"{latest.value.text_with_unit} {when} {latest.span.label}"
    if not latest.before.missing:
        said += f", {latest.before.text} a year earlier"
    limits, write = page.variation.stretches[-1].limits, finely(page.series.rules.writing).text
    judged = "Too few values follow each other to draw limits"
    if limits:
        judged = (
            f"The mean is {write(limits.mean)}; chance moves it from {write(limits.lower)} to {write(limits.upper)}"
        )
    across = [f"{month_label(found.on)} ({found.reason.rstrip('.')})" for found in page.breaks]
    broken = f" Nothing is compared across the series break of {' or '.join(across)}." if across else ""
    return f"{said[0].upper()}{said[1:]}. {judged}.{broken}"


def _firsts(stretches: Sequence[Stretch]) -> Iterable[tuple[bool, Stretch]]:
    """Only the first of its kind stands in the legend."""
    return ((i == 0, stretch) for i, stretch in enumerate(stretches))


def _actual(spans: Sequence[Span], labels: Sequence[str], stretch: Stretch, first: bool) -> dict[str, Any]:
    values = {point.span: float(point.value) for point in stretch.points}
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "Actual",
        "legendgroup": "actual",
        "showlegend": first,
        "x": list(labels),
        "y": [values.get(span) for span in spans],
        "connectgaps": False,
        "line": {"color": ACTUAL, "width": 2},
        "marker": {"color": ACTUAL, "size": 5},
    }


def _plan(page: KpiPage, labels: Sequence[str]) -> list[dict[str, Any]]:
    values = [None if point.plan.value is None else float(point.plan.value) for point in page.points]
    if not any(value is not None for value in values):
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": "Plan or target",
            "x": list(labels),
            "y": values,
            "connectgaps": False,
            "line": {"color": PLAN, "dash": "dash", "width": 2},
            "marker": {"color": PLAN, "size": 5, "symbol": "line-ew-open"},
        }
    ]


def _limits(spans: Sequence[Span], labels: Sequence[str], stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    judged = [stretch for stretch in stretches if stretch.limits]
    traces = []
    for first, stretch in _firsts(judged):
        assert stretch.limits is not None
        inside = [stretch.points[0].span.start <= span.start <= stretch.points[-1].span.start for span in spans]
        lines = (("Mean", stretch.limits.mean), ("Limits", stretch.limits.upper), ("Limits", stretch.limits.lower))
        for name, value in lines:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": name,
                    "legendgroup": name,
                    "showlegend": first and value != stretch.limits.lower,
                    "x": list(labels),
                    "y": [float(value) if within else None for within in inside],
                    "connectgaps": False,
                    "hoverinfo": "skip",
                    "line": {"color": LIMITS, "dash": "solid" if name == "Mean" else "dot", "width": 1},
                }
            )
    return traces


def _signals(page: KpiPage, labels: Sequence[str]) -> list[dict[str, Any]]:
    """The points that stand out, by what they mean; the year's signals are named at their last points."""
    places = {point.span: label for point, label in zip(page.points, labels, strict=True)}
    traces = []
    for meaning, (symbol, colour) in SHAPES.items():
        own = [signal for signal in page.variation.signals if signal.meaning == meaning]
        if not own:
            continue
        values: dict[Span, Decimal] = {point.span: point.value for signal in own for point in signal.points}
        named = {signal.points[-1].span: signal for signal in reversed(own) if signal.end >= page.year.start}
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": meaning.capitalize(),
                "x": [places[span] for span in sorted(values)],
                "y": [float(values[span]) for span in sorted(values)],
                "text": [named[span].short if span in named else "" for span in sorted(values)],
                "textposition": [_side(named.get(span)) for span in sorted(values)],
                "cliponaxis": False,
                "hoverinfo": "name",
                "marker": {
                    "color": colour,
                    "size": 11,
                    "symbol": symbol,
                    "line": {"color": "#ffffff", "width": 1},
                },
            }
        )
    return traces


def _side(signal: Signal | None) -> str:
    """Away from the line that leads to the point, and from the chart's edge, where the newest points are."""
    return "bottom left" if signal and not signal.up else "top left"


def _layout(page: KpiPage, spans: Sequence[Span], labels: Sequence[str]) -> dict[str, Any]:
    measure = page.series.measure
    axis: dict[str, Any] = {"tickformat": ",", "hoverformat": f",.{measure.decimals}f"}
    if measure.unit == "GBP":
        axis["tickprefix"] = "£"
    if measure.unit == "percent":
        axis["ticksuffix"] = "%"
    if not any(stretch.limits for stretch in page.variation.stretches):
        axis["rangemode"] = "tozero"  # nothing else says what a small change is
    places = {found.on: sum(span.start < found.on for span in spans) - 0.5 for found in page.breaks}
    line = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": {"color": LIMITS, "dash": "dash", "width": 1}}
    note = {"yref": "paper", "y": 1, "text": "Series break", "showarrow": False, "xanchor": "left", "yanchor": "top"}
    return {
        "xaxis": {"type": "category", "tickvals": labels[:: -(-len(labels) // MOST_TICKS)]},
        "yaxis": axis,
        "shapes": [{**line, "x0": place, "x1": place} for place in places.values()],
        "annotations": [{**note, "x": place} for place in places.values()],
    }

"""A chart's figure as a spreadsheet can draw it: categories, and traces with one value for each. Pure.

Spreadsheets know no bars that begin elsewhere than at nought, so a waterfall is stacked from bars that nobody sees.
Shapes and annotations are left out; what they mark is in the chart's finding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ledger.palette import INK

from ..drawing.schema import NotDrawableError, check

Values = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    name: str
    kind: Literal["bar", "line", "marks", "unseen"]
    values: Values  # by category
    style: Mapping[str, Any]  # colour, dash, width, symbol, size, pattern, opacity: what the figure says of them
    labels: tuple[str, ...] = ()  # beside the points, by category
    in_legend: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    categories: tuple[str, ...]
    traces: tuple[Trace, ...]
    lying: bool  # whether bars lie
    barmode: str  # stack, relative, overlay or group
    spans_gaps: bool  # whether lines go on over missing values
    values_axis: Mapping[str, Any]  # as the layout has it
    downwards: bool  # whether the first category is on top


def drawn(figure: Mapping[str, Any]) -> Drawing:
    """Raises NotDrawableError for what paper doesn't know either, and for bars that lie behind lines."""
    check(figure)
    traces, layout = figure["data"], figure.get("layout", {})
    bars = [trace for trace in traces if trace["type"] == "bar"]
    lines = [trace for trace in traces if trace["type"] == "scatter"]
    lying = any(trace.get("orientation") == "h" for trace in bars)
    if lying and lines:
        raise NotDrawableError("Bars that lie can’t share a chart with lines in a workbook.")
    along, up = ("yaxis", "xaxis") if lying else ("xaxis", "yaxis")
    axis = layout.get(along, {})
    categories = _categories(traces, axis, "y" if lying else "x")
    floats = any(start for trace in bars for start in trace.get("base", ()))
    standing = _floating(bars, categories, lying) if floats else [_trace(each, categories, lying) for each in bars]
    return Drawing(
        categories=categories,
        traces=(*standing, *(_trace(each, categories, lying) for each in lines)),
        lying=lying,
        barmode="stack" if floats else layout.get("barmode", "group"),
        spans_gaps=bool(lines) and all(each.get("connectgaps", False) for each in lines if _has_gap(each["y"])),
        values_axis=layout.get(up, {}),
        downwards=axis.get("autorange") == "reversed",
    )


def _categories(traces: Sequence[Mapping[str, Any]], axis: Mapping[str, Any], along: str) -> tuple[str, ...]:
    """In the axis' own order where it has one, otherwise as the longest trace has them."""
    found = [*axis.get("categoryarray", ())]
    for trace in sorted(traces, key=lambda trace: -len(trace[along])):
        found += [name for name in trace[along] if name not in found]
    return tuple(dict.fromkeys(map(str, found)))


def _trace(trace: Mapping[str, Any], categories: Sequence[str], lying: bool) -> Trace:
    names, values = (trace["y"], trace["x"]) if lying else (trace["x"], trace["y"])
    by_name = dict(zip(map(str, names), values, strict=True))
    labels = dict(zip(map(str, names), trace.get("text", ()), strict=False))
    mode = trace.get("mode", "lines")
    kind: Literal["bar", "line", "marks"] = "line" if "lines" in mode else "marks"
    marker, line = trace.get("marker", {}), trace.get("line", {})
    return Trace(
        name=str(trace.get("name", "")),
        kind="bar" if trace["type"] == "bar" else kind,
        values=tuple(by_name.get(name) for name in categories),
        style={
            "colour": line.get("color") or marker.get("color") or INK,
            "dash": line.get("dash", "solid"),
            "width": line.get("width", 2),
            "symbol": marker.get("symbol", "circle") if "markers" in mode else None,
            "size": marker.get("size", 6),
            "pattern": marker.get("pattern", {}).get("shape", ""),
            "opacity": marker.get("opacity", 1),
        },
        labels=tuple(labels.get(name, "") for name in categories) if any(labels.values()) else (),
        in_legend=trace.get("showlegend", True),
    )


def _has_gap(values: Sequence[float | None]) -> bool:
    known = [place for place, value in enumerate(values) if value is not None]
    return bool(known) and known[-1] - known[0] + 1 > len(known)


def _floating(bars: Sequence[Mapping[str, Any]], categories: tuple[str, ...], lying: bool) -> list[Trace]:
    """Bars from `base` on: one unseen up to where they begin, then what is above nought, then what is below."""
    start: list[float | None] = [None] * len(categories)
    found = []
    for bar in bars:
        trace = _trace(bar, categories, lying)
        names = bar["y" if lying else "x"]
        bases = dict(zip(map(str, names), bar.get("base", [0] * len(names)), strict=True))
        above: list[float | None] = [None] * len(categories)
        below: list[float | None] = [None] * len(categories)
        for place, value in enumerate(trace.values):
            if value is None:
                continue
            if start[place] is not None:
                raise NotDrawableError(f"Two bars of {categories[place]} begin elsewhere than at nought.")
            low, high = sorted((bases[categories[place]] or 0, (bases[categories[place]] or 0) + value))
            start[place] = max(low, 0) or min(high, 0)
            above[place] = max(high, 0) - max(low, 0) or None
            below[place] = min(low, 0) - min(high, 0) or None
        found.append(Trace(trace.name, "bar", tuple(above), trace.style))
        if any(below):
            shown = not any(above)
            found.append(Trace(trace.name, "bar", tuple(below), trace.style, in_legend=shown))
            if shown:
                del found[-2]
    return [Trace("Where each begins", "unseen", tuple(start), {}, in_legend=False), *found]

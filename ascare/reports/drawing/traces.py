"""Traces on paper: bars, lines and marks; each gives what stands for it in the legend."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ledger.palette import PALETTE

from .axes import Axis
from .schema import DASHES, HATCHES, SYMBOLS, NotDrawableError

POINT = 0.75  # of a pixel, in which Plotly measures
BAR = 0.8  # of a category's room, shared by bars that stand beside each other
FULL = 6  # categories: the bars of fewer take less of their room, or they would be blocks


def is_lying(data: Sequence[Mapping[str, Any]]) -> bool:
    """Whether bars lie; all of a chart do, or none."""
    ways = {trace.get("orientation", "v") for trace in data if trace["type"] == "bar"}
    if len(ways) > 1:
        raise NotDrawableError("Bars that stand and bars that lie can’t share a chart on paper.")
    return ways == {"h"}


def draw_bars(
    plot: Axes, bars: Sequence[tuple[int, Mapping[str, Any]]], axes: tuple[Axis, Axis], mode: str
) -> tuple[dict[int, Artist], list[float]]:
    """What stands for each in the legend, by its place in the chart, and all the ends of bars."""
    lies = is_lying([trace for _, trace in bars])
    across, along = axes[::-1] if lies else axes
    full = BAR if lies or not across.categories else BAR * min(1.0, len(across.categories) / FULL)
    tops: defaultdict[tuple[float, bool], float] = defaultdict(float)
    handles: dict[int, Artist] = {}
    ends: list[float] = []
    for order, (number, trace) in enumerate(bars):
        places, lengths = across.places(trace[across.name]), along.places(trace[along.name])
        starts = _starts(trace, places, lengths, mode, tops)
        thick, shift = (full / len(bars), order - (len(bars) - 1) / 2) if mode == "group" else (full, 0.0)
        known = [i for i, length in enumerate(lengths) if not math.isnan(length)]
        style = _bar_style(number, trace)
        drawn = (
            [places[i] + shift * thick for i in known],
            [lengths[i] for i in known],
            thick,
            [starts[i] for i in known],
        )
        if lies:
            plot.barh(*drawn, **style, zorder=2)
        else:
            plot.bar(*drawn, **style, zorder=2)
        handles[number] = Patch(**style)
        ends += [end for i in known for end in (starts[i], starts[i] + lengths[i])]
    return handles, ends


def _starts(
    trace: Mapping[str, Any],
    places: Sequence[float],
    lengths: Sequence[float],
    mode: str,
    tops: defaultdict[tuple[float, bool], float],
) -> list[float]:
    """Where each bar begins: at its base, or on what is there already; `relative` piles up below zero apart."""
    if "base" in trace:
        if mode in ("stack", "relative"):
            raise NotDrawableError("Bars with a base can’t be stacked on paper.")
        return [float(base or 0) for base in trace["base"]]
    if mode in ("group", "overlay"):
        return [0.0] * len(lengths)
    starts = []
    for place, length in zip(places, lengths, strict=True):
        key = (place, mode == "relative" and length < 0)
        starts.append(tops[key])
        tops[key] += 0.0 if math.isnan(length) else length
    return starts


def _bar_style(number: int, trace: Mapping[str, Any]) -> dict[str, Any]:
    marker = trace.get("marker", {})
    return {
        "facecolor": marker.get("color", PALETTE[number % len(PALETTE)]),
        "edgecolor": "white",
        "linewidth": 0.5,
        "alpha": marker.get("opacity"),
        "hatch": HATCHES[marker.get("pattern", {}).get("shape", "")],
    }


def draw_line(
    plot: Axes, number: int, trace: Mapping[str, Any], axes: tuple[Axis, Axis]
) -> tuple[Artist, list[tuple[float, float]]]:
    """What stands for it in the legend, and its points; a gap stays one unless the trace connects them."""
    points = list(zip(axes[0].places(trace["x"]), axes[1].places(trace["y"]), strict=True))
    drawn = [point for point in points if not any(map(math.isnan, point))]
    path = drawn if trace.get("connectgaps") else points
    parts = trace["mode"].split("+")
    style = _line_style(number, trace, parts)
    plot.plot([x for x, _ in path], [y for _, y in path], **style, zorder=3 if "lines" in parts else 4, clip_on=False)
    return Line2D([], [], **style), drawn


def _line_style(number: int, trace: Mapping[str, Any], parts: Sequence[str]) -> dict[str, Any]:
    line, marker = trace.get("line", {}), trace.get("marker", {})
    colour = line.get("color", marker.get("color", PALETTE[number % len(PALETTE)]))
    symbol = marker.get("symbol", "circle")
    own = marker.get("color", colour)
    outline = marker.get("line", {})
    return {
        "color": colour,
        "linewidth": POINT * line.get("width", 2),
        "linestyle": DASHES[line.get("dash", "solid")] if "lines" in parts else "none",
        "marker": SYMBOLS[symbol] if "markers" in parts else "",
        "markersize": POINT * marker.get("size", 6),
        "markerfacecolor": own,
        "markeredgecolor": outline.get("color", own),
        "markeredgewidth": POINT * outline.get("width", 2 if symbol.endswith("-open") else 0),
    }

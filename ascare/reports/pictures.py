"""A chart as a picture for paper: traces, palette and order as on the page, as wide as the text of an A4 page.

The same chart gives the same bytes. Letters become outlines in SVG, so that no reader needs a font. Title, finding
and numbers of the chart stand beside the picture as text; it doesn't repeat them.
"""

import math
from collections.abc import Mapping, Sequence
from io import BytesIO
from textwrap import shorten
from typing import Any, Literal

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from ledger.components import Chart
from ledger.palette import INK

from .drawing.axes import LINE_HEIGHT, SIZE, Axis, axis, dress, labels_below, labels_beside, set_limits
from .drawing.schema import DASHES, NotDrawableError, check
from .drawing.traces import POINT, draw_bars, draw_line, is_lying
from .drawing.words import HALO, words_of, write_words
from .letters import FAMILIES, FILES, legible, width

__all__ = ["WIDTH", "NotDrawableError", "drawn", "picture"]

WIDTH = 481.9  # points: 17 cm, what A4 leaves between margins of 2 cm
HEIGHT = 175.0  # of the plot itself, where bars don't lie
INCH = 72.0  # points
MOST_LETTERS = 95  # of a name in the legend
DOTS = 200  # an inch, of a PNG
METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}

# Before anything is drawn, once: matplotlib reads these while it draws, in whatever thread.
for _path in (path for files in FILES.values() for path in files):
    fontManager.addfont(_path)
matplotlib.rcParams.update(
    {
        "font.family": list(FAMILIES),
        "font.size": SIZE,
        "text.parse_math": False,  # $ is a sign like any other
        "svg.fonttype": "path",
        "svg.hashsalt": "ascare",
        "hatch.linewidth": 0.6,
    }
)


def picture(chart: Chart, form: Literal["svg", "png"]) -> bytes:
    """Raises NotDrawableError where the chart says something that paper can't show."""
    try:
        figure = drawn(chart.figure)
    except NotDrawableError as error:
        raise NotDrawableError(f"The chart {chart.slug!r} can’t be drawn: {error}") from error
    written = BytesIO()
    figure.savefig(written, format=form, dpi=DOTS, metadata=METADATA[form])
    return written.getvalue()


def drawn(figure: Mapping[str, Any]) -> Figure:
    """A figure in Plotly's schema as matplotlib's; each stands for itself, none is known to pyplot."""
    check(figure)
    data, layout = figure["data"], figure.get("layout", {})
    lies = is_lying(data)
    axes = (axis("x", data, layout.get("xaxis", {})), axis("y", data, layout.get("yaxis", {})))
    paper = Figure(facecolor="white")
    plot = paper.add_axes((0, 0, 1, 1))
    bars = [(i, trace) for i, trace in enumerate(data) if trace["type"] == "bar"]
    handles, ends = draw_bars(plot, bars, axes, layout.get("barmode", "group"))
    reach: tuple[list[float], list[float]] = (ends, []) if lies else ([], ends)
    for i, trace in enumerate(data):
        if trace["type"] == "scatter":
            handles[i], points = draw_line(plot, i, trace, axes)
            for each, values in zip(reach, zip(*points, strict=True), strict=False):
                each.extend(values)
    ticks = [
        set_limits(plot, along, values, from_zero=bool(bars) and lies == (along.name == "x"))
        for along, values in zip(axes, reach, strict=True)
    ]
    _draw_layout(plot, layout, axes)
    entries = [(handles[i], _brief(trace["name"])) for i, trace in enumerate(data) if _in_legend(trace)]
    _arrange(paper, plot, axes, ticks, entries if layout.get("showlegend", len(entries) > 1) else [])
    write_words(plot, [words for trace in data if "text" in trace.get("mode", "") for words in words_of(trace, axes)])
    return paper


def _in_legend(trace: Mapping[str, Any]) -> bool:
    return bool(trace.get("name")) and trace.get("showlegend", True)


def _brief(name: str) -> str:
    """In one line of the picture; the table beside it has the whole name."""
    return shorten(legible(name), MOST_LETTERS, placeholder="…")


def _draw_layout(plot: Axes, layout: Mapping[str, Any], axes: tuple[Axis, Axis]) -> None:
    """Lines and words that belong to no trace: where a series breaks."""
    ways = {
        (True, True): plot.transAxes,
        (False, True): plot.get_xaxis_transform(),
        (True, False): plot.get_yaxis_transform(),
        (False, False): plot.transData,
    }
    for shape in layout.get("shapes", ()):
        line = shape.get("line", {})
        plot.plot(
            [shape["x0"], shape["x1"]],
            [shape["y0"], shape["y1"]],
            transform=ways[shape.get("xref") == "paper", shape.get("yref") == "paper"],
            color=line.get("color", INK),
            linewidth=POINT * line.get("width", 2),
            linestyle=DASHES[line.get("dash", "solid")],
            scalex=False,
            scaley=False,
        )
    for note in layout.get("annotations", ()):
        near_the_edge = bool(axes[0].categories) and note["x"] > 0.85 * len(axes[0].categories)
        side = "right" if near_the_edge else note.get("xanchor", "center")
        plot.annotate(
            legible(note["text"]),
            (note["x"], note["y"]),
            xycoords=ways[note.get("xref") == "paper", note.get("yref") == "paper"],
            xytext=({"left": 3, "center": 0, "right": -3}[side], 0),
            textcoords="offset points",
            ha=side,
            va={"top": "top", "middle": "center", "bottom": "bottom"}[note.get("yanchor", "middle")],
            size=SIZE,
            color=INK,
            path_effects=HALO,
            zorder=5,
        )


def _arrange(
    figure: Figure,
    plot: Axes,
    axes: tuple[Axis, Axis],
    ticks: Sequence[Sequence[float]],
    entries: Sequence[tuple[Artist, str]],
) -> None:
    """Room for the labels around the plot and for the legend above it, so that none of them covers another."""
    lying, standing = axes
    beside = labels_beside(standing, ticks[1])
    title = LINE_HEIGHT + 4
    left = max((width(line, SIZE) for label in beside for line in label.split("\n")), default=0.0) + 8
    left += title if standing.title else 0
    room = WIDTH - left - 16
    below = labels_below(lying, ticks[0], room)
    bottom = below.height + 9 + (title if lying.title else 0)
    lines = [label.count("\n") + 1 for label in beside]
    tall = sum(max(24.0, LINE_HEIGHT * count + 6) for count in lines) if standing.categories else HEIGHT
    columns = _legend_columns([words for _, words in entries])
    top = 8 + (LINE_HEIGHT + 3) * math.ceil(len(entries) / columns)
    height = bottom + tall + top
    figure.set_size_inches(WIDTH / INCH, height / INCH)
    plot.set_position((left / WIDTH, bottom / height, room / WIDTH, tall / height))
    dress(plot, lying, below.ticks, below.labels, upright=below.upright)
    dress(plot, standing, ticks[1], beside)
    if entries:
        _add_legend(figure, _in_rows(entries, columns), columns)


def _add_legend(figure: Figure, entries: Sequence[tuple[Artist, str]], columns: int) -> None:
    figure.legend(
        [handle for handle, _ in entries],
        [words for _, words in entries],
        loc="upper left",
        bbox_to_anchor=(0, 1 - 2 / INCH / figure.get_figheight()),
        ncols=columns,
        frameon=False,
        fontsize=SIZE,
        labelcolor=INK,
        borderaxespad=0,
        borderpad=0.2,
        handlelength=2.6,
        columnspacing=1.4,
        labelspacing=0.4,
    )


def _legend_columns(words: Sequence[str]) -> int:
    """As many as fit beside each other."""
    for columns in range(len(words), 1, -1):
        widest = [max(width(text, SIZE) for text in words[i::columns]) for i in range(columns)]
        if sum(widest) + columns * 4.9 * SIZE <= WIDTH:
            return columns
    return 1


def _in_rows(entries: Sequence[tuple[Artist, str]], columns: int) -> list[tuple[Artist, str]]:
    """In the order in which a legend that fills column after column reads row by row."""
    return [entry for i in range(columns) for entry in entries[i::columns]]

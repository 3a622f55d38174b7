"""Axes on paper: where a value stands, which ticks there are, and what stands beside them."""

import math
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ledger.palette import INK

from ..letters import legible, width
from .schema import NotDrawableError

SIZE = 8.5  # points, of every letter in a chart
LINE_HEIGHT = 1.25 * SIZE
RULE, FRAME = "#dfe3e6", "#6f777b"
LETTERS_BESIDE = 34  # of a name beside a bar before it goes on in a line below
DATE = re.compile(r"\d{4}-\d\d(-\d\d|$)")  # Plotly would make a time axis of it
FORMAT = re.compile(r"(?P<pounds>\$?)(?P<thousands>,?)(?:\.(?P<decimals>\d+)(?P<share>[f%]))?")


@dataclass(frozen=True, slots=True)
class Axis:
    """Along x or y: of categories in their order, or, without any, of numbers."""

    name: Literal["x", "y"]
    categories: tuple[str, ...]
    options: Mapping[str, Any]

    def places(self, values: Iterable[Any]) -> list[float]:
        """Not a number where there is no value."""
        if self.categories:
            return [math.nan if value is None else float(self.categories.index(value)) for value in values]
        return [math.nan if value is None else float(value) for value in values]

    def words(self, value: float) -> str:
        """Of a number, as its tick: −£1,500."""
        found = FORMAT.fullmatch(self.options.get("tickformat", ","))
        if not found:
            raise NotDrawableError(
                f"{self.name}axis.tickformat is {self.options['tickformat']!r}, which isn’t known."
            )
        size = abs(round(value, 9))
        percent = "%" if found["share"] == "%" else ""
        digits = f".{found['decimals']}f" if found["decimals"] else ".12g"
        shown = f"{size * (100 if percent else 1):{found['thousands']}{digits}}{percent}"
        before, after = (self.options.get(name, "") for name in ("tickprefix", "ticksuffix"))
        return f"{'−' if value < 0 and size else ''}{'£' if found['pounds'] else ''}{before}{shown}{after}"

    @property
    def title(self) -> str:
        return legible(self.options.get("title", {}).get("text", ""))


def axis(name: Literal["x", "y"], data: Sequence[Mapping[str, Any]], options: Mapping[str, Any]) -> Axis:
    """Of categories where one of the traces' values is a word."""
    values = [value for trace in data for value in trace[name] if value is not None]
    if options.get("type") != "category" and not any(isinstance(value, str) for value in values):
        return Axis(name, (), options)
    odd = next((value for value in values if not isinstance(value, str)), None)
    if odd is not None:
        raise NotDrawableError(f"{odd!r} on {name} is neither a name nor a number among numbers.")
    if options.get("type") != "category" and (day := next(filter(DATE.match, values), None)):
        raise NotDrawableError(f"{day!r} on {name} is a date: paper has no time axis, only categories.")
    return Axis(name, tuple(dict.fromkeys([*options.get("categoryarray", ()), *values])), options)


def set_limits(plot: Axes, along: Axis, values: Sequence[float], from_zero: bool) -> list[float]:
    """Makes room for the values, from zero where bars or the axis ask for it; the ticks within."""
    if along.categories:
        low, high = -0.5, len(along.categories) - 0.5
        wanted = along.options.get("tickvals", along.categories)
        ticks = [float(along.categories.index(name)) for name in wanted if name in along.categories]
    else:
        known = [value for value in values if not math.isnan(value)]
        if from_zero or along.options.get("rangemode") == "tozero" or not known:
            known.append(0.0)
        low, high = min(known), max(known)
        room = 0.06 * (high - low) or abs(high) * 0.06 or 1.0
        low, high = (low - room if low else low), (high + room if high else high + room * (not low))
        whole = all(value.is_integer() for value in known)
        finder = MaxNLocator(along.options.get("nticks", 6), steps=[1, 2, 2.5, 5, 10], integer=whole)
        ticks = [float(tick) for tick in finder.tick_values(low, high) if low <= tick <= high]
    ends = (high, low) if along.options.get("autorange") == "reversed" else (low, high)
    (plot.set_xlim if along.name == "x" else plot.set_ylim)(ends)
    return ticks


def labels_beside(along: Axis, ticks: Sequence[float]) -> list[str]:
    """Of the ticks of an axis that stands: long names in lines."""
    if not along.categories:
        return [along.words(tick) for tick in ticks]
    return [textwrap.fill(legible(along.categories[int(tick)]), LETTERS_BESIDE) for tick in ticks]


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below an axis that lies."""

    ticks: list[float]
    labels: list[str]
    upright: bool = False

    @property
    def height(self) -> float:
        if self.upright:
            return max((width(label, SIZE) for label in self.labels), default=0.0)
        return LINE_HEIGHT * max((label.count("\n") + 1 for label in self.labels), default=0)


def labels_below(along: Axis, ticks: Sequence[float], room: float) -> Below:
    """In one line where they fit, then a word a line, then upright; of the last, as many as there is room for."""
    if not along.categories:
        return Below(list(ticks), [along.words(tick) for tick in ticks])
    names = [legible(along.categories[int(tick)]) for tick in ticks]
    each = room / max(len(along.categories), 1) * max(len(along.categories) // max(len(names), 1), 1) - 4
    for labels in (names, ["\n".join(textwrap.wrap(name, 1, break_long_words=False)) for name in names]):
        if all(width(line, SIZE) <= each for label in labels for line in label.split("\n")) and len(labels) <= 40:
            return Below(list(ticks), labels)
    step = math.ceil(len(names) * LINE_HEIGHT / room)
    return Below(list(ticks[::step]), [textwrap.shorten(name, 40, placeholder="…") for name in names[::step]], True)


def dress(plot: Axes, along: Axis, ticks: Sequence[float], labels: Sequence[str], *, upright: bool = False) -> None:
    """Ticks, grid, zero line and title, as charts have them on the page."""
    lies = along.name == "x"
    own = plot.xaxis if lies else plot.yaxis
    own.set_ticks(list(ticks), labels=list(labels))
    own.set_tick_params(
        labelsize=SIZE,
        length=3 if lies else 0,
        color=FRAME,
        labelcolor=INK,
        labelrotation=90 if upright else 0,
        pad=3,
    )
    if along.options.get("showgrid", not along.categories and not lies):
        own.grid(True, color=RULE, linewidth=0.7)
    if not along.categories and along.options.get("zeroline", True):
        (plot.axvline if lies else plot.axhline)(0, color=FRAME, linewidth=0.8, zorder=1.5)
    if along.title:
        own.set_label_text(along.title, size=SIZE, color=INK)
    plot.spines[["top", "right", "left"]].set_visible(False)
    plot.spines["bottom"].set_color(FRAME)
    plot.set_axisbelow(True)

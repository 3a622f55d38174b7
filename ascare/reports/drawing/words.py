"""Words beside points, each as near to its point as it can be without covering another, a point or a line."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from ledger.palette import INK

from ..letters import legible, width
from .axes import FRAME, LINE_HEIGHT, SIZE, Axis
from .schema import HEIGHTS, SIDES, NotDrawableError

HALO = [withStroke(linewidth=2, foreground="white")]  # words stay legible across a grid
GAP = 5.0  # points, from a point to the words beside it
FARTHEST = 6  # lines up or down that words may go; a thin line leads back to their point
STEP = 6.0  # points between the places at which a line is looked at


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    x: float
    y: float
    up: int  # 1 above the point, −1 below it, 0 beside it
    right: int  # 1 to the right of the point, −1 to its left, 0 in the middle


@dataclass(frozen=True, slots=True)
class Box:
    """In points, from the picture's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


def words_of(trace: Mapping[str, Any], axes: tuple[Axis, Axis]) -> Iterator[Words]:
    """Raises NotDrawableError for a place that isn't known."""
    points = list(zip(axes[0].places(trace["x"]), axes[1].places(trace["y"]), strict=True))
    texts, sides = (
        [found] * len(points) if isinstance(found, str) else found
        for found in (trace.get("text", ""), trace.get("textposition", "middle center"))
    )
    for (x, y), text, side in zip(points, texts, sides, strict=True):
        height, _, beside = side.partition(" ")
        if height not in HEIGHTS or beside not in SIDES:
            raise NotDrawableError(f"textposition is {side!r}, which isn’t known.")
        if text and not math.isnan(y):
            ups, rights = {"top": 1, "middle": 0, "bottom": -1}, {"left": -1, "center": 0, "right": 1}
            yield Words(legible(text), x, y, ups[height], rights[beside])


def write_words(plot: Axes, all_words: Sequence[Words]) -> None:
    """When the plot has its place and its limits; the newest first, for those are read most."""
    obstacles = list(_obstacles(plot)) if all_words else []
    written: list[Box] = []
    for words in (_inwards(plot, each) for each in sorted(all_words, key=lambda each: -each.x)):
        shift = min(_shifts(words), key=lambda each: _cost(plot, _box(plot, words, each), obstacles, written))
        written.append(_box(plot, words, shift))
        moved = abs(shift) > GAP
        plot.annotate(
            words.text,
            (words.x, words.y),
            xytext=(GAP * words.right, shift),
            textcoords="offset points",
            ha={-1: "right", 0: "center", 1: "left"}[words.right],
            va="center" if not shift else ("bottom" if shift > 0 else "top"),
            size=SIZE,
            color=INK,
            path_effects=HALO,
            arrowprops={"arrowstyle": "-", "color": FRAME, "linewidth": 0.6, "shrinkB": 3} if moved else None,
            zorder=5,
        )


def _inwards(plot: Axes, words: Words) -> Words:
    """On the other side of their point where they would run out of the picture."""
    box = _box(plot, words, 0)
    if box.left < 0:
        return replace(words, right=1)
    return replace(words, right=-1) if box.right > plot.figure.bbox.width * 72 / plot.figure.dpi else words


def _shifts(words: Words) -> Iterator[float]:
    """How far up, in points: where the words are wanted, then further and further to both sides."""
    if not words.up:
        yield 0.0
    for far in range(FARTHEST):
        for way in (words.up or 1, -(words.up or 1)):
            yield way * (GAP + far * LINE_HEIGHT)


def _cost(plot: Axes, box: Box, obstacles: Sequence[Box], written: Sequence[Box]) -> int:
    """How much would be covered: other words are worse than lines, and to leave the plot is worst."""
    room = _in_points(plot)
    outside = box.bottom < room.bottom or box.top > room.top + LINE_HEIGHT
    return sum(map(box.covers, obstacles)) + 50 * sum(map(box.covers, written)) + 1000 * outside


def _box(plot: Axes, words: Words, shift: float) -> Box:
    x, y = _point(plot, words.x, words.y)
    wide = width(words.text, SIZE)
    left = x + GAP * words.right - wide * (1 - words.right) / 2
    bottom = y + shift - LINE_HEIGHT * (0.5 if not shift else (0 if shift > 0 else 1))
    return Box(left, bottom, left + wide, bottom + LINE_HEIGHT)


def _obstacles(plot: Axes) -> Iterator[Box]:
    """The points that are marked, and what joins them."""
    for line in plot.lines:
        if line.get_marker() in ("", "None"):
            continue
        points = [_point(plot, float(x), float(y)) for x, y in np.asarray(line.get_xydata())]
        between = [
            (a + (c - a) * i / steps, b + (d - b) * i / steps)
            for (a, b), (c, d) in pairwise(points)
            if line.get_linestyle() != "None" and not math.isnan(b + d)
            for steps in [max(1, int(math.dist((a, b), (c, d)) / STEP))]
            for i in range(1, steps)
        ]
        yield from (Box(x - 3, y - 3, x + 3, y + 3) for x, y in (*points, *between) if not math.isnan(y))


def _point(plot: Axes, x: float, y: float) -> tuple[float, float]:
    dots = 72 / plot.figure.dpi
    across, up = plot.transData.transform((x, y))
    return across * dots, up * dots


def _in_points(plot: Axes) -> Box:
    dots = 72 / plot.figure.dpi
    found = plot.get_window_extent()
    return Box(found.x0 * dots, found.y0 * dots, found.x1 * dots, found.y1 * dots)

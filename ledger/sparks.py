"""The shape of a small line: values as points of a drawing. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

WIDTH, HEIGHT, EDGE = 80, 20, 2  # the edge keeps the ends of the line inside the drawing


class Place(NamedTuple):
    """From the drawing's upper left corner."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:g},{self.y:g}"


def strokes(values: Sequence[Decimal | None]) -> list[list[Place]]:
    """Rows of points without a gap, the highest value at the top; a value that never changes runs through the middle.

    One that stands alone between gaps is a row of one.
    """
    known = [value for value in values if value is not None]
    if not known:
        return []
    low, high = min(known), max(known)
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    rows: list[list[Place]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            rows.append([])
            continue
        up = float((value - low) / (high - low)) if high > low else 0.5
        rows[-1].append(Place(round(EDGE + place * step, 1), round(HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE), 1)))
    return [row for row in rows if row]

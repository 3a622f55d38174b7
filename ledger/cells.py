"""A cell that somebody types into: what stands in it, what was seen in it, what was typed. Shared by every grid."""

from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from .typed import TypedNumber, read_plain


class Typed(NamedTuple):
    text: str
    saw: str  # what stood in the cell when the page was made


class Outcome(Enum):
    LEFT = "left"  # as it was seen, or as it stands by now
    EMPTIED = "emptied"  # held a value, and is blank
    CHANGED = "changed"
    STALE = "stale"  # changed here, and by somebody else meanwhile


class CellReading(NamedTuple):
    outcome: Outcome
    value: Decimal | None = None
    note: str = ""  # how it was read, where that isn't plain


LEFT = CellReading(Outcome.LEFT)


def in_full(value: Decimal | None) -> str:
    """With its thousands separated and no digit lost; empty for none. A rounded one would be taken for a change."""
    return "" if value is None else f"{value.normalize():,f}"


def read_cell(typed: Typed, standing: Decimal | None, read: Callable[[str], TypedNumber] = read_plain) -> CellReading:
    """What was done with a cell in which `standing` stands by now. ValueError for what `read` refuses."""
    text = typed.text.strip()
    if text == typed.saw:
        return LEFT
    if not text:
        return CellReading(Outcome.EMPTIED)
    value, note = read(text)
    if value == standing or in_full(value) == typed.saw:
        return LEFT
    stale = typed.saw != in_full(standing)
    return CellReading(Outcome.STALE if stale else Outcome.CHANGED, value, note)

"""A block of cells from a spreadsheet or a web page, and where it lands in a grid: all of it or nothing. Pure.

static/grid.js does the same in the browser; what is pasted without scripts comes here.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.typed import read_number

Block = list[list[str]]


class Slot(NamedTuple):
    """A place in a grid, as pasting sees it."""

    name: str
    label: str  # Packages, June 2019
    lock: str = ""  # why nothing can be typed there; empty where it can
    holds: Decimal | None = None


def read_block(text: str) -> Block:
    """The cells of copied text, row by row: parted by tabs and line ends, those in quotes holding any of them.

    A quote that doesn't close its cell is a character like others. Blank rows and columns at the end are dropped,
    and short rows filled up with blank cells.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: Block = [[]]
    at = 0
    while True:
        cell, at = _cell(text, at)
        rows[-1].append(cell.strip())
        if at >= len(text):
            break
        if text[at] == "\n":
            rows.append([])
        at += 1
    return _trimmed(rows)


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins at `at`, and where it ends."""
    if text[at : at + 1] == '"' and (end := _closing(text, at)):
        return text[at + 1 : end].replace('""', '"'), end + 1
    ends = [found for found in (text.find("\t", at), text.find("\n", at)) if found >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def _closing(text: str, at: int) -> int:
    """Where the quote that opens at `at` closes; 0 where it doesn't."""
    end = at + 1
    while (end := text.find('"', end)) >= 0:
        if text[end + 1 : end + 2] == '"':
            end += 2
            continue
        return end if text[end + 1 : end + 2] in ("", "\t", "\n") else 0
    return 0


def _trimmed(rows: Block) -> Block:
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((number + 1 for row in rows for number, cell in enumerate(row) if cell), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def place(block: Block, slots: Sequence[Sequence[Slot]], row: int, column: int) -> dict[str, str]:
    """What is typed where, by the names of the slots, if `block` is pasted with its corner at `row`, `column`.

    Blank cells leave theirs alone. ValueError, with the fix, where the block runs over the edge, or onto a locked
    cell that holds something else: then nothing lands.
    """
    if not block:
        raise ValueError("There is nothing to paste; copy the cells first.")
    high, wide = len(block), len(block[0])
    room_high, room_wide = len(slots) - row, len(slots[0]) - column
    if high > room_high or wide > room_wide:
        corner = slots[row][column].label
        raise ValueError(
            f"The block is {_size(high, wide)}; from {corner} on there is room for {_size(room_high, room_wide)}. "
            "Nothing was pasted; start further up or to the left, or copy fewer cells."
        )
    landed: dict[str, str] = {}
    for down, texts in enumerate(block):
        for across, text in enumerate(texts):
            slot = slots[row + down][column + across]
            if not text or (slot.lock and _same(text, slot.holds)):
                continue
            if slot.lock:
                raise ValueError(
                    f"“{text}” would land on {slot.label}, where nothing can be typed: {slot.lock} "
                    "Nothing was pasted; leave that cell blank in what you copy, or copy around it."
                )
            landed[slot.name] = text
    return landed


def _same(text: str, holds: Decimal | None) -> bool:
    try:
        return read_number(text) == holds
    except ValueError:
        return False


def _size(high: int, wide: int) -> str:
    rows, columns = "row" if high == 1 else "rows", "column" if wide == 1 else "columns"
    return f"{high} {rows} by {wide} {columns}"

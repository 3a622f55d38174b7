"""How a table goes on a page: the size of its letters, upright or on its side, and how wide each column is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledger.components import Column, Rating, Table

from .letters import legible, width
from .value import printed

ROOM_FOR_SENTENCES = 11.5  # times the letters' size: no such column is squeezed below, unless its lines are short
ROOM_FOR_HEADERS = 10.0  # of rows
ROOM_FOR_WORDS = 8.0  # in any other column: a date stays in one line
ROOM_FOR_LABELS = 5.5  # of columns of numbers, which are never broken themselves
DIGIT = re.compile(r"\d")
LONGEST_WORD = 150.0  # points: anything longer is broken
SWATCH = "—\u00a0"  # as wide as a rating's colour before its words
MOST_LOOSE = 20.0  # points: what a column gets beyond its longest line where there is room


@dataclass(frozen=True, slots=True)
class Page:
    """What a table may go on: how wide the text is there, in which sizes of letters. In points."""

    width: float
    sizes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    page: Page
    size: float
    widths: tuple[float, ...]  # of each column, with what is left blank at both of its sides


def fitted(table: Table, pages: tuple[Page, ...], padding: float) -> Fit:
    """On the first page, in the first of its sizes, in which no word is broken.

    What fits nowhere goes on the last page in its last size, with its columns squeezed alike. The padding, both sides
    of a cell together, is in points too.
    """
    ways = [(page, size) for page in pages for size in page.sizes]
    columns = [
        (list(dict.fromkeys(_texts(table, place))), _room(column, place))
        for place, column in enumerate(table.columns)
    ]
    for page, size in ways:
        needs = [_needs(texts, room, size, padding) for texts, room in columns]
        if sum(least for least, _ in needs) <= page.width:
            break
    return Fit(page, size, tuple(_shared(needs, page.width)))


def kept_together(text: str) -> str:
    """What is printed in a column of numbers: one stays in one line with its marks and its unit, words need not.

    What was reported before it may go below.
    """
    return text.replace(" ", "\u00a0").replace("\u00a0(", " (") if DIGIT.search(text) else text


def _room(column: Column, place: int) -> float:
    if column.words:
        return ROOM_FOR_SENTENCES
    if column.numeric:
        return ROOM_FOR_LABELS
    return ROOM_FOR_WORDS if place else ROOM_FOR_HEADERS


def _texts(table: Table, place: int) -> Iterator[str]:
    yield legible(table.columns[place].label)
    for row in table.rows:
        if place and place <= len(row.cells):
            cell = row.cells[place - 1]
            text = legible(printed(cell))
            if isinstance(cell, Rating):
                yield f"{SWATCH}{text}"
            else:
                yield kept_together(text) if table.columns[place].numeric else text
        elif not place and (row.cells or row.kind != "group"):  # a group's heading goes over all columns
            yield legible(printed(row.header))
            yield legible(row.note)


def _needs(lines: list[str], room: float, size: float, padding: float) -> tuple[float, float]:
    """The least width, which breaks no word, and the one that breaks no line."""
    words = {word for line in lines for word in line.split(" ")}
    longest = max(min(width(word, size, bold=True), LONGEST_WORD) for word in words)
    line = max(width(line, size, bold=True) for line in lines)
    return max(longest, min(line, room * size)) + padding, line + padding


def _shared(needs: list[tuple[float, float]], page: float) -> Iterator[float]:
    """The page's width among the columns; a table whose lines all fit takes little more than they do."""
    least, line = sum(low for low, _ in needs), sum(high for _, high in needs)
    if line <= page:
        loose = min(MOST_LOOSE, (page - line) / len(needs))
        yield from (high + loose for _, high in needs)
    elif least <= page:
        share = (page - least) / (line - least)
        yield from (low + (high - low) * share for low, high in needs)
    else:
        yield from (low * page / least for low, _ in needs)

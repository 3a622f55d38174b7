"""In which cells a chart's words and numbers are: of its own table where it holds what is drawn, or of a block below.

Words are in cells too, for XlsxWriter takes names that look like addresses for addresses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from ledger.numbers import Number

from ..value import printed
from .drawn import Drawing, Trace
from .layout import HEADER, Cells, Layout
from .looks import QUIET, Looks
from .names import text

BLOCK = "What the chart is drawn from"


@dataclass(frozen=True, slots=True)
class Sources:
    """In which cells a drawing's words and numbers are; names, values and labels in the order of its traces."""

    along: tuple[int, int] | None  # what the axis of categories is called
    categories: Cells
    names: Sequence[tuple[int, int]]
    values: Sequence[Cells]
    labels: Sequence[Cells | None]


def cells_of(look: Looks, sheet: Worksheet, found: Drawing, at: Layout, row: int) -> Sources:
    """Where they are; writes from `row` on what the table doesn't hold, be it only the names of the traces."""
    sources = _own_columns(found, at, row) or _own_rows(found, at, row) or _block(look, sheet, found, row)
    for trace, (below, column) in zip(found.traces, sources.names, strict=True):
        if below >= row:
            sheet.write_string(below, column, text(trace.name), look(font_color=QUIET))
    return sources


def _own_columns(found: Drawing, at: Layout, spare: int) -> Sources | None:
    """Where each trace is a column of the table's rows; None otherwise. Row `spare` names what isn't headed so."""
    table, rows = at.table, _rows(found, at)
    columns = [[_drawable(table.rows[i].cells, column) for i in rows] for column in range(len(table.columns) - 1)]
    places = [_place(trace, columns) for trace in found.traces]
    known = [place + 1 for place in places if place is not None]
    if len(known) < len(places):
        return None
    return Sources(
        along=(HEADER, 0) if table.columns[0].label else None,
        categories=at.down(rows, 0),
        names=[
            (HEADER, at.columns[place]) if table.columns[place].label == trace.name else (spare, i)
            for i, (place, trace) in enumerate(zip(known, found.traces, strict=True))
        ],
        values=[at.down(rows, place) for place in known],
        labels=[None] * len(known),
    )


def _rows(found: Drawing, at: Layout) -> range:
    """The rows that the categories may be: those of the same names, or else as many and all that there are."""
    rows, count = at.table.rows, len(found.categories)
    headers = [printed(row.header) for row in rows]
    starts = [i for i in range(len(rows)) if tuple(headers[i : i + count]) == found.categories]
    if starts:
        return range(starts[0], starts[0] + count)
    body = [place for place, row in enumerate(rows) if row.kind == "body"]
    whole = len(body) == count == body[-1] - body[0] + 1 if body else False
    return range(body[0], body[0] + count) if whole else range(0)


def _own_rows(found: Drawing, at: Layout, spare: int) -> Sources | None:
    """Where each trace is a row, and categories are the headings of columns; None otherwise."""
    table, count = at.table, len(found.categories)
    headings = [column.label for column in table.columns[1:]]
    starts = [i for i in range(len(headings)) if tuple(headings[i : i + count]) == found.categories]
    if not starts:
        return None
    first, last = at.columns[starts[0] + 1], at.columns[starts[0] + count]
    span = range(starts[0], starts[0] + count)
    rows = [[_drawable(row.cells, column) for column in span] for row in table.rows]
    places = [_place(trace, rows) for trace in found.traces]
    known = [place for place in places if place is not None]
    if len(known) < len(places) or last - first + 1 != count:
        return None
    return Sources(
        along=None,
        categories=(HEADER, first, HEADER, last),
        names=[
            (at.row(place), 0) if printed(table.rows[place].header) == trace.name else (spare, i)
            for i, (place, trace) in enumerate(zip(known, found.traces, strict=True))
        ],
        values=[(at.row(place), first, at.row(place), last) for place in known],
        labels=[None] * len(known),
    )


def _drawable(cells: Sequence[object], place: int) -> float | str | None:
    """A number as charts have it; words are drawn as nought, so they are like no number and like no gap."""
    cell = cells[place] if place < len(cells) else None
    if isinstance(cell, Number):
        return None if cell.value is None else float(cell.value)
    return None if cell is None else "words"


def _place(trace: Trace, lines: Sequence[Sequence[float | str | None]]) -> int | None:
    """Which of the table's columns or rows a trace is."""
    if trace.labels or all(value is None for value in trace.values):
        return None
    return next((place for place, line in enumerate(lines) if tuple(line) == trace.values), None)


def _block(look: Looks, sheet: Worksheet, found: Drawing, row: int) -> Sources:
    """Writes what is drawn into cells of its own from `row` on: categories, traces, and their labels."""
    quiet = look(font_color=QUIET)
    sheet.write_string(row, 0, BLOCK, look(font_color=QUIET, italic=True))
    head, first, last = row + 1, row + 2, row + 1 + len(found.categories)
    for i, name in enumerate(found.categories):
        sheet.write_string(first + i, 0, text(name), quiet)
    names, values, labels = [], [], []
    column = 0
    for trace in found.traces:
        column += 1
        names.append((head, column))
        for i, value in enumerate(trace.values):
            if value is not None:
                sheet.write_number(first + i, column, value, quiet)
        values.append((first, column, last, column))
        if trace.labels:
            column += 1
            for i, label in enumerate(trace.labels):
                sheet.write_string(first + i, column, text(label), quiet)
        labels.append((first, column, last, column) if trace.labels else None)
    return Sources(None, (first, 0, last, 0), names, values, labels)

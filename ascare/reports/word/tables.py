"""A table on paper: as wide as its words need, header row on each page, rows that stay whole."""

from collections.abc import Iterator
from math import ceil

from docx.oxml.xmlchemy import BaseOxmlElement

from ledger.components import Cell, Column, Rating, Row, Table

from ..fitting import Fit, kept_together
from ..letters import width
from ..value import printed
from .elements import clean, paragraph, run, w

TWIPS = 20  # in a point
KEPT_WHOLE = 14  # lines of text: a table up to here goes to the next page rather than over two
TINTS = {  # behind a rating's label, which says the same; dark letters on each reach a contrast of 7 to 1
    "blue": "D2E2F1",
    "green": "CCE2D8",
    "amber-green": "E3EBC8",
    "amber": "FFF1C2",
    "amber-red": "FCDDC0",
    "red": "F6D7D2",
    "grey": "EEEFEF",
}


def table_element(table: Table, fit: Fit, look: str, letters: str, *, noted: bool) -> BaseOxmlElement:
    """In the table style `look` and the paragraph style `letters`.

    A short table stays on one page, with the notes below it where it is noted.
    """
    widths = [int(width * TWIPS) for width in fit.widths]
    stay = len(table.rows) - (not noted) if _lines(table, fit) <= KEPT_WHOLE else 0
    head = w("trPr", w("cantSplit"), w("tblHeader"))
    labels = (
        _cell([_line(letters, run(column.label), numeric=column.numeric, keep=True)], size)
        for column, size in zip(table.columns, widths, strict=True)
    )
    rows = (
        _row(table.columns, row, widths, letters, keep=place <= stay or row.kind == "group")
        for place, row in enumerate(table.rows, start=1)
    )
    grid = w("tblGrid", *(w("gridCol", w=size) for size in widths))
    return w("tbl", _properties(table, sum(widths), look), grid, w("tr", head, *labels), *rows)


def _lines(table: Table, fit: Fit) -> int:
    """About how many lines of text its rows take, one below the other."""
    rows = ([printed(row.header), *map(printed, row.cells)] for row in table.rows)
    return sum(
        max(ceil(width(text, fit.size) / room) for text, room in zip(row, fit.widths, strict=False)) for row in rows
    )


def _properties(table: Table, width: int, look: str) -> BaseOxmlElement:
    parts = {"firstRow": 1, "lastRow": 0, "firstColumn": 1, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    return w(
        "tblPr",
        w("tblStyle", val=look),
        w("tblW", w=width, type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="06A0", **parts),
        w("tblCaption", val=clean(table.caption)),
    )


def _row(columns: tuple[Column, ...], row: Row, widths: list[int], style: str, *, keep: bool) -> BaseOxmlElement:
    """A total row is bold below a line, a group row bold on grey: each told by more than a colour."""
    heavy = row.kind != "body"
    lines = [_line(style, *_printed(row.header, heavy), keep=keep)]
    if row.note:
        lines.append(_line(style, run(row.note, w("i")), keep=keep))
    if _heads_all(row):
        cells = [_cell(lines, sum(widths), row.kind, span=len(columns))]
    else:
        missing: list[Cell] = [None] * (len(columns) - 1 - len(row.cells))
        cells = [_cell(lines, widths[0], row.kind)]
        for column, cell, size in zip(columns[1:], [*row.cells, *missing], widths[1:], strict=True):
            line = _line(style, *_printed(cell, heavy, column.numeric), numeric=column.numeric, keep=keep)
            cells.append(_cell([line], size, row.kind))
    return w("tr", w("trPr", w("cantSplit")), *cells)


def _heads_all(row: Row) -> bool:
    return row.kind == "group" and not row.cells


def _cell(lines: list[BaseOxmlElement], size: int, kind: str = "body", span: int = 1) -> BaseOxmlElement:
    properties = [w("tcW", w=size, type="dxa")]
    if span > 1:
        properties.append(w("gridSpan", val=span))
    if kind == "total":
        properties.append(w("tcBorders", w("top", val="single", sz=12, space=0, color="0B0C0C")))
    elif kind == "group":
        properties.append(w("shd", val="clear", color="auto", fill="F3F2F1"))
    return w("tc", w("tcPr", *properties), *lines)


def _line(style: str, *runs: BaseOxmlElement, numeric: bool = False, keep: bool = False) -> BaseOxmlElement:
    properties = ((w("keepNext"),) if keep else ()) + ((w("jc", val="right"),) if numeric else ())
    return paragraph(style, *runs, properties=properties)


def _printed(cell: Cell, heavy: bool, numeric: bool = False) -> Iterator[BaseOxmlElement]:
    """The words of a cell, the label of a rating on its tint."""
    text = kept_together(printed(cell)) if numeric else printed(cell)
    strong = (w("b"), w("bCs")) if heavy else ()
    if isinstance(cell, Rating):
        tint = w("shd", val="clear", color="auto", fill=TINTS[cell.colour])
        yield run(cell.label, w("b"), w("bCs"), tint)
        text = text.removeprefix(cell.label)
    if text:
        yield run(text, *strong)

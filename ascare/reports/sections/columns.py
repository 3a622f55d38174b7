"""Tables of pages made fit for paper: the columns that a committee needs, and no more than a page is wide."""

from dataclasses import replace

from ledger.components import Cell, Column, Link, Rating, Row, Table
from ledger.numbers import Number

WIDEST = 9  # columns of numbers that stand beside each other on an upright page


def only(table: Table, *labels: str) -> Table:
    """The first column and those of these labels, in the table's own order."""
    return _of_columns(table, [i for i, column in enumerate(table.columns[1:]) if column.label in labels])


def without(table: Table, *labels: str) -> Table:
    return _of_columns(table, [i for i, column in enumerate(table.columns[1:]) if column.label not in labels])


def on_paper(table: Table) -> Table:
    """Without links, without reasons beside ratings, which need room, and without columns that say nothing."""
    rows = [replace(row, header=_header(row), cells=tuple(map(_plain, row.cells))) for row in table.rows]
    said = [i for i in range(len(table.columns) - 1) if any(_says(row, i) for row in rows)]
    return _of_columns(replace(table, rows=tuple(rows)), said)


def known_rows(table: Table) -> Table:
    """Without rows of which no number is known."""
    return replace(table, rows=tuple(row for row in table.rows if any(_is_known(cell) for cell in row.cells)))


def turned(table: Table) -> Table:
    """A table that is too wide with its rows as columns, where that makes it fit; the notes of rows below it."""
    if len(table.columns) <= WIDEST or len(table.rows) >= min(WIDEST, len(table.columns)):
        return table
    notes = [f"{_header(row)}: {row.note}" for row in table.rows if row.note]
    return replace(
        table,
        columns=(Column("Period"), *(Column(_header(row), numeric=True) for row in table.rows)),
        rows=tuple(
            Row(column.label, tuple(row.cells[i] if i < len(row.cells) else None for row in table.rows))
            for i, column in enumerate(table.columns[1:])
        ),
        note=" ".join(filter(None, [table.note, *notes])),
    )


def _of_columns(table: Table, places: list[int]) -> Table:
    return replace(
        table,
        columns=(table.columns[0], *(table.columns[i + 1] for i in places)),
        rows=tuple(
            replace(row, cells=tuple(row.cells[i] for i in places if i < len(row.cells))) for row in table.rows
        ),
    )


def _header(row: Row) -> str:
    return row.header.text if isinstance(row.header, Link) else row.header


def _plain(cell: Cell) -> Cell:
    match cell:
        case Link():
            return cell.text
        case Rating():
            return Rating(cell.colour, "")
    return cell


def _is_known(cell: Cell) -> bool:
    return isinstance(cell, Number) and not cell.missing


def _says(row: Row, place: int) -> bool:
    match row.cells[place] if place < len(row.cells) else None:
        case Number() as number:
            return not number.missing
        case Rating() as rating:
            return rating.colour != "grey"
        case cell:
            return bool(cell)

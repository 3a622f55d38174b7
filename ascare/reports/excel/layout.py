"""Where in its sheet a table's cells are. Pure; rows and columns of a sheet are counted from 0."""

from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap

from ledger.components import Table
from ledger.numbers import Number

from ..value import printed

TITLE, ABOUT, UNIT, HEADER = 0, 1, 2, 3  # rows
NARROWEST, WIDEST, OF_WORDS, OF_HEADERS = 11, 30, 60, 40  # letters
NOTE = "Note"
Cells = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(frozen=True)
class Layout:
    """As CSV does, a restated number stands beside what was reported, in a column of its own."""

    table: Table
    columns: tuple[int, ...]  # of the table's columns, in the sheet
    restated: frozenset[int]  # the sheet's columns of what was reported
    note: int | None  # the sheet's column of the rows' notes

    @property
    def width(self) -> int:
        return self.columns[-1] + (self.columns[-1] + 1 in self.restated) + (self.note is not None) + 1

    @property
    def end(self) -> int:
        """The row after the last."""
        return HEADER + 1 + max(len(self.table.rows), 1)

    @property
    def body(self) -> Cells:
        return HEADER + 1, 0, self.end - 1, self.width - 1

    def row(self, place: int) -> int:
        return HEADER + 1 + place

    def down(self, rows: range, column: int) -> Cells:
        """The cells of one of the table's columns in some of its rows."""
        return self.row(rows.start), self.columns[column], self.row(rows.stop - 1), self.columns[column]

    def heading(self, column: int) -> str:
        """Of a column of the sheet."""
        if column == self.note:
            return NOTE
        place = max(i for i, found in enumerate(self.columns) if found <= column)
        label = self.table.columns[place].label
        return f"{label}, as reported" if column in self.restated else label

    @cached_property
    def letters(self) -> list[int]:
        """How wide each column of the sheet is to be."""
        return [self._letters(column) for column in range(self.width)]

    def _letters(self, column: int) -> int:
        place = max(i for i, found in enumerate(self.columns) if found <= column)
        texts, most = self._texts(place), WIDEST
        if column == self.note:
            texts, most = [row.note for row in self.table.rows], OF_HEADERS
        elif place == 0 or self.table.columns[place].words:
            most = OF_WORDS
        long = max(map(len, texts), default=0) + 2
        word = max(map(len, self.heading(column).split()), default=0) + 3  # an arrow may stand beside it
        return min(max(NARROWEST, long, word), most)

    def lines(self, place: int) -> int:
        """How many lines a row of the table takes, as its columns' widths have it."""
        row = self.table.rows[place]
        texts = zip(self.columns, (row.header, *row.cells), strict=False)
        said = [(column, printed(cell)) for column, cell in texts if not isinstance(cell, Number)]
        said += [(self.note, row.note)] if self.note is not None else []
        return max(lines(words, self.letters[column]) for column, words in said) if row.kind == "body" else 1

    def _texts(self, place: int) -> list[str]:
        rows = self.table.rows
        if place == 0:
            return [printed(row.header)[:OF_HEADERS] for row in rows if row.kind != "group"]
        return [printed(row.cells[place - 1]) for row in rows if place <= len(row.cells)]


def lines(words: str, letters: int) -> int:
    """How many lines words take in a column of so many letters, where lines break between words."""
    return sum(max(1, len(wrap(line, letters - 2))) for line in words.splitlines()) or 1


def layout(table: Table) -> Layout:
    columns, restated, column = [0], set(), 1
    for place in range(1, len(table.columns)):
        columns.append(column)
        cells = (row.cells[place - 1] for row in table.rows if place <= len(row.cells))
        if any(isinstance(cell, Number) and cell.restates is not None for cell in cells):
            column += 1
            restated.add(column)
        column += 1
    return Layout(table, tuple(columns), frozenset(restated), column if any(row.note for row in table.rows) else None)

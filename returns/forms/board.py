"""A grid as its page draws it: sections of rows, each of a line's cells and of what the line comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from ledger.months import Span
from ledger.numbers import Number

from ..grid import GridLine
from ..tables.grid import Heading, Shown, adds_up, comes_to, headings, live, period_totals, short, together
from .grid import GridForm, GridInput


@dataclass(frozen=True)
class BoardColumn:
    span: Span
    label: str
    year: str
    forecast: bool
    own: bool  # the return's own period


@dataclass(frozen=True)
class BoardRow:
    line: GridLine
    number: int  # counts the rows that are typed into, from 0
    inputs: list[GridInput]
    tail: list[Shown]
    live: dict[str, str]


@dataclass(frozen=True)
class BoardTotal:
    label: str
    cells: list[str]
    tail: list[Shown]


@dataclass(frozen=True)
class BoardSection:
    heading: str
    rows: list[BoardRow]
    total: BoardTotal | None


@dataclass(frozen=True)
class Board:
    columns: list[BoardColumn]
    headings: list[Heading]
    sections: list[BoardSection]
    total: BoardTotal | None  # of all lines, where there is more than one section

    @property
    def own(self) -> int:
        """Which column the return's own period is."""
        return next(number for number, column in enumerate(self.columns) if column.own)

    @property
    def width(self) -> int:
        return 1 + len(self.columns) + len(self.headings)

    @property
    def numbers(self) -> list[Number]:
        return [each.cell.number for section in self.sections for row in section.rows for each in row.inputs]


def board(form: GridForm) -> Board:
    grid, numbers = form.grid, count()
    sections = []
    for heading, lines in grid.sections:
        rows = [
            BoardRow(
                line=line,
                number=next(numbers),
                inputs=[form.input(cell, column) for column, cell in enumerate(line.cells)],
                tail=comes_to(grid, line),
                live=live(grid, line),
            )
            for line in lines
        ]
        label = f"{heading}, total" if heading else "Total"
        sections.append(BoardSection(heading, rows, _total(form, label, lines)))
    columns = [
        BoardColumn(span, *short(span), forecast=span.end > grid.own.end, own=span == grid.own)
        for span in grid.periods
    ]
    total = _total(form, "Everything", grid.lines) if len(sections) > 1 else None
    return Board(columns, headings(grid), sections, total)


def _total(form: GridForm, label: str, lines: Sequence[GridLine]) -> BoardTotal | None:
    if not adds_up(lines):
        return None
    return BoardTotal(label, period_totals(lines), together(form.grid, lines))

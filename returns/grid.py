"""The grid of a return: its lines by periods, what stands there, and how what was typed into it is read.

Pure: figures that stand and typed text in, figures to record out. The page, the block that is pasted and the workbook
that is uploaded all come here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ledger.cells import Outcome, Typed, in_full, read_cell
from ledger.checks import NewFigure
from ledger.errors import Problem
from ledger.figure_rows import FigureRow
from ledger.months import FinancialYear, Span
from ledger.numbers import Number
from ledger.trajectories import Rules
from ledger.typed import TypedNumber, read_typed

from .outlooks import Outlook, outlook_of
from .pasting import Slot

ACTUAL, FORECAST = "actual", "forecast"
LONGEST = 40  # characters of a typed number


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a line: an actual up to the return's own period, a forecast made in it for those after."""

    series: int
    code: str
    line: str  # the line's name
    unit: str
    basis: str
    span: Span
    edition: date
    standing: FigureRow | None  # a withdrawn one too
    number: Number
    earlier: Decimal | None = None  # what was forecast last before this return, and counts while this is blank
    lock: str = ""  # why it can't be typed, and what to do instead

    @property
    def name(self) -> str:
        return f"c{self.series}-{self.span.start}"

    @property
    def label(self) -> str:
        """Packages, June 2019, forecast."""
        return f"{self.line}, {self.span.label}" + (f", {self.basis}" if self.basis == FORECAST else "")

    @property
    def value(self) -> Decimal | None:
        return self.standing.value if self.standing else None

    @property
    def text(self) -> str:
        return in_full(self.value)

    @property
    def revision(self) -> int:
        """What a new figure follows; 0 where nothing was ever recorded."""
        return self.standing.revision if self.standing else 0


@dataclass(frozen=True)
class GridLine:
    series: int
    code: str
    name: str
    section: str
    unit: str
    decimals: int
    rules: Rules
    addable: bool  # whether it may be added to lines of the same unit: no share, no average
    cells: tuple[GridCell, ...]
    compared: tuple[Number, ...]  # by period: what the line is held against
    before: Number  # the period before the return's own
    reported: Decimal | None  # the outturn that the return before projected
    rows: tuple[FigureRow, ...]  # everything that stands of it, of all years

    @property
    def better(self) -> str:
        return self.rules.better


@dataclass(frozen=True)
class Grid:
    own: Span  # the return's period
    edition: date  # of the forecasts made in it
    year: FinancialYear
    compared_with: str
    by_year: bool  # lines by the periods of a year; otherwise of one period, beside the one before
    periods: tuple[Span, ...]
    lines: tuple[GridLine, ...]
    closed: str = ""  # why nothing can be typed at all, and what to do instead
    _outlooks: dict[int, Outlook] = field(default_factory=dict, compare=False)  # of lines as they stand

    @cached_property
    def cells(self) -> dict[str, GridCell]:
        return {cell.name: cell for line in self.lines for cell in line.cells}

    @property
    def sections(self) -> list[tuple[str, list[GridLine]]]:
        """The lines under their headings, in the order in which they come first."""
        found: dict[str, list[GridLine]] = {}
        for line in self.lines:
            found.setdefault(line.section, []).append(line)
        return list(found.items())

    @property
    def ordered(self) -> list[GridLine]:
        """The lines as the page shows them."""
        return [line for _, lines in self.sections for line in lines]

    def slots(self) -> list[list[Slot]]:
        """Where a block can be pasted."""
        return [
            [Slot(cell.name, cell.label, self.closed or cell.lock, cell.value) for cell in line.cells]
            for line in self.ordered
        ]

    def outlook(self, line: GridLine, values: Mapping[str, Decimal | None] | None = None) -> Outlook:
        """What the line comes to, as it stands or with `values` in its cells instead, by the cells' names."""
        if values and any(cell.name in values for cell in line.cells):
            rows = with_values(line, values)
            return outlook_of(rows, self.own, self.edition, self.compared_with, line.rules)
        if line.series not in self._outlooks:
            self._outlooks[line.series] = outlook_of(
                line.rows, self.own, self.edition, self.compared_with, line.rules
            )
        return self._outlooks[line.series]


def with_values(line: GridLine, values: Mapping[str, Decimal | None]) -> tuple[FigureRow, ...]:
    """The line's figures as they would stand with `values` in its cells, by the cells' names."""
    changed = {(cell.basis, cell.span, cell.edition): cell for cell in line.cells if cell.name in values}
    kept = [row for row in line.rows if (row.basis, row.span, row.edition) not in changed]
    new = [
        FigureRow(
            0,
            cell.series,
            cell.basis,
            cell.span.start,
            cell.span.end,
            cell.edition,
            values[cell.name],
            "",
            False,
            cell.revision + 1,
            0,
        )
        for cell in changed.values()
    ]
    return (*kept, *new)


class Change(NamedTuple):
    """What is to be recorded in one cell."""

    cell: GridCell
    value: Decimal | None  # None: withdrawn
    text: str  # as it was typed
    note: str = ""  # how it was read, where that isn't plain


class Overtaken(NamedTuple):
    """A cell that somebody changed after it was seen."""

    cell: GridCell  # as it stands by now
    saw: str
    value: Decimal | None  # typed here; None: to be withdrawn
    text: str


@dataclass(frozen=True)
class GridReading:
    """What was typed into a grid. Nothing of it is recorded where there are `problems` or anything is `overtaken`."""

    changes: list[Change] = field(default_factory=list)
    emptied: list[GridCell] = field(default_factory=list)  # blank, holding a value that isn't withdrawn
    overtaken: list[Overtaken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # `field` is the cell's name
    left: set[str] = field(default_factory=set)  # names of cells that are as they were seen

    @property
    def values(self) -> dict[str, Decimal | None]:
        """By the names of the cells that change."""
        return {change.cell.name: change.value for change in self.changes}

    @property
    def figures(self) -> list[NewFigure]:
        """One for each change, in their order."""
        return [_figure(change) for change in self.changes]

    @property
    def sound(self) -> bool:
        return not self.problems and not self.overtaken


def read_grid(grid: Grid, typed: Mapping[str, Typed], *, withdraw: Collection[str] = ()) -> GridReading:
    """How `typed`, by the names of cells, is read. Cells that aren't in it are left alone.

    A blank cell that held a value is `emptied`: it keeps the value unless its name is among those to `withdraw`.
    """
    reading = GridReading()
    for name in typed.keys() - grid.cells.keys():
        reading.problems.append(Problem(name, "This line is no longer on the form; load the page again."))
    for name, cell in grid.cells.items():
        if name in typed:
            _read_into(reading, cell, typed[name], grid.closed, name in withdraw)
    return reading


def _read_into(reading: GridReading, cell: GridCell, typed: Typed, closed: str, withdraw: bool) -> None:
    def read(text: str) -> TypedNumber:
        if len(text) > LONGEST:
            raise ValueError(f"This has {len(text)} characters, and no number has; type the number alone.")
        return read_typed(text, cell.unit)

    try:
        found = read_cell(typed, cell.value, read)
    except ValueError as error:
        reading.problems.append(Problem(cell.name, str(error)))
        return
    gone = found.outcome is Outcome.EMPTIED and cell.value is None
    if found.outcome is Outcome.LEFT or gone:
        reading.left.add(cell.name)
    elif closed or cell.lock:
        reading.problems.append(Problem(cell.name, f"This can’t be changed here: {closed or cell.lock}"))
    elif found.outcome is Outcome.STALE or (withdraw and typed.saw != cell.text):
        reading.overtaken.append(Overtaken(cell, typed.saw, found.value, typed.text.strip()))
    elif found.outcome is Outcome.CHANGED:
        note = "; ".join(filter(None, (found.note, _no_longer(cell))))
        reading.changes.append(Change(cell, found.value, typed.text.strip(), note))
    elif withdraw:
        reading.changes.append(Change(cell, None, ""))
    else:
        reading.emptied.append(cell)


def _no_longer(cell: GridCell) -> str:
    return f"no longer “{cell.number.qualifier}”" if cell.number.qualifier else ""


def _figure(change: Change) -> NewFigure:
    cell = change.cell
    return NewFigure(
        series=cell.code,
        basis=cell.basis,
        start=cell.span.start,
        end=cell.span.end,
        value=change.value,
        edition=cell.edition,
        withdrawn=change.value is None,
        follows=cell.revision,
    )


def sum_of(values: Iterable[Decimal | None]) -> Decimal | None:
    """Of those that are there; None where none is."""
    present = [value for value in values if value is not None]
    return sum(present, Decimal(0)) if present else None


def addable_unit(lines: Sequence[GridLine]) -> str:
    """The unit in which these lines can be added up; empty where they can't."""
    units = {line.unit for line in lines}
    return units.pop() if len(lines) > 1 and len(units) == 1 and all(line.addable for line in lines) else ""

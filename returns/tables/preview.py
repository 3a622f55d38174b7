"""What a save would change: cell by cell, and what each line comes to before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledger.cells import in_full
from ledger.numbers import formatted

from ..grid import Grid, GridCell, GridLine, GridReading
from ..models import Form
from ..outlooks import less
from ..variances import needs_comment
from .grid import Shown, text, variance_shown


@dataclass(frozen=True, slots=True)
class PreviewRow:
    cell: GridCell
    was: str
    will_be: str
    typed: str
    note: str


@dataclass(frozen=True, slots=True)
class Shift:
    """What a line comes to: the projected outturn, or in a return of one period the period's value."""

    line: GridLine
    before: str
    after: str
    moved: Shown
    variance: Shown


def preview_rows(grid: Grid, reading: GridReading) -> list[PreviewRow]:
    """In the order of the grid."""
    decimals = {line.series: line.decimals for line in grid.lines}
    return [
        PreviewRow(
            cell=change.cell,
            was=_shown(change.cell, change.cell.value, decimals) or "nothing",
            will_be="withdrawn" if change.value is None else _shown(change.cell, change.value, decimals),
            typed=change.text,
            note=change.note,
        )
        for change in reading.changes
    ]


def _shown(cell: GridCell, value: Decimal | None, decimals: Mapping[int, int]) -> str:
    """With every digit: a rounded one would hide what is about to be recorded."""
    if value is None:
        return ""
    kept = max(decimals[cell.series], len(in_full(value).partition(".")[2]))
    pence = cell.unit == "GBP" and kept == 1
    return formatted(value, cell.unit, 2 if pence else kept)


def shifts(grid: Grid, reading: GridReading) -> list[Shift]:
    """Of the lines that change."""
    values = reading.values
    changed = {change.cell.series for change in reading.changes}
    return [_shift(grid, line, values) for line in grid.ordered if line.series in changed]


def _shift(grid: Grid, line: GridLine, values: Mapping[str, Decimal | None]) -> Shift:
    if grid.by_year:
        was, now = grid.outlook(line), grid.outlook(line, values)
        before, after, against = was.outturn, now.outturn, now.budget
    else:
        cell = line.cells[0]
        before, after, against = cell.value, values.get(cell.name, cell.value), line.compared[0].value
    return Shift(
        line=line,
        before=text(before, line) or "not known",
        after=text(after, line) or "not known",
        moved=variance_shown("moved", less(after, before), line),
        variance=variance_shown("variance", less(after, against), line),
    )


def asked_for(form: Form, grid: Grid, values: Mapping[str, Decimal | None]) -> set[int]:
    """The series of the lines whose variance asks for a comment, once `values` are saved."""
    if not form.asks_for_comments:
        return set()
    over = (form.comment_over_amount, form.comment_over_percent)
    outlooks = ((line.series, grid.outlook(line, values)) for line in grid.lines)
    return {series for series, found in outlooks if needs_comment(found.counting, *over)}

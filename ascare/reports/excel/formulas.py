"""Which numbers of a table are sums or differences of others in it, so that a sheet can say so. Pure.

Nothing is guessed from headings: a sum has to be exactly that of the cells above it, a difference has to name its
two inputs, and they have to stand in the same two columns all down the table.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from ledger.components import Row, Table
from ledger.numbers import Number

Place = tuple[int, int]  # row and cell, both counted from 0; the row's header is not a cell


def number_at(row: Row, cell: int) -> Number | None:
    """The number there; None where there is none, or where it is missing."""
    found = row.cells[cell] if cell < len(row.cells) else None
    return found if isinstance(found, Number) and not found.missing else None


def sums(table: Table) -> Mapping[Place, list[range]]:
    """Of the numbers in total rows that are the sum of rows above them: which rows, in runs without a gap."""
    found = {}
    for place, row in enumerate(table.rows):
        for cell in range(len(row.cells)):
            total = number_at(row, cell)
            if row.kind == "total" and total is not None:
                runs = next((runs for runs in _above(table.rows, place) if _adds_up(table, runs, cell, total)), None)
                if runs:
                    found[place, cell] = runs
    return found


def _above(rows: Sequence[Row], place: int) -> Iterator[list[range]]:
    """The rows that a total may be of, the nearest first: since the last total, in its group, in its table."""
    last = {kind: max((i for i in range(place) if rows[i].kind == kind), default=-1) for kind in ("total", "group")}
    for first in sorted({max(last.values()), last["group"], -1}, reverse=True):
        yield _runs([i for i in range(first + 1, place) if rows[i].kind == "body"])


def _runs(places: Sequence[int]) -> list[range]:
    runs: list[range] = []
    for place in places:
        if runs and runs[-1].stop == place:
            runs[-1] = range(runs[-1].start, place + 1)
        else:
            runs.append(range(place, place + 1))
    return runs


def _adds_up(table: Table, runs: Sequence[range], cell: int, total: Number) -> bool:
    numbers = [found for run in runs for i in run if (found := number_at(table.rows[i], cell))]
    known = [number.value for number in numbers if number.value is not None and number.unit == total.unit]
    return 0 < len(known) == len(numbers) and sum(known, Decimal(0)) == total.value


def differences(table: Table) -> Mapping[Place, tuple[int, int]]:
    """Of the numbers that are one cell of their row less another: which."""
    columns: dict[int, tuple[int, int]] = {}
    places: dict[Place, tuple[int, int]] = {}
    for cell in range(len(table.columns) - 1):
        rows = [place for place, row in enumerate(table.rows) if (found := number_at(row, cell)) and _is_less(found)]
        pairs = [_pairs(table.rows[place], cell) for place in rows]
        common = set.intersection(*pairs) if pairs else set()
        if len(common) == 1:
            pair = common.pop()
            if not any(cell in columns.get(other, ()) for other in pair):  # two can't be made of each other
                columns[cell] = pair
                places |= {(place, cell): pair for place in rows}
    return places


def _is_less(number: Number) -> bool:
    if len(number.inputs) != 2 or "−" not in number.formula:
        return False
    (_, later), (_, earlier) = number.inputs
    return later.value is not None and earlier.value is not None and number.value == later.value - earlier.value


def _pairs(row: Row, cell: int) -> set[tuple[int, int]]:
    """The pairs of cells in which the inputs of the difference in `cell` stand."""
    difference = number_at(row, cell)
    assert difference is not None
    inputs = [(number.value, number.unit) for _, number in difference.inputs]
    others = [(i, found) for i in range(len(row.cells)) if i != cell and (found := number_at(row, i))]
    return {
        (i, j)
        for (i, later), (j, earlier) in permutations(others, 2)
        if [(later.value, later.unit), (earlier.value, earlier.unit)] == inputs
    }

"""What of a table may be published: counts of few people are hidden, and so is what is commercially sensitive.

Pure: tables in, tables out. After the Office for National Statistics' "Policy on protecting confidentiality in tables
of birth and death statistics": a cell is hidden for itself, and then others until the totals that are left don't give
it away.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from .components import Cell, Rating, Row, Spark, Table
from .numbers import FEWEST, Number

FEW = f"fewer than {FEWEST}"
WITHHELD = "withheld"  # small numbers could be worked out from it
SENSITIVE = "not for publication"
LEAST, MOST = 1, FEWEST - 1  # people whom a hidden count can be of
NOTES = {
    FEW: f"Counts of fewer than {FEWEST} people are not given.",
    WITHHELD: "Numbers from which such a count could be worked out are withheld.",
    SENSITIVE: "What is commercially sensitive is not for publication.",
}

Place = tuple[int, int]  # of a cell: its row, and its place in the row


def is_hidden(cell: Cell) -> bool:
    """Whether it may not be published as it is."""
    match cell:
        case Number():
            return not cell.missing and (cell.small or cell.sensitive)
        case Spark():
            return cell.hidden
    return False


def hides(table: Table) -> bool:
    """Whether anything in it may not be published."""
    return any(is_hidden(cell) for row in table.rows for cell in row.cells)


def hidden_words(number: Number) -> str:
    """What stands in the place of a number that is hidden."""
    if number.sensitive:
        return SENSITIVE
    return WITHHELD if number.inputs else FEW


def in_words(number: Number) -> str:
    """A number as a published sentence says it: 2,080 people, £786,000, fewer than 5 people, a number withheld."""
    if not is_hidden(number):
        return number.text_with_unit
    words = hidden_words(number)
    if words == FEW:
        return f"{FEW} {number.unit}".rstrip()
    return "an amount that is not for publication" if words == SENSITIVE else "a number that is withheld"


def for_publication(table: Table) -> Table:
    """`table` with what may not be published taken out, and said so in its note.

    In a row with a hidden number no sentence stands either, be it the reason of a rating: it could tell the number. A
    row or a column of which all numbers are sensitive goes.
    """
    if not hides(table):
        return table
    words = _hidden_cells(table)
    rows = tuple(_row(table, i, words) for i in range(len(table.rows)))
    said = [note for word, note in NOTES.items() if word in words.values()]
    note = " ".join(filter(None, [table.note, *said]))
    return _without_sensitive(replace(table, rows=rows, note=note), table)


def _row(table: Table, i: int, words: dict[Place, str]) -> Row:
    row = table.rows[i]
    cells: list[Cell] = [words.get((i, j), cell) for j, cell in enumerate(row.cells)]
    if any((i, j) in words for j in range(len(cells))):
        cells = [_silent(cell) for cell in cells]
        sentences = {j for j, column in enumerate(table.columns[1:]) if column.words}
        cells = ["" if j in sentences else cell for j, cell in enumerate(cells)]
    return replace(row, cells=tuple(cells))


def _silent(cell: Cell) -> Cell:
    return Rating(cell.colour, "") if isinstance(cell, Rating) else cell


def _without_sensitive(published: Table, table: Table) -> Table:
    """Without the rows and columns that hold sensitive numbers and no other."""
    rows = [i for i, row in enumerate(table.rows) if not _all_sensitive(row.cells)]
    width = len(table.columns) - 1
    columns = [
        j for j in range(width) if not _all_sensitive(row.cells[j] for row in table.rows if j < len(row.cells))
    ]
    return replace(
        published,
        columns=(published.columns[0], *(published.columns[j + 1] for j in columns)),
        rows=tuple(
            replace(row, cells=tuple(row.cells[j] for j in columns if j < len(row.cells)))
            for row in (published.rows[i] for i in rows)
        ),
    )


def _all_sensitive(cells: Iterable[Cell]) -> bool:
    numbers = [cell for cell in cells if isinstance(cell, Number) and not cell.missing]
    return bool(numbers) and all(number.sensitive for number in numbers)


@dataclass
class _Sums:
    """The numbers of a table, and which of them are sums of others: `sums` has each sum with its parts."""

    numbers: dict[Place, Number]
    sums: list[tuple[Place, frozenset[Place]]]
    hidden: dict[Place, str] = field(default_factory=dict)

    def unknown(self, places: Iterable[Place]) -> set[Place]:
        return {place for place in places if place in self.hidden}

    def value(self, place: Place) -> Decimal:
        return self.numbers[place].value or Decimal(0)


def _hidden_cells(table: Table) -> dict[Place, str]:
    """What stands in the places of the cells that may not be published."""
    cells = {(i, j): cell for i, row in enumerate(table.rows) for j, cell in enumerate(row.cells)}
    numbers = {place: cell for place, cell in cells.items() if isinstance(cell, Number) and not cell.missing}
    found = _Sums(numbers, list(dict.fromkeys(_sums(table, numbers))))
    found.hidden = {place: hidden_words(number) for place, number in numbers.items() if is_hidden(number)}
    while (told := _given_away(found)) and (beside := _beside(found, told)):
        found.hidden[beside[0]] = WITHHELD
    sparks = {place: WITHHELD for place, cell in cells.items() if isinstance(cell, Spark) and cell.hidden}
    return found.hidden | sparks


def _sums(table: Table, numbers: dict[Place, Number]) -> Iterator[tuple[Place, frozenset[Place]]]:
    """Each cell that is the sum of others: as it says itself, and as any reader would try."""
    shelf: dict[object, list[Place]] = {}
    for place, number in numbers.items():
        shelf.setdefault(_key(number), []).append(place)
    for place, number in numbers.items():
        parts = _inputs(place, number, shelf)
        for tried in [parts, *_tries(table, place, numbers)]:
            if len(tried) > 1 and sum((numbers[part].value or 0 for part in tried), Decimal(0)) == number.value:
                yield place, frozenset(tried)


def _key(number: Number) -> object:
    return number.value, number.figure, number.formula


def _inputs(place: Place, number: Number, shelf: dict[object, list[Place]]) -> list[Place]:
    """Where the numbers that it is made of stand; empty where one of them doesn't."""
    found: list[Place] = []
    for _, made_of in number.inputs:
        same = next((at for at in shelf.get(_key(made_of), ()) if at != place and at not in found), None)
        if same is None:
            return []
        found.append(same)
    return found


def _tries(table: Table, place: Place, numbers: dict[Place, Number]) -> Iterator[list[Place]]:
    """Of the numbers above a total its group's, all groups' and their totals; and those before it in its row."""
    row, column = place
    yield [(row, j) for j in range(column) if (row, j) in numbers]
    if table.rows[row].kind != "total":
        return
    above = [i for i in range(row) if (i, column) in numbers]
    edges = [i for i in range(row) if table.rows[i].kind != "body"]
    yield [(i, column) for i in above if not edges or i > edges[-1]]
    yield [(i, column) for i in above if table.rows[i].kind == "body"]
    yield [(i, column) for i in above if table.rows[i].kind == "total"]
    groups = [i for i in edges if table.rows[i].kind == "group"]
    if groups:
        yield [(i, column) for i in above if i > groups[-1] and table.rows[i].kind == "body"]


def _given_away(found: _Sums) -> Place | None:
    """A hidden cell that a reader can work out; None where there is none."""
    for total, parts in found.sums:
        unknown = found.unknown(parts)
        if unknown and total not in found.hidden and _forced(found, total, parts, unknown):
            return min(unknown)
    return _solved(found)


def _forced(found: _Sums, total: Place, parts: frozenset[Place], unknown: set[Place]) -> bool:
    """Whether what is left of a total for its hidden parts can be made up in one way only."""
    rest = found.value(total) - sum((found.value(part) for part in parts - unknown), Decimal(0))
    few = sum(found.hidden[place] == FEW for place in unknown)
    if len(unknown) == 1 or rest <= LEAST * few:
        return True
    return few == len(unknown) and rest >= MOST * few


def _solved(found: _Sums) -> Place | None:
    """A hidden cell that follows from all sums taken together as equations; None where there is none."""
    places = sorted(found.hidden)
    rows = []
    for total, parts in found.sums:
        row = [Fraction(place in parts) - Fraction(place == total) for place in places]
        if any(row):
            rows.append(row)
    for row in _reduced(rows):
        known = [place for place, share in zip(places, row, strict=True) if share]
        if len(known) == 1:
            return known[0]
    return None


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """By Gauss and Jordan: each row's first unknown is in no other row."""
    done: list[list[Fraction]] = []
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows = [row for row in rows if row is not pivot]
        scaled = [share / pivot[column] for share in pivot]
        rows, done = (
            [[a - row[column] * b for a, b in zip(row, scaled, strict=True)] for row in each] for each in (rows, done)
        )
        done.append(scaled)
    return done


def _beside(found: _Sums, told: Place) -> list[Place]:
    """What may be hidden so that a cell isn't given away: the smallest first, but totals and noughts last."""
    sums = [(total, parts) for total, parts in found.sums if told in parts or told == total] or found.sums
    places = {place for total, parts in sums for place in (total, *parts)} - found.hidden.keys()
    totals = {total for total, _ in found.sums}
    return sorted(places, key=lambda place: (not found.value(place), place in totals, abs(found.value(place)), place))

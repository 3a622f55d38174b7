"""A sheet that is read by the names in its header, wherever its columns stand."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .cells import Cell, Sheet, UnreadableFile

LOOKED_AT = 20  # rows, for the header: titles may stand above it


@dataclass(frozen=True)
class Headed:
    sheet: Sheet
    row: int  # of the header
    columns: Mapping[str, int]  # by name

    def lines(self) -> Iterator[Mapping[str, Cell]]:
        """The cells of each row below the header, by the names of their columns; blank rows are passed over."""
        for row in range(self.row + 1, self.sheet.height + 1):
            line = {name: self.sheet.cell(row, column) for name, column in self.columns.items()}
            if not all(cell.blank for cell in line.values()):
                yield line


def read_header(
    sheet: Sheet,
    file: str,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    others_allowed: bool = False,
) -> Headed:
    """Find the header, with its columns in any order and case. Optional columns that are missing hold blank cells.

    Raises UnreadableFile where a column is missing, there twice or, unless `others_allowed`, not known.
    """
    wanted = [*required, *optional]
    row, found = _best_row(sheet, wanted)
    where = f"Sheet “{sheet.name}” of “{file}”" if sheet.name else f"“{file}”"
    if missing := [name for name in required if name not in found]:
        there = ", ".join(_quoted(list(found)[:20])) or "nothing"
        raise UnreadableFile(
            f"{where} has no column {_joined(_quoted(missing))}. Its header says {there}; "
            "name the columns as the template does."
        )
    doubled = [name for name in wanted if len(found.get(name, ())) > 1]
    if doubled:
        raise UnreadableFile(f"{where} has more than one column {_joined(_quoted(doubled))}; keep one of them.")
    unknown = [name for name in found if name not in wanted]
    if unknown and not others_allowed:
        raise UnreadableFile(
            f"{where} has a column {_joined(_quoted(unknown[:10]))}, which is not known here. Delete it, or name it "
            f"as one of {', '.join(wanted)}."
        )
    return Headed(sheet, row, {name: found[name][0] if name in found else 0 for name in wanted})


def _best_row(sheet: Sheet, wanted: Collection[str]) -> tuple[int, Mapping[str, list[int]]]:
    """The row that holds most of the names, and where each of its own names stands."""
    best: tuple[int, Mapping[str, list[int]]] = (0, {})
    most = 0
    for row in range(1, min(sheet.height, LOOKED_AT) + 1):
        found: dict[str, list[int]] = {}
        for column in range(1, sheet.width + 1):
            value = sheet.cell(row, column).value
            if isinstance(value, str) and value.strip():
                found.setdefault(_plain(value), []).append(column)
        count = sum(name in found for name in wanted)
        if count > most or not best[1]:
            best, most = (row, found), count
    return best


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name).strip().casefold()[:60]


def _quoted(names: Sequence[str]) -> list[str]:
    return [f"“{name}”" for name in names]


def _joined(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))

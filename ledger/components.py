"""What pages and reports are made of, as values: one table, one chart, one headline, one rating.

Selectors and charts build these; templates/components/ draws them, and reports and CSV read the same ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from .numbers import Number


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


Colour = Literal["blue", "green", "amber-green", "amber", "amber-red", "red", "grey"]


@dataclass(frozen=True, slots=True)
class Rating:
    colour: Colour
    reason: str  # always said

    @property
    def label(self) -> str:
        return LABELS[self.colour]


LABELS: dict[Colour, str] = {
    "blue": "Delivered",
    "green": "Green",
    "amber-green": "Amber/Green",
    "amber": "Amber",
    "amber-red": "Amber/Red",
    "red": "Red",
    "grey": "No data",
}


Cell = (
    Number | Rating | Link | str | None
)  # None: nothing belongs here; a missing Number: something does, and is not known


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    numeric: bool = False
    words: bool = False  # holds sentences, which need room


@dataclass(frozen=True, slots=True)
class Row:
    header: Link | str  # the row's own header cell
    cells: tuple[Cell, ...]
    kind: Literal["body", "group", "total"] = "body"
    note: str = ""  # a series break, a caveat: shown under the row's header


@dataclass(frozen=True, slots=True)
class Table:
    slug: str  # unique on its page; also names the CSV
    caption: str
    columns: tuple[Column, ...]  # the first heads the rows' headers
    rows: tuple[Row, ...]
    note: str = ""
    empty: str = "Nothing has been recorded here yet."

    def plain_rows(self) -> Iterator[list[str]]:
        """Header and rows as plain text, for CSV."""
        yield [column.label for column in self.columns]
        for row in self.rows:
            yield [plain(row.header), *(plain(cell) for cell in row.cells)]


def plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Number():
            return cell.plain
        case Link():
            return cell.text
        case Rating():
            return cell.label
        case str():
            return cell


@dataclass(frozen=True, slots=True)
class Chart:
    slug: str
    title: str
    finding: str  # what the chart shows, in a sentence that stands without it
    figure: dict[str, Any]  # {"data": [...], "layout": {...}} in Plotly's schema
    table: Table  # the same numbers, behind "Show as table"


@dataclass(frozen=True, slots=True)
class Headline:
    label: str
    number: Number
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class EmptyState:
    title: str
    reason: str
    step: Link | None = None  # what the reader can do next

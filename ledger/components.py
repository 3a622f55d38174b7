"""What pages and reports are made of, as values: one table, one chart, one headline, one rating.

Selectors and charts build these; templates/components/ draws them, and reports and CSV read the same ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from .numbers import Number
from .rounding import rounded


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


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line of what a row did over time, oldest first, beside what it shows in words."""

    values: tuple[Decimal | None, ...]
    words: str
    hidden: bool = False  # shows numbers that are not for publication


Cell = (
    Number | Rating | Link | Spark | str | None
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
        """Header and rows as plain text, for CSV; what was reported before a restatement has a column of its own."""
        restated = {
            index
            for row in self.rows
            for index, cell in enumerate(row.cells, start=1)
            if isinstance(cell, Number) and cell.restates is not None
        }
        labels = (
            [column.label, f"{column.label}, as reported"] if index in restated else [column.label]
            for index, column in enumerate(self.columns)
        )
        yield [label for both in labels for label in both]
        for row in self.rows:
            cells = (
                [plain(cell), reported(cell)] if index in restated else [plain(cell)]
                for index, cell in enumerate((row.header, *row.cells))
            )
            yield [text for both in cells for text in both]


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
        case Spark():
            return cell.words
        case str():
            return cell


def reported(cell: Cell) -> str:
    """What stood when the period was closed, for CSV; of a number that wasn't restated, the number."""
    if not isinstance(cell, Number):
        return ""
    return cell.plain if cell.restates is None else f"{rounded(cell.restates, cell.decimals):f}"


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

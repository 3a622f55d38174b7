"""A committee report as a value: what is said, before anything is drawn.

Sections build it from the selectors and tables that the pages use; word.py, pdf.py and excel.py draw it, each in its
own way, and none works anything out. Tables and charts are the components of the pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ledger.components import Cell, Chart, Link, Rating, Spark, Table
from ledger.numbers import Number

MISSING = "–"  # in a table: nothing is known here
MARKS = {  # beside a number, and what the note below its table says of them
    "inferred": ("i", "inferred: read between the lines of a source, not printed there"),
    "provisional": ("p", "provisional: recorded, not approved yet"),
    "late": ("l", "late: first recorded after its period was closed"),
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that get a number of their own: 2.3."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subheading:
    text: str


Block = Paragraph | Bullets | Subheading | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered heading and what stands under it; its tables' and charts' slugs are unique in the report."""

    slug: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Clearance:
    """Whether a named role has cleared the report, and what it says of the implications."""

    role: str  # Finance, Procurement, Legal ...
    implications: str
    cleared: date | None  # None: not yet


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    organisation: str
    committee: str
    meeting: date | None
    year: str  # 2019/20
    as_at: date
    moment: datetime  # up to when things were known; later knowledge isn't in here
    state: str  # Draft, Cleared, Frozen
    front: tuple[tuple[str, str], ...]  # what committees expect on the first page: label and words
    recommendation: str
    sections: tuple[Section, ...]
    clearances: tuple[Clearance, ...]
    notes: tuple[str, ...]  # on how to read it: what is left out, and why
    label: str = ""  # of an organisation that is made up: stands on every page

    @property
    def tables(self) -> Iterator[Table]:
        """Every table in order, those behind charts too."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield block
                elif isinstance(block, Chart):
                    yield block.table

    @property
    def charts(self) -> Iterator[Chart]:
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Chart))

    def numbered(self) -> Iterator[tuple[Section, str, list[tuple[str, Block]]]]:
        """The sections with their numbers, and their blocks with theirs: 2.1 of a paragraph, 4 of a table or figure.

        Bullets belong to the paragraph before them and have no number, nor have subheadings.
        """
        tables = charts = 0
        for place, section in enumerate(self.sections, start=1):
            paragraphs = 0
            blocks: list[tuple[str, Block]] = []
            for block in section.blocks:
                match block:
                    case Paragraph():
                        paragraphs += 1
                        blocks.append((f"{place}.{paragraphs}", block))
                    case Table():
                        tables += 1
                        blocks.append((str(tables), block))
                    case Chart():
                        charts += 1
                        blocks.append((str(charts), block))
                    case _:
                        blocks.append(("", block))
            yield section, str(place), blocks


def printed(cell: Cell) -> str:
    """A cell as paper shows it: with its marks, and with what was reported before a restatement."""
    match cell:
        case None:
            return ""
        case Number():
            if cell.missing:
                return MISSING
            marks = ", ".join(letter for name, (letter, _) in MARKS.items() if getattr(cell, name))
            was = f" (reported {cell.reported})" if cell.reported else ""
            return f"{cell.text}{f' [{marks}]' if marks else ''}{was}"
        case Rating():
            return f"{cell.label}: {cell.reason}" if cell.reason else cell.label
        case Link():
            return cell.text
        case Spark():
            return cell.words
        case str():
            return cell


def marks_of(table: Table) -> list[str]:
    """What the marks in a table mean: [p] provisional ..."""
    numbers = [cell for row in table.rows for cell in row.cells if isinstance(cell, Number)]
    return [
        f"[{letter}] {meaning}"
        for name, (letter, meaning) in MARKS.items()
        if any(getattr(number, name) for number in numbers)
    ]

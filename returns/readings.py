"""What was read from an uploaded file: figures to record, things to create, and all that was wrong or odd. Pure.

A reader makes one `Reading`, takes every cell through it (`number`, `day`, `month`, `span`, `text`), so that what
can't be read is noted with its sheet and cell, and adds a `Line` for each figure that it wants to record.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from ledger.checks import NewFigure
from ledger.months import day_label, month_end

from .formats.cells import Cell, as_day, as_first_day, as_last_day, as_month, as_number, as_text, month_named

T = TypeVar("T")


class Remark(NamedTuple):
    """Something to say of the file, or of one of its cells, and the fix where it is one of its faults."""

    message: str
    sheet: str = ""
    address: str = ""

    @property
    def where(self) -> str:
        """Budget!B7, as a spreadsheet says it; only B7 in a csv file; empty where it is about the whole file."""
        return f"{self.sheet}!{self.address}" if self.sheet and self.address else self.sheet or self.address


class Line(NamedTuple):
    """A figure, and the cell that its value stands in."""

    figure: NewFigure
    sheet: str
    address: str
    comment: str = ""  # to be put to the figure in the ledger
    known_from: datetime | None = None  # None: now. Earlier moments only by the channels that may, before going live

    def remark(self, message: str) -> Remark:
        return Remark(message, self.sheet, self.address)


class ComingSeries(NamedTuple):
    """A series that the file brings with it: what its figures are checked by before it is there."""

    code: str
    name: str
    unit: str = "GBP"
    decimals: int = 0
    service: str | None = None  # its code
    minimum: Decimal | None = None
    maximum: Decimal | None = None


class Creation(NamedTuple):
    """A thing, such as a budget line, that is created before the figures are recorded."""

    kind: str  # as people read it: Budget line
    label: str
    detail: str = ""
    series: tuple[ComingSeries, ...] = ()
    payload: Any = None  # for the kind's own `record`


class Disagreement(NamedTuple):
    """A total or variance that the file prints, and what its figures come to: said, neither hidden nor refused."""

    label: str
    printed: Decimal
    worked_out: Decimal
    sheet: str = ""
    address: str = ""
    unit: str = "GBP"


@dataclass
class Reading:
    lines: list[Line] = field(default_factory=list)
    creations: list[Creation] = field(default_factory=list)
    unreadable: list[Remark] = field(default_factory=list)  # cells; nothing is recorded while there are any
    problems: list[Remark] = field(default_factory=list)  # of what was read; nothing is recorded either
    held: list[Remark] = field(default_factory=list)  # what keeps the file back though nothing in it is wrong
    warnings: list[Remark] = field(default_factory=list)  # to look at; they keep nothing back
    disagreements: list[Disagreement] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # of the file as a whole, such as an older template

    def number(self, cell: Cell, unit: str = "") -> Decimal | None:
        """None where the cell is blank or, which is then noted, unreadable. `unit` is the measure's, where known."""
        found = self._read(lambda cell: as_number(cell, unit), cell)
        if found and found.note:
            self.warn(found.note, cell)
        return found.value if found else None

    def text(self, cell: Cell) -> str:
        return self._read(as_text, cell) or ""

    def day(self, cell: Cell) -> date | None:
        return self._read(as_day, cell)

    def month(self, cell: Cell) -> date | None:
        """The first of the month."""
        return self._read(as_month, cell)

    def span(self, first: Cell, last: Cell) -> tuple[date, date] | None:
        """The days that two cells name, each as a day or a month; a month alone is that month."""
        began, ended = self._read(as_first_day, first), self._read(as_last_day, last)
        if began is None or ended is None:
            if began is None or not last.blank:  # noted already, or nothing to note
                return None
            if not month_named(first):
                message = f"{day_label(began)} is a first day without a last one; give the last day too."
                self.unreadable.append(_remark(message, last))
                return None
        return began, ended or month_end(began)

    def problem(self, message: str, cell: Cell | None = None) -> None:
        self.problems.append(_remark(message, cell))

    def warn(self, message: str, cell: Cell | None = None) -> None:
        self.warnings.append(_remark(message, cell))

    def _read(self, read: Callable[[Cell], T], cell: Cell) -> T | None:
        try:
            return read(cell)
        except ValueError as error:
            self.unreadable.append(_remark(str(error), cell))
            return None


def _remark(message: str, cell: Cell | None) -> Remark:
    return Remark(message, cell.sheet, cell.address) if cell else Remark(message)

"""What was in an uploaded file: sheets of cells, each with its address and with what is wrong with it. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.months import day_label, month_end, month_start, read_day
from ledger.typed import read_typed

Value = Decimal | str | date | bool | None
Place = tuple[int, int]  # row and column, both counted from 1

STORED_AS_TEXT = "A number that is stored as text; it was read as the number it shows."
ROUNDED = "More than four decimals; rounded to four."
MONTHS = tuple(f"{date(2000, number, 1):%B}".lower() for number in range(1, 13))
_iso_month = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})")
_named_month = re.compile(r"(?P<name>[A-Za-z]{3,9})[ -](?P<year>[0-9]{4}|[0-9]{2})")
_british_day = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")


class UnreadableFile(Exception):
    """The file can't be read: one sentence that names it and the fix."""


def column_letters(column: int) -> str:
    """A for 1, Z for 26, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Cell:
    sheet: str  # empty in a csv file, which is one sheet without a name
    row: int
    column: int
    value: Value
    fault: str = ""  # why its value can't be trusted, and the fix
    note: str = ""  # what was done to read it
    percent: bool = False  # shown as a percentage: 20.7% is kept as 0.207
    typed: bool = True  # whether the file tells numbers from text: csv doesn't

    @property
    def address(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    @property
    def blank(self) -> bool:
        return not self.fault and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))

    @property
    def shown(self) -> str:
        """As a message quotes it."""
        match self.value:
            case None:
                return ""
            case bool():
                return str(self.value).upper()
            case Decimal():
                return f"{self.value:f}"
            case date():
                return day_label(self.value)
        return self.value.strip()[:60]


class Numeral(NamedTuple):
    value: Decimal | None  # None: the cell is blank
    note: str = ""  # what was odd with it


def as_number(cell: Cell, unit: str = "") -> Numeral:
    """The number in a cell; ValueError, with the fix, where there is something else. 20.7% is 20.7.

    `unit` is the measure's, where it is known: pounds among people are refused.
    """
    _require_sound(cell)
    if cell.blank:
        return Numeral(None)
    match cell.value:
        case bool():
            raise ValueError(f"{cell.shown} stands where a number belongs; type the number.")
        case Decimal() as value:
            return Numeral(value * 100 if cell.percent else value, cell.note)
        case date():
            message = f"The date {cell.shown} stands where a number belongs; format the cell as a number and type it."
            raise ValueError(message)
    typed = read_typed(str(cell.value), unit)
    if typed.note:
        return Numeral(typed.value, f"{typed.note[0].upper()}{typed.note[1:]}.")
    return Numeral(typed.value, STORED_AS_TEXT if cell.typed else "")


def as_text(cell: Cell) -> str:
    """The words in a cell, numbers as they are written; empty where it is blank."""
    _require_sound(cell)
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    text = cell.value.strip() if isinstance(cell.value, str) else cell.shown
    # What keeps spreadsheets from taking words for a formula, as our own CSV writes it.
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text


def as_day(cell: Cell) -> date | None:
    """The day in a cell, from a date, 2019-11-07 or 7/11/2019 (day first); ValueError, with the fix, otherwise."""
    _require_sound(cell)
    if cell.blank:
        return None
    if isinstance(cell.value, date):
        return cell.value
    if not isinstance(cell.value, str):
        raise ValueError(f"{cell.shown} stands where a date belongs; format the cell as a date and type it.")
    text = cell.value.strip()
    if found := _british_day.fullmatch(text):
        text = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    return read_day(text)


def as_month(cell: Cell) -> date | None:
    """The first day of the month in a cell, from 2019-04, Apr 2019, Apr-19 or any day in it; ValueError otherwise."""
    _require_sound(cell)
    if cell.blank:
        return None
    if isinstance(cell.value, str) and (month := month_of(cell.value.strip())):
        return month
    try:
        day = as_day(cell)
    except ValueError as error:
        raise ValueError(f"“{cell.shown}” is no month; write it like 2019-04.") from error
    return month_start(day) if day else None


def as_first_day(cell: Cell) -> date | None:
    """The day in a cell, or the first of the month that it names; ValueError, with the fix, otherwise."""
    return month_named(cell) or _day(cell)


def as_last_day(cell: Cell) -> date | None:
    """The day in a cell, or the last of the month that it names; ValueError, with the fix, otherwise."""
    month = month_named(cell)
    return month_end(month) if month else _day(cell)


def month_named(cell: Cell) -> date | None:
    """The first of the month that a cell names without a day; a date is a day."""
    _require_sound(cell)
    return month_of(cell.value.strip()) if isinstance(cell.value, str) else None


def _day(cell: Cell) -> date | None:
    try:
        return as_day(cell)
    except ValueError as error:
        if isinstance(cell.value, str) and "calendar" not in str(error):
            message = f"“{cell.shown}” is neither a day nor a month; write it like 2019-11-07 or 2019-11."
            raise ValueError(message) from error
        raise


def month_of(text: str) -> date | None:
    """The first of the month that `text` names, or None where it names none."""
    if found := _iso_month.fullmatch(text):
        number = int(found["month"])
    elif found := _named_month.fullmatch(text):
        said = found["name"].lower()
        number = next((i for i, name in enumerate(MONTHS, 1) if said in (name, name[:3], name[:4])), 0)
    if not found or not 1 <= number <= 12:
        return None
    year = int(found["year"])
    return date(year if year > 99 else 2000 + year, number, 1) if year else None


def _require_sound(cell: Cell) -> None:
    if cell.fault:
        raise ValueError(cell.fault)


@dataclass(frozen=True)
class Sheet:
    name: str
    values: Sequence[Sequence[Value]]
    faults: Mapping[Place, str] = field(default_factory=dict)
    notes: Mapping[Place, str] = field(default_factory=dict)
    percents: frozenset[Place] = frozenset()
    hidden: bool = False
    typed: bool = True

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place, both counted from 1; blank beyond the sheet's edge."""
        place = (row, column)
        within = 0 < row <= len(self.values) and 0 < column <= len(self.values[row - 1])
        return Cell(
            sheet=self.name,
            row=row,
            column=column,
            value=self.values[row - 1][column - 1] if within else None,
            fault=self.faults.get(place, ""),
            note=self.notes.get(place, ""),
            percent=place in self.percents,
            typed=self.typed,
        )

    @property
    def height(self) -> int:
        return max(len(self.values), max((row for row, _ in self.faults), default=0))

    @property
    def width(self) -> int:
        return max(max(map(len, self.values), default=0), max((column for _, column in self.faults), default=0))

    def row(self, row: int) -> list[Cell]:
        return [self.cell(row, column) for column in range(1, self.width + 1)]

    def rows(self) -> Iterator[list[Cell]]:
        width = self.width
        for row in range(1, self.height + 1):
            yield [self.cell(row, column) for column in range(1, width + 1)]


@dataclass(frozen=True)
class Workbook:
    name: str  # of the file
    sheets: Sequence[Sheet]

    @property
    def first(self) -> Sheet:
        """The first sheet that people see."""
        return next((sheet for sheet in self.sheets if not sheet.hidden), self.sheets[0])

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, in whatever case; UnreadableFile where there is none."""
        for sheet in self.sheets:
            if sheet.name.strip().casefold() == name.casefold():
                return sheet
        there = ", ".join(f"“{sheet.name}”" for sheet in self.sheets[:10])
        message = f"“{self.name}” has no sheet “{name}”, only {there}. Use the template, and keep the sheet's name."
        raise UnreadableFile(message)

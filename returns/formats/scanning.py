"""What a workbook's XML says of its cells that their values alone don't: how far they reach, what is wrong with them.

Each document is gone through once, element by element, without entities: a document that declares any is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers.expat import ExpatError, ParserCreate

from .cells import Place, UnreadableFile, column_letters
from .limits import MOST_CELLS, MOST_MERGES, check_size

NO_RESULT = "A formula without its result; open the file in a spreadsheet program, save it and upload it again."
Attributes = dict[str, str]


@dataclass
class Scan:
    """One sheet."""

    rows: int = 0
    columns: int = 0
    faults: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)
    merges: list[tuple[Place, Place]] = field(default_factory=list)

    def reach(self, row: int, column: int, name: str, sheet: str) -> None:
        """Note that the sheet has something here; UnreadableFile where that is too far."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        check_size(name, sheet, rows=self.rows, columns=self.columns, cells=self.rows * self.columns)

    def merge(self) -> None:
        """Mark what is merged: which of its cells a value belongs to can't be said."""
        marked = 0
        for (top, left), (bottom, right) in self.merges[: MOST_MERGES + 1]:
            message = (
                f"Part of the merged cells {column_letters(left)}{top}:{column_letters(right)}{bottom}; "
                "unmerge them and give each cell its own value."
            )
            for row in range(top, min(bottom, self.rows) + 1):
                for column in range(left, min(right, self.columns) + 1):
                    marked += 1
                    if marked > MOST_CELLS:
                        return
                    self.faults.setdefault((row, column), message)


def walk(
    content: bytes,
    name: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Go through a document by its elements' own names, without their prefixes."""
    parser = ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnreadableFile(f"“{name}” declares XML entities, as only files made to do harm do.")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda element, found: start(element.rpartition(":")[2], found)
    if end:
        parser.EndElementHandler = lambda element: end(element.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        raise UnreadableFile(
            f"“{name}” is damaged. Open it in your spreadsheet program, save it anew and upload that."
        ) from error


class SheetScanner:
    """A worksheet of an xlsx file."""

    def __init__(self, name: str, sheet: str, percent_styles: frozenset[str], worked_out: bool) -> None:
        self.name, self.sheet, self.percent_styles, self.worked_out = name, sheet, percent_styles, worked_out
        self.scan = Scan()
        self.row = self.column = 0
        self.kind = ""
        self.formula = self.in_value = False
        self.value: str | None = None

    def read(self, content: bytes) -> Scan:
        walk(content, self.name, self.start, self.end, self.text)
        if len(self.scan.merges) > MOST_MERGES:
            raise UnreadableFile(f"Sheet “{self.sheet}” of “{self.name}” is full of merged cells; unmerge them.")
        self.scan.merge()
        return self.scan

    def start(self, element: str, found: Attributes) -> None:
        match element:
            case "c":
                self.column += 1
                if "r" in found:
                    self.row, self.column = _place(found["r"], self.name)
                self.kind, self.formula, self.value = found.get("t", ""), False, None
                if found.get("s") in self.percent_styles:
                    self.scan.percents.add((self.row, self.column))
            case "row":
                self.row, self.column = _whole(found.get("r", ""), self.row + 1), 0
            case "f":
                self.formula = True
            case "v" | "is":
                self.in_value, self.value = True, ""
            case "mergeCell":
                first, _, last = found.get("ref", "").partition(":")
                self.scan.merges.append((_place(first, self.name), _place(last or first, self.name)))

    def text(self, text: str) -> None:
        if self.in_value and self.value is not None and len(self.value) < 40:
            self.value += text

    def end(self, element: str) -> None:
        if element in ("v", "is"):
            self.in_value = False
        if element != "c" or (self.value is None and not self.formula):
            return
        if self.row > self.scan.rows or self.column > self.scan.columns:
            self.scan.reach(self.row, self.column, self.name, self.sheet)
        if self.kind == "e":
            self.scan.faults[self.row, self.column] = _error(self.value or "")
        elif self.formula and self._lacks_result():
            self.scan.faults[self.row, self.column] = NO_RESULT

    def _lacks_result(self) -> bool:
        """Programs that can't work out a formula write none, or zero and that it is to be worked out on opening."""
        if not self.value:
            return self.kind != "str" or self.value is None
        return self.value == "0" and not self.worked_out


class OpenDocumentScanner:
    """The content of an ods file: a scan by the name of each sheet."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.scans: dict[str, Scan] = {}
        self.sheet = ""
        self.row = self.rows = self.column = self.columns = 0
        self.found: Attributes = {}
        self.shown = ""
        self.in_cell = False

    def read(self, content: bytes) -> Mapping[str, Scan]:
        walk(content, self.name, self.start, self.end, self.text)
        for sheet, scan in self.scans.items():
            if len(scan.merges) > MOST_MERGES:
                raise UnreadableFile(f"Sheet “{sheet}” of “{self.name}” is full of merged cells; unmerge them.")
            scan.merge()
        return self.scans

    def start(self, element: str, found: Attributes) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in found.items()}
        match element:
            case "table":
                self.sheet, self.row, self.rows = plain.get("name", ""), 0, 0
                self.scans[self.sheet] = Scan()
            case "table-row":
                self.row, self.rows = self.row + self.rows, _whole(plain.get("number-rows-repeated", ""), 1)
                self.column = self.columns = 0
            case "table-cell" | "covered-table-cell":
                self.column += self.columns
                self.columns = _whole(plain.get("number-columns-repeated", ""), 1)
                # The calculator's own kind, error, comes beside the kind that the standard knows.
                self.found, self.shown, self.in_cell = plain, "", True
                if found.get("calcext:value-type") == "error":
                    self.found["value-type"] = "error"

    def text(self, text: str) -> None:
        if self.in_cell and len(self.shown) < 40:
            self.shown += text

    def end(self, element: str) -> None:
        if element not in ("table-cell", "covered-table-cell") or self.sheet not in self.scans:
            return
        self.in_cell = False
        kind, formula = self.found.get("value-type", ""), "formula" in self.found
        if not (kind or formula or self.shown):
            return
        scan = self.scans[self.sheet]
        scan.reach(self.row + self.rows, self.column + self.columns, self.name, self.sheet)
        self._mark(scan, kind, formula)

    def _mark(self, scan: Scan, kind: str, formula: bool) -> None:
        fault = _error(self.shown) if kind == "error" else NO_RESULT if formula and not kind else ""
        if fault or kind == "percentage":
            for row in range(self.row + 1, self.row + self.rows + 1):
                for column in range(self.column + 1, self.column + self.columns + 1):
                    if fault:
                        scan.faults[row, column] = fault
                    else:
                        scan.percents.add((row, column))
        down, across = (_whole(self.found.get(f"number-{what}-spanned", ""), 1) for what in ("rows", "columns"))
        if down > 1 or across > 1:
            top, left = self.row + 1, self.column + 1
            scan.merges.append(((top, left), (top + down - 1, left + across - 1)))


def percent_styles(styles: bytes, name: str) -> frozenset[str]:
    """The numbers of the cell styles of an xlsx file that show percentages."""
    formats = {"9", "10"}  # the two that every file has
    found: set[str] = set()
    inside: list[str] = []
    count = 0

    def start(element: str, attributes: Attributes) -> None:
        nonlocal count
        inside.append(element)
        if element == "numFmt" and "%" in attributes.get("formatCode", ""):
            formats.add(attributes.get("numFmtId", ""))
        if element == "xf" and "cellXfs" in inside:
            if attributes.get("numFmtId", "") in formats:
                found.add(str(count))
            count += 1

    def end(element: str) -> None:
        inside.pop()

    walk(styles, name, start, end)
    return frozenset(found)


def _error(text: str) -> str:
    return f"The error {text or 'of a formula'} stands here; mend the formula, or type the value."


def _whole(text: str, otherwise: int) -> int:
    """A whole number of at most nine digits, as large as any that would be refused later."""
    return int(text[:9]) if text.isascii() and text.isdigit() else otherwise


def _place(address: str, name: str) -> Place:
    letters = address.rstrip("0123456789")
    digits = address[len(letters) :]
    if not (0 < len(digits) <= 7 and (column := _column(letters))):
        raise UnreadableFile(
            f"“{name}” is damaged. Open it in your spreadsheet program, save it anew and upload that."
        )
    return int(digits), column


@lru_cache(maxsize=20_000)  # as many as there are columns
def _column(letters: str) -> int:
    """1 for A, 27 for AA; 0 where these are no letters of a column."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return 0
    return sum((ord(letter) - ord("A") + 1) * 26**place for place, letter in enumerate(reversed(letters.upper())))

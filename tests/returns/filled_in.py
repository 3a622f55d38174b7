"""A return's workbook in the hands of an officer: opened, changed and saved as a spreadsheet program would."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ET.register_namespace("", MAIN.strip("{}"))


class Workbook:
    """An xlsx file, cell by cell: changed in its XML, so that nothing else of it is lost."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.members = {name: archive.read(name) for name in archive.namelist()}
        strings = ET.fromstring(self.members["xl/sharedStrings.xml"])
        self.strings = ["".join(part.text or "" for part in item.iter(f"{MAIN}t")) for item in strings]
        book = ET.fromstring(self.members["xl/workbook.xml"])
        self.names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        self.sheets = {
            name: ET.fromstring(self.members[f"xl/worksheets/sheet{number}.xml"])
            for number, name in enumerate(self.names, start=1)
        }

    def cells(self, sheet: str) -> dict[str, ET.Element]:
        return {cell.attrib["r"]: cell for cell in self.sheets[sheet].iter(f"{MAIN}c")}

    def text(self, sheet: str, address: str) -> str:
        cell = self.cells(sheet).get(address)
        if cell is not None and cell.get("t") == "inlineStr":
            return "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
        value = cell.find(f"{MAIN}v") if cell is not None else None
        if cell is None or value is None or value.text is None:
            return ""
        return self.strings[int(value.text)] if cell.get("t") == "s" else value.text

    def formula(self, sheet: str, address: str) -> str:
        found = self.cells(sheet)[address].find(f"{MAIN}f")
        return "" if found is None else found.text or ""

    def find(self, sheet: str, text: str) -> str:
        """The address of the first cell that says so."""
        return next(address for address in self.cells(sheet) if self.text(sheet, address) == text)

    def put(self, sheet: str, address: str, value: object) -> None:
        """A number, a text, or None for nothing."""
        cell = self.cells(sheet)[address]
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            ET.SubElement(ET.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = value
        elif value is not None:
            ET.SubElement(cell, f"{MAIN}v").text = str(value)

    def rename(self, sheet: str, name: str) -> None:
        book = self.members["xl/workbook.xml"].decode()
        self.members["xl/workbook.xml"] = book.replace(f'name="{sheet}"', f'name="{name}"').encode()

    def move(self, sheet: str, moved: Callable[[int, int], tuple[int, int]]) -> None:
        """Every cell to another row and column, both counted from 1."""
        data = self.sheets[sheet].find(f"{MAIN}sheetData")
        assert data is not None
        cells: dict[int, dict[int, ET.Element]] = {}
        for address, cell in self.cells(sheet).items():
            row, column = moved(*place(address))
            cell.set("r", f"{letters(column)}{row}")
            cells.setdefault(row, {})[column] = cell
        for old in list(data):
            data.remove(old)
        for number, found in sorted(cells.items()):
            row_element = ET.SubElement(data, f"{MAIN}row", {"r": str(number)})
            row_element.extend(found[column] for column in sorted(found))

    def drop_row(self, sheet: str, row: int) -> None:
        data = self.sheets[sheet].find(f"{MAIN}sheetData")
        assert data is not None
        data.remove(next(each for each in data if each.attrib["r"] == str(row)))

    def saved(self) -> bytes:
        for number, name in enumerate(self.names, start=1):
            self.members[f"xl/worksheets/sheet{number}.xml"] = ET.tostring(self.sheets[name])
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.members.items():
                archive.writestr(name, content)
        return file.getvalue()


def place(address: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z]+)(\d+)", address)
    assert found
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address_of(workbook: Workbook, code: str, heading: str, sheet: str = "Return") -> str:
    """Where the line and the period meet."""
    row, _ = place(workbook.find(sheet, code))
    _, column = place(workbook.find(sheet, heading))
    return f"{letters(column)}{row}"


def filled_in(
    content: bytes, changes: Mapping[tuple[str, str], object] | Iterable[tuple[tuple[str, str], object]]
) -> bytes:
    """The workbook with these values, by line code and heading."""
    workbook = Workbook(content)
    for (code, heading), value in dict(changes).items():
        workbook.put("Return", address_of(workbook, code, heading), value)
    return workbook.saved()

"""Workbooks as programs and people meet them: opened again from their parts, and what a cell shows."""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from python_calamine import CalamineWorkbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')  # semicolons that aren't within quotation marks


class Opened(NamedTuple):
    """An xlsx file."""

    content: bytes

    def part(self, path: str) -> Element:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return ElementTree.fromstring(archive.read(path))

    @property
    def parts(self) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return archive.namelist()

    @property
    def names(self) -> list[str]:
        return [sheet.attrib["name"] for sheet in self.part("xl/workbook.xml").iter(f"{MAIN}sheet")]

    def sheet(self, name: str) -> Element:
        return self.part(f"xl/worksheets/sheet{self.names.index(name) + 1}.xml")

    def starting(self, words: str) -> str:
        """The name of the sheet that begins so: Table 3."""
        (found,) = [name for name in self.names if name == words or name.startswith(f"{words} ")]
        return found

    @property
    def defined(self) -> dict[str, str]:
        names = self.part("xl/workbook.xml").iter(f"{MAIN}definedName")
        return {each.attrib["name"]: each.text or "" for each in names}

    def values(self, name: str) -> list[list[object]]:
        """The cells of a sheet from its first on, as calamine reads them: blank ones are empty words."""
        found = CalamineWorkbook.from_filelike(io.BytesIO(self.content)).get_sheet_by_name(name)
        return found.to_python(skip_empty_area=False)

    def formulas(self, name: str) -> dict[str, tuple[str, float]]:
        """By address, each with the result that it comes with."""
        cells = self.sheet(name).iter(f"{MAIN}c")
        return {
            cell.attrib["r"]: (formula.text or "", float(cell.findtext(f"{MAIN}v") or "nan"))
            for cell in cells
            if (formula := cell.find(f"{MAIN}f")) is not None
        }

    def formats(self, name: str) -> dict[str, str]:
        """The number formats of a sheet's cells, by address."""
        styles = self.part("xl/styles.xml")
        own = {each.attrib["numFmtId"]: each.attrib["formatCode"] for each in styles.iter(f"{MAIN}numFmt")}
        own |= {"0": "General", "3": "#,##0", "4": "#,##0.00"}
        looks = [each.attrib["numFmtId"] for each in styles.find(f"{MAIN}cellXfs") or ()]
        cells = self.sheet(name).iter(f"{MAIN}c")
        return {cell.attrib["r"]: own[looks[int(cell.attrib.get("s", 0))]] for cell in cells}

    @property
    def charts(self) -> Iterator[Element]:
        for path in sorted(path for path in self.parts if re.fullmatch(r"xl/charts/chart\d+\.xml", path)):
            yield self.part(path)


def shows(value: float, number_format: str) -> str:
    """What a spreadsheet shows of a number: the first 15 digits, rounded half away from zero, in the format."""
    above, _, below = ("".join(part) for part in (SECTIONS.sub("\0", number_format)).partition("\0"))
    chosen = below if value < 0 and below else above
    digits = re.search(r"#,##0(\.0+)?", chosen)
    assert digits is not None, number_format
    places = len(digits[1] or ".") - 1
    size = abs(Decimal(f"{value:.15g}")).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    before, after = chosen[: digits.start()], chosen[digits.end() :]
    return f"{before}{size:,f}{after}".replace('"', "")

"""Reading what people upload: xlsx, ods and csv, by what is in a file and not by what it is called.

Bytes in, a Workbook out, or UnreadableFile with one sentence that says what to do. Memory is bounded: how far a
sheet reaches is known before its cells are read, and python-calamine gets only what was looked at before. Old xls
files are refused, for how much they unpack to can't be known beforehand.
"""

import io
import posixpath
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from ledger.rounding import rounded

from .archives import Archive, packed
from .cells import ROUNDED, Sheet, UnreadableFile, Value, Workbook
from .csv_text import read_csv
from .limits import MOST_BYTES, MOST_CELLS, MOST_SHEETS, check_size
from .scanning import Attributes, OpenDocumentScanner, Scan, SheetScanner, percent_styles, walk

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how old Office files begin, and encrypted new ones
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
SAVE_AS = "Save it as an Excel workbook (.xlsx) or as CSV UTF-8 and upload that."
PLACES = 4
NOISE = Decimal("1e-9")  # what binary arithmetic adds to decimals, as distinct from more decimals than we keep
TOO_LARGE = Decimal(10) ** 15
NOT_A_NUMBER = "What stands here is too large to be a number; type it anew."


def read_spreadsheet(content: bytes, name: str) -> Workbook:
    """The sheets of an uploaded file. Raises UnreadableFile."""
    name = posixpath.basename(name.replace("\\", "/"))[-100:]
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        raise UnreadableFile(f"“{name}” is larger than {most} MB. Delete pictures and unneeded sheets, or split it.")
    if not content.strip():
        raise UnreadableFile(f"“{name}” is empty. Choose the file that holds the figures.")
    if content.startswith(OLE):
        raise _refused_ole(content, name)
    if content.startswith(b"PK"):
        return _read_archive(Archive(content, name))
    start = content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"%pdf"):
        raise UnreadableFile(f"“{name}” is a PDF. Upload the spreadsheet that it was made from.")
    if start.startswith((b"<", b"mime-version")):
        raise UnreadableFile(f"“{name}” is a web page, whatever its name says. Open it in Excel. {SAVE_AS}")
    return Workbook(name, [read_csv(content, name)])


def _refused_ole(content: bytes, name: str) -> UnreadableFile:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableFile(f"“{name}” is protected by a password. Save it without one and upload it again.")
    return UnreadableFile(f"“{name}” is of the kind that Excel wrote before 2007. {SAVE_AS}")


def _read_archive(archive: Archive) -> Workbook:
    name = archive.name
    if any(posixpath.basename(member).lower() == "vbaproject.bin" for member in archive.names):
        raise UnreadableFile(
            f"“{name}” holds macros, which are not read. Save it as a workbook without macros (.xlsx)."
        )
    if "xl/workbook.bin" in archive.names:
        raise UnreadableFile(f"“{name}” is a binary workbook. {SAVE_AS}")
    if "[Content_Types].xml" in archive.names and "xl/workbook.xml" in archive.names:
        return _read_xlsx(archive)
    if "mimetype" in archive.names and archive.read("mimetype").strip() == OPEN_DOCUMENT:
        return _read_ods(archive)
    raise UnreadableFile(f"“{name}” is an archive of files but no workbook. Unpack it and upload one spreadsheet.")


def _read_xlsx(archive: Archive) -> Workbook:
    name = archive.name
    members = {
        member: archive.read(member)
        for member in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    }
    if b"macroEnabled" in members["[Content_Types].xml"]:
        raise UnreadableFile(
            f"“{name}” is made for macros, which are not read. Save it as an Excel workbook (.xlsx)."
        )
    for member in ("xl/styles.xml", "xl/sharedStrings.xml"):
        if member in archive.names:
            members[member] = archive.read(member)
    styles = percent_styles(members["xl/styles.xml"], name) if "xl/styles.xml" in members else frozenset()
    parts, worked_out = _sheet_parts(members, name)
    scans = {}
    for sheet, part in parts.items():
        if part in members:  # two sheets of one part, or a sheet that is no sheet
            raise UnreadableFile(f"“{name}” is damaged. Open it in your spreadsheet program and save it anew.")
        members[part] = archive.read(part)
        scans[sheet] = SheetScanner(name, sheet, styles, worked_out).read(members[part])
    return _read_sheets(packed(members), name, scans)


def _sheet_parts(members: Mapping[str, bytes], name: str) -> tuple[dict[str, str], bool]:
    """Where each worksheet is in the archive, by the sheet's name; and whether formulas were worked out on saving."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}
    worked_out = True

    def relation(element: str, found: Attributes) -> None:
        if element == "Relationship" and found.get("Type", "").endswith("/worksheet"):
            target = found.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[found.get("Id", "")] = path

    def sheet(element: str, found: Attributes) -> None:
        nonlocal worked_out
        if element == "sheet":
            ids = [value for key, value in found.items() if key.rpartition(":")[2] == "id"]
            if ids and ids[0] in targets:
                sheets[found.get("name", "")] = targets[ids[0]]
        if element == "calcPr" and found.get("fullCalcOnLoad") in ("1", "true"):
            worked_out = False

    walk(members["xl/_rels/workbook.xml.rels"], name, relation)
    walk(members["xl/workbook.xml"], name, sheet)
    if len(sheets) > MOST_SHEETS:
        raise UnreadableFile(f"“{name}” has more than {MOST_SHEETS} sheets; delete those that aren't needed.")
    return sheets, worked_out


def _read_ods(archive: Archive) -> Workbook:
    name = archive.name
    members = {member: archive.read(member) for member in ("mimetype", "META-INF/manifest.xml", "content.xml")}
    if b"encryption-data" in members["META-INF/manifest.xml"]:
        raise UnreadableFile(f"“{name}” is protected by a password. Save it without one and upload it again.")
    if any(member.startswith("Basic/") and member.endswith("script-lb.xml") for member in archive.names):
        raise UnreadableFile(f"“{name}” holds macros, which are not read. Save it without them and upload it again.")
    scans = OpenDocumentScanner(name).read(members["content.xml"])
    if len(scans) > MOST_SHEETS:
        raise UnreadableFile(f"“{name}” has more than {MOST_SHEETS} sheets; delete those that aren't needed.")
    return _read_sheets(packed(members), name, scans)


def _read_sheets(content: bytes, name: str, scans: Mapping[str, Scan]) -> Workbook:
    check_size(name, "", rows=0, columns=0, cells=sum(scan.rows * scan.columns for scan in scans.values()))
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            hidden = {
                found.name: found.visible != SheetVisibleEnum.Visible
                for found in workbook.sheets_metadata
                if found.typ == SheetTypeEnum.WorkSheet and found.name in scans
            }
            sheets = [_read_sheet(workbook, sheet, scans[sheet], hidden[sheet]) for sheet in hidden]
    except CalamineError as error:
        raise UnreadableFile(f"“{name}” is damaged or no workbook ({str(error)[:80]}). {SAVE_AS}") from error
    except BaseException as error:
        # Where a file takes the reader by surprise it panics, which is no Exception to Python.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(f"“{name}” is damaged. Open it in your spreadsheet program and save it anew.") from error
    if not sheets:
        raise UnreadableFile(f"“{name}” has no sheet of cells. Choose the file that holds the figures.")
    return Workbook(name, sheets)


def _read_sheet(workbook: CalamineWorkbook, name: str, scan: Scan, hidden: bool) -> Sheet:
    found = workbook.get_sheet_by_name(name)
    if found.total_height * found.total_width > MOST_CELLS:  # it sees what the scan did not
        raise CalamineError("more cells than it says")
    faults, notes = dict(scan.faults), {}
    values: list[list[Value]] = []
    for row, line in enumerate(found.to_python(skip_empty_area=False), start=1):
        values.append([])
        for column, raw in enumerate(line, start=1):
            value, fault, note = _value(raw, (row, column) in scan.percents)
            values[-1].append(value)
            if fault:
                faults.setdefault((row, column), fault)
            if note:
                notes[row, column] = note
    return Sheet(name, values, faults, notes, frozenset(scan.percents), hidden)


def _value(raw: Any, percent: bool) -> tuple[Value, str, str]:
    """The value of a cell, what is wrong with it and what was done to it."""
    match raw:
        case "" | None:
            return None, "", ""
        case bool() | str():
            return raw, "", ""
        case int() | float() if not isfinite(raw):
            return None, NOT_A_NUMBER, ""
        case int() | float():
            value = exact(raw, PLACES + 2 if percent else PLACES)
            return value, "", ROUNDED if abs(value - Decimal(repr(raw))) > NOISE else ""
        case datetime():
            return raw.date(), "", ""
        case date():
            return raw, "", ""
    return str(raw), "", ""  # a time of day or a duration


def exact(raw: float, places: int = PLACES) -> Decimal:
    """What a spreadsheet's binary number was meant to be: 0.30000000000000004 is 0.3."""
    value = Decimal(repr(raw))
    if abs(value) >= TOO_LARGE:  # for the ledger, which will say so
        return value
    return rounded(value, places).normalize() + 0

"""Files as people, and people of ill will, bring them: made here from scratch."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OPEN_DOCUMENT = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def written(fill: Callable[[Any, Any], None], sheet: str = "Figures") -> bytes:
    """A workbook that XlsxWriter writes: `fill` gets it and its one sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        fill(workbook, workbook.add_worksheet(sheet))
    return file.getvalue()


def zipped(members: Mapping[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def xlsx_members(rows: str, *, after: str = "", before: str = "", styles: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet, `rows` being the XML of its rows."""
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Figures" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{XML}{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>'
        f"{after}</worksheet>",
        **({"xl/styles.xml": f'{XML}<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'} if styles else {}),
    }


def xlsx(rows: str, **more: str) -> bytes:
    return zipped(xlsx_members(rows, **more))


def ods(rows: str, *, before: str = "") -> bytes:
    """An OpenDocument spreadsheet with one sheet, `rows` being the XML of its rows."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return zipped(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'{XML}<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
            "content.xml": f"{XML}{before}<office:document-content {OPEN_DOCUMENT} {CALC}><office:body>"
            f'<office:spreadsheet><table:table table:name="Figures">{rows}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        }
    )


def lying(content: bytes, member: str, size: int) -> bytes:
    """The archive, saying everywhere that `member` unpacks to `size` bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = archive.getinfo(member)
    said = found.file_size.to_bytes(4, "little")
    made = bytearray(content)
    name = member.encode()
    for place in (found.header_offset + 22, content.rindex(name) - 46 + 24):
        assert made[place : place + 4] == said
        made[place : place + 4] = size.to_bytes(4, "little")
    return bytes(made)

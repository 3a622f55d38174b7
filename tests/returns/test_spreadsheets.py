"""Reading of what people upload: values, what is odd about them, and files that are made to do harm."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from returns.formats import limits
from returns.formats.cells import (
    ROUNDED,
    STORED_AS_TEXT,
    Cell,
    UnreadableFile,
    as_day,
    as_first_day,
    as_last_day,
    as_month,
    as_number,
    as_text,
    column_letters,
)
from returns.formats.headers import read_header
from returns.formats.spreadsheets import exact, read_spreadsheet
from tests.returns.workbooks import lying, ods, written, xlsx, xlsx_members, zipped

NUMBER = '<c r="A1"><v>5</v></c>'


def cells(content: bytes, name: str = "figures.xlsx") -> dict[str, Cell]:
    """By address, those of the first sheet that hold or hide something."""
    sheet = read_spreadsheet(content, name).first
    return {cell.address: cell for row in sheet.rows() for cell in row if not cell.blank}


def refusal(content: bytes, name: str = "figures.xlsx") -> str:
    with pytest.raises(UnreadableFile) as error:
        read_spreadsheet(content, name)
    assert name in str(error.value)
    return str(error.value)


def test_column_letters() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 52, 702, 703)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


# --- values


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        (0.1 + 0.2, "0.3"),
        (1234567.89, "1234567.89"),
        (1.005, "1.005"),
        (-0.0, "0"),
        (100.0, "100"),
        (1 / 3, "0.3333"),
        (2 / 3, "0.6667"),
        (99_999_999_999.9999, "99999999999.9999"),
        (1e22, "10000000000000000000000"),
        (1e-320, "0"),
        (4.35 * 100, "435"),
        (1.1 * 1.1, "1.21"),
    ],
)
def test_binary_number_is_what_was_meant(raw: float, meant: str) -> None:
    found = exact(raw)
    assert f"{found:f}" == meant


def test_values_of_a_workbook() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        day, clock = workbook.add_format({"num_format": "dd/mm/yyyy"}), workbook.add_format({"num_format": "hh:mm"})
        sheet.write_row(0, 0, ["Homes", 1234.5, True, 0.1 + 0.2])
        sheet.write_datetime(1, 0, datetime(2026, 4, 1), day)  # noqa: DTZ001
        sheet.write_datetime(1, 1, time(10, 30), clock)
        sheet.write_string(1, 2, "=not a formula")
        sheet.write_formula(1, 3, "=1+1", None, 2)
        sheet.write_blank(5, 5, None, day)

    found = read_spreadsheet(written(fill), "figures.xlsx").first
    assert (found.name, found.hidden) == ("Figures", False)
    assert [list(row) for row in found.values] == [
        ["Homes", Decimal("1234.5"), True, Decimal("0.3")],
        [date(2026, 4, 1), "10:30:00", "=not a formula", Decimal(2)],
    ]
    assert not found.faults


def test_values_of_an_open_document() -> None:
    row = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="1.5"/>'
        '<table:table-cell office:value-type="currency" office:value="-200.1"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-04-01"/>'
        '<table:table-cell office:value-type="percentage" office:value="0.207"/>'
        '<table:table-cell office:value-type="string"><text:p>Homes</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="16379"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    sheet = read_spreadsheet(ods(row), "figures.ods").first
    assert [list(row) for row in sheet.values] == [
        [Decimal("1.5"), Decimal("-200.1"), date(2026, 4, 1), Decimal("0.207"), "Homes"]
    ]
    assert as_number(sheet.cell(1, 4)).value == Decimal("20.7")


def test_sheets_are_named_and_hidden_ones_come_second() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.hide()
        workbook.add_chartsheet("Picture")
        shown = workbook.add_worksheet("Shown & told")
        shown.write(0, 0, 7)
        shown.activate()

    workbook = read_spreadsheet(written(fill, "Notes"), "figures.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("Notes", True), ("Shown & told", False)]
    assert workbook.first.cell(1, 1).value == Decimal(7)
    assert workbook.sheet("shown & TOLD").name == "Shown & told"
    with pytest.raises(UnreadableFile, match="no sheet “Budget”, only “Notes”, “Shown & told”"):
        workbook.sheet("Budget")


def test_cell_beyond_the_edge_is_blank() -> None:
    sheet = read_spreadsheet(xlsx(f'<row r="1">{NUMBER}</row>'), "figures.xlsx").first
    assert [sheet.cell(*place).blank for place in ((1, 1), (1, 2), (2, 1), (1, 0))] == [False, True, True, True]


def test_percentages_are_read_as_people_see_them() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write(0, 0, 0.20725, workbook.add_format({"num_format": "0.0%"}))
        sheet.write(0, 1, 0.5, workbook.add_format({"num_format": 9}))
        sheet.write(0, 2, 0.207)
        sheet.write(0, 3, "20.7%")

    found = cells(written(fill))
    assert [as_number(found[at]).value for at in ("A1", "B1", "C1", "D1")] == [
        Decimal("20.725"),
        Decimal(50),
        Decimal("0.207"),
        Decimal("20.7"),
    ]


# --- what is odd about a cell


def number_fails(cell: Cell, *words: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as error:
        as_number(cell)
    for word in words:
        assert word in str(error.value)


def test_formula_without_its_result_is_pointed_out() -> None:
    found = cells(
        xlsx(
            '<row r="1"><c r="A1"><f>SUM(B1:C1)</f></c><c r="B1"><f>1</f><v></v></c><c r="C1"><f>1+1</f><v>2</v></c>'
            '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f t="shared" si="0"/></c></row>'
        )
    )
    for address in ("A1", "B1", "E1"):
        number_fails(found[address], "formula without its result", "save it")
    assert as_number(found["C1"]).value == 2
    assert "D1" not in found  # its result is an empty text


def test_zero_that_nobody_worked_out_is_pointed_out() -> None:
    """XlsxWriter and its like write zero as every formula's result and ask for it to be worked out on opening."""

    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write(0, 0, 0)
        sheet.write_formula(0, 1, "=2+2")
        sheet.write_formula(0, 2, "=2+2", None, 4)

    found = cells(written(fill))
    assert as_number(found["A1"]).value == 0
    number_fails(found["B1"], "formula without its result")
    assert as_number(found["C1"]).value == 4


def test_error_of_a_formula_is_pointed_out() -> None:
    found = cells(xlsx('<row r="1"><c r="A1" t="e"><f>Z9</f><v>#REF!</v></c><c r="B1" t="e"><v>#N/A</v></c></row>'))
    number_fails(found["A1"], "#REF!", "mend the formula")
    number_fails(found["B1"], "#N/A")


def test_formulas_of_an_open_document() -> None:
    found = cells(
        ods(
            '<table:table-row><table:table-cell table:formula="of:=1+1"/>'
            '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>'
        ),
        "figures.ods",
    )
    number_fails(found["A1"], "formula without its result")
    assert as_number(found["B1"]).value == 2
    number_fails(found["C1"], "#DIV/0!")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (
            xlsx(
                '<row r="1"><c r="A1"><v>1</v></c></row>'
                '<row r="2"><c r="A2"><v>2</v></c><c r="C2"><v>3</v></c></row>',
                after='<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells>',
            ),
            "figures.xlsx",
        ),
        (
            ods(
                '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
                '<table:table-row><table:table-cell office:value-type="float" office:value="2" '
                'table:number-columns-spanned="2" table:number-rows-spanned="1"/><table:covered-table-cell/>'
                '<table:table-cell office:value-type="float" office:value="3"/></table:table-row>'
            ),
            "figures.ods",
        ),
    ],
)
def test_merged_cells_are_pointed_out(content: bytes, name: str) -> None:
    found = cells(content, name)
    assert (as_number(found["A1"]).value, as_number(found["C2"]).value) == (1, 3)
    for address in ("A2", "B2"):
        number_fails(found[address], "A2:B2", "unmerge")
    assert found["A2"].value == 2  # for those who only look for a title


def test_number_stored_as_text_is_read_and_said() -> None:
    found = cells(written(lambda workbook, sheet: sheet.write_row(0, 0, ["'12", "£1,234.50", "n/a", 1.23456])))
    assert as_number(found["B1"]) == (Decimal("1234.50"), STORED_AS_TEXT)
    assert as_number(found["D1"]) == (Decimal("1.2346"), ROUNDED)
    number_fails(found["C1"], "n/a")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 4, 1), "The date 1 April 2026"),
        (True, "TRUE stands where a number belongs"),
        ("Homes", "no number"),
    ],
)
def test_what_is_no_number(value: Any, words: str) -> None:
    number_fails(Cell("S", 7, 2, value), words)


@pytest.mark.parametrize("raw", ["1E999", "NaN", "-INF"])
def test_number_beyond_numbers_is_no_number(raw: str) -> None:
    try:
        found = cells(xlsx(f'<row r="1"><c r="A1"><v>{raw}</v></c></row>'))
    except UnreadableFile:
        return
    with pytest.raises(ValueError, match=r"too large|no number"):
        as_number(found["A1"])


def day(value: Any, read: Callable[[Cell], date | None] = as_day) -> date | None:
    return read(Cell("", 1, 1, value, typed=False))


def test_days_and_months() -> None:
    assert day("2026-04-30") == day("30/4/2026") == day(date(2026, 4, 30)) == date(2026, 4, 30)
    for text in ("2026-04", "Apr 2026", "April 2026", "apr-26", "2026-04-17", "17/04/2026", date(2026, 4, 17)):
        assert day(text, as_month) == date(2026, 4, 1), text
    assert day("Sept 2026", as_month) == date(2026, 9, 1)
    assert (day("2026-02", as_first_day), day("2024-02", as_last_day)) == (date(2026, 2, 1), date(2024, 2, 29))
    assert day(date(2026, 2, 1), as_last_day) == date(2026, 2, 1)
    assert day(" ") is None
    assert day(None, as_month) is None
    for wrong in ("31/02/2026", "April", "2026-13", "4/2026", Decimal(46113), "Mai 2026", "0000-01"):
        for read in (as_day, as_month, as_first_day, as_last_day):
            with pytest.raises(ValueError, match=r"\w"):
                day(wrong, read)


def test_text_of_cells() -> None:
    texts = [
        as_text(Cell("", 1, 1, value)) for value in (" Homes ", Decimal(1200), date(2026, 4, 1), None, "'=1+1", "'t")
    ]
    assert texts == ["Homes", "1200", "2026-04-01", "", "=1+1", "'t"]


# --- csv


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_in_any_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    lines = [["name", "value"], ["Café – “home”", "£5"], ["two\nlines", 'a "quote"']]
    text = "\r\n".join(delimiter.join('"' + each.replace('"', '""') + '"' for each in line) for line in lines)
    found = read_spreadsheet(text.encode(encoding), "figures.csv").first
    assert [list(row) for row in found.values] == lines


def test_csv_of_commas_within_numbers_is_divided_by_semicolons() -> None:
    found = read_spreadsheet(b"name;value\nA;1,234.50\nB;2,000.00\n", "figures.csv").first
    assert as_number(found.cell(2, 2)) == (Decimal("1234.50"), "")


def test_csv_that_names_its_delimiter() -> None:
    found = read_spreadsheet(b"sep=;\r\nname;a,b\r\n1;2,3\r\n", "figures.csv").first
    assert [list(row) for row in found.values] == [["name", "a,b"], ["1", "2,3"]]


def test_csv_of_one_column() -> None:
    assert [list(row) for row in read_spreadsheet(b"value\n5\n", "f.csv").first.values] == [["value"], ["5"]]


def test_csv_without_a_closing_quote_is_refused() -> None:
    assert "quotation mark" in refusal(b'a,b\n"1,2\n3,4\n', "figures.csv")


def test_csv_with_an_endless_cell_is_refused() -> None:
    assert "sound csv" in refusal(b"a,b\n" + b"x" * 200_000 + b",1\n", "figures.csv")


def test_binary_rubbish_is_refused() -> None:
    assert "neither a workbook nor readable text" in refusal(bytes(range(256)) * 10, "figures.csv")


# --- what is no workbook of figures


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "f.xlsx", "is empty"),
        (b" \n", "f.csv", "is empty"),
        (b"%PDF-1.7 ...", "f.xlsx", "PDF"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "f.xls", "web page"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html></html>", "f.xls", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "f.xls", "before 2007"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
            "f.xlsx",
            "password",
        ),
        (b"PK\x03\x04 and then nothing", "f.xlsx", "damaged"),
        (zipped({"word/document.xml": "<w/>", "[Content_Types].xml": "<T/>"}), "f.xlsx", "no workbook"),
        (zipped({"inner.xlsx": xlsx(f'<row r="1">{NUMBER}</row>')}), "f.xlsx", "Unpack it"),
        (zipped({"xl/workbook.bin": b"1", "[Content_Types].xml": "<T/>"}), "f.xlsb", "binary workbook"),
        (b"x" * (limits.MOST_BYTES + 1), "f.csv", "larger than 5 MB"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_so(content: bytes, name: str, words: str) -> None:
    assert words in refusal(content, name)


def test_directories_in_a_name_are_left_out() -> None:
    with pytest.raises(UnreadableFile, match="“passwd” is empty"):
        read_spreadsheet(b"", "../../etc/passwd")
    with pytest.raises(UnreadableFile, match=r"“f\.csv” is empty"):
        read_spreadsheet(b"", "C:\\Users\\me\\f.csv")


@pytest.mark.parametrize("name", ["figures.xlsm", "figures.xlsx"])
def test_macros_are_refused_whatever_the_file_is_called(name: str) -> None:
    members = xlsx_members(f'<row r="1">{NUMBER}</row>')
    assert "macros" in refusal(zipped(members | {"xl/vbaProject.bin": b"1"}), name)
    declared = {"[Content_Types].xml": '<Types ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'}
    assert "macros" in refusal(zipped(members | declared), name)


def test_encrypted_archive_is_refused() -> None:
    content = bytearray(xlsx(f'<row r="1">{NUMBER}</row>'))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "encrypted" in refusal(bytes(content))


def test_damaged_archive_is_refused() -> None:
    content = xlsx(f'<row r="1">{NUMBER}</row>')
    assert "damaged" in refusal(content[: len(content) // 2])
    broken = bytearray(content)
    broken[len(content) // 2] ^= 0xFF
    assert "damaged" in refusal(bytes(broken))


# --- files made to do harm


def test_bomb_by_what_it_declares_is_refused() -> None:
    members = xlsx_members("<row>" + " " * 40_000_000 + "</row>")
    assert "times its size" in refusal(zipped(members))


def test_bomb_that_declares_little_is_refused() -> None:
    """Its sheet says that it unpacks to 1,000 bytes; a reader that doesn't count gets 30 megabytes."""
    content = zipped(xlsx_members("<row>" + " " * 30_000_000 + "</row>"))
    assert "damaged" in refusal(lying(content, "xl/worksheets/sheet1.xml", 1_000))


def test_more_than_fits_is_refused_before_it_is_unpacked() -> None:
    rows = "".join(f'<c r="A1"><v>{number * 7919 % 997}</v></c>' for number in range(1_500_000))
    content = zipped(xlsx_members(rows))
    assert len(content) < limits.MOST_BYTES < limits.MOST_UNPACKED < len(rows) < len(content) * limits.MOST_RATIO
    assert "more than 32 MB of cells" in refusal(content)


def test_too_many_members_are_refused() -> None:
    members = {f"docProps/{number}.xml": "" for number in range(limits.MOST_MEMBERS)}
    assert "files inside" in refusal(zipped(xlsx_members("") | members, zipfile.ZIP_STORED))


def test_member_that_is_there_twice_is_refused() -> None:
    file = io.BytesIO(xlsx(f'<row r="1">{NUMBER}</row>'))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert "damaged" in refusal(file.getvalue())


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


@pytest.mark.parametrize("make", [xlsx, ods])
def test_billion_laughs_are_refused(make: Callable[..., bytes]) -> None:
    document = f"<!DOCTYPE worksheet [{LAUGHS}]>"
    assert "entities" in refusal(make("&l9;", before=document))


def test_outside_entity_is_not_fetched() -> None:
    document = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert "entities" in refusal(xlsx('<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>', before=document))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "rows"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "columns"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="20000"><c r="SA20000"><v>1</v></c></row>', "cells"),
        ('<row r="999999999"><c><v>1</v></c></row>', "rows"),
        ('<row r="1"><c r="A99999999999"><v>1</v></c></row>', "damaged"),
        ('<row r="1"><c r="ÀA1"><v>1</v></c></row>', "damaged"),
    ],
)
def test_sheet_that_reaches_far_is_refused(rows: str, words: str) -> None:
    assert words in refusal(xlsx(rows))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>',
            "rows",
        ),
        (
            '<table:table-row><table:table-cell table:number-columns-repeated="4294967295"/>'
            '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>',
            "columns",
        ),
        (
            '<table:table-row table:number-rows-repeated="999999999"><table:table-cell/></table:table-row>'
            '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>',
            "rows",
        ),
        (
            '<table:table-row table:number-rows-repeated="20000"><table:table-cell '
            'table:number-columns-repeated="400" table:formula="of:=1"/></table:table-row>',
            "cells",
        ),
    ],
)
def test_open_document_that_repeats_itself_is_refused(rows: str, words: str) -> None:
    assert words in refusal(ods(rows), "figures.ods")


def test_merges_without_end_are_refused() -> None:
    merges = '<mergeCell ref="A1:XFD1048576"/>' * (limits.MOST_MERGES + 1)
    content = xlsx(f'<row r="1">{NUMBER}</row>', after=f"<mergeCells>{merges}</mergeCells>")
    assert "merged" in refusal(content)


def test_one_part_in_two_sheets_is_refused() -> None:
    members = xlsx_members(f'<row r="1">{NUMBER}</row>')
    book = str(members["xl/workbook.xml"]).replace(
        "</sheets>", '<sheet name="More" sheetId="2" r:id="rId1"/></sheets>'
    )
    assert "damaged" in refusal(zipped(members | {"xl/workbook.xml": book}))


@pytest.mark.parametrize("part", ["../../etc/passwd", "/etc/passwd", "xl/nothing.xml"])
def test_sheet_that_lies_elsewhere_is_refused(part: str) -> None:
    members = xlsx_members(f'<row r="1">{NUMBER}</row>')
    rels = str(members["xl/_rels/workbook.xml.rels"]).replace("worksheets/sheet1.xml", part)
    assert "damaged" in refusal(zipped(members | {"xl/_rels/workbook.xml.rels": rels}))


MEASURED = """
import resource, sys
from pathlib import Path
from returns.formats.cells import UnreadableFile
from returns.formats.spreadsheets import read_spreadsheet
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_spreadsheet(Path(sys.argv[1]).read_bytes(), "f.xlsx")
except UnreadableFile as error:
    print(error, file=sys.stderr)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    "make",
    [
        lambda: lying(
            zipped(xlsx_members("<row>" + " " * 400_000_000 + "</row>")), "xl/worksheets/sheet1.xml", 1_000
        ),
        lambda: xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="25000"><c r="SF25000"><v>1</v></c></row>'),
        lambda: xlsx("".join(f'<row r="{n}"><c r="P{n}"><f>A1</f></c></row>' for n in range(1, 25_001))),
    ],
    ids=["lying bomb", "far corner", "most cells"],
)
def test_memory_is_bounded(tmp_path: Path, make: Callable[[], bytes]) -> None:
    """Measured in a process of its own, for what this one took for other tests it keeps."""
    file = tmp_path / "f.xlsx"
    file.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file)], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert int(done.stdout) < 250, done.stderr


# --- headers


def headed(content: bytes) -> Any:
    return read_header(read_spreadsheet(content, "f.csv").first, "f.csv", ["code", "amount"], ["note"])


def test_header_in_any_order_below_a_title() -> None:
    found = headed(b"Budget 2026,,\n,,\nAmount , NOTE,code\n5,x,a\n,,\n6,,b\n")
    lines = [{name: as_text(cell) for name, cell in line.items()} for line in found.lines()]
    assert lines == [{"code": "a", "amount": "5", "note": "x"}, {"code": "b", "amount": "6", "note": ""}]
    assert [line["amount"].address for line in found.lines()] == ["A4", "A6"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"code,note\na,b\n", "no column “amount”"),
        (b"1,2\n3,4\n", "no column “code” or “amount”"),
        (b"code,amount,amout\na,1,2\n", "a column “amout”, which is not known"),
        (b"code,amount,Code\na,1,2\n", "more than one column “code”"),
    ],
)
def test_header_that_is_not_the_templates(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        headed(content)


def test_optional_column_that_is_missing_is_blank() -> None:
    (line,) = headed(b"code,amount\na,1\n").lines()
    assert line["note"].blank

"""A report as a workbook: what it is, and a sheet for each table and figure, with its numbers as numbers.

What is text stays text: nothing that a user wrote becomes a formula, a link or a name. The same report gives the
same file.
"""

import io
from collections.abc import Sequence
from datetime import UTC

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from ledger.components import Chart, Table
from ledger.months import day_label, moment_label

from ..value import Report
from .looks import QUIET, Looks
from .names import range_names, sheet_name, text, things
from .sheets import printable, write_sheet

CONTENTS = "Contents"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_MARGIN = 110  # letters of each side of a header or footer, which may have 255 in all
Entry = tuple[str, str, str, Table | Chart]  # the sheet, Table 3, its section, and what is in it


def write_excel(report: Report) -> bytes:
    """An xlsx file. Each table's rows have a name that formulas may use: table_influenced_lines."""
    entries = [
        (sheet_name(called, _title(block)), called, section, block) for called, section, block in things(report)
    ]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as workbook:
        workbook.set_properties(_properties(report))
        look = Looks(workbook)
        contents = workbook.add_worksheet(CONTENTS)
        _contents(look, contents, report, entries)
        _margins(contents, report)
        names = range_names(_slug(block) for *_, block in entries)
        for (name, called, section, block), named in zip(entries, names, strict=True):
            sheet = workbook.add_worksheet(name)
            about = " · ".join(
                filter(None, (section, report.organisation, _known(report), report.state, report.label))
            )
            at = write_sheet(look, sheet, f"{called}: {_title(block)}", about, block)
            _margins(sheet, report)
            if at.table.rows:
                workbook.define_name(named, f"={quote_sheetname(name)}!{xl_range_abs(*at.body)}")
    return file.getvalue()


def _title(block: Table | Chart) -> str:
    return block.title if isinstance(block, Chart) else block.caption


def _slug(block: Table | Chart) -> str:
    return block.table.slug if isinstance(block, Chart) else block.slug


def _known(report: Report) -> str:
    return f"As at {day_label(report.as_at)}"


def _properties(report: Report) -> dict[str, object]:
    """Whose it is, not who made it."""
    return {
        "title": text(report.title),
        "subject": text(report.committee),
        "company": text(report.organisation),
        "comments": text(report.label),
        "created": report.moment.astimezone(UTC).replace(tzinfo=None),  # workbooks know no time zones
    }


def _contents(look: Looks, sheet: Worksheet, report: Report, entries: Sequence[Entry]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, text(report.title), look(bold=True, font_size=18))
    facts = [
        ("Organisation", report.organisation),
        ("", report.label),
        ("Committee", report.committee),
        ("Meeting", day_label(report.meeting) if report.meeting else ""),
        ("Financial year", report.year),
        ("As at", f"{day_label(report.as_at)}; known by {moment_label(report.moment)}"),
        ("State", report.state),
        *(("Note", note) for note in report.notes),
    ]
    row = 2
    for label, words in facts:
        if words:
            sheet.write_string(row, 0, label, look(font_color=QUIET))
            sheet.write_string(row, 1, text(words), look(text_wrap=True, bold=words == report.label))
            row += 1
    row += 1
    sheet.write_string(row, 0, CONTENTS, look(bold=True, font_size=14))
    if not entries:
        sheet.write_string(row + 1, 0, "This report has no tables.", look())
    before = ""
    for name, called, section, block in entries:
        if section != before:
            row += 1
            sheet.write_string(row, 0, text(section), look(bold=True))
            before = section
        row += 1
        target = f"internal:{quote_sheetname(name)}!A1"
        sheet.write_url(row, 0, target, look(font_color="#1d70b8", underline=1), called)
        sheet.write_string(row, 1, text(_title(block)), look(text_wrap=True))
    printable(sheet)


def _margins(sheet: Worksheet, report: Report) -> None:
    """On every page: whose it is, that it is made up where it is, and which page."""
    label = f"&R{_in_margin(report.label)}" if report.label else ""
    sheet.set_header(f"&L{_in_margin(report.organisation)}{label}")
    sheet.set_footer(f"&L{_in_margin(report.title)}&CPage &P of &N&R{_known(report)}")


def _in_margin(words: str) -> str:
    """An ampersand begins a command there, two are one."""
    kept = text(words).replace("&", "&&")
    return kept if len(kept) <= LONGEST_MARGIN else f"{kept[:LONGEST_MARGIN].rstrip('&')}…"

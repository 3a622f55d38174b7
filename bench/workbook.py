"""Reading a workbook of 2,000 rows as uploads are read, against python-calamine alone, which looks at nothing."""

import io
from collections.abc import Iterator
from datetime import date

import xlsxwriter
from python_calamine import load_workbook

from ledger.months import FinancialYear
from returns.formats.spreadsheets import read_spreadsheet

from .measures import Measure, in_turns

LIMIT = 14
ROWS = 2000
MONTHS = 12


def measure(quick: bool) -> Iterator[Measure]:
    content = _workbook()

    def ours() -> int:
        return len(read_spreadsheet(content, "figures.xlsx").first.values)

    def theirs() -> int:
        with load_workbook(io.BytesIO(content)) as workbook:
            return len(workbook.get_sheet_by_index(0).to_python())

    assert ours() == theirs() == ROWS + 1
    times = in_turns(ours, theirs, 5 if quick else 25)
    yield times.measure(f"workbook: {ROWS:,} rows of {MONTHS} months, {len(content) // 1024} kB", LIMIT)


def _workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Figures")
        pence = workbook.add_format({"num_format": "#,##0.00"})
        days = workbook.add_format({"num_format": "d mmm yyyy"})
        months = [month.label for month in FinancialYear(2022).months()]
        sheet.write_row(0, 0, ["Code", "Line", "Known from", *months])
        for row in range(1, ROWS + 1):
            sheet.write_row(row, 0, [f"spend/line-{row}", f"Line {row}, care for older people"])
            sheet.write_datetime(row, 2, date(2022, 4, 1 + row % 28), days)
            for column in range(MONTHS):
                sheet.write_number(row, 3 + column, row * 1000 + column + 0.25, pence)
    return file.getvalue()

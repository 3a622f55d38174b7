"""The same tables and charts as python-docx, typst and XlsxWriter write them, with pictures by matplotlib alone.

`python -m bench.bare_reports FORMAT ours|theirs FILE` draws an encoded report in a process of its own, and says by
how many KiB that took it beyond what it held before.
"""

import json
import re
import sys
from io import BytesIO
from pathlib import Path

import django
import typst
import xlsxwriter
from docx import Document
from matplotlib.figure import Figure

from ascare.reports.value import Report, printed
from ledger.components import Chart, Table
from ledger.numbers import Number


def word(report: Report) -> bytes:
    document = Document()
    for chart in report.charts:
        document.add_picture(BytesIO(_picture(chart, "png")))
    for table in report.tables:
        document.add_paragraph(table.caption)
        rows = _texts(table)
        drawn = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(drawn.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def pdf(report: Report) -> bytes:
    parts = [f"#image(bytes({json.dumps(_picture(chart, 'svg').decode())}), width: 100%)" for chart in report.charts]
    for table in report.tables:
        rows = _texts(table)
        cells = ", ".join(json.dumps(text, ensure_ascii=False) for texts in rows for text in texts)
        parts.append(f"#{json.dumps(table.caption, ensure_ascii=False)}\n#table(columns: {len(rows[0])}, {cells})")
    written = typst.compile("\n\n".join(parts).encode())
    assert isinstance(written, bytes)
    return written


def excel(report: Report) -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        for place, table in enumerate(report.tables, start=1):
            sheet = workbook.add_worksheet(f"Table {place}")
            for i, texts in enumerate(_texts(table)):
                sheet.write_row(i, 0, texts)
            for i, row in enumerate(table.rows, start=1):
                for j, cell in enumerate(row.cells, start=1):
                    if isinstance(cell, Number) and cell.value is not None:
                        sheet.write_number(i, j, float(cell.value))
        for chart in report.charts:
            sheet = workbook.add_worksheet()
            drawn = workbook.add_chart({"type": "line"})
            for i, trace in enumerate(chart.figure["data"]):
                values = trace["x" if trace.get("orientation") == "h" else "y"]
                sheet.write_column(0, i, [value or 0 for value in values])
                drawn.add_series({"values": [sheet.get_name(), 0, i, len(values), i]})
            sheet.insert_chart(0, 10, drawn)
    return written.getvalue()


BARE = {"word": word, "pdf": pdf, "excel": excel}


def _texts(table: Table) -> list[list[str]]:
    width = len(table.columns)
    rows = [[printed(row.header), *(printed(cell) for cell in row.cells)] for row in table.rows]
    return [[column.label for column in table.columns], *((row + [""] * width)[:width] for row in rows)]


def _picture(chart: Chart, form: str) -> bytes:
    figure = Figure(figsize=(6.7, 2.4))
    axes = figure.add_subplot()
    for trace in chart.figure["data"]:
        lying = trace.get("orientation") == "h"
        names, values = trace["y" if lying else "x"], trace["x" if lying else "y"]
        known = [(str(name), value) for name, value in zip(names, values, strict=True) if value is not None]
        draw = axes.plot if trace["type"] == "scatter" else axes.barh if lying else axes.bar
        draw([name for name, _ in known], [value for _, value in known], label=trace.get("name"))
    axes.legend()
    written = BytesIO()
    figure.savefig(written, format=form, dpi=200)
    return written.getvalue()


def _kib(field: str) -> int:
    held = re.search(rf"{field}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert held
    return int(held[1])


def main(name: str, whose: str, file: str) -> None:
    django.setup()
    from ascare.reports.encoding import decode
    from ascare.reports.formats import FORMATS

    report = decode(json.loads(Path(file).read_text()))
    form = next(form for key, form in FORMATS.items() if key == name)
    before = _kib("VmRSS")
    if whose == "ours":
        form.draw(report, None)
    else:
        BARE[name](report)
    sys.stdout.write(f"{_kib('VmHWM') - before}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

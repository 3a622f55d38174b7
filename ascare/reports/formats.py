"""The formats that a report is drawn in: what each file is called, and what draws it."""

from collections.abc import Callable
from dataclasses import dataclass

from .excel import write_excel
from .models import FileFormat
from .pdf import write_pdf
from .value import Report
from .word import write_word


@dataclass(frozen=True)
class Format:
    suffix: str
    media_type: str
    draw: Callable[[Report, bytes | None], bytes]  # the second: the council's Word template, if it has its own


_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"

FORMATS = {
    FileFormat.WORD: Format("docx", DOCX, write_word),
    FileFormat.PDF: Format("pdf", "application/pdf", lambda report, _: write_pdf(report)),
    FileFormat.EXCEL: Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", lambda report, _: write_excel(report)),
}

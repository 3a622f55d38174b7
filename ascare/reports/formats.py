"""The formats that a report is drawn in: what each file is called, and what draws it.

What draws is loaded when it is first asked for: matplotlib, python-docx and typst would double what every web process
holds, most of which never draw.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from .models import FileFormat
from .value import Report


@dataclass(frozen=True)
class Format:
    suffix: str
    media_type: str
    draw: Callable[[Report, bytes | None], bytes]  # the second: the council's Word template, if it has its own


def _loaded(name: str) -> Any:
    return import_module(f".{name}", __package__)


_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"

FORMATS = {
    FileFormat.WORD: Format("docx", DOCX, lambda report, own: _loaded("word").write_word(report, own)),
    FileFormat.PDF: Format("pdf", "application/pdf", lambda report, _: _loaded("pdf").write_pdf(report)),
    FileFormat.EXCEL: Format(
        "xlsx", f"{_OFFICE}.spreadsheetml.sheet", lambda report, _: _loaded("excel").write_excel(report)
    ),
}


def template_faults(template: bytes) -> list[str]:
    """What is wrong with a Word template that somebody brings, in words; empty: nothing."""
    found: list[str] = _loaded("word").faults(template)
    return found


def template_names() -> Mapping[str, str]:
    """The names that a Word template may use, and what each is."""
    found: Mapping[str, str] = _loaded("word").NAMES
    return found


def shipped_template() -> bytes:
    found: bytes = _loaded("word.styles").own_template()
    return found

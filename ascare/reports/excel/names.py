"""What cells, sheets and ranges may be called. Pure."""

import re
from collections.abc import Iterable, Iterator

from ledger.components import Chart, Table

from ..value import Report

LONGEST = 31  # letters of a sheet's name
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Sheets' names stand in addresses, so quotation marks, colons and the like go; so does what counts for two letters.
NOT_IN_SHEETS = re.compile(r"[^\w ,.()£%–-]|[\U00010000-\U0010ffff]")


def text(words: str) -> str:
    """As a workbook can hold it: without the control characters that would make it unreadable."""
    return NOT_IN_XML.sub("", words)


def things(report: Report) -> Iterator[tuple[str, str, Table | Chart]]:
    """What gets a sheet, with what it is called and the heading of its section: Table 3, Financial position."""
    for section, _, blocks in report.numbered():
        for number, block in blocks:
            if isinstance(block, Table | Chart):
                yield f"{'Table' if isinstance(block, Table) else 'Figure'} {number}", section.heading, block


def sheet_name(called: str, title: str) -> str:
    """Table 3 Outturn by client…: unique, for what it is called is."""
    words = " ".join(NOT_IN_SHEETS.sub(" ", title).split())
    name = f"{called} {words}".strip()
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip(' ,.(–-')}…"


def range_names(slugs: Iterable[str]) -> list[str]:
    """A name that formulas may use for each: table_influenced_lines. They differ whatever their letters' case."""
    names: list[str] = []
    for slug in slugs:
        name = f"table_{re.sub(r'[^A-Za-z0-9_]', '_', slug)}".lower()
        while name in names:
            name += "_"
        names.append(name)
    return names

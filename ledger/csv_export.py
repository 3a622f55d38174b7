"""CSV, streamed row by row, that a spreadsheet reads as text and numbers and never as formulas."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from rest_framework.renderers import BaseRenderer

MEDIA_TYPE = "text/csv"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what spreadsheets take for the start of a formula
_number = re.compile(r"-?\d+(\.\d+)?")


def cell(value: object) -> object:
    """`value` as its cell: text that would be read as a formula gets an apostrophe, numbers stay numbers.

    >>> cell("=1+1"), cell("-5.20"), cell(None), cell(True)
    ("'=1+1", '-5.20', '', 'true')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() if value.startswith(DANGEROUS) and not _number.fullmatch(value):
            return f"'{value}"
    return value


class _Line:
    """What csv.writer writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """The file `name`.csv, sent while it is made."""
    return StreamingHttpResponse(
        csv_lines(columns, rows),
        content_type=f"{MEDIA_TYPE}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


class CSVRenderer(BaseRenderer):
    """Makes CSV something that can be asked for. Lists stream theirs; this renders a list that is there whole."""

    media_type = MEDIA_TYPE
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Sequence[Mapping[str, Any]] | None,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> str:
        rows = data or []
        return "".join(csv_lines(list(rows[0]) if rows else [], (row.values() for row in rows)))

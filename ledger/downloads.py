"""Any table of a page as CSV, from the very value that the page draws."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, StreamingHttpResponse

from .components import Table
from .csv_export import csv_response


def table_response(request: HttpRequest, tables: Iterable[Table]) -> StreamingHttpResponse | None:
    """The table that `?csv=` names, or None where the address asks for the page. 404 for a table that is none."""
    wanted = request.GET.get("csv")
    if wanted is None:
        return None
    for table in tables:
        if table.slug == wanted:
            header, *rows = table.plain_rows()
            return csv_response(table.slug, header, rows)
    raise Http404(f"This page has no table “{wanted}”.")

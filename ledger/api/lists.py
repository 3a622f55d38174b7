"""How every list of the API is read: pages of JSON, or the whole list as CSV, from one set of rows."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ..csv_export import CSVRenderer, csv_response
from ..errors import Problem, Rejected
from ..models import Organisation
from ..months import LONDON, FinancialYear
from .pagination import Cursor, CursorPagination, page_size
from .query import Asked, Moment, Parameters, read_query

CHUNK = 2000  # rows of CSV whose names are looked up together

Row = Any  # a tuple of the database's, or an instance where speed is no matter


class Negotiation(DefaultContentNegotiation):
    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        known = {renderer.format: renderer for renderer in renderers}
        if format not in known:
            formats = " or ".join(map(str, known))
            raise Rejected([Problem("format", f"“{format[:40]}” is no format of this address; write {formats}.")])
        return [known[format]]


class ReadView(GenericAPIView):
    """What all addresses of the API share."""

    content_negotiation_class = Negotiation
    metadata_class = None
    filterset_class: type[Moment] = Parameters


class ListView(ReadView):
    """A list: `listed` finds its rows in the order of `key`, `shown` says them in the words of the serializer.

    The serializer describes the rows for the schema, and its fields are the columns of the CSV. It does not make
    them: built straight from the database's tuples they are served several times as fast.
    """

    key: tuple[str, ...]
    inside = ""  # the field that holds a list of its own, if there is one: CSV has a row for each of its rows

    def listed(self, asked: Asked, known_at: Any) -> "QuerySet[Any, Any]":
        """Rows in the order of the key; tuples begin with it."""
        raise NotImplementedError

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: Any) -> Iterator[dict[str, Any]]:
        raise NotImplementedError

    def get(self, request: Request, **kwargs: object) -> Response | StreamingHttpResponse:
        asked = read_query(request, self.filterset_class)
        paginator: CursorPagination = self.paginator  # type: ignore[assignment]
        cursor = paginator.cursor(request, self)
        # Pages after the first show what was known when that one was read, so that they belong together.
        known_at = asked.moment or (cursor.moment if cursor else None)
        rows = self.listed(asked, known_at)
        page_size(request)  # refused where it is wrong, of CSV too
        if request.accepted_renderer.format == CSVRenderer.format:
            _refuse_cursor(cursor)
            flat = (each.values() for row in self._all(rows, asked, known_at) for each in self._flat(row))
            return csv_response(self.name, self._flat_columns, flat)
        page = paginator.paginate_queryset(rows, request, self)
        return paginator.get_paginated_response(list(self.shown(page, asked, known_at)))

    @property
    def name(self) -> str:
        return str(self.request.resolver_match.url_name).removeprefix("api-")  # type: ignore[union-attr]

    @property
    def columns(self) -> list[str]:
        return list(self.serializer_class._declared_fields)  # type: ignore[union-attr]

    @property
    def _flat_columns(self) -> list[str]:
        if not self.inside:
            return self.columns
        child = self.serializer_class._declared_fields[self.inside].child  # type: ignore[union-attr]
        return [*(name for name in self.columns if name != self.inside), *child._declared_fields]

    def _flat(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if not self.inside:
            yield row
            return
        around = {name: value for name, value in row.items() if name != self.inside}
        yield from ({**around, **each} for each in row[self.inside])

    def _all(self, rows: "QuerySet[Any, Any]", asked: Asked, known_at: Any) -> Iterator[dict[str, Any]]:
        found = rows.iterator(chunk_size=CHUNK)
        while chunk := list(islice(found, CHUNK)):
            yield from self.shown(chunk, asked, known_at)


def _refuse_cursor(cursor: Cursor | None) -> None:
    if cursor:
        raise Rejected([Problem("cursor", "CSV has no pages, it is the whole list; leave the cursor out.")])


def year_of(asked: Asked, known_at: datetime | None) -> FinancialYear:
    """The year asked for, or else that in which the moment lies."""
    moment = known_at.astimezone(LONDON).date() if known_at else timezone.localdate()
    return asked.year or FinancialYear.of(moment)


def by_organisation(rows: Iterable[Row], asked: Asked) -> list[tuple[Organisation, list[Row]]]:
    """The rows by the organisation that their first column names."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return [(asked.organisations[pk], own) for pk, own in found.items()]

"""Pages that go on from a position in the list's key, so that no row is lost or doubled while others write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from ..errors import Problem, Rejected

PAGE_SIZE = 1000
MOST = 5000


@dataclass(frozen=True)
class Cursor:
    after: list[Any]  # the key of the last row seen
    moment: datetime  # when the first page was read: later pages are of the same knowledge


class CursorPagination(BasePagination):
    """For views with a `key`: the fields that order the list, unique together and never null.

    Rows are instances, or tuples that begin with the key.
    """

    def cursor(self, request: Request, view: APIView) -> Cursor | None:
        """Where the page begins; None for the first. Signed, so that it can be trusted."""
        text = request.query_params.get("cursor")
        if text is None:
            return None
        try:
            after, moment = signing.loads(text, salt=self._salt(view))
        except signing.BadSignature:
            message = "This is no cursor of this list; follow “next” as it was given, or leave the cursor out."
            raise Rejected([Problem("cursor", message)]) from None
        return Cursor(after, datetime.fromisoformat(moment))

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        assert view is not None
        key: Sequence[str] = view.key  # type: ignore[attr-defined]
        size = page_size(request)
        cursor = self.cursor(request, view)
        if cursor:
            queryset = queryset.filter(GreaterThan(_row(*map(F, key)), _row(*map(Value, cursor.after))))
        rows = list(queryset[: size + 1])
        self.next: str | None = None
        if len(rows) > size:
            moment = cursor.moment if cursor else timezone.now()
            position = [_plain(value) for value in _position(rows[size - 1], key)]
            text = signing.dumps([position, moment.isoformat()], salt=self._salt(view), compress=True)
            self.next = replace_query_param(request.build_absolute_uri(), "cursor", text)
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "The next page; null on the last. A page may hold fewer rows than were asked for.",
        }
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": address, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE_SIZE}
        cursor = {"type": "string"}
        return [
            _parameter("cursor", "From the “next” of the page before; opaque.", cursor),
            _parameter("page_size", f"Rows on a page, at most {MOST:,}.", size),
        ]

    def _salt(self, view: APIView) -> str:
        return f"ledger.api.pagination.{view.__class__.__name__}"


def page_size(request: Request) -> int:
    text = request.query_params.get("page_size")
    if text is None:
        return PAGE_SIZE
    size = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if not 1 <= size <= MOST:
        raise Rejected([Problem("page_size", f"“{text}” is no size for a page; write a number from 1 to {MOST:,}.")])
    return size


def _row(*expressions: F | Value) -> Func:
    """A row value, which both databases compare as a whole and PostgreSQL finds in an index of the same order."""
    return Func(*expressions, template="(%(expressions)s)", output_field=IntegerField())


def _position(row: Any, key: Sequence[str]) -> Sequence[Any]:
    return row[: len(key)] if isinstance(row, tuple) else [getattr(row, name) for name in key]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}

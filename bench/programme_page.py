"""A programme's page, through the whole of the web stack, against the time of its queries alone."""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client

from ledger.actions import grant_membership
from ledger.models import Organisation, Role

from .measures import Measure, in_turns

LIMIT = 8
ADDRESS = "/cambridgeshire/programmes/adults-positive-challenge/?year=2019-20&as_at=2019-11-07"


def measure(quick: bool) -> Iterator[Measure]:
    client = signed_in_client()
    statements = _statements(client)
    again = _again(statements)
    times = in_turns(lambda: _ok(client), again, 20 if quick else 100, warm_up=10)
    # Embedded, a query costs so little that this says nothing of the page; there the absolute time counts.
    limit = LIMIT if connection.vendor == "postgresql" else None
    yield times.measure(f"programme page against its {len(statements)} queries alone", limit)


def signed_in_client() -> Client:
    """Of a reader of the published papers, which are loaded first."""
    for command in ("load_reference", "load_papers"):
        call_command(command, verbosity=0, stdout=StringIO())
    reader, _ = get_user_model().objects.get_or_create(username="reader")
    council = Organisation.objects.get(slug="cambridgeshire")
    grant_membership(user=reader, organisation=council, role=Role.VIEWER, by=None)
    client = Client(raise_request_exception=True)
    client.force_login(reader)
    return client


def _ok(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 200


def _statements(client: Client) -> list[tuple[str, Any]]:
    """The SQL that one page sends."""
    found: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    _ok(client)
    with connection.execute_wrapper(note):
        _ok(client)
    return found


def _again(statements: list[tuple[str, Any]]) -> Callable[[], None]:
    """The same through the bare driver: run and fetched, with nothing of Django around it."""
    if connection.vendor == "sqlite":
        statements = [(sql % tuple("?" for _ in params or ()), params or ()) for sql, params in statements]

    def run() -> None:
        for sql, params in statements:
            cursor = connection.connection.cursor()
            cursor.execute(sql, params)
            cursor.fetchall()

    return run

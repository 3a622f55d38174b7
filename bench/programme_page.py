"""A programme's page, through the whole of the web stack, against the time of its queries alone."""

from collections.abc import Iterator
from io import StringIO

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client

from ledger.actions import grant_membership
from ledger.models import Organisation, Role

from .measures import Measure, in_turns
from .queries import again, statements_of

LIMIT = 8
ADDRESS = "/cambridgeshire/programmes/adults-positive-challenge/?year=2019-20&as_at=2019-11-07"


def measure(quick: bool) -> Iterator[Measure]:
    client = signed_in_client()
    statements = statements_of(lambda: _ok(client))
    times = in_turns(lambda: _ok(client), again(statements), 20 if quick else 100, warm_up=10)
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

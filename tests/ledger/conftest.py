from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection

from ledger import triggers

Unguarded = Callable[[], AbstractContextManager[None]]


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Triggers can't be touched while foreign keys of this transaction are still to be checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def unguarded(db: None) -> Unguarded:
    """Within it the ledger's triggers are down, as for somebody who owns the database."""

    @contextmanager
    def guard_down() -> Iterator[None]:
        _run(triggers.remove(connection.vendor))
        yield
        _run(triggers.install(connection.vendor))

    return guard_down

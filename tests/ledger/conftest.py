from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection

from ledger.models import Measure

Unguarded = Callable[[], AbstractContextManager[None]]


def _ways() -> tuple[list[str], list[str]]:
    """The statements that take every guard of this database down, and those that put it up again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            tables = [f"ALTER TABLE {table}" for (table,) in cursor.fetchall()]
            return [f"{table} DISABLE TRIGGER USER" for table in tables], [
                f"{table} ENABLE TRIGGER USER" for table in tables
            ]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in found], [sql for _, sql in found]


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
    """Within it the database's triggers are down, as for somebody who owns it."""

    @contextmanager
    def guard_down() -> Iterator[None]:
        down, up = _ways()
        _run(down)
        yield
        _run(up)

    return guard_down


@pytest.fixture
def no_shipped_measures(db: None) -> None:
    """For tests that count measures: only those that they make."""
    Measure.objects.exclude(numerator=None).delete()
    Measure.objects.all().delete()
    Measure.history.all().delete()

"""One writer at a time in an organisation's ledger, and the stamp that follows from it.

Without the lock a transaction that commits later can carry an earlier moment, and an *as at* answer given in
between would change afterwards.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import DateTimeField, Func

from .models import Entry, Organisation

LEDGER_LOCKS = 7001  # our class of PostgreSQL's advisory locks; the organisation is the object


class DatabaseClock(Func):
    """The database's own clock, read when asked and not when the transaction began."""

    output_field = DateTimeField()
    arity = 0

    def as_postgresql(self, compiler, connection, **context):  # type: ignore[no-untyped-def]
        return self.as_sql(compiler, connection, template="clock_timestamp()", **context)

    def as_sqlite(self, compiler, connection, **context):  # type: ignore[no-untyped-def]
        return self.as_sql(
            compiler, connection, template="strftime('%%%%Y-%%%%m-%%%%d %%%%H:%%%%M:%%%%f', 'now')", **context
        )


def lock_organisation(organisation: Organisation) -> None:
    """Wait until no other transaction writes to the organisation's ledger; held until this one ends.

    SQLite needs nothing: its transactions are immediate, so there is one writer in all.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LEDGER_LOCKS, organisation.pk])


def stamp(organisation: Organisation) -> tuple[Entry | None, datetime]:
    """The organisation's last entry, and the moment for the next: the clock's, but never before the last.

    Call it under the lock.
    """
    found = Organisation.objects.filter(pk=organisation.pk).values_list(DatabaseClock(), flat=True).get()
    last = Entry.objects.filter(organisation=organisation).order_by("-number").first()
    if last is None:
        return None, found
    return last, max(found, last.recorded_at + timedelta(microseconds=1))

"""One writer at a time in an organisation's ledger, and the stamp that follows from it.

Without the lock a transaction that commits later can carry an earlier moment, and an *as at* answer given in
between would change afterwards.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import connection

from .digests import FIRST
from .models import Organisation

LEDGER_LOCKS = 7001  # our class of PostgreSQL's advisory locks; the organisation is the object

# The clock is read when asked, not when the transaction began. SQLite needs no lock: its transactions are
# immediate, so there is one writer in all. On PostgreSQL lock and stamp go in one message; what is read after
# waiting is read anew, for each of its statements sees what was committed before it.
_LOCK = f"SELECT pg_advisory_xact_lock({LEDGER_LOCKS}, %s); "
_STAMP = """
SELECT {clock}, entry.number, entry.digest, entry.recorded_at
FROM (SELECT 1) AS one LEFT JOIN ledger_entry entry ON entry.organisation_id = %s
ORDER BY entry.number DESC LIMIT 1
"""


class Stamp(NamedTuple):
    moment: datetime  # for the next entry
    number: int  # of the last entry; 0 where there is none
    digest: str  # of the last entry


def lock_and_stamp(organisation: Organisation) -> Stamp:
    """Wait until no other transaction writes to the organisation's ledger, and stamp the next entry.

    The moment is the database's clock, but never before the last stamp. The lock is held until this
    transaction ends.
    """
    pk = organisation.pk
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_LOCK + _STAMP.format(clock="clock_timestamp()"), [pk, pk])
        else:
            cursor.execute(_STAMP.format(clock="strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"), [pk])
        now, number, digest, last = cursor.fetchone()
    now = _moment(now)
    if number is None:
        return Stamp(now, 0, FIRST)
    return Stamp(max(now, _moment(last) + timedelta(microseconds=1)), number, digest)


def _moment(value: datetime | str) -> datetime:
    """SQLite keeps moments as text in universal time, and its driver reads columns of them, without the zone."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)

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
SELECT {clock}, (SELECT MAX(closed_at) FROM ledger_closedperiod WHERE organisation_id = %s),
       entry.number, entry.digest, entry.recorded_at
FROM (SELECT 1) AS one LEFT JOIN ledger_entry entry ON entry.organisation_id = %s
ORDER BY entry.number DESC LIMIT 1
"""
TICK = timedelta(microseconds=1)


class Stamp(NamedTuple):
    moment: datetime  # for the next entry
    number: int  # of the last entry; 0 where there is none
    digest: str  # of the last entry


def lock_and_stamp(organisation: Organisation) -> Stamp:
    """Wait until no other transaction writes to the organisation's ledger, and stamp the next entry.

    The moment is the database's clock, but always after the last stamp, be it of an entry or of a period's
    closing. The lock is held until this transaction ends.
    """
    pk = organisation.pk
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_LOCK + _STAMP.format(clock="clock_timestamp()"), [pk, pk, pk])
        else:
            cursor.execute(_STAMP.format(clock="strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"), [pk, pk])
        now, closed, number, digest, last = cursor.fetchone()
    moment = max([_moment(now), *(_moment(stamp) + TICK for stamp in (closed, last) if stamp)])
    return Stamp(moment, number or 0, digest or FIRST)


def _moment(value: datetime | str) -> datetime:
    """SQLite keeps moments as text in universal time, and its driver reads columns of them, without the zone."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)

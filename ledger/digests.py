"""The digest of an entry: what makes tampering behind the database's triggers show.

Each entry's digest covers its own words, its figures and the digest of the entry before it in its
organisation, so that no figure can be altered, added or taken out, and no entry dropped from the middle,
without every later digest disagreeing. Who holds the newest digest elsewhere can also tell that none was
dropped from the end.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

FIRST = "0" * 64  # the digest before an organisation's first entry


class EntryWords(NamedTuple):
    organisation_id: int
    number: int
    by_id: int | None
    channel: str
    reason: str
    paper: str
    paragraph: str
    file_digest: str
    provisional: bool
    recorded_at: datetime
    known_from: datetime


class FigureWords(NamedTuple):
    series: int
    basis: str
    start: date
    end: date
    edition: date
    revision: int
    value: Decimal | None
    qualifier: str
    inferred: bool


def entry_digest(before: str, entry: EntryWords, figures: Iterable[FigureWords]) -> str:
    """SHA-256, in hexadecimal, over `before`, the entry and its figures in key order."""
    digest = hashlib.sha256()
    digest.update(before.encode())
    digest.update(_line(entry))
    for line in sorted(_line(figure) for figure in figures):
        digest.update(line)
    return digest.hexdigest()


def _line(values: tuple[object, ...]) -> bytes:
    """One unambiguous line: every part is preceded by its length."""
    parts = [_word(value) for value in values]
    return ("|".join(f"{len(part)}:{part}" for part in parts) + "\n").encode()


def _word(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value + 0:.4f}"  # + 0: what was given as -0 is stored as 0
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
    return str(value)

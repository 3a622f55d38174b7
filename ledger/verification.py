"""Whether the ledger still says what was recorded: every digest worked out again from what stands there.

Read in order and one entry at a time, so that ten million figures take no more memory than one entry's. What is
written meanwhile lands after the head that the walk began with, and is left to the next walk.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from .digests import FIRST, FigureWords, entry_digest
from .models import KEY, Approval, Entry, Figure, Organisation

CHUNK = 2000  # rows fetched at a time


@dataclass(frozen=True, slots=True)
class Head:
    """An organisation's newest entry. Who notes it elsewhere can tell later whether entries were dropped."""

    slug: str
    number: int  # 0: nothing is recorded yet
    digest: str

    def __str__(self) -> str:
        return f"{self.slug}:{self.number}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that is not as it was recorded, in plain words."""

    slug: str
    entry: int
    what: str

    def __str__(self) -> str:
        return f"{self.slug}, entry {self.entry}: {self.what}"


class _Row(NamedTuple):
    """A figure with what it should share with its entry and its series."""

    words: FigureWords
    organisation: int
    known_from: datetime
    recorded_at: datetime
    series_organisation: int


def head(organisation: Organisation) -> Head:
    last = Entry.objects.filter(organisation=organisation).order_by("-number").first()
    return Head(organisation.slug, last.number, last.digest) if last else Head(organisation.slug, 0, FIRST)


def disagreements(
    organisation: Organisation, newest: Head, expected: Mapping[int, str] | None = None
) -> Iterator[Disagreement]:
    """What is not as it was recorded in `organisation`, up to `newest`, its head.

    `expected` are digests by entry number that were noted elsewhere: without such a note nobody can tell that
    the last entries were dropped, or that everything was rewritten along with its digests.
    """
    noted = dict(expected or {})
    for number, what in _chain(organisation, newest.number, noted):
        yield Disagreement(organisation.slug, number, what)
    for number in sorted(noted):
        what = f"it was noted elsewhere but is not there; the last entry is {newest.number}"
        yield Disagreement(organisation.slug, number, what)
    for number, what in [*_revisions(organisation, newest.number), *_approvals(organisation)]:
        yield Disagreement(organisation.slug, number, what)


Found = Iterator[tuple[int, str]]  # entry number, and what is wrong


def _chain(organisation: Organisation, newest: int, noted: dict[int, str]) -> Found:
    """Each entry against its figures and the entry before it; takes what it meets out of `noted`.

    An entry is chained to the digest that the one before it carries, not to what that should have been, so
    that one alteration is reported once and where it is.
    """
    entries = Entry.objects.filter(organisation=organisation, number__lte=newest).order_by("number")
    groups = _figures(organisation, newest)
    group = next(groups, None)
    before: Entry | None = None
    for entry in entries.iterator(chunk_size=CHUNK):
        rows: list[_Row] = []
        if group and group[0] == entry.pk:
            rows, group = list(group[1]), next(groups, None)
        due = before.number + 1 if before else 1
        if entry.number != due:
            missing = f"entry {due} is" if entry.number == due + 1 else f"entries {due} to {entry.number - 1} are"
            yield entry.number, f"{missing} missing before it"
        if before and entry.recorded_at <= before.recorded_at:
            yield entry.number, f"it is stamped {entry.recorded_at}, no later than entry {before.number}"
        for what in _entry(entry, rows, before.digest if before else FIRST):
            yield entry.number, what
        if noted.pop(entry.number, entry.digest) != entry.digest:
            yield entry.number, "its digest is not the one that was noted elsewhere"
        before = entry


def _figures(organisation: Organisation, newest: int) -> Iterator[tuple[int, Iterator[_Row]]]:
    """The figures of each entry in turn, under the entry's id."""
    words = ("series_id", *FigureWords._fields[1:])
    shared = ("organisation_id", "known_from", "recorded_at", "series__organisation_id")
    rows = (
        Figure.objects.filter(entry__organisation=organisation, entry__number__lte=newest)
        .order_by("entry__number")
        .values_list(*words, *shared, "entry_id")
    )
    for entry, group in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[-1]):
        yield entry, (_Row(FigureWords(*row[:9]), *row[9:-1]) for row in group)


def _entry(entry: Entry, rows: Sequence[_Row], before: str) -> Iterator[str]:
    if len(rows) != entry.figure_count:
        yield f"it has {len(rows)} figures, where it was recorded with {entry.figure_count}"
    starts = [row.words.start for row in rows]
    if starts and (min(starts), max(starts)) != (entry.first_start, entry.last_start):
        said = f"{entry.first_start} to {entry.last_start}"
        yield f"its figures start from {min(starts)} to {max(starts)}, where it says {said}"
    moments = (entry.known_from, entry.recorded_at)
    if odd := sum((row.known_from, row.recorded_at) != moments for row in rows):
        yield f"{odd} of its figures carry other moments than it does"
    owner = entry.organisation_id
    if odd := sum((row.organisation, row.series_organisation) != (owner, owner) for row in rows):
        yield f"{odd} of its figures belong to another organisation, or their series do"
    if entry_digest(before, entry.words, (row.words for row in rows)) != entry.digest:
        yield (
            "its digest does not follow from its words, its figures and the digest before it: "
            "something was altered, added or taken out here"
        )


def _revisions(organisation: Organisation, newest: int) -> Found:
    """The revisions of each cell run 1, 2, 3 ..., each in a later entry than the one before it."""
    rows = (
        Figure.objects.filter(organisation=organisation, entry__number__lte=newest)
        .order_by(*KEY, "revision")
        .values_list(*KEY, "series__code", "revision", "entry__number")
    )
    before: tuple[object, int, int] = (None, 0, 0)
    for *key, code, revision, number in rows.iterator(chunk_size=CHUNK):
        last, entry = before[1:] if before[0] == key else (0, 0)
        cell = _cell(code, *key[2:])
        if revision != last + 1:
            yield number, f"{cell} has revision {revision} where {last + 1} should be"
        elif number <= entry:
            yield number, f"{cell} has revision {revision} here and revision {last} in the later entry {entry}"
        before = (key, revision, number)


def _cell(code: str, basis: str, start: date, end: date, edition: date) -> str:
    return f"“{code}”, {basis}, {start} to {end}, edition {edition},"


def _approvals(organisation: Organisation) -> Found:
    """Approvals are outside the chain: they come later. What can be told is whether one could have been given."""
    approvals = Approval.objects.filter(entry__organisation=organisation).select_related("entry").order_by("pk")
    for approval in approvals.iterator(chunk_size=CHUNK):
        entry = approval.entry
        if not entry.provisional:
            yield entry.number, "it is approved, though it was not provisional"
        if approval.by_id == entry.by_id:
            yield entry.number, "it is approved by the person who recorded it"
        if approval.approved_at < entry.recorded_at:
            yield entry.number, "it is approved earlier than it was recorded"

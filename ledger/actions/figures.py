"""The one way in which figures enter the ledger."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ..bulk import append_row, append_rows
from ..checks import Cell, NewFigure, Rules, check_figures
from ..closing import closed_at
from ..digests import FigureWords, entry_digest
from ..documents import rebuild_documents, write_documents
from ..errors import Conflict, Problem, Rejected, Stale
from ..figure_rows import FigureRow
from ..guards import homes, objections
from ..locks import lock_and_stamp
from ..models import (
    BACKDATED_CHANNELS,
    TRAJECTORY_COLUMNS,
    Channel,
    ClosedPeriod,
    Entry,
    Figure,
    Organisation,
    Series,
    trajectory_rules,
)
from ..months import Span

MOST_FIGURES = 20_000  # in one entry


# An entry is written as it is, like its figures; what Django adds to a save takes as long as the writing.
ENTRY_COLUMNS = [field.attname for field in Entry._meta.concrete_fields if not field.primary_key]

# Put together once: naming their columns anew for each entry took as long as asking for them.
RATIOS = Series.objects.filter(Q(numerator=OuterRef("pk")) | Q(denominator=OuterRef("pk")))
RULES = (
    Series.objects.order_by()
    .annotate(
        in_ratio=Q(numerator__isnull=False) | Exists(RATIOS),
        closed=Exists(ClosedPeriod.objects.filter(series=OuterRef("pk"))),
    )
    .values_list(
        *("pk", "code", "service__code", "measure__name", "measure__minimum", "measure__maximum"),
        *("in_ratio", "closed", "measure__code", *TRAJECTORY_COLUMNS),
    )
)
PAST = Figure.objects.values_list("known_from", *FigureRow._fields)

Content = tuple[Decimal | None, str, bool]  # value, qualifier, inferred


class Recorded(NamedTuple):
    entry: Entry | None  # None: nothing was new
    recorded: int
    unchanged: int  # these stood there already


class Standing(NamedTuple):
    """What stands in a cell.

    Its newest revision need not be the one that stands: a paper may be loaded after one that was known later.
    """

    newest: int  # the highest revision: the next one follows it
    revision: int  # of the figure that stands now: what readers see
    figure: int  # its id
    content: Content | None  # as known at the moment in question
    since: datetime | None  # from when that was known


NOTHING = Standing(newest=0, revision=0, figure=0, content=None, since=None)


@transaction.atomic
def record_figures(
    *,
    organisation: Organisation,
    figures: Sequence[NewFigure],
    by: AbstractBaseUser | None,
    channel: str,
    reason: str = "",
    paper: str = "",
    paragraph: str = "",
    file_digest: str = "",
    provisional: bool = False,
    known_from: datetime | None = None,
    services: Collection[str] = (),
    restating: bool = False,
    guarded: bool = True,
    loose: bool = False,
) -> Recorded:
    """Record `figures` in one entry, all of them or none, in a number of queries that doesn't grow with them.

    `services` are the codes that the writer is limited to (none: not limited). Figures that say what stands
    there already are not recorded again. What stands in a closed period changes only where this is `restating` it,
    as a second person has approved. What is recorded from now on has to pass the guards of upper rooms, unless an
    action of theirs asks the same itself and says that this isn't `guarded`. `loose` figures come through no form:
    those that one collects are refused, and it is said which. Raises Rejected with every problem
    found, or Stale where somebody changed a cell since it was read.
    """
    words = {"reason": reason, "paper": paper, "paragraph": paragraph, "file_digest": file_digest}
    _check_entry(figures, channel, words)
    stamp = lock_and_stamp(organisation)
    # Asked under the lock, for somebody may have closed a period while this waited for it.
    found = RULES.filter(organisation_id=organisation.pk, code__in={figure.series for figure in figures})
    asked = {row[0]: row for row in found}
    rules = {row[1]: Rules(*row[:6]) for row in asked.values()}
    known = _known_from(organisation, channel, known_from, stamp.moment)

    cells, problems = check_figures(figures, rules, moment=known, services=services)
    if problems:
        raise Rejected(problems)
    earlier = known if known_from else None
    past = _past(organisation, cells)
    standing = _standing(past, cells, earlier)
    if conflicts := _conflicts(figures, cells, standing):
        raise Stale(conflicts)
    new = _new(figures, cells, standing, earlier)
    if not new:
        return Recorded(entry=None, recorded=0, unchanged=len(figures))
    if not restating and any(row[7] for row in asked.values()):
        _refuse_closed(figures, cells, standing)
    if loose:
        _refuse_collected(organisation, figures, cells, new)

    entry = Entry(
        organisation=organisation,
        number=stamp.number + 1,
        by_id=by.pk if by else None,
        channel=channel,
        **words,
        provisional=provisional,
        figure_count=len(new),
        first_start=min(figure.start for figure in new),
        last_start=max(figure.start for figure in new),
        recorded_at=stamp.moment,
        known_from=known,
    )
    entry.digest = entry_digest(stamp.digest, entry.words, new)
    entry.pk = append_row(Entry, ENTRY_COLUMNS, [getattr(entry, column) for column in ENTRY_COLUMNS])
    _append(entry, new)
    if any(row[6] for row in asked.values()):
        rebuild_documents(organisation, asked)
    else:
        trajectories = {pk: trajectory_rules(*row[9:]) for pk, row in asked.items()}
        write_documents(organisation, _standing_now(past, new, entry), trajectories)
    if guarded and channel not in BACKDATED_CHANNELS:
        against = objections(entry, [(row[0], row[8]) for row in asked.values()])
        if against:
            raise Rejected([Problem("value", message) for message in against])
    return Recorded(entry=entry, recorded=len(new), unchanged=len(figures) - len(new))


def _check_entry(figures: Sequence[NewFigure], channel: str, words: Mapping[str, str]) -> None:
    if channel not in Channel.values:
        raise ValueError(f"unknown channel {channel}")
    if not figures:
        raise Rejected([Problem("figures", "There are no figures in this entry; send at least one.")])
    if len(figures) > MOST_FIGURES:
        message = f"There are {len(figures):,} figures in this entry; split it, at most {MOST_FIGURES:,} go in one."
        raise Rejected([Problem("figures", message)])
    for name, text in words.items():
        most: int = getattr(Entry._meta.get_field(name), "max_length", None) or 0
        if len(text) > most:
            message = f"The {name.replace('_', ' ')} has {len(text):,} characters; at most {most} go. Shorten it."
            raise Rejected([Problem(name, message)])


def _known_from(organisation: Organisation, channel: str, wanted: datetime | None, moment: datetime) -> datetime:
    """When the figures are known from: now, unless a paper or an import brings them from before going live."""
    if wanted is None:
        return moment
    if channel not in BACKDATED_CHANNELS:
        raise Rejected([Problem("known_from", "What is typed, pasted or sent is known from now; leave this out.")])
    # Asked anew, for the organisation may have gone live since the caller read it.
    live_from = Organisation.objects.values_list("live_from", flat=True).get(pk=organisation.pk)
    if live_from and moment >= live_from:
        message = f"{organisation} is live; what was known before can't be written any more."
        raise Rejected([Problem("known_from", message)])
    if wanted > moment:
        raise Rejected([Problem("known_from", "This lies in the future; give a moment that has passed.")])
    return wanted


def _past(organisation: Organisation, cells: Sequence[Cell]) -> list[tuple[datetime, FigureRow]]:
    """All that was recorded of the series of `cells`, each with when it was known from, in that order: one query."""
    rows = PAST.filter(organisation_id=organisation.pk, series_id__in={cell.series for cell in cells})
    found = [(known_from, FigureRow(*row)) for known_from, *row in rows]
    return sorted(found, key=lambda known: (known[0], known[1].id))


def _standing(
    past: Sequence[tuple[datetime, FigureRow]], cells: Sequence[Cell], known: datetime | None
) -> dict[Cell, Standing]:
    """What stands in `cells`. `known` is None for now."""
    wanted = set(cells)
    found: dict[Cell, Standing] = {}
    for known_from, row in past:
        cell = Cell(*row.cell)
        if cell not in wanted:
            continue
        before = found.get(cell, NOTHING)
        content: tuple[Content | None, datetime | None] = ((row.value, row.qualifier, row.inferred), known_from)
        if known is not None and known_from > known:
            content = (before.content, before.since)
        found[cell] = Standing(max(row.revision, before.newest), row.revision, row.id, *content)
    return found


def _standing_now(
    past: Sequence[tuple[datetime, FigureRow]], new: Sequence[FigureWords], entry: Entry
) -> Iterable[FigureRow]:
    """Of each cell of the series concerned the figure that stands now that `new` is recorded.

    The ids of the new ones are not known here, nor needed: of two known from the same moment theirs are newer.
    """
    rows = list(past)
    for words in new:
        row = FigureRow(
            id=0,
            series=words.series,
            basis=words.basis,
            start=words.start,
            end=words.end,
            edition=words.edition,
            value=words.value,
            qualifier=words.qualifier,
            inferred=words.inferred,
            revision=words.revision,
            entry=entry.pk,
        )
        rows.append((entry.known_from, row))
    concerned = {words.series for words in new}
    # Sorting keeps the order of what is known from the same moment.
    return {row.cell: row for _, row in sorted(rows, key=itemgetter(0)) if row.series in concerned}.values()


def _conflicts(figures: Sequence[NewFigure], cells: Sequence[Cell], standing: dict[Cell, Standing]) -> list[Conflict]:
    """The cells where something else stands than what the writer saw."""
    stale = {
        index: standing.get(cell, NOTHING)
        for index, (figure, cell) in enumerate(zip(figures, cells, strict=True))
        if figure.follows is not None and figure.follows != standing.get(cell, NOTHING).revision
    }
    if not stale:
        return []
    ids = [found.figure for found in stale.values()]
    theirs = {f.pk: f for f in Figure.objects.filter(pk__in=ids).select_related("entry__by")}
    conflicts = []
    for index, found in stale.items():
        figure, other = figures[index], theirs.get(found.figure)
        conflicts.append(
            Conflict(
                index=index,
                series=figure.series,
                label=Span(figure.start, figure.end).label,
                yours=figure.value,
                theirs=other.value if other else None,
                revision=found.revision,
                by=other.entry.author if other else "",
                at=other.recorded_at if other else None,
            )
        )
    return conflicts


def _refuse_closed(figures: Sequence[NewFigure], cells: Sequence[Cell], standing: Mapping[Cell, Standing]) -> None:
    """Raise Rejected for what would change a value that stands in a closed period; a first one is late instead."""
    periods = ClosedPeriod.objects.filter(series_id__in={cell.series for cell in cells}).by_series()
    problems = []
    for index, (figure, cell) in enumerate(zip(figures, cells, strict=True)):
        was = standing.get(cell, NOTHING).content
        if was is None or was[0] is None or was == figure.content:
            continue
        if closed_at(periods.get(cell.series, ()), *cell[1:]):
            about = f"{Span(cell.start, cell.end).label}, {cell.basis}"
            message = (
                f"{about} is closed and stands at {was[0].normalize():,f}. Propose a restatement, with a reason; "
                "another person approves it."
            )
            problems.append(Problem("value", message, index))
    if problems:
        raise Rejected(problems)


def _refuse_collected(
    organisation: Organisation, figures: Sequence[NewFigure], cells: Sequence[Cell], new: Sequence[FigureWords]
) -> None:
    """Raise Rejected for what would be new and is given elsewhere."""
    fresh = {Cell(each.series, each.basis, each.start, each.end, each.edition) for each in new}
    loose = [index for index, cell in enumerate(cells) if cell in fresh]
    found = homes(organisation, [replace(figures[index], edition=cells[index].edition) for index in loose])
    problems = [Problem("value", home.words, index) for index, home in zip(loose, found, strict=True) if home]
    if problems:
        raise Rejected(problems)


def _new(
    figures: Sequence[NewFigure], cells: Sequence[Cell], standing: dict[Cell, Standing], known: datetime | None
) -> list[FigureWords]:
    """What there is to append: neither what stands there already, nor the withdrawal of nothing.

    What was known at an earlier moment is appended though an even earlier figure says the same: one from
    between the two may still be loaded, and must not change what was known at this moment.
    """
    new = []
    for figure, cell in zip(figures, cells, strict=True):
        found = standing.get(cell, NOTHING)
        if figure.withdrawn and (found.content is None or found.content[0] is None):
            continue
        if found.content == figure.content and (known is None or found.since == known):
            continue
        new.append(FigureWords(*cell, found.newest + 1, *figure.content))
    return new


def _append(entry: Entry, figures: Sequence[FigureWords]) -> None:
    columns = [
        *("series_id", "basis", "start", "end", "edition", "revision", "value", "qualifier", "inferred"),
        *("organisation_id", "entry_id", "known_from", "recorded_at"),
    ]
    same = (entry.organisation_id, entry.pk, entry.known_from, entry.recorded_at)
    append_rows(Figure, columns, [(*figure, *same) for figure in figures])

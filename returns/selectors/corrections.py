"""What was corrected and restated in the ledger between two moments, with who did it and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Q

from ledger.models import Basis, Entry, Figure, Measure, Membership, Organisation
from ledger.models.figures import KEY
from ledger.months import month_label
from ledger.numbers import Number, is_small
from ledger.selectors import provisional_entries

from ..models import Restatement


@dataclass(frozen=True, slots=True)
class Correction:
    """One value of a cell that took the place of another."""

    what: str  # the series and, unless it is an actual, the basis
    span: str
    was: Number
    now: Number  # missing where it was withdrawn
    at: datetime  # when it became known
    by: str  # in which role; their user name where they have none here
    why: str
    restated: bool  # in a closed period: one person proposed it, another approved
    cell: frozenset[int]  # all figures that the cell has had, by id, for a reader finds it by one of them


def corrections_since(organisation: Organisation, since: datetime, until: datetime) -> tuple[Correction, ...]:
    """What became known or was approved after `since`, up to `until`, each step by itself: four queries.

    What waits for approval at `until` isn't among them.
    """
    related = ("entry__by", "entry__restatement__decided_by", "series__measure")
    waiting = provisional_entries([organisation.pk], until)
    figures = Figure.objects.filter(organisation=organisation).known_at(until).without(waiting)
    came = Q(known_from__gt=since) | Q(entry__approval__approved_at__gt=since)
    later = {each.pk: each for each in figures.filter(came, revision__gt=1).select_related(*related)}
    if not later:
        return ()
    touched = {_key(each): list[Figure]() for each in later.values()}
    of_them = figures.filter(
        series__in={each.series_id for each in later.values()}, start__in={each.start for each in later.values()}
    )
    for figure in of_them.order_by("known_from", "id"):
        if _key(figure) in touched:
            touched[_key(figure)].append(later.get(figure.pk, figure))
    roles = _roles(organisation, [each.entry for each in later.values()])
    found = [step for cell in touched.values() for step in _steps(cell, later, roles)]
    return tuple(sorted(found, key=lambda each: each.at))


def _key(figure: Figure) -> tuple[object, ...]:
    return tuple(getattr(figure, name) for name in KEY)


def _steps(cell: Sequence[Figure], later: Mapping[int, Figure], roles: Mapping[int, str]) -> Iterator[Correction]:
    """From one value of the cell to the next; what only its words or marks changed is none."""
    for before, after in pairwise(cell):
        if after.pk in later and (before.value, before.qualifier) != (after.value, after.qualifier):
            restatement = _restatement(after.entry)
            yield Correction(
                what=_what(after),
                span=after.span.label,
                was=_number(before, after.series.measure),
                now=_number(after, after.series.measure),
                at=after.known_from,
                by=_by(after.entry, restatement, roles),
                why=restatement.reason if restatement else after.entry.reason,
                restated=restatement is not None,
                cell=frozenset(each.pk for each in cell),
            )


def _number(figure: Figure, measure: Measure) -> Number:
    return Number(
        figure.value,
        measure.unit,
        measure.decimals,
        figure.qualifier,
        figure.inferred,
        small=measure.suppress_small and is_small(figure.value),
        sensitive=measure.sensitive,
    )


def _what(figure: Figure) -> str:
    match figure.basis:
        case Basis.ACTUAL:
            return figure.series.name
        case Basis.FORECAST:
            return f"{figure.series.name}, forecast made in {month_label(figure.edition)}"
    return f"{figure.series.name}, {Basis(figure.basis).label.lower()}"


def _restatement(entry: Entry) -> Restatement | None:
    return getattr(entry, "restatement", None)


def _by(entry: Entry, restatement: Restatement | None, roles: Mapping[int, str]) -> str:
    recorded = roles[entry.by_id] if entry.by_id else entry.author
    approved = restatement.decided_by_id if restatement else None
    return f"{recorded}; approved by {roles[approved]}" if approved else recorded


def _roles(organisation: Organisation, entries: Sequence[Entry]) -> Mapping[int, str]:
    """What the people behind the entries may be called in public, by their ids."""
    people = [each.by for each in entries]
    people += [found.decided_by for each in entries if (found := _restatement(each))]
    names = {person.pk: person.get_username() for person in people if person}
    held = Membership.objects.filter(organisation=organisation, user__in=names)
    return names | {each.user_id: each.get_role_display() for each in held.order_by()}

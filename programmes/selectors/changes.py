"""What moved in programmes' words since a moment: what a reader who was here last month needs to hear first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.history import as_of
from ledger.models import Closable
from ledger.months import day_label

from ..models import Benefit, Milestone, Opportunity, Workstream
from .words import newest_confidence

NOT_THERE = "Not there yet"
WATCHED = (Workstream, Benefit, Milestone, Opportunity)


@dataclass(frozen=True)
class WordsChanged:
    programme: str
    kind: str  # benefit, milestone ...
    name: str
    before: str
    after: str


def words_changed(
    programmes: Mapping[int, str], since: datetime, moment: datetime | None
) -> tuple[WordsChanged, ...]:
    """How confidence, workstreams, benefits, milestones and opportunities moved: ten queries.

    `programmes` are names by id.
    """
    found = list(_confidence(programmes, since, moment))
    for model in WATCHED:
        then = {thing.pk: thing for thing in _of(model, programmes, since)}
        for thing in _of(model, programmes, moment):
            before, after = _standing(then.get(thing.pk)), _standing(thing)
            if before != after:
                kind = str(model._meta.verbose_name).capitalize()
                name = programmes[thing.programme_id]
                found.append(WordsChanged(name, kind, thing.name, before or NOT_THERE, after))
    return tuple(found)


def _of(model: Any, programmes: Mapping[int, str], moment: datetime | None) -> Any:
    return as_of(model, moment).filter(programme_id__in=list(programmes)).order_by(*model._meta.ordering)


def _confidence(programmes: Mapping[int, str], since: datetime, moment: datetime | None) -> Iterator[WordsChanged]:
    then, now = (newest_confidence(programmes, known) for known in (since, moment))
    for pk, found in now.items():
        before = then.get(pk)
        if before is None or (before.on, before.level) != (found.on, found.level):
            was = before.get_level_display() if before else "Not assessed"
            yield WordsChanged(programmes[pk], "Delivery confidence", "", was, found.get_level_display())


def _standing(thing: Closable | None) -> str:
    """How it stands, in the few words by which a move is noticed; empty where it wasn't there."""
    if thing is None:
        return ""
    if not thing.is_open:
        return thing.ending
    match thing:
        case Benefit():
            return thing.get_state_display()
        case Milestone():
            return f"Expected on {day_label(thing.expected or thing.due)}"
        case Workstream():
            return thing.standing or "Under way"
    return "Open"

"""What upper rooms ask of figures before they stand: each app registers its own in its guards.py, read at start."""

from collections.abc import Callable, Collection, Iterable

from .models import Entry

# Given an entry that is recorded and not committed yet, and the series of its figures that are of the guarded
# measures, it says why they can't stand; nothing where they can.
Guard = Callable[[Entry, Collection[int]], Iterable[str]]

GUARDS: dict[str, Guard] = {}  # by the code of a measure


def guard(*measures: str) -> Callable[[Guard], Guard]:
    """Decorator: this function is asked whenever figures of these measures are recorded from now on."""

    def guarded(function: Guard) -> Guard:
        GUARDS.update(dict.fromkeys(measures, function))
        return function

    return guarded


def objections(entry: Entry, measures: Iterable[tuple[int, str]]) -> list[str]:
    """What is said against an entry whose figures are of these series, each with the code of its measure."""
    asked: dict[Guard, list[int]] = {}
    for series, measure in measures:
        if measure in GUARDS:
            asked.setdefault(GUARDS[measure], []).append(series)
    return [words for function, series in asked.items() for words in function(entry, series)]

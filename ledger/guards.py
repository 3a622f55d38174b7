"""What upper rooms ask of figures before they stand, and which they collect themselves.

Each app registers its own in its guards.py, read at start.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from .checks import NewFigure
from .components import Link
from .models import Entry, Organisation

# Given an entry that is recorded and not committed yet, and the series of its figures that are of the guarded
# measures, it says why they can't stand; nothing where they can.
Guard = Callable[[Entry, Collection[int]], Iterable[str]]

GUARDS: dict[str, Guard] = {}  # by the code of a measure


class Home(NamedTuple):
    """Where a figure is given that comes through nothing else."""

    page: Link  # its text is the name of the home
    hindrance: str = ""  # why it takes nothing just now and what to do then, in whole sentences

    @property
    def words(self) -> str:
        return f"“{self.page.text}” collects this, so it is given there. {self.hindrance}".rstrip()


# Of each figure its home; None where it may be recorded on its own.
Collector = Callable[[Organisation, Sequence[NewFigure]], Sequence[Home | None]]

COLLECTORS: list[Collector] = []


def guard(*measures: str) -> Callable[[Guard], Guard]:
    """Decorator: this function is asked whenever figures of these measures are recorded from now on."""

    def guarded(function: Guard) -> Guard:
        GUARDS.update(dict.fromkeys(measures, function))
        return function

    return guarded


def collector(function: Collector) -> Collector:
    """Decorator: this function is asked of figures that come on their own, from the ledger's pages and API."""
    COLLECTORS.append(function)
    return function


def objections(entry: Entry, measures: Iterable[tuple[int, str]]) -> list[str]:
    """What is said against an entry whose figures are of these series, each with the code of its measure."""
    asked: dict[Guard, list[int]] = {}
    for series, measure in measures:
        if measure in GUARDS:
            asked.setdefault(GUARDS[measure], []).append(series)
    return [words for function, series in asked.items() for words in function(entry, series)]


def homes(organisation: Organisation, figures: Sequence[NewFigure]) -> list[Home | None]:
    """Of each figure where it is given; None where nobody collects it."""
    found: list[Home | None] = [None] * len(figures)
    for function in COLLECTORS:
        answers = function(organisation, figures)
        found = [before or answer for before, answer in zip(found, answers, strict=True)]
    return found

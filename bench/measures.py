"""What a benchmark finds, and how two sides are timed fairly on a machine that others use as well."""

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple


class Measure(NamedTuple):
    name: str
    ours: str  # both sides in absolute terms
    theirs: str
    ratio: float
    limit: float | None  # None: promised nothing, and told all the same
    at_least: bool = False  # whether the limit is the least that will do, rather than the most

    @property
    def passed(self) -> bool:
        if self.limit is None:
            return True
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def line(self, database: str) -> str:
        verdict = "-" if self.limit is None else "pass" if self.passed else "FAIL"
        limit = "no limit" if self.limit is None else f"at {'least' if self.at_least else 'most'} {self.limit:g}"
        return (
            f"{self.name:62} {database:11} {self.ratio:6.2f}  {limit:12} {verdict:4}  {self.ours} : {self.theirs}\n"
        )


class Times(NamedTuple):
    """Medians in seconds."""

    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    def measure(self, name: str, limit: float | None) -> Measure:
        return Measure(name, duration(self.ours), duration(self.theirs), self.ratio, limit)


def in_turns(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int, warm_up: int = 2) -> Times:
    """Ours, theirs, ours, theirs ...: what else the machine does meanwhile falls on both alike."""
    return timed_in_turns(lambda: clocked(ours), lambda: clocked(theirs), rounds, warm_up)


def timed_in_turns(ours: Callable[[], float], theirs: Callable[[], float], rounds: int, warm_up: int = 2) -> Times:
    """The same for sides that bring a clock of their own, such as the database server's."""
    for _ in range(warm_up):
        ours()
        theirs()
    gc.collect()
    taken = [(ours(), theirs()) for _ in range(rounds)]
    return Times(median(a for a, _ in taken), median(b for _, b in taken))


def clocked(work: Callable[[], Any]) -> float:
    before = perf_counter()
    work()
    return perf_counter() - before


def duration(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"

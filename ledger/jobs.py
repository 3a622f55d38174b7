"""The kinds of long work that there are: each app registers its own in its jobs.py, which is read at start."""

from collections.abc import Callable, Generator
from inspect import isgeneratorfunction
from typing import Any, NamedTuple, TypeVar

from .documents import rebuild
from .models import Organisation

# Given the organisation, and the job's arguments by name, it answers in words what it did. It runs in a transaction
# and perhaps more than once: it must do the whole from what stands now, not a step from what stood before.
Work = Callable[..., str]

# Work that takes a reader's patience goes in steps: between two of them it yields how many percent are done and what
# comes next, in words, and may be called off. Its steps only read. What there is to write it returns as an act, which
# answers in words what it did and is done in one transaction with the mark that the job is done.
Steps = Generator[tuple[int, str], None, Callable[[], str]]
StepwiseWork = Callable[..., Steps]


class Kind(NamedTuple):
    title: str  # as people read it
    work: Callable[..., Any]  # Work or StepwiseWork

    @property
    def in_steps(self) -> bool:
        return isgeneratorfunction(self.work)


KINDS: dict[str, Kind] = {}
REBUILD = "rebuild"


WorkT = TypeVar("WorkT", Work, StepwiseWork)


def register(kind: str, title: str) -> Callable[[WorkT], WorkT]:
    """Decorator: this function does the jobs of that kind."""

    def registered(work: WorkT) -> WorkT:
        KINDS[kind] = Kind(title, work)
        return work

    return registered


@register(REBUILD, "Work out all figures anew")
def _rebuild(organisation: Organisation) -> str:
    written = rebuild(organisation)
    return f"{written:,} series worked out anew differ from what stood." if written else "Everything stood right."

"""The kinds of long work that there are: each app registers its own in its jobs.py, which is read at start."""

from collections.abc import Callable
from typing import NamedTuple

from .documents import rebuild
from .models import Organisation

# Given the organisation, and the job's arguments by name, it answers in words what it did. It runs in a transaction
# and perhaps more than once: it must do the whole from what stands now, not a step from what stood before.
Work = Callable[..., str]


class Kind(NamedTuple):
    title: str  # as people read it
    work: Work


KINDS: dict[str, Kind] = {}
REBUILD = "rebuild"


def register(kind: str, title: str) -> Callable[[Work], Work]:
    """Decorator: this function does the jobs of that kind."""

    def registered(work: Work) -> Work:
        KINDS[kind] = Kind(title, work)
        return work

    return registered


@register(REBUILD, "Work out all figures anew")
def _rebuild(organisation: Organisation) -> str:
    written = rebuild(organisation)
    return f"{written:,} series worked out anew differ from what stood." if written else "Everything stood right."

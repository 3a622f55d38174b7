"""What can be wrong with what somebody wants to record, said so that they can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: with which field of which figure (None: of the entry itself), and the fix in words."""

    field: str
    message: str
    index: int | None = None


class Rejected(Exception):
    """Nothing was recorded, for these reasons."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that somebody changed since it was read: what you wanted, and what stands there now."""

    index: int
    series: str
    label: str  # the span, in words
    yours: Decimal | None
    theirs: Decimal | None
    revision: int  # of theirs: what to follow next
    by: str
    at: datetime | None  # None: nothing stands there


class Stale(Exception):
    """Nothing was recorded: figures were changed by somebody else since they were read."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(f"{len(conflicts)} figures were changed by somebody else meanwhile")
        self.conflicts = list(conflicts)

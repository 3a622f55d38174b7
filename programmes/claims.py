"""Double counting: where several benefits claim the same months of one budget, and how much of it they claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from ledger.months import ONE_DAY, Span

WHOLE = Decimal(100)  # per cent


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a benefit claims of a budget: a share in per cent, from the first day to the last of whole months."""

    benefit: int  # its id, for names repeat
    name: str
    share: Decimal
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Overlap:
    """Months in which the same claims, two or more, are made on one budget."""

    span: Span
    claims: tuple[Claimed, ...]

    @property
    def total(self) -> Decimal:
        """Per cent."""
        return sum((claim.share for claim in self.claims), Decimal(0))

    @property
    def left(self) -> Decimal:
        """Per cent that nobody claims; below zero where more is claimed than there is."""
        return WHOLE - self.total


def overlaps(claims: Sequence[Claimed]) -> list[Overlap]:
    """Where two or more of the `claims` on one budget meet, in order of time.

    A span ends where a claim begins or ends, so that its total holds in each of its months.
    """
    edges = sorted({claim.start for claim in claims} | {claim.end + ONE_DAY for claim in claims})
    found = []
    for start, after in pairwise(edges):
        end = after - ONE_DAY
        meeting = tuple(claim for claim in claims if claim.start <= start and end <= claim.end)
        if len(meeting) > 1:
            found.append(Overlap(Span(start, end), meeting))
    return found

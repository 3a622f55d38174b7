"""Milestones, and how far from their day."""

from dataclasses import dataclass
from datetime import date

from ledger.months import day_label

from ..models import Milestone
from .words import Words


@dataclass(frozen=True)
class MilestoneLine:
    milestone: Milestone
    workstream: str
    today: date

    @property
    def slip(self) -> int | None:
        """Days after the day planned that it came, or is expected; below zero where that is before it."""
        there = self.milestone.closed_on or self.milestone.expected
        if self.milestone.outcome == Milestone.Outcome.DROPPED:
            return None
        if there is None:
            return (self.today - self.milestone.due).days if self.is_late else 0
        return (there - self.milestone.due).days

    @property
    def is_late(self) -> bool:
        return self.milestone.is_late(self.today)

    @property
    def words(self) -> str:
        """How it stands on the day."""
        milestone = self.milestone
        if milestone.closed_on:
            return f"{milestone.ending} on {day_label(milestone.closed_on)}"
        if self.is_late:
            return f"Late by {_days((self.today - milestone.due).days)}"
        if milestone.expected and milestone.expected > milestone.due:
            return f"Expected {_days((milestone.expected - milestone.due).days)} late"
        return "Not due yet"


def milestone_lines(words: Words, today: date) -> tuple[MilestoneLine, ...]:
    """Open ones first, by the day that they are due."""
    lines = [MilestoneLine(found, words.names.get(found.workstream_id or 0, ""), today) for found in words.milestones]
    return tuple(sorted(lines, key=lambda line: (not line.milestone.is_open, line.milestone.due)))


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"

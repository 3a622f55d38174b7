"""What the workbook of a return looks like, for the one who writes it and the one who reads it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ledger.months import Span

# What an older workbook says by its place or its words the present one may say otherwise: count up then.
VERSION = 1
MARK = "ascare return"  # first in the hidden sheet
HIDDEN_SHEET = "ascare"
SHEET, HELP_SHEET, EARLIER_SHEET = "Return", "How to fill it in", "Last forecasts"
CODE, LINE, UNIT, COMMENT, ASKED = "Line code", "Line", "Unit", "Comment", "Comment asked for"
TOTAL = "total"  # in place of a line's code
SAID = "comment"  # heads the comments in the hidden sheet


@dataclass(frozen=True)
class Identity:
    """Which return a workbook is of."""

    organisation: str  # slug
    form: str  # slug
    start: str  # of the period, as 2019-06-01
    label: str  # as people say it: Monthly outturn, June 2019, of Anyshire

    @property
    def key(self) -> tuple[str, str, str]:
        return self.organisation, self.form, self.start


@dataclass(frozen=True)
class Seen:
    """What stood in a return when its workbook was downloaded."""

    identity: Identity
    downloaded: str  # when, in words
    revisions: Mapping[tuple[str, str], int]  # by the line's code and the period's first day
    comments: Mapping[str, str]  # by the line's code

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(self.comments)


@dataclass(frozen=True)
class Paper:
    """What is said around the grid in its workbook."""

    identity: Identity
    purpose: str
    due: str
    comments: Mapping[int, str]  # by series
    asked: frozenset[int]  # series of the lines whose variance asks for a comment now
    over: tuple[object, object] | None  # from which amount and share on one is asked for; None: none is
    at: datetime  # of the download


def heading(span: Span) -> str:
    """A period's, over its column."""
    return f"{span.start:%b %Y}" if span.kind == "month" else span.label

"""What an officer chose: the front matter, and which sections in which order with which words of their own."""

from dataclasses import dataclass, field
from datetime import date, datetime

from ledger.models import Organisation
from ledger.months import FinancialYear
from ledger.scope import Scope
from programmes.selectors import ProgrammePage

from .value import Clearance


@dataclass(frozen=True, slots=True)
class Chosen:
    """A section that was chosen: of which kind, about what (a programme's slug; empty: about everything)."""

    kind: str
    subject: str = ""
    heading: str = ""  # empty: the kind's own
    text: str = ""  # the officer's own words: paragraphs apart by a blank line, bullets begin with a hyphen


@dataclass(frozen=True, slots=True)
class Composition:
    title: str
    committee: str
    meeting: date | None
    year: FinancialYear
    chosen: tuple[Chosen, ...]
    front: tuple[tuple[str, str], ...] = ()
    recommendation: str = ""
    clearances: tuple[Clearance, ...] = ()
    state: str = "Draft"
    provisional: bool = False  # whether figures that aren't approved yet are shown, and marked


@dataclass(frozen=True, slots=True)
class Material:
    """Whose numbers a section is made of, of which year, known up to which moment."""

    organisation: Organisation
    year: FinancialYear
    moment: datetime
    as_at: date
    since: datetime | None  # when the last report was frozen; None: there is none
    provisional: bool
    scope: Scope  # what the pages' tables ask for; nobody writes through it
    pages: dict[str, ProgrammePage | None] = field(default_factory=dict)  # of programmes, as sections ask for them

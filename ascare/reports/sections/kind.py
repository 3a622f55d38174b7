"""What a section is: its heading, and how it is made of what is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ledger.models import Organisation

from ..composition import Material
from ..value import Block


@dataclass(frozen=True, slots=True)
class SectionKind:
    slug: str
    heading: str
    help: str  # what it tells, for who chooses it
    build: Callable[[Material, str], tuple[Block, ...]]  # of a subject; empty where there is nothing to say
    subjects: Callable[[Organisation, datetime], list[tuple[str, str]]] | None = None  # None: it has no subject

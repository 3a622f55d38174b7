"""Where the rows of a programme's tables lead: what has no page of its own to its form, or to its history."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from finance.models import BudgetLine
from ledger.components import Link
from ledger.scope import Scope

from ..models import Benefit, Programme, Workstream
from ..models.benefits import line_label


@dataclass(frozen=True)
class Ways:
    """Of one programme, for one reader."""

    scope: Scope
    programme: Programme
    writes: bool  # whether the reader may change its words, and now

    def workstream(self, workstream: Workstream) -> Link:
        return self.scope.link(workstream.name, "programmes:workstream", self.programme.slug, workstream.slug)

    def benefit(self, benefit: Benefit) -> Link:
        return self.scope.link(benefit.name, "programmes:benefit", self.programme.slug, benefit.slug)

    def budget_line(self, line: BudgetLine) -> Link:
        return self.scope.link(line_label(line), "finance:line", line.code)

    def part(self, thing: Any, text: str = "") -> Link:
        """To the form of what may be changed, otherwise to its history."""
        editable = self.writes and getattr(thing, "is_open", True)
        name = "programmes:part_edit" if editable else "programmes:part_history"
        return self.scope.link(text or str(thing), name, self.programme.slug, _path(thing), _key(thing))

    def add(self, text: str, path: str, **initial: object) -> Link:
        """To the form of a new one, with what is known of it already."""
        found = self.scope.link(text, "programmes:part_new", self.programme.slug, path)
        joined = "&" if "?" in found.url else "?"
        return Link(text, f"{found.url}{joined}{urlencode(initial)}") if initial else found


def _path(thing: Any) -> str:
    return str(thing._meta.verbose_name_plural).lower().replace(" ", "-")


def _key(thing: Any) -> object:
    return thing.slug if isinstance(thing, Benefit | Workstream) else thing.pk

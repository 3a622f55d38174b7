"""A programme's workstreams: one on its own page, and all of them one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.history import first_known
from ledger.models import Organisation
from ledger.months import FinancialYear
from ledger.selectors import Book, Changes, changes_since, open_book
from raid.selectors import LogPage, logs_summary

from ..models import Programme, Workstream
from .benefits import Benefits, benefits_section
from .delivery import Delivery, delivery_of_workstream
from .flows import Flows, RatedLine, ReportedLine, flows_of, rated_lines, reported_lines
from .investments import InvestmentGroup, OpportunityLine, investment_groups, opportunity_lines
from .milestones import MilestoneLine, milestone_lines
from .programme import Logs, known_words
from .spend import Shortfalls, shortfalls_section
from .words import NothingYet, Words


@dataclass(frozen=True)
class WorkstreamPart:
    """A workstream's slice of its programme."""

    words: Words
    workstream: Workstream
    year: FinancialYear
    delivery: Delivery
    benefits: Benefits
    shortfalls: Shortfalls
    milestones: tuple[MilestoneLine, ...]
    investments: tuple[InvestmentGroup, ...]
    opportunities: tuple[OpportunityLine, ...]
    flows: tuple[Flows, ...]
    reported: tuple[ReportedLine, ...]
    rated: tuple[RatedLine, ...]
    logs: Logs

    @property
    def programme(self) -> Programme:
        return self.words.programme


@dataclass(frozen=True)
class WorkstreamPage(WorkstreamPart):
    changes: Changes


def workstream_page(
    organisation: Organisation, slug: str, name: str, year: FinancialYear, moment: datetime | None, since: datetime
) -> WorkstreamPage | NothingYet:
    """What the page of the workstream called `name` shows: a fixed number of queries.

    Raises the DoesNotExist of Programme or Workstream where there is none.
    """
    found = Workstream.objects.get(programme__organisation=organisation, programme__slug=slug, slug=name)
    everything = known_words(organisation, slug, moment)
    if isinstance(everything, NothingYet):
        return everything
    workstream = next((one for one in everything.workstreams if one.pk == found.pk), None)
    if workstream is None:
        return NothingYet(found.name, first_known(found))
    words = everything.of(workstream)
    # What an investment of its own makes possible may be another workstream's.
    book = open_book(organisation, words.series | everything.series_of_benefits, moment)
    logs = logs_summary([workstream.log_id] if workstream.log_id else [], moment, book.on)
    changes = changes_since(organisation, words.series, since, moment)
    return WorkstreamPage(**_sections(words, workstream, book, logs, year), changes=changes)


def workstream_parts(
    organisation: Organisation,
    slug: str,
    year: FinancialYear,
    moment: datetime | None,
    *,
    approved_only: bool = False,
) -> tuple[WorkstreamPart, ...] | NothingYet:
    """All workstreams of the programme called `slug` in their order: as many queries for ten as for one.

    Raises Programme.DoesNotExist where there is none.
    """
    everything = known_words(organisation, slug, moment)
    if isinstance(everything, NothingYet):
        return everything
    book = open_book(organisation, everything.series, moment, approved_only=approved_only)
    logs = logs_summary([one.log_id for one in everything.workstreams if one.log_id], moment, book.on)
    return tuple(
        WorkstreamPart(**_sections(everything.of(one), one, book, logs, year)) for one in everything.workstreams
    )


def _sections(
    words: Words, workstream: Workstream, book: Book, logs: Mapping[int, LogPage], year: FinancialYear
) -> dict[str, Any]:
    """The fields of a part."""
    own_log = {workstream.log_id: workstream.name} if workstream.log_id else {}
    benefits = benefits_section(words.benefits, words.names, book, year)
    return {
        "words": words,
        "workstream": workstream,
        "year": year,
        "delivery": delivery_of_workstream(benefits, year),
        "benefits": benefits,
        "shortfalls": shortfalls_section(words, book, year),
        "milestones": milestone_lines(words, book.on),
        "investments": investment_groups(words, book, year),
        "opportunities": opportunity_lines(words, book, year),
        "flows": flows_of(words.kpis, book, year),
        "reported": reported_lines(words.kpis, book, year),
        "rated": rated_lines(words.kpis, book, year),
        "logs": Logs({pk: logs[pk] for pk in own_log}, own_log),
    }

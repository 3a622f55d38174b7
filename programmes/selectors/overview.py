"""An organisation's programmes beside each other: in lists and on its home page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.components import Rating
from ledger.history import as_of
from ledger.models import Organisation
from ledger.months import FinancialYear
from ledger.numbers import Number
from ledger.selectors import open_book
from raid.selectors import LogPage

from ..confidence import suggestion
from ..models import Benefit, Confidence, Milestone, Programme, Workstream
from .benefits import benefits_section
from .delivery import Delivery, delivery_of_programme
from .words import newest_confidence


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme among others: on the home page and in lists."""

    programme: Programme
    delivery: Delivery
    confidence: Confidence | None
    suggested: Rating  # as delivery confidence, by rule
    late: tuple[Milestone, ...]

    @property
    def target(self) -> Number:
        return self.delivery.target

    @property
    def avoided(self) -> Number:
        return self.delivery.avoided

    @property
    def rating(self) -> Rating:
        """As a person judged or, where nobody has, as the rule suggests, and says so."""
        if self.confidence:
            return self.confidence.rating
        if self.suggested.colour == "grey":
            return self.suggested
        return Rating(self.suggested.colour, f"Suggested by rule, not assessed yet. {self.suggested.reason}")


def programme_lines(
    organisation: Organisation,
    year: FinancialYear,
    moment: datetime | None,
    logs: Mapping[int, LogPage] | None = None,
    *,
    approved_only: bool = False,
) -> list[ProgrammeLine]:
    """The programmes of an organisation, open ones first, with their money and rating: eight queries.

    `logs` of the programmes and their workstreams, where the caller has them, bring risks into what is suggested.
    """
    programmes = list(as_of(Programme, moment).filter(organisation_id=organisation.pk).order_by("name"))
    benefits, milestones, workstreams = (
        _by_programme(model, programmes, moment) for model in (Benefit, Milestone, Workstream)
    )
    series = {pk for programme in programmes for pk in programme.series}
    series |= {pk for own in benefits.values() for benefit in own for pk in benefit.own_series}
    book = open_book(organisation, series, moment, approved_only=approved_only)
    newest = newest_confidence([programme.pk for programme in programmes], moment)
    lines = []
    for programme in programmes:
        own = benefits_section(benefits[programme.pk], {}, book, year)
        delivery = delivery_of_programme(programme, own, book, year)
        late = tuple(found for found in milestones[programme.pk] if found.is_late(book.on))
        kept = [programme.log_id, *(found.log_id for found in workstreams[programme.pk])]
        high = sum(len(logs[pk].high_risks) for pk in kept if logs and pk in logs)
        suggested = suggestion(delivery.rating, len(late), high)
        lines.append(ProgrammeLine(programme, delivery, newest.get(programme.pk), suggested, late))
    return sorted(lines, key=lambda line: not line.programme.is_open)


def _by_programme(model: Any, programmes: Sequence[Programme], moment: datetime | None) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {programme.pk: [] for programme in programmes}
    for thing in as_of(model, moment).filter(programme_id__in=found):
        found[thing.programme_id].append(thing)
    return found

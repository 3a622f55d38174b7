"""What partners bear of a joint programme, and what each council's part of it comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from ledger.history import as_of
from ledger.models import Organisation
from ledger.months import FinancialYear
from ledger.numbers import Number, elsewhere, percentage, total, worked_out
from ledger.selectors import open_book

from ..contributions import split
from ..models import Benefit, Contribution, Programme
from .benefits import benefits_section
from .delivery import Delivery, delivery_of_programme
from .investments import InvestmentGroup
from .words import Words


@dataclass(frozen=True)
class PartLine:
    """A council's part of a joint programme, and its share of the parts' target."""

    organisation: Organisation
    programme: Programme
    delivery: Delivery
    share: Number


@dataclass(frozen=True)
class Borne:
    """What a partner bears of a subject, and what that comes to of the investments that are divided so."""

    contribution: Contribution
    partner: str
    amount: Number


@dataclass(frozen=True)
class Joint:
    contributions: tuple[Borne, ...]
    parts: tuple[PartLine, ...]
    target: Number  # of the parts together
    part_of: Programme | None  # the joint programme that this one is a part of

    @property
    def is_empty(self) -> bool:
        return not (self.contributions or self.parts or self.part_of)


def joint_section(
    words: Words,
    investments: Sequence[InvestmentGroup],
    year: FinancialYear,
    moment: datetime | None,
    *,
    approved_only: bool = False,
) -> Joint:
    """Up to four queries, and one book more for each part."""
    programme = words.programme
    parts = list(as_of(Programme, moment).filter(part_of_id=programme.pk).order_by("name"))
    members = {one.member_id for one in words.contributions} | {part.organisation_id for part in parts}
    known = Organisation.objects.in_bulk(members) if members else {}
    found = _deliveries(parts, known, year, moment, approved_only)
    target = total([(known[part.organisation_id].name, delivery.target) for part, delivery in found])
    return Joint(
        contributions=tuple(_borne(words.contributions, known, investments)),
        parts=tuple(
            PartLine(
                organisation=known[part.organisation_id],
                programme=part,
                delivery=delivery,
                share=percentage(("target of this part", delivery.target), ("target of all parts", target), 0),
            )
            for part, delivery in found
        ),
        target=target,
        part_of=Programme.objects.select_related("organisation").filter(pk=programme.part_of_id).first()
        if programme.part_of_id
        else None,
    )


def _borne(
    contributions: Sequence[Contribution], known: Mapping[int, Organisation], investments: Sequence[InvestmentGroup]
) -> Iterator[Borne]:
    """By subject; the amounts of one add up to what it divides, and what nobody bears is no partner's."""
    for subject, found in groupby(contributions, key=lambda one: one.subject):
        ones = list(found)
        lines = [line for group in investments for line in group.lines if line.investment.split == subject]
        whole = total([(line.investment.name, line.budget) for line in lines])
        parts = dict(split(whole.value, ones)) if whole.value else {}
        for one in ones:
            share = Number(one.share, "percent", 4)
            inputs = [(f"investments divided by the {subject}", whole), ("share", share)]
            amount = worked_out(parts.get(one), f"share of the {subject}, to the penny", inputs, unit="GBP")
            yield Borne(one, known[one.member_id].name, amount)


def _deliveries(
    parts: Sequence[Programme],
    known: Mapping[int, Organisation],
    year: FinancialYear,
    moment: datetime | None,
    approved_only: bool,
) -> list[tuple[Programme, Delivery]]:
    """The greatest target first: each part's figures are in the book of its own organisation."""
    benefits = list(as_of(Benefit, moment).filter(programme_id__in=[part.pk for part in parts])) if parts else []
    found = []
    for part in parts:
        own = [benefit for benefit in benefits if benefit.programme_id == part.pk]
        series = {*part.series, *(pk for benefit in own for pk in benefit.own_series)}
        book = open_book(known[part.organisation_id], series, moment, approved_only=approved_only)
        delivery = delivery_of_programme(part, benefits_section(own, {}, book, year), book, year)
        found.append((part, _elsewhere(delivery)))
    return sorted(found, key=lambda each: -(each[1].target.value or 0))


def _elsewhere(delivery: Delivery) -> Delivery:
    """Who may read a partnership sees the totals of its members' parts, and not their ledgers."""
    names = ("target", "cashable", "avoided", "income", "together", "projected")
    totals: dict[str, Any] = {name: elsewhere(getattr(delivery, name)) for name in names}
    return replace(delivery, **totals)

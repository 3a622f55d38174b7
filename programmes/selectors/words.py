"""The words of a programme as they were known at a moment: what its pages are about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import models

from ledger.history import as_of

from ..models import (
    Benefit,
    Confidence,
    Contribution,
    Impairment,
    Influence,
    Investment,
    Kpi,
    Milestone,
    Mitigation,
    Opportunity,
    Programme,
    Workstream,
)

PARTS = (Workstream, Benefit, Mitigation, Impairment, Milestone, Investment, Opportunity, Kpi)


@dataclass(frozen=True)
class NothingYet:
    """A programme, or something in it, that nothing was known of at the moment asked about."""

    name: str
    known_from: datetime | None  # when something became known, as far as we know today


@dataclass(frozen=True)
class Words:
    """What a programme, or one of its workstreams, holds: in the order of lists, closed ones included."""

    programme: Programme
    workstreams: tuple[Workstream, ...]
    benefits: tuple[Benefit, ...]
    mitigations: tuple[Mitigation, ...]
    impairments: tuple[Impairment, ...]
    milestones: tuple[Milestone, ...]
    investments: tuple[Investment, ...]
    opportunities: tuple[Opportunity, ...]
    kpis: tuple[Kpi, ...]
    contributions: tuple[Contribution, ...]
    influences: tuple[Influence, ...]
    confidence: Confidence | None  # the newest
    paid_back_by: dict[int, frozenset[int]]  # by investment the benefits that it makes possible

    @property
    def names(self) -> dict[int, str]:
        """Of the workstreams, by id."""
        return {workstream.pk: workstream.name for workstream in self.workstreams}

    @property
    def logs(self) -> dict[int, str]:
        """The logs of the programme and of its workstreams, and whose they are."""
        owners: tuple[Any, ...] = (self.programme, *self.workstreams)
        return {owner.log_id: owner.name for owner in owners if owner.log_id}

    @property
    def series(self) -> set[int]:
        """The ids of every series that its pages show."""
        lines: tuple[Any, ...] = (*self.mitigations, *self.impairments, *self.opportunities, *self.kpis)
        found = {*self.programme.series, *(line.series_id for line in lines)}
        found |= self.series_of_benefits
        found |= {pk for line in self.investments for pk in (line.series_id, line.share_series_id)}
        return {pk for pk in found if pk}

    @property
    def series_of_benefits(self) -> set[int]:
        return {pk for benefit in self.benefits for pk in benefit.own_series}

    def of(self, workstream: Workstream) -> "Words":
        """The slice that is the workstream's."""
        benefits = _in(self.benefits, workstream)
        own = {benefit.pk for benefit in benefits}
        return replace(
            self,
            workstreams=(workstream,),
            benefits=benefits,
            mitigations=tuple(line for line in self.mitigations if line.benefit_id in own),
            impairments=tuple(line for line in self.impairments if line.benefit_id in own),
            milestones=_in(self.milestones, workstream),
            investments=_in(self.investments, workstream),
            opportunities=_in(self.opportunities, workstream),
            kpis=_in(self.kpis, workstream),
            contributions=(),
            influences=(),
            confidence=None,
        )


def words_of(programme: Programme, moment: datetime | None) -> Words:
    """What `programme` held at `moment`: twelve queries."""
    workstreams, benefits, mitigations, impairments, milestones, investments, opportunities, kpis = (
        _parts(model, programme, moment) for model in PARTS
    )
    contributions = as_of(Contribution, moment).filter(programme_id=programme.pk)
    return Words(
        programme=programme,
        workstreams=workstreams,
        benefits=benefits,
        mitigations=mitigations,
        impairments=impairments,
        milestones=milestones,
        investments=investments,
        opportunities=opportunities,
        kpis=kpis,
        contributions=tuple(contributions.order_by("subject", "-share")),
        influences=tuple(as_of(Influence, moment).filter(programme_id=programme.pk)),
        confidence=newest_confidence([programme.pk], moment).get(programme.pk),
        paid_back_by=_paid_back_by(investments, moment),
    )


def newest_confidence(programmes: Iterable[int], moment: datetime | None) -> dict[int, Confidence]:
    """By programme."""
    found = as_of(Confidence, moment).filter(programme_id__in=list(programmes)).order_by("on")
    return {confidence.programme_id: confidence for confidence in found}


def _parts(model: type[models.Model], programme: Programme, moment: datetime | None) -> tuple[Any, ...]:
    found: Any = as_of(model, moment).filter(programme_id=programme.pk)
    return tuple(found.order_by(*model._meta.ordering or ()))


def _paid_back_by(investments: Iterable[Investment], moment: datetime | None) -> dict[int, frozenset[int]]:
    """A relation to many has a history of its own, kept beside each version of what it belongs to."""
    pairs: Iterable[tuple[int, int | None]]
    if moment is None:
        through = Investment.pays_back_through.through._default_manager
        links = through.filter(investment_id__in=[one.pk for one in investments])
        pairs = links.values_list("investment_id", "benefit_id")
    else:
        versions = {one._history.history_id: one.pk for one in investments}  # type: ignore[attr-defined]
        rows = Investment.history.filter(history_id__in=versions)
        then = rows.values_list("history_id", "historicalinvestment_pays_back_through__benefit_id")
        pairs = [(versions[version], benefit) for version, benefit in then]
    found: dict[int, set[int]] = {}
    for investment, benefit in pairs:
        if benefit:
            found.setdefault(investment, set()).add(benefit)
    return {pk: frozenset(benefits) for pk, benefits in found.items()}


def _in(parts: Iterable[Any], workstream: Workstream) -> tuple[Any, ...]:
    return tuple(part for part in parts if part.workstream_id == workstream.pk)

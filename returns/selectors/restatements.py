"""Restatements as they stood at a moment."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ledger.models import Organisation
from ledger.numbers import Number

from ..models import Restatement


@dataclass(frozen=True)
class RestatementLine:
    """A proposal to change a figure, with both values."""

    proposal: Restatement
    decision: str  # at the moment asked about
    was: Number
    value: Number

    @property
    def waiting(self) -> bool:
        return self.decision == Restatement.Decision.NONE

    @property
    def state(self) -> str:
        return str(Restatement.Decision(self.decision).label)


def restatements_of(
    organisation: Organisation, moment: datetime | None = None, *, waiting: bool | None = None
) -> list[RestatementLine]:
    """The organisation's restatements known at `moment`, newest first; only those (not) waiting where asked."""
    related = ("series__measure", "proposed_by", "decided_by")
    found = Restatement.objects.filter(organisation=organisation).select_related(*related)
    if moment:
        found = found.filter(proposed_at__lte=moment)
    if waiting is not None:
        still = Q(decision="") | Q(decided_at__gt=moment) if moment else Q(decision="")
        found = found.filter(still) if waiting else found.exclude(still)
    return [restatement_line(proposal, moment) for proposal in found]


def restatement_line(proposal: Restatement, moment: datetime | None = None) -> RestatementLine:
    undecided = moment is not None and proposal.decided_at is not None and proposal.decided_at > moment
    unit, decimals = proposal.series.measure.unit, proposal.series.measure.decimals
    return RestatementLine(
        proposal=proposal,
        decision=Restatement.Decision.NONE if undecided else proposal.decision,
        was=Number(proposal.was, unit, decimals),
        value=Number(proposal.value, unit, decimals),
    )

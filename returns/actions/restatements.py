"""Changing what stands in a closed period: proposed by one person, recorded when another approves."""

from collections.abc import Collection
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ledger.actions import NewFigure, record_figures
from ledger.closing import closed_at
from ledger.errors import Rejected, Stale
from ledger.models import Channel, ClosedPeriod, Figure

from ..models import Restatement


@transaction.atomic
def propose_restatement(*, figure: Figure, value: Decimal, reason: str, by: AbstractBaseUser) -> Restatement:
    """Propose that a figure of a closed period should say `value`. Raises ValidationError where it can't."""
    cell = (figure.basis, figure.start, figure.end, figure.edition)
    periods = ClosedPeriod.objects.filter(series=figure.series).by_series()
    if not closed_at(periods.get(figure.series_id, ()), *cell):
        raise ValidationError("This figure's period isn't closed; correct the figure itself.")
    if figure.value is None:
        raise ValidationError("Nothing stands here; record what comes late on the series' own page.")
    if value == figure.value:
        raise ValidationError({"value": "This is what stands already; type what it should be."})
    proposal = Restatement(
        organisation=figure.organisation,
        series=figure.series,
        basis=figure.basis,
        start=figure.start,
        end=figure.end,
        edition=figure.edition,
        follows=figure.revision,
        was=figure.value,
        value=value,
        reason=reason.strip(),
        proposed_by_id=by.pk,
        proposed_at=timezone.now(),
    )
    proposal.full_clean()
    proposal.save()
    return proposal


@transaction.atomic
def approve_restatement(
    *, proposal: Restatement, by: AbstractBaseUser, reason: str = "", services: Collection[str] = ()
) -> Restatement:
    """Record what another person proposed. Raises ValidationError where it isn't theirs, or the figure moved on."""
    found = _waiting(proposal)
    if found.proposed_by_id == by.pk:
        raise ValidationError("You proposed this yourself; another person has to approve it.")
    figure = NewFigure(
        series=found.series.code,
        basis=found.basis,
        start=found.start,
        end=found.end,
        edition=found.edition,
        value=found.value,
        follows=found.follows,
    )
    try:
        done = record_figures(
            organisation=found.organisation,
            figures=[figure],
            by=found.proposed_by,
            channel=Channel.FORM,
            reason=found.reason,
            restating=True,
            services=services,
        )
    except Stale:
        raise ValidationError(
            "The figure has been restated since this was proposed; refuse this, and propose anew."
        ) from None
    except Rejected as error:
        raise ValidationError([problem.message for problem in error.problems]) from None
    found.entry = done.entry
    return _decide(found, Restatement.Decision.APPROVED, by, reason)


@transaction.atomic
def refuse_restatement(*, proposal: Restatement, by: AbstractBaseUser, reason: str) -> Restatement:
    """Leave what stands, and say why. Who proposed it withdraws it instead."""
    found = _waiting(proposal)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is refused."})
    mine = found.proposed_by_id == by.pk
    return _decide(found, Restatement.Decision.WITHDRAWN if mine else Restatement.Decision.REFUSED, by, reason)


def _waiting(proposal: Restatement) -> Restatement:
    found = Restatement.objects.select_for_update().get(pk=proposal.pk)
    if not found.is_waiting:
        raise ValidationError(f"This was {found.get_decision_display().lower()} meanwhile.")
    return found


def _decide(found: Restatement, decision: str, by: AbstractBaseUser, reason: str) -> Restatement:
    found.decision, found.decided_by_id, found.decided_at = decision, by.pk, timezone.now()
    found.decision_reason = reason.strip()
    found.full_clean()
    found.save()
    return found

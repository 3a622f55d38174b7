"""Who lets a report go, and making it what the committee gets."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ledger.history import amend
from ledger.locks import lock_and_stamp
from ledger.selectors.people import called

from ..drafting import draft_steps, finished
from ..encoding import digest, encode
from ..models import Clearance, CommitteeReport, FrozenReport, State
from ..selectors.reports import find_report, last_words
from .composing import lock_unfrozen

User = AbstractBaseUser | None


@transaction.atomic
def clear_role(*, clearance: Clearance, implications: str, by: User, written_at: datetime | None = None) -> Clearance:
    """A role's word that the report may go, and what follows from it. Not by who wrote the report last.

    `written_at` is when the report that they looked at was last written: another is refused.
    """
    lock_unfrozen(clearance.report)
    last = last_words(clearance.report)
    if by and by.pk == last.history_user_id:
        raise ValidationError("You wrote this report last; somebody else has to clear it.")
    if written_at and written_at != last.history_date:
        who = called(last.history_user, "the system")
        raise ValidationError(f"Changed by {who} since you came here; go back to the report and look at it again.")
    if not clearance.needed:
        raise ValidationError(f"{clearance.get_role_display()} is marked as not needed; ask for it again first.")
    return _amended(clearance, by, implications=implications, cleared_by=by, cleared_at=timezone.now())


@transaction.atomic
def withdraw_clearance(*, clearance: Clearance, reason: str, by: User) -> Clearance:
    lock_unfrozen(clearance.report)
    return _amended(clearance, by, reason, cleared_by=None, cleared_at=None)


@transaction.atomic
def waive_clearance(*, clearance: Clearance, reason: str, by: User) -> Clearance:
    """Say why a report needs no word from a role. One role at least has to give its own."""
    lock_unfrozen(clearance.report)
    if not clearance.report.clearances.filter(needed=True).exclude(pk=clearance.pk).exists():
        raise ValidationError("At least one role has to clear a report.")
    given: dict[str, Any] = {"needed": False, "reason": reason, "cleared_by": None, "cleared_at": None}
    return _amended(clearance, by, reason, **given)


@transaction.atomic
def require_clearance(*, clearance: Clearance, by: User) -> Clearance:
    """Take back that it isn't needed."""
    lock_unfrozen(clearance.report)
    return _amended(clearance, by, needed=True, reason="")


@transaction.atomic
def freeze_report(*, report: CommitteeReport, by: User) -> FrozenReport:
    """Keep the report's value for ever, worked out as at its day. Raises ValidationError where it isn't cleared."""
    lock_unfrozen(report)
    composed = find_report(report.organisation, report.pk, None)
    if composed.awaited:
        roles = ", ".join(each.get_role_display() for each in composed.awaited)
        raise ValidationError(f"It isn’t cleared yet. Awaited: {roles}.")
    now = lock_and_stamp(report.organisation).moment  # nothing that was known by then can still be on its way
    value = finished(draft_steps(composed, now, State.FROZEN))
    frozen = FrozenReport(
        report=report,
        moment=value.moment,
        value=encode(value),
        digest=digest(value),
        by_id=by.pk if by else None,
        frozen_at=now,
    )
    frozen.full_clean()
    frozen.save(force_insert=True)
    report.files.all().delete()  # they say that it isn't frozen
    return frozen


def _amended(clearance: Clearance, by: User, why: str = "", **fields: Any) -> Clearance:
    return amend(clearance, fields, by=by, reason=why)

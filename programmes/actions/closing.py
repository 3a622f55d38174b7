"""Ends and new beginnings: nothing is closed over what is open in it, and nothing opened in what is closed."""

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction

from ledger import actions as ledger
from ledger.actions.words import ClosableT
from ledger.models import Closable

from ..models import Benefit, Opportunity, Programme, Workstream
from .claims import lock_benefit, refuse_double_claims

User = AbstractBaseUser | None

# What has to be closed before the thing that holds it.
HOLDS: dict[type[models.Model], tuple[str, ...]] = {
    Programme: ("workstreams", "benefits"),
    Workstream: ("benefits", "milestones"),
}


@transaction.atomic
def close(*, thing: ClosableT, on: date, outcome: str, reason: str, by: User) -> ClosableT:
    """End `thing`, as `ledger.actions.close`; refused, naming it, while something in it is open."""
    if not thing.is_open:
        raise ValidationError(f"{thing} is closed already.")
    still = [
        f"{kind.capitalize()}: {', '.join(map(str, found))}."
        for kind in HOLDS.get(type(thing), ())
        if (found := list(getattr(thing, kind).open()))
    ]
    if still:
        raise ValidationError(f"Close first what is still open in it. {' '.join(still)}")
    if isinstance(thing, Opportunity) and outcome == Opportunity.Outcome.TAKEN_UP:
        raise ValidationError({"outcome": "Take the opportunity up instead: that makes the benefit, and closes it."})
    return ledger.close(thing=thing, on=on, outcome=outcome, reason=reason, by=by)


@transaction.atomic
def reopen(*, thing: ClosableT, reason: str, by: User) -> ClosableT:
    """Take up again what had ended; refused in what is closed, and where a budget would be claimed twice."""
    for name in ("programme", "workstream"):
        holder = getattr(thing, name, None)
        if isinstance(holder, Closable) and not holder.is_open:
            raise ValidationError(f"The {name} “{holder}” is closed; open it again first.")
    if isinstance(thing, Opportunity) and thing.taken_up_as:
        if thing.taken_up_as.is_open:
            raise ValidationError(f"It was taken up as “{thing.taken_up_as}”; close that benefit first.")
        thing.taken_up_as = None
    if not isinstance(thing, Benefit):
        return ledger.reopen(thing=thing, reason=reason, by=by)
    opened: Any = ledger.reopen(thing=lock_benefit(thing), reason=reason, by=by)
    refuse_double_claims(opened)
    return opened

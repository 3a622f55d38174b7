"""Closing the past that a council brings with it when it goes live."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ledger.actions import close_period

from ..models import Form, Return, State, Step
from ..selectors import Past, past_of
from .returns import lock_return, note_step, open_return

BROUGHT_IN = "Brought in as it was reported before."


@transaction.atomic
def close_history(
    *, form: Form, first: date, last: date, by: AbstractBaseUser | None, reason: str = BROUGHT_IN
) -> list[Return]:
    """Close the periods from that of `first` to that of `last`, which nobody filled in here; those that were.

    What was recorded of them stands as reported from now on; those that are closed already are left alone. Raises
    ValidationError where nothing is recorded, where they aren't past, or where a return is under way.
    """
    periods = _closable(form, first, last).periods
    closed = [lock_return(open_return(form=form, day=period.start, by=by), State.OPEN) for period in periods]
    _closable(form, first, last)  # by now nobody can save into one any more
    series = list(form.lines.values_list("series", flat=True))
    for filled in closed:
        filled.state = State.CLOSED
        filled.save(update_fields=["state"])
        note_step(filled, Step.Kind.CLOSED, by, reason=reason)
        close_period(organisation=form.organisation, series=series, start=filled.start, end=filled.end, by=by)
    return closed


def _closable(form: Form, first: date, last: date) -> Past:
    past = past_of(form, first, last, timezone.localdate())
    if past.refusals:
        raise ValidationError(past.refusals)
    return past

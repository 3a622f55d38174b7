"""Closing the past that a council brings with it when it goes live."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ledger.actions import close_period

from ..models import Form, Return, State, Step
from ..periods import period_after, period_of
from .returns import open_return

BROUGHT_IN = "Brought in as it was reported before."


@transaction.atomic
def close_history(
    *, form: Form, first: date, last: date, by: AbstractBaseUser | None, reason: str = BROUGHT_IN
) -> list[Return]:
    """Close the periods from that of `first` to that of `last`, which nobody filled in here; those that were.

    What was recorded of them stands as reported from now on. Raises ValidationError where a return is under way.
    """
    period, end = period_of(form.frequency, first), period_of(form.frequency, last)
    series = list(form.lines.values_list("series", flat=True))
    closed = []
    while period.start <= end.start:
        filled = open_return(form=form, day=period.start, by=by)
        if filled.steps.exclude(kind=Step.Kind.OPENED).exists():
            raise ValidationError(f"{filled} is under way; it is closed by its own steps.")
        filled.state = State.CLOSED
        filled.save(update_fields=["state"])
        Step.objects.create(
            of=filled, kind=Step.Kind.CLOSED, by_id=by.pk if by else None, at=timezone.now(), reason=reason
        )
        close_period(organisation=form.organisation, series=series, start=period.start, end=period.end, by=by)
        closed.append(filled)
        period = period_after(form.frequency, period)
    return closed

"""Opening the returns that a day calls for, without anybody asking."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import localdate

from ledger.history import first_known
from ledger.months import Span

from ..models import Form, Return
from ..periods import period_after, period_before, period_of
from .returns import open_return


@transaction.atomic
def open_due_returns(*, form: Form, today: date, by: AbstractBaseUser | None = None) -> list[Return]:
    """Open the form's returns from the one after its last to that of today's period; what was opened.

    A form without returns begins with the period in which it was defined, or with the one before where that had
    only just ended: nobody is late with what nobody had been asked for.
    """
    last = form.returns.order_by("-start").first()
    if last:
        period = period_after(form.frequency, last.span)
    else:
        known = first_known(form)
        period = _first_asked(form, localdate(known) if known else today)
    opened = []
    while form.is_open and form.lines.exists() and period.start <= today:
        opened.append(open_return(form=form, day=period.start, by=by))
        period = period_after(form.frequency, period)
    return opened


def _first_asked(form: Form, defined: date) -> Span:
    period = period_of(form.frequency, defined)
    before = period_before(form.frequency, period)
    return before if (defined - before.end).days <= form.deadline_days else period

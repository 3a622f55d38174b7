"""What a second person says of what others recorded: that it stands, and that a period is closed."""

from collections.abc import Collection, Sequence
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from ..errors import Problem, Rejected
from ..locks import lock_and_stamp
from ..models import Approval, ClosedPeriod, Entry, Organisation


def approve_entry(*, entry: Entry, by: AbstractBaseUser) -> Approval:
    """A second person's word that a provisional entry stands. Raises Rejected where it isn't theirs to give."""
    [approval] = approve_entries(organisation=entry.organisation, entries=[entry], by=by)
    return approval


@transaction.atomic
def approve_entries(*, organisation: Organisation, entries: Sequence[Entry], by: AbstractBaseUser) -> list[Approval]:
    """As `approve_entry`, of several of the organisation's: all or none, in as many queries as for one."""
    for entry in entries:
        if not entry.provisional:
            raise Rejected([Problem("entry", "This entry isn't provisional; there is nothing to approve.")])
        if entry.by_id == by.pk:
            raise Rejected([Problem("entry", "You recorded this yourself; another person has to approve it.")])
    moment = lock_and_stamp(organisation).moment
    if Approval.objects.filter(entry__in=entries).exists():
        raise Rejected([Problem("entry", "This entry has been approved already.")])
    return Approval.objects.bulk_create(Approval(entry=entry, by_id=by.pk, approved_at=moment) for entry in entries)


@transaction.atomic
def close_period(
    *, organisation: Organisation, series: Collection[int], start: date, end: date, by: AbstractBaseUser | None
) -> int:
    """Close `series` of the organisation for the days from `start` to `end`; how many were not closed yet."""
    moment = lock_and_stamp(organisation).moment
    closed = ClosedPeriod.objects.filter(series_id__in=series, start=start, end=end).values_list(
        "series_id", flat=True
    )
    open_ones = sorted(set(series) - set(closed))
    same = {"start": start, "end": end, "closed_at": moment, "by_id": by.pk if by else None}
    ClosedPeriod.objects.bulk_create(
        ClosedPeriod(organisation=organisation, series_id=pk, **same) for pk in open_ones
    )
    return len(open_ones)

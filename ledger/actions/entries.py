from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from ..errors import Problem, Rejected
from ..locks import lock_and_stamp
from ..models import Approval, Entry


@transaction.atomic
def approve_entry(*, entry: Entry, by: AbstractBaseUser) -> Approval:
    """A second person's word that a provisional entry stands. Raises Rejected where it isn't theirs to give."""
    if not entry.provisional:
        raise Rejected([Problem("entry", "This entry isn't provisional; there is nothing to approve.")])
    if entry.by_id == by.pk:
        raise Rejected([Problem("entry", "You recorded this yourself; another person has to approve it.")])
    moment = lock_and_stamp(entry.organisation).moment
    if Approval.objects.filter(entry=entry).exists():
        raise Rejected([Problem("entry", "This entry has been approved already.")])
    return Approval.objects.create(entry=entry, by_id=by.pk, approved_at=moment)

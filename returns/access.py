"""Who may do what with a form and its returns."""

from django.core.exceptions import PermissionDenied

from ledger.access import Access, Right
from ledger.models import Role

from .models import Form

RANKS: list[str] = [Role.CONTRIBUTOR, Role.FINANCE_OFFICER, Role.FINANCE_LEAD]


def may_fill(access: Access, form: Form) -> bool:
    """Whether this person may put figures into the form's returns.

    Of a form that is of no one service, who writes for some services only fills in the lines of these.
    """
    if not access.may(Right.RECORD) or RANKS.index(access.role) < RANKS.index(form.preparer_role):
        return False
    return not access.services or form.service is None or form.service.code in access.services


def may_submit(access: Access, form: Form) -> bool:
    """Whether this person may hand over the whole of a return."""
    return may_fill(access, form) and _answers_for_all(access, form)


def may_approve(access: Access, form: Form) -> bool:
    """Whether this person may approve, send back, reopen and close returns."""
    return access.may(Right.APPROVE) and _answers_for_all(access, form)


def require_fill(access: Access, form: Form) -> None:
    """PermissionDenied, in words, for who may not fill in the form."""
    if not may_fill(access, form):
        raise PermissionDenied(f"{form} is filled in by {form.who_fills}.")


def _answers_for_all(access: Access, form: Form) -> bool:
    return not access.services or (form.service is not None and form.service.code in access.services)

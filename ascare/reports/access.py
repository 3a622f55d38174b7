"""Who may do what with reports, beyond reading and recording."""

from ledger.access import Access, Right

from .models import ClearingRole


def right_to_clear(role: str) -> Right:
    """Money is cleared by who approves it; the other roles by anybody who writes."""
    return Right.APPROVE if role == ClearingRole.FINANCE else Right.RECORD


def may_bring_template(access: Access) -> bool:
    """The council's Word template is brought by its administrators and its finance leads."""
    return access.may(Right.ADMINISTER) or access.may(Right.APPROVE)

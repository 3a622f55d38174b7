from ..checks import NewFigure
from .comments import comment_on_figure, erase_comment
from .entries import approve_entry
from .figures import Recorded, record_figures
from .organisations import (
    add_locality,
    add_service,
    create_organisation,
    grant_membership,
    revoke_membership,
    set_partner,
)
from .series import create_series, define_measure, mark_series_break
from .tokens import issue_token, revoke_token

__all__ = [
    "NewFigure",
    "Recorded",
    "add_locality",
    "add_service",
    "approve_entry",
    "comment_on_figure",
    "create_organisation",
    "create_series",
    "define_measure",
    "erase_comment",
    "grant_membership",
    "issue_token",
    "mark_series_break",
    "record_figures",
    "revoke_membership",
    "revoke_token",
    "set_partner",
]

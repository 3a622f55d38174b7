from ..checks import NewFigure
from .comments import comment_on_figure, erase_comment
from .entries import approve_entry
from .figures import Recorded, record_figures
from .organisations import (
    add_locality,
    add_service,
    create_organisation,
    grant_membership,
    invite_person,
    revoke_membership,
    set_partner,
)
from .reference import load_councils, load_measures
from .requests import Answer, KeyReused, answer_once, forget_old_answers
from .series import change_series, create_series, define_measure, mark_series_break, redefine_measure
from .tokens import issue_token, revoke_token
from .words import close, put, reopen

__all__ = [
    "Answer",
    "KeyReused",
    "NewFigure",
    "Recorded",
    "add_locality",
    "add_service",
    "answer_once",
    "approve_entry",
    "change_series",
    "close",
    "comment_on_figure",
    "create_organisation",
    "create_series",
    "define_measure",
    "erase_comment",
    "forget_old_answers",
    "grant_membership",
    "invite_person",
    "issue_token",
    "load_councils",
    "load_measures",
    "mark_series_break",
    "put",
    "record_figures",
    "redefine_measure",
    "reopen",
    "revoke_membership",
    "revoke_token",
    "set_partner",
]

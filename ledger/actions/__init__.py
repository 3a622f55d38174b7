from ..checks import NewFigure
from .comments import comment_on_figure, comment_on_figures, erase_comment
from .entries import approve_entries, approve_entry, close_period
from .figures import Recorded, record_figures
from .jobs import ask_for, ask_for_rebuild, cancel_job, drain_outbox, forget_old_jobs
from .organisations import (
    add_locality,
    add_service,
    create_organisation,
    go_live,
    grant_membership,
    invite_person,
    revoke_membership,
    set_partner,
)
from .reference import load_councils, load_measures
from .requests import Answer, KeyReused, answer_once, forget_old_answers
from .schemes import change_scheme, define_scheme
from .series import change_series, create_series, define_measure, give_series, mark_series_break, redefine_measure
from .tokens import issue_token, revoke_token
from .words import close, drop, put, reopen

__all__ = [
    "Answer",
    "KeyReused",
    "NewFigure",
    "Recorded",
    "add_locality",
    "add_service",
    "answer_once",
    "approve_entries",
    "approve_entry",
    "ask_for",
    "ask_for_rebuild",
    "cancel_job",
    "change_scheme",
    "change_series",
    "close",
    "close_period",
    "comment_on_figure",
    "comment_on_figures",
    "create_organisation",
    "create_series",
    "define_measure",
    "define_scheme",
    "drain_outbox",
    "drop",
    "erase_comment",
    "forget_old_answers",
    "forget_old_jobs",
    "give_series",
    "go_live",
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

"""Reads of forms, returns and restatements, page-sized, as frozen values."""

from .corrections import Correction, corrections_since
from .forms import FormPage, FormSummary, form_page, forms_of, parts_history, series_for
from .past import Past, PastLine, past_of, past_reaches
from .restatements import RestatementLine, restatement_line, restatements_of
from .returns import (
    ReturnFacts,
    ReturnLine,
    ToDo,
    find_return,
    lines_of,
    preparers,
    return_facts,
    returns_of,
    stand,
    to_do,
    uncommented,
    unfilled,
    variances_of,
)

__all__ = [
    "Correction",
    "FormPage",
    "FormSummary",
    "Past",
    "PastLine",
    "RestatementLine",
    "ReturnFacts",
    "ReturnLine",
    "ToDo",
    "corrections_since",
    "find_return",
    "form_page",
    "forms_of",
    "lines_of",
    "parts_history",
    "past_of",
    "past_reaches",
    "preparers",
    "restatement_line",
    "restatements_of",
    "return_facts",
    "returns_of",
    "series_for",
    "stand",
    "to_do",
    "uncommented",
    "unfilled",
    "variances_of",
]

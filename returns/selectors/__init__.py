"""Reads of forms, returns and restatements, page-sized, as frozen values."""

from .forms import FormPage, FormSummary, form_page, forms_of, series_for
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
    "FormPage",
    "FormSummary",
    "RestatementLine",
    "ReturnFacts",
    "ReturnLine",
    "ToDo",
    "find_return",
    "form_page",
    "forms_of",
    "lines_of",
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

"""Budgets recorded in the ledger, whose refusals are said as those of forms."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from ledger.actions import NewFigure, Recorded, record_figures
from ledger.errors import Rejected


def record_budgets(figures: Sequence[NewFigure], field: str, **entry: Any) -> Recorded:
    """Record `figures` in one entry. Raises ValidationError, at `field`, with what the ledger refuses."""
    try:
        return record_figures(figures=figures, **entry)
    except Rejected as error:
        raise ValidationError({field: list(dict.fromkeys(each.message for each in error.problems))}) from error

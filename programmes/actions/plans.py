"""Mitigations, impairments, opportunities and investments: lines of a programme with a series each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.text import slugify

from ledger.actions import put
from ledger.models import Frequency

from ..models import Impairment, Investment, Mitigation, Opportunity
from .series import Made, make_series

User = AbstractBaseUser | None
LineT = TypeVar("LineT", Mitigation, Impairment, Opportunity, Investment)

LINES: dict[type, Made] = {
    Mitigation: Made("mitigations", "mitigation", "mitigation"),
    Impairment: Made("impairments", "impaired-savings", "not expected", Frequency.YEAR),
    Opportunity: Made("opportunities", "opportunity-value", "opportunity", Frequency.YEAR),
    Investment: Made("investments", "investment-budget", "investment"),
}


@transaction.atomic
def put_line(
    model: type[LineT],
    key: Mapping[str, Any],
    *,
    by: User,
    known_from: datetime | None = None,
    reason: str = "",
    **fields: Any,
) -> LineT:
    """As `ledger.actions.put`; a new one is given a series of its own unless it comes with one."""
    words = {**key, **fields}
    if not words.get("series") and not model._default_manager.filter(**key).exists():
        made, name = LINES[model], words["name"]
        path = f"{made.path}/{slugify(name) or 'unnamed'}"
        title = f"{name}: {made.what}"
        fields["series"] = make_series(words["programme"], path, title, made.measure, by, known_from, made.frequency)
    return put(model, key, by=by, known_from=known_from, reason=reason, **fields)

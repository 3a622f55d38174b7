from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from ..history import amend, keep
from ..models import Organisation, RatingScheme
from .jobs import ask_for_rebuild


@transaction.atomic
def define_scheme(
    *, organisation: Organisation, code: str, by: AbstractBaseUser | None, reason: str = "", **fields: Any
) -> RatingScheme:
    """Define a new rating scheme. No series is rated by it yet, so nothing has to be rated anew."""
    return keep(RatingScheme(organisation=organisation, code=code, **fields), by=by, reason=reason)


@transaction.atomic
def change_scheme(
    *, scheme: RatingScheme, by: AbstractBaseUser | None, reason: str = "", **fields: Any
) -> RatingScheme:
    """Change a rating scheme: not its code, by which the API knows it.

    Where its thresholds change, what it rates is rated anew once this is saved.
    """
    if "code" in fields:
        raise ValidationError({"code": "The code of a scheme can’t change; make a new scheme."})
    before = _thresholds(scheme)
    changed = amend(scheme, fields, by=by, reason=reason)
    if _thresholds(changed) != before:
        ask_for_rebuild(organisations=[scheme.organisation], by=by)
    return changed


def _thresholds(scheme: RatingScheme) -> tuple[object, ...]:
    return (scheme.green_within, scheme.amber_within, scheme.judged_on)

"""The series that what finance holds is given when it is made."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from ledger.actions import create_series
from ledger.models import Frequency, Measure, Method, Organisation, Series, Service
from ledger.models.series import validate_address


def make_series(
    *,
    organisation: Organisation,
    path: str,
    name: str,
    measure: str,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
    frequency: str = Frequency.MONTH,
    method: str = Method.AS_PLANNED,
    service: Service | None = None,
) -> Series:
    """A new series of a shipped measure, under a code of its own: with a number behind it where that one is taken."""
    return create_series(
        organisation=organisation,
        code=_free_code(organisation, path),
        name=name[: _most("name")],
        measure=Measure.objects.get(organisation=None, code=measure),
        frequency=frequency,
        method=method,
        service=service,
        by=by,
        known_from=known_from,
    )


def _free_code(organisation: Organisation, path: str) -> str:
    stem = path[: _most("code") - 5].rstrip("-/")
    taken = set(organisation.series.filter(code__startswith=stem).values_list("code", flat=True))
    code, number = stem, 1
    while code in taken or not _is_free_address(code):
        number += 1
        code = f"{stem}-{number}"
    return code


def _is_free_address(code: str) -> bool:
    try:
        validate_address(code)
    except ValidationError:
        return False
    return True


def _most(field: str) -> int:
    return int(getattr(Series._meta.get_field(field), "max_length", 0))

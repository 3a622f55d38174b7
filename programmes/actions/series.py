"""The series that a programme and what it holds are given when they are made."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from ledger.actions import create_series
from ledger.models import Frequency, Measure, Series
from ledger.models.series import validate_address

from ..models import Programme

User = AbstractBaseUser | None


class Made(NamedTuple):
    """A series that is made for something: the end of its code, its measure, and what follows its owner's name."""

    path: str
    measure: str
    what: str
    frequency: str = Frequency.MONTH


# By the field of a programme that points to it.
PROGRAMME_SERIES = {
    "impact_series": Made("impact", "financial-impact", "financial impact"),
    "avoidance_series": Made("avoidance", "cost-avoidance", "cost avoidance"),
    "position_series": Made("position", "spend-over-target-position", "spend over target position", Frequency.YEAR),
    "spend_series": Made("spend", "programme-spend", "spend that it can influence"),
}


# What stands after a programme's address, or after its kinds', can't be a name of something.
ADDRESSES = ("new", "record", "edit", "year", *(made.path for made in PROGRAMME_SERIES.values()))


def refuse_address(slug: str) -> None:
    if slug in ADDRESSES:
        raise ValidationError({"slug": f"“{slug}” is an address of its own; choose another."})


def make_series(
    programme: Programme, path: str, name: str, measure: str, by: User, known_from: datetime | None, frequency: str
) -> Series:
    """A new series of `programme`, under a code of its own: with a number behind it where that one is taken."""
    return create_series(
        organisation=programme.organisation,
        code=_free_code(programme, path),
        name=name[: _most("name")],
        measure=Measure.objects.get(organisation=None, code=measure),
        frequency=frequency,
        by=by,
        known_from=known_from,
    )


def _free_code(programme: Programme, path: str) -> str:
    stem = f"{programme.slug}/{path}"[: _most("code") - 5].rstrip("-/")
    taken = set(programme.organisation.series.filter(code__startswith=stem).values_list("code", flat=True))
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

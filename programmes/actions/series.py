"""The series that a programme and what it holds are given when they are made."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from ledger.actions import give_series
from ledger.models import Frequency, Series

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
    """A new series of `programme`, under its slug."""
    return give_series(
        organisation=programme.organisation,
        path=f"{programme.slug}/{path}",
        name=name,
        measure=measure,
        by=by,
        known_from=known_from,
        frequency=frequency,
    )

from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from ..history import amend, keep
from ..models import Measure, Organisation, Series, SeriesBreak
from ..models.series import validate_address
from .jobs import ask_for_rebuild

# What stored documents follow from, beside the figures.
MEASURE_RULES = ("better", "rollup", "per", "unit", "decimals", "numerator_id", "denominator_id")
SERIES_RULES = ("method", "scheme_id", "numerator_id", "denominator_id")


@transaction.atomic
def define_measure(
    *,
    organisation: Organisation | None,
    code: str,
    by: AbstractBaseUser | None,
    reason: str = "",
    known_from: datetime | None = None,
    **fields: Any,
) -> Measure:
    """Define a new measure. `organisation` is None for those that ship, whose codes nobody else may take."""
    if organisation and Measure.objects.filter(organisation=None, code=code).exists():
        raise ValidationError({"code": f"“{code}” is a shipped measure's code; choose another."})
    measure = Measure(organisation=organisation, code=code, **fields)
    return keep(measure, by=by, reason=reason, known_from=known_from)


@transaction.atomic
def redefine_measure(*, measure: Measure, by: AbstractBaseUser | None, reason: str, **fields: Any) -> Measure:
    """Change a definition; nothing is saved where nothing differs."""
    rules = attrgetter(*MEASURE_RULES)
    before = rules(measure)
    amend(measure, fields, by=by, reason=reason)
    if rules(measure) != before:
        concerned = Q(measure=measure) | Q(measure__numerator=measure) | Q(measure__denominator=measure)
        users = Organisation.objects.filter(series__in=Series.objects.filter(concerned)).distinct()
        ask_for_rebuild(organisations=users, by=by)
    return measure


@transaction.atomic
def create_series(
    *,
    organisation: Organisation,
    code: str,
    name: str,
    measure: Measure,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
    **fields: Any,
) -> Series:
    """Make a series; `fields` are its frequency, parts, projection and the like, each usual where left out."""
    series = Series(organisation=organisation, code=code, name=name, measure=measure, **fields)
    return keep(series, by=by, known_from=known_from)


def give_series(
    *,
    organisation: Organisation,
    path: str,
    name: str,
    measure: str,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
    **fields: Any,
) -> Series:
    """A new series of a shipped measure for what is made with one: under the code `path`, with a number behind it
    where that is taken."""
    return create_series(
        organisation=organisation,
        code=_free_code(organisation, path),
        name=name[: _most("name")],
        measure=Measure.objects.get(organisation=None, code=measure),
        by=by,
        known_from=known_from,
        **fields,
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


@transaction.atomic
def change_series(*, series: Series, by: AbstractBaseUser | None, **fields: Any) -> Series:
    """Change what may change of a series: not its code or measure, under which figures are recorded."""
    if fixed := {"code", "measure", "organisation"} & fields.keys():
        raise ValidationError(f"The {' and '.join(sorted(fixed))} of a series can't change; make a new series.")
    rules = attrgetter(*SERIES_RULES)
    before = rules(series)
    amend(series, fields, by=by)
    if rules(series) != before:
        ask_for_rebuild(organisations=[series.organisation], by=by)
    return series


@transaction.atomic
def mark_series_break(
    *,
    series: Series,
    on: date,
    reason: str,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
) -> SeriesBreak:
    """Note that from `on` the numbers can't be compared with those before."""
    found = SeriesBreak.objects.filter(series=series, on=on).first()
    return amend(found or SeriesBreak(series=series, on=on), {"reason": reason}, by=by, known_from=known_from)

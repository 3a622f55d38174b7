"""Defining what is collected: forms, their lines and their checks. Each change is kept with who made it and why."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from ledger.actions import drop
from ledger.history import amend, keep
from ledger.models import Organisation, Series

from ..models import Form, FormCheck, FormLine

User = AbstractBaseUser | None
LONGEST_SLUG = 80
ADDRESSES = ("new",)  # /forms/new/ is a page of its own


@transaction.atomic
def define_form(*, organisation: Organisation, by: User, reason: str = "", **fields: Any) -> Form:
    """A new form; it is known in addresses by its name as it is now, with a number where another has that."""
    base = slugify(str(fields.get("name", "")))[: LONGEST_SLUG - 4].strip("-") or "form"
    taken = {*ADDRESSES, *organisation.forms.values_list("slug", flat=True)}
    slug = next(name for name in _numbered(base) if name not in taken)
    return keep(Form(organisation=organisation, slug=slug, **fields), by=by, reason=reason)


@transaction.atomic
def change_form(*, form: Form, by: User, reason: str = "", **fields: Any) -> Form:
    """Other words or rules for a form. How often it is filled in stays, once it has lines or returns."""
    often = fields.get("frequency", form.frequency)
    if often != form.frequency and (form.lines.exists() or form.returns.exists()):
        raise ValidationError(
            {"frequency": "Its lines are kept as often as this says, so it can't change; define another form."}
        )
    return amend(form, fields, by=by, reason=reason)


@transaction.atomic
def add_lines(
    *, form: Form, series: Sequence[Series], section: str = "", by: User, reason: str = ""
) -> list[FormLine]:
    """Put series on a form, below those that are there. What stands on it already stays where it is."""
    Form.objects.select_for_update().get(pk=form.pk)
    there = set(form.lines.values_list("series_id", flat=True))
    last = form.lines.aggregate(last=Max("position"))["last"] or 0
    wanted = [one for one in series if one.pk not in there]
    return [
        keep(FormLine(form=form, series=one, section=section, position=last + number), by=by, reason=reason)
        for number, one in enumerate(wanted, start=1)
    ]


@transaction.atomic
def arrange_lines(*, form: Form, places: Sequence[tuple[FormLine, str]], by: User, reason: str = "") -> int:
    """Put the form's lines in that order, each in that section; how many changed. Lines not named follow."""
    Form.objects.select_for_update().get(pk=form.pk)
    named = {line.pk for line, _ in places}
    rest = [(line, line.section) for line in form.lines.all() if line.pk not in named]
    changed = 0
    for position, (line, section) in enumerate([*places, *rest], start=1):
        if (line.position, line.section) != (position, section.strip()):
            amend(line, {"position": position, "section": section.strip()}, by=by, reason=reason)
            changed += 1
    return changed


@transaction.atomic
def remove_line(*, line: FormLine, by: User, reason: str = "") -> None:
    """Take a series off a form, with the checks that name it. Its figures stay what they are."""
    drop(thing=line, by=by, reason=reason)


@transaction.atomic
def add_check(*, form: Form, by: User, reason: str = "", **fields: Any) -> FormCheck:
    """Something that should hold between two of the form's lines."""
    return keep(FormCheck(form=form, **fields), by=by, reason=reason)


@transaction.atomic
def remove_check(*, check: FormCheck, by: User, reason: str = "") -> None:
    drop(thing=check, by=by, reason=reason)


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in count(2))

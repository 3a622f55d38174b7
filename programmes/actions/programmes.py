"""Programmes, their workstreams, what partners bear of them, and what is judged of their delivery."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from ledger.actions import put
from ledger.history import amend
from ledger.models import Organisation
from raid.actions import open_log

from ..contributions import WHOLE
from ..models import Confidence, Contribution, Programme, Workstream
from .series import PROGRAMME_SERIES, make_series, refuse_address

User = AbstractBaseUser | None


@transaction.atomic
def put_programme(
    *,
    organisation: Organisation,
    slug: str,
    by: User,
    known_from: datetime | None = None,
    reason: str = "",
    wanted: Collection[str] = (),
    **fields: Any,
) -> Programme:
    """Create the programme called `slug`, with its log, or change it; likewise below.

    Of PROGRAMME_SERIES those `wanted` are made where it has none. What doesn't differ isn't saved again.
    """
    refuse_address(slug)
    found = Programme.objects.filter(organisation=organisation, slug=slug).first()
    named = found or Programme(organisation=organisation, slug=slug)
    name = fields.get("name", named.name)
    if found is None:
        log = open_log(organisation=organisation, name=name, by=by, known_from=known_from)
        fields = {"log": log, **fields}
    for pointer in wanted:
        if getattr(named, pointer) is None and not fields.get(pointer):
            made = PROGRAMME_SERIES[pointer]
            title = f"{name}: {made.what}"
            fields[pointer] = make_series(named, made.path, title, made.measure, by, known_from, made.frequency)
    key = {"organisation": organisation, "slug": slug}
    return put(Programme, key, by=by, known_from=known_from, reason=reason, **fields)


@transaction.atomic
def put_workstream(
    *,
    programme: Programme,
    slug: str,
    by: User,
    known_from: datetime | None = None,
    reason: str = "",
    **fields: Any,
) -> Workstream:
    refuse_address(slug)
    key = {"programme": programme, "slug": slug}
    if not Workstream.objects.filter(**key).exists():
        name = f"{programme}: {fields.get('name', slug)}"[:200]
        log = open_log(organisation=programme.organisation, name=name, by=by, known_from=known_from)
        fields = {"log": log, **fields}
    return put(Workstream, key, by=by, known_from=known_from, reason=reason, **fields)


@transaction.atomic
def put_contribution(
    key: Mapping[str, Any], *, by: User, known_from: datetime | None = None, reason: str = "", **fields: Any
) -> Contribution:
    """What a partner bears of a subject. Raises ValidationError where together they would bear more than all."""
    contribution = put(Contribution, key, by=by, known_from=known_from, reason=reason, **fields)
    # One writer at a time, who counts what the last one left.
    Programme.objects.select_for_update(no_key=True).get(pk=contribution.programme_id)
    same = Contribution.objects.filter(programme=contribution.programme_id, subject=contribution.subject)
    others = same.exclude(pk=contribution.pk).aggregate(total=Sum("share"))["total"] or Decimal(0)
    if others + contribution.share > WHOLE:
        left = max(WHOLE - others, Decimal(0)).normalize()
        message = f"The other partners bear {others.normalize():f}% of the {contribution.subject}; {left:f}% is left."
        raise ValidationError({"share": message})
    return contribution


@transaction.atomic
def assess_confidence(
    *,
    programme: Programme,
    on: date,
    by: User,
    known_from: datetime | None = None,
    change: str = "",
    **fields: Any,
) -> Confidence:
    """Judge, or judge again, how it stood on a day: a level with its reason. `change` says why it is judged anew."""
    found = Confidence.objects.filter(programme=programme, on=on).first()
    return amend(found or Confidence(programme=programme, on=on), fields, by=by, known_from=known_from, reason=change)

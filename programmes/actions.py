"""Every write to programmes. `known_from` is for published papers, which were known before they were loaded."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from ledger.history import keep
from ledger.models import Organisation, Series

from .models import Confidence, Investment, Kpi, Programme, Workstream

User = AbstractBaseUser | None
ModelT = TypeVar("ModelT", bound=models.Model)


@transaction.atomic
def put_programme(
    *, organisation: Organisation, slug: str, by: User, known_from: datetime | None = None, **fields: Any
) -> Programme:
    """Create the programme called `slug`, or change it; likewise below. What doesn't differ isn't saved again."""
    found = Programme.objects.filter(organisation=organisation, slug=slug).first()
    return _put(found or Programme(organisation=organisation, slug=slug), fields, by, known_from)


@transaction.atomic
def put_workstream(
    *, programme: Programme, slug: str, by: User, known_from: datetime | None = None, **fields: Any
) -> Workstream:
    found = Workstream.objects.filter(programme=programme, slug=slug).first()
    return _put(found or Workstream(programme=programme, slug=slug), fields, by, known_from)


@transaction.atomic
def put_kpi(
    *, programme: Programme, series: Series, by: User, known_from: datetime | None = None, **fields: Any
) -> Kpi:
    found = Kpi.objects.filter(programme=programme, series=series).first()
    return _put(found or Kpi(programme=programme, series=series), fields, by, known_from)


@transaction.atomic
def put_investment(
    *, programme: Programme, series: Series, by: User, known_from: datetime | None = None, **fields: Any
) -> Investment:
    found = Investment.objects.filter(programme=programme, series=series).first()
    return _put(found or Investment(programme=programme, series=series), fields, by, known_from)


@transaction.atomic
def assess_confidence(
    *, programme: Programme, on: date, by: User, known_from: datetime | None = None, **fields: Any
) -> Confidence:
    found = Confidence.objects.filter(programme=programme, on=on).first()
    return _put(found or Confidence(programme=programme, on=on), fields, by, known_from)


def _put(instance: ModelT, fields: dict[str, Any], by: User, known_from: datetime | None) -> ModelT:
    if instance.pk and all(getattr(instance, name) == value for name, value in fields.items()):
        return instance
    for name, value in fields.items():
        setattr(instance, name, value)
    return keep(instance, by=by, known_from=known_from)

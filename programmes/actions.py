"""Every write to programmes. `known_from` is for published papers, which were known before they were loaded."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from ledger.history import amend
from ledger.models import Organisation, Series

from .models import Confidence, Investment, Kpi, Programme, Workstream

User = AbstractBaseUser | None


@transaction.atomic
def put_programme(
    *, organisation: Organisation, slug: str, by: User, known_from: datetime | None = None, **fields: Any
) -> Programme:
    """Create the programme called `slug`, or change it; likewise below. What doesn't differ isn't saved again."""
    found = Programme.objects.filter(organisation=organisation, slug=slug).first()
    return amend(found or Programme(organisation=organisation, slug=slug), fields, by=by, known_from=known_from)


@transaction.atomic
def put_workstream(
    *, programme: Programme, slug: str, by: User, known_from: datetime | None = None, **fields: Any
) -> Workstream:
    found = Workstream.objects.filter(programme=programme, slug=slug).first()
    return amend(found or Workstream(programme=programme, slug=slug), fields, by=by, known_from=known_from)


@transaction.atomic
def put_kpi(*, series: Series, by: User, known_from: datetime | None = None, **fields: Any) -> Kpi:
    found = Kpi.objects.filter(series=series).first()
    kpi = found or Kpi(organisation=series.organisation, series=series)
    return amend(kpi, fields, by=by, known_from=known_from)


@transaction.atomic
def put_investment(
    *, programme: Programme, series: Series, by: User, known_from: datetime | None = None, **fields: Any
) -> Investment:
    found = Investment.objects.filter(programme=programme, series=series).first()
    return amend(found or Investment(programme=programme, series=series), fields, by=by, known_from=known_from)


@transaction.atomic
def assess_confidence(
    *, programme: Programme, on: date, by: User, known_from: datetime | None = None, **fields: Any
) -> Confidence:
    found = Confidence.objects.filter(programme=programme, on=on).first()
    return amend(found or Confidence(programme=programme, on=on), fields, by=by, known_from=known_from)

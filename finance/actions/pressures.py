"""Pressures: what an event such as a pandemic costs, keeps from being saved, or from coming in."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from ledger.actions import give_series, put
from ledger.models import Method, Organisation

from ..models import Pressure
from .addresses import refuse_address

MEASURES = {
    Pressure.Kind.COST: "extra-cost",
    Pressure.Kind.SAVINGS: "impaired-savings",
    Pressure.Kind.INCOME: "lost-income",
}


@transaction.atomic
def put_pressure(
    *,
    organisation: Organisation,
    slug: str,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
    reason: str = "",
    **fields: Any,
) -> Pressure:
    """Create the pressure called `slug`, with a series by month unless it comes with one, or change it."""
    key = {"organisation": organisation, "slug": slug}
    if not Pressure.objects.filter(**key).exists():
        refuse_address(slug)
        if "series" not in fields:
            fields["series"] = give_series(
                organisation=organisation,
                path=f"pressures/{slug}",
                name=f"{fields['event']}: {fields['name']}",
                measure=MEASURES[Pressure.Kind(fields["kind"])],
                by=by,
                known_from=known_from,
                method=Method.OFFICER,
            )
    return put(Pressure, key, by=by, known_from=known_from, reason=reason, **fields)

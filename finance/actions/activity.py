"""Activity lines: what care is bought, each with a series of how much and one of what it costs."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from ledger.actions import give_series, put
from ledger.models import Organisation

from ..models import ActivityLine
from .addresses import refuse_address

MEASURES = {
    ActivityLine.Counts.PEOPLE: "people-in-care",
    ActivityLine.Counts.HOURS: "hours-of-care",
    ActivityLine.Counts.NIGHTS: "nights-of-care",
}
PRICE = "unit-cost"


@transaction.atomic
def put_activity_line(
    *,
    organisation: Organisation,
    slug: str,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
    reason: str = "",
    **fields: Any,
) -> ActivityLine:
    """Create the line called `slug`, with its two series unless it comes with them, or change it.

    What it counts is fixed by its series: it can't change once the line is made.
    """
    key = {"organisation": organisation, "slug": slug}
    if not ActivityLine.objects.filter(**key).exists():
        refuse_address(slug)
        counts = ActivityLine.Counts(fields.get("counts", ActivityLine.Counts.PEOPLE))
        made = {
            "quantity_series": ("quantity", f"{fields['name']}: {counts.label.lower()}", MEASURES[counts]),
            "price_series": ("unit-cost", f"{fields['name']}: unit cost", PRICE),
        }
        for pointer, (path, name, measure) in made.items():
            if pointer not in fields:
                fields[pointer] = give_series(
                    organisation=organisation,
                    path=f"activity/{slug}/{path}",
                    name=name,
                    measure=measure,
                    by=by,
                    known_from=known_from,
                    service=fields.get("service"),
                )
    return put(ActivityLine, key, by=by, known_from=known_from, reason=reason, **fields)

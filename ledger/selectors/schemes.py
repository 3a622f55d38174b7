"""The rating schemes of an organisation, and how many series each of them rates."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from ..history import as_of
from ..models import Organisation, RatingScheme, Series


@dataclass(frozen=True)
class SchemeLine:
    scheme: RatingScheme
    series: int  # how many it rates


def schemes_of(organisation: Organisation, moment: datetime | None) -> list[SchemeLine]:
    """The organisation's rating schemes at `moment`, by name: two queries."""
    rated = as_of(Series, moment).filter(organisation_id=organisation.pk, scheme_id__isnull=False)
    counts = Counter(rated.values_list("scheme_id", flat=True))
    schemes = as_of(RatingScheme, moment).filter(organisation_id=organisation.pk).order_by("name")
    return [SchemeLine(scheme, counts[scheme.pk]) for scheme in schemes]

"""Measures as they were defined at a moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from ..history import as_of
from ..models import (
    Measure,
    Organisation,
    Series,
)
from .people import called


@dataclass(frozen=True)
class DefinedMeasure:
    measure: Measure
    later: bool  # defined only after the moment asked about, and shown as it is today


def measures_at(organisation: Organisation, moment: datetime | None) -> list[DefinedMeasure]:
    """Every measure that the organisation can use, as defined at `moment`, by name: at most two queries.

    One that was defined later is among them, for figures known earlier may have been loaded under it.
    """
    usable = Q(organisation=None) | Q(organisation=organisation)
    known = [DefinedMeasure(measure, False) for measure in as_of(Measure, moment).filter(usable)]
    if moment:
        then = {found.measure.pk for found in known}
        known += [DefinedMeasure(now, True) for now in Measure.objects.filter(usable) if now.pk not in then]
    return sorted(known, key=lambda found: found.measure.name.casefold())


@dataclass(frozen=True)
class MeasureChange:
    at: datetime
    by: str
    what: str
    reason: str


def measure_changes(measure: Measure, moment: datetime | None) -> list[MeasureChange]:
    """Who defined and changed a measure up to `moment`, newest first: one query."""
    rows = Measure.history.filter(id=measure.pk)
    if moment:
        rows = rows.filter(history_date__lte=moment)
    versions = list(rows.select_related("history_user").order_by("history_date", "history_id"))
    return [
        MeasureChange(
            at=row.history_date,
            by=called(row.history_user, "the system"),
            what=_difference(before, row) if before else "Defined",
            reason=row.history_change_reason or "",
        )
        for before, row in zip([None, *versions], versions, strict=False)
    ][::-1]


def _difference(before: Any, after: Any) -> str:
    """The names of the fields that differ."""
    fields = Measure._meta.concrete_fields
    changed = [f.verbose_name for f in fields if getattr(before, f.attname) != getattr(after, f.attname)]
    return f"Changed {', '.join(map(str, changed))}" if changed else "Saved unchanged"


def series_of(organisation: Organisation, measure: Measure, moment: datetime | None) -> list[Series]:
    """The organisation's series of one measure at `moment`."""
    return list(as_of(Series, moment).filter(organisation=organisation, measure_id=measure.pk).order_by("code"))

"""What was changed of a domain object's words, when, by whom and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from ..history import linked
from ..months import day_label
from .people import called


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class WordsChange:
    at: datetime
    by: str
    reason: str
    created: bool
    fields: tuple[FieldChange, ...]


# What forms ask under names of their own, of everything that ends.
CALLED = {"closed_on": "Ended on", "outcome": "How it ended", "closing_reason": "Why it ended"}


def words_history(
    thing: models.Model, moment: datetime | None, labels: Mapping[str, str] | None = None
) -> list[WordsChange]:
    """Every version of `thing` known at `moment`, newest first, with what differs from the one before.

    `labels` are what its form calls its fields. One query, one for each thing that it pointed to, and two a version
    for each relation to many.
    """
    history: Any = thing.history  # type: ignore[attr-defined]
    rows = history.all() if moment is None else history.filter(history_date__lte=moment)
    versions = list(rows.select_related("history_user").order_by("history_date", "history_id"))
    names: dict[tuple[str, int], str] = {}
    called_by = {**CALLED, **(labels or {})}
    return [
        WordsChange(
            at=row.history_date,
            by=called(row.history_user, "the system"),
            reason=row.history_change_reason or "",
            created=before is None,
            fields=tuple(_differences(before, row, names, called_by)),
        )
        for before, row in zip([None, *versions], versions, strict=False)
    ][::-1]


def _differences(
    before: Any, after: Any, names: dict[tuple[str, int], str], labels: Mapping[str, str]
) -> list[FieldChange]:
    found = []
    for field in (*after.tracked_fields, *after._history_m2m_fields):
        if field.primary_key or field.name == "position":
            continue
        old, new = (_said(row, field, names) if row else "" for row in (before, after))
        if old != new:
            label = labels.get(field.name) or str(field.verbose_name)
            found.append(FieldChange(label[:1].upper() + label[1:], old, new))
    return found


def _said(row: Any, field: models.Field, names: dict[tuple[str, int], str]) -> str:
    """A field's value as a reader would say it."""
    if field.many_to_many:
        return ", ".join(sorted(_named(field, pk, names) for pk in linked(row, field.name)))
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return _named(field, value, names)
    if field.name == "outcome":
        return str(row.instance.ending)  # its choices are its class's own
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return day_label(value) if isinstance(value, date) else str(value)


def _named(field: models.Field, pk: int, names: dict[tuple[str, int], str]) -> str:
    """What `field` points to, asked for once."""
    key = (field.name, pk)
    if key not in names:
        related: Any = field.related_model
        names[key] = str(related._default_manager.filter(pk=pk).first() or "something that is gone")
    return names[key]

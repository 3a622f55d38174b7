"""How a domain object points down to its numbers and to its log, which know nothing of it."""

from django.core.exceptions import ValidationError
from django.db import models

from ledger.models import Series
from raid.models import Log


def series_field(help_text: str) -> "models.ForeignKey[Series | None, Series | None]":
    return models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text=help_text
    )


def log_field() -> "models.OneToOneField[Log | None, Log | None]":
    return models.OneToOneField(
        Log, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )


def check_same_programme(thing: models.Model, programme: int, *names: str) -> None:
    """Raise ValidationError where what `thing` points to by `names` belongs to another programme."""
    for name in names:
        other = getattr(thing, name)
        if other and other.programme_id != programme:
            raise ValidationError({name: f"{other} belongs to another programme."})

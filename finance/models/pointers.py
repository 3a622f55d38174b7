"""What every model of finance asks of what it points to."""

from django.core.exceptions import ValidationError
from django.db import models


def check_same_organisation(thing: models.Model, *names: str) -> None:
    """Raise ValidationError where what `thing` points to by `names` belongs to another organisation."""
    organisation: int = thing.organisation_id  # type: ignore[attr-defined]
    for name in names:
        other = getattr(thing, name) if getattr(thing, f"{name}_id") else None
        if other and other.organisation_id != organisation:
            raise ValidationError({name: f"{other} belongs to another organisation."})

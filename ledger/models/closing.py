from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class ClosableQuerySet(models.QuerySet["Closable"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class Closable(models.Model):
    """Something that is worked on until it ends: when, how (one of its class's `Outcome`) and why go together."""

    closed_on = models.DateField(null=True, blank=True, editable=False)
    outcome = models.CharField(max_length=12, blank=True, editable=False)
    closing_reason = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_closed_as_something",
                condition=Q(closed_on__isnull=True, outcome="") | (Q(closed_on__isnull=False) & ~Q(outcome="")),
            )
        ]

    def clean(self) -> None:
        outcomes = self.outcomes()
        if self.outcome and self.outcome not in outcomes.values:
            raise ValidationError({"outcome": f"Choose one of {', '.join(map(str, outcomes.labels)).lower()}."})

    @classmethod
    def outcomes(cls) -> type[models.TextChoices]:
        """How things of this class end."""
        found: type[models.TextChoices] = cls.Outcome  # type: ignore[attr-defined]
        return found

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def ending(self) -> str:
        """How it ended, in words; empty while it is open."""
        return str(self.outcomes()(self.outcome).label) if self.outcome else ""

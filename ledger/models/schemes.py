from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from .organisations import Organisation, slug_validator


class RatingScheme(models.Model):
    """How far short of its plan a number may fall to be green or amber: an organisation's thresholds as data."""

    class Judged(models.TextChoices):
        OUTTURN = "outturn", "The projected outturn against the year's target"
        TO_DATE = "to-date", "What came so far against the plan so far"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="rating_schemes")
    code = models.SlugField(max_length=60, validators=[slug_validator])
    name = models.CharField(max_length=120)
    judged_on = models.CharField(
        max_length=10, choices=Judged, default=Judged.OUTTURN, help_text="Where it isn't known, the other one is."
    )
    green_within = models.DecimalField(
        max_digits=5, decimal_places=2, help_text="Green up to this many per cent on the adverse side of the plan."
    )
    amber_within = models.DecimalField(
        max_digits=5, decimal_places=2, help_text="Amber up to this many per cent; beyond is red."
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="rating_scheme_code_once"),
            models.CheckConstraint(
                name="rating_scheme_judged_known", condition=Q(judged_on__in=["outturn", "to-date"])
            ),
            models.CheckConstraint(
                name="rating_scheme_thresholds_in_order",
                condition=Q(green_within__gte=0, amber_within__gte=F("green_within")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

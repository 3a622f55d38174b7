from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..closing import Closed
from .organisations import Organisation
from .series import Series


class ClosedPeriodQuerySet(models.QuerySet["ClosedPeriod"]):
    def by_series(self) -> dict[int, list[Closed]]:
        """The periods of each series that has any."""
        found: dict[int, list[Closed]] = {}
        for row in self.order_by().values_list("series_id", "start", "end", "closed_at"):
            found.setdefault(row[0], []).append(Closed(*row))
        return found


class ClosedPeriod(models.Model):
    """From a moment on, what a series says of a period stands as reported, and changes by restatement alone.

    Closed are its actuals of days within the period, and the forecasts made in it. What is recorded in an empty
    cell afterwards is late. Nothing opens it again: triggers in the database refuse every UPDATE and DELETE.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="closed_periods")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="closed_periods")
    start = models.DateField()
    end = models.DateField()
    closed_at = models.DateTimeField(help_text="The organisation's stamp: entries recorded later come after it.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["series", "start"]
        indexes = [models.Index(fields=["organisation", "closed_at"], name="closed_period_stamp")]
        constraints = [
            models.UniqueConstraint(fields=["series", "start", "end"], name="closed_period_once"),
            models.CheckConstraint(name="closed_period_in_order", condition=Q(end__gte=F("start"))),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} from {self.start} to {self.end}"

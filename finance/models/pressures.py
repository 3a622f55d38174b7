from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ledger.models import Closable, ClosableQuerySet, Organisation, Series
from ledger.models.organisations import slug_validator

from .funding import FundingSource
from .pointers import check_same_organisation


class Pressure(Closable):
    """Money that an event costs: extra costs, savings that don't come because of it, income that is lost.

    Covid-19 is such an event; so is the end of a grant. Its plan, forecast and actual are a series.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", "Passed"
        IN_BUDGET = "in-budget", "Built into the budget"

    class Kind(models.TextChoices):
        COST = "cost", "Extra cost"
        SAVINGS = "savings", "Impaired savings"
        INCOME = "income", "Lost income"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pressures")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    event = models.CharField("what it is caused by", max_length=80, help_text="For example Covid-19.")
    kind = models.CharField("what it is", max_length=10, choices=Kind)
    category = models.CharField(max_length=80, help_text="For example protective equipment, market resilience.")
    funding = models.ForeignKey(
        FundingSource,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pressures",
        verbose_name="funded from",
        help_text="None: it is not funded.",
    )
    description = models.TextField(blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="pressure_slug_once"),
            models.UniqueConstraint(fields=["series"], name="pressure_series_once"),
            models.CheckConstraint(name="pressure_kind_known", condition=Q(kind__in=["cost", "savings", "income"])),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_same_organisation(self, "funding", "series")

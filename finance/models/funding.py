from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from ledger.models import Closable, ClosableQuerySet, Organisation, Series
from ledger.models.organisations import slug_validator
from ledger.months import FinancialYear

from .lines import BudgetLine


class FundingSource(Closable):
    """Where money comes from: a grant, a contribution, a reserve, the base budget. Its amount is a series by year."""

    class Outcome(models.TextChoices):
        ENDED = "ended", "Ended as expected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Kind(models.TextChoices):
        GRANT = "grant", "Grant"
        CONTRIBUTION = "contribution", "Contribution of a partner"
        RESERVE = "reserve", "Reserve"
        BASE = "base", "Base budget"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="funding_sources")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind)
    one_off = models.BooleanField("one-off", default=False, help_text="Nothing says that it comes again.")
    relied_on = models.BooleanField(
        "the budget relies on it", default=False, help_text="Without it, the budget has a gap."
    )
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True, help_text="What it is given for, and on which conditions.")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="funding_slug_once"),
            models.UniqueConstraint(fields=["series"], name="funding_series_once"),
            models.CheckConstraint(
                name="funding_kind_known", condition=Q(kind__in=["grant", "contribution", "reserve", "base"])
            ),
            models.CheckConstraint(
                name="funding_days_in_order",
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.series_id and self.series.organisation_id != self.organisation_id:
            raise ValidationError({"series": f"{self.series} belongs to another organisation."})
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": "It ends before it starts; enter that day or a later one."})

    @property
    def is_risk(self) -> bool:
        """Whether a budget relies on what may not come again."""
        return self.one_off and self.relied_on

    def runs_in(self, year: FinancialYear) -> bool:
        """As far as its days are known."""
        return not (self.starts and self.starts > year.end) and not (self.ends and self.ends < year.start)


class Commitment(Closable):
    """What of a source of funding is promised to something. Its amount is a series by year."""

    class Outcome(models.TextChoices):
        SPENT = "spent", "Spent: it still counts"
        RELEASED = "released", "Released: the money is free again"

    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="commitments")
    name = models.CharField("what it is for", max_length=160)
    description = models.TextField(blank=True)
    budget_line = models.ForeignKey(
        BudgetLine, on_delete=models.SET_NULL, null=True, blank=True, related_name="funded_by"
    )
    beyond_because = models.TextField(
        "why more is committed than there is", blank=True, help_text="Said by who confirmed it."
    )
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["source", "name"], name="commitment_name_once"),
            models.UniqueConstraint(fields=["series"], name="commitment_series_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        for name in ("series", "budget_line"):
            other = getattr(self, name, None) if getattr(self, f"{name}_id") else None
            if other and self.source_id and other.organisation_id != self.source.organisation_id:
                raise ValidationError({name: f"{other} belongs to another organisation."})

    @property
    def is_live(self) -> bool:
        """Whether it takes of its source: spent money doesn't come back, released money does."""
        return self.outcome != self.Outcome.RELEASED

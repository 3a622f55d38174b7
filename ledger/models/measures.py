from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from .organisations import Organisation, slug_validator


class Better(models.TextChoices):
    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NEUTRAL = "neutral", "Neither"


class Rollup(models.TextChoices):
    SUM = "sum", "Sum over time"
    LAST = "last", "Last value"
    MEAN = "mean", "Mean over time"


class Measure(models.Model):
    """The definition of a number: shipped and reviewed like code, or an organisation's own."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="measures", null=True, blank=True
    )
    code = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, help_text="GBP, percent, people, hours per week ...")
    decimals = models.PositiveSmallIntegerField(default=0, help_text="Places shown; up to 4 are kept.")
    better = models.CharField(max_length=10, choices=Better, default=Better.NEUTRAL)
    rollup = models.CharField(max_length=10, choices=Rollup, default=Rollup.SUM)
    numerator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    denominator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    per = models.PositiveIntegerField(
        default=1, help_text="What a ratio is given per: 100 for a percentage, 10000 for a rate per 10,000 people."
    )
    minimum = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    definition = models.TextField(help_text="What is counted, and what is not.")
    why = models.TextField("why it matters", blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="Where the numbers come from.")
    owner_role = models.CharField(max_length=120, blank=True)
    next_review = models.DateField(null=True, blank=True)
    suppress_small = models.BooleanField(default=False, help_text="Counts of people under 5 are not for publication.")
    sensitive = models.BooleanField(
        default=False, help_text="Commercially sensitive, as a single provider's price is: not for publication."
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(organisation__isnull=True), name="measure_shipped_code_once"
            ),
            models.UniqueConstraint(fields=["organisation", "code"], name="measure_own_code_once"),
            models.CheckConstraint(
                name="measure_ratio_has_both_parts",
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
            ),
            models.CheckConstraint(
                name="measure_limits_in_order",
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(maximum__gte=F("minimum")),
            ),
            models.CheckConstraint(name="measure_per_at_least_1", condition=Q(per__gte=1)),
            models.CheckConstraint(name="measure_decimals_at_most_4", condition=Q(decimals__lte=4)),
            models.CheckConstraint(name="measure_better_known", condition=Q(better__in=Better.values)),
            models.CheckConstraint(name="measure_rollup_known", condition=Q(rollup__in=Rollup.values)),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What holds between measures, and between a measure and its figures."""
        for name, part in (("numerator", self.numerator), ("denominator", self.denominator)):
            if part and part.is_ratio:
                raise ValidationError({name: f"{part} is a ratio itself and can't be rolled up from its parts."})
            if part and part.organisation_id not in (None, self.organisation_id):
                raise ValidationError({name: f"{part} is another organisation's measure."})
        before = Measure.objects.filter(pk=self.pk).first() if self.pk else None
        for name in ("unit", "decimals"):
            was = getattr(before, name, None)
            if before and was != getattr(self, name) and before.has_figures:
                message = f"This can't change from “{was}”, for figures are recorded in it; define a new measure."
                raise ValidationError({name: message})

    @property
    def has_figures(self) -> bool:
        """Whether anything was ever recorded under it."""
        return self.series.filter(figures__isnull=False).exists()

    @property
    def is_ratio(self) -> bool:
        return self.numerator_id is not None

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ledger.components import LABELS, Rating
from ledger.models import Organisation, Series
from ledger.models.organisations import slug_validator


def series_field(help_text: str) -> "models.ForeignKey[Series | None, Series | None]":
    """A pointer down to a domain object's numbers; the series knows nothing of it."""
    return models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text=help_text
    )


class Programme(models.Model):
    """A savings and cost-avoidance programme of a council or a partnership."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    purpose = models.TextField(blank=True)
    impact_series = series_field("Savings and cost avoidance together, cumulative over a year: carries the target.")
    avoidance_series = series_field("Cost avoidance that was evidenced. Not cashable.")
    position_series = series_field("Forecast spend above (+) or below (−) the programme's target position.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="programme_slug_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def series(self) -> list[int]:
        """The ids of its own series."""
        return [pk for pk in (self.impact_series_id, self.avoidance_series_id, self.position_series_id) if pk]


class Workstream(models.Model):
    """A strand of a programme, which delivers benefits itself or enables others to."""

    class Kind(models.TextChoices):
        DELIVERY = "delivery", "Delivery"
        ENABLER = "enabler", "Enabler"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="workstreams")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DELIVERY)
    standing = models.TextField(blank=True, help_text="How it stands, in words.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="workstream_slug_once"),
            models.CheckConstraint(name="workstream_kind_known", condition=Q(kind__in=["delivery", "enabler"])),
        ]

    def __str__(self) -> str:
        return self.name


class Kpi(models.Model):
    """A number that a programme watches: a series under a name, in a group that is shown together."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="kpis")
    workstream = models.ForeignKey(Workstream, on_delete=models.SET_NULL, null=True, blank=True, related_name="kpis")
    group = models.CharField(max_length=120, help_text="Shown together as one table and one chart.")
    name = models.CharField(max_length=160)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "KPI"
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["programme", "series"], name="kpi_series_once")]

    def __str__(self) -> str:
        return self.name


class Investment(models.Model):
    """Money spent to make a programme work: a budget over its own span, and what it brought."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="investments")
    workstream = models.ForeignKey(
        Workstream,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="investments",
        help_text="None: for the programme as a whole.",
    )
    name = models.CharField(max_length=160)
    benefit = models.TextField("benefit delivered", blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    share_series = series_field("The organisation's share, per cent, where the whole is shared with partners.")
    position = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["programme", "series"], name="investment_series_once")]

    def __str__(self) -> str:
        return self.name


class Confidence(models.Model):
    """A delivery confidence assessment: a judgement on the five-step scale, with its reason."""

    class Level(models.TextChoices):
        GREEN = "green", LABELS["green"]
        AMBER_GREEN = "amber-green", LABELS["amber-green"]
        AMBER = "amber", LABELS["amber"]
        AMBER_RED = "amber-red", LABELS["amber-red"]
        RED = "red", LABELS["red"]

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="confidences")
    on = models.DateField(help_text="The day it speaks for.")
    level = models.CharField(max_length=12, choices=Level)
    reason = models.TextField()
    source = models.CharField(max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-on"]
        verbose_name = "delivery confidence assessment"
        constraints = [
            models.UniqueConstraint(fields=["programme", "on"], name="confidence_once_a_day"),
            models.CheckConstraint(
                name="confidence_level_known",
                condition=Q(level__in=["green", "amber-green", "amber", "amber-red", "red"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} on {self.on}: {self.get_level_display()}"

    @property
    def rating(self) -> Rating:
        return Rating(self.level, self.reason)  # type: ignore[arg-type]

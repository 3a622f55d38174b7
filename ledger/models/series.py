from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ..rating import STANDARD, Thresholds
from ..rollups import LAST
from ..trajectories import Rules
from .measures import Measure
from .organisations import Locality, Organisation, Service
from .schemes import RatingScheme

code_validator = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*\Z",
    "Use lower-case letters, digits and hyphens, with parts divided by /.",
)


def validate_address(code: str) -> None:
    """A code stands in addresses, so it must not be one that the pages themselves use."""
    if code == "new" or code.endswith(("/record", "/edit", "/year")):
        raise ValidationError(f"“{code}” is an address of its own; choose another code.")


class Frequency(models.TextChoices):
    DAY = "day", "Daily or on a day"
    WEEK = "week", "Weekly"
    MONTH = "month", "Monthly"
    QUARTER = "quarter", "Quarterly"
    YEAR = "year", "Yearly"
    IRREGULAR = "irregular", "Irregular"


class Method(models.TextChoices):
    """How the outturn of a year is projected."""

    AS_PLANNED = "as-planned", "Actual to date, then as planned"
    RUN_RATE = "run-rate", "At the rate so far"
    DELIVERY_RATE = "delivery-rate", "The rest of the plan, delivered as well as so far"
    OFFICER = "officer", "The forecast entered"


# What `trajectory_rules` takes, by the names that queries of series know it by.
TRAJECTORY_COLUMNS = (
    *(f"measure__{name}" for name in ("rollup", "better", "unit", "decimals", "per", "numerator_id")),
    *("method", "scheme__green_within", "scheme__amber_within", "scheme__judged_on"),
)


def trajectory_rules(
    rollup: str,
    better: str,
    unit: str,
    decimals: int,
    per: int,
    numerator: int | None,
    method: str,
    green_within: Decimal | None,
    amber_within: Decimal | None,
    judged_on: str | None,
) -> Rules:
    """What trajectories need to know of a series. A ratio's own figures are no more than levels."""
    thresholds = STANDARD
    if green_within is not None and amber_within is not None and judged_on is not None:
        thresholds = Thresholds(green_within, amber_within, judged_on)
    return Rules(LAST if numerator else rollup, better, unit, decimals, per, method, thresholds)


class Series(models.Model):
    """One measure of one thing in one organisation: a row of numbers over time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="series")
    code = models.CharField(max_length=120, validators=[code_validator, validate_address])
    name = models.CharField(max_length=160)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="series")
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.MONTH)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="series")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, blank=True, related_name="series")
    numerator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    denominator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField("projection", max_length=15, choices=Method, default=Method.AS_PLANNED)
    scheme = models.ForeignKey(
        RatingScheme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name="rating scheme",
    )

    history = HistoricalRecords()

    has_closed: bool  # whether a period of it is closed, where a query was asked for that

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="series_code_once"),
            models.CheckConstraint(name="series_frequency_known", condition=Q(frequency__in=Frequency.values)),
            models.CheckConstraint(name="series_method_known", condition=Q(method__in=Method.values)),
            models.CheckConstraint(
                name="series_ratio_has_both_parts",
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rules(self) -> Rules:
        """What its trajectories need to know of it; asks for its measure and its scheme."""
        found, scheme = self.measure, self.scheme
        thresholds = (scheme.green_within, scheme.amber_within, scheme.judged_on) if scheme else (None, None, None)
        about = (found.rollup, found.better, found.unit, found.decimals, found.per, found.numerator_id)
        return trajectory_rules(*about, self.method, *thresholds)

    def clean(self) -> None:
        """Its parts are the organisation's own, and so is its measure unless it ships."""
        own = ("service", "locality", "numerator", "denominator", "scheme")
        for name, part in ((name, getattr(self, name)) for name in own):
            if part and part.organisation_id != self.organisation_id:
                raise ValidationError({name: f"{part} belongs to another organisation."})
        # The measure is missing while a form that asks for it is being checked.
        if self.measure_id and self.measure.organisation_id not in (None, self.organisation_id):
            raise ValidationError({"measure": f"“{self.measure.code}” is another organisation's measure."})
        for name in ("numerator", "denominator"):
            series = getattr(self, name)
            if series and series.measure_id != getattr(self.measure, f"{name}_id"):
                asked = getattr(self.measure, name) or f"no {name}: it isn't a ratio"
                raise ValidationError({name: f"{series} counts {series.measure}; {self.measure} asks for {asked}."})


class SeriesBreak(models.Model):
    """A day from which a series' numbers can't be compared with those before, and why."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="breaks")
    on = models.DateField()
    reason = models.CharField(max_length=300)

    history = HistoricalRecords()

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["series", "on"], name="series_break_once")]

    def __str__(self) -> str:
        return f"{self.series} from {self.on}"


class SeriesDocument(models.Model):
    """A series' trajectories as they stand now: a cache, disposable, stamped with the newest entry used."""

    series = models.OneToOneField(Series, on_delete=models.CASCADE, primary_key=True, related_name="document")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    body = models.JSONField()
    newest_entry = models.BigIntegerField()

    def __str__(self) -> str:
        return f"document of {self.series}"

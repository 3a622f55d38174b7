"""The budget's structure: its lines, and the headings by which they are looked at."""

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from ledger.models import Frequency, Organisation, Rollup, Series, Service
from ledger.models.organisations import slug_validator
from ledger.months import FIRST_YEAR, LAST_YEAR, FinancialYear

from .pointers import check_same_organisation

heading_code_validator = RegexValidator(
    r"\A[A-Za-z0-9]+([._/-][A-Za-z0-9]+)*\Z", "Use letters, digits and, between them, a point, hyphen, slash or _."
)
IN_RANGE = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR - 1)]


class Heading(models.Model):
    """A value that budget lines are grouped by, as the council's own chart of accounts names it."""

    class Kind(models.TextChoices):
        CLIENT_GROUP = "client-group", "Client group"
        CARE_TYPE = "care-type", "Care type"
        COST_CENTRE = "cost-centre", "Cost centre"
        SUBJECTIVE = "subjective", "Subjective"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="headings")
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=40, validators=[heading_code_validator])
    name = models.CharField(max_length=120)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "code"], name="heading_code_once"),
            models.CheckConstraint(
                name="heading_kind_known",
                condition=Q(kind__in=["client-group", "care-type", "cost-centre", "subjective"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


def heading_field(kind: Heading.Kind) -> "models.ForeignKey[Heading | None, Heading | None]":
    return models.ForeignKey(
        Heading,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": kind},
        verbose_name=str(kind.label).lower(),
    )


def _series(help_text: str) -> "models.ForeignKey[Series | None, Series | None]":
    return models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        help_text=help_text,
    )


def in_budget_of(year: FinancialYear) -> Q:
    """That a line, or a version in its history, is part of the budget's structure of `year`."""
    return Q(first_year__lte=year.first) & (Q(last_year__isnull=True) | Q(last_year__gte=year.first))


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    def of_year(self, year: FinancialYear) -> Self:
        return self.filter(in_budget_of(year))


# The fields that point to a heading, by its kind, and those that point to a series.
HEADINGS = {kind: str(kind.value).replace("-", "_") for kind in Heading.Kind}
SERIES = ("series", "commitments", "accruals", "adjustment")


class BudgetLine(models.Model):
    """A line of the budget, of the years in which it is part of the structure. Income is stored negative."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="budget_lines")
    code = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_group = heading_field(Heading.Kind.CLIENT_GROUP)
    care_type = heading_field(Heading.Kind.CARE_TYPE)
    cost_centre = heading_field(Heading.Kind.COST_CENTRE)
    subjective = heading_field(Heading.Kind.SUBJECTIVE)
    income = models.BooleanField(default=False, help_text="Brings money in: its figures are negative.")
    first_year = models.PositiveSmallIntegerField(
        validators=IN_RANGE, help_text="The year in which its first April lies."
    )
    last_year = models.PositiveSmallIntegerField(
        validators=IN_RANGE,
        null=True,
        blank=True,
        help_text="The year in which its last April lies; empty: it goes on.",
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="Its budget, actual and forecast by month.",
    )
    commitments = _series("What is ordered and not yet in the actuals, at the end of a month.")
    accruals = _series("What of the actuals is neither invoiced nor paid, at the end of a month.")
    adjustment = _series("Period 13: one figure for a whole year, added to its twelve months.")

    objects = BudgetLineQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="budget_line_code_once"),
            *(models.UniqueConstraint(fields=[name], name=f"budget_line_{name}_once") for name in SERIES),
            models.CheckConstraint(
                name="budget_line_years_in_order",
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Its service, headings and series are its organisation's own and of the right kind."""
        check_same_organisation(self, *HEADINGS.values(), "service", *SERIES)
        for kind, name in HEADINGS.items():
            heading = getattr(self, name)
            if heading and heading.kind != kind:
                raise ValidationError({name: f"{heading} is a {heading.get_kind_display().lower()}."})
        for name in SERIES:
            series = getattr(self, name, None) if getattr(self, f"{name}_id") else None
            levels = name in ("commitments", "accruals")
            if series and not _counts(series, levels):
                asked = "levels" if levels else "amounts that add up"
                raise ValidationError({name: f"{series} doesn't hold {asked}, in GBP."})
        if self.series_id and self.series.frequency != Frequency.MONTH:
            raise ValidationError({"series": f"{self.series} isn't kept by month."})
        if self.last_year is not None and self.first_year is not None and self.last_year < self.first_year:
            raise ValidationError(
                {"last_year": "Its last year is before its first; choose that year or a later one."}
            )

    @property
    def own_series(self) -> list[int]:
        """The ids of all its series."""
        return [pk for pk in (getattr(self, f"{name}_id") for name in SERIES) if pk]

    @property
    def years(self) -> str:
        """When it is part of the budget: from 2019/20, 2019/20 to 2021/22, 2019/20."""
        first = FinancialYear(self.first_year).label
        if self.last_year is None:
            return f"from {first}"
        last = FinancialYear(self.last_year).label
        return first if last == first else f"{first} to {last}"


def _counts(series: Series, levels: bool) -> bool:
    rollup = Rollup.LAST if levels else Rollup.SUM
    return series.measure.unit == "GBP" and series.measure.rollup == rollup

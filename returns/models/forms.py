from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from ledger.models import Basis, Closable, ClosableQuerySet, Frequency, Organisation, Role, Series, Service
from ledger.models.organisations import slug_validator


class Form(Closable):
    """The series that are collected together, how often, by when and by whom."""

    class Outcome(models.TextChoices):
        ENDED = "ended", "No longer collected"
        REPLACED = "replaced", "Replaced by another form"

    class Layout(models.TextChoices):
        YEAR = "year", "Lines by the periods of a year, with forecasts of those to come"
        PERIOD = "period", "Lines of one period, beside the one before"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="forms")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    purpose = models.TextField(blank=True, help_text="What it is for, and what to bear in mind when filling it in.")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="forms")
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.MONTH)
    layout = models.CharField(max_length=10, choices=Layout, default=Layout.YEAR)
    compared_with = models.CharField(
        max_length=8,
        choices=[(basis.value, basis.label) for basis in (Basis.BUDGET, Basis.PLAN, Basis.TARGET)],
        default=Basis.BUDGET,
        help_text="What the lines are held against.",
    )
    deadline_days = models.PositiveSmallIntegerField(
        "working days to fill it in", default=10, help_text="After the period's end. Bank holidays don't count."
    )
    comment_over_amount = models.DecimalField(
        "comment from a variance of",
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="In the unit of the line. Leave both empty where no comment is asked for.",
    )
    comment_over_percent = models.DecimalField(
        "and of a share of the budget of",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
        help_text="Per cent. Where both are given, a variance must reach both.",
    )
    preparer_role = models.CharField(
        max_length=20,
        choices=[(role.value, role.label) for role in (Role.CONTRIBUTOR, Role.FINANCE_OFFICER, Role.FINANCE_LEAD)],
        default=Role.CONTRIBUTOR,
        help_text="Whoever records figures with this role or a higher one may fill it in.",
    )

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="form_slug_once"),
            models.CheckConstraint(
                name="form_frequency_regular", condition=Q(frequency__in=["week", "month", "quarter", "year"])
            ),
            models.CheckConstraint(name="form_layout_known", condition=Q(layout__in=["year", "period"])),
            models.CheckConstraint(
                name="form_compared_with_known", condition=Q(compared_with__in=["budget", "plan", "target"])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.service and self.service.organisation_id != self.organisation_id:
            raise ValidationError({"service": f"{self.service} belongs to another organisation."})

    @property
    def who_fills(self) -> str:
        """In words."""
        of = f" of {self.service}" if self.service else ""
        return f"people{of} whose role is {self.get_preparer_role_display().lower()} or higher"

    @property
    def asks_for_comments(self) -> bool:
        return self.comment_over_amount is not None or self.comment_over_percent is not None


class FormLine(models.Model):
    """A series on a form."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="lines")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="form_lines")
    section = models.CharField(max_length=120, blank=True, help_text="Lines of one section stand together.")
    position = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "series"], name="form_line_once")]

    def __str__(self) -> str:
        return self.series.name

    def clean(self) -> None:
        # Either is missing while a form that asks for it is being checked.
        if not (self.form_id and self.series_id):
            return
        if self.series.organisation_id != self.form.organisation_id:
            raise ValidationError({"series": f"{self.series} belongs to another organisation."})
        if self.series.frequency != self.form.frequency:
            raise ValidationError(
                {
                    "series": f"{self.series} is kept {self.series.get_frequency_display().lower()}, "
                    f"the form is filled in {self.form.get_frequency_display().lower()}."
                }
            )


class FormCheck(models.Model):
    """Something that should hold between two lines of a form; where it doesn't, who fills it in is told."""

    class Kind(models.TextChoices):
        NOT_OVER = "not-over", "is not over"
        EQUALS = "equals", "equals"

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="checks")
    left = models.ForeignKey(FormLine, on_delete=models.CASCADE, related_name="+", verbose_name="line")
    kind = models.CharField(max_length=10, choices=Kind)
    right = models.ForeignKey(FormLine, on_delete=models.CASCADE, related_name="+", verbose_name="than or to line")

    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["form", "left", "kind", "right"], name="form_check_once"),
            models.CheckConstraint(name="form_check_of_two_lines", condition=~Q(left=F("right"))),
            models.CheckConstraint(name="form_check_kind_known", condition=Q(kind__in=["not-over", "equals"])),
        ]

    def __str__(self) -> str:
        return f"{self.left} {self.get_kind_display()} {self.right}"

    def clean(self) -> None:
        for name in ("left", "right"):
            line = getattr(self, name, None)
            if line and line.form_id != self.form_id:
                raise ValidationError({name: f"{line} stands on another form."})

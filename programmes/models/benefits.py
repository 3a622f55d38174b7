from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from finance.models import BudgetLine
from ledger.models import Closable, ClosableQuerySet, Organisation
from ledger.models.organisations import slug_validator
from ledger.months import FinancialYear

from .pointers import check_same_programme, series_field
from .programmes import Programme, Workstream


class Benefit(Closable):
    """Money that a programme saves, avoids or brings in: the line that is planned, tracked and validated."""

    class Outcome(models.TextChoices):
        DELIVERED = "delivered", "Delivered"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Kind(models.TextChoices):
        CASHABLE = "cashable", "Cashable saving"
        AVOIDANCE = "avoidance", "Cost avoidance"
        INCOME = "income", "Income"

    class State(models.TextChoices):
        IDEA = "idea", "Idea"
        SCOPED = "scoped", "Scoped"
        PROFILED = "profiled", "Profiled"
        EVIDENCED = "evidenced", "Evidenced"
        VALIDATED = "validated", "Validated by finance"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="benefits")
    workstream = models.ForeignKey(
        Workstream, on_delete=models.PROTECT, null=True, blank=True, related_name="benefits"
    )
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind)
    recurring = models.BooleanField(
        default=True, help_text="Comes again in every later year; otherwise it is one-off."
    )
    category = models.CharField(max_length=80, blank=True, help_text="For example demand, price, staffing, charging.")
    description = models.TextField(blank=True, help_text="Where the money comes from, and how it is evidenced.")
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, never a person's name.")
    state = models.CharField(max_length=10, choices=State, default=State.IDEA)
    validated_on = models.DateField(null=True, blank=True, editable=False)
    validation = models.TextField(blank=True, editable=False, help_text="What finance checked.")
    series = series_field("Its plan, actual and forecast by month.")
    full_year_series = series_field("What it yields in a full year once it works.")
    brought_forward_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_on_by",
        editable=False,
        help_text="The line whose undelivered rest this one carries on.",
    )
    brought_forward_year = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text="The first calendar year of the year it was undelivered in."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "slug"], name="benefit_slug_once"),
            models.UniqueConstraint(fields=["series"], name="benefit_series_once"),
            models.UniqueConstraint(
                fields=["brought_forward_from", "brought_forward_year"], name="benefit_brought_forward_once"
            ),
            models.CheckConstraint(
                name="benefit_kind_known", condition=Q(kind__in=["cashable", "avoidance", "income"])
            ),
            models.CheckConstraint(
                name="benefit_state_known",
                condition=Q(state__in=["idea", "scoped", "profiled", "evidenced", "validated"]),
            ),
            models.CheckConstraint(
                name="benefit_validated_on_a_day",
                condition=Q(state="validated", validated_on__isnull=False)
                | (~Q(state="validated") & Q(validated_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="benefit_brought_forward_from_a_year",
                condition=Q(brought_forward_from__isnull=True, brought_forward_year__isnull=True)
                | Q(brought_forward_from__isnull=False, brought_forward_year__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_same_programme(self, self.programme_id, "workstream", "brought_forward_from")

    @property
    def own_series(self) -> list[int]:
        return [pk for pk in (self.series_id, self.full_year_series_id) if pk]

    @property
    def brought_forward_label(self) -> str:
        """The year that its undelivered rest comes from; empty for a benefit of its own."""
        return FinancialYear(self.brought_forward_year).label if self.brought_forward_year else ""


class Budget(models.Model):
    """A budget that benefits claim to lower: a line of ours, which names it, or one that is kept elsewhere."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="named_budgets")
    line = models.OneToOneField(
        BudgetLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    name = models.CharField(max_length=160, blank=True)
    holder = models.CharField(max_length=120, blank=True, help_text="Who holds it, for example children's services.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(line__isnull=True), name="budget_name_once"
            ),
            models.CheckConstraint(
                name="budget_is_a_line_or_named",
                condition=Q(line__isnull=False, name="", holder="") | (Q(line__isnull=True) & ~Q(name="")),
            ),
        ]

    def __str__(self) -> str:
        if self.line:
            return line_label(self.line)
        return f"{self.name} ({self.holder})" if self.holder else self.name

    def clean(self) -> None:
        if self.line and (self.name or self.holder):
            raise ValidationError({"name": f"{self.line} is a budget line: its name is changed there."})
        if not self.line and not self.name:
            raise ValidationError({"name": "A budget that is kept elsewhere needs a name."})
        if self.line and self.line.organisation_id != self.organisation_id:
            raise ValidationError({"line": f"{self.line} belongs to another organisation."})


def line_label(line: BudgetLine) -> str:
    """With its code: lines of two services may have one name."""
    return f"{line.name} ({line.code})"


class Claim(models.Model):
    """A benefit's claim on a share of a budget over some months. Live claims never take more than the whole."""

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="claims")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="claims")
    share = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Per cent of the budget.",
    )
    start = models.DateField("first month", help_text="The first day of its first month.")
    end = models.DateField("last month", help_text="The last day of its last month.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "budget", "start"], name="claim_once"),
            models.CheckConstraint(name="claim_months_in_order", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(name="claim_share_is_a_percentage", condition=Q(share__gt=0, share__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} claims {self.share.normalize():f}% of {self.budget}"

    def clean(self) -> None:
        # Either is missing while a form that asks for it is being checked.
        if not (self.budget_id and self.benefit_id):
            return
        if self.budget.organisation_id != self.benefit.programme.organisation_id:
            raise ValidationError({"budget": f"{self.budget} is another organisation's."})
        if self.budget.line and self.start and self.end:
            self._check_years(self.budget.line)

    def _check_years(self, line: BudgetLine) -> None:
        first, last = FinancialYear.of(self.start).first, FinancialYear.of(self.end).first
        told = f"{line} is part of the budget {line.years}; choose months of these years, or another line."
        if first < line.first_year:
            raise ValidationError({"start": told})
        if line.last_year is not None and last > line.last_year:
            raise ValidationError({"end": told})


class Mitigation(Closable):
    """What is done instead where a saving is not delivered."""

    class Outcome(models.TextChoices):
        DELIVERED = "delivered", "Delivered"
        DROPPED = "dropped", "Dropped"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="mitigations")
    benefit = models.ForeignKey(
        Benefit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mitigations",
        help_text="Whose shortfall it makes good. None: the programme's as a whole.",
    )
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    one_off = models.BooleanField(
        default=True, help_text="Helps this year only; the saving is missed again next year."
    )
    owner_role = models.CharField(max_length=120, blank=True)
    series = series_field("What it is planned to make good, and does, by month.")
    position = models.PositiveSmallIntegerField(default=0)

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_same_programme(self, self.programme_id, "benefit")


class Impairment(Closable):
    """What keeps savings from being delivered, and how much: of this year's new ones, or of earlier years'."""

    class Outcome(models.TextChoices):
        RECOVERED = "recovered", "Recovered"
        ACCEPTED = "accepted", "Accepted as a pressure"

    class Of(models.TextChoices):
        NEW = "new", "New savings of the year"
        EARLIER = "earlier", "Earlier years' savings"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="impairments")
    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, null=True, blank=True, related_name="impairments")
    of = models.CharField("of which savings", max_length=10, choices=Of)
    name = models.CharField(max_length=160)
    cause = models.TextField()
    series = series_field("The amount of a year that is not expected to be delivered.")
    position = models.PositiveSmallIntegerField(default=0)

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.CheckConstraint(name="impairment_of_known", condition=Q(of__in=["new", "earlier"])),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_same_programme(self, self.programme_id, "benefit")

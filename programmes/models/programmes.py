from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from finance.models import BudgetLine
from ledger.components import LABELS, Rating
from ledger.models import Closable, ClosableQuerySet, Organisation
from ledger.models.organisations import slug_validator
from ledger.months import day_label

from .pointers import log_field, series_field


class Programme(Closable):
    """A savings and cost-avoidance programme of a council or a partnership."""

    class Outcome(models.TextChoices):
        COMPLETED = "completed", "Completed"
        STOPPED = "stopped", "Stopped"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    purpose = models.TextField(blank=True)
    owner_role = models.CharField(
        "senior responsible owner", max_length=120, blank=True, help_text="A role, never a person's name."
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The joint programme of a partnership that this is the organisation's part of. Who may read the "
        "partnership then sees this programme's totals.",
    )
    impact_series = series_field("Savings and cost avoidance together, cumulative over a year: carries the target.")
    avoidance_series = series_field("Cost avoidance that was evidenced. Not cashable.")
    position_series = series_field("Forecast spend above (+) or below (−) the programme's target position.")
    spend_series = series_field(
        "Top down: the spend that the programme can influence, price effect taken out. Its forecast is read month by "
        "month as it was made; its target is the target position."
    )
    log = log_field()

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "slug"], name="programme_slug_once"),
            models.CheckConstraint(name="programme_not_its_own_part", condition=~Q(part_of=F("pk"))),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.part_of and not self.part_of.organisation.parts.filter(member_id=self.organisation_id).exists():
            message = f"{self.part_of.organisation} is no partnership that {self.organisation} is in."
            raise ValidationError({"part_of": message})

    @property
    def series(self) -> list[int]:
        """The ids of its own series."""
        pointers = (self.impact_series_id, self.avoidance_series_id, self.position_series_id, self.spend_series_id)
        return [pk for pk in pointers if pk]


class Contribution(models.Model):
    """What share of something joint a partner bears: of the contract 74%, of the target 69%."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="contributions")
    subject = models.CharField(max_length=80, help_text="What is shared, for example the contract.")
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="partner")
    share = models.DecimalField(max_digits=7, decimal_places=4, help_text="Per cent.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["subject", "-share"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "subject", "member"], name="contribution_once"),
            models.CheckConstraint(
                name="contribution_share_is_a_percentage", condition=Q(share__gte=0, share__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.share.normalize():f}% of the {self.subject}"

    def clean(self) -> None:
        # The member is missing while a form that asks for it is being checked.
        if self.member_id and not self.programme.organisation.parts.filter(member_id=self.member_id).exists():
            message = f"{self.member} is no partner in {self.programme.organisation}."
            raise ValidationError({"member": message})


class Influence(models.Model):
    """What share of a budget line's spend a programme can influence. Others may influence the same line."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="influences")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+", verbose_name="budget line")
    share = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Per cent of its spend.",
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["line__position", "line__code"]
        verbose_name = "influenced line"
        verbose_name_plural = "influenced lines"
        constraints = [
            models.UniqueConstraint(fields=["programme", "line"], name="influence_once"),
            models.CheckConstraint(name="influence_share_is_a_percentage", condition=Q(share__gt=0, share__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.share.normalize():f}% of {self.line}"

    def clean(self) -> None:
        # The line is missing while a form that asks for it is being checked.
        if self.line_id and self.line.organisation_id != self.programme.organisation_id:
            raise ValidationError({"line": f"{self.line} belongs to another organisation."})


class Workstream(Closable):
    """A strand of a programme, which delivers benefits itself or enables others to."""

    class Outcome(models.TextChoices):
        COMPLETED = "completed", "Completed"
        STOPPED = "stopped", "Stopped"
        MERGED = "merged", "Merged into another"

    class Kind(models.TextChoices):
        DELIVERY = "delivery", "Delivery"
        ENABLER = "enabler", "Enabler"

    class Aim(models.TextChoices):
        PREVENT = "prevent", "Prevent"
        REDUCE = "reduce", "Reduce"
        DELAY = "delay", "Delay"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="workstreams")
    slug = models.SlugField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DELIVERY)
    aim = models.CharField(max_length=10, choices=Aim, blank=True, help_text="What it does to demand for care.")
    focus = models.TextField(blank=True, help_text="What it sets out to do.")
    standing = models.TextField(blank=True, help_text="How it stands, in words.")
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, never a person's name.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in lists.")
    log = log_field()

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "slug"], name="workstream_slug_once"),
            models.CheckConstraint(name="workstream_kind_known", condition=Q(kind__in=["delivery", "enabler"])),
            models.CheckConstraint(
                name="workstream_aim_known", condition=Q(aim__in=["", "prevent", "reduce", "delay"])
            ),
        ]

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
        return f"{self.programme} on {day_label(self.on)}: {self.get_level_display()}"

    @property
    def rating(self) -> Rating:
        return Rating(self.level, self.reason)  # type: ignore[arg-type]

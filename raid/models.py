"""Logs of risks, actions, issues, decisions and updates. A log knows no domain: what it is about points to it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ledger.components import Rating
from ledger.models import Closable, ClosableQuerySet, Organisation
from ledger.months import day_label, month_label

from . import scoring

FIVE_STEPS = [MinValueValidator(1), MaxValueValidator(5)]


class Likelihood(models.IntegerChoices):
    RARE = 1, "1: Rare"
    UNLIKELY = 2, "2: Unlikely"
    POSSIBLE = 3, "3: Possible"
    LIKELY = 4, "4: Likely"
    ALMOST_CERTAIN = 5, "5: Almost certain"


class Impact(models.IntegerChoices):
    NEGLIGIBLE = 1, "1: Negligible"
    MINOR = 2, "2: Minor"
    MODERATE = 3, "3: Moderate"
    MAJOR = 4, "4: Major"
    SEVERE = 5, "5: Severe"


class Log(models.Model):
    """What is kept of one undertaking: its risks, actions, issues, decisions and updates."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="logs")
    name = models.CharField(max_length=200)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Item(Closable):
    """What a log's kinds share. `number` counts the items of its kind in its log: risk 3, issue 1."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="%(class)ss")
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(max_length=200)
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, never a person's name.")
    raised_on = models.DateField()

    objects = ClosableQuerySet.as_manager()

    class Meta(Closable.Meta):
        abstract = True
        ordering = ["number"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["log", "number"], name="%(class)s_number_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def called(self) -> str:
        """Its short name in its log: Risk 3."""
        return f"{self._meta.verbose_name} {self.number}".capitalize()

    @classmethod
    def numbered(cls, number: int) -> dict[str, object]:
        """What finds the one of that number in a log."""
        return {"number": number}

    def clean(self) -> None:
        super().clean()
        if self.closed_on and self.closed_on < self.raised_on:
            raise ValidationError(
                {"closed_on": f"It was raised on {day_label(self.raised_on)}; enter that day or a later one."}
            )


def _scored_together(*names: str) -> Q:
    """Both 1 to 5 or both null. That they are not null must be said: a check that comes to null lets a row pass."""
    scored = {f"{name}__isnull": False for name in names} | {f"{name}__range": (1, 5) for name in names}
    return Q(**scored) | Q(**{f"{name}__isnull": True for name in names})


class Risk(Item):
    """Something that may happen: how likely and how grave before and after what is done about it."""

    class Outcome(models.TextChoices):
        PASSED = "passed", "No longer a risk"
        HAPPENED = "happened", "It happened, and is an issue now"

    class Response(models.TextChoices):
        REDUCE = "reduce", "Reduce"
        AVOID = "avoid", "Avoid"
        TRANSFER = "transfer", "Transfer"
        ACCEPT = "accept", "Accept"

    description = models.TextField(blank=True, help_text="Cause, event and consequence.")
    likelihood = models.PositiveSmallIntegerField(choices=Likelihood, validators=FIVE_STEPS, null=True, blank=True)
    impact = models.PositiveSmallIntegerField(choices=Impact, validators=FIVE_STEPS, null=True, blank=True)
    response = models.CharField(max_length=10, choices=Response, blank=True)
    mitigation = models.TextField(blank=True, help_text="What is done about it.")
    residual_likelihood = models.PositiveSmallIntegerField(
        choices=Likelihood, validators=FIVE_STEPS, null=True, blank=True
    )
    residual_impact = models.PositiveSmallIntegerField(choices=Impact, validators=FIVE_STEPS, null=True, blank=True)
    next_review = models.DateField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta(Item.Meta):
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                name="risk_likelihood_with_impact",
                condition=_scored_together("likelihood", "impact"),
            ),
            models.CheckConstraint(
                name="risk_residual_likelihood_with_impact",
                condition=_scored_together("residual_likelihood", "residual_impact"),
            ),
        ]

    @property
    def score(self) -> int | None:
        """Likelihood x impact before mitigation, 1 to 25; None where nobody scored it."""
        return scoring.score(self.likelihood, self.impact)

    @property
    def residual_score(self) -> int | None:
        """The same after mitigation."""
        return scoring.score(self.residual_likelihood, self.residual_impact)

    @property
    def present_score(self) -> int | None:
        """After mitigation, or before where nobody scored it after."""
        return self.residual_score or self.score

    @property
    def rating(self) -> Rating:
        """Of the present score."""
        if self.residual_score:
            return scoring.rate(self.residual_likelihood, self.residual_impact)
        return scoring.rate(self.likelihood, self.impact)

    def is_review_late(self, on: date) -> bool:
        """Whether on that day it was open and its review overdue."""
        return self.is_open and self.next_review is not None and self.next_review < on


class Issue(Item):
    """Something that has happened and must be dealt with."""

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", "Resolved"
        ACCEPTED = "accepted", "Accepted as it is"

    description = models.TextField(blank=True)
    impact = models.PositiveSmallIntegerField(choices=Impact, validators=FIVE_STEPS, null=True, blank=True)
    resolution = models.TextField(blank=True, help_text="What is done about it.")
    risk = models.OneToOneField(
        Risk, on_delete=models.SET_NULL, null=True, blank=True, related_name="issue", help_text="That it comes from."
    )

    history = HistoricalRecords()

    class Meta(Item.Meta):
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                name="issue_impact_1_to_5", condition=Q(impact__isnull=True) | Q(impact__range=(1, 5))
            ),
        ]

    def clean(self) -> None:
        super().clean()
        _check_same_log(self, "risk")


class Action(Item):
    """Something to do: its activities, the impact hoped for, and when."""

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    class State(models.TextChoices):
        NOT_STARTED = "not-started", "Not started"
        UNDER_WAY = "under-way", "Under way"
        BLOCKED = "blocked", "Blocked"

    activities = models.TextField(blank=True)
    impact = models.TextField(blank=True, help_text="What it is to bring.")
    timescale = models.CharField(max_length=120, blank=True, help_text="In words, where there is no date.")
    starts = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.NOT_STARTED)
    risk = models.ForeignKey(Risk, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    issue = models.ForeignKey(Issue, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")

    history = HistoricalRecords()

    class Meta(Item.Meta):
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                name="action_state_known", condition=Q(state__in=["not-started", "under-way", "blocked"])
            ),
            models.CheckConstraint(
                name="action_due_after_start",
                condition=Q(starts__isnull=True) | Q(due__isnull=True) | Q(due__gte=models.F("starts")),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        _check_same_log(self, "risk", "issue")

    def is_late(self, on: date) -> bool:
        """Whether on that day it was due and not done."""
        return self.is_open and self.due is not None and self.due < on


class Decision(Item):
    """What was decided, by which board or role. It ends when another decision takes its place."""

    class Outcome(models.TextChoices):
        SUPERSEDED = "superseded", "Superseded"
        REVERSED = "reversed", "Reversed"

    words = models.TextField("decision", help_text="What was decided, and on what grounds.")
    decided_by = models.CharField(max_length=120, help_text="A board or a role.")

    history = HistoricalRecords()

    class Meta(Item.Meta):
        pass


class Update(models.Model):
    """A month's progress in words."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="updates")
    month = models.DateField(help_text="The first of the month it speaks of.")
    words = models.TextField("progress")
    author_role = models.CharField(max_length=120, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["log", "month"], name="update_once_a_month"),
            models.CheckConstraint(name="update_month_is_its_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.log}, {month_label(self.month)}"

    @property
    def title(self) -> str:
        return month_label(self.month)

    @property
    def called(self) -> str:
        return f"Update of {self.title}"

    @property
    def number(self) -> int:
        """Its month as addresses name it: 201907 for July 2019."""
        return self.month.year * 100 + self.month.month

    @classmethod
    def numbered(cls, number: int) -> dict[str, object]:
        year, month = divmod(number, 100)
        is_month = 1 <= year <= 9999 and 1 <= month <= 12
        return {"month__in": [date(year, month, 1)] if is_month else []}


def _check_same_log(item: Item, *names: str) -> None:
    """Raise ValidationError where what `item` points to by `names` is in another log."""
    for name in names:
        other = getattr(item, name)
        if other and other.log_id != item.log_id:
            raise ValidationError({name: f"{other.called} is in another log; choose one of this log."})

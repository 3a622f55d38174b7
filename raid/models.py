"""Logs of risks, actions, issues, decisions and updates. A log knows no domain: what it is about points to it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ledger.models import Closable, ClosableQuerySet, Organisation

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

    def clean(self) -> None:
        super().clean()
        if self.closed_on and self.closed_on < self.raised_on:
            raise ValidationError({"closed_on": f"It was raised on {self.raised_on}; close it on that day or later."})


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
                condition=Q(likelihood__isnull=True, impact__isnull=True)
                | Q(likelihood__range=(1, 5), impact__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="risk_residual_likelihood_with_impact",
                condition=Q(residual_likelihood__isnull=True, residual_impact__isnull=True)
                | Q(residual_likelihood__range=(1, 5), residual_impact__range=(1, 5)),
            ),
        ]

    @property
    def score(self) -> int | None:
        """Likelihood x impact before mitigation, 1 to 25; None where nobody scored it."""
        return self.likelihood * self.impact if self.likelihood and self.impact else None

    @property
    def residual_score(self) -> int | None:
        """The same after mitigation."""
        scored = self.residual_likelihood and self.residual_impact
        return self.residual_likelihood * self.residual_impact if scored else None  # type: ignore[operator]


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
        return f"{self.log}, {self.month:%B %Y}"

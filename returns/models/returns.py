from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ledger.models import Entry, Series
from ledger.months import Span

from .forms import Form


class State(models.TextChoices):
    OPEN = "open", "Open"
    SUBMITTED = "submitted", "Submitted"
    APPROVED = "approved", "Approved"
    CLOSED = "closed", "Closed"


class ReturnQuerySet(models.QuerySet["Return"]):
    def unsubmitted(self) -> Self:
        return self.filter(state=State.OPEN)

    def late_on(self, day: date) -> Self:
        """Those that were due before `day` and that nobody has submitted."""
        return self.unsubmitted().filter(due_on__lt=day)


class Return(models.Model):
    """A form for one period. What is recorded through it is provisional until it is approved."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="returns")
    start = models.DateField()
    end = models.DateField()
    due_on = models.DateField(help_text="The last day on which it is in time.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "form"]
        constraints = [
            models.UniqueConstraint(fields=["form", "start"], name="return_once_a_period"),
            models.CheckConstraint(name="return_period_in_order", condition=Q(end__gte=F("start"))),
            models.CheckConstraint(name="return_due_after_its_period", condition=Q(due_on__gt=F("end"))),
            models.CheckConstraint(name="return_state_known", condition=Q(state__in=State.values)),
        ]

    def __str__(self) -> str:
        return f"{self.form}, {self.span.label}"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on < today


class Step(models.Model):
    """Something that was done with a return: its history, never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Opened"
        SAVED = "saved", "Figures saved"
        SUBMITTED = "submitted", "Submitted"
        SENT_BACK = "sent-back", "Sent back"
        APPROVED = "approved", "Approved"
        REOPENED = "reopened", "Reopened"
        CLOSED = "closed", "Closed"

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="step", help_text="What was saved."
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="step_kind_known",
                condition=Q(kind__in=["opened", "saved", "submitted", "sent-back", "approved", "reopened", "closed"]),
            ),
            models.CheckConstraint(
                name="step_saves_an_entry",
                condition=Q(kind="saved", entry__isnull=False) | (~Q(kind="saved") & Q(entry__isnull=True)),
            ),
            models.CheckConstraint(
                name="step_back_has_a_reason",
                condition=~Q(kind__in=["sent-back", "reopened"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.of_id}"

    @property
    def author(self) -> str:
        if self.by is None:
            return "ascare"
        return self.by.get_full_name() or self.by.get_username()


class LineComment(models.Model):
    """What the preparer says of a line's variance in one return. It can be changed, and erased."""

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="comments")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["of", "series"], name="line_comment_once"),
            models.CheckConstraint(name="line_comment_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"comment on {self.series} in {self.of}"

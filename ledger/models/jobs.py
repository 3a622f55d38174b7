"""The outbox: long work that a transaction asked for, and how far it got."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .organisations import Organisation


class JobState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> "JobQuerySet":
        """Not ended: nobody has taken them up, or somebody is at them."""
        return self.filter(state=JobState.WAITING)


class Job(models.Model):
    """One piece of work on one organisation, written with what asked for it.

    A worker marks it done in the transaction in which it writes what it did, so a killed worker leaves it waiting.
    All that time it holds the row's lock; of work in steps, only while it notes a step. A batch is what was asked
    for at once: its progress is how many of its jobs have ended.
    """

    kind = models.CharField(max_length=40, help_text="Which work: a name that an app has registered.")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="jobs")
    arguments = models.JSONField(default=dict)
    batch = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0, help_text="Of work in steps: how much is done.")
    doing = models.CharField(max_length=200, blank=True, help_text="Of work in steps: what comes next, in words.")
    message = models.TextField(blank=True, help_text="What it did, or why it failed.")

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="job_waiting"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="job_batch"),
        ]
        constraints = [
            models.CheckConstraint(name="job_state_known", condition=Q(state__in=JobState.values)),
            models.CheckConstraint(
                name="job_ended_when_not_waiting",
                condition=Q(state="waiting", ended_at__isnull=True)
                | (~Q(state="waiting") & Q(ended_at__isnull=False, ended_at__gte=F("asked_at"))),
            ),
            models.CheckConstraint(name="job_percent_up_to_100", condition=Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation}: {self.get_state_display()}"

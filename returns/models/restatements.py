from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ledger.models import Basis, Entry, Organisation, Series
from ledger.months import Span


class Restatement(models.Model):
    """A proposal to change a figure of a closed period. It is outside the ledger until another person approves it."""

    class Decision(models.TextChoices):
        NONE = "", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="restatements")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="restatements")
    basis = models.CharField(max_length=8, choices=Basis)
    start = models.DateField()
    end = models.DateField()
    edition = models.DateField()
    follows = models.PositiveIntegerField(help_text="The revision that stood when it was proposed.")
    was = models.DecimalField(max_digits=15, decimal_places=4, help_text="The value that stood then.")
    value = models.DecimalField(max_digits=15, decimal_places=4, help_text="What it should be.")
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default="", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="restatement")

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "basis", "start", "end", "edition"],
                condition=Q(decision=""),
                name="restatement_one_waiting",
            ),
            models.CheckConstraint(name="restatement_differs", condition=~Q(value=F("was"))),
            models.CheckConstraint(
                name="restatement_decided_by_somebody",
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decision="")),
            ),
            models.CheckConstraint(
                name="restatement_approved_by_another",
                condition=Q(decision__in=["", "withdrawn"]) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="restatement_recorded_when_approved",
                condition=Q(decision="approved", entry__isnull=False)
                | (~Q(decision="approved") & Q(entry__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"restatement of {self.series}, {self.span.label}"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_waiting(self) -> bool:
        return self.decision == ""

"""What is composed of a committee report: its front matter, its sections and who has to clear it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from ledger.models import Organisation
from ledger.months import FIRST_YEAR, LAST_YEAR, FinancialYear, day_label


class State(models.TextChoices):
    """How a report stands. It is not stored: it follows from its clearances and from whether it is frozen."""

    DRAFT = "draft", "Draft"
    CLEARED = "cleared", "Cleared"
    FROZEN = "frozen", "Frozen"


class ClearingRole(models.TextChoices):
    FINANCE = "finance", "Finance"
    PROCUREMENT = "procurement", "Procurement"
    LEGAL = "legal", "Legal"
    EQUALITY = "equality", "Equality and diversity"
    COMMUNICATIONS = "communications", "Communications"
    LOCAL_MEMBERS = "local-members", "Local members"
    PUBLIC_HEALTH = "public-health", "Public health"


class CommitteeReport(models.Model):
    """A report to a committee. Its history holds only what its authors wrote."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    committee = models.CharField(max_length=160)
    meeting = models.DateField("meeting on", null=True, blank=True)
    as_at = models.DateField(help_text="Its figures are as they were known at the end of this day.")
    first_year = models.PositiveSmallIntegerField(
        "financial year", help_text="The calendar year in which its financial year begins."
    )
    preset = models.CharField(max_length=40, blank=True, editable=False, help_text="What it was composed from.")
    recommendation = models.TextField(blank=True)
    key_decision = models.BooleanField(default=False)
    forward_plan_reference = models.CharField(max_length=60, blank=True)
    divisions = models.CharField("electoral divisions", max_length=400, blank=True)
    priorities = models.TextField(blank=True)
    background_papers = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True, help_text="A role, never a person's name.")
    provisional = models.BooleanField(
        "provisional figures", default=False, help_text="Whether figures that aren't approved yet are shown."
    )
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="compared with",
        help_text="The frozen report since which it tells what changed.",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "report"
        ordering = ["-as_at", "-id"]
        constraints = [
            models.CheckConstraint(name="report_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="report_has_a_committee", condition=~Q(committee="")),
            models.CheckConstraint(
                name="report_year_known", condition=Q(first_year__range=(FIRST_YEAR, LAST_YEAR - 1))
            ),
            models.CheckConstraint(name="report_not_compared_with_itself", condition=~Q(previous=F("id"))),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.previous and self.previous.organisation_id != self.organisation_id:
            raise ValidationError({"previous": f"“{self.previous}” belongs to another organisation."})
        if self.previous and not hasattr(self.previous, "frozen"):
            raise ValidationError({"previous": f"“{self.previous}” isn’t frozen, so it can still change."})

    @property
    def called(self) -> str:
        """Its title with its day, for a report's title is often that of the one before."""
        return f"{self.title}, {day_label(self.meeting or self.as_at)}"

    @property
    def year(self) -> FinancialYear:
        return FinancialYear(self.first_year)


class ReportSection(models.Model):
    """A section that was chosen, with the officer's own words."""

    report = models.ForeignKey(CommitteeReport, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=40, help_text="Which section: a name of the sections that there are.")
    subject = models.CharField(max_length=120, blank=True, help_text="What it is about; empty: about everything.")
    heading = models.CharField(max_length=200, blank=True, help_text="Empty: the kind's own.")
    text = models.TextField("own words", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "section"
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(name="report_section_has_a_kind", condition=~Q(kind=""))]

    def __str__(self) -> str:
        return self.heading or self.kind


class Clearance(models.Model):
    """What a role says of a report's implications, and whether it lets the report go. One for every role."""

    report = models.ForeignKey(CommitteeReport, on_delete=models.CASCADE, related_name="clearances")
    role = models.CharField(max_length=20, choices=ClearingRole)
    needed = models.BooleanField(default=True)
    reason = models.CharField("why not needed", max_length=400, blank=True)
    implications = models.TextField(blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cleared_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "role"], name="clearance_once_a_role"),
            models.CheckConstraint(name="clearance_role_known", condition=Q(role__in=ClearingRole.values)),
            models.CheckConstraint(
                name="clearance_not_needed_with_a_reason",
                condition=Q(needed=True, reason="") | (Q(needed=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="clearance_given_where_needed", condition=Q(needed=True) | Q(cleared_at__isnull=True)
            ),
            models.CheckConstraint(
                name="clearance_given_at_a_moment",
                condition=Q(cleared_by__isnull=True) | Q(cleared_at__isnull=False),
            ),
            models.CheckConstraint(
                name="clearance_says_what_follows", condition=Q(cleared_at__isnull=True) | ~Q(implications="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.report}"

    @property
    def is_given(self) -> bool:
        return self.cleared_at is not None

    @property
    def is_awaited(self) -> bool:
        return self.needed and self.cleared_at is None

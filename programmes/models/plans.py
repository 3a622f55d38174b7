from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ledger.models import Closable, ClosableQuerySet, Organisation, Series

from .benefits import Benefit
from .pointers import check_same_programme, series_field
from .programmes import Programme, Workstream


class Milestone(Closable):
    """A day by which something is to be there."""

    class Outcome(models.TextChoices):
        MET = "met", "Met"
        DROPPED = "dropped", "Dropped"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="milestones")
    workstream = models.ForeignKey(
        Workstream, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    name = models.CharField(max_length=200)
    due = models.DateField(help_text="As planned. It stays when the expected day moves.")
    expected = models.DateField(null=True, blank=True, help_text="As expected now, where that is another day.")
    owner_role = models.CharField(max_length=120, blank=True)
    standing = models.TextField(blank=True, help_text="How it stands, in words.")

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        ordering = ["due", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_same_programme(self, self.programme_id, "workstream")

    def is_late(self, on: date) -> bool:
        """Whether on that day it was due and not there."""
        return self.due < on and (self.closed_on is None or self.closed_on > on)


class Investment(Closable):
    """Money spent to make a programme work: a budget over its own span, and what it brought."""

    class Outcome(models.TextChoices):
        SPENT = "spent", "Spent"
        STOPPED = "stopped", "Stopped"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="investments")
    workstream = models.ForeignKey(
        Workstream,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="investments",
        help_text="None: for the programme as a whole.",
    )
    name = models.CharField(max_length=160)
    benefit = models.TextField("benefit delivered", blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    share_series = series_field("The organisation's share, per cent, where the whole is shared with partners.")
    split = models.CharField(
        max_length=80,
        blank=True,
        help_text="Which of a joint programme's shares divides it, for example the contract.",
    )
    pays_back_through = models.ManyToManyField(
        Benefit, blank=True, related_name="investments", help_text="The benefits that it is to make possible."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[pays_back_through])

    class Meta(Closable.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "series"], name="investment_series_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_same_programme(self, self.programme_id, "workstream")


class Opportunity(Closable):
    """Something that might become a benefit: more of what works, a wider scope of it, or something new."""

    class Outcome(models.TextChoices):
        TAKEN_UP = "taken-up", "Taken up as a benefit"
        DROPPED = "dropped", "Dropped"

    class Kind(models.TextChoices):
        EMBED = "embed", "Embed what works"
        ENHANCE = "enhance", "Enhance its scope"
        NEW = "new", "New"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="opportunities")
    workstream = models.ForeignKey(
        Workstream, on_delete=models.PROTECT, null=True, blank=True, related_name="opportunities"
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    description = models.TextField(blank=True)
    owner_role = models.CharField(max_length=120, blank=True)
    series = series_field("What it might yield in a year, as forecast.")
    taken_up_as = models.ForeignKey(
        Benefit, on_delete=models.SET_NULL, null=True, blank=True, related_name="opportunities", editable=False
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        verbose_name_plural = "opportunities"
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.CheckConstraint(name="opportunity_kind_known", condition=Q(kind__in=["embed", "enhance", "new"])),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_same_programme(self, self.programme_id, "workstream", "taken_up_as")


class Kpi(Closable):
    """A number that is watched: a series under a name, in a group that is shown together.

    Its plan or target, its rating scheme and, for a ratio, its parts are its series'.
    """

    class Outcome(models.TextChoices):
        RETIRED = "retired", "Retired"
        REPLACED = "replaced", "Replaced by another"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="kpis")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="kpis")
    workstream = models.ForeignKey(Workstream, on_delete=models.SET_NULL, null=True, blank=True, related_name="kpis")
    group = models.CharField(max_length=120, help_text="Shown together as one table and one chart.")
    name = models.CharField(max_length=160)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    objects = ClosableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Closable.Meta):
        verbose_name = "KPI"
        ordering = ["position", "name"]
        constraints = [
            *Closable.Meta.constraints,
            models.UniqueConstraint(fields=["series"], name="kpi_series_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.series_id and self.series.organisation_id != self.organisation_id:
            raise ValidationError({"series": f"{self.series} is another organisation's."})
        if self.programme and self.programme.organisation_id != self.organisation_id:
            raise ValidationError({"programme": f"{self.programme} is another organisation's."})
        if self.workstream and self.workstream.programme_id != self.programme_id:
            raise ValidationError({"workstream": f"{self.workstream} belongs to another programme."})

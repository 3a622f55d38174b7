"""Virements: budget moved between lines, or added to the whole, from a month on."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ledger.models import Entry, Organisation
from ledger.months import FinancialYear

from .lines import BudgetLine


class Virement(models.Model):
    """Budget that moves from a month on. What it changed is in its entry, which another person approves.

    Until then its figures stand as provisional. One that is refused is taken back by an entry of its own.
    """

    class Kind(models.TextChoices):
        VIREMENT = "virement", "Virement between lines"
        GROWTH = "growth", "Change of the whole budget"

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for approval"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="virements")
    first_year = models.PositiveSmallIntegerField(help_text="The calendar year in which its financial year begins.")
    number = models.PositiveIntegerField(help_text="Counts the organisation's virements of a year from 1.")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.VIREMENT)
    holds_from = models.DateField(help_text="The first day of the first month that it changes.")
    reason = models.TextField(max_length=500)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    taken_back = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Where it was refused."
    )
    refusal = models.CharField(max_length=400, blank=True, help_text="Why it was refused.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["-first_year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "first_year", "number"], name="virement_number_once"),
            models.CheckConstraint(name="virement_number_positive", condition=Q(number__gte=1)),
            models.CheckConstraint(name="virement_kind_known", condition=Q(kind__in=["virement", "growth"])),
            models.CheckConstraint(name="virement_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="virement_refused_with_a_reason",
                condition=Q(taken_back__isnull=True, refusal="") | (Q(taken_back__isnull=False) & ~Q(refusal="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Virement {self.number} of {self.year.label}"

    def clean(self) -> None:
        if self.holds_from.day != 1 or FinancialYear.of(self.holds_from) != self.year:
            raise ValidationError({"holds_from": f"Choose the first day of a month of {self.year.label}."})

    @property
    def year(self) -> FinancialYear:
        return FinancialYear(self.first_year)

    @property
    def last_month(self) -> date:
        """The first of the last month that it changes."""
        return date(self.first_year + 1, 3, 1)


class VirementLine(models.Model):
    """What a virement gives to a line over the months it holds for, or takes from it (below zero)."""

    virement = models.ForeignKey(Virement, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="virement_lines")
    amount = models.DecimalField(max_digits=15, decimal_places=2)

    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["virement", "line"], name="virement_line_once"),
            models.CheckConstraint(name="virement_line_moves_something", condition=~Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"{self.line} in {self.virement}"

"""What is asked of a programme and of everything that it holds, kind by kind."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from finance.models import BudgetLine
from ledger.forms.months import MonthField
from ledger.months import month_end

from ..actions import PROGRAMME_SERIES
from ..models import (
    Benefit,
    Budget,
    Claim,
    Confidence,
    Contribution,
    Impairment,
    Influence,
    Investment,
    Kpi,
    Milestone,
    Mitigation,
    Opportunity,
    Programme,
    Workstream,
)
from ..models.benefits import line_label
from .parts import PartForm, PercentField, SluggedForm

ROLE = "A role, never a person’s name"


class ProgrammeForm(SluggedForm):
    wanted = forms.MultipleChoiceField(
        label="Numbers that are kept of it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Each gets a series that figures are recorded in. One that is made stays",
    )

    class Meta:
        model = Programme
        fields = ("name", "slug", "purpose", "owner_role", "part_of", "wanted")
        labels = {"part_of": "Part of a joint programme"}
        help_texts = {
            "owner_role": ROLE,
            "part_of": "Whoever may read the partnership then sees this programme’s totals",
        }
        widgets = {"purpose": forms.Textarea}

    def __init__(self, data: Any = None, *, instance: Programme, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        missing = [(name, made) for name, made in PROGRAMME_SERIES.items() if getattr(instance, name) is None]
        self.fields["wanted"].choices = [  # type: ignore[attr-defined]
            (name, made.what.capitalize()) for name, made in missing
        ]
        if not missing:
            del self.fields["wanted"]
        if not self.fields["part_of"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["part_of"]

    @property
    def alike(self) -> QuerySet[Any]:
        return Programme.objects.filter(organisation=self.organisation).exclude(pk=self.instance.pk)


class WorkstreamForm(SluggedForm):
    class Meta:
        model = Workstream
        fields = ("name", "slug", "kind", "aim", "focus", "standing", "owner_role")
        labels = {"standing": "How it stands", "owner_role": "Owner"}
        help_texts = {"owner_role": ROLE, "standing": "In a few sentences"}
        widgets = {"kind": forms.RadioSelect}


class BenefitForm(SluggedForm):
    class Meta:
        model = Benefit
        fields = ("name", "slug", "kind", "recurring", "workstream", "category", "description", "owner_role")
        labels = {
            "recurring": "It comes again in every later year; otherwise it is one-off",
            "owner_role": "Owner",
        }
        help_texts = {"owner_role": ROLE, "recurring": ""}
        widgets = {"kind": forms.RadioSelect}


class TakeUpForm(BenefitForm):
    """The benefit that an opportunity becomes."""

    why = forms.CharField(  # type: ignore[assignment]
        label="Why is it taken up?", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    @property
    def words(self) -> dict[str, Any]:
        return {name: value for name, value in super().words.items() if name != "why"}


class MilestoneForm(PartForm):
    key = ("name", "due")

    class Meta:
        model = Milestone
        fields = ("name", "due", "expected", "workstream", "owner_role", "standing")
        labels = {"due": "Due on", "expected": "Expected on", "standing": "How it stands", "owner_role": "Owner"}
        error_messages = {"due": {"required": "Enter the day that it is due"}}
        help_texts = {"owner_role": ROLE, "standing": "In a few sentences"}


class InvestmentForm(PartForm):
    class Meta:
        model = Investment
        fields = ("name", "workstream", "benefit", "pays_back_through", "split", "share_series")
        labels = {
            "benefit": "What it brought",
            "pays_back_through": "Benefits that it makes possible",
            "split": "Divided as",
            "share_series": "Series of our share",
        }
        help_texts = {
            "benefit": "In words",
            "pays_back_through": "It has paid back once they cover its budget",
            "split": "Which of a joint programme’s shares divides it, for example the contract",
            "share_series": "Where partners pay the rest: a series in per cent, of what part of the whole is ours",
        }
        widgets = {"pays_back_through": forms.CheckboxSelectMultiple}

    def __init__(self, data: Any = None, *, instance: Investment, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        share: Any = self.fields["share_series"]
        share.queryset = share.queryset.filter(Q(measure__unit="percent") | Q(pk=instance.share_series_id))


class OpportunityForm(PartForm):
    class Meta:
        model = Opportunity
        fields = ("name", "kind", "workstream", "description", "owner_role")
        labels = {"owner_role": "Owner"}
        help_texts = {"owner_role": ROLE}
        widgets = {"kind": forms.RadioSelect}


class ImpairmentForm(PartForm):
    class Meta:
        model = Impairment
        fields = ("name", "of", "cause", "benefit")
        help_texts = {"benefit": "The benefit that falls short because of it"}
        widgets = {"of": forms.RadioSelect}


class MitigationForm(PartForm):
    class Meta:
        model = Mitigation
        fields = ("name", "benefit", "description", "one_off", "owner_role")
        labels = {
            "one_off": "It helps this year only; the saving is missed again next year",
            "owner_role": "Owner",
        }
        help_texts = {"owner_role": ROLE, "one_off": ""}


class KpiForm(PartForm):
    key = ("series",)
    fixed = ("series",)

    class Meta:
        model = Kpi
        fields = ("series", "name", "group", "workstream")
        help_texts = {"series": "Whose numbers it shows. Each can be one KPI only"}

    def __init__(self, data: Any = None, *, instance: Kpi, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        if instance.programme_id is None:
            del self.fields["workstream"]

    @property
    def alike(self) -> QuerySet[Any]:
        return Kpi.objects.exclude(pk=self.instance.pk)


class ContributionForm(PartForm):
    key = ("subject", "member")
    share = PercentField(help_text="Per cent of the whole")

    class Meta:
        model = Contribution
        fields = ("subject", "member", "share")


class LineField(forms.ModelChoiceField):
    """A budget line, with the years in which it is part of the budget where it isn't any more."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=BudgetLine.objects.all(), label="Budget line", **kwargs)

    def label_from_instance(self, line: Any) -> str:
        return line_label(line) if line.last_year is None else f"{line_label(line)}, {line.years}"


class InfluenceForm(PartForm):
    key = ("line",)
    fixed = ("line",)
    line = LineField()
    share = PercentField(help_text="Per cent of the line’s spend that the programme can influence")

    class Meta:
        model = Influence
        fields = ("line", "share")


class ConfidenceForm(PartForm):
    """An assessment. `grounds` is its reason; `reason`, as in every form, why it is changed."""

    key = ("on",)
    fixed = ("on",)
    grounds = forms.CharField(label="Reason", widget=forms.Textarea, help_text="What the judgement rests on")

    class Meta:
        model = Confidence
        fields = ("on", "level", "grounds", "source")
        labels = {"on": "As it stood on", "level": "How likely is it to deliver?"}
        help_texts = {"source": "For example the board’s paper"}
        error_messages = {
            "on": {"required": "Enter the day it speaks of"},
            "level": {"required": "Choose how likely it is to deliver"},
        }
        widgets = {"level": forms.RadioSelect}

    def __init__(self, data: Any = None, *, instance: Confidence, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self.fields["grounds"].initial = instance.reason
        if "on" in self.fields:
            self.fields["on"].initial = localdate()

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > localdate():
            raise forms.ValidationError("This day lies in the future; enter today’s date or an earlier one.")
        return self.cleaned_data["on"]


class BudgetForm(PartForm):
    name = forms.CharField(label="Name", max_length=160)

    class Meta:
        model = Budget
        fields = ("name", "holder")

    @property
    def alike(self) -> QuerySet[Any]:
        return Budget.objects.filter(organisation=self.organisation).exclude(pk=self.instance.pk)


class ClaimForm(PartForm):
    key = ("benefit", "budget", "start")
    fixed = ("benefit",)
    line = LineField(required=False, help_text="Of the council’s own budget, in the months claimed")
    share = PercentField(help_text="Per cent of the budget in each of these months")
    start = MonthField(label="First month", help_text="For example 2019-04")
    end = MonthField(label="Last month", help_text="For example 2020-03")

    class Meta:
        model = Claim
        fields = ("benefit", "line", "budget", "share", "start", "end")
        labels = {"budget": "Or a budget that is kept elsewhere"}
        help_texts = {"budget": "For example one of children’s services"}

    def __init__(self, data: Any = None, *, instance: Claim, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self.fields["budget"].required = False
        if instance.pk and instance.budget.line_id:
            self.initial = {**self.initial, "line": instance.budget.line_id, "budget": None}

    def clean_budget(self) -> Budget | None:
        """Of a line the one that it is claimed as, once it has been claimed."""
        line, budget = self.cleaned_data.get("line"), self.cleaned_data.get("budget")
        if line and budget:
            raise forms.ValidationError("Choose a budget line or a budget that is kept elsewhere, not both")
        if not line and not budget and "line" not in self.errors:
            raise forms.ValidationError("Choose a budget line, or a budget that is kept elsewhere")
        return Budget.objects.filter(line=line).first() if line else budget

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        start, end = given.get("start"), given.get("end")
        if start and end and end < start:
            self.add_error("end", "The last month is before the first; enter the same month or a later one")
        elif end:
            given["end"] = month_end(end)
        return given

    @property
    def alike(self) -> QuerySet[Any]:
        own = {"benefit": self.instance.benefit_id} if self.instance.pk else {}
        return Claim.objects.filter(**own).exclude(pk=self.instance.pk)

"""What is asked of a programme and of everything that it holds."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.timezone import localdate

from ledger.forms.months import MonthField
from ledger.forms.words import WordsForm
from ledger.models import Closable, Organisation, Series
from ledger.models.organisations import slug_validator
from ledger.months import FinancialYear, month_end

from .actions import ADDRESSES, PROGRAMME_SERIES
from .models import (
    Benefit,
    Budget,
    Claim,
    Confidence,
    Contribution,
    Impairment,
    Investment,
    Kpi,
    Milestone,
    Mitigation,
    Opportunity,
    Programme,
    Workstream,
)

# By the model of a relation, what a form offers for it: the programme's own, or the organisation's.
OWN: dict[type[models.Model], Callable[["PartForm"], QuerySet[Any]]] = {
    Workstream: lambda form: Workstream.objects.filter(programme=form.programme),
    Benefit: lambda form: Benefit.objects.filter(programme=form.programme),
    Series: lambda form: Series.objects.filter(organisation=form.organisation),
    Budget: lambda form: Budget.objects.filter(organisation=form.organisation),
    Organisation: lambda form: Organisation.objects.filter(parts_in__partnership=form.organisation),
    Programme: lambda form: Programme.objects.filter(organisation__parts__member=form.organisation),
}


class PercentField(forms.DecimalField):
    """More than nothing and at most the whole."""

    def __init__(self, **kwargs: Any) -> None:
        range_said = "Share must be more than 0 and at most 100"
        super().__init__(
            label="Share",
            min_value=Decimal("0.0001"),
            max_value=Decimal(100),
            max_digits=7,
            decimal_places=4,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
            error_messages={
                "required": "Enter the share, like 25",
                "invalid": "Share must be a number, like 25 or 12.5",
                "min_value": range_said,
                "max_value": range_said,
                "max_digits": range_said,
                "max_whole_digits": range_said,
                "max_decimal_places": "Share must have 4 decimal places at most",
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("%", "") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class PartForm(WordsForm):
    """Words of a programme or of something in it. Its relations offer the programme's and organisation's own."""

    key: ClassVar[tuple[str, ...]] = ("name",)  # no two in one programme have all of these alike
    fixed: ClassVar[tuple[str, ...]] = ()  # stays what it was when it was made

    def __init__(
        self,
        data: Any = None,
        *,
        instance: Any,
        organisation: Organisation,
        programme: Programme | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self.organisation: Organisation = organisation
        self.programme: Programme | None = programme
        for name in self.fixed if instance.pk else ():
            del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._offer_own(name, field)
            elif isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.RadioSelect):
                _drop_blank(field)
            _say(field)

    def _offer_own(self, name: str, field: Any) -> None:
        """What is closed is not offered anew."""
        found = OWN[field.queryset.model](self)
        if issubclass(found.model, Closable):
            found = found.filter(Q(closed_on=None) | Q(pk=getattr(self.instance, f"{name}_id", None)))
        field.queryset = found.distinct()
        if isinstance(field.widget, forms.Select) and not isinstance(field.widget, forms.SelectMultiple):
            field.empty_label = f"Choose a {str(field.label).lower()}" if field.required else "None"

    def validate_unique(self) -> None:
        """Said by `clean`, in words that name the field."""

    def validate_constraints(self) -> None:
        """What they ask is asked of the fields; the action checks them again."""

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        asked = [name for name in self.key if name in self.fields]
        known = {name: given[name] for name in asked if given.get(name) is not None}
        if asked and len(known) == len(asked) and self.alike.filter(**known).exists():
            self.add_error(asked[-1], self._taken(asked))
        return given

    @property
    def alike(self) -> QuerySet[Any]:
        """The others of its kind beside which it stands."""
        home = {"programme": self.programme} if hasattr(self.instance, "programme_id") else {}
        return self._meta.model._default_manager.filter(**home).exclude(pk=self.instance.pk)

    def _taken(self, asked: list[str]) -> str:
        kind = self._meta.model._meta.verbose_name
        what = " and ".join(str(self.fields[name].label).lower() for name in asked)
        return f"There is a {kind} with this {what} already; change that one, or enter another {what}"


def _drop_blank(field: Any) -> None:
    """Radios need no choice that says nothing."""
    field.choices = [choice for choice in field.choices if choice[0]]


def _say(field: forms.Field) -> None:
    """What is optional, and what is wrong, in words that name the field."""
    label = str(field.label)
    if not field.required and not isinstance(field.widget, forms.HiddenInput | forms.CheckboxInput):
        words = str(field.help_text)
        field.help_text = words if words.startswith("Optional") else f"Optional. {words}".rstrip(". ")
    said = {
        "max_length": f"{label} must have {getattr(field, 'max_length', '')} characters at most; shorten it",
        "invalid_choice": f"Choose one of the list as {label.lower()}",
    }
    if isinstance(field, forms.DateField):
        said["invalid"] = f"{label} must be a date, like 2027-04-01"
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        verb = "Choose" if isinstance(field, forms.ChoiceField) else "Enter"
        said["required"] = f"{verb} the {label if label[1:2].isupper() else label[:1].lower() + label[1:]}"
    field.error_messages.update(said)


class SluggedForm(PartForm):
    """One that has a page of its own: its slug is made of its name where it is left out, and stays."""

    slug = forms.CharField(
        label="Address",
        required=False,
        max_length=80,
        validators=[slug_validator],
        help_text="Stands in the address of its page and can’t be changed later. Made from the name if left empty",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    fixed = ("slug",)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "slug" not in self.fields or self.errors:
            return given
        if slug := given.get("slug"):
            if slug in ADDRESSES or self.alike.filter(slug=slug).exists():
                self.add_error("slug", f"“{slug}” is taken; enter another address")
        elif slug := free_slug(given["name"], self.alike):
            given["slug"] = slug
        else:
            self.add_error("slug", "Enter an address: none can be made from this name")
        return given


def free_slug(name: str, others: QuerySet[Any]) -> str:
    """Made from `name`, with a number behind it where that is taken; empty where there is nothing to make it of."""
    stem = slugify(name.replace("_", " "))[:76].rstrip("-")
    taken = {*ADDRESSES, *others.filter(slug__startswith=stem).values_list("slug", flat=True)}
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


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
        labels = {"standing": "How it stands"}
        help_texts = {"owner_role": ROLE, "standing": "In a few sentences"}
        widgets = {"kind": forms.RadioSelect}


class BenefitForm(SluggedForm):
    class Meta:
        model = Benefit
        fields = ("name", "slug", "kind", "recurring", "workstream", "category", "description", "owner_role")
        labels = {"recurring": "It comes again in every later year; otherwise it is one-off"}
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
        labels = {"due": "Due on", "expected": "Expected on", "standing": "How it stands"}
        error_messages = {"due": {"required": "Enter the day that it is due"}}
        help_texts = {"owner_role": ROLE, "standing": "In a few sentences"}


class InvestmentForm(PartForm):
    class Meta:
        model = Investment
        fields = ("name", "workstream", "benefit", "pays_back_through", "split")
        help_texts = {"benefit": "What it brought, in words"}
        widgets = {"pays_back_through": forms.CheckboxSelectMultiple}


class OpportunityForm(PartForm):
    class Meta:
        model = Opportunity
        fields = ("name", "kind", "workstream", "description", "owner_role")
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
        labels = {"one_off": "It helps this year only; the saving is missed again next year"}
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
    class Meta:
        model = Budget
        fields = ("name", "holder")

    @property
    def alike(self) -> QuerySet[Any]:
        return Budget.objects.filter(organisation=self.organisation).exclude(pk=self.instance.pk)


class ClaimForm(PartForm):
    key = ("benefit", "budget", "start")
    fixed = ("benefit",)
    share = PercentField(help_text="Per cent of the budget in each of these months")
    start = MonthField(label="First month", help_text="For example 2019-04")
    end = MonthField(label="Last month", help_text="For example 2020-03")

    class Meta:
        model = Claim
        fields = ("benefit", "budget", "share", "start", "end")

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


class MoveForm(forms.Form):
    """How far a benefit is."""

    state = forms.ChoiceField(label="How far is it?", widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=500, required=False, label="Why it changes", help_text="Optional. It stays in the history."
    )

    def __init__(self, data: Any = None, *, benefit: Benefit) -> None:
        super().__init__(data, initial={"state": benefit.state})
        states = [choice for choice in Benefit.State.choices if choice[0] != Benefit.State.VALIDATED]
        self.fields["state"].choices = states  # type: ignore[attr-defined]


class ValidationForm(forms.Form):
    """Finance's word that a benefit stands."""

    checked = forms.CharField(
        label="What was checked?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example the plan against the budget, and the actuals against the ledger",
    )


class BringForwardForm(forms.Form):
    """The year whose undelivered rest is carried into the next."""

    year = forms.TypedChoiceField(
        label="Which year was it not delivered in?", coerce=lambda first: FinancialYear(int(first))
    )
    reason = forms.CharField(
        max_length=500, required=False, label="Why", help_text="Optional. It stays in the history."
    )

    def __init__(self, data: Any = None, *, years: list[FinancialYear]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(str(year.first), year.label) for year in years]  # type: ignore[attr-defined]


class DroppingForm(forms.Form):
    """Why something is taken away that should not have been there."""

    reason = forms.CharField(label="Why is it removed?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

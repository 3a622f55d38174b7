"""What is asked of those who define what is collected."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from ledger.forms.words import WordsForm
from ledger.models import Frequency, Series, Service

from ..models import Form, FormCheck, FormLine

REGULAR = [Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR]
NARROW = {"inputmode": "decimal", "class": "govuk-input--width-10"}


class FormForm(WordsForm):
    """A form. How often it is filled in can't change once it has lines or returns."""

    class Meta:
        model = Form
        fields = (
            "name",
            "purpose",
            "service",
            "frequency",
            "layout",
            "compared_with",
            "deadline_days",
            "comment_over_amount",
            "comment_over_percent",
            "preparer_role",
        )
        labels = {
            "purpose": "What it is for",
            "frequency": "How often",
            "layout": "What its page shows",
            "compared_with": "Held against",
            "deadline_days": "Working days to fill it in",
            "comment_over_amount": "Comment from a variance of",
            "comment_over_percent": "Comment from a share of (per cent)",
            "preparer_role": "Filled in by",
        }
        help_texts = {
            "purpose": "Optional. It stands above the lines, for who fills them in.",
            "service": "Optional. Those who write for some services only may fill in the forms of these.",
            "compared_with": "What variances are measured from.",
            "deadline_days": "After the period’s end. Bank holidays don’t count.",
            "comment_over_amount": "Optional. In the unit of the line, for example 50000.",
            "comment_over_percent": "Optional. Of the budget, for example 5. With both given, both must be reached.",
            "preparer_role": "People with this role or a higher one. A finance lead who didn’t fill it in approves.",
        }
        widgets = {
            "frequency": forms.RadioSelect,
            "layout": forms.RadioSelect,
            "compared_with": forms.RadioSelect,
            "preparer_role": forms.RadioSelect,
            "comment_over_amount": forms.TextInput(attrs=NARROW),
            "comment_over_percent": forms.TextInput(attrs=NARROW),
            "deadline_days": forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        }
        error_messages = {
            "name": {"required": "Enter a name", "max_length": "Name must have 160 characters at most; shorten it"},
            "frequency": {"required": "Choose how often it is filled in"},
            "layout": {"required": "Choose what its page shows"},
            "compared_with": {"required": "Choose what it is held against"},
            "preparer_role": {"required": "Choose who fills it in"},
            "deadline_days": {
                "required": "Enter the number of working days, like 10",
                "invalid": "Working days must be a whole number, like 10",
            },
            "comment_over_amount": {"invalid": "Comment from a variance of must be a number, like 50000"},
            "comment_over_percent": {"invalid": "Comment from a share of must be a number, like 5"},
        }

    def __init__(self, data: Any = None, *, instance: Form, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        service: Any = self.fields["service"]
        service.queryset = Service.objects.filter(organisation=instance.organisation)
        service.empty_label = "Several services, or none"
        often: Any = self.fields["frequency"]
        often.choices = [(each.value, each.label) for each in REGULAR]
        if instance.pk and (instance.lines.exists() or instance.returns.exists()):
            del self.fields["frequency"]

    def clean_deadline_days(self) -> int:
        days: int = self.cleaned_data["deadline_days"]
        if not 1 <= days <= 250:
            raise forms.ValidationError("Working days must be from 1 to 250")
        return days


class AddLinesForm(forms.Form):
    """Series to put on a form: one, or all of a service, or all under one beginning of their codes."""

    one = forms.ModelChoiceField(
        Series.objects.none(), required=False, label="One series", empty_label="Choose a series"
    )
    service = forms.ModelChoiceField(
        Service.objects.none(), required=False, label="Or all series of a service", empty_label="Choose a service"
    )
    begins = forms.CharField(
        required=False,
        max_length=120,
        label="Or all whose code begins with",
        help_text="For example budget/older-people/. With a service too: those of the service that begin so.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    section = forms.CharField(
        required=False,
        max_length=120,
        label="Section",
        help_text="Optional. Lines of one section stand together under its name.",
    )

    def __init__(self, data: Any = None, *, offered: "QuerySet[Series]", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.offered = offered
        one: Any = self.fields["one"]
        one.queryset = offered
        one.label_from_instance = lambda series: f"{series.name} ({series.code})"
        service: Any = self.fields["service"]
        service.queryset = Service.objects.filter(pk__in=offered.order_by().values("service"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        one, service, begins = given.get("one"), given.get("service"), given.get("begins")
        if not self.errors and not (one or service or begins):
            self.add_error("one", "Choose a series, or a service, or enter the beginning of codes")
        elif not self.errors and not self.series:
            self.add_error("begins" if begins else "service", "No series that could be added is so; choose others")
        return given

    @property
    def series(self) -> list[Series]:
        """What was chosen, in order of code."""
        given = self.cleaned_data
        found = {given["one"].pk: given["one"]} if given.get("one") else {}
        if given.get("service") or given.get("begins"):
            many = self.offered.filter(code__startswith=given.get("begins") or "")
            many = many.filter(service=given["service"]) if given.get("service") else many
            found |= {each.pk: each for each in many}
        return sorted(found.values(), key=lambda series: series.code)


class ArrangeForm(forms.Form):
    """Where each line of a form stands: its number, and its section."""

    reason = forms.CharField(max_length=500, required=False, label="Why it changes", help_text="Optional.")

    def __init__(self, data: Any = None, *, lines: Sequence[FormLine], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.lines = lines
        for number, line in enumerate(lines, start=1):
            self.fields[f"place-{line.pk}"] = forms.IntegerField(
                initial=number,
                min_value=1,
                max_value=9999,
                label=f"Place of {line}",
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
                error_messages={"required": f"Enter the place of {line}, a whole number like {number}"},
            )
            self.fields[f"section-{line.pk}"] = forms.CharField(
                initial=line.section, max_length=120, required=False, label=f"Section of {line}"
            )

    def rows(self) -> list[tuple[FormLine, Any, Any]]:
        return [(line, self[f"place-{line.pk}"], self[f"section-{line.pk}"]) for line in self.lines]

    @property
    def places(self) -> list[tuple[FormLine, str]]:
        """The lines in the order asked for; of two in one place the one that stood first stays first."""
        given = self.cleaned_data
        in_order = sorted(self.lines, key=lambda line: given[f"place-{line.pk}"])
        return [(line, given[f"section-{line.pk}"]) for line in in_order]


class CheckForm(forms.ModelForm):
    """Something that should hold between two lines."""

    class Meta:
        model = FormCheck
        fields = ("left", "kind", "right")
        labels = {"left": "This line", "right": "The other line"}
        widgets = {"kind": forms.RadioSelect}
        error_messages = {
            "left": {"required": "Choose a line"},
            "kind": {"required": "Choose what should hold"},
            "right": {"required": "Choose the other line"},
        }

    def __init__(self, data: Any = None, *, of: Form, **kwargs: Any) -> None:
        super().__init__(data, instance=FormCheck(form=of), **kwargs)
        lines = of.lines.select_related("series")
        for name in ("left", "right"):
            field: Any = self.fields[name]
            field.queryset, field.empty_label = lines, "Choose a line"
        kind: Any = self.fields["kind"]
        kind.choices = FormCheck.Kind.choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        left, right, kind = given.get("left"), given.get("right"), given.get("kind")
        if left and left == right:
            self.add_error("right", "Choose another line than the first")
        elif left and right and left.form.checks.filter(left=left, kind=kind, right=right).exists():
            self.add_error("kind", "This is checked already")
        return given

    def validate_constraints(self) -> None:
        """Said above in the words of the page."""


class RemovingForm(forms.Form):
    """Why something is taken away."""

    reason = forms.CharField(
        max_length=500,
        required=False,
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional. It stays in the history.",
    )

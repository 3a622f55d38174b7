from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q

from ..models import Better, Measure, Organisation, Rollup
from ..models.organisations import slug_validator

PARTS = Q(numerator__isnull=True)  # a ratio of ratios could not be rolled up from its parts
RESERVED = ("new",)  # /measures/new/ is a page of its own


def _limit(name: str) -> dict[str, str]:
    return {
        "invalid": f"{name} must be a number, like 0 or 99.5",
        "max_digits": f"{name} must have 15 digits at most; leave it blank if there is none",
        "max_decimal_places": f"{name} must have 4 decimal places at most; round it",
        "max_whole_digits": f"{name} must have 11 digits before the point at most; leave it blank if there is none",
    }


def _text(name: str, longest: int) -> dict[str, str]:
    return {
        "required": f"Enter {name[0].lower()}{name[1:]}",
        "max_length": f"{name} must have {longest} characters at most; shorten it",
    }


class MeasureForm(forms.ModelForm):
    """An organisation's own measure. `reason` is asked for where there is something to change."""

    code = forms.CharField(
        max_length=80,
        validators=[
            RegexValidator(
                slug_validator.regex, "Code must be lower-case letters, digits and hyphens, like people-waiting"
            )
        ],
        help_text="Stands in addresses, the API and files, for example people-waiting. It can't be changed later.",
        error_messages={
            "required": "Enter a code, like people-waiting",
            "max_length": "Code must have 80 characters at most; shorten it",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label="Reason for the change",
        max_length=500,
        help_text="Readers of the measure's history see it.",
        error_messages={
            "required": "Enter a reason for the change; it is kept in the measure's history",
            "max_length": "Reason for the change must have 500 characters at most; shorten it",
        },
    )

    class Meta:
        model = Measure
        fields = [
            "code",
            "name",
            "definition",
            "unit",
            "decimals",
            "better",
            "rollup",
            "numerator",
            "denominator",
            "per",
            "minimum",
            "maximum",
            "why",
            "source",
            "owner_role",
            "next_review",
            "suppress_small",
            "sensitive",
        ]
        labels = {
            "decimals": "Decimal places",
            "better": "Which way is better",
            "rollup": "How months make a year",
            "minimum": "Least possible value",
            "maximum": "Greatest possible value",
            "why": "Why it matters",
            "source": "Source",
            "owner_role": "Owner",
            "next_review": "Next review",
            "numerator": "Numerator",
            "denominator": "Denominator",
            "per": "Given per",
            "suppress_small": "Counts of people under 5 are not for publication",
            "sensitive": "Commercially sensitive: not for publication",
        }
        help_texts = {
            "unit": "For example GBP, percent, people, hours per week",
            "decimals": "How many are shown, 0 to 4",
            "numerator": "For a ratio: the measure above the line",
            "denominator": "For a ratio: the measure below the line",
            "per": "For a ratio: 100 for a percentage, 10000 for a rate per 10,000 people, 1 for neither",
            "minimum": "Optional. Smaller figures are refused",
            "maximum": "Optional. Larger figures are refused",
            "owner_role": "Optional. A role, not a person's name",
            "next_review": "Optional. The day by which somebody looks at this definition again",
            "suppress_small": "",
            "sensitive": "Reports leave it out, as they must a single provider's price",
            "why": "Optional. What follows if it moves",
            "source": "Optional. Where the numbers come from",
        }
        widgets = {
            "better": forms.RadioSelect,
            "rollup": forms.RadioSelect,
            "definition": forms.Textarea(attrs={"rows": 4}),
            "why": forms.Textarea(attrs={"rows": 3}),
            "next_review": forms.DateInput,
        }
        error_messages = {
            "name": _text("A name", 120),
            "unit": _text("A unit", 40),
            "definition": {"required": "Enter a definition: what is counted, and what is not"},
            "decimals": {
                "required": "Enter decimal places, from 0 to 4",
                "invalid": "Decimal places must be a whole number from 0 to 4",
                "min_value": "Decimal places must be from 0 to 4",
            },
            "better": {
                "required": "Choose which way is better",
                "invalid_choice": f"Which way is better must be one of {', '.join(Better.labels)}",
            },
            "rollup": {
                "required": "Choose how months make a year",
                "invalid_choice": f"How months make a year must be one of {', '.join(Rollup.labels)}",
            },
            "numerator": {"invalid_choice": "Numerator must be a measure in the list that is no ratio itself"},
            "denominator": {"invalid_choice": "Denominator must be a measure in the list that is no ratio itself"},
            "per": {
                "required": "Enter what a ratio is given per, like 100; 1 where it is no ratio",
                "invalid": "Given per must be a whole number, like 100",
                "min_value": "Given per must be 1 or more",
            },
            "minimum": _limit("Least possible value"),
            "maximum": _limit("Greatest possible value"),
            "source": _text("A source", 200),
            "owner_role": _text("An owner", 120),
            "next_review": {"invalid": "Next review must be a date, like 2027-04-01"},
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        parts = Measure.objects.filter(PARTS, Q(organisation=None) | Q(organisation=organisation))
        for name in ("numerator", "denominator"):
            self.fields[name].queryset = parts.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
            self.fields[name].empty_label = "None: not a ratio"  # type: ignore[attr-defined]
        if self.instance.pk is None:
            del self.fields["reason"]
            return
        del self.fields["code"]
        if self.instance.has_figures:
            for name in ("unit", "decimals"):
                self.fields[name].widget.attrs["readonly"] = True
                help_text = "Can't be changed, for figures exist. To change it, define a new measure."
                self.fields[name].help_text = help_text

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in RESERVED:
            raise ValidationError(f"Code can't be “{code}”, which is an address of its own; choose another")
        if Measure.objects.filter(organisation=self.organisation, code=code).exists():
            raise ValidationError(f"Code “{code}” is a measure of {self.organisation} already; choose another")
        return code

    def clean_decimals(self) -> int:
        decimals: int = self.cleaned_data["decimals"]
        if decimals > 4:
            raise ValidationError("Decimal places must be from 0 to 4")
        return decimals

    def clean_per(self) -> int:
        per: int = self.cleaned_data["per"]
        if per < 1:
            raise ValidationError("Given per must be 1 or more")
        return per

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        numerator, denominator = data.get("numerator"), data.get("denominator")
        if numerator and not denominator and "denominator" not in self.errors:
            self.add_error("denominator", "Choose a denominator too, or no numerator; a ratio has both")
        if denominator and not numerator and "numerator" not in self.errors:
            self.add_error("numerator", "Choose a numerator too, or no denominator; a ratio has both")
        if numerator and numerator == denominator:
            self.add_error("denominator", "Denominator must be another measure than the numerator; choose another")
        minimum, maximum = data.get("minimum"), data.get("maximum")
        if minimum is not None and maximum is not None and minimum > maximum:
            self.add_error(
                "maximum", f"Greatest possible value must be at least the least, {minimum.normalize():f}; raise it"
            )
        return data

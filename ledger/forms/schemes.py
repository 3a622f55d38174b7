"""How an organisation rates its numbers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from ..models import RatingScheme
from ..models.organisations import slug_validator
from .words import WordsForm

RESERVED = ("new",)  # /schemes/new/ is a page of its own
LIMITS = ("green_within", "amber_within")


def _percent(name: str) -> dict[str, str]:
    return {
        "required": f"Enter {name[0].lower()}{name[1:]}, in per cent",
        "invalid": f"{name} must be a number, like 5 or 7.5",
        "max_digits": f"{name} must be below 1,000",
        "max_whole_digits": f"{name} must be below 1,000",
        "max_decimal_places": f"{name} must have 2 decimal places at most; round it",
    }


class SchemeForm(WordsForm):
    """A rating scheme. Its code stays what it was: the API calls it by it."""

    code = forms.CharField(
        max_length=60,
        validators=[
            RegexValidator(slug_validator.regex, "Code must be lower-case letters, digits and hyphens, like savings")
        ],
        help_text="Stands in addresses and the API, for example savings. It can’t be changed later.",
        error_messages={
            "required": "Enter a code, like savings",
            "max_length": "Code must have 60 characters at most; shorten it",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
    )

    class Meta:
        model = RatingScheme
        fields = ("code", "name", "judged_on", *LIMITS)
        labels = {
            "judged_on": "What is judged",
            "green_within": "Green up to (per cent)",
            "amber_within": "Amber up to (per cent)",
        }
        help_texts = {
            "judged_on": "Where it isn’t known, the other one is judged.",
            "green_within": "How far on the adverse side: short where higher is better, over where lower is.",
            "amber_within": "Anything beyond is red. The same as green leaves no amber.",
        }
        widgets = {
            "judged_on": forms.RadioSelect,
            **{
                name: forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"})
                for name in LIMITS
            },
        }
        error_messages = {
            "name": {
                "required": "Enter a name",
                "max_length": "A name must have 120 characters at most; shorten it",
            },
            "judged_on": {"required": "Choose what is judged"},
            "green_within": _percent("Green up to"),
            "amber_within": _percent("Amber up to"),
        }

    def __init__(self, data: Any = None, *, instance: RatingScheme) -> None:
        super().__init__(data, instance=instance)
        if instance.pk:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        organisation = self.thing.organisation
        if code in RESERVED:
            raise forms.ValidationError(f"Code can’t be “{code}”, which is an address of its own; choose another")
        if organisation.rating_schemes.filter(code=code).exists():
            raise forms.ValidationError(f"Code “{code}” is a scheme of {organisation} already; choose another")
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        green: Decimal | None = given.get("green_within")
        amber: Decimal | None = given.get("amber_within")
        if green is not None and green < 0:
            self.add_error("green_within", "Green up to must be 0 or more")
        elif green is not None and amber is not None and amber < green:
            self.add_error("amber_within", f"Amber up to must be at least that of green, {green.normalize():f}")
        return given

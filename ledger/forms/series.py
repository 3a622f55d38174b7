from typing import Any

from django import forms
from django.db.models import Q

from ..models import Locality, Measure, Organisation, Series, Service
from ..models.organisations import slug_validator


class SeriesForm(forms.ModelForm):
    """A series of an organisation. Its code and measure stay what they were: figures are recorded under them."""

    class Meta:
        model = Series
        fields = ("code", "name", "measure", "frequency", "service", "locality")
        help_texts = {
            "code": "Stands in addresses and the API, for example reablement/hours. It can't be changed later.",
            "name": "As readers see it",
            "measure": "What is counted, and in what unit. It can't be changed later.",
            "frequency": "How often a figure is expected",
            "service": "Optional. Those whose writing is limited to services may record it only where it is theirs",
            "locality": "Optional",
        }
        labels = {"frequency": "How often"}
        error_messages = {
            "code": {"required": "Enter a code, like reablement/hours"},
            "name": {"required": "Enter a name"},
            "measure": {"required": "Choose a measure"},
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        choices = {
            "measure": Measure.objects.filter(Q(organisation=None) | Q(organisation=organisation)),
            "service": Service.objects.filter(organisation=organisation),
            "locality": Locality.objects.filter(organisation=organisation),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.fields["service"].empty_label = "No service"  # type: ignore[attr-defined]
        self.fields["locality"].empty_label = "The whole area"  # type: ignore[attr-defined]
        self.fields["measure"].empty_label = "Choose a measure"  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["code"], self.fields["measure"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Series.objects.filter(organisation=self.organisation, code=code).exists():
            raise forms.ValidationError(f"There is a series “{code}” already; choose another code.")
        return code


class PartForm(forms.Form):
    """A service or a locality of an organisation."""

    code = forms.CharField(
        max_length=60,
        validators=[slug_validator],
        help_text="Lower-case letters, digits and hyphens, for example older-people",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
    )
    name = forms.CharField(max_length=120)

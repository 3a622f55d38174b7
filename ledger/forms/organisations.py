from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..models import Organisation


class GoLiveForm(forms.Form):
    """That somebody means it: there is no way back."""

    name = forms.CharField(
        label="Name of the organisation",
        max_length=200,
        error_messages={"max_length": "Name of the organisation must have 200 characters at most; shorten it"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data)
        self.organisation = organisation
        field = self.fields["name"]
        field.help_text = f"To confirm, type “{organisation}”"
        field.error_messages["required"] = f"Enter the name of the organisation, “{organisation}”, to confirm"

    def clean_name(self) -> str:
        typed = " ".join(str(self.cleaned_data["name"]).split())
        if typed.casefold() != self.organisation.name.casefold():
            raise ValidationError(f"Name of the organisation must be “{self.organisation}”")
        return typed

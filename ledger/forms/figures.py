from decimal import Decimal
from typing import Any

from django import forms

from ..checks import NewFigure
from ..models import Basis, Comment, Qualifier, Series
from ..typed import read_number

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TypedNumberField(forms.Field):
    """A number as people type it; None where it is left empty."""

    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 40, "class": "govuk-input--width-10"}
    )

    def to_python(self, value: str | None) -> Decimal | None:
        if not value or not value.strip():
            return None
        try:
            return read_number(value)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class FigureForm(forms.Form):
    """One new figure of a series."""

    basis = forms.ChoiceField(choices=Basis)
    start = forms.DateField(label="First day", widget=DATE)
    end = forms.DateField(label="Last day", widget=DATE)
    value = TypedNumberField(label="Value")
    qualifier = forms.ChoiceField(choices=Qualifier, required=False, label="Exactly or roughly")
    edition = forms.DateField(
        required=False,
        widget=DATE,
        help_text="Optional: from when a new plan or budget holds, or the first of the month a forecast was made in.",
    )
    reason = forms.CharField(max_length=500, required=False, label="Source or reason")

    def figure(self, series: Series) -> NewFigure:
        """As to be recorded: where a value stands already, the writer is to correct that one."""
        given = self.cleaned_data
        return NewFigure(
            series=series.code,
            basis=given["basis"],
            start=given["start"],
            end=given["end"],
            value=given["value"],
            qualifier=given["qualifier"],
            edition=given["edition"],
            follows=0,
        )


class CorrectionForm(forms.Form):
    """Another value for a cell, or none: withdrawn."""

    value = TypedNumberField(label="Correct value", required=False)
    qualifier = forms.ChoiceField(choices=Qualifier, required=False, label="Exactly or roughly")
    reason = forms.CharField(
        max_length=500, label="Why it changes", help_text="It stays in the history, so name no client."
    )
    withdraw = forms.BooleanField(
        required=False, label="Withdraw this figure", help_text="Nothing is known then; that is not zero."
    )
    follows = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        value: Decimal | None = given.get("value")
        if given.get("withdraw") and value is not None:
            self.add_error("value", "Leave this empty to withdraw the figure, or untick withdrawing to correct it.")
        if not given.get("withdraw") and value is None and "value" not in self.errors:
            self.add_error("value", "Enter the correct value. To say that none is known, withdraw the figure.")
        return given


class CommentForm(forms.ModelForm):
    class Meta:
        model = Comment
        fields = ("text",)
        labels = {"text": "Add a comment"}
        help_texts = {"text": "Name no client. A comment can be erased; a figure can't."}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True

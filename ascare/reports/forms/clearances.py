"""What is asked of who clears a report, and of who takes that back."""

from datetime import datetime
from typing import Any

from django import forms


class ClearForm(forms.Form):
    """`written_at` tells which state of the report was looked at."""

    written_at = forms.CharField(widget=forms.HiddenInput)
    implications = forms.CharField(
        label="What follows from the report for your field?",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="It stands in the report. Where nothing follows, say so.",
        error_messages={"required": "Say what follows from it, or that nothing does"},
    )

    def clean_written_at(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["written_at"])
        except ValueError as error:
            raise forms.ValidationError("Go back to the report and look at it again.") from error


class ReasonForm(forms.Form):
    """Why something is done; needed unless told otherwise."""

    reason = forms.CharField(
        label="Why?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text="It stays in the history."
    )

    def __init__(self, data: Any = None, *, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if optional:
            self.fields["reason"].required = False
            self.fields["reason"].help_text = "Optional. It stays in the history."

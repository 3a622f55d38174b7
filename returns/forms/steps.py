"""What is asked where a return is opened, or moves on."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ledger.months import Span


class StepForm(forms.Form):
    """What there is to say with a step; needed where it goes back."""

    reason = forms.CharField(
        max_length=500,
        required=False,
        label="Anything to add?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional. It stays in the return’s history.",
    )

    def __init__(self, data: Any = None, *, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if needs_reason:
            field = self.fields["reason"]
            field.required, field.label = True, "Why?"
            field.help_text = "It stays in the return’s history, for who fills it in."
            field.error_messages["required"] = "Say why; it stays in the return’s history"


class OpenForm(forms.Form):
    """For which period a return is opened."""

    start = forms.DateField(
        label="Period",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a period", "invalid": "Choose one of the periods"},
    )

    def __init__(self, data: Any = None, *, periods: Sequence[Span], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.periods = {period.start: period for period in periods}
        widget: Any = self.fields["start"].widget
        widget.choices = [(start.isoformat(), period.label) for start, period in self.periods.items()]

    def clean_start(self) -> Any:
        if self.cleaned_data["start"] not in self.periods:
            raise forms.ValidationError("Choose one of the periods")
        return self.cleaned_data["start"]

"""What is asked of those who propose and decide restatements."""

from typing import Any

from django import forms

from ledger.forms.figures import TypedNumberField


class ProposalForm(forms.Form):
    """What a figure of a closed period should say, and why."""

    value = TypedNumberField(
        label="What it should be", error_messages={"required": "Enter what the figure should be"}
    )
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays in the history, so name no client.",
        error_messages={"required": "Say why it has to change"},
    )


class DecisionForm(forms.Form):
    """What there is to say with a decision; needed where it is refused."""

    reason = forms.CharField(
        max_length=500,
        required=False,
        label="Anything to add?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional. It stays beside the restatement.",
    )

    def __init__(self, data: Any = None, *, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if needs_reason:
            field = self.fields["reason"]
            field.required, field.label, field.help_text = True, "Why?", "It stays beside the restatement."
            field.error_messages["required"] = "Say why"

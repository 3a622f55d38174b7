"""What is asked where a benefit goes a step on, and where something is taken away."""

from typing import Any

from django import forms

from ledger.months import FinancialYear

from ..models import Benefit


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

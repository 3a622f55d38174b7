"""What forms of finance share: the year of the page, and amounts of it."""

from typing import Any

from django import forms

from ledger.forms import own
from ledger.forms.figures import TypedNumberField
from ledger.months import FinancialYear

from ..actions.addresses import ADDRESSES


class OwnForm(own.OwnForm):
    """Words of something in finance, seen in a year."""

    def __init__(self, data: Any = None, *, year: FinancialYear, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.year = year


class SluggedForm(own.SluggedForm, OwnForm):
    """One that has a page of its own."""

    reserved = ADDRESSES


class AmountsForm(OwnForm):
    """With an amount of the page's year, and a reason for more being committed than there is."""

    amount = TypedNumberField(label="Amount", required=False)
    beyond_because = forms.CharField(
        label="Why more is committed than there is",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only where that is so: it confirms that it is meant, and stays in the history",
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["amount"].label = f"Amount in {self.year.label}"

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount < 0:
            raise forms.ValidationError("The amount is below zero; enter 0 or more")
        return amount

    @property
    def words(self) -> dict[str, Any]:
        """With the amount, where one is typed, by its year."""
        found = super().words
        amount = found.pop("amount")
        return {**found, "amounts": {} if amount is None else {self.year: amount}}

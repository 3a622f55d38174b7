"""What is asked of a budget line, of a heading, and of a line's budget."""

from decimal import Decimal
from typing import Any

from django import forms

from ledger.forms.figures import TypedNumberField
from ledger.months import FIRST_YEAR, LAST_YEAR, FinancialYear
from ledger.typed import read_number

from .. import profiles
from ..actions import LINE_SERIES
from ..actions.addresses import ADDRESSES
from ..models import BudgetLine, Heading
from .parts import OwnForm

YEARS_BACK, YEARS_AHEAD = 10, 5  # that are offered, around the page's


def year_choices(year: FinancialYear, *besides: int | None) -> list[tuple[str, str]]:
    around = range(max(year.first - YEARS_BACK, FIRST_YEAR), min(year.first + YEARS_AHEAD, LAST_YEAR - 1) + 1)
    offered = sorted({*around, *(first for first in besides if first)}, reverse=True)
    return [(str(first), FinancialYear(first).label) for first in offered]


def _year_field(label: str, help_text: str, required: bool) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, help_text=help_text, required=required, coerce=int, empty_value=None)


class HeadingForm(OwnForm):
    fixed = ("kind", "code")

    class Meta:
        model = Heading
        fields = ("kind", "code", "name")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"code": "As your chart of accounts has it. It can’t be changed later"}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        key = {name: given[name] for name in self.fixed if given.get(name)}
        if len(key) == len(self.fixed) and self.alike.filter(**key).exists():
            self.add_error("code", "There is a heading of this kind with this code already; enter another code")
        return given


class LineForm(OwnForm):
    first_year = _year_field("First year", "The first year whose budget it is part of", required=True)
    last_year = _year_field(
        "Last year", "The last year whose budget it is part of; empty while it goes on", required=False
    )
    wanted = forms.MultipleChoiceField(
        label="Numbers that are kept of it, beside its budget, actual and forecast",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Each gets a series that figures are recorded in. One that is made stays",
    )
    fixed = ("code",)

    class Meta:
        model = BudgetLine
        fields = (
            "name",
            "code",
            "service",
            "client_group",
            "care_type",
            "cost_centre",
            "subjective",
            "income",
            "first_year",
            "last_year",
            "position",
        )
        error_messages = {"code": {"invalid": "Use lower-case letters, digits and hyphens, like homecare-older"}}
        labels = {"income": "It brings money in: its budgets and actuals are negative"}
        help_texts = {
            "code": "Names it in addresses and imports, and can’t be changed later. Lower-case letters, digits and "
            "hyphens",
            "income": "",
            "position": "Its place in lists: lower numbers come first",
        }

    def __init__(self, data: Any = None, *, instance: BudgetLine, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        offered = year_choices(self.year, instance.first_year, instance.last_year)
        self.fields["first_year"].choices = offered  # type: ignore[attr-defined]
        self.fields["last_year"].choices = [("", "It goes on"), *offered]  # type: ignore[attr-defined]
        if not instance.pk:
            self.initial["first_year"] = self.initial.get("first_year") or str(self.year.first)
            self.fields["wanted"].initial = ["adjustment"]
        missing = [
            (pointer, made.what.removeprefix(": ").capitalize())
            for pointer, made in LINE_SERIES.items()
            if pointer != "series" and getattr(instance, f"{pointer}_id") is None
        ]
        self.fields["wanted"].choices = missing  # type: ignore[attr-defined]
        if not missing:
            del self.fields["wanted"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        code, first, last = given.get("code"), given.get("first_year"), given.get("last_year")
        if code and (code in ADDRESSES or self.alike.filter(code=code).exists()):
            self.add_error("code", f"“{code}” is taken; enter another code")
        if first and last and last < first:
            self.add_error("last_year", "The last year is before the first; choose that year or a later one")
        return given


class EndForm(forms.Form):
    """The last year of a line."""

    last_year = forms.TypedChoiceField(label="What is the last year whose budget it is part of?", coerce=int)
    reason = forms.CharField(
        label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="It stays in the history."
    )

    def __init__(self, data: Any = None, *, line: BudgetLine, year: FinancialYear) -> None:
        super().__init__(data, initial={"last_year": str(year.first)})
        offered = [choice for choice in year_choices(year, line.last_year) if int(choice[0]) >= line.first_year]
        self.fields["last_year"].choices = offered  # type: ignore[attr-defined]


class BudgetForm(forms.Form):
    """A line's budget of a year: one amount and how it falls over the months, or twelve amounts."""

    year = forms.TypedChoiceField(label="Budget of which year?", coerce=lambda first: FinancialYear(int(first)))
    amount = TypedNumberField(label="Budget of the whole year", required=False)
    profile = forms.ChoiceField(
        label="How does it fall over the months?", choices=list(profiles.PROFILES.items()), widget=forms.RadioSelect
    )
    months = forms.CharField(
        label="The twelve months",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only where they are typed: April first, one a line or as copied from a row of a spreadsheet",
    )
    reason = forms.CharField(
        max_length=400, required=False, label="Why it is set so", help_text="Optional. It stays in the history."
    )

    def __init__(self, data: Any = None, *, line: BudgetLine, year: FinancialYear) -> None:
        super().__init__(data, initial={"year": str(year.first), "profile": profiles.TWELFTHS})
        income = " Income is negative, like -12,000" if line.income else ""
        self.fields["amount"].help_text = f"In pounds. Optional where the months are typed.{income}"
        last = line.last_year or LAST_YEAR
        offered = [choice for choice in year_choices(year) if line.first_year <= int(choice[0]) <= last]
        self.fields["year"].choices = offered  # type: ignore[attr-defined]
        self.income = line.income

    def clean_months(self) -> list[Decimal]:
        cells = self.cleaned_data["months"].replace("\t", "\n").split("\n")
        try:
            return [read_number(cell) for cell in cells if cell.strip()]
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        amount, typed = given.get("amount"), given.get("profile") == profiles.TYPED
        if amount is None and not typed and "amount" not in self.errors:
            self.add_error("amount", "Enter the budget of the whole year, or type its months")
        if typed and not given.get("months") and "months" not in self.errors:
            self.add_error("months", "Enter twelve amounts, April first")
        if self.income and amount is not None and amount > 0:
            self.add_error("amount", "This line brings money in; enter its budget below zero, like -12,000")
        return given

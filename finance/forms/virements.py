"""What is asked of a virement."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from ledger.months import FinancialYear, month_label, month_start
from ledger.typed import read_number

from ..models import Virement

ROW = re.compile(r"(?P<code>\S+)\s+(?P<amount>\S.*)")


class VirementForm(forms.Form):
    """Lines and amounts, one a row: as they are copied from two columns of a spreadsheet."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=Virement.Kind.choices,
        widget=forms.RadioSelect,
        initial=Virement.Kind.VIREMENT,
        help_text="What moves between lines comes to nothing in sum. Growth, savings and grants change the whole",
    )
    holds_from = forms.TypedChoiceField(label="From which month on?", coerce=date.fromisoformat)
    lines = forms.CharField(
        label="Budget lines and amounts",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="One line each: the code of the budget line, then what it is given in the rest of the year, in "
        "pounds. Below zero it gives some, like homecare-older -12,000",
        error_messages={"required": "Enter the budget lines and amounts"},
    )
    reason = forms.CharField(
        label="Why?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays in the history.",
        error_messages={"required": "Enter why the budget moves"},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        months = [month.start for month in FinancialYear.of(today).months() if month.start >= month_start(today)]
        self.fields["holds_from"].choices = [(day.isoformat(), month_label(day)) for day in months]  # type: ignore[attr-defined]

    def clean_lines(self) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        wrong = []
        rows = [row.strip() for row in self.cleaned_data["lines"].splitlines()]
        for number, row in enumerate(rows, start=1):
            if not row:
                continue
            parts = ROW.fullmatch(row)
            if not parts:
                wrong.append(f"Row {number} has no amount; write the line’s code, a space and the amount")
                continue
            if parts["code"] in found:
                wrong.append(f"Row {number} names {parts['code']} again; put it in one row")
            try:
                found[parts["code"]] = read_number(parts["amount"])
            except ValueError as error:
                wrong.append(f"Row {number}: {error}")
        if wrong:
            raise forms.ValidationError(wrong)
        return found


class RefusalForm(forms.Form):
    """Why a virement doesn't stand."""

    reason = forms.CharField(
        label="Why is it refused?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays in the history.",
        error_messages={"required": "Enter why it is refused"},
    )


class ApprovalForm(forms.Form):
    """The second person's word: there is nothing to fill in."""

"""What is asked of those who close the past that was brought in."""

from typing import Any

from django import forms

from ledger.forms.months import MonthField


class PastForm(forms.Form):
    """From which month to which."""

    first = MonthField(label="First month", error_messages={"required": "Enter the first month, like 2019-04"})
    last = MonthField(label="Last month", error_messages={"required": "Enter the last month, like 2020-03"})

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if (first := given.get("first")) and (last := given.get("last")) and last < first:
            self.add_error("last", "The last month is before the first; turn them round")
        return given

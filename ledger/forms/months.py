"""A month as people choose it."""

import re
from datetime import date
from typing import Any

from django import forms

from ..months import FIRST_YEAR, LAST_YEAR


class MonthInput(forms.DateInput):
    """The browser's own choice of a month; browsers without one show a text box, which takes 2019-04."""

    input_type = "month"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m")


class MonthField(forms.Field):
    """The first day of a month, from 2019-04."""

    widget = MonthInput

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        text = str(value).strip()
        if not (found := re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)):
            raise forms.ValidationError(f"“{text[:20]}” is no month; write it like 2019-04.")
        month = date(int(found[1]), int(found[2]), 1) if found[1] != "0000" else date.min
        if not date(FIRST_YEAR, 4, 1) <= month <= date(LAST_YEAR, 3, 1):
            raise forms.ValidationError(f"Choose a month from April {FIRST_YEAR} to March {LAST_YEAR}.")
        return month

"""What a person says of a file of past years, where the file can't say it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from ledger.forms.figures import DATE
from ledger.forms.months import MonthField
from ledger.models import Organisation
from ledger.months import FinancialYear, read_day

from ..formats.history_file import Told
from ..formats.history_headings import ACTUAL, BUDGET, FORECAST
from ..history import COLUMN, FILE, MONTH, ROW, YEAR, Convention

UNITS = [("1", "Pounds (£)"), ("1000", "Thousands of pounds (£000): 1.25 is £1,250")]
INCOME = [("negative", "With a minus or in brackets"), ("positive", "Without: only its name tells that it is income")]
UNDER, OVER = "under", "over"
VARIANCE = [
    (UNDER, "An underspend (favourable)"),
    (OVER, "An overspend (adverse)"),
]
FORECASTS = [(MONTH, "What that month will cost"), (YEAR, "What the whole year will cost")]
MADE = [
    (ROW, "The month of their own row or column"),
    (FILE, "One month for the whole file, which you say below"),
    (COLUMN, "The month that a column of the file says (“Forecast made in”)"),
]
BY_MONTH, ON_DAY = "month", "day"
KNOWN = [
    (
        BY_MONTH,
        "Month by month: budgets when their year began, period 13 at the end of May, the rest at the end of the "
        "month after",
    ),
    (ON_DAY, "All of it since one day, which you say below"),
]
WHICH = [("", "The file says so"), (BUDGET, "Budget"), (ACTUAL, "Actual"), (FORECAST, "Forecast")]
LEAVE, MAKE = "leave", "make"
UNKNOWN = [(LEAVE, "Nothing is recorded, and they are listed"), (MAKE, "They are made, where the file names them")]


def choice(
    label: str, choices: list[tuple[str, str]], missing: str, initial: str = "", help_text: str = ""
) -> forms.ChoiceField:
    """Radio buttons; `missing` is said where none is chosen."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        initial=initial or None,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


class YearField(forms.CharField):
    """A financial year, as it is written: 2018-19."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return str(FinancialYear.parse(text)) if text else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


def history_options(organisation: Organisation) -> Mapping[str, forms.Field]:
    narrow = {"class": "govuk-input--width-10"}
    return {
        "unit": choice("The file is in", UNITS, "Choose whether it is in £ or £000"),
        "income": choice("How is income printed?", INCOME, "Choose how income is printed"),
        "variance": choice(
            "A variance with a minus or in brackets is",
            VARIANCE,
            "Choose what a variance with a minus is",
            help_text="If the file prints no variances, either will do.",
        ),
        "forecast_of": choice("What does a forecast say?", FORECASTS, "Choose what a forecast says", MONTH),
        "made": choice("Forecasts were made in", MADE, "Choose when forecasts were made", ROW),
        "made_in": MonthField(required=False, label="The one month in which they were made"),
        "known": choice(
            "Since when was it known?",
            KNOWN,
            "Choose since when it was known",
            BY_MONTH,
            help_text="A page as at an earlier day won’t show it.",
        ),
        "known_on": forms.DateField(required=False, label="The day since which all of it was known", widget=DATE),
        "year": YearField(
            required=False,
            label="Financial year of the file",
            help_text="Only where its months don’t say (“P1”, “April”), and no sheet is called after the year. "
            "Write it like 2018-19.",
            widget=forms.TextInput(attrs=narrow),
        ),
        "which": forms.ChoiceField(
            required=False,
            label="The months across hold",
            choices=WHICH,
            help_text="Only where neither a column nor a sheet’s name says it.",
        ),
        "lines": choice("Budget lines that aren’t there yet", UNKNOWN, "Choose what becomes of such lines", LEAVE),
    }


def convention_of(options: Mapping[str, Any]) -> Convention:
    """The answers, which come back from JSON as text. Raises ValueError where one is missing that others ask for."""
    made_in, known_on = _day(options.get("made_in")), _day(options.get("known_on"))
    if options["made"] == FILE and made_in is None:
        raise ValueError("Say in which month the file’s forecasts were made, or choose another answer to that.")
    if options["known"] == ON_DAY and known_on is None:
        raise ValueError("Say since which day the file was known, or choose that it was month by month.")
    return Convention(
        scale=int(options["unit"]),
        income_positive=options["income"] == "positive",
        minus_is_over=options["variance"] == OVER,
        forecast_of=options["forecast_of"],
        made=options["made"],
        made_in=made_in,
        known_on=known_on if options["known"] == ON_DAY else None,
        creates=options["lines"] == MAKE,
    )


def told_of(options: Mapping[str, Any]) -> Told:
    year = options.get("year")
    return Told(FinancialYear.parse(year) if year else None, options.get("which") or "")


def _day(value: Any) -> date | None:
    return read_day(value) if isinstance(value, str) and value else value or None

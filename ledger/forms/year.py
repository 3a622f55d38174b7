"""A financial year of one series, typed at once."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from ..cells import Typed
from ..checks import NewFigure
from ..errors import Problem
from ..models import Entry
from ..months import add_months, moment_label, month_label, month_start
from ..year_sheet import Editions, Reading, Sheet, SheetCell, read_sheet

CORRECT, REPLAN = "correct", "replan"
MONTHS_AROUND = 3  # before the year and after it, in which forecasts of it are made


class SheetInput(NamedTuple):
    """A cell as the page draws it."""

    cell: SheetCell
    field: BoundField
    saw: BoundField


class YearForm(forms.Form):
    """Every cell of a sheet, with what was seen in it, and how changes of plans and forecasts are meant.

    A cell that somebody else changed meanwhile is refused once: the form then shows both values, and sent again it
    replaces theirs.
    """

    # Not required: when the page was made there may have been no plan yet, and nothing to choose.
    change = forms.ChoiceField(
        required=False, label="If what is planned changes", widget=forms.RadioSelect, initial=CORRECT
    )
    plan_from = forms.TypedChoiceField(
        required=False,
        coerce=date.fromisoformat,
        empty_value=None,
        help_text="Only where there is a new one. Until then the old one is what counts.",
    )
    forecast_month = forms.TypedChoiceField(
        label="Forecasts were made in",
        coerce=date.fromisoformat,
        help_text="Forecasts made in earlier months are kept beside the new ones.",
    )
    reason = forms.CharField(
        max_length=500,
        label="Where the figures come from, or why they change",
        help_text="It stays in the history of each figure, so name no client.",
        error_messages={"required": "Enter where the figures come from, or why they change"},
    )

    def __init__(self, data: Any = None, *, sheet: Sheet, series: str, today: date) -> None:
        super().__init__(data)
        self.sheet, self.series, self.this_month = sheet, series, month_start(today)
        self.reading = Reading()
        cells: dict[str, forms.Field] = {}
        for cell in sheet.cells:
            cells[cell.name] = forms.CharField(
                required=False,
                label=cell.label,
                initial=cell.text,
                max_length=40,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            cells[_saw(cell)] = forms.CharField(
                required=False, label=cell.label, initial=cell.text, widget=forms.HiddenInput
            )
        self.fields = {**cells, **self.fields}  # in the page's order, which the error summary follows
        self._offer_editions()

    def _offer_editions(self) -> None:
        year = self.sheet.year
        reach = range(-MONTHS_AROUND, 12 + MONTHS_AROUND)
        around = {add_months(year.start, count) for count in reach}
        made = sorted({self.this_month, *(month for month in around if month < self.this_month)}, reverse=True)
        self.fields["forecast_month"].initial = self.this_month
        self.fields["forecast_month"].choices = [_month(month) for month in made]  # type: ignore[attr-defined]
        if not self.sheet.has_plan:  # then there is nothing to keep beside it
            del self.fields["change"], self.fields["plan_from"]
            return
        planned = self.sheet.planned
        self.fields["change"].choices = [  # type: ignore[attr-defined]
            (CORRECT, f"The {planned} that stands was wrong: correct it"),
            (REPLAN, f"There is a new {planned}: keep the old one beside it"),
        ]
        months = [_month(span.start) for span in year.months()]
        self.fields["plan_from"].label = f"The new {planned} holds from"
        self.fields["plan_from"].choices = [("", "Choose a month"), *months]  # type: ignore[attr-defined]

    @property
    def rows(self) -> Iterator[tuple[str, list[SheetInput | None]]]:
        """Each row's label and inputs."""
        for row in self.sheet.rows:
            label = next(cell.row_label for cell in row if cell)
            yield label, [SheetInput(cell, self[cell.name], self[_saw(cell)]) if cell else None for cell in row]

    @property
    def settings(self) -> list[BoundField]:
        """What is asked below the sheet."""
        return [self[name] for name in ("change", "plan_from", "forecast_month", "reason") if name in self.fields]

    @property
    def figures(self) -> list[NewFigure]:
        return self.reading.figures

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        replan = given.get("change") == REPLAN
        if replan and not given.get("plan_from") and "plan_from" not in self.errors:
            self.add_error("plan_from", "Choose the month from which the new edition holds")
        editions = Editions(
            forecast=given.get("forecast_month") or self.this_month,
            plan=given.get("plan_from") if replan else None,
        )
        typed = {
            cell.name: Typed(given.get(cell.name, ""), given.get(_saw(cell), ""))
            for cell in self.sheet.cells
            if cell.name not in self.errors
        }
        self.reading = read_sheet(self.sheet, self.series, typed, editions)
        self.refuse(self.reading.problems)
        self._refuse_stale()
        if replan and not self.errors and not any(cell.basis == self.sheet.planned for cell in self.reading.changed):
            self.add_error("change", f"Type the {self.sheet.planned} that is new, or choose to correct what stands")
        if not self.errors and not self.figures:
            raise forms.ValidationError("Nothing differs from what stands already; type the figures that are new")
        self._follow()
        return given

    def refuse(self, problems: list[Problem]) -> None:
        """Put each problem beside its cell, which its field or its index among the figures names."""
        for problem in problems:
            name = problem.field if problem.index is None else self.reading.changed[problem.index].name
            self.add_error(name if name in self.fields else None, problem.message)

    def _refuse_stale(self) -> None:
        newest = {
            cell.name: max((row.entry for row in cell.editions.values()), default=0) for cell in self.reading.stale
        }
        entries = Entry.objects.select_related("by").in_bulk(set(newest.values()))
        for cell in self.reading.stale:
            entry = entries.get(newest[cell.name])
            who = f"{entry.author} recorded" if entry else "Somebody recorded"
            when = f" on {moment_label(entry.recorded_at)}" if entry else ""
            saw, mine = self.cleaned_data[_saw(cell)] or "nothing", self.cleaned_data[cell.name]
            self.add_error(
                cell.name,
                f"{who} {cell.text or 'that nothing is known'}{when}, after you saw {saw}. "
                f"Save again to replace it by yours, {mine}.",
            )

    def _follow(self) -> None:
        """Show again what is typed beside what stands by now: cells left as they were take what others wrote."""
        if not self.errors:
            return
        left = [cell for cell in self.sheet.cells if cell.name in self.reading.untouched]
        shown = {cell.name: cell.text for cell in left}
        seen = {_saw(cell): cell.text for cell in (*left, *self.reading.stale)}
        self.data = {"change": CORRECT, **self.data.dict(), **shown, **seen}  # type: ignore[attr-defined]


def _saw(cell: SheetCell) -> str:
    return f"{cell.name}-saw"


def _month(first: date) -> tuple[str, str]:
    return first.isoformat(), month_label(first)

"""A year's budget from a file: its lines, what they are grouped by, and their budget by month."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from ledger.access import Right
from ledger.checks import NewFigure
from ledger.csv_export import csv_lines
from ledger.models import Basis, Organisation, Service
from ledger.months import FinancialYear
from ledger.selectors import Book, open_book
from returns.formats.cells import MONTHS, Cell, Workbook
from returns.formats.headers import read_header
from returns.formats.writing import Plan, write_workbook
from returns.import_kinds import Asked, File, register
from returns.readings import ComingSeries, Creation, Line, Reading

from .. import profiles
from ..actions.addresses import ADDRESSES
from ..actions.budget_files import PutLine, record_budget_file
from ..formats.history_headings import income_said, is_total
from ..forms.history import INCOME, UNITS, YearField, choice
from ..history_lines import code_of
from ..models import HEADINGS, BudgetLine, Heading
from ..selectors.history import years_moved

GROUPED = {"service": "service", **{str(kind.label).lower(): name for kind, name in HEADINGS.items()}}  # by column
APRIL_FIRST = (*MONTHS[3:], *MONTHS[:3])
REQUIRED = ("code", "name")
OPTIONAL = (*GROUPED, "income", "budget", "profile", *APRIL_FIRST)
COLUMNS = (*REQUIRED, *OPTIONAL)
NAMED_PROFILES = {label.casefold().replace("’", "'"): code for code, label in profiles.PROFILES.items()}
SPREADS = {**NAMED_PROFILES, **{code: code for code in profiles.PROFILES}}


def budget_csv(organisation: Organisation, asked: Mapping[str, str]) -> File:
    return File("budget.csv", "".join(csv_lines(COLUMNS, [])).encode())


def budget_xlsx(organisation: Organisation, asked: Mapping[str, str]) -> File:
    choices = {"income": ("yes", "no"), "profile": [code for code in profiles.PROFILES if code != profiles.TYPED]}
    numeric = frozenset({"budget", *APRIL_FIRST})
    return File("budget.xlsx", write_workbook([Plan("Budget", COLUMNS, (), choices, {"name": 40}, numeric)]))


def budget_options(organisation: Organisation) -> Mapping[str, forms.Field]:
    return {
        "year": YearField(
            label="Financial year of the budget",
            help_text="Write it like 2019-20.",
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            error_messages={"required": "Enter the financial year, like 2019-20"},
        ),
        "unit": choice("The file is in", UNITS, "Choose whether it is in £ or £000"),
        "income": choice("How is income printed?", INCOME, "Choose how income is printed"),
    }


@dataclass
class _Budget:
    """What a file is read against, and what is read of it."""

    reading: Reading
    year: FinancialYear
    scale: int
    income_positive: bool
    lines: Mapping[str, BudgetLine]
    groups: Mapping[tuple[str, str], Any]  # services and headings, by field and by code or name
    moved: Collection[tuple[str, int]]
    book: Book


@register(
    "budget",
    title="The budget of a year",
    about="A row for each budget line: its code, name, service and headings, and its budget, either for the year "
    "with a profile that says how it falls over the months, or month by month. Lines that aren’t there yet are made.",
    right=Right.APPROVE,
    options=budget_options,
    templates={"xlsx": budget_xlsx, "csv": budget_csv},
    record=record_budget_file,
)
def read_budget(workbook: Workbook, asked: Asked) -> Reading:
    headed = read_header(workbook.first, workbook.name, REQUIRED, OPTIONAL)
    budget = _budget(asked)
    seen: dict[str, str] = {}
    for cells in headed.lines():
        code, name = budget.reading.text(cells["code"]), budget.reading.text(cells["name"])
        if is_total(code, name) and code_of(code) not in budget.lines:
            continue  # it is worked out here
        code = code_of(code)
        if wrong := _wrong_code(code, seen):
            budget.reading.problem(wrong, cells["code"])
            continue
        seen[code] = cells["code"].address
        _read_line(budget, code, name, cells)
    if asked.services:
        budget.reading.problem(
            "Budgets of a whole council are brought by finance leads who aren’t limited to services."
        )
    return budget.reading


def _wrong_code(code: str, seen: Mapping[str, str]) -> str:
    if not code:
        return "This line has no code; give it one."
    if code in ADDRESSES:
        return f"A line can’t have the code “{code}”, which is an address of its own; give it another."
    return f"{code} stands in {seen[code]} too; keep one of them." if code in seen else ""


def _budget(asked: Asked) -> _Budget:
    organisation, year = asked.organisation, FinancialYear.parse(asked.options["year"])
    headings = ["client_group", "care_type", "cost_centre", "subjective"]
    found = BudgetLine.objects.filter(organisation=organisation).select_related("series", "service", *headings)
    lines = {line.code: line for line in found}
    groups: dict[tuple[str, str], Any] = {}
    for service in Service.objects.filter(organisation=organisation):
        groups |= {("service", word.casefold()): service for word in (service.name, service.code)}
    for heading in Heading.objects.filter(organisation=organisation):
        field = HEADINGS[Heading.Kind(heading.kind)]
        groups |= {(field, word.casefold()): heading for word in (heading.name, heading.code)}
    series = [line.series_id for line in lines.values()]
    return _Budget(
        reading=Reading(),
        year=year,
        scale=int(asked.options["unit"]),
        income_positive=asked.options["income"] == "positive",
        lines=lines,
        groups=groups,
        moved=years_moved(organisation),
        book=open_book(organisation, series, None, within=year.previous.span),
    )


def _read_line(budget: _Budget, code: str, name: str, cells: Mapping[str, Cell]) -> None:
    """A line, as it is or as the file has it, and its budget of twelve months."""
    line = budget.lines.get(code)
    if line is None and not name:
        budget.reading.problem(f"There is no budget line {code} yet; name it, and it is made.", cells["name"])
        return
    income = income_said(budget.reading.text(cells["income"]))
    if income is None and not cells["income"].blank:
        budget.reading.problem("This doesn’t say whether it is income; write yes or no.", cells["income"])
    fields: dict[str, Any] = {"name": name[:160]} if name else {}
    fields |= {"income": income} if income is not None else {}
    fields |= _groups(budget, cells)
    series = _put_line(budget, line, code, fields)
    months = _months(budget, line, bool(fields.get("income", line.income if line else False)), cells)
    if months and (series, budget.year.first) in budget.moved:
        message = f"A virement changed this line’s budget of {budget.year.label}; leave its budget out."
        budget.reading.problem(message, cells["code"])
        return
    for month, (value, cell) in zip(budget.year.months(), months, strict=False):
        figure = NewFigure(series, Basis.BUDGET, month.start, month.end, value, edition=budget.year.start)
        budget.reading.lines.append(Line(figure, cell.sheet, cell.address))


def _groups(budget: _Budget, cells: Mapping[str, Cell]) -> dict[str, Any]:
    """What the line is grouped by; a blank leaves that as it is."""
    found: dict[str, Any] = {}
    for column, field in GROUPED.items():
        text = budget.reading.text(cells[column])
        if not text:
            continue
        if (field, text.casefold()) in budget.groups:
            found[field] = budget.groups[field, text.casefold()]
        else:
            budget.reading.problem(f"There is no {column} “{text}” here; add it first.", cells[column])
    return found


def _put_line(budget: _Budget, line: BudgetLine | None, code: str, fields: dict[str, Any]) -> str:
    """Note that a line is made or changed, where it is; the code of its series."""
    first = budget.year.first
    if line is None:
        made = {**fields, "first_year": first}
        service = fields["service"].code if fields.get("service") else None
        series = ComingSeries(code=f"budget/{code}", name=fields["name"], service=service)
        detail = f"{'income' if fields.get('income') else 'spend'}, from {budget.year.label}"
        new = Creation("Budget line", f"{code}: {fields['name']}", detail, (series,), PutLine(code, made))
        budget.reading.creations.append(new)
        return series.code
    if line.last_year is not None and line.last_year < first:
        budget.reading.problem(f"{line} was part of the budget {line.years}.")
    changed = {field: value for field, value in fields.items() if getattr(line, field) != value}
    changed |= {"first_year": first} if line.first_year > first else {}
    if changed:
        detail = ", ".join(f"{field.replace('_', ' ')}: {value}" for field, value in changed.items())
        change = Creation("Budget line, changed", f"{code}: {line.name}", detail, (), PutLine(code, changed))
        budget.reading.creations.append(change)
    return line.series.code


def _months(
    budget: _Budget, line: BudgetLine | None, income: bool, cells: Mapping[str, Cell]
) -> Sequence[tuple[Decimal, Cell]]:
    """The budget of each month with the cell that it comes from; none where the file gives no budget."""
    factor = budget.scale * (-1 if income and budget.income_positive else 1)
    amount = budget.reading.number(cells["budget"])
    typed = [budget.reading.number(cells[name]) for name in APRIL_FIRST]
    given = [value * factor for value in typed if value is not None]
    whole = None if amount is None else amount * factor
    if whole is None and not given:
        return []
    try:
        if given:
            spread = profiles.as_typed(given, whole)
            return list(zip(spread, [cells[name] for name in APRIL_FIRST], strict=True))
        return [(value, cells["budget"]) for value in _spread(budget, line, whole or Decimal(0), cells["profile"])]
    except ValueError as error:
        budget.reading.problem(
            str(error), next(cells[name] for name in ("budget", *APRIL_FIRST) if not cells[name].blank)
        )
        return []


def _spread(budget: _Budget, line: BudgetLine | None, amount: Decimal, cell: Cell) -> list[Decimal]:
    said = budget.reading.text(cell).casefold().replace("’", "'")
    profile = SPREADS.get(said or profiles.TWELFTHS)
    if profile == profiles.DAYS:
        return profiles.by_days(amount, budget.year)
    if profile == profiles.LAST_YEAR and line:
        months = budget.year.previous.months()
        return profiles.as_last_year(
            amount, [budget.book.number(line.series_id, Basis.ACTUAL, month).value for month in months]
        )
    if profile == profiles.TWELFTHS:
        return profiles.equal_twelfths(amount)
    known = ", ".join(code for code in profiles.PROFILES if code != profiles.TYPED)
    raise ValueError(f"“{cell.shown}” is no profile for this line; write one of {known}, or the twelve months.")

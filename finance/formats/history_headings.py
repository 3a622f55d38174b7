"""How councils' files of history call their columns, months, totals and units. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.months import FinancialYear, Span, add_months, month_number, month_start
from returns.formats.cells import MONTHS, Cell, as_day, month_of

from .history_file import ADJUSTMENT

CODE, NAME, SERVICE, INCOME, WHICH, YEAR, MONTH, MADE = (
    *("code", "name", "service", "income", "which", "year", "month", "made"),
)
TYPE = "type"  # says which figures a row holds, or whether it is income: what stands in it tells
BUDGET, ACTUAL, FORECAST = "budget", "actual", "forecast"
VARIANCE, ACTUAL_VARIANCE, FORECAST_VARIANCE = "variance", "variance of the actual", "variance of the forecast"
AMOUNTS = (BUDGET, ACTUAL, FORECAST)
VARIANCES = (VARIANCE, ACTUAL_VARIANCE, FORECAST_VARIANCE)
TOTAL = "total"

# By what a column means, what it may be called: where a file has several of them, the first counts.
NAMES: Mapping[str, tuple[str, ...]] = {
    CODE: (
        *("code", "line code", "budget line code", "budget code", "ledger code", "account code", "cost centre code"),
        *("cost centre", "cost center", "cost centre number", "cc", "account"),
    ),
    NAME: (
        *("name", "budget line", "line", "line name", "budget line name", "budget heading", "cost centre name"),
        *(
            "cost centre description",
            "description",
            "line description",
            "account name",
            "budget area",
            "service line",
        ),
    ),
    SERVICE: ("service", "service code", "service name"),
    INCOME: ("income", "income or expenditure", "income expenditure", "income or spend", "i e", "exp inc"),
    WHICH: ("kind", "basis", "figure", "figures", "measure", "version", "scenario", "which"),
    TYPE: ("type",),
    YEAR: ("year", "financial year", "fy"),
    MONTH: ("month", "period", "month ending", "period end", "period ending", "accounting period", "date"),
    MADE: (
        *("forecast made in", "made in", "forecast month", "forecast made", "forecast date", "forecast as at"),
        *("reporting month", "reported in", "month of forecast"),
    ),
    BUDGET: ("budget", "profiled budget", "budget profile", "monthly budget", "revised budget", "current budget"),
    ACTUAL: ("actual", "actuals", "actual spend", "net actual", "spend", "net spend"),
    FORECAST: (
        *("forecast", "forecasts", "forecast spend", "forecast outturn", "projected outturn", "projection"),
        *("full year forecast", "projected spend"),
    ),
    VARIANCE: ("variance", "var", "variance to budget", "over under spend", "over under", "under over spend"),
    ACTUAL_VARIANCE: ("actual variance", "variance of actual", "variance to date in month", "variance actual"),
    FORECAST_VARIANCE: (
        *("forecast variance", "projected variance", "outturn variance", "forecast outturn variance"),
        *("variance of forecast", "variance forecast"),
    ),
}
MEANINGS = {name: (meaning, rank) for meaning, names in NAMES.items() for rank, name in enumerate(names)}
INCOME_WORDS = ("income", "inc", "i", "yes", "y", "true", "1")
SPEND_WORDS = ("expenditure", "exp", "e", "spend", "spending", "expense", "cost", "no", "n", "false", "0")

_unit = re.compile(r"[(\[]?\s*£\s*(?P<scale>['’]?000s?|thousands?|millions?|[km](?![a-z]))?\s*[)\]]?", re.IGNORECASE)
_total_column = re.compile(
    r"(grand )?total|(full|whole) year( total)?|(year|annual) total|total( for)?( the)? year"
    r"|total [0-9]{4} [0-9]{2,4}|[0-9]{4} [0-9]{2,4} total"
)
_total_row = re.compile(r"(grand |sub ?|overall |net )?totals?( .*)?|.* (sub ?)?totals?")
_period = re.compile(r"(?P<word>period|month|pd|p|m)?\s*(?P<number>[0-9]{1,2})")
_year = re.compile(r"(?<![0-9])[0-9]{4}[-/](?:[0-9]{2})?[0-9]{2}(?![0-9])")
ADJUSTMENTS = ("year end adjustment", "year end adjustments", "adjustment", "adjustments", "closing adjustments")


def plain(text: str) -> str:
    """Without case, units, and what stands between words: “Over/(under) spend (£000)” is “over under spend”."""
    return re.sub(r"[\s_/.:()\[\]–-]+", " ", _unit.sub(" ", text)).strip().casefold()[:80]


def scale_said(text: str) -> int | None:
    """What its unit is, where a heading or title names one: 1,000 for £000 and £k."""
    if not (found := _unit.search(text)):
        return None
    said = (found["scale"] or "").casefold().strip("'’s")[:1]
    return {"": 1, "0": 1_000, "t": 1_000, "k": 1_000, "m": 1_000_000}[said]


class Meaning(NamedTuple):
    what: str
    rank: int  # of its name among those of the same meaning


def meaning(cell: Cell) -> Meaning | None:
    if not isinstance(cell.value, str):
        return None
    name = plain(cell.value)
    if name in MEANINGS:
        return Meaning(*MEANINGS[name])
    return Meaning(TOTAL, 0) if _total_column.fullmatch(name) else None


class Period(NamedTuple):
    """A month, or the number of one whose year isn't said: 1 is April, 13 the year-end adjustment."""

    month: date | None
    number: int = 0

    def in_year(self, year: FinancialYear | None, shown: str) -> Span:
        """The month, or for period 13 the year; ValueError, with the fix, where it is none."""
        if self.month:
            return Span.month(self.month)
        if not 1 <= self.number <= ADJUSTMENT:
            adjusted = f"and {ADJUSTMENT} for the year-end adjustment"
            raise ValueError(f"“{shown}” is no period; they go from 1 for April to 12 for March, {adjusted}.")
        if year is None:
            raise ValueError(f"“{shown}” doesn't say of which year; choose the file's year, or add a column Year.")
        return year.span if self.number == ADJUSTMENT else Span.month(add_months(year.start, self.number - 1))


def period(cell: Cell, *, bare: bool = False) -> Period | None:
    """The period that a cell names, in a heading or (`bare`, where a number alone is one) in a column of months."""
    value = cell.value
    if cell.fault or value is None or isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        whole = bare and value == value.to_integral_value() and 1 <= value <= ADJUSTMENT
        return Period(None, int(value)) if whole else None
    if not isinstance(value, str):
        return Period(month_start(value))
    text = value.strip()
    if named := month_of(text) or month_of(re.sub(r"(?<=[A-Za-z])[\s/._'’]*(?=[0-9])", " ", text)):
        return Period(named)
    found = _period.fullmatch(plain(text))
    if found and (bare or found["word"]):
        return Period(None, int(found["number"]))
    if plain(text) in ADJUSTMENTS:
        return Period(None, ADJUSTMENT)
    if number := _month_called(plain(text)):
        return Period(None, number)
    try:
        day = as_day(cell)
    except ValueError:
        return None
    return Period(month_start(day)) if day else None


def _month_called(name: str) -> int:
    """1 for april or apr; 0 where `name` is no month's."""
    for number, month in enumerate(MONTHS, start=1):
        if name in (month, month[:3]) or name == "sept" == month[:4]:
            return month_number(date(2000, number, 1))
    return 0


def year_said(text: str) -> FinancialYear | None:
    """The financial year in a sheet's name or in a cell: 2018-19, Budget 2018/19."""
    for found in _year.findall(text):
        try:
            return FinancialYear.parse(found)
        except ValueError:
            continue
    return None


def is_total(code: str, name: str) -> bool:
    """Whether a row is a total: where it has a code of its own it is a line, whatever its name."""
    label = plain(name or code)
    return bool(_total_row.fullmatch(label)) and (not name or not code or bool(_total_row.fullmatch(plain(code))))


def figures_called(text: str) -> str | None:
    """Which figures a row or a sheet holds, by its own words: actual for Actuals."""
    name = plain(text)
    what = MEANINGS.get(name, ("", 0))[0]
    return what if what in (*AMOUNTS, *VARIANCES) else None


def figures_in_title(text: str) -> str | None:
    """Which figures a sheet holds, where its name says so once: Actuals 2018-19."""
    words = set(plain(text).split())
    named = {word.rstrip("s") for word in words} & {*AMOUNTS, VARIANCE}
    return named.pop() if len(named) == 1 else None


def income_said(text: str) -> bool | None:
    name = plain(text)
    if name in INCOME_WORDS:
        return True
    return False if name in SPEND_WORDS else None

"""What the workbook of a return works out by itself, as formulas: the sums that the grid's page works out. Pure.

SUMPRODUCT takes its arguments as arrays in every spreadsheet program, so no formula has to be entered as one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledger.projections import AS_PLANNED, DELIVERY_RATE, OFFICER, RUN_RATE
from ledger.rollups import MEAN, SUM

from ..grid import ACTUAL, FORECAST, Grid, GridLine, sum_of
from .cells import column_letters

KNOWN_TO_FORMULAS = (AS_PLANNED, RUN_RATE, DELIVERY_RATE, OFFICER)


@dataclass(frozen=True)
class Places:
    """Where things stand in one row. `periods` is the column of the first period, all columns counted from 1."""

    row: int
    periods: int
    count: int  # of periods
    own: int  # which of them is the return's own, from 0
    columns: Mapping[str, int]  # of what stands right of them, by key
    compared: str = ""  # names of the sheets of what the line is held against, and of the last forecasts
    earlier: str = ""

    def at(self, key: str) -> str:
        return f"{column_letters(self.columns[key])}{self.row}"

    def period(self, number: int) -> str:
        return f"{column_letters(self.periods + number)}{self.row}"

    def range(self, first: int, last: int, sheet: str = "") -> str:
        found = f"{self.period(first)}:{self.period(last)}"
        return f"'{sheet}'!{found}" if sheet else found


def difference(a: str, b: str) -> str:
    """Blank where either isn't known."""
    return f'=IF(AND(ISNUMBER({a}),ISNUMBER({b})),{a}-{b},"")'


def share(part: str, whole: str) -> str:
    return f'=IF(AND(ISNUMBER({part}),ISNUMBER({whole})),IF({whole}=0,"",{part}/ABS({whole})),"")'


def sum_of_known(ranges: str) -> str:
    return f'=IF(COUNT({ranges})=0,"",SUM({ranges}))'


def sum_of_all(ranges: str, count: int) -> str:
    """Blank where one of them isn't known: a part of a sum is no sum."""
    return f'=IF(COUNT({ranges})={count},SUM({ranges}),"")'


def to_date(grid: Grid, line: GridLine, places: Places) -> str:
    """The line's actual to date; empty where only the server can work it out."""
    if not _plain(grid, line) or grid.own.kind == "week":
        return ""
    actuals = places.range(0, places.own)
    if line.rules.rollup == SUM:
        return sum_of_all(actuals, places.own + 1)
    if line.rules.rollup == MEAN:
        return f'=IF(COUNT({actuals})={places.own + 1},AVERAGE({actuals}),"")'
    latest = places.period(places.own)
    return f'=IF(ISNUMBER({latest}),{latest},"")'


def months_in(places: Places) -> str:
    """How many periods the actuals reach without a gap."""
    actuals = places.range(0, places.own)
    count = places.own + 1
    return f"=MIN({count},SUMPRODUCT(MIN({_numbers(count)}+99*ISNUMBER({actuals}))))"


def outturn(grid: Grid, line: GridLine, places: Places) -> str:
    """The line's projected outturn by its own method; empty where only the server can work it out."""
    simple = line.rules.rollup == SUM and line.rules.method in KNOWN_TO_FORMULAS and _plain(grid, line)
    if not simple or any(span.kind != "month" for span in grid.periods):
        return ""
    reached, so_far, officer = places.at("reached"), _so_far(places), _officer(places)
    profiled = all(number.value is not None for number in line.compared)
    profile, numbers = places.range(0, places.count - 1, places.compared), _numbers(places.count)
    gone = f"SUMPRODUCT(({numbers}<{reached})*1,{profile})"
    to_come = f"SUMPRODUCT(({numbers}>={reached})*1,{profile})"
    by_method = officer
    if line.rules.method == RUN_RATE:
        by_method = f"{so_far}*12/{reached}"
    elif line.rules.method == AS_PLANNED and profiled:
        by_method = f"{so_far}+{to_come}"
    elif line.rules.method == DELIVERY_RATE and profiled:
        by_method = f"IF({gone}=0,{officer},{so_far}+{to_come}*{so_far}/{gone})"
    return f"=IF({reached}>0,{by_method},{officer})"


def _so_far(places: Places) -> str:
    actuals = places.range(0, places.own)
    return f"SUMPRODUCT(({_numbers(places.own + 1)}<{places.at('reached')})*1,{actuals})"


def _officer(places: Places) -> str:
    """The actuals, and a forecast for each month after them: this return's, or the last one before it."""
    reached, own, last = places.at("reached"), places.own, places.count - 1
    earlier = places.range(0, own, places.earlier)
    missing = f"({_numbers(own + 1)}>={reached})"
    known, total = f"SUMPRODUCT({missing}*ISNUMBER({earlier}))", f"SUMPRODUCT({missing}*1,{earlier})"
    if own < last:
        typed, before = places.range(own + 1, last), places.range(own + 1, last, places.earlier)
        known += f"+SUMPRODUCT((ISNUMBER({typed})+ISNUMBER({before})>0)*1)"
        total += f"+SUM({typed})+SUMPRODUCT(1-ISNUMBER({typed}),{before})"
    return f'IF({known}={places.count}-{reached},{_so_far(places)}+{total},"")'


def _numbers(count: int) -> str:
    """Which period each of the first columns is, from 0."""
    return "{" + ",".join(map(str, range(count))) + "}"


def asked_for(places: Places, over_amount: object, over_percent: object) -> str:
    """yes, where the variance asks for a comment: of the year's outturn or, without one, of the year to date."""

    def reaches(variance: str, against: str) -> str:
        wanted = [f"{variance}<>0"]
        if over_amount is not None:
            wanted.append(f"ABS({variance})>={over_amount}")
        if over_percent is not None:
            wanted.append(f"ABS({variance})*100>={over_percent}*ABS({against})")
        return f'IF(AND({",".join(wanted)}),"yes","")'

    of_year = reaches(places.at("outturn_variance"), places.at("budget"))
    so_far = reaches(places.at("variance"), places.at("budget_to_date"))
    otherwise = f'IF(ISNUMBER({places.at("variance")}),{so_far},"")'
    return f"=IF(ISNUMBER({places.at('outturn_variance')}),{of_year},{otherwise})"


def _plain(grid: Grid, line: GridLine) -> bool:
    """Whether the line's figures of the year are those in the sheet's cells, and no others count."""
    spans = set(grid.periods)
    for row in line.rows:
        if row.value is None or row.span in spans or row.end < grid.year.start or row.start > grid.year.end:
            continue
        as_profiled = row.basis == grid.compared_with and row.span == grid.year.span and _profiles(line, row.value)
        if row.basis in (ACTUAL, FORECAST, grid.compared_with) and not as_profiled:
            return False
    return True


def _profiles(line: GridLine, whole: Decimal) -> bool:
    """Whether the profile by period comes to what is set for the whole year."""
    values = [number.value for number in line.compared]
    return None not in values and sum_of(values) == whole

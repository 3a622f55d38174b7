"""Demoshire's money: what its budget lines, activity, funding and pressures come to. Pure: shapes in, figures out.

budget.csv     a budget of the first of three years, how it grows (per cent), by which shape it is spread over the
               months, and how much of it is spent in each of the years
activity.csv   how much is bought in a week of the first year and what one of it costs, how both are budgeted to grow,
               and by which factors more is bought, and it is dearer, at the end of the last year
funding.csv    what a source brings and, below it, what is committed of it
amounts.csv    what pressures of the last year were planned and are forecast to cost

The last month that has ended is left to whoever plays finance officer: nothing is recorded of it yet.
"""

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ledger.checks import NewFigure
from ledger.months import ONE_DAY, FinancialYear, Span, add_months, month_start, start_of_day
from ledger.rounding import rounded, shares

from .figures import CLOSED_AFTER, YEARS, Batch, chance, rows

COLUMNS = ("first", "second", "third")
SHAPES = {
    "even": [30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31],  # by days
    "winter": [7, 7, 7, 7, 7, 8, 8, 9, 10, 11, 10, 9],
    "late": [5, 5, 6, 6, 7, 8, 9, 10, 10, 11, 11, 12],
}
# Of which lines orders and accruals are followed, and what they come to at a month's end, in months of budget.
LEVELS = {
    "op-home-care": {"commitments": "0.45", "accruals": "0.22"},
    "op-nursing": {"commitments": "0.30", "accruals": "0.12"},
    "ld-supported-living": {"commitments": "0.25", "accruals": "0.08"},
    "equipment": {"commitments": "0.60", "accruals": "0.15"},
}
YEAR_END_KNOWN = (5, 20)  # the day on which the adjustments of a year are known
FIRST_PRESSURE = 3  # the pressures of the last year begin in July


def spending(seed: int, today: date, years: int = YEARS) -> Iterator[Batch]:
    """Everything that is known by `today`, in the order in which it became known."""
    last = FinancialYear.of(today)
    found = [
        batch for back in range(years) for batch in _of_year(FinancialYear(last.first - back), back, seed, today)
    ]
    yield from sorted((b for b in found if b.known_from.date() <= today and b.figures), key=lambda b: b.known_from)


def open_month(today: date) -> date:
    """The first day of the last month that has ended: the first of which nothing is recorded."""
    return add_months(month_start(today), -1)


def _of_year(year: FinancialYear, back: int, seed: int, today: date) -> Iterator[Batch]:
    column = max(YEARS - 1 - back, 0)
    lines = {row["code"]: _budget(row, column) for row in rows("budget.csv")}
    budgets = [
        NewFigure(f"budget/{code}", "budget", month.start, month.end, value)
        for code, spread in lines.items()
        for month, value in zip(year.months(), spread, strict=True)
    ]
    bought = [figure for row in rows("activity.csv") for figure in _bought(row, column, year)]
    brought = [
        NewFigure(f"funding/{row['source']}/amount", "budget", year.start, year.end, Decimal(row[COLUMNS[column]]))
        for row in rows("funding.csv")
        if not row["commitment"]
    ]
    planned = [_whole(row, year, "plan", row["plan"]) for row in rows("amounts.csv")] if not back else []
    yield Batch(start_of_day(year.start), f"Budget of {year.label}", [*budgets, *bought, *brought, *planned])
    for number, month in enumerate(year.months()):
        known = start_of_day(month.end + CLOSED_AFTER)
        activity = [figure for row in rows("activity.csv") for figure in _counted(row, column, number, month, seed)]
        yield Batch(known, f"Activity of {month.label}", activity)
        if not back:
            yield Batch(known, f"Pressures in {month.label}", _pressures(year, number, month, seed))
        if month.start < open_month(today):
            outturn = [f for row in rows("budget.csv") for f in _outturn(row, lines, column, number, year, seed)]
            yield Batch(known, f"Outturn of {month.label}", outturn)
    yield Batch(
        start_of_day(date(year.first + 1, *YEAR_END_KNOWN)),
        f"Year-end adjustments of {year.label}",
        [_adjustment(row, lines, year, seed) for row in rows("budget.csv") if not row["income"]],
    )


def _budget(row: dict[str, str], column: int) -> list[Decimal]:
    """A year's budget by month."""
    whole = rounded(Decimal(row["budget"]) * (1 + Decimal(row["growth"]) / 100) ** column, -3)
    return shares(whole, [Decimal(weight) for weight in SHAPES[row["shape"]]])


def _outturn(
    row: dict[str, str], lines: dict[str, list[Decimal]], column: int, number: int, year: FinancialYear, seed: int
) -> Iterator[NewFigure]:
    """What a month came to, and what is forecast of those after it: pressures are owned up to as the year goes on."""
    spread, spent = lines[row["code"]], Decimal(row["spent"].split()[column])
    months = list(year.months())
    series, made = f"budget/{row['code']}", months[number].start
    luck = Decimal(chance(seed, row["code"], year, number).gauss(1, 0.008))
    yield NewFigure(series, "actual", made, months[number].end, rounded(spread[number] * spent * luck, 2))
    if row["code"] in LEVELS:
        for what, part in LEVELS[row["code"]].items():
            value = rounded(spread[number] * Decimal(part) * luck, -2)
            yield NewFigure(f"{series}/{what}", "actual", made, months[number].end, value)
    owned = 1 + (spent - 1) * Decimal(number + 3) / 14
    for month, value in list(zip(months, spread, strict=True))[number + 1 :]:
        yield NewFigure(series, "forecast", month.start, month.end, rounded(value * owned, 0), edition=made)


def _adjustment(row: dict[str, str], lines: dict[str, list[Decimal]], year: FinancialYear, seed: int) -> NewFigure:
    part = Decimal(chance(seed, row["code"], year, "period 13").gauss(0, 0.001))
    value = rounded(sum(lines[row["code"]], Decimal(0)) * part, 2)
    return NewFigure(f"budget/{row['code']}/period-13", "actual", year.start, year.end, value)


def _bought(row: dict[str, str], column: int, year: FinancialYear) -> Iterator[NewFigure]:
    """What a year's budget counts on, and at which price."""
    quantity, price = _counted_on(row, column)
    slug = f"activity/{row['slug']}"
    yield NewFigure(f"{slug}/quantity", "budget", year.start, year.end, quantity)
    yield NewFigure(f"{slug}/unit-cost", "budget", year.start, year.end, price)


def _counted_on(row: dict[str, str], column: int) -> tuple[Decimal, Decimal]:
    grown = (1 + Decimal(row["growth"]) / 100) ** column
    dearer = (1 + Decimal(row["inflation"]) / 100) ** column
    return rounded(Decimal(row["quantity"]) * grown, 0), rounded(Decimal(row["price"]) * dearer, 2)


def _counted(row: dict[str, str], column: int, number: int, month: Span, seed: int) -> Iterator[NewFigure]:
    """What is bought in a month, and what it costs: away from the budget, more each month."""
    quantity, price = _counted_on(row, column)
    part = Decimal(number + 1) / 12
    luck = chance(seed, row["slug"], month.start)
    more = (1 + (Decimal(row["more"]) - 1) * part) * Decimal(luck.gauss(1, 0.004))
    dearer = (1 + (Decimal(row["dearer"]) - 1) * part) * Decimal(luck.gauss(1, 0.001))
    slug = f"activity/{row['slug']}"
    yield NewFigure(f"{slug}/quantity", "actual", month.start, month.end, rounded(quantity * more, 0))
    yield NewFigure(f"{slug}/unit-cost", "actual", month.start, month.end, rounded(price * dearer, 2))


def _pressures(year: FinancialYear, number: int, month: Span, seed: int) -> list[NewFigure]:
    """Nought until July; then what came, and what the year is forecast to come to."""
    found = []
    for row in rows("amounts.csv"):
        if number < FIRST_PRESSURE:
            found.append(NewFigure(f"pressures/{row['pressure']}", "actual", month.start, month.end, Decimal(0)))
            continue
        wave = math.exp(-(((number - 6) / 2.5) ** 2)) * chance(seed, row["pressure"], number).gauss(1, 0.1)
        value = rounded(Decimal(row["forecast"]) * Decimal(wave) / 4, 0)
        found.append(NewFigure(f"pressures/{row['pressure']}", "actual", month.start, month.end, value))
        made = month_start(month.end + ONE_DAY)
        found.append(_whole(row, year, "forecast", row["forecast"], made))
    return found


def _whole(
    row: dict[str, str], year: FinancialYear, basis: str, value: str, edition: date | None = None
) -> NewFigure:
    return NewFigure(f"pressures/{row['pressure']}", basis, year.start, year.end, Decimal(value), edition=edition)

"""Budget monitoring: where budget lines stand in a year, and what drives the variance.

A variance is the actual or the projected outturn less the budget. Above zero it is adverse, for spend and for income
alike, for income is negative. Amounts are in pounds; None is what nobody recorded, which is not zero.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.figure_rows import FigureRow
from ledger.months import FinancialYear, Span
from ledger.rollups import SUM, to_date

PROJECTED, PROVISIONAL, FINAL = "projected", "provisional", "final"  # what an outturn is
MOST_DRIVERS = 8  # groups with a bar of their own in a waterfall


class Position(NamedTuple):
    """Where one line, or what several come to, stands."""

    original: Decimal | None  # the year's budget as first set
    revised: Decimal | None  # and as it is now, after virements
    budget_to_date: Decimal | None
    actual_to_date: Decimal | None
    commitments: Decimal | None
    accruals: Decimal | None
    adjustment: Decimal | None  # period 13, part of the outturn
    projected: Decimal | None  # the outturn, with period 13
    last_projected: Decimal | None  # as known at the end of last month
    movement: Decimal | None  # since then; None too where nothing was reported since, which is no movement of nought

    @property
    def variance_to_date(self) -> Decimal | None:
        return less(self.actual_to_date, self.budget_to_date)

    @property
    def variance(self) -> Decimal | None:
        return less(self.projected, self.revised)

    @property
    def unreported(self) -> bool:
        """Whether the projection is that of last month because nothing came since."""
        return self.movement is None and self.projected is not None and self.last_projected is not None

    @property
    def virements(self) -> Decimal | None:
        return less(self.revised, self.original)


AMOUNTS = (*Position._fields, "variance_to_date", "variance", "virements")


def less(later: Decimal | None, earlier: Decimal | None) -> Decimal | None:
    return None if later is None or earlier is None else later - earlier


class Sum(NamedTuple):
    """What several lines come to; `missing` of them say nothing and are left out."""

    value: Decimal | None
    missing: int
    of: int


def summed(positions: Sequence[Position]) -> dict[str, Sum]:
    """Each amount over all lines. Variances are those of the lines that have one: a gap is no saving."""
    found = {}
    for name in AMOUNTS:
        known = [value for each in positions if (value := getattr(each, name)) is not None]
        total = sum(known, Decimal(0)) if known else None
        found[name] = Sum(total, len(positions) - len(known), len(positions))
    return found


def per_cent(variance: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """Of the budget's size, so that an adverse variance of income is above zero too; None where there is none."""
    return None if variance is None or not budget else variance * 100 / abs(budget)


def original_budget(rows: Iterable[FigureRow], year: FinancialYear) -> Decimal | None:
    """The budget of the year in the first edition of each of its figures; `rows` are one series', in any edition."""
    first: dict[tuple[date, date], FigureRow] = {}
    for row in rows:
        if row.basis != "budget" or row.value is None or row.end < year.start or row.start > year.end:
            continue
        span = row.start, row.end
        if span not in first or row.edition < first[span].edition:
            first[span] = row
    whole = first.get((year.start, year.end))
    return whole.value if whole else to_date(list(first.values()), year, SUM).get(year.end)


def common_month(reached: Iterable[date | None]) -> date | None:
    """The last month, by its last day, that the actuals of at least half of the lines with any reach.

    One line that is ahead, or one that is late, doesn't change what all the others are compared by.
    """
    counts = Counter(day for day in reached if day is not None)
    total = gone = sum(counts.values())
    found = None
    for day in sorted(counts):  # `gone` lines reach this day or a later one
        if gone * 2 >= total:
            found = day
        gone -= counts[day]
    return found


def latest_level(rows: Iterable[FigureRow], within: Span) -> Decimal | None:
    """The newest actual of a level whose days end within `within`."""
    found = [row for row in rows if row.basis == "actual" and row.value is not None]
    ended = [row for row in found if within.start <= row.end <= within.end]
    return max(ended, key=lambda row: (row.end, row.start)).value if ended else None


def with_adjustment(outturn: Decimal | None, adjustment: Decimal | None) -> Decimal | None:
    """The year's outturn: its twelve months and period 13, where there is one."""
    return None if outturn is None else outturn + (adjustment or 0)


class Driver(NamedTuple):
    """One step of a waterfall: by how much it moves the variance, and from where to where."""

    name: str
    variance: Decimal
    before: Decimal

    @property
    def after(self) -> Decimal:
        return self.before + self.variance


def drivers(variances: Iterable[tuple[str, Decimal | None]], most: int = MOST_DRIVERS) -> list[Driver]:
    """The adverse variances, largest first, then the favourable ones; the smallest beyond `most` as one.

    They add up to the whole variance exactly.
    """
    known = [(name, value) for name, value in variances if value]
    by_size = sorted(known, key=lambda each: -abs(each[1]))
    shown, rest = by_size[:most], by_size[most:]
    if len(rest) == 1:
        shown, rest = by_size, []
    steps = sorted(shown, key=lambda each: -each[1])
    if rest:
        steps.append((f"{len(rest)} others", sum((value for _, value in rest), Decimal(0))))
    found: list[Driver] = []
    for name, value in steps:
        found.append(Driver(name, value, found[-1].after if found else Decimal(0)))
    return found

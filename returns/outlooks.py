"""What a line of a return comes to: its budget, what came so far, what the year will be, how far off. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.figure_rows import FigureRow
from ledger.months import Span
from ledger.trajectories import Rules, trajectory

from .periods import year_of
from .variances import Variance, known_in, variance_between


class Outlook(NamedTuple):
    """In the unit of the line. None where it isn't known, which is not zero."""

    budget: Decimal | None  # of the year
    budget_to_date: Decimal | None  # as profiled, up to the end of the return's period
    to_date: Decimal | None
    outturn: Decimal | None

    @property
    def variance(self) -> Decimal | None:
        """To date. Above zero: more than was meant."""
        return less(self.to_date, self.budget_to_date)

    @property
    def counting(self) -> Variance | None:
        """The variance that a comment may be asked for."""
        return variance_between(self.outturn, self.budget, self.to_date, self.budget_to_date)

    @property
    def outturn_variance(self) -> Decimal | None:
        return less(self.outturn, self.budget)


def outlook_of(rows: Iterable[FigureRow], period: Span, edition: date, compared_with: str, rules: Rules) -> Outlook:
    """Of one line in the return of `period`, from its figures of all bases and editions."""
    known = known_in(rows, period, edition, compared_with)
    found = trajectory(known, year_of(period), period.end, rules)
    return Outlook(
        budget=found.target,
        budget_to_date=found.course.plan_to_date.get(period.end),
        to_date=found.course.actual_to_date.get(period.end),
        outturn=found.outturn.value,
    )


def added(outlooks: Sequence[Outlook]) -> Outlook:
    """Of several lines together: each part only where every line has it, for a part of a sum is no sum."""
    return Outlook(*(whole(column) for column in zip(*outlooks, strict=True)))


def whole(values: Iterable[Decimal | None]) -> Decimal | None:
    """Their sum, where all are there."""
    values = list(values)
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def less(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a - b


def share(part: Decimal | None, of: Decimal | None) -> Decimal | None:
    """`part` in per cent of `of`; None where either isn't known, or there is nothing to divide by."""
    return None if part is None or not of else part * 100 / abs(of)

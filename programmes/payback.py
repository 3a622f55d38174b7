"""When what an investment makes possible has paid for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.months import Span, month_label
from ledger.numbers import formatted


class Yielded(NamedTuple):
    """What all its benefits bring in a month, in pounds: delivered, or planned where that isn't known yet."""

    month: Span
    amount: Decimal
    planned: bool


@dataclass(frozen=True, slots=True)
class Payback:
    months: int | None  # from the first month of the budget to the one in which it is covered
    words: str  # the same in a sentence, or why it can't be said


def payback(cost: Decimal | None, start: date | None, benefits: int, yielded: Sequence[Yielded]) -> Payback:
    """Months until `benefits` of them, by what they yield in order of time, cover `cost` pounds spent from `start`.

    Nothing is carried on beyond the months that have a plan.
    """
    if cost is None or start is None:
        return Payback(None, "Can’t be said: it has no budget.")
    if not benefits:
        return Payback(None, "Can’t be said: it isn’t recorded which benefits it makes possible.")
    counted = [found for found in yielded if found.month.start >= start]
    if not counted:
        return Payback(None, "Can’t be said: the benefits it makes possible have no plan by month.")
    covered = Decimal(0)
    for found in counted:
        covered += found.amount
        if covered >= cost:
            taken = (found.month.start.year - start.year) * 12 + found.month.start.month - start.month + 1
            how = "as planned, it will be covered in" if found.planned else "it was covered in"
            return Payback(taken, f"{_months(taken)}: {how} {month_label(found.month.start)}.")
    until = month_label(counted[-1].month.start)
    return Payback(
        None,
        f"Not by {until}, as far as its benefits are planned: {formatted(covered, 'GBP', 0)} of "
        f"{formatted(cost, 'GBP', 0)} by then.",
    )


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"

"""What changed a commitment: the price, or how much is bought. Pure.

price effect  = (current price - budgeted price) x current quantity
volume effect = (current quantity - budgeted quantity) x budgeted price

Together they are the change in commitment exactly. Quantities and prices are those of one period, so effects are
pounds a period: 459 people at £584 a week commit £268,056 a week.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from ledger.months import FinancialYear

NOTHING = Decimal(0)
WEEK = timedelta(days=7)

# What is counted, as a price names one of it.
ONE_OF = {"people": "person", "hours": "hour", "nights": "night"}


@dataclass(frozen=True, slots=True)
class Bought:
    """How much of a kind of care in a period, and what one of it costs. None: not known, which is not zero."""

    quantity: Decimal | None
    price: Decimal | None

    @property
    def is_none(self) -> bool:
        return self.quantity == NOTHING


@dataclass(frozen=True, slots=True)
class Effects:
    """Pounds a period; above zero costs more than budgeted."""

    price: Decimal
    volume: Decimal

    @property
    def change(self) -> Decimal:
        """Of the commitment."""
        return self.price + self.volume

    @property
    def of_income(self) -> "Effects":
        """The same where the money comes in, of which more is below zero as all income is."""
        return Effects(price=-self.price, volume=-self.volume)


@dataclass(frozen=True, slots=True)
class NotComputable:
    """Why there are no effects, in words."""

    reason: str


def effects(counted: str, priced: str, budgeted: Bought, current: Bought) -> Effects | NotComputable:
    """The effects of price and volume where `counted` are people, hours or nights and a price is of one `priced`.

    A new line, of which nothing was budgeted, and one that has ended are all volume: there is no price to compare.
    """
    if ONE_OF[counted] != priced:
        plural = next(name for name, one in ONE_OF.items() if one == priced)
        return NotComputable(
            f"{counted.capitalize()} are counted and the price is per {priced}: {plural} are needed."
        )
    if gaps := _gaps(budgeted, current):
        return NotComputable(f"Not known: {', '.join(gaps)}.")
    if budgeted.is_none or current.is_none:
        return Effects(price=NOTHING, volume=_commitment(current) - _commitment(budgeted))
    price = _known(current.price) - _known(budgeted.price)
    quantity = _known(current.quantity) - _known(budgeted.quantity)
    return Effects(price=price * _known(current.quantity), volume=quantity * _known(budgeted.price))


def _gaps(budgeted: Bought, current: Bought) -> list[str]:
    """What has to be known and isn't. Of what isn't bought, no price is needed."""
    found = []
    for name, side in (("budgeted", budgeted), ("current", current)):
        if side.quantity is None:
            found.append(f"{name} quantity")
        if side.price is None and not side.is_none:
            found.append(f"{name} price")
    return found


def _commitment(side: Bought) -> Decimal:
    return NOTHING if side.is_none else _known(side.quantity) * _known(side.price)


def _known(value: Decimal | None) -> Decimal:
    assert value is not None, "gaps were looked for before"
    return value


# How many of a period there are in a financial year. A year has 52.14 weeks, in a leap year 52.29.
PERIODS: dict[str, Callable[[FinancialYear], Decimal]] = {
    "week": lambda year: Decimal((year.end - year.start).days + 1) / WEEK.days,
    "month": lambda _: Decimal(12),
    "year": lambda _: Decimal(1),
}


def over_the_year(change: Decimal, period: str, year: FinancialYear) -> Decimal:
    """A change a period as if it held for all of `year`."""
    return change * PERIODS[period](year)

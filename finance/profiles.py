"""How an annual budget falls over the months of its year, exact to the penny. Amounts are in pounds."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ledger.months import FinancialYear
from ledger.rounding import shares

TWELFTHS, DAYS, LAST_YEAR, TYPED = "twelfths", "days", "last-year", "typed"
PROFILES: Mapping[str, str] = {
    TWELFTHS: "In equal twelfths",
    DAYS: "By the days of each month",
    LAST_YEAR: "As last year’s actuals fell",
    TYPED: "Month by month, as typed",
}
MONTHS = 12


def equal_twelfths(amount: Decimal) -> list[Decimal]:
    """Pennies that don't divide go to the first months."""
    return shares(amount, [Decimal(1)] * MONTHS)


def by_days(amount: Decimal, year: FinancialYear) -> list[Decimal]:
    return shares(amount, [Decimal((month.end - month.start).days + 1) for month in year.months()])


def as_last_year(amount: Decimal, actuals: Sequence[Decimal | None]) -> list[Decimal]:
    """In proportion to the twelve months before. ValueError, with the fix, where those can't be a pattern."""
    known = [actual for actual in actuals if actual is not None]
    if len(known) < MONTHS:
        raise ValueError(f"Last year’s actual is known for {len(known)} of 12 months; choose another profile.")
    if any(actual < 0 for actual in known) and any(actual > 0 for actual in known):
        raise ValueError("Last year has months above and months below zero; choose another profile.")
    if not any(known):
        raise ValueError("Nothing came last year, so nothing can be spread like it; choose another profile.")
    return shares(amount, [abs(actual) for actual in known])


def as_typed(months: Sequence[Decimal], amount: Decimal | None = None) -> list[Decimal]:
    """Twelve amounts, April first, that come to `amount` where one is given. ValueError, with the fix, otherwise."""
    if len(months) != MONTHS:
        raise ValueError(f"There are {len(months)} amounts; write twelve, April first.")
    if any(month != round(month, 2) for month in months):
        raise ValueError("An amount has a fraction of a penny; write pounds and pence.")
    total = sum(months, Decimal(0))
    if amount is not None and total != amount:
        raise ValueError(f"The months come to £{total:,.2f}, not to £{amount:,.2f}; change one or the other.")
    return list(months)


def over_the_rest(amount: Decimal, months: Sequence[Decimal]) -> list[Decimal]:
    """What a virement of `amount` adds to each of the months it holds for, in proportion to their budgets.

    Where these are all zero, in equal parts.
    """
    weights = [abs(month) for month in months]
    return shares(amount, weights if any(weights) else [Decimal(1)] * len(months))

"""Amounts of money as tables say them."""

from decimal import Decimal

from ledger.numbers import Number
from ledger.rating import direction


def pounds(value: Decimal | None) -> Number:
    return Number(value, "GBP")


def side(variance: Decimal) -> str:
    """Above zero a variance is adverse, for spend and for income alike."""
    return direction(variance, variance * 0, "lower").capitalize()

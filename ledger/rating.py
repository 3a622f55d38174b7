"""Ratings: how far short of its plan a number falls, by thresholds that are data, always with the reason in words."""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from .components import Colour, Rating
from .numbers import formatted
from .rounding import rounded

OUTTURN, TO_DATE = "outturn", "to-date"  # what a scheme judges on


class Thresholds(NamedTuple):
    """Up to how many per cent on the adverse side of its plan a number is green, and amber."""

    green_within: Decimal
    amber_within: Decimal
    judged_on: str = OUTTURN


# Where an organisation has set none of its own.
STANDARD = Thresholds(Decimal(5), Decimal(15))


class Unit(NamedTuple):
    """How a measure's values are written, and which way they are better."""

    better: str  # higher, lower, neutral
    unit: str
    decimals: int

    def text(self, value: Decimal) -> str:
        shown = formatted(value, self.unit, self.decimals)
        return shown if self.unit in ("GBP", "percent", "") else f"{shown} {self.unit}"


def shortfall(value: Decimal, against: Decimal, better: str) -> Decimal:
    """By how much `value` is on the adverse side of `against`; below zero where it is on the favourable one.

    Where neither way is better, every distance is adverse.
    """
    if better == "higher":
        return against - value
    return value - against if better == "lower" else abs(value - against)


def direction(value: Decimal, against: Decimal, better: str) -> str:
    """A variance's name beside its sign: adverse, favourable, or nothing where there is none."""
    short = shortfall(value, against, better)
    if not short:
        return ""
    return "adverse" if short > 0 else "favourable"


def rate(
    what: str, value: Decimal, against_what: str, against: Decimal, thresholds: Thresholds, unit: Unit
) -> Rating:
    """Green, amber or red: `value`, called `what`, judged against `against`."""
    short = shortfall(value, against, unit.better)
    said = f"{what}, {unit.text(value)}, is {_distance(value, against, unit)} {against_what}, {unit.text(against)}"
    if short <= 0:
        return Rating("green", f"{said}.")
    if not against:
        return Rating("red", f"{said}: anything adverse of nil is red.")
    colour: Colour = "red"
    share = short * 100 / abs(against)
    if share <= thresholds.green_within:
        colour = "green"
    elif share <= thresholds.amber_within:
        colour = "amber"
    return Rating(colour, f"{said}: {_limits(thresholds)}.")


@cache
def _limits(thresholds: Thresholds) -> str:
    green, amber = (_percent(limit) for limit in thresholds[:2])
    return f"green is up to {green} adverse, amber up to {amber}"


def _distance(value: Decimal, against: Decimal, unit: Unit) -> str:
    """£200,000 (5.3%, adverse) below."""
    gap = value - against
    if not gap:
        return "equal to"
    side = "above" if gap > 0 else "below"
    share = f"{_percent(rounded(abs(gap) * 100 / abs(against), 1))}, " if against else ""
    points = " points" if unit.unit == "percent" else ""
    size = formatted(abs(gap), "" if points else unit.unit, unit.decimals)
    return f"{size}{points} ({share}{direction(value, against, unit.better)}) {side}"


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}%"

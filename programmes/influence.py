"""Top down: what a programme's part of budget lines comes to at the prices that were budgeted. Pure.

part = share × (projected outturn − price effect). Where the price effect of a line can't be worked out, its part is
told with price in it, and which lines those are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.numbers import Number, difference, missing, whole_total, worked_out

WHOLE = Decimal(100)  # per cent


@dataclass(frozen=True, slots=True)
class Part:
    """A programme's part of one budget line in a year, in pounds."""

    name: str
    spend: Number
    budget: Number
    why_price_stays: str  # empty where the price effect is taken out

    @property
    def over(self) -> Number:
        return difference(("its spend", self.spend), ("its budget", self.budget))


@dataclass(frozen=True, slots=True)
class TopDown:
    """Of all lines together; missing where one line's is: a part is not the whole."""

    spend: Number
    budget: Number
    with_price: frozenset[str]  # the lines whose price effect couldn't be taken out


def counted_twice(share: Decimal, others: Sequence[tuple[str, Decimal]]) -> str:
    """What is to be said where programmes together influence more of a line than there is; `share` is of this one."""
    together = share + sum((each for _, each in others), Decimal(0))
    if together <= WHOLE:
        return ""
    named = ", ".join(f"{name} ({each.normalize():f}%)" for name, each in others)
    return f"Together with {named} {together.normalize():f}% of it: programmes count the same spend more than once."


def part_of(
    name: str, share: Decimal, projected: Number, price_effect: Number, budget: Number, why_price_stays: str
) -> Part:
    """`share` is in per cent. A price effect that is missing is not taken out."""
    per_cent = ("share", Number(share, "percent", 4))
    inputs, formula, value = (
        [per_cent, ("projected outturn", projected)],
        "share × projected outturn",
        projected.value,
    )
    if price_effect.value is not None:
        inputs.append(("price effect over the year", price_effect))
        formula = "share × (projected outturn − price effect over the year)"
        value = None if value is None else value - price_effect.value
    spend = _share(value, share, formula, inputs)
    own = _share(budget.value, share, "share × revised budget", [per_cent, ("revised budget", budget)])
    return Part(name, spend, own, why_price_stays)


def _share(value: Decimal | None, share: Decimal, formula: str, inputs: Sequence[tuple[str, Number]]) -> Number:
    return worked_out(None if value is None else value * share / WHOLE, formula, inputs, unit="GBP")


def top_down(parts: Sequence[Part]) -> TopDown:
    left = [part.name for part in parts if part.why_price_stays]
    words = f"sum of its parts of {len(parts)} budget lines"
    price = f"the price effect is not taken out of {', '.join(left)}" if left else "price effect taken out"
    return TopDown(
        spend=_sum([(part.name, part.spend) for part in parts], f"{words}; {price}"),
        budget=_sum([(part.name, part.budget) for part in parts], words),
        with_price=frozenset(left),
    )


def _sum(parts: Sequence[tuple[str, Number]], words: str) -> Number:
    return whole_total(parts, words) if parts else missing("GBP")

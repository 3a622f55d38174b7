"""An activity line in a year: what was budgeted, what is bought, and what price and volume each change."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ledger.models import SeriesBreak
from ledger.months import FinancialYear, Span
from ledger.numbers import Number, difference, missing, percentage, worked_out

from ..models import ActivityLine
from ..price_volume import Bought, Effects, NotComputable, effects, over_the_year

UNIT = "GBP"


@dataclass(frozen=True)
class Side:
    """What of a line was budgeted, or is bought now."""

    quantity: Number
    price: Number

    @property
    def bought(self) -> Bought:
        return Bought(self.quantity.value, self.price.value)


@dataclass(frozen=True)
class Trend:
    """A series' months, oldest first, since its last series break."""

    points: tuple[tuple[Span, Number], ...]

    @property
    def change(self) -> Number:
        """From the first month to the last, per cent; missing where there are not two."""
        if len(self.points) < 2:
            return missing("percent", 1)
        (first, before), (last, after) = self.points[0], self.points[-1]
        moved = difference((last.label, after), (first.label, before))
        return percentage(("change", moved), (first.label, before))


@dataclass(frozen=True)
class ActivityRow:
    """A line in a year."""

    line: ActivityLine
    year: FinancialYear
    client_group: str
    care_type: str
    service: str
    income: bool  # of a budget line that brings money in: what it changes is below zero where it brings in more
    as_of: Span | None  # what the current quantity is of; None: nothing is known
    budgeted: Side
    current: Side
    quantity_trend: Trend
    price_trend: Trend
    breaks: tuple[SeriesBreak, ...]

    @cached_property
    def found(self) -> Effects | NotComputable:
        found = effects(self.line.counts, self.line.priced_per, self.budgeted.bought, self.current.bought)
        return found.of_income if self.income and isinstance(found, Effects) else found

    @property
    def why_not(self) -> str:
        """Why there are no effects; empty where there are."""
        return self.found.reason if isinstance(self.found, NotComputable) else ""

    @property
    def quantity_change(self) -> Number:
        """Per cent of what was budgeted."""
        return against(self.current.quantity, self.budgeted.quantity)

    @property
    def price_change(self) -> Number:
        return against(self.current.price, self.budgeted.price)

    @property
    def price_effect(self) -> Number:
        """Pounds a period, as the other effects."""
        if self._one_sided:
            return self._number("price", f"{self._one_sided}: there is no price to compare", self._inputs)
        return self._number("price", "(current price − budgeted price) × current quantity", self._inputs)

    @property
    def volume_effect(self) -> Number:
        if self._one_sided:
            formula = f"{self._one_sided}, so it is all volume: current commitment − budgeted commitment"
            return self._number("volume", formula, self._inputs)
        return self._number("volume", "(current quantity − budgeted quantity) × budgeted price", self._inputs)

    @property
    def change(self) -> Number:
        """Of the commitment."""
        inputs = [("price effect", self.price_effect), ("volume effect", self.volume_effect)]
        return self._number("change", "price effect + volume effect", inputs)

    @property
    def change_over_year(self) -> Number:
        """As if the change held for the whole year."""
        change = self.change
        value = None if change.value is None else over_the_year(change.value, self.line.period, self.year)
        formula = f"change a {self.line.period} × {self.line.period}s of {self.year.label}"
        return worked_out(value, formula, [(f"change a {self.line.period}", change)], unit=UNIT)

    @property
    def _one_sided(self) -> str:
        if self.budgeted.bought.is_none:
            return "nothing of it was budgeted"
        return "nothing of it is bought any more" if self.current.bought.is_none else ""

    @property
    def _inputs(self) -> list[tuple[str, Number]]:
        return [
            ("budgeted quantity", self.budgeted.quantity),
            ("current quantity", self.current.quantity),
            ("budgeted price", self.budgeted.price),
            ("current price", self.current.price),
        ]

    def _number(self, what: str, formula: str, inputs: Sequence[tuple[str, Number]]) -> Number:
        if isinstance(self.found, NotComputable):
            return missing(UNIT)
        turned = ", with the sign of income" if self.income and what != "change" else ""
        return worked_out(getattr(self.found, what), f"{formula}{turned}", inputs, unit=UNIT)


def against(current: Number, budgeted: Number) -> Number:
    """Per cent more or less than budgeted."""
    moved = difference(("current", current), ("budgeted", budgeted))
    return percentage(("current − budgeted", moved), ("budgeted", budgeted))

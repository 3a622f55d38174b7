"""A number as a reader meets it: its value, its unit, and where it comes from.

A number is either recorded (it is a figure, and `figure` leads to its history) or worked out (then `formula`
says how, and `inputs` are the numbers that went in). One that is neither is missing, which is not zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .rounding import rounded

QUALIFIERS = {"": "", "about": "about ", "over": "over ", "under": "under "}


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal | None
    unit: str = ""  # GBP, percent, people, packages ... as measures name it
    decimals: int = 0
    qualifier: str = ""  # about, over, under
    inferred: bool = False  # read between the lines of a source, not printed there
    provisional: bool = False  # recorded, not approved yet
    late: bool = False  # first recorded after its period was closed
    restates: Decimal | None = None  # what stood when its period was closed, where that was another value
    small: bool = False  # a count of 1 to 4 people, or what would give one away: not for publication
    sensitive: bool = False  # commercially: not for publication
    figure: int | None = None  # the id of the figure, where this is one
    formula: str = ""  # in words: "cost avoidance ÷ annual target"
    inputs: tuple[tuple[str, "Number"], ...] = ()

    @property
    def missing(self) -> bool:
        return self.value is None

    @property
    def plain(self) -> str:
        """The value at its own decimals, without unit or separators: for CSV, claims and tests."""
        return "" if self.value is None else f"{rounded(self.value, self.decimals):f}"

    @property
    def text(self) -> str:
        """As a table shows it: £786,000, 20.7%, 2,080, about £560,000. Empty where missing."""
        if self.value is None:
            return ""
        return QUALIFIERS[self.qualifier] + formatted(self.value, self.unit, self.decimals)

    @property
    def reported(self) -> str:
        """What was reported when the period was closed, as a table shows it; empty where that still stands."""
        return "" if self.restates is None else formatted(self.restates, self.unit, self.decimals)

    @property
    def text_with_unit(self) -> str:
        """As a sentence shows it: 2,080 people."""
        if self.value is None or self.unit in ("GBP", "percent", ""):
            return self.text
        return f"{self.text} {self.unit}"


def formatted(value: Decimal, unit: str, decimals: int) -> str:
    """Thousands separated, a true minus sign, £ before and % after."""
    shown = rounded(value, decimals)
    sign = "−" if shown < 0 else ""
    digits = f"{abs(shown):,f}"
    if unit == "GBP":
        return f"{sign}£{digits}"
    return f"{sign}{digits}%" if unit == "percent" else f"{sign}{digits}"


FEWEST = 5  # people that a published count tells of; fewer could be known by those around them


def is_small(count: Decimal | None) -> bool:
    """Whether it is a count of people so few that they might be known; none is no person."""
    return count is not None and 0 < count < FEWEST


def missing(unit: str = "", decimals: int = 0) -> Number:
    return Number(None, unit, decimals)


def worked_out(
    value: Decimal | None,
    formula: str,
    inputs: Sequence[tuple[str, Number]],
    *,
    unit: str,
    decimals: int = 0,
) -> Number:
    """A derived number; it is about, inferred, provisional, small or sensitive where one of its inputs is."""
    numbers = [number for _, number in inputs]
    return Number(
        value,
        unit,
        decimals,
        qualifier="about" if value is not None and any(number.qualifier for number in numbers) else "",
        inferred=any(number.inferred for number in numbers),
        provisional=any(number.provisional for number in numbers),
        small=any(number.small for number in numbers),
        sensitive=any(number.sensitive for number in numbers),
        formula=formula,
        inputs=tuple(inputs),
    )


def total(inputs: Sequence[tuple[str, Number]], formula: str = "") -> Number:
    """The sum of the inputs that are there; missing where none is. All inputs share one unit.

    The formula says how many were not recorded; one number alone is its own sum. It is small where it is so itself:
    a sum hides what it is made of.
    """
    present = [(label, number) for label, number in inputs if number.value is not None]
    if not present:
        return missing(*((inputs[0][1].unit, inputs[0][1].decimals) if inputs else ()))
    if len(inputs) == 1:
        return present[0][1]
    first = present[0][1]
    if any(number.unit != first.unit for _, number in present):
        raise ValueError("numbers of different units cannot be added up")
    gaps = len(inputs) - len(present)
    words = formula or f"sum of {len(present)} numbers"
    found = worked_out(
        sum((number.value for _, number in present if number.value is not None), Decimal(0)),
        f"{words} ({gaps} not recorded)" if gaps else words,
        present,
        unit=first.unit,
        decimals=max(number.decimals for _, number in present),
    )
    return replace(found, small=found.small and is_small(found.value))


def whole_total(inputs: Sequence[tuple[str, Number]], formula: str = "") -> Number:
    """The sum of the inputs where all are there; missing otherwise, for a part is not the whole."""
    gap = next((number for _, number in inputs if number.missing), None)
    return missing(gap.unit, gap.decimals) if gap else total(inputs, formula)


def difference(later: tuple[str, Number], earlier: tuple[str, Number]) -> Number:
    """Later less earlier; missing where either is."""
    a, b = later[1], earlier[1]
    value = None if a.value is None or b.value is None else a.value - b.value
    formula = f"{later[0]} − {earlier[0]}"
    return worked_out(value, formula, [later, earlier], unit=a.unit, decimals=max(a.decimals, b.decimals))


def percentage(part: tuple[str, Number], whole: tuple[str, Number], decimals: int = 1) -> Number:
    """Part as a percentage of whole; missing where either is, or where the whole is zero."""
    return quotient(part, whole, per=100, unit="percent", decimals=decimals)


def quotient(
    above: tuple[str, Number], below: tuple[str, Number], *, per: int = 1, unit: str = "", decimals: int = 1
) -> Number:
    """Above ÷ below, per so many; missing where either is, or where there is nothing to divide by."""
    a, b = above[1].value, below[1].value
    value = None if a is None or not b else a * per / b
    times = f" × {per:,}" if per != 1 else ""
    return worked_out(value, f"{above[0]} ÷ {below[0]}{times}", [above, below], unit=unit, decimals=decimals)


def elsewhere(number: Number) -> Number:
    """The same without the ways to its figures: they are in a ledger that its reader may not open."""
    inputs = tuple((label, elsewhere(found)) for label, found in number.inputs)
    return replace(number, figure=None, inputs=inputs)

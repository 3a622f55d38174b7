"""Budget monitoring of a year as at any day: by a dimension, within chosen values of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from ledger.models import Organisation
from ledger.months import FinancialYear, Span
from ledger.numbers import Number, missing
from ledger.rating import direction

from ..monitoring import AMOUNTS, Driver, drivers, per_cent, summed
from .positions import Standing, standings
from .structure import DIMENSIONS, LINE, Structure, Value, structure

UNIT = "GBP"
MOST_INPUTS = 40  # lines whose numbers an explanation lists; of more it says how many
ON_TWO = {"variance_to_date": ("actual_to_date", "budget_to_date"), "variance": ("projected", "revised")}


@dataclass(frozen=True)
class Amounts:
    """What some lines come to, each number with how many of the lines say nothing of it."""

    numbers: Mapping[str, Number]
    gaps: Mapping[str, int]
    unreported: int = 0  # lines whose projection is last month's, for nothing came since

    def __getitem__(self, name: str) -> Number:
        return self.numbers[name]

    def side(self, name: str) -> str:
        """A variance in words: adverse above zero."""
        value = self.numbers[name].value
        return direction(value, value * 0, "lower").capitalize() if value is not None else ""


@dataclass(frozen=True)
class Group:
    """The lines that have one value in the dimension that is looked at."""

    value: Value
    lines: list[Standing]

    @cached_property
    def amounts(self) -> Amounts:
        return amounts_of(self.lines)


@dataclass(frozen=True)
class Monitoring:
    year: FinancialYear
    by: str  # the dimension
    chosen: tuple[tuple[str, Value], ...]  # the values of other dimensions within which it looks
    structure: Structure
    groups: list[Group]
    period: Span | None  # April to the month that lines are compared at
    last_month: date

    @property
    def lines(self) -> list[Standing]:
        return [line for group in self.groups for line in group.lines]

    @cached_property
    def gross(self) -> Amounts:
        return amounts_of([each for each in self.lines if not each.line.income])

    @cached_property
    def income(self) -> Amounts:
        return amounts_of([each for each in self.lines if each.line.income])

    @cached_property
    def net(self) -> Amounts:
        return amounts_of(self.lines)

    @cached_property
    def drivers(self) -> list[Driver]:
        """What the variance of the outturn is made of."""
        return drivers((group.value.name, group.amounts["variance"].value) for group in self.groups)

    @property
    def outturns(self) -> set[str]:
        """What the lines' outturns are: projected, provisional, final."""
        return {each.outturn for each in self.lines}

    @property
    def dimensions(self) -> list[str]:
        """By which else it can be looked at."""
        taken = {name for name, _ in self.chosen}
        return [name for name in DIMENSIONS if name not in taken]

    @property
    def next_dimension(self) -> str:
        """By which a group's lines are shown when it is opened; the lines themselves where nothing else differs."""
        rest = [name for name in self.dimensions if name not in (self.by, LINE)]
        return next((name for name in rest if self._differs(name)), LINE)

    def _differs(self, dimension: str) -> bool:
        return len({self.structure.value(each.line, dimension).key for each in self.lines}) > 1


def monitoring(
    organisation: Organisation,
    year: FinancialYear,
    moment: datetime | None,
    as_at: date,
    by: str,
    chosen: Mapping[str, str],
    *,
    approved_only: bool = False,
) -> Monitoring:
    """The budget lines of `year` that have the `chosen` values, in groups `by` a dimension, in the lines' order."""
    built = structure(organisation, year, moment)
    found = standings(organisation, built.lines, year, moment, as_at, approved_only=approved_only)
    wanted = {line.pk for line in built.under(chosen)}
    groups: dict[Value, list[Standing]] = {}
    for each in found.lines:
        if each.line.pk in wanted:
            groups.setdefault(built.value(each.line, by), []).append(each)
    return Monitoring(
        year=year,
        by=by,
        chosen=tuple((name, _named(built, name, key)) for name, key in chosen.items()),
        structure=built,
        groups=[Group(value, lines) for value, lines in groups.items()],
        period=found.period,
        last_month=found.last_month,
    )


def _named(built: Structure, dimension: str, key: str) -> Value:
    values = (built.value(line, dimension) for line in built.lines)
    return next((value for value in values if value.key == key), Value(key, key))


def amounts_of(lines: Sequence[Standing]) -> Amounts:
    """What `lines` come to: each sum leaves out those that say nothing, and says how many they are."""
    totals = summed([each.position for each in lines])
    numbers = {
        name: Number(
            totals[name].value,
            UNIT,
            provisional=any(_waits(each, name) for each in lines),
            formula=_words(name, totals[name].of, totals[name].missing) if totals[name].value is not None else "",
            inputs=_inputs(lines, name),
        )
        for name in AMOUNTS
    }
    for name, (_, budget) in ON_TWO.items():
        numbers[f"{name}_percent"] = _percent(lines, name, budget)
    gaps = {name: total.missing for name, total in totals.items()}
    return Amounts(numbers, gaps, sum(each.position.unreported for each in lines))


def _percent(lines: Sequence[Standing], name: str, budget: str) -> Number:
    """Of the budget of those lines that have a variance."""
    with_one = [each.position for each in lines if getattr(each.position, name) is not None]
    totals = summed(with_one)
    variance, whole = totals[name].value, totals[budget].value
    value = per_cent(variance, whole)
    if value is None:
        return missing("percent", 1)
    inputs = (("variance", Number(variance, UNIT)), ("budget", Number(whole, UNIT)))
    return Number(value, "percent", 1, formula="variance ÷ size of the budget × 100", inputs=inputs)


MEANS = {
    "original": "the year’s budget as first set",
    "revised": "the year’s budget after virements",
    "budget_to_date": "budgets by month to date",
    "actual_to_date": "actuals to date",
    "commitments": "commitments as last known",
    "accruals": "accruals as last known",
    "adjustment": "year-end adjustments, period 13",
    "projected": "projected outturns with period 13, each by its line’s own method",
    "last_projected": "projected outturns as known at the end of last month",
    "variance_to_date": "actual to date − budget to date",
    "variance": "projected outturn − revised budget",
    "movement": "projected outturn − last month’s, of what was reported since",
    "virements": "revised − original budget",
}


def _words(name: str, lines: int, gaps: int) -> str:
    if lines == 1:
        return MEANS[name][0].upper() + MEANS[name][1:]
    without = f", {gaps} of which say nothing" if gaps else ""
    return f"{MEANS[name][0].upper()}{MEANS[name][1:]}: sum over {lines} lines{without}"


def _inputs(lines: Sequence[Standing], name: str) -> tuple[tuple[str, Number], ...]:
    if name in ON_TWO and len(lines) == 1:
        return tuple((MEANS[part], Number(getattr(lines[0].position, part), UNIT)) for part in ON_TWO[name])
    if not 1 < len(lines) <= MOST_INPUTS:
        return ()
    known = ((each.line.name, getattr(each.position, name)) for each in lines)
    return tuple((label, Number(value, UNIT)) for label, value in known if value is not None)


def _waits(each: Standing, name: str) -> bool:
    """Whether a figure that a number rests on waits for approval."""
    return bool(each.provisional.intersection(ON_TWO.get(name, (name,))))

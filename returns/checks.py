"""What is worth a second look before a return is saved. Warnings stop nobody; the gravest come first. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from ledger.months import Span
from ledger.numbers import formatted

from .grid import ACTUAL, Change, Grid, GridLine

FEWEST = 6  # values of its own past without which nothing is said of a line
MOST = 24  # of the latest of them: what was usual two years ago says little
# Iglewicz and Hoaglin, How to Detect and Handle Outliers (ASQC, 1993): the modified z-score beyond which a value is a
# potential outlier, and what makes the median absolute deviation comparable with a standard deviation.
BEYOND = Decimal("3.5")
CONSISTENT = Decimal("1.4826")
LEAST_SPREAD = Decimal("0.1")  # of the median: a line that never moves isn't odd for moving a little
UNIT_SLIPS = {Decimal(1000): "a thousand times as much as", Decimal("0.001"): "a thousandth of"}
SLIP_WITHIN = Decimal(2)  # how many times more or less still looks like a slip of the unit


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that should hold between two lines, by their series."""

    left: int
    equals: bool  # otherwise: is not over
    right: int


@dataclass(frozen=True, slots=True)
class Warned:
    cell: str  # the name of the cell to look at
    message: str
    weight: Decimal = Decimal(0)  # how far off: the gravest are shown first


def warnings_for(grid: Grid, changes: Sequence[Change], rules: Iterable[Rule] = ()) -> list[Warned]:
    """Of what is about to change: what no longer agrees between lines, then what is unlike the line's own past."""
    lines = {line.series: line for line in grid.lines}
    values = {change.cell.name: change.value for change in changes}
    crossed = [found for rule in rules for found in _crossed(grid, lines, values, rule)]
    odd = [found for change in changes if (found := _outlier(lines[change.cell.series], change, values))]
    return [*crossed, *sorted(odd, key=lambda found: found.weight, reverse=True)]


def outlying(value: Decimal, past: Sequence[Decimal]) -> Decimal | None:
    """How far `value` is from what is usual, in robust standard deviations; None where it isn't an outlier.

    The usual is the median of `past`, and the deviation its median absolute one, at least a tenth of the median.
    """
    if len(past) < FEWEST:
        return None
    usual = median(past)
    spread = max(median([abs(each - usual) for each in past]) * CONSISTENT, abs(usual) * LEAST_SPREAD)
    if not spread:  # it was always zero: nothing says how much would be odd
        return None
    away = abs(value - usual) / spread
    return away if away > BEYOND else None


def _outlier(line: GridLine, change: Change, values: Mapping[str, Decimal | None]) -> Warned | None:
    cell, value = change.cell, change.value
    if value is None:
        return None
    past = _past(line, cell.span, values)
    away = outlying(value, past)
    if away is None:
        return None
    usual = median(past)
    said = (
        f"{cell.label}: {formatted(value, line.unit, line.decimals)} is {_how(value, usual)} what is usual, "
        f"{formatted(usual, line.unit, line.decimals)} (the median of {len(past)} earlier figures)."
    )
    return Warned(cell.name, said, away)


def _how(value: Decimal, usual: Decimal) -> str:
    for times, words in UNIT_SLIPS.items():
        if usual and value and 1 / SLIP_WITHIN <= value / (usual * times) <= SLIP_WITHIN:
            return words
    if value and usual and (value < 0) != (usual < 0):
        return "of the other sign than"
    return "far above" if value > usual else "far below"


def _past(line: GridLine, before: Span, values: Mapping[str, Decimal | None]) -> list[Decimal]:
    """The latest actuals of spans of the same kind before that one, as they will be once everything is saved."""
    found = {
        row.span: row.value
        for row in line.rows
        if row.basis == ACTUAL and row.start < before.start and row.span.kind == before.kind
    }
    found |= {
        cell.span: values[cell.name]
        for cell in line.cells
        if cell.name in values and cell.basis == ACTUAL and cell.span.start < before.start
    }
    known = [value for _, value in sorted(found.items()) if value is not None]
    return known[-MOST:]


def _crossed(
    grid: Grid, lines: Mapping[int, GridLine], values: Mapping[str, Decimal | None], rule: Rule
) -> Iterable[Warned]:
    left, right = lines.get(rule.left), lines.get(rule.right)
    if left is None or right is None:
        return
    for one, other in zip(left.cells, right.cells, strict=True):
        if one.name not in values and other.name not in values:
            continue
        a, b = values.get(one.name, one.value), values.get(other.name, other.value)
        if a is None or b is None or (a == b if rule.equals else a <= b):
            continue
        said = "differs from" if rule.equals else "is over"
        yield Warned(
            one.name,
            f"{one.span.label}: {left.name}, {formatted(a, left.unit, left.decimals)}, {said} {right.name}, "
            f"{formatted(b, right.unit, right.decimals)}.",
        )

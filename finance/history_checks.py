"""What a file of history prints beside its figures, held against what these come to; and how one cell was read. Pure.

Totals and variances are said with both numbers wherever they disagree: none is refused, hidden or put right. What
rounding to thousands explains, half of the last printed digit for each number that went in, is said as rounding.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ledger.months import Span, day_label, month_label
from ledger.numbers import formatted
from returns.formats.cells import Cell
from returns.readings import Disagreement

from .formats.history_file import Claim, Printed, period_label
from .formats.history_headings import (
    ACTUAL,
    ACTUAL_VARIANCE,
    AMOUNTS,
    BUDGET,
    FORECAST,
    FORECAST_VARIANCE,
    VARIANCES,
)
from .history import YEAR, Past, address, of_words, shown

MOST_SHOWN = 5  # cells that a sentence names


@dataclass
class Outcome:
    places: Mapping[str, int]  # how many decimals the file prints, by which figures
    agreed: int = 0
    unchecked: int = 0
    rounded: list[Cell] = field(default_factory=list)
    most: Decimal = Decimal(0)  # that rounding explains, of all


def check_printed(past: Past) -> None:
    """Put into the reading what disagrees, and in words how much was checked."""
    places: dict[str, int] = {}
    for each in past.file.printed:
        places[each.which] = max(places.get(each.which, 0), _places(each.cell))
    outcome = Outcome(places)
    _check_totals(past, outcome)
    _check_variances(past, outcome)
    checked = outcome.agreed + len(outcome.rounded) + len(past.reading.disagreements)
    if checked or outcome.unchecked:
        words = f"{_counted(checked, 'total or variance', 'totals and variances')} that the file prints "
        words += f"{'was' if checked == 1 else 'were'} checked: {_counted(outcome.agreed, 'agrees', 'agree')}"
        words += f", {_counted(len(outcome.rounded), 'differs', 'differ')} by rounding" if outcome.rounded else ""
        words += f", {_counted(len(past.reading.disagreements), 'disagrees', 'disagree')}."
        if outcome.unchecked:
            words += f" {outcome.unchecked:,} more can’t be checked: the file doesn’t hold what they are made of."
        past.reading.notes.append(words)
    if outcome.rounded:
        where = ", ".join(address(cell) for cell in outcome.rounded[:MOST_SHOWN])
        rest = len(outcome.rounded) - MOST_SHOWN
        more = f" and {rest:,} more" if rest > 0 else ""
        words = f"Printed totals or variances that differ by rounding only, by {_money(outcome.most)} at most"
        past.reading.warn(f"{words}: {where}{more}.")


def _counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def _money(value: Decimal) -> str:
    return formatted(value, "GBP", 0 if value == value.to_integral_value() else 2)


def _judge(
    past: Past, outcome: Outcome, label: str, printed: Decimal, worked_out: Decimal, parts: list[Printed], cell: Cell
) -> None:
    difference = abs(printed - worked_out)
    if not difference:
        outcome.agreed += 1
    elif difference <= _leeway(outcome, past, parts, cell):
        outcome.rounded.append(cell)
        outcome.most = max(outcome.most, difference)
    else:
        past.reading.disagreements.append(Disagreement(label, printed, worked_out, cell.sheet, cell.address))


def _leeway(outcome: Outcome, past: Past, parts: Iterable[Printed], cell: Cell) -> Decimal:
    """Half of the last printed digit for each number that went in; none in a file of pounds, which rounds nothing.

    A csv file drops noughts at the end, so the last digit is that of all the file's figures of the same sort.
    """
    if past.convention.scale == 1:
        return Decimal(0)
    which = [each.which for each in parts]
    places = max((_places(cell), *(outcome.places[each] for each in which)))
    return Decimal(past.convention.scale).scaleb(-places) * len(which) / 2


def _places(cell: Cell) -> int:
    """How many decimals a cell prints."""
    if isinstance(cell.value, Decimal):
        exponent = cell.value.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    digits = cell.shown.partition(".")[2]
    return sum(letter.isdigit() for letter in digits)


def _check_totals(past: Past, outcome: Outcome) -> None:
    for claim in past.file.claims:
        scope = past.file.printed[claim.first : claim.last]
        within = [each for each in scope if claim.periods is None or each.period in claim.periods]
        parts = _parts(claim, within)
        if not parts or not _adds_up(past, claim, parts):
            outcome.unchecked += 1
            continue
        scale = past.convention.scale
        if claim.which in VARIANCES:
            printed = claim.value * scale * (-1 if past.convention.minus_is_over else 1)
            signs = [-1 if each.which == BUDGET else 1 for each in parts]
        else:
            printed = (
                claim.value * scale * (-1 if past.convention.income_positive and _all_income(past, parts) else 1)
            )
            signs = [1] * len(parts)
        worked_out = sum((sign * past.pounds(each) for sign, each in zip(signs, parts, strict=True)), Decimal(0))
        _judge(past, outcome, _claimed(claim), printed + 0, worked_out, parts, claim.cell)


def _parts(claim: Claim, within: list[Printed]) -> list[Printed]:
    """What a total is made of: for a variance, actuals or else forecasts, and budgets."""
    if claim.which not in VARIANCES:
        return [each for each in within if each.which == claim.which]
    there = {each.which for each in within}
    against = FORECAST if claim.which == FORECAST_VARIANCE or ACTUAL not in there else ACTUAL
    return [each for each in within if each.which in (against, BUDGET)] if {against, BUDGET} <= there else []


def _adds_up(past: Past, claim: Claim, parts: list[Printed]) -> bool:
    """Forecasts of the whole year don't add up over months, nor does a month's budget stand beside them."""
    if past.convention.forecast_of != YEAR or all(each.which != FORECAST for each in parts):
        return True
    return claim.which == FORECAST and len({each.period for each in parts}) == 1


def _all_income(past: Past, parts: list[Printed]) -> bool:
    return all((line := past.line(each)) is not None and line.income for each in parts)


def _claimed(claim: Claim) -> str:
    of = f", {period_label(next(iter(claim.periods)))}" if claim.periods and len(claim.periods) == 1 else ""
    return f"{claim.label}: {claim.which}{of}"


Found = Mapping[tuple[str, str, Span], Printed]  # by line, figures and period


def _check_variances(past: Past, outcome: Outcome) -> None:
    there: dict[tuple[str, str, Span], Printed] = {}
    for each in past.file.printed:
        if each.which in AMOUNTS and (line := past.line(each)):
            there.setdefault((line.code, each.which, each.period), each)
    for printed in past.file.printed:
        if printed.which not in VARIANCES or (line := past.line(printed)) is None:
            continue
        parts = _variance_parts(past, there, line.code, printed)
        if not parts:
            outcome.unchecked += 1
            continue
        worked_out = sum((past.pounds(each) * (-1 if each.which == BUDGET else 1) for each in parts), Decimal(0))
        label = f"{line.name}: {printed.which}, {period_label(printed.period)}"
        _judge(past, outcome, label, variance_of(past, printed), worked_out, parts, printed.cell)


def variance_of(past: Past, printed: Printed) -> Decimal:
    """A printed variance as it is kept here: above zero is adverse."""
    return printed.value * past.convention.scale * (-1 if past.convention.minus_is_over else 1) + 0


def _variance_parts(past: Past, there: Found, code: str, printed: Printed) -> list[Printed]:
    """The actual and the budget, or the forecast and the budget of what it is of; none where one is missing."""
    period = printed.period
    actual, forecast = there.get((code, ACTUAL, period)), there.get((code, FORECAST, period))
    against = forecast if printed.which == FORECAST_VARIANCE else actual
    if against is None and printed.which != ACTUAL_VARIANCE:
        against = forecast
    periods = [period]
    if against and against.which == FORECAST and past.convention.forecast_of == YEAR:
        periods = list(printed.year.months())
    budgets = [there[code, BUDGET, each] for each in periods if (code, BUDGET, each) in there]
    return [against, *budgets] if against and len(budgets) == len(periods) else []


def examples(past: Past) -> Iterator[str]:
    """How one cell of each sort was read, so that who said how can see whether it was right."""
    amounts = [each for each in past.file.printed if each.which in AMOUNTS and each.value and past.line(each)]
    adjusted = next((each for each in amounts if each.is_adjustment), None)
    income = next((each for each in amounts if (line := past.line(each)) and line.income), None)
    spend = next((each for each in amounts if (line := past.line(each)) and not line.income), None)
    forecast = next((each for each in amounts if each.which == FORECAST), None)
    variances = [each for each in past.file.printed if each.which in VARIANCES and each.value]
    variance = next((each for each in variances if each.value < 0), next(iter(variances), None))
    yield from (_amount_read(past, each) for each in dict.fromkeys((spend, income, adjusted)) if each)
    if forecast:
        yield _forecast_read(past, forecast)
    if variance:
        yield _variance_read(past, variance)


def _prints(printed: Printed) -> str:
    of = f"{printed.which} of {printed.line.label}"
    return f"{address(printed.cell)} prints {shown(printed.cell)}, the {of} for {period_label(printed.period)}"


def _amount_read(past: Past, printed: Printed) -> str:
    line = past.line(printed)
    income = line is not None and line.income
    value = past.pounds(printed)
    comes = "money that comes in" if value < 0 else "money that goes out"
    known = past.known_from(printed)
    since = f", known from {day_label(known.date())}" if known else ", known from now"
    return f"{_prints(printed)}{', which is income' if income else ''}: read as {_money(value)}, {comes}{since}."


def _forecast_read(past: Past, printed: Printed) -> str:
    made = past.made(printed)
    when = f"made in {month_label(made)}" if made else "made in a month that isn’t said"
    return f"{_prints(printed)}: read as what was forecast for {of_words(past, printed)}, {when}."


def _variance_read(past: Past, printed: Printed) -> str:
    value = variance_of(past, printed)
    which, words = ("adverse", "an overspend") if value > 0 else ("favourable", "an underspend")
    return f"{_prints(printed)}: read as {_money(abs(value))} {which}, {words} or what is the same for income."

"""Top down: the forecast of the spend that a programme can influence, against the spend it is meant to reach."""

from dataclasses import dataclass
from datetime import date

from ledger.months import FinancialYear, end_of_day, month_start
from ledger.numbers import Number, difference, missing
from ledger.rating import direction
from ledger.selectors import Book, earlier_books

from ..influence import top_down
from ..models import Impairment, Mitigation, Programme
from ..reconciliation import Reconciliation, reconcile
from .benefits import Benefits
from .course import past_forecasts
from .influence import InfluencedLine, Influences
from .words import Words

NOTHING = missing("GBP")


@dataclass(frozen=True)
class Position:
    """As it was forecast in the month `edition`, in pounds."""

    edition: date
    forecast: Number  # of the spend
    over: Number  # the target position; below zero is favourable
    direction: str


@dataclass(frozen=True)
class Spend:
    target_position: Number
    forecast: Number
    over: Number
    positions: tuple[Position, ...]  # as they were forecast, in order
    lines: tuple[InfluencedLine, ...] = ()  # that it is worked out from; none: it is recorded
    budget: Number = NOTHING  # the programme's parts of those lines' budgets


@dataclass(frozen=True)
class Shortfall:
    """An impairment or a mitigation, and what it comes to in the year."""

    line: Impairment | Mitigation
    amount: Number


@dataclass(frozen=True)
class Shortfalls:
    """What keeps savings from being delivered, and what is done instead; closed ones too, but for their amounts."""

    impairments: tuple[Shortfall, ...]
    mitigations: tuple[Shortfall, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.impairments or self.mitigations)

    def impaired(self, of: str) -> list[tuple[str, Number]]:
        """What isn't expected any more; what was recovered isn't among it."""
        return [
            (found.line.name, found.amount)
            for found in self.impairments
            if isinstance(found.line, Impairment)
            and found.line.of == of
            and found.line.outcome != Impairment.Outcome.RECOVERED
        ]

    @property
    def mitigated(self) -> list[tuple[str, Number]]:
        return [
            (found.line.name, found.amount)
            for found in self.mitigations
            if found.line.outcome != Mitigation.Outcome.DROPPED
        ]


def spend_section(programme: Programme, influences: Influences, book: Book, year: FinancialYear) -> Spend:
    """From the budget lines that the programme can influence; where it names none, as it is recorded."""
    lines = influences.lines(book, year)
    return _worked_out(programme, lines, influences, book, year) if lines else _recorded(programme, book, year)


def _worked_out(
    programme: Programme, lines: tuple[InfluencedLine, ...], influences: Influences, book: Book, year: FinancialYear
) -> Spend:
    """As known now, and at the end of each month of the year: one query.

    The target position is the one that is recorded or, where none is, the programme's part of the lines' budgets.
    What its benefits plan isn't taken off those: a budget is set with the year's savings taken out of it already.
    """
    found = top_down([each.part for each in lines])
    recorded = book.number(programme.spend_series_id, "target", year.span)
    target = found.budget if recorded.missing else recorded
    known = [(month_start(book.on), found)]
    ends = [month.end for month in year.months() if month.end < book.on]
    for earlier in reversed(earlier_books(book, influences.series, [end_of_day(day) for day in ends])):
        then = top_down([each.part for each in influences.lines(earlier, year)])
        # With the price of other lines in it, a forecast can't be set beside that of now.
        if then.with_price == found.with_price and not then.spend.missing:
            known.insert(0, (month_start(earlier.on), then))
    positions = []
    for edition, then in known:
        gap = difference(("forecast spend", then.spend), ("target position", target))
        positions.append(Position(edition, then.spend, gap, _direction(gap)))
    return Spend(target, found.spend, positions[-1].over, tuple(positions), lines, found.budget)


def _recorded(programme: Programme, book: Book, year: FinancialYear) -> Spend:
    """From the forecasts of the spend or, where only that is recorded, of what it is over the target position."""
    series, position = programme.spend_series_id, programme.position_series_id
    target = book.number(series, "target", year.span)
    over = book.number(position, "forecast", year.span)
    forecast = book.number(series, "forecast", year.span)
    if forecast.missing:
        forecast = book.outturn(series, year)
    if over.missing and series:
        over = difference(("forecast spend", forecast), ("target position", target))
    positions = []
    if series:
        for found in past_forecasts(book.trajectory(series, year), book, series):
            gap = difference(("forecast spend", found.number), ("target position", target))
            positions.append(Position(found.edition, found.number, gap, _direction(gap)))
    elif position:
        for found in past_forecasts(book.trajectory(position, year), book, position):
            positions.append(Position(found.edition, NOTHING, found.number, _direction(found.number)))
    return Spend(target_position=target, forecast=forecast, over=over, positions=tuple(positions))


def _direction(over: Number) -> str:
    return "" if over.value is None else direction(over.value, over.value * 0, "lower")


def shortfalls_section(words: Words, book: Book, year: FinancialYear) -> Shortfalls:
    return Shortfalls(
        impairments=tuple(Shortfall(line, amount_of(book, line.series_id, year)) for line in words.impairments),
        mitigations=tuple(Shortfall(line, amount_of(book, line.series_id, year)) for line in words.mitigations),
    )


def amount_of(book: Book, series: int | None, year: FinancialYear) -> Number:
    """What is expected of the year: as forecast for the whole of it, as projected, or as planned."""
    forecast = book.number(series, "forecast", year.span)
    if not forecast.missing or series is None:
        return forecast
    projected = book.outturn(series, year)
    if not projected.missing:
        return projected
    return book.number(series, "plan", year.span)


def reconciliation_section(
    target: Number, benefits: Benefits, shortfalls: Shortfalls, over: Number
) -> Reconciliation:
    return reconcile(
        target=target,
        identified=benefits.labelled("plan"),
        impaired=shortfalls.impaired(Impairment.Of.NEW),
        impaired_earlier=shortfalls.impaired(Impairment.Of.EARLIER),
        mitigated=shortfalls.mitigated,
        projected=benefits.labelled("projected"),
        over_position=over,
    )

"""Which figures a return takes, and which of them have a cell on its page. Pure."""

from ledger.checks import NewFigure
from ledger.months import Span

from .grid import ACTUAL, FORECAST
from .periods import edition_of, period_of, year_of


def refusal(period: Span, figure: NewFigure) -> tuple[str, str] | None:
    """What keeps a figure out of the return of `period`: its field and why, in words. None where it is taken.

    Taken are actuals of the year up to the period's end, and forecasts made in it of what comes after.
    """
    if figure.basis == ACTUAL:
        year = year_of(period)
        if figure.end > period.end or figure.end < year.start:
            return "start", f"This return takes actuals of {year.label} up to {period.label}."
    elif figure.basis != FORECAST:
        return "basis", "A return takes actuals and forecasts only."
    elif figure.edition != edition_of(period) or figure.start <= period.end:
        return "edition", f"This return takes forecasts of what comes after {period.label}, made in it."
    return None


def has_cell(period: Span, frequency: str, by_year: bool, figure: NewFigure) -> bool:
    """Whether the page of the return of `period` has a cell for a figure of one of its lines.

    It has those of the year's periods where it shows lines `by_year`, and of its own period alone where it doesn't.
    """
    span = Span(figure.start, figure.end)
    if not by_year:
        return figure.basis == ACTUAL and span == period
    return span == period_of(frequency, span.start) and refusal(period, figure) is None

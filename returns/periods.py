"""The periods for which a form is filled in."""

from datetime import date, timedelta

from ledger.models import Frequency
from ledger.months import ONE_DAY, FinancialYear, Span, add_months, month_end, month_start


def period_of(frequency: str, day: date) -> Span:
    """The week, month, quarter or financial year that `day` lies in. ValueError for other frequencies."""
    match frequency:
        case Frequency.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Span(monday, monday + timedelta(days=6))
        case Frequency.MONTH:
            return Span.month(day)
        case Frequency.QUARTER:
            first = add_months(day, -((day.month - 1) % 3))
            return Span(first, month_end(add_months(first, 2)))
        case Frequency.YEAR:
            return FinancialYear.of(day).span
    raise ValueError(f"a form can't be filled in {frequency}")


def period_before(frequency: str, period: Span) -> Span:
    return period_of(frequency, period.start - ONE_DAY)


def period_after(frequency: str, period: Span) -> Span:
    return period_of(frequency, period.end + ONE_DAY)


def year_of(period: Span) -> FinancialYear:
    """The financial year that a period counts in: a week's is that of its Thursday."""
    return FinancialYear.of(period.belongs_to)


def edition_of(period: Span) -> date:
    """The edition of the forecasts that are made in a period's return: the month in which it ends."""
    return month_start(period.end)

from datetime import date
from decimal import Decimal

import pytest

from ledger.months import FinancialYear, Span, month_end
from programmes.undelivered import undelivered

YEAR = FinancialYear(2019)
Amounts = list[tuple[Span, Decimal]]


def months(first: int, last: int, amount: int) -> Amounts:
    """An amount for each month; 1 is April 2019."""
    return [(month, Decimal(amount)) for month in list(YEAR.months())[first - 1 : last]]


def span(last: date, amount: int) -> Amounts:
    return [(Span(YEAR.start, month_end(last)), Decimal(amount))]


MARCH, AUGUST = date(2020, 3, 1), date(2019, 8, 1)


@pytest.mark.parametrize(
    ("plan", "actual", "expected"),
    [
        (months(1, 12, 100), months(1, 12, 75), 300),
        (span(MARCH, 1200), span(MARCH, 900), 300),
        (span(MARCH, 1200), months(1, 12, 75), 300),
        (months(6, 12, 100), months(6, 12, 0), 700),  # it was to begin in September
        (months(6, 12, 100), months(1, 12, 50), 100),  # it began early
        (months(1, 12, 100), span(AUGUST, 400) + months(6, 12, 0), 800),
        (months(1, 12, 100), months(1, 12, 50) + span(AUGUST, 250), 600),  # the span repeats its months
        (months(1, 12, 100) + span(MARCH, 1300), months(1, 12, 100), 100),  # the whole year's plan counts
    ],
)
def test_undelivered(plan: Amounts, actual: Amounts, expected: int) -> None:
    assert undelivered(plan, actual, YEAR) == expected


@pytest.mark.parametrize(
    ("plan", "actual", "said"),
    [
        ([], months(1, 12, 5), "no plan for 2019/20"),
        (months(1, 12, 100), months(1, 11, 100), "not known for March 2020"),
        (months(1, 2, 100), [], "not known for April 2019, May 2019"),
        (months(1, 12, 100), months(1, 12, 100), "nothing is left"),
        (months(1, 12, 100), months(1, 12, 101), "nothing is left"),
    ],
)
def test_what_is_not_known_is_said(plan: Amounts, actual: Amounts, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        undelivered(plan, actual, YEAR)

"""Deadlines in working days, against England's calendar as published."""

from datetime import date

import pytest

from ledger.months import Span
from returns.deadlines import after_working_days, bank_holidays, is_working_day
from returns.periods import edition_of, period_after, period_before, period_of

# gov.uk/bank-holidays, England and Wales.
HOLIDAYS_2019 = {
    *(date(2019, 1, 1), date(2019, 4, 19), date(2019, 4, 22), date(2019, 5, 6), date(2019, 5, 27)),
    *(date(2019, 8, 26), date(2019, 12, 25), date(2019, 12, 26)),
}


def test_bank_holidays_are_those_published() -> None:
    assert bank_holidays(2019) == HOLIDAYS_2019


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2019, 4, 18), True),  # Thursday
        (date(2019, 4, 19), False),  # Good Friday
        (date(2019, 4, 20), False),  # Saturday
        (date(2019, 4, 22), False),  # Easter Monday
        (date(2019, 3, 18), True),  # St Patrick's, of Northern Ireland only
        (date(2020, 5, 4), True),  # moved in 2020
        (date(2020, 5, 8), False),
        (date(2021, 12, 27), False),  # stands in for Christmas Day, a Saturday
        (date(2021, 12, 28), False),  # and this for Boxing Day
        (date(2022, 9, 19), False),  # the state funeral
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2019, 6, 30), 1, date(2019, 7, 1)),  # a Sunday's next is Monday
        (date(2019, 6, 28), 1, date(2019, 7, 1)),
        (date(2019, 6, 30), 10, date(2019, 7, 12)),
        (date(2019, 3, 31), 15, date(2019, 4, 23)),  # over Easter
        (date(2019, 11, 30), 20, date(2019, 12, 31)),  # 17 up to Christmas Eve, then 27, 30 and 31 December
        (date(2019, 11, 30), 21, date(2020, 1, 2)),  # New Year's Day doesn't count
    ],
)
def test_due_day_is_counted_in_working_days(day: date, count: int, due: date) -> None:
    assert after_working_days(day, count) == due


def test_no_working_day_is_no_deadline() -> None:
    with pytest.raises(ValueError, match="at least one"):
        after_working_days(date(2019, 6, 30), 0)


@pytest.mark.parametrize(
    ("frequency", "day", "start", "end"),
    [
        ("week", date(2019, 6, 30), date(2019, 6, 24), date(2019, 6, 30)),
        ("week", date(2019, 7, 1), date(2019, 7, 1), date(2019, 7, 7)),
        ("month", date(2020, 2, 29), date(2020, 2, 1), date(2020, 2, 29)),
        ("quarter", date(2019, 4, 1), date(2019, 4, 1), date(2019, 6, 30)),
        ("quarter", date(2020, 3, 31), date(2020, 1, 1), date(2020, 3, 31)),
        ("quarter", date(2019, 12, 1), date(2019, 10, 1), date(2019, 12, 31)),
        ("year", date(2020, 3, 31), date(2019, 4, 1), date(2020, 3, 31)),
        ("year", date(2020, 4, 1), date(2020, 4, 1), date(2021, 3, 31)),
    ],
)
def test_period_that_a_day_lies_in(frequency: str, day: date, start: date, end: date) -> None:
    assert period_of(frequency, day) == Span(start, end)


@pytest.mark.parametrize("frequency", ["week", "month", "quarter", "year"])
def test_periods_follow_each_other(frequency: str) -> None:
    period = period_of(frequency, date(2019, 3, 31))
    after = period_after(frequency, period)
    assert (after.start - period.end).days == 1
    assert period_before(frequency, after) == period


def test_frequencies_without_periods_are_refused() -> None:
    with pytest.raises(ValueError, match="irregular"):
        period_of("irregular", date(2019, 4, 1))


def test_forecasts_are_of_the_month_in_which_the_period_ends() -> None:
    assert edition_of(Span(date(2019, 6, 24), date(2019, 7, 7))) == date(2019, 7, 1)

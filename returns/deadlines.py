"""Working days in England, and when a return is due."""

from datetime import date
from functools import cache

import holidays

from ledger.months import ONE_DAY

SATURDAY = 5  # of date.weekday()


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Of England, with the days that stand in for those at weekends."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def after_working_days(day: date, count: int) -> date:
    """The working day that is `count` working days after `day`; at least one."""
    if count < 1:
        raise ValueError("count at least one working day")
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day

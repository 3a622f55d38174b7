"""The calculations of budget monitoring, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from finance.monitoring import (
    Driver,
    Position,
    common_month,
    drivers,
    latest_level,
    original_budget,
    per_cent,
    summed,
    with_adjustment,
)
from ledger.figure_rows import FigureRow
from ledger.months import FinancialYear, Span

D = Decimal
YEAR = FinancialYear(2019)
NOTHING = Position(*[None] * len(Position._fields))
APRIL, MAY, JUNE = (month.end for month in list(YEAR.months())[:3])


def row(value: object, span: Span, basis: str = "budget", edition: date = YEAR.start) -> FigureRow:
    number = None if value is None else D(str(value))
    return FigureRow(1, 1, basis, span.start, span.end, edition, number, "", False, 1, 1)


@pytest.mark.parametrize(
    ("budget", "actual", "variance"),
    [
        (D(100), D(110), D(10)),  # overspent: adverse
        (D(100), D(90), D(-10)),  # underspent: favourable
        (D(-100), D(-90), D(10)),  # income short: adverse
        (D(-100), D(-110), D(-10)),  # more income: favourable
        (None, D(10), None),
        (D(10), None, None),
    ],
)
def test_variance_above_zero_is_adverse_for_spend_and_income(
    budget: Decimal | None, actual: Decimal | None, variance: Decimal | None
) -> None:
    found = NOTHING._replace(budget_to_date=budget, actual_to_date=actual, revised=budget, projected=actual)

    assert found.variance_to_date == found.variance == variance


def test_per_cent_is_of_the_size_of_the_budget() -> None:
    assert per_cent(D(10), D(-100)) == 10
    assert per_cent(D(-10), D(100)) == -10
    assert per_cent(D(10), D(0)) is None
    assert per_cent(None, D(5)) is None


def test_sums_leave_out_what_is_missing_and_count_it() -> None:
    whole = NOTHING._replace(budget_to_date=D(50), actual_to_date=D(55))
    half = NOTHING._replace(budget_to_date=D(7))

    found = summed([whole, half])

    assert found["budget_to_date"] == (D(57), 0, 2)
    assert found["actual_to_date"] == (D(55), 1, 2)
    assert found["variance_to_date"] == (D(5), 1, 2)  # the gap is no saving of 7
    assert found["projected"] == (None, 2, 2)


def test_original_budget_is_the_first_edition_of_each_month() -> None:
    months = list(YEAR.months())
    first = [row(10, month) for month in months]
    later = [row(99, month, edition=date(2019, 10, 15)) for month in months[6:]]

    assert original_budget([*later, *first], YEAR) == 120
    assert original_budget(first[:11], YEAR) is None
    assert original_budget([row(500, YEAR.span), *first], YEAR) == 500
    assert original_budget([row(5, month, basis="actual") for month in months], YEAR) is None
    assert original_budget([row(None, YEAR.span)], YEAR) is None


@pytest.mark.parametrize(
    ("reached", "found"),
    [
        ([], None),
        ([None, None], None),
        ([MAY], MAY),
        ([APRIL, MAY, MAY], MAY),
        ([MAY, MAY, JUNE], MAY),  # one that is ahead
        ([APRIL, APRIL, MAY, MAY], MAY),  # half of them
        ([APRIL, APRIL, APRIL, MAY], APRIL),
        ([APRIL, None, None, None], APRIL),  # those without any don't count
    ],
)
def test_lines_are_compared_at_the_month_that_half_of_them_reach(
    reached: list[date | None], found: date | None
) -> None:
    assert common_month(reached) == found


def test_level_is_the_last_known_within_the_time() -> None:
    months = list(YEAR.months())
    rows = [row(3, months[0], "actual"), row(4, Span(MAY, MAY), "actual"), row(9, months[5], "actual")]

    assert latest_level(rows, Span(YEAR.start, JUNE)) == 4
    assert latest_level(rows, Span(YEAR.start, APRIL)) == 3
    assert latest_level([row(3, months[0], "budget")], Span(YEAR.start, JUNE)) is None


def test_period_13_is_added_to_an_outturn_that_is_known() -> None:
    assert with_adjustment(D(100), D(-7)) == 93
    assert with_adjustment(D(100), None) == 100
    assert with_adjustment(None, D(7)) is None


def test_drivers_begin_where_the_one_before_ended() -> None:
    found = drivers([("a", D(-5)), ("b", D(20)), ("c", None), ("d", D(0)), ("e", D(3))])

    assert found == [Driver("b", D(20), D(0)), Driver("e", D(3), D(20)), Driver("a", D(-5), D(23))]
    assert found[-1].after == 18


def test_the_smallest_drivers_are_one_together() -> None:
    found = drivers([("a", D(9)), ("b", D(-8)), ("c", D(1)), ("d", D(2)), ("e", D(-1))], most=2)

    assert [(each.name, each.variance) for each in found] == [("a", D(9)), ("b", D(-8)), ("3 others", D(2))]
    assert found[-1].after == 3


def test_one_driver_beyond_the_most_keeps_its_name() -> None:
    assert [each.name for each in drivers([("a", D(2)), ("b", D(1))], most=1)] == ["a", "b"]

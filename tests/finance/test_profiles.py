"""How an annual budget falls over the months, worked by hand; and that the months always come to it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.profiles import as_last_year, as_typed, by_days, equal_twelfths, over_the_rest
from ledger.months import FinancialYear

D = Decimal
money = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


def test_twelfths_give_pennies_that_dont_divide_to_the_first_months() -> None:
    found = equal_twelfths(D("100.00"))

    assert found == [D("8.34")] * 4 + [D("8.33")] * 8


def test_days_of_a_leap_year_give_february_a_day_more() -> None:
    found = by_days(D("366.00"), FinancialYear(2019))

    assert [int(each) for each in found] == [30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31]


@given(money)
def test_each_profile_comes_to_the_amount(amount: Decimal) -> None:
    for months in (equal_twelfths(amount), by_days(amount, FinancialYear(2020))):
        assert sum(months) == amount
        assert len(months) == 12


def test_last_year_gives_each_month_the_share_that_it_had() -> None:
    found = as_last_year(D("2400.00"), [D(50)] * 6 + [D(150)] * 6)

    assert found == [D("100.00")] * 6 + [D("300.00")] * 6


def test_last_year_of_income_spreads_income() -> None:
    assert as_last_year(D("-120.00"), [D(-5)] * 12) == [D("-10.00")] * 12


@pytest.mark.parametrize(
    ("actuals", "said"),
    [
        ([D(1)] * 11 + [None], "known for 11 of 12 months"),
        ([D(1)] * 11 + [D(-1)], "above and months below zero"),
        ([D(0)] * 12, "Nothing came last year"),
    ],
)
def test_last_year_that_is_no_pattern_is_refused_with_the_fix(actuals: list[Decimal | None], said: str) -> None:
    with pytest.raises(ValueError, match=f"{said}.*choose another profile"):
        as_last_year(D(100), actuals)


def test_typed_months_are_kept_as_they_are() -> None:
    months = [D(number) for number in range(12)]

    assert as_typed(months, D(66)) == months


@pytest.mark.parametrize(
    ("months", "amount", "said"),
    [
        ([D(1)] * 11, None, "There are 11 amounts; write twelve"),
        ([D(1)] * 12, D(13), "come to £12.00, not to £13.00"),
        ([D("0.005")] * 12, None, "fraction of a penny"),
    ],
)
def test_typed_months_that_dont_fit_are_refused(months: list[Decimal], amount: Decimal | None, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        as_typed(months, amount)


@pytest.mark.parametrize(
    ("amount", "months", "parts"),
    [
        (D(300), [D(100), D(200)], [D(100), D(200)]),
        (D(300), [D(-100), D(-200)], [D(100), D(200)]),  # income: in proportion to its size
        (D("0.05"), [D(0), D(0), D(0)], [D("0.02"), D("0.02"), D("0.01")]),
        (D(-10), [D(0), D(5)], [D(0), D(-10)]),
    ],
)
def test_virements_are_spread_like_the_budgets_of_their_months(
    amount: Decimal, months: list[Decimal], parts: list[Decimal]
) -> None:
    assert over_the_rest(amount, months) == parts


@given(money, st.lists(money, min_size=1, max_size=12))
def test_virement_comes_to_its_amount_and_moves_no_month_back(amount: Decimal, months: list[Decimal]) -> None:
    parts = over_the_rest(amount, months)

    assert sum(parts) == amount
    assert all(part * amount >= 0 for part in parts)

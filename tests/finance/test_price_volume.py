"""Price and volume effects: hand-worked cases, and what holds for all of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.price_volume import Bought, Effects, NotComputable, effects, over_the_year
from ledger.months import FinancialYear


def bought(quantity: object, price: object) -> Bought:
    return Bought(*(None if value is None else Decimal(str(value)) for value in (quantity, price)))


@pytest.mark.parametrize(
    ("budgeted", "current", "price", "volume"),
    [
        # The service directors' report of July 2019: residential care, (584 - 541) x 459 and (459 - 514) x 541.
        (bought(514, 541), bought(459, 584), 19_737, -29_755),
        # And nursing care, (671 - 592) x 309 and (309 - 312) x 592.
        (bought(312, 592), bought(309, 671), 24_411, -1_776),
        (bought(100, 10), bought(100, 12), 200, 0),
        (bought(100, 10), bought(120, 10), 0, 200),
        (bought(100, "16.31"), bought(90, "16.37"), "5.40", "-163.10"),
        # New, whatever price was thought of, and ended: all volume.
        (bought(0, None), bought(7, 600), 0, 4_200),
        (bought(0, 550), bought(7, 600), 0, 4_200),
        (bought(7, 600), bought(0, None), 0, -4_200),
        (bought(7, 600), bought(0, 650), 0, -4_200),
        (bought(0, None), bought(0, None), 0, 0),
    ],
)
def test_effects_of_hand_worked_cases(budgeted: Bought, current: Bought, price: object, volume: object) -> None:
    found = effects("people", "person", budgeted, current)
    assert found == Effects(Decimal(str(price)), Decimal(str(volume)))


@pytest.mark.parametrize(
    ("counted", "priced", "said"),
    [
        ("people", "hour", "People are counted and the price is per hour: hours are needed."),
        ("hours", "person", "Hours are counted and the price is per person: people are needed."),
        ("people", "night", "People are counted and the price is per night: nights are needed."),
    ],
)
def test_effects_of_another_unit_are_not_computable(counted: str, priced: str, said: str) -> None:
    assert effects(counted, priced, bought(1516, "16.31"), bought(1363, "16.37")) == NotComputable(said)


@pytest.mark.parametrize(
    ("budgeted", "current", "said"),
    [
        (bought(None, None), bought(52, "780.10"), "Not known: budgeted quantity, budgeted price."),
        (bought(50, 700), bought(None, 710), "Not known: current quantity."),
        (bought(0, None), bought(52, None), "Not known: current price."),
    ],
)
def test_what_is_not_known_is_named(budgeted: Bought, current: Bought, said: str) -> None:
    assert effects("people", "person", budgeted, current) == NotComputable(said)


amounts = st.decimals(min_value=0, max_value=10**7, places=4)


@given(amounts, amounts, amounts, amounts)
def test_price_and_volume_are_the_change_in_commitment_exactly(
    quantity: Decimal, price: Decimal, now: Decimal, price_now: Decimal
) -> None:
    found = effects("hours", "hour", Bought(quantity, price), Bought(now, price_now))
    assert isinstance(found, Effects)
    assert found.change == now * price_now - quantity * price


@given(amounts, amounts, amounts)
def test_unchanged_quantity_has_no_volume_effect(quantity: Decimal, price: Decimal, price_now: Decimal) -> None:
    found = effects("nights", "night", Bought(quantity, price), Bought(quantity, price_now))
    assert isinstance(found, Effects)
    assert found.volume == 0


@pytest.mark.parametrize(
    ("period", "first", "expected"),
    [("week", 2019, "5228.57"), ("week", 2018, "5214.29"), ("month", 2019, "1200.00"), ("year", 2019, "100.00")],
)
def test_change_over_a_year_counts_its_periods(period: str, first: int, expected: str) -> None:
    """2019/20 has 366 days."""
    assert round(over_the_year(Decimal(100), period, FinancialYear(first)), 2) == Decimal(expected)

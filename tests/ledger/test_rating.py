from decimal import Decimal

import pytest

from ledger.rating import STANDARD, Thresholds, Unit, direction, rate, shortfall

POUNDS = Unit("higher", "GBP", 0)


@pytest.mark.parametrize(
    ("better", "value", "against", "short", "word"),
    [
        ("higher", 90, 100, 10, "adverse"),
        ("higher", 110, 100, -10, "favourable"),
        ("lower", 90, 100, -10, "favourable"),
        ("lower", 110, 100, 10, "adverse"),
        ("neutral", 90, 100, 10, "adverse"),
        ("neutral", 110, 100, 10, "adverse"),
        ("lower", -110, -100, -10, "favourable"),  # income is negative: more of it is less
        ("higher", 100, 100, 0, ""),
    ],
)
def test_which_side_of_the_plan_is_adverse(better: str, value: int, against: int, short: int, word: str) -> None:
    assert shortfall(Decimal(value), Decimal(against), better) == short
    assert direction(Decimal(value), Decimal(against), better) == word


@pytest.mark.parametrize(
    ("value", "colour"),
    [("100", "green"), ("101", "green"), ("95", "green"), ("94.99", "amber"), ("85", "amber"), ("84.99", "red")],
)
def test_a_threshold_itself_is_still_on_the_better_side(value: str, colour: str) -> None:
    found = rate("The outturn", Decimal(value), "the target", Decimal(100), STANDARD, POUNDS)

    assert found.colour == colour


def test_of_a_target_below_zero_the_share_is_of_its_size() -> None:
    unit = Unit("lower", "GBP", 0)

    assert rate("It", Decimal(-96), "the target", Decimal(-100), STANDARD, unit).colour == "green"
    assert rate("It", Decimal(-80), "the target", Decimal(-100), STANDARD, unit).colour == "red"


def test_thresholds_are_data_and_the_reason_says_them() -> None:
    strict = Thresholds(Decimal("0.50"), Decimal("2"))

    found = rate("The outturn", Decimal(99), "the target", Decimal(100), strict, POUNDS)

    assert found.colour == "amber"
    assert found.reason == (
        "The outturn, £99, is £1 (1%, adverse) below the target, £100: green is up to 0.5% adverse, amber up to 2%."
    )


@pytest.mark.parametrize("within", [Decimal("0"), Decimal("100"), Decimal("10")])
def test_limits_of_round_hundreds_are_written_out(within: Decimal) -> None:
    found = rate("It", Decimal(0), "the plan", Decimal(1), Thresholds(within, within), POUNDS)

    assert "E+" not in found.reason

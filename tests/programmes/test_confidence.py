import pytest

from ledger.components import Colour, Rating
from programmes.confidence import suggestion


@pytest.mark.parametrize(
    ("money", "late", "high", "expected"),
    [
        ("blue", 0, 0, "green"),
        ("green", 0, 0, "green"),
        ("green", 3, 0, "amber-green"),
        ("green", 1, 1, "amber"),
        ("amber", 0, 0, "amber"),
        ("amber", 1, 0, "amber-red"),
        ("amber", 1, 2, "red"),
        ("red", 1, 1, "red"),
        ("grey", 0, 0, "grey"),
        ("grey", 1, 0, "amber"),
        ("grey", 1, 1, "amber"),
    ],
)
def test_suggestion_starts_from_the_money_and_goes_down_a_step_for_each_warning(
    money: Colour, late: int, high: int, expected: Colour
) -> None:
    assert suggestion(Rating(money, "Because."), late, high).colour == expected


def test_suggestion_says_why() -> None:
    found = suggestion(Rating("green", "On plan."), 1, 2)
    assert found.reason == "On plan; 1 milestone is late: a step lower; 2 open risks are high: a step lower."

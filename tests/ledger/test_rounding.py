from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.rounding import rounded, shares

money = st.decimals(min_value="-99999999999.99", max_value="99999999999.99", places=2)
values = st.decimals(min_value="-99999999999.9999", max_value="99999999999.9999", places=4)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),  # a banker would say 2
        ("-2.5", 0, "-3"),
        ("2.4999", 0, "2"),
        ("1.005", 2, "1.01"),  # a float would say 1.00
        ("-1.005", 2, "-1.01"),
        ("7", 2, "7.00"),
        ("-0.4", 0, "0"),  # no minus zero
        ("-0.004", 2, "0.00"),
        ("1250", -2, "1300"),
        ("-1250", -2, "-1300"),
        ("1249.99", -2, "1200"),
        ("49", -2, "0"),
        ("-49", -2, "0"),
        ("99999999999.9999", 0, "100000000000"),
        ("0.00005", 4, "0.0001"),
    ],
)
def test_half_is_rounded_away_from_zero(value: str, decimals: int, expected: str) -> None:
    assert str(rounded(Decimal(value), decimals)) == expected


@given(values, st.integers(0, 4))
def test_rounding_moves_by_half_a_unit_at_most_and_not_again(value: Decimal, decimals: int) -> None:
    result = rounded(value, decimals)

    assert abs(result - value) <= Decimal(1).scaleb(-decimals) / 2
    assert rounded(result, decimals) == result
    assert -result.as_tuple().exponent == decimals  # type: ignore[operator]


@given(values, st.integers(0, 4))
def test_rounding_treats_both_signs_alike(value: Decimal, decimals: int) -> None:
    assert rounded(-value, decimals) == -rounded(value, decimals)


# --- shares


@pytest.mark.parametrize(
    ("total", "weights", "decimals", "expected"),
    [
        ("100", ["1", "1", "1"], 2, ["33.34", "33.33", "33.33"]),
        ("0.01", ["1", "1", "1"], 2, ["0.01", "0.00", "0.00"]),
        ("100", ["74", "26"], 2, ["74.00", "26.00"]),
        ("10", ["1", "2"], 0, ["3", "7"]),
        ("-100", ["1", "1", "1"], 2, ["-33.34", "-33.33", "-33.33"]),
        ("0", ["1", "2"], 2, ["0.00", "0.00"]),
        ("5", ["0", "1", "0"], 2, ["0.00", "5.00", "0.00"]),
        ("1000", ["1", "1", "1"], -1, ["340", "330", "330"]),
        ("7", ["3"], 0, ["7"]),
        # The weights needn't add up to anything, nor be whole.
        ("1", ["0.0001", "0.0002"], 2, ["0.33", "0.67"]),
    ],
)
def test_largest_remainders_get_what_is_left_over(
    total: str, weights: list[str], decimals: int, expected: list[str]
) -> None:
    assert [f"{part:f}" for part in shares(Decimal(total), [Decimal(w) for w in weights], decimals)] == expected


@pytest.mark.parametrize(
    ("total", "weights", "says"),
    [
        ("1", ["0", "0"], "nothing to share by"),
        ("1", [], "nothing to share by"),
        ("1", ["2", "-1"], "weight is negative"),
        ("0.001", ["1"], "more than 2 decimal places"),
    ],
)
def test_what_cannot_be_shared_is_refused(total: str, weights: list[str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        shares(Decimal(total), [Decimal(w) for w in weights])


weightings = st.lists(st.decimals(min_value=0, max_value=100_000, places=4), min_size=1, max_size=60)


@given(money, weightings)
def test_shares_add_up_exactly_and_none_is_a_penny_off(total: Decimal, weights: list[Decimal]) -> None:
    assume(any(weights))
    penny = Fraction(1, 100)

    parts = shares(total, weights)

    assert sum(map(Fraction, parts)) == Fraction(total)
    whole = sum(map(Fraction, weights))
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * Fraction(weight) / whole) < penny
        assert part == part.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        assert weight or not part  # who has no weight gets nothing


@given(money, weightings)
def test_shares_keep_the_order_of_weights_and_equal_ones_within_a_penny(
    total: Decimal, weights: list[Decimal]
) -> None:
    assume(any(weights))

    pairs = sorted(zip(weights, map(abs, shares(total, weights)), strict=True))

    for (lighter, less), (heavier, more) in pairwise(pairs):
        assert less <= more + (Decimal("0.01") if lighter == heavier else 0)

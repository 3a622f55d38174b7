from collections import namedtuple
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.contributions import split

Share = namedtuple("Share", "share")


def parts(amount: str, *shares: str) -> list[str]:
    return [str(part) for _, part in split(Decimal(amount), [Share(Decimal(share)) for share in shares])]


@pytest.mark.parametrize(
    ("amount", "shares", "expected"),
    [
        ("1200000", ("74", "26"), ["888000.00", "312000.00"]),
        ("100", ("33.3333", "33.3333", "33.3334"), ["33.33", "33.33", "33.34"]),
        ("0.01", ("50", "50"), ["0.01", "0.00"]),
        ("100", ("69",), ["69.00", "31.00"]),
        ("-10", ("74", "26"), ["-7.40", "-2.60"]),
        ("5", (), ["5.00"]),
    ],
)
def test_split(amount: str, shares: tuple[str, ...], expected: list[str]) -> None:
    assert parts(amount, *shares) == expected


def test_what_nobody_bears_comes_last_under_no_name() -> None:
    assert split(Decimal(100), [Share(Decimal(69))]) == [(Share(69), Decimal(69)), (None, Decimal(31))]


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match=r"come to 100.0001%"):
        parts("100", "74", "26.0001")


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.lists(st.decimals(min_value=0, max_value=25, places=4), max_size=4),
)
def test_split_adds_up_exactly(amount: Decimal, shares: list[Decimal]) -> None:
    assert sum(part for _, part in split(amount, [Share(share) for share in shares])) == amount

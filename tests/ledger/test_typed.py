from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.typed import read_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1234.5", "1234.5"),
        ("£1,234.50", "1234.50"),
        (" £ 1,234 ", "1234"),
        ("1,234.50-", "-1234.50"),
        ("(200)", "-200"),
        ("(£200)", "-200"),
        ("-£5", "-5"),
        ("£-5", "-5"),
        ("−138", "-138"),
        ("1.2m", "1200000"),
        ("£12k", "12000"),
        ("20.7%", "20.7"),
        ("0", "0"),
        (".5", "0.5"),
    ],
)
def test_read_number_as_people_type_it(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed", ["n/a", "-", "", "1,23", "12,34,5", "1.2.3", "£", "abc", "1e5", "nan", "--5", "5 6"]
)
def test_read_number_refuses_what_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match="“"):
        read_number(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_read_number_reads_what_is_shown(value: Decimal) -> None:
    assert read_number(f"{value:,f}") == value
    assert read_number(f"£{abs(value):,f}") == abs(value)
    assert read_number(f"({abs(value):,f})") == -abs(value)

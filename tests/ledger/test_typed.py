from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.typed import read_number, read_typed


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


@pytest.mark.parametrize(
    ("typed", "meant", "note"),
    [
        ("1,234", "1234", ""),
        ("-5", "-5", ""),
        ("-", "0", "dash"),
        (" – ", "0", "dash"),
        ("—", "0", "dash"),
        ("(200)", "-200", "brackets"),
        ("200-", "-200", "minus behind"),
        ("12k", "12000", "thousands"),
        ("1.2M", "1200000", "millions"),
        ("2bn", "2000000000", "thousand millions"),
    ],
)
def test_read_typed_says_how_it_was_read(typed: str, meant: str, note: str) -> None:
    found = read_typed(typed, "GBP")
    assert found.value == Decimal(meant)
    assert note in found.note
    assert bool(note) == bool(found.note)


@pytest.mark.parametrize(
    ("typed", "unit", "fix"),
    [
        ("n/a", "GBP", "leave it blank"),
        ("TBC", "GBP", "leave it blank"),
        ("nil", "GBP", "type 0"),
        ("#DIV/0!", "GBP", "spreadsheet's error"),
        ("20%", "GBP", "percentage"),
        ("£5", "people", "number of people"),
        ("£5", "percent", "number of percent"),
    ],
)
def test_read_typed_refuses_with_the_fix(typed: str, unit: str, fix: str) -> None:
    with pytest.raises(ValueError, match=fix):
        read_typed(typed, unit)


def test_read_typed_takes_a_percentage_where_it_belongs() -> None:
    assert read_typed("20.7%", "percent").value == Decimal("20.7")

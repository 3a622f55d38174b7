from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.numbers import Number, difference, formatted, missing, percentage, total, worked_out


def number(value: str | None, unit: str = "GBP", **fields: object) -> Number:
    return Number(None if value is None else Decimal(value), unit, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        ("786000", "GBP", 0, "£786,000"),
        ("-786000.5", "GBP", 0, "−£786,001"),
        ("0", "GBP", 2, "£0.00"),
        ("-0.4", "GBP", 0, "£0"),
        ("20.65", "percent", 1, "20.7%"),
        ("-20.65", "percent", 1, "−20.7%"),
        ("2080", "people", 0, "2,080"),
        ("999.5", "people", 0, "1,000"),
        ("99999999999.9999", "hours", 4, "99,999,999,999.9999"),
        ("1E+3", "people", 0, "1,000"),
    ],
)
def test_number_is_written_as_a_table_shows_it(value: str, unit: str, decimals: int, expected: str) -> None:
    assert formatted(Decimal(value), unit, decimals) == expected


@given(st.decimals(min_value="-99999999999.9999", max_value="99999999999.9999", places=4))
def test_what_is_written_reads_back_as_the_number(value: Decimal) -> None:
    text = formatted(value, "GBP", 4)

    assert Decimal(text.replace(",", "").replace("£", "").replace("−", "-")) == value
    assert not text.startswith("−£0.0000")


@pytest.mark.parametrize(
    ("given_as", "text", "with_unit", "plain"),
    [
        (number("560000", qualifier="about"), "about £560,000", "about £560,000", "560000"),
        (number("2080", "people", qualifier="over"), "over 2,080", "over 2,080 people", "2080"),
        (number("12.5", "percent", decimals=1, qualifier="under"), "under 12.5%", "under 12.5%", "12.5"),
        (number("3", ""), "3", "3", "3"),
        (number("0", "people"), "0", "0 people", "0"),
        (number(None, "people"), "", "", ""),
    ],
)
def test_number_carries_its_qualifier_and_unit(given_as: Number, text: str, with_unit: str, plain: str) -> None:
    assert (given_as.text, given_as.text_with_unit, given_as.plain) == (text, with_unit, plain)


def test_zero_is_not_missing() -> None:
    assert not number("0").missing
    assert missing("GBP").missing


# --- worked out


def test_total_adds_what_is_there_and_says_what_is_not() -> None:
    found = total([("April", number("1.25", decimals=2)), ("May", missing("GBP")), ("June", number("2"))])

    assert (found.value, found.unit, found.decimals) == (Decimal("3.25"), "GBP", 2)
    assert found.formula == "sum of 2 numbers (1 not recorded)"


def test_total_of_nothing_is_missing_and_not_zero() -> None:
    assert total([]).missing
    assert total([("April", missing("GBP", 2)), ("May", missing("GBP", 2))]) == missing("GBP", 2)


def test_total_of_different_units_refused() -> None:
    with pytest.raises(ValueError, match="different units"):
        total([("a", number("1", "GBP")), ("b", number("1", "people"))])


@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), min_size=2, max_size=30))
def test_total_is_exact_to_the_penny(values: list[Decimal]) -> None:
    found = total([(str(index), number(str(value))) for index, value in enumerate(values)])

    assert found.value is not None
    assert found.value * 100 == sum(int(value * 100) for value in values)


def test_difference_is_later_less_earlier_and_names_both() -> None:
    found = difference(("actual", number("10")), ("plan", number("12.5", decimals=1)))

    assert (found.value, found.decimals, found.formula) == (Decimal("-2.5"), 1, "actual − plan")
    assert [label for label, _ in found.inputs] == ["actual", "plan"]


@pytest.mark.parametrize(("later", "earlier"), [(None, "1"), ("1", None), (None, None)])
def test_difference_from_what_is_missing_is_missing(later: str | None, earlier: str | None) -> None:
    assert difference(("a", number(later)), ("b", number(earlier))).missing


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [("1", "4", "25.0%"), ("0", "4", "0.0%"), ("2", "3", "66.7%"), ("-1", "4", "−25.0%"), ("5", "4", "125.0%")],
)
def test_percentage_of_a_whole(part: str, whole: str, expected: str) -> None:
    assert percentage(("part", number(part)), ("whole", number(whole))).text == expected


@pytest.mark.parametrize(("part", "whole"), [("1", "0"), (None, "1"), ("1", None)])
def test_percentage_of_nothing_is_missing(part: str | None, whole: str | None) -> None:
    assert percentage(("part", number(part)), ("whole", number(whole))).missing


@pytest.mark.parametrize(
    ("marked", "field", "expected"),
    [
        ({"qualifier": "over"}, "qualifier", "about"),
        ({"inferred": True}, "inferred", True),
        ({"provisional": True}, "provisional", True),
    ],
)
def test_what_is_worked_out_is_as_sure_as_its_inputs(marked: dict[str, object], field: str, expected: object) -> None:
    inputs = [("sure", number("1")), ("unsure", number("2", **marked))]

    assert getattr(worked_out(Decimal(3), "sum", inputs, unit="GBP"), field) == expected
    assert not getattr(worked_out(Decimal(3), "sum", inputs[:1], unit="GBP"), field)

"""What is hidden in a published table, and that nobody can work it out again."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.contrib.auth.models import User
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.components import Column, Rating, Row, Spark, Table
from ledger.models import Basis, Organisation
from ledger.months import FinancialYear, Span
from ledger.numbers import Number, difference, percentage, total
from ledger.publishing import FEW, SENSITIVE, WITHHELD, for_publication, hides, in_words
from ledger.selectors import open_book
from tests.conftest import signed_in
from tests.factories import MeasureFactory, SeriesFactory, record


def people(count: int | None, **fields: object) -> Number:
    small = count is not None and 0 < count < 5
    return Number(None if count is None else Decimal(count), "people", small=small, **fields)  # type: ignore[arg-type]


def with_total(counts: list[int], name: str = "Sutterby") -> list[Row]:
    numbers = [people(count, figure=i + 1) for i, count in enumerate(counts)]
    rows = [Row(f"{name} {i}", (number,)) for i, number in enumerate(numbers)]
    whole = total([(str(number.figure), number) for number in numbers])
    return [*rows, Row(f"All of {name}", (whole,), "total")]


def table(rows: list[Row], *columns: Column) -> Table:
    return Table("people", "People", (Column("Where"), *(columns or (Column("People", numeric=True),))), tuple(rows))


def shown(found: Table) -> list[str]:
    return [cell.text if isinstance(cell, Number) else str(cell) for row in found.rows for cell in row.cells]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([12, 30, 7], ["12", "30", "7", "49"]),
        ([0, 30], ["0", "30", "30"]),
        ([3, 30, 7], [FEW, "30", WITHHELD, "40"]),
        ([3, 2, 7], [FEW, FEW, "7", "12"]),
        ([1, 1, 7], [FEW, FEW, WITHHELD, "9"]),  # two that can only be one each
        ([4, 4, 7], [FEW, FEW, WITHHELD, "15"]),  # or four each
        ([3, 0, 0], [FEW, "0", "0", WITHHELD]),
        ([3, 0, 9], [FEW, "0", WITHHELD, "12"]),
    ],
)
def test_a_total_gives_no_small_count_away(counts: list[int], expected: list[str]) -> None:
    assert shown(for_publication(table(with_total(counts)))) == expected


def test_what_was_hidden_is_said_below_the_table() -> None:
    found = for_publication(table(with_total([3, 30, 7])))
    assert "fewer than 5 people are not given" in found.note
    assert "are withheld" in found.note
    untouched = table(with_total([9, 30]))
    assert for_publication(untouched) is untouched


def test_differences_and_shares_of_a_small_count_are_withheld() -> None:
    small, whole = people(3, figure=1), people(200, figure=2)
    change, share = difference(("now", small), ("then", people(9))), percentage(("part", small), ("whole", whole))
    row = Row("Norwick", (small, whole, change, share, Rating("red", "3 people are 6 below the plan."), "3 of 9"))
    columns = [Column(name, numeric=True) for name in ("Now", "Of", "Change", "Share")]
    found = for_publication(table([row], *columns, Column("Rating"), Column("Why", words=True)))
    assert found.rows[0].cells == (FEW, whole, WITHHELD, WITHHELD, Rating("red", ""), "")


def test_small_lines_are_withheld() -> None:
    row = Row("Norwick", (Spark((Decimal(3), Decimal(4)), "Up 33.3% since May", hidden=True),))
    assert shown(for_publication(table([row]))) == [WITHHELD]


def test_sensitive_numbers_go_and_take_empty_rows_and_columns_along() -> None:
    price, usual = Number(Decimal(900), "GBP", sensitive=True), Number(Decimal(700), "GBP")
    rows = [Row("One home", (price, price)), Row("All homes", (usual, price)), Row("Other", (usual, None))]
    found = for_publication(table(rows, Column("Price", numeric=True), Column("Offered", numeric=True)))
    assert [column.label for column in found.columns] == ["Where", "Price"]
    assert [row.header for row in found.rows] == ["All homes", "Other"]
    assert "commercially sensitive" in found.note
    assert total([("a", price), ("b", usual)]).sensitive
    mixed = [Row("One", (usual, price)), Row("Two", (usual, usual))]
    expected = ["£700", SENSITIVE, "£700", "£700"]
    assert shown(for_publication(table(mixed, Column("Price"), Column("Offered")))) == expected


def test_sentences_say_no_hidden_number() -> None:
    assert in_words(people(3)) == "fewer than 5 people"
    assert in_words(people(30)) == "30 people"
    assert in_words(percentage(("part", people(3)), ("whole", people(8)))) == "a number that is withheld"
    assert in_words(Number(Decimal(900), "GBP", sensitive=True)) == "an amount that is not for publication"


GROUP = st.lists(st.integers(0, 9), min_size=2, max_size=4)
TWO_WAYS = st.integers(2, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=2, max_size=3)
)


@given(GROUP)
def test_no_hidden_count_can_be_worked_out_from_a_total(counts: list[int]) -> None:
    """By trying everything that a reader may suppose: a hidden count is 1 to 4, a withheld one anything."""
    assume(any(0 < count < 5 for count in counts))
    *cells, whole = shown(for_publication(table(with_total(counts))))
    if whole in (FEW, WITHHELD):
        return
    supposed = [row for row in product(*map(_may_be, cells)) if sum(row) == int(whole)]
    for place, cell in enumerate(cells):
        if cell in (FEW, WITHHELD):
            assert len({row[place] for row in supposed}) > 1


def _may_be(cell: str) -> range:
    if cell == FEW:
        return range(1, 5)
    return range(40) if cell == WITHHELD else range(int(cell), int(cell) + 1)


@given(GROUP, GROUP)
def test_nor_from_the_totals_of_groups_and_of_all(first: list[int], second: list[int]) -> None:
    rows = [*with_total(first, "Norwick"), *with_total(second, "Sutterby")]
    totals = [row.cells[0] for row in rows if row.kind == "total"]
    grand = total([("a", totals[0]), ("b", totals[1])])  # type: ignore[list-item]
    found = for_publication(table([*rows, Row("All", (grand,), "total")]))
    sums = [(len(first), range(len(first)))]
    sums.append((len(first) + 1 + len(second), range(len(first) + 1, len(first) + 1 + len(second))))
    sums.append((len(rows), (sums[0][0], sums[1][0])))  # type: ignore[arg-type]
    _assert_nothing_follows(shown(found), [(place, list(parts)) for place, parts in sums])


@given(TWO_WAYS)
def test_nor_from_the_totals_of_rows_and_columns_together(counts: list[list[int]]) -> None:
    width = len(counts[0])
    numbers = [[people(count, figure=10 * i + j + 1) for j, count in enumerate(row)] for i, row in enumerate(counts)]
    rows = [Row(str(i), (*row, total([("", each) for each in row]))) for i, row in enumerate(numbers)]
    below = [total([("", row[j]) for row in numbers]) for j in range(width)]
    rows.append(Row("All", (*below, total([("", each) for each in below])), "total"))
    found = for_publication(table(rows, *(Column(str(j), numeric=True) for j in range(width + 1))))
    across = [(i * (width + 1) + width, [i * (width + 1) + j for j in range(width)]) for i in range(len(rows))]
    last = len(counts) * (width + 1)
    down = [(last + j, [i * (width + 1) + j for i in range(len(counts))]) for j in range(width + 1)]
    _assert_nothing_follows(shown(found), [*across, *down])


def _assert_nothing_follows(cells: list[str], sums: list[tuple[int, list[int]]]) -> None:
    """No hidden cell is fixed by the sums: each can move, and others with it, so that every sum still holds.

    Told by counting free directions: a cell is fixed where leaving it out loses none.
    """
    hidden = [place for place, cell in enumerate(cells) if cell in (FEW, WITHHELD)]
    rows = [[(place in parts) - (place == whole) for place in hidden] for whole, parts in sums]
    rank = _rank(rows)
    for place in range(len(hidden)):
        alone = [[0] * place + [1] + [0] * (len(hidden) - place - 1)]
        assert _rank([*rows, *alone]) > rank


def _rank(rows: list[list[int]]) -> int:
    """Without fractions, by Bareiss's way of clearing columns."""
    left, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left = [[pivot[column] * a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in left]
        rank += 1
    return rank


def test_three_hundred_rows_are_done_in_a_moment() -> None:
    assert hides(table(with_total([*range(6, 305), 3])))
    assert shown(for_publication(table(with_total([*range(6, 305), 3]))))[-3:-1] == ["304", FEW]


# --- what the ledger says of its numbers


def test_book_marks_small_and_sensitive_numbers_and_what_gives_them_away(council: Organisation) -> None:
    counted = MeasureFactory(unit="people", rollup="sum", suppress_small=True)
    series = SeriesFactory(organisation=council, measure=counted)
    for month, value in ((date(2019, 4, 1), 3), (date(2019, 5, 1), 4)):
        record(series, value, month)
        record(series, 20, month, basis=Basis.PLAN)
    price = SeriesFactory(organisation=council, measure=MeasureFactory(sensitive=True))
    record(price, 900)
    book = open_book(council, [series.pk, price.pk], None)
    year = FinancialYear(2019)
    april = book.number(series.pk, Basis.ACTUAL, Span.month(date(2019, 4, 1)))
    assert (april.small, april.sensitive) == (True, False)
    assert not book.number(series.pk, Basis.PLAN, Span.month(date(2019, 4, 1))).small
    assert not book.to_date(series.pk, year).small  # seven hide whether they are three and four
    assert book.to_date(price.pk, year).sensitive
    assert book.outturn(price.pk, year).value is None


def test_measure_says_that_it_is_sensitive(council: Organisation, administrator: User) -> None:
    client = signed_in(administrator)
    form = client.get(f"/{council.slug}/measures/new/").content.decode()
    assert "Commercially sensitive: not for publication" in form
    measure = MeasureFactory(organisation=council, code="bed-price", sensitive=True)
    page = client.get(f"/{council.slug}/measures/{measure.code}/").content.decode()
    assert "Commercially sensitive" in page
    [told] = [row for row in client.get("/api/v1/measures/").json()["results"] if row["code"] == "bed-price"]
    assert told["sensitive"] is True

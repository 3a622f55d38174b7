"""How tables go on pages: in which letters, upright or on their side, with columns how wide."""

import pytest

from ascare.reports.fitting import Page, fitted, kept_together
from ascare.reports.letters import breakable, legible, width
from ledger.components import Column, Row, Table

from .samples import benefits_table, long_table, pounds, wide_table, words_table

UPRIGHT, FLIPPED = Page(480, (9.5, 8)), Page(730, (9.5, 8, 6))
PAGES = (UPRIGHT, FLIPPED)


@pytest.mark.parametrize("table", [benefits_table(), words_table(), long_table(3), wide_table()])
def test_columns_share_the_page_and_hold_their_longest_numbers(table: Table) -> None:
    fit = fitted(table, PAGES, padding=8)

    assert sum(fit.widths) <= fit.page.width + 0.01
    for place, column in enumerate(table.columns[1:], start=1):
        if column.numeric:
            numbers = [row.cells[place - 1] for row in table.rows if row.cells]
            longest = max(width(number.text, fit.size) for number in numbers if number)  # type: ignore[union-attr]
            assert fit.widths[place] >= longest + 8


def test_narrow_table_stays_upright_in_ordinary_letters_and_near_its_words() -> None:
    fit = fitted(long_table(3), PAGES, padding=8)

    assert (fit.page, fit.size) == (UPRIGHT, 9.5)
    assert sum(fit.widths) < 300


def test_wider_tables_take_smaller_letters_then_the_other_page_then_the_smallest() -> None:
    def year(amount: int, columns: int) -> Table:
        labels = (Column("Line"), *(Column("£", numeric=True) for _ in range(columns)))
        return Table("t", "T", labels, (Row("Care", (pounds(amount),) * columns),))

    found = [fitted(year(1_000_000, columns), PAGES, padding=8) for columns in (7, 9, 11, 40)]

    assert [(fit.page, fit.size) for fit in found] == [(UPRIGHT, 9.5), (UPRIGHT, 8), (FLIPPED, 9.5), (FLIPPED, 6)]
    assert sum(found[-1].widths) == pytest.approx(FLIPPED.width)


def test_sentences_get_more_room_than_names() -> None:
    words = "Many words of which each is short. " * 9
    table = Table("t", "T", (Column("A"), Column("B"), Column("C", words=True)), (Row("Short", ("Brief", words)),))
    first, second, sentences = fitted(table, PAGES, padding=8).widths

    assert sentences > 3 * max(first, second)


def test_groups_over_all_columns_do_not_widen_the_first() -> None:
    table = Table("t", "T", (Column("Line"), Column("£", numeric=True)), (Row("A", (pounds(1),)),))
    grouped = Table(
        "t", "T", table.columns, (Row("A very long heading of a group of lines", (), "group"), *table.rows)
    )

    assert fitted(grouped, PAGES, padding=8) == fitted(table, PAGES, padding=8)


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("about £560,000 [i]", "about\u00a0£560,000\u00a0[i]"),
        ("£846,000 (reported £864,000)", "£846,000 (reported\u00a0£864,000)"),
        ("Not computable", "Not computable"),
    ],
)
def test_numbers_stay_in_one_line_and_words_need_not(printed: str, kept: str) -> None:
    assert kept_together(printed) == kept


def test_widths_are_those_of_the_letters_and_arabic_has_some_too() -> None:
    assert width("£1,000", 10) == pytest.approx(30.6, abs=0.1)  # five digits or signs of 0.556, a comma of 0.278
    assert width("AB", 20, bold=True) > width("AB", 10)
    assert width("ب", 10) > 0


def test_only_very_long_words_may_be_broken() -> None:
    assert breakable("Contributions and £1,000,000,000") == "Contributions and £1,000,000,000"
    assert breakable("a" * 30) == "\u200b".join(["a" * 10] * 3)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("w\u0302", "ŵ"),
        ("a\tb\r\nc\u2028d", "a b c d"),
        ("\x00\x07\x1b\ufeff\u202e", ""),
        ("🇬🇧 👵🏽", "GB [older woman]"),
        ("\ue000\ud800", "[U+E000]\ufffd"),
    ],
)
def test_text_is_made_of_what_can_be_drawn(text: str, shown: str) -> None:
    assert legible(text) == shown

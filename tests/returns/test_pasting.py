"""Reading a copied block, and where it lands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.pasting import Block, Slot, place, read_block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\n3", [["1", "2"], ["3", ""]]),
        ('"1,234.50"\t"a ""b"""\n', [["1,234.50", 'a "b"']]),
        ('"two\nlines"\t5\r\n6\t"tab\there"\r\n', [["two\nlines", "5"], ["6", "tab\there"]]),
        ('5" pipe\t"not closed\n7', [['5" pipe', '"not closed'], ["7", ""]]),
        ('"half" open\t2', [['"half" open', "2"]]),
        ("\t\n1\t\n\t\n\n", [[""], ["1"]]),
        ("", []),
        (" \t \n", []),
        ("5", [["5"]]),
        ("£5 \r£6\r", [["£5"], ["£6"]]),
    ],
)
def test_read_block(text: str, block: Block) -> None:
    assert read_block(text) == block


def written(block: Block) -> str:
    """As spreadsheets copy it."""

    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if set(cell) & set('\t\n"') else cell

    return "".join("\t".join(map(quoted, row)) + "\r\n" for row in block)


texts = st.text(st.sampled_from('ab1,."\t\n'), min_size=0, max_size=6).map(str.strip)
blocks = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(blocks)
def test_what_a_spreadsheet_copies_is_read_cell_by_cell(block: Block) -> None:
    block[-1][-1] = "end"  # blank edges are dropped
    assert read_block(written(block)) == block


def slots(high: int, wide: int, locked: frozenset[tuple[int, int]] = frozenset()) -> list[list[Slot]]:
    return [
        [
            Slot(f"{row}:{column}", f"cell {row}:{column}", "closed." if (row, column) in locked else "", Decimal(7))
            for column in range(wide)
        ]
        for row in range(high)
    ]


sizes = st.integers(1, 6)
places = st.frozensets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8)
cells = st.sampled_from(["", "5", "7", "£7.00", "n/a"])


@given(data=st.data(), high=sizes, wide=sizes, locked=places)
def test_block_lands_whole_or_not_at_all(
    data: st.DataObject, high: int, wide: int, locked: frozenset[tuple[int, int]]
) -> None:
    block = data.draw(
        st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1, max_size=6))
    )
    row, column = data.draw(st.integers(0, high - 1)), data.draw(st.integers(0, wide - 1))
    fits = row + len(block) <= high and column + len(block[0]) <= wide
    wanted = {
        (row + down, column + across): text
        for down, texts in enumerate(block)
        for across, text in enumerate(texts)
        if text
    }
    blocked = any(at in locked and text not in ("7", "£7.00") for at, text in wanted.items())
    if not fits or blocked:
        with pytest.raises(ValueError, match="Nothing was pasted"):
            place(block, slots(high, wide, locked), row, column)
        return
    landed = place(block, slots(high, wide, locked), row, column)
    assert landed == {f"{r}:{c}": text for (r, c), text in wanted.items() if (r, c) not in locked}


def test_fault_names_the_cell_and_the_fix() -> None:
    with pytest.raises(
        ValueError, match=r"The block is 1 row by 3 columns; from cell 0:1 on .* 2 rows by 1 column\."
    ):
        place([["1", "2", "3"]], slots(2, 2), 0, 1)
    with pytest.raises(ValueError, match=r"“5” would land on cell 0:0, where nothing can be typed: closed\."):
        place([["5"]], slots(2, 2, frozenset({(0, 0)})), 0, 0)
    with pytest.raises(ValueError, match="nothing to paste"):
        place([], slots(2, 2), 0, 0)

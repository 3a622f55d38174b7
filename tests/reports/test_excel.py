"""Excel reports, opened again: every number is the report's, text stays text, and sheets are fit to be read."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascare.reports.excel import write_excel
from ascare.reports.excel.looks import number_format, stored
from ascare.reports.value import MISSING, Report, printed
from ledger.components import Chart, Column, Link, Rating, Row, Spark, Table
from ledger.numbers import Number

from .opened import MAIN, Opened, shows
from .samples import (
    ARABIC,
    CONTROLS,
    EMOJI,
    HOSTILE,
    WELSH,
    empty_report,
    long_table,
    pounds,
    sample_report,
    with_blocks,
)

HEADER = 3  # the row of headings, counted from 0
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1+1", '=HYPERLINK("http://x")', "Sheet!A1", "=A!B2")


def opened(report: Report) -> Opened:
    return Opened(write_excel(report))


def table_of(*rows: Row, columns: tuple[str, ...] = ("What", "A", "B"), **said: Any) -> Table:
    return Table("one", "A table", (Column(columns[0]), *(Column(name, True) for name in columns[1:])), rows, **said)


def letter(column: int) -> str:
    return chr(ord("A") + column)


# --- numbers


def test_every_number_is_the_reports_and_looks_as_printed() -> None:
    report = sample_report()
    book = opened(report)
    seen = 0
    blocks = [block for _, _, numbered in report.numbered() for number, block in numbered if number]
    tables = [block for block in blocks if isinstance(block, Table | Chart)]
    for name, block in zip(book.names[1:], tables, strict=True):
        table = block.table if isinstance(block, Chart) else block
        values, formats = book.values(name), book.formats(name)
        headings = values[HEADER]
        for place, row in enumerate(table.rows, start=HEADER + 1):
            assert values[place][0] == printed(row.header)
            for column, cell in zip(table.columns[1:], row.cells, strict=False):
                at = headings.index(column.label)
                found = values[place][at] if at < len(values[place]) else ""
                if isinstance(cell, Number) and cell.value is not None:
                    assert isinstance(found, float)
                    assert Decimal(f"{found:.15g}") == cell.value
                    text = shows(found, formats[f"{letter(at)}{place + 1}"])
                    assert text == printed(replace(cell, restates=None))
                    seen += 1
                else:
                    assert found == ("" if printed(cell) == MISSING else printed(cell))
    assert seen == 7 + 18 + 4 + 52 + 2 + 10


@given(
    st.decimals(-(10**11), 10**11, places=4),
    st.sampled_from(("GBP", "percent", "people", "")),
    st.integers(0, 4),
    st.sampled_from(("", "about", "over", "under")),
    st.booleans(),
)
def test_a_cell_shows_any_number_as_it_is_printed(
    value: Decimal, unit: str, decimals: int, qualifier: str, inferred: bool
) -> None:
    number = Number(value, unit, decimals, qualifier, inferred)
    kept = stored(number)
    assert kept is not None
    assert shows(kept, number_format(number)) == printed(number)


@pytest.mark.parametrize(
    ("value", "decimals", "kept"),
    [
        ("20.7", 1, 20.7),
        ("1.005", 2, 1.005),
        ("-0.4", 0, -0.4),
        ("0.49999999999999999999", 0, 0),  # reads as nought, which a cell's 15 digits would make one
        ("66.666666666666666666", 1, 200 / 3),
        ("1250", -2, 1300),
        ("1234567890123456.78", 2, None),
    ],
)
def test_stored_unrounded_unless_that_would_read_otherwise(value: str, decimals: int, kept: float | None) -> None:
    number = Number(Decimal(value), "", decimals)
    assert stored(number) == kept
    if kept is not None:
        assert shows(kept, number_format(number)) == number.text


def test_number_with_too_many_digits_is_written_as_words() -> None:
    book = opened(with_blocks(table_of(Row("x", (Number(Decimal("1234567890123456.78"), "GBP", 2),)))))
    assert book.values(book.names[1])[HEADER + 1][1] == "£1,234,567,890,123,456.78"


def test_missing_is_blank_nought_is_nought_and_nothing_is_nothing() -> None:
    book = opened(with_blocks(table_of(Row("x", (pounds(None), pounds(0))), Row("y", (None, pounds("-3"))))))
    values = book.values(book.names[1])
    assert values[HEADER + 1][:3] == ["x", "", 0]
    assert values[HEADER + 2][:3] == ["y", "", -3]
    assert any("not known" in str(cell) for row in values for cell in row)


def test_restated_number_stands_beside_what_was_reported() -> None:
    rows = (Row("x", (pounds(120, restates=Decimal(100)), pounds(7))), Row("y", (pounds(5), pounds(8))))
    book = opened(with_blocks(table_of(*rows)))
    values = book.values(book.names[1])
    assert values[HEADER][:4] == ["What", "A", "A, as reported", "B"]
    assert values[HEADER + 1][:4] == ["x", 120, 100, 7]
    assert values[HEADER + 2][:4] == ["y", 5, 5, 8]


def test_marks_and_notes_are_said_in_words() -> None:
    book = opened(with_blocks(table_of(Row("x", (pounds(1, provisional=True),), note="Late"), note="Of the table.")))
    values = book.values(book.names[1])
    assert values[HEADER][3] == "Note"
    assert values[HEADER + 1][3] == "Late"
    below = [row[0] for row in values[HEADER + 2 :]]
    assert "Of the table." in below
    assert "[p] provisional: recorded, not approved yet" in below


def test_words_of_every_kind_of_cell() -> None:
    cells = (Rating("red", "falling"), Rating("blue", ""), Spark((), "Up 4"), Link("Log", "/x/"), "one\ntwo", "")
    table = Table("one", "x", (Column("A"), *(Column(f"{i}") for i in range(6))), (Row(Link("b", "/b/"), cells),))
    book = opened(with_blocks(table))
    assert book.values(book.names[1])[HEADER + 1] == ["b", "Red: falling", "Delivered", "Up 4", "Log", "one\ntwo", ""]
    assert not any("sheet2.xml.rels" in part for part in book.parts)  # no link to pages that a reader may not open


# --- text stays text


def hostile_report(words: str) -> Report:
    """A report in which everything that a user may write says `words`."""
    columns = (Column(words), Column(words, True), Column(words, words=True))
    rows = (Row(words, (), "group"), Row(words, (pounds(1), words), note=words), Row(words, (pounds(1),), "total"))
    table = Table("one", words, columns, rows, note=words)
    trace = {"type": "scatter", "mode": "markers+text", "name": words, "x": [words], "y": [1], "text": [words]}
    bar = {"type": "bar", "name": words, "x": [words], "y": [2]}
    layout = {"yaxis": {"title": {"text": words}}}
    chart = Chart("two", words, words, {"data": [bar, trace], "layout": layout}, replace(table, slug="two"))
    said = dict.fromkeys(("title", "organisation", "committee", "year", "state", "label"), words)
    return with_blocks(table, chart, heading=words, notes=(words,), **said)


@pytest.mark.parametrize("words", [*FORMULAS, HOSTILE, CONTROLS, WELSH, ARABIC, EMOJI, "'", "&P &&", "x" * 400])
def test_what_users_write_stays_text(words: str) -> None:
    book = opened(hostile_report(words))
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", words)
    for name in book.names:
        assert all(formula.startswith("SUM(") for formula, _ in book.formulas(name).values())
        assert len(name.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\']", name)
    read = [cell for name in book.names for row in book.values(name) for cell in row]
    assert read.count(clean) >= 12
    for chart in book.charts:
        for reference in chart.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}f"):
            assert re.match(r"'Figure 1.*'!\$[A-Z]+\$\d+", reference.text or "")


def test_names_of_sheets_are_short_unique_and_say_what_is_in_them() -> None:
    caption = "Benefit lines by workstream: what they bring [2019/20]"
    book = opened(with_blocks(*(Table(f"t{i}", caption, (Column("A"),), ()) for i in range(12))))
    assert book.names[:2] == ["Contents", "Table 1 Benefit lines by works…"]
    assert len({name.lower() for name in book.names}) == 13
    assert max(map(len, book.names)) == 31


# --- sums and differences


def test_total_of_what_stands_above_it_is_a_formula_with_its_result() -> None:
    rows = (
        Row("First", (), "group"),
        Row("a", (pounds("1.10"), pounds(5))),
        Row("b", (pounds("2.20"), pounds(None))),
        Row("All of first", (pounds("3.30"), pounds(5)), "total"),
        Row("Second", (), "group"),
        Row("c", (pounds(4), pounds(6))),
        Row("All of second", (pounds(4), pounds(7)), "total"),
        Row("All", (pounds("7.30"), pounds(11)), "total"),
    )
    book = opened(with_blocks(table_of(*rows)))
    assert book.formulas(book.names[1]) == {
        "B8": ("SUM(B6:B7)", 3.3),
        "C8": ("SUM(C6:C7)", 5),
        "B11": ("SUM(B10)", 4),  # 7 is not what stands above C11, so it stays a number
        "B12": ("SUM(B6:B7,B10)", 7.3),
        "C12": ("SUM(C6:C7,C10)", 11),
    }


def test_total_that_holds_more_than_the_table_shows_stays_a_number() -> None:
    book = opened(with_blocks(table_of(Row("a", (pounds(1),)), Row("All", (pounds("1.0001"),), "total"))))
    assert book.formulas(book.names[1]) == {}
    assert book.values(book.names[1])[HEADER + 2][1] == 1.0001


def less(later: Number, earlier: Number) -> Number:
    assert later.value is not None
    assert earlier.value is not None
    inputs = (("later", later), ("earlier", earlier))
    return Number(later.value - earlier.value, "GBP", formula="later − earlier", inputs=inputs)


def test_difference_of_two_columns_is_a_formula() -> None:
    made = [(pounds(a), pounds(b), less(pounds(b), pounds(a))) for a, b in ((10, 12), (20, 15))]
    book = opened(
        with_blocks(table_of(Row("x", made[0]), Row("y", made[1]), columns=("What", "Plan", "Came", "Less")))
    )
    assert book.formulas(book.names[1]) == {"D5": ("C5-B5", 2), "D6": ("C6-B6", -5)}


def test_difference_whose_columns_cannot_be_told_stays_a_number() -> None:
    """In every row two columns have the value that went in."""
    made = (pounds(10), pounds(10), pounds(12), less(pounds(12), pounds(10)))
    book = opened(with_blocks(table_of(Row("x", made), columns=("What", "Original", "Revised", "Came", "Less"))))
    assert book.formulas(book.names[1]) == {}
    assert book.values(book.names[1])[HEADER + 1][4] == 2


def test_difference_that_only_looks_like_one_stays_a_number() -> None:
    """The numbers would do, and nothing says that they went in."""
    book = opened(with_blocks(table_of(Row("x", (pounds(10), pounds(12), pounds(2))), columns=("W", "A", "B", "C"))))
    assert book.formulas(book.names[1]) == {}


# --- how sheets are made


def test_contents_say_what_the_report_is_and_lead_to_its_sheets() -> None:
    book = opened(sample_report())
    words = [cell for row in book.values("Contents") for cell in row if cell]
    for said in ("Demoshire County Council", "Adults and Health Committee", "7 November 2019", "2019/20", "Draft"):
        assert said in words
    assert "Demoshire is made up, and so are its figures" in words
    assert "Prices of single providers are left out." in words
    links = [link.attrib["location"] for link in book.sheet("Contents").iter(f"{MAIN}hyperlink")]
    assert links == [f"'{name}'!A1" for name in book.names[1:]]
    assert [name.split()[:2] for name in book.names[1:4]] == [["Figure", "1"], ["Table", "1"], ["Figure", "2"]]


def test_sheets_say_whose_they_are_keep_headings_in_view_and_print() -> None:
    book = opened(sample_report())
    for name in book.names[1:]:
        sheet = book.sheet(name)
        assert "Demoshire is made up, and so are its figures" in str(book.values(name)[1][0])
        pane = next(sheet.iter(f"{MAIN}pane"))
        assert (pane.attrib["xSplit"], pane.attrib["ySplit"], pane.attrib["state"]) == ("1", "4", "frozen")
        setup = next(sheet.iter(f"{MAIN}pageSetup"))
        assert (setup.attrib["orientation"], setup.attrib["paperSize"]) == ("landscape", "9")
        margins = next(sheet.iter(f"{MAIN}headerFooter"))
        assert "made up" in (margins.findtext(f"{MAIN}oddHeader") or "")
        assert "Page &P of &N" in (margins.findtext(f"{MAIN}oddFooter") or "")
    titles = [
        each.text for each in book.part("xl/workbook.xml").iter(f"{MAIN}definedName") if "Titles" in str(each.attrib)
    ]
    assert len(titles) == len(book.names) - 1
    assert all(title and title.endswith("$4:$4") for title in titles)


def test_tables_have_names_that_formulas_may_use() -> None:
    book = opened(sample_report())
    assert book.defined["table_benefits"] == f"'{book.starting('Table 1')}'!$A$5:$G$13"
    assert book.defined["table_delivery"] == f"'{book.starting('Figure 1')}'!$A$5:$B$11"
    assert "table_none" not in book.defined  # it has no rows


def test_names_that_would_be_the_same_differ() -> None:
    rows = (Row("x", ()),)
    slugs = ("to-date", "to_date", "To-Date")
    book = opened(with_blocks(*(Table(slug, "x", (Column("A"),), rows) for slug in slugs)))
    assert {"table_to_date", "table_to_date_", "table_to_date__"} <= set(book.defined)


def test_long_plain_table_can_be_filtered_and_its_total_stays() -> None:
    rows = tuple(Row(f"line {i}", (pounds(i),)) for i in range(8))
    book = opened(with_blocks(table_of(*rows, Row("All", (pounds(28),), "total"))))
    (found,) = book.sheet(book.names[1]).iter(f"{MAIN}autoFilter")
    assert found.attrib["ref"] == "A4:C12"


def test_table_in_groups_is_not_filtered() -> None:
    rows = (Row("Group", (), "group"), *(Row(f"line {i}", (pounds(i),)) for i in range(8)))
    book = opened(with_blocks(table_of(*rows)))
    assert list(book.sheet(book.names[1]).iter(f"{MAIN}autoFilter")) == []


def test_empty_table_says_so_and_report_without_tables_too() -> None:
    book = opened(with_blocks(Table("none", "Risks closed", (Column("Risk"),), (), empty="None was closed.")))
    assert ["None was closed."] in [row[:1] for row in book.values(book.names[1])]
    book = opened(empty_report())
    assert book.names == ["Contents"]
    assert ["This report has no tables."] in [row[:1] for row in book.values("Contents")]


def test_three_hundred_lines() -> None:
    book = opened(with_blocks(long_table(300)))
    values = book.values(book.names[1])
    assert values[HEADER + 300][:3] == ["Benefit line 300", 1300, 500300]


def test_same_report_same_file_made_when_things_were_known_by_nobody() -> None:
    assert write_excel(sample_report()) == write_excel(sample_report())
    report = replace(sample_report(), moment=datetime(2019, 11, 7, 9, 30, tzinfo=UTC))
    said = {each.tag.split("}")[1]: each.text for each in opened(report).part("docProps/core.xml")}
    assert said["created"] == "2019-11-07T09:30:00Z"
    assert said["title"] == "Adult social care programme: progress report"
    assert not said["creator"]
    assert not said["lastModifiedBy"]

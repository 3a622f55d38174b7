"""PDF reports, opened again: what they say, in which order, and what a screen reader is told."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from ascare.reports.letters import legible
from ascare.reports.pdf import write_pdf
from ascare.reports.pictures import NotDrawableError
from ascare.reports.value import Bullets, Paragraph, Report, Subheading
from ledger.components import Column, Row, Table

from .samples import (
    ARABIC,
    CONTROLS,
    EMOJI,
    HOSTILE,
    WELSH,
    delivery_chart,
    empty_report,
    long_table,
    long_text,
    pounds,
    sample_report,
    shown,
    waiting_chart,
    wide_table,
    with_blocks,
)


def opened(report: Report) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(write_pdf(report))


def pages_of(document: pypdfium2.PdfDocument) -> list[str]:
    """The text of each page, with single spaces; marks that only allow a break are left out."""
    texts = (page.get_textpage().get_text_bounded() for page in document)
    return [" ".join(re.sub("[\u200b\ufffe]", "", text).split()) for text in texts]


def text_of(report: Report) -> str:
    return " ".join(pages_of(opened(report)))


def between(text: str, first: str, last: str) -> str:
    return text.split(first, 1)[1].split(last, 1)[0]


def _words(ask: Any, element: Any) -> str:
    size = ask(element, None, 0)
    if not size:
        return ""
    room = ctypes.create_string_buffer(size)
    ask(element, room, size)
    return room.raw[: size - 2].decode("utf-16-le")


def tags(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, str]]:
    """The type and alternative text of each structure element, page by page."""

    def walk(element: Any) -> Iterator[tuple[str, str]]:
        yield (
            _words(raw.FPDF_StructElement_GetType, element),
            _words(raw.FPDF_StructElement_GetAltText, element),
        )
        for i in range(raw.FPDF_StructElement_CountChildren(element)):
            if child := raw.FPDF_StructElement_GetChildAtIndex(element, i):
                yield from walk(child)

    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page)
        for i in range(raw.FPDF_StructTree_CountChildren(tree)):
            yield from walk(raw.FPDF_StructTree_GetChildAtIndex(tree, i))
        raw.FPDF_StructTree_Close(tree)


def assert_in_order(text: str, parts: list[str]) -> None:
    place = 0
    for part in parts:
        wanted = " ".join(legible(part).split())
        found = text.find(wanted, place)
        assert found >= 0, f"{wanted!r} isn’t where it belongs, after {text[max(0, place - 60) : place]!r}"
        place = found + len(wanted)


def test_every_cell_of_every_table_is_there_in_order() -> None:
    report = sample_report()
    text = text_of(report)

    tables = list(shown(report))
    assert sum(map(len, tables)) > 100
    for table, cells in zip(report.tables, tables, strict=True):
        after = text[text.index(f": {table.caption}") :]
        # A word that is wrapped within a cell stands beside its neighbours' words, so numbers are looked for.
        assert_in_order(after, [cell for cell in cells if re.match(r"[−£\d–]|about", cell) and " (" not in cell])
        for cell in cells:
            assert all(word in after for word in cell.split()), cell


def test_document_says_its_title_language_and_standard() -> None:
    written = write_pdf(sample_report())
    document = pypdfium2.PdfDocument(written)

    assert document.get_metadata_value("Title") == "Adult social care programme: progress report"
    assert document.get_metadata_value("Author") == "Demoshire County Council"
    assert b"/Lang (en-GB)" in written or b"/Lang(en-GB)" in written
    assert b"<pdfuaid:part>1</pdfuaid:part>" in written
    assert b"/StructTreeRoot" in written
    assert re.search(rb"/Marked true", written)


def test_same_report_gives_the_same_bytes() -> None:
    assert write_pdf(sample_report()) == write_pdf(sample_report())


def test_pages_are_numbered_and_say_what_they_are() -> None:
    pages = pages_of(opened(sample_report()))

    for place, page in enumerate(pages, start=1):
        assert f"Page {place} of {len(pages)}" in page
        assert "Demoshire is made up, and so are its figures Draft" in page
        assert "as known on 31 October 2019" in page


@pytest.mark.parametrize(("state", "says"), [("Draft", True), ("Cleared", True), ("Frozen", False)])
def test_only_a_frozen_report_does_not_say_its_state(state: str, says: bool) -> None:
    assert (state in text_of(replace(empty_report(), state=state))) is says


def test_front_recommendation_clearances_and_notes_are_there() -> None:
    report = sample_report()
    text = text_of(report)

    for label, words in report.front:
        assert f"{label} {words}" in text
    assert "Meeting 7 November 2019" in text
    assert_in_order(
        text, ["Recommendation", "The committee is asked to", "•", "note the progress", "•", "ask for a plan"]
    )
    assert "Finance 28 October 2019 The shortfall is within the service’s contingency." in text
    assert "Legal Not yet" in text
    assert all(note in text for note in report.notes)


def test_headings_paragraphs_tables_and_figures_have_the_numbers_of_the_report() -> None:
    text = text_of(sample_report())

    assert_in_order(
        text.split("Page 1 of", 1)[0],
        ["Contents", "1 Progress of the programme", "Benefits line by line", "2 Financial position", "3 Risks"],
    )
    assert_in_order(
        text,
        [
            "1.1 The programme has delivered",
            "Figure 1: Delivery in 2019/20",
            "By the end of October £245,000 was delivered",
            "The numbers of Figure 1: Cost avoidance delivered",
            "1.2 Two lines explain",
            "• Sensors were fitted",
            "Table 1: Benefits delivered",
            "[p] provisional: recorded, not approved yet",
            "Variance is delivered less plan",
            "2.1 The outturn",
            "Figure 2: What drives",
            "Table 2: Spend by month",
            "Table 3: Risks",
            "Figure 3: People",
            "Table 4: Risks closed since the last report Nothing has been recorded here yet.",
        ],
    )


def test_bookmarks_lead_to_every_heading() -> None:
    found = [(mark.get_title(), mark.level) for mark in opened(sample_report()).get_toc()]

    assert found == [
        ("Recommendation", 0),
        ("1 Progress of the programme", 0),
        ("Benefits line by line", 1),
        ("2 Financial position", 0),
        ("3 Risks and people", 0),
        ("Clearances", 0),
        ("How to read this report", 0),
    ]


def test_structure_has_headings_tables_with_header_cells_and_figures_with_their_alternative() -> None:
    report = sample_report()
    found = list(tags(opened(report)))
    kinds = [kind for kind, _ in found]

    assert kinds.count("H1") == 7  # with the contents’
    assert kinds.count("H2") == 1
    assert [alt for kind, alt in found if kind == "Figure"] == [
        f"Chart: {chart.title}. {chart.finding}" for chart in report.charts
    ]
    with_rows = [table for table in report.tables if table.rows]
    groups = sum(row.kind == "group" for table in with_rows for row in table.rows)
    clearances = 3
    assert kinds.count("Table") == len(with_rows) + 1
    assert kinds.count("TH") == sum(len(table.columns) for table in with_rows) + groups + clearances


def test_long_table_stays_one_and_repeats_its_header_on_each_page() -> None:
    document = opened(with_blocks(long_table()))
    pages = pages_of(document)

    assert len(pages) > 4
    assert all(page.count("Benefit line Plan Delivered") == 1 for page in pages)
    assert " ".join(pages).count("Table 1: 300 benefit lines") == 1
    for i in range(1, 301):
        assert sum(f"Benefit line {i} £{1000 + i:,} £{500000 + i:,}" in page for page in pages) == 1


def test_group_heading_is_repeated_where_its_rows_go_on() -> None:
    body = tuple(Row(f"Line {i}", (pounds(i),)) for i in range(100))
    table = Table("t", "T", (Column("Line"), Column("£", numeric=True)), (Row("Technology", (), "group"), *body))
    pages = pages_of(opened(with_blocks(table)))

    assert len(pages) > 1
    assert all("Line £ Technology Line" in page for page in pages)


def test_row_stays_whole_on_one_page() -> None:
    words = "Seven words that fill a narrow cell. " * 12
    columns = (Column("Line"), Column("What", words=True))
    table = Table("t", "T", columns, tuple(Row(f"Line {i}", (f"begin{i} {words} end{i}",)) for i in range(60)))

    for page in pages_of(opened(with_blocks(table))):
        assert re.findall(r"begin(\d+)", page) == re.findall(r"end(\d+)", page)


def test_row_longer_than_a_page_goes_on_over_the_next() -> None:
    table = Table("t", "T", (Column("Line"), Column("What", words=True)), (Row("Line", (long_text(2000),)),))
    pages = pages_of(opened(with_blocks(table)))

    assert len(pages) > 1
    assert "throughout." in pages[-1]


def test_wide_table_goes_on_its_side_with_its_heading_and_the_text_goes_on_upright() -> None:
    document = opened(with_blocks(Subheading("By month"), wide_table(), Paragraph("What follows.")))
    sizes = [page.get_width() > page.get_height() for page in document]
    pages = pages_of(document)

    assert sizes == [False, True, False]
    assert "1 A section By month Table 1: Spend by month" in pages[1]
    assert "What follows." in pages[2]


def test_totals_and_groups_are_told_by_heavy_letters() -> None:
    [page] = opened(with_blocks(sample_report().sections[0].blocks[-1]))
    fonts: dict[str, set[str]] = {}
    for found in page.get_objects([raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage()):
        fonts.setdefault(found.extract().strip(), set()).add(found.get_font().get_base_name())

    assert all("Bold" in name for words in ("All benefits", "£1,556,000", "Technology") for name in fonts[words])
    assert all("Bold" not in name for name in fonts["£900,000"])


@pytest.mark.parametrize("words", [HOSTILE, WELSH, ARABIC, EMOJI, CONTROLS, "\ud800", "漢字 ਪੰਜਾਬੀ", "\ue000"])
def test_any_words_are_text_and_nothing_else(words: str) -> None:
    chart = replace(delivery_chart(), title=words, finding=words)
    table = replace(wide_table(), caption=words, note=words, rows=(Row(words, (words,), note=words),))
    blocks = (Paragraph(words), Bullets((words,)), Subheading(words), table, chart)
    report = with_blocks(
        *blocks, heading=words, title=words, organisation=words, front=((words, words),), notes=(words,)
    )
    text = text_of(report)

    if words != ARABIC:  # which is read from right to left
        assert text.count(legible(words).replace("\u200b", "")[:18]) >= 8


def test_characters_that_no_letter_is_there_for_are_named() -> None:
    assert "Home [house with garden] [older woman] 😀" in text_of(with_blocks(Paragraph(EMOJI)))
    assert legible(CONTROLS) == "abcd\u200be f g h"
    assert legible("w\u0302") == "ŵ"
    assert legible("\ue000 \ud800") == "[U+E000] \ufffd"


def test_arabic_is_drawn_with_its_letters_joined() -> None:
    [page] = opened(with_blocks(Paragraph(ARABIC)))
    names = {found.get_font().get_base_name() for found in page.get_objects([raw.FPDF_PAGEOBJ_TEXT])}

    assert any("DejaVuSans" in name for name in names)
    assert any("LiberationSans" in name for name in names)
    assert len({name.split("+")[-1] for name in names}) == len(names) <= 3  # no other font of this machine


def test_very_long_words_do_not_run_into_the_next_column() -> None:
    long = "https://example.org/" + "a" * 150
    table = Table("t", "T", (Column("Where", words=True), Column("£", numeric=True)), (Row(long, (pounds(5),)),))
    [page] = opened(with_blocks(Paragraph(long), table))
    right = max(found.get_bounds()[2] for found in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]))

    assert right <= page.get_width() - 55
    assert long in text_of(with_blocks(table)).replace(" ", "")


def test_report_without_anything_is_one_page_without_empty_headings() -> None:
    document = opened(empty_report())

    assert [text for text in pages_of(document) if "This report has no sections yet." in text]
    assert len(document) == 1
    assert not list(document.get_toc())


def test_one_section_needs_no_contents() -> None:
    assert "Contents" not in text_of(with_blocks(Paragraph("Words.")))


def test_text_of_4000_words_goes_on_over_its_pages() -> None:
    text = text_of(with_blocks(*(Paragraph(part) for part in (long_text(), "The next."))))

    assert len(between(text, "1.1 ", "throughout.").replace("Page", "").split()) >= 3999
    assert "1.2 The next." in text


def test_chart_that_cannot_be_drawn_is_refused() -> None:
    chart = replace(waiting_chart(), figure={"data": [{"type": "pie"}]})

    with pytest.raises(NotDrawableError, match="payments"):
        write_pdf(with_blocks(chart))

"""Word reports, opened again: they say what the Report says, in the elements that Word and screen readers know."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.table import _Cell

from ascare.reports.value import Bullets, Paragraph, Report, Section, Subheading, marks_of, printed
from ascare.reports.word import write_word
from ledger.components import Chart, Column, Row, Table

from . import samples

LINES_APART = "\n"


def opened(report: Report) -> Document:
    return docx.Document(BytesIO(write_word(report)))


@pytest.fixture(scope="module")
def sample() -> Document:
    return opened(samples.sample_report())


def texts(document: Document, style: str) -> list[str]:
    return [found.text for found in document.paragraphs if found.style.name == style]


def words(document: Document) -> str:
    return "\n".join(found.text or "" for found in document.element.iter(qn("w:t")))


def drawn(document: Document) -> list[WordTable]:
    """The tables of sections: those with a caption before them."""
    return [found for found in document.tables if found._tbl.getprevious().style == "Caption"]


def cells(table: WordTable) -> list[list[str]]:
    """By row; a cell that spans columns once. Spaces that keep a number in one line are spaces."""
    return [[_Cell(cell, table).text.replace("\u00a0", " ") for cell in row._tr.tc_lst] for row in table.rows]


def expected(table: Table) -> Iterator[list[str]]:
    yield [column.label for column in table.columns]
    for row in table.rows:
        header = LINES_APART.join(filter(None, (printed(row.header), row.note)))
        blank = [""] * (len(table.columns) - 1 - len(row.cells))
        group = row.kind == "group" and not row.cells
        yield [header] if group else [header, *map(printed, row.cells), *blank]


def properties(element, tag: str) -> list:
    return list(element.iter(qn(f"w:{tag}")))


def test_every_cell_of_every_table_is_printed(sample):
    tables = [table for table in samples.sample_report().tables if table.rows]
    assert [cells(found) for found in drawn(sample)] == [list(expected(table)) for table in tables]


def test_headings_and_paragraphs_have_their_styles_and_numbers(sample):
    report = samples.sample_report()
    headings = [f"{number}\t{section.heading}" for section, number, _ in report.numbered()]
    blocks = [found for _, _, blocks in report.numbered() for found in blocks]
    assert texts(sample, "Title") == [report.title]
    assert texts(sample, "Heading 1") == ["Recommendation", *headings, "Clearances", "How to read the figures"]
    assert texts(sample, "Heading 2") == [block.text for _, block in blocks if isinstance(block, Subheading)]
    assert texts(sample, "Numbered Paragraph") == [f"{n}\t{b.text}" for n, b in blocks if isinstance(b, Paragraph)]
    bullets = [item for _, block in blocks if isinstance(block, Bullets) for item in block.items]
    assert [text for text in texts(sample, "List Bullet") if text in bullets] == bullets


def test_captions_count_with_fields(sample):
    report = samples.sample_report()
    captions = []
    for number, block in (found for _, _, blocks in report.numbered() for found in blocks):
        if isinstance(block, Table):
            captions.append(f"Table {number}: {block.caption}")
        elif isinstance(block, Chart):
            captions.append(f"Figure {number}: {block.title}")
            captions.append(f"The numbers of Figure {number}: {block.table.caption}")  # no caption is a title here
    assert texts(sample, "Caption") == captions
    codes = [found.text.strip() for found in properties(sample.element, "instrText")]
    assert codes.count(r"SEQ Figure \* ARABIC") == len(list(report.charts)) == 3
    assert codes.count(r"SEQ Table \* ARABIC") == 4


def test_notes_and_marks_stand_below_their_table(sample):
    table = samples.benefits_table()
    assert texts(sample, "Table Note") == [*marks_of(table), table.note]
    last = next(found for found in drawn(sample) if cells(found)[1] == ["Technology"])
    assert last._tbl.getnext().style == "TableNote"


def test_header_rows_repeat_and_no_row_is_split(sample):
    for table in drawn(sample):
        first, *others = table.rows
        assert properties(first._tr, "tblHeader")
        assert not any(properties(row._tr, "tblHeader") for row in others)
        assert all(properties(row._tr, "cantSplit") for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


def test_numbers_stand_on_the_right(sample):
    tables = [table for table in samples.sample_report().tables if table.rows]
    for table, found in zip(tables, drawn(sample), strict=True):
        numeric = [column.numeric for column in table.columns]
        for row in found.rows:
            right = [bool(properties(cell, "jc")) for cell in row._tr.tc_lst]
            assert right == numeric[: len(right)]


def test_groups_and_totals_differ_by_more_than_colour(sample):
    table = next(found for found in drawn(sample) if cells(found)[1] == ["Technology"])
    group, total = table.rows[1]._tr, table.rows[-1]._tr
    assert len(group.tc_lst) == 1
    assert properties(group, "gridSpan")[0].get(qn("w:val")) == "5"
    for row in (group, total):
        assert all(properties(run, "b") for run in properties(row, "r"))
    assert properties(total, "top")
    assert not any(properties(run, "b") for run in properties(table.rows[2]._tr.tc_lst[0], "r"))


def test_a_rating_is_its_label_and_reason_not_a_colour(sample):
    table = next(found for found in drawn(sample) if cells(found)[1] == ["Technology"])
    assert cells(table)[2][-1] == "Amber: 18.3% below plan"


def test_pictures_have_an_alternative_text_and_the_finding_in_words(sample):
    charts = list(samples.sample_report().charts)
    described = [shape._inline.docPr.get("descr") for shape in sample.inline_shapes]
    assert described == [f"{chart.title}. {chart.finding}" for chart in charts]
    assert [text for text in texts(sample, "Body Text") if text in {chart.finding for chart in charts}] == [
        chart.finding for chart in charts
    ]
    inside = sample.sections[0].page_width - sample.sections[0].left_margin - sample.sections[0].right_margin
    assert all(shape.width <= inside for shape in sample.inline_shapes)


def test_a_wide_table_lies_on_a_page_of_its_own_orientation(sample):
    assert [found.orientation for found in sample.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    wide = next(found for found in drawn(sample) if len(found.columns) == 14)
    upright, lying = (found.page_width - found.left_margin - found.right_margin for found in sample.sections[:2])
    assert upright < sum(column.width for column in wide.columns) <= lying
    for table in drawn(sample):
        if table is not wide and len(table.columns) < 14:
            assert sum(column.width for column in table.columns) <= upright + 635  # a twip of rounding


def test_a_wide_table_at_the_end_leaves_no_empty_page_behind():
    document = opened(samples.with_blocks(Paragraph("First."), samples.wide_table()))
    assert [found.orientation for found in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_the_first_page_stays_upright_before_a_wide_table():
    document = opened(samples.with_blocks(samples.wide_table(), recommendation="To note it."))
    assert [found.orientation for found in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    first = next(place for place, element in enumerate(document.element.body) if properties(element, "sectPr"))
    above = {element.style for element in document.element.body[:first] if element.tag == qn("w:p")}
    assert {"Title", "BodyText"} <= above
    assert "Caption" not in above


def test_a_heading_goes_onto_its_side_with_its_table():
    report = samples.empty_report()
    sections = (
        Section("a", "Before", (Paragraph("Words."),)),
        Section("b", "Wide", (Subheading("By month"), samples.wide_table(), Paragraph("After."))),
    )
    document = opened(replace(report, sections=sections))
    body = list(document.element.body)
    breaks = [place for place, element in enumerate(body) if list(element.iter(qn("w:sectPr")))]
    headings = [place for place, element in enumerate(body) if "".join(element.itertext()).endswith("Wide")]
    assert breaks[0] < headings[-1] < breaks[1]


def test_contents_list_the_headings_as_links_without_asking_word_for_anything(sample):
    control = sample.element.body.find(qn("w:sdt"))
    links = properties(control, "hyperlink")
    anchors = {found.get(qn("w:name")) for found in properties(sample.element, "bookmarkStart")}
    listed = ["\t".join(text.text for text in properties(link, "t")) for link in links]
    assert listed == texts(sample, "Heading 1")
    assert all(link.get(qn("w:anchor")) in anchors for link in links)
    assert [found.text.strip() for found in properties(control, "instrText")] == [r'TOC \o "1-1" \h \z \n']
    assert not properties(sample.settings.element, "updateFields")
    assert not any(found.get(qn("w:dirty")) for found in properties(sample.element, "fldChar"))


def test_pages_are_numbered_in_the_footer(sample):
    codes = [found.text.strip() for found in properties(sample.sections[0].footer._element, "instrText")]
    assert codes == ["PAGE", "NUMPAGES"]
    assert all(section.footer.is_linked_to_previous for section in list(sample.sections)[1:])


@pytest.mark.parametrize(
    ("label", "state", "banner"),
    [
        ("A made-up council", "Draft", ["A made-up council · Draft"]),
        ("", "Cleared", ["Cleared"]),
        ("A made-up council", "Frozen", ["A made-up council"]),
        ("", "Frozen", []),
    ],
)
def test_every_page_says_whether_it_is_final_and_made_up(label, state, banner):
    document = opened(replace(samples.sample_report(), label=label, state=state))
    header = document.sections[0].header
    assert [found.text for found in header.paragraphs if found.style.name == "Report Banner"] == banner
    assert all(section.header.is_linked_to_previous for section in list(document.sections)[1:])


def test_the_language_is_british_english(sample):
    found = [*properties(sample.styles.element, "lang"), *properties(sample.settings.element, "themeFontLang")]
    assert len(found) >= 2
    assert {language.get(qn("w:val")) for language in found} == {"en-GB"}
    assert sample.core_properties.language == "en-GB"


def test_the_file_says_what_it_is_and_names_no_person(sample):
    report, found = samples.sample_report(), sample.core_properties
    assert (found.title, found.author, found.last_modified_by) == (report.title, *[report.organisation] * 2)
    assert found.subject == "Adults and Health Committee, 7 November 2019"
    assert found.keywords == "Demoshire County Council, Adults and Health Committee, 2019/20"
    assert found.content_status == "Draft"


def test_the_front_matter_is_a_table_with_row_headers(sample):
    front, report = sample.tables[0], samples.sample_report()
    assert front._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"
    assert cells(front) == [
        ["To", report.committee],
        ["Meeting date", "7 November 2019"],
        *map(list, report.front),
        ["Figures", "2019/20, as at 31 October 2019"],
        ["Status", "Draft; figures as known on 31 October 2019, 23:59"],
    ]


def test_clearances_and_notes_close_the_report(sample):
    table, report = sample.tables[-1], samples.sample_report()
    assert properties(table.rows[0]._tr, "tblHeader")
    assert cells(table)[1:] == [
        [found.role, found.implications, "28 October 2019" if found.cleared else "Not yet"]
        for found in report.clearances
    ]
    assert texts(sample, "List Bullet")[-2:] == list(report.notes)


def test_a_report_without_anything_has_no_empty_headings():
    document = opened(samples.empty_report())
    assert texts(document, "Heading 1") == []
    assert document.element.body.find(qn("w:sdt")) is None
    assert [row[0] for row in cells(document.tables[0])] == ["To", "Figures", "Status"]
    assert len(document.tables) == 1


def test_an_empty_table_says_so_below_its_caption():
    table = Table("none", "Risks closed", (Column("Risk"),), (), note="Since May.", empty="No risk was closed.")
    document = opened(samples.with_blocks(table))
    assert texts(document, "Caption") == ["Table 1: Risks closed"]
    assert texts(document, "Body Text") == ["No risk was closed."]
    assert texts(document, "Table Note") == ["Since May."]


def test_three_hundred_rows_are_one_table():
    table = samples.long_table(300)
    (found,) = drawn(opened(samples.with_blocks(table)))
    assert cells(found) == list(expected(table))


def test_a_chart_s_title_is_not_said_twice():
    chart = samples.delivery_chart()
    document = opened(samples.with_blocks(replace(chart, table=replace(chart.table, caption=chart.title))))
    assert texts(document, "Caption") == [f"Figure 1: {chart.title}", "The numbers of Figure 1"]


def test_a_paragraph_stays_with_the_bullets_that_it_introduces():
    document = opened(samples.with_blocks(Paragraph("Two lines:"), Bullets(("a", "b")), Paragraph("So much.")))
    first, second = (found for found in document.paragraphs if found.style.name == "Numbered Paragraph")
    assert (first.paragraph_format.keep_with_next, second.paragraph_format.keep_with_next) == (True, None)


def test_a_number_stays_in_one_line_with_its_marks(sample):
    texts_of_cells = [found.text or "" for found in properties(sample.element, "t")]
    assert "about\u00a0£560,000\u00a0[i]" in texts_of_cells
    assert "£846,000 (reported\u00a0£864,000)" in texts_of_cells


def test_rows_of_a_short_table_stay_together_and_those_of_a_long_one_do_not():
    short, long = drawn(opened(samples.with_blocks(samples.long_table(3), samples.long_table(40))))
    assert [bool(properties(row._tr, "keepNext")) for row in short.rows] == [True, True, True, False]
    assert sum(bool(properties(row._tr, "keepNext")) for row in long.rows) == 1


def test_four_thousand_words_are_all_there():
    text = samples.long_text(4000)
    document = opened(samples.with_blocks(Paragraph(text)))
    assert texts(document, "Numbered Paragraph") == [f"1.1\t{text}"]


@pytest.mark.parametrize("text", [samples.HOSTILE, samples.WELSH, samples.EMOJI, "{{ 1 }} {_{ 2 }_}", "<w:p/>&amp;"])
def test_words_of_users_are_words_wherever_they_stand(text):
    table = Table(text, text, (Column(text), Column(text)), (Row(text, (text,), note=text),), text)
    report = samples.with_blocks(Paragraph(text), Bullets((text,)), Subheading(text), table, heading=text)
    asked = replace(report, title=text, front=((text, text),), recommendation=text, notes=(text,), label=text)
    document = opened(asked)
    assert texts(document, "Numbered Paragraph") == [f"1.1\t{text}"]
    assert texts(document, "Heading 2") == [text]
    assert texts(document, "Caption") == [f"Table 1: {text}"]
    assert cells(drawn(document)[0])[1] == [f"{text}\n{text}", text]
    if "{_{" not in text:  # docxtpl's own way to write braces: it is known in what a template itself fills in
        assert texts(document, "Title") == [text]
        assert [text, text] in cells(document.tables[0])
        assert document.core_properties.title == text


def test_control_characters_are_left_out_and_ends_of_lines_kept():
    document = opened(replace(samples.with_blocks(Paragraph(samples.CONTROLS)), title=samples.CONTROLS))
    kept = "abcd\u200be\nf\tg\nh\ufeff"
    assert texts(document, "Numbered Paragraph") == [f"1.1\t{kept}"]
    assert texts(document, "Title") == [kept]


def test_arabic_is_read_from_the_right():
    report = samples.with_blocks(Paragraph(samples.ARABIC), Paragraph(samples.WELSH))
    document = opened(replace(report, title=samples.ARABIC))
    arabic, welsh = (found for found in document.paragraphs if found.style.name == "Numbered Paragraph")
    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert [bool(run.font.rtl) for run in arabic.runs] == [False, True]
    assert welsh._p.pPr.find(qn("w:bidi")) is None
    title = next(found for found in document.paragraphs if found.style.name == "Title")
    assert title._p.pPr.find(qn("w:bidi")) is not None


def test_the_same_report_gives_the_same_bytes():
    assert write_word(samples.sample_report()) == write_word(samples.sample_report())

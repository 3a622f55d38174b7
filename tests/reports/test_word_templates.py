"""Templates that councils bring: what is wrong with one is said in words, and a good one is kept to."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.shared import Pt
from jinja2 import TemplateError

from ascare.reports.word import NAMES, BrokenTemplateError, borrowed_styles, faults, write_word
from ascare.reports.word.styles import NEEDED, own_template

from . import samples


def template(*lines: str, change: Callable[[Document], None] = lambda document: None) -> bytes:
    """Of python-docx's own look, with a paragraph for each line."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    change(document)
    return saved(document)


def saved(document: Document) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def archive(files: dict[str, bytes], **options) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return written.getvalue()


def repacked(source: bytes, **changes: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(source)) as packed:
        return archive({name: packed.read(name) for name in packed.namelist()} | changes)


def with_type(source: bytes, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(source)) as packed:
        types = packed.read("[Content_Types].xml").replace(old, new)
    return repacked(source, **{"[Content_Types].xml": types})


def test_our_own_template_is_without_fault_and_lacks_no_style():
    assert faults(own_template()) == []
    assert borrowed_styles(own_template()) == []


def test_every_name_can_be_used():
    lines = [f"{{{{ {name} }}}}" for name in NAMES if name not in ("body", "contents", "recommendation")]
    loops = [
        f"{{% for row in {name} %}}{{{{ row{part} }}}}{{% endfor %}}"
        for name, part in (
            ("front", ".label"),
            ("front", ".words"),
            ("clearances", ".role"),
            ("clearances", ".implications"),
            ("clearances", ".cleared"),
            ("notes", ""),
        )
    ]
    blocks = ["{{p recommendation }}", "{{p contents }}", "{{p body }}"]
    assert faults(template(*lines, *loops, *blocks)) == []


def test_a_council_s_template_gives_the_look_and_ours_the_styles_that_it_lacks():
    def change(document: Document) -> None:
        document.styles["Heading 1"].font.size = Pt(31)
        for name in ("List Bullet", "Caption"):
            document.styles[name].delete()
        document.sections[0].left_margin = Pt(140)

    brought = template("{{ title }}", "{{p body }}", "Printed by the county", change=change)
    assert faults(brought) == []
    assert {"List Bullet", "Caption", "Report Table"} <= set(borrowed_styles(brought))
    document = docx.Document(BytesIO(write_word(samples.sample_report(), brought)))
    assert document.styles["Heading 1"].font.size == Pt(31)
    assert {document.styles[name].name for name in NEEDED} == set(NEEDED)
    assert document.paragraphs[0].text == samples.sample_report().title
    assert document.paragraphs[-1].text == "Printed by the county"
    assert document.sections[0].left_margin == Pt(140)
    assert document.sections[0].header.paragraphs[0].text == f"{samples.sample_report().label} · Draft"
    assert document.core_properties.author == samples.sample_report().organisation


@pytest.mark.parametrize("lists", [True, False])
def test_bullets_are_a_real_list_in_a_template_that_has_none(lists):
    def change(document: Document) -> None:
        document.styles["List Bullet"].delete()
        if not lists:
            relations = document.part.rels
            del relations[next(key for key, found in relations.items() if found.reltype.endswith("/numbering"))]

    written = write_word(samples.sample_report(), template("{{p body }}", change=change))
    document = docx.Document(BytesIO(written))
    number = document.styles["List Bullet"].element.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    abstract = numbering.num_having_numId(number).abstractNumId.val
    level = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl/w:numFmt/@w:val")
    assert level[:1] == ["bullet"]


def test_first_and_even_pages_say_that_a_report_is_a_draft_too():
    def change(document: Document) -> None:
        document.settings.odd_and_even_pages_header_footer = True
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].header.paragraphs[0].text = "The county"

    brought = template("{{p body }}", change=change)
    section = docx.Document(BytesIO(write_word(samples.sample_report(), brought))).sections[0]
    for header in (section.header, section.first_page_header, section.even_page_header):
        assert header.paragraphs[0].text.endswith("· Draft")
    assert section.header.paragraphs[1].text == "The county"


def test_a_heading_style_with_numbers_of_its_own_does_not_number_twice():
    def change(document: Document) -> None:
        document.styles["Heading 1"].element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 1

    document = docx.Document(BytesIO(write_word(samples.sample_report(), template("{{p body }}", change=change))))
    heading = next(found for found in document.paragraphs if found.style.name == "Heading 1")
    assert heading.text.startswith("1\t")
    assert heading._p.pPr.numPr.numId.val == 0


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{{ title }}"], "{{p body }} is missing"),
        (["{{p body }}", "{{p body }}"], "{{p body }} stands there 2 times"),
        (["{{ body }}"], "must be a paragraph of its own"),
        (["Here: {{p body }}"], "must stand alone"),
        (["{{p body }}", "{{ titel }}"], "“titel” is no name"),
        (["{{p body }}", "{{ title }"], "isn’t closed"),
        (["{{p body }}", "{% if title %}"], "near “{% if title %}"),
        (["{{p body }}", "{% fi title %}"], "unknown tag"),
        (["{{p body }}", "{% for row in front %}{{ row.wrods }}{% endfor %}"], "“.wrods”"),
        (["{{p body }}", "{% for row in front %}{% endfor %}{{ row.label }}"], "'row' is undefined"),
        (["{{p body }}", "{{ title|center(1000000000) }}"], "“|center” is no filter"),
        (["{{p body }}", "{{ title is mapping }}"], "“is mapping” is no test"),
        (["{{p body }}", "{{ ''.__class__ }}"], "“.__class__”"),
        (["{{p body }}", "{{ title.__class__.__mro__ }}"], "“.__mro__”"),
        (["{{p body }}", "{{ front[0] }}"], "“getitem” is more"),
        (["{{p body }}", "{{ title.format(1) }}"], "“call” is more"),
        (["{{p body }}", "{{ 'a' * 10 ** 9 }}"], "“mul” is more"),
        (["{{p body }}", "{{ 9 ** 9 ** 9 }}"], "“pow” is more"),
        (["{{p body }}", "{{ 'a' ~ title }}"], "“concat” is more"),
        (["{{p body }}", "{{ [title] }}"], "“list” is more"),
        (["{{p body }}", "{% for i in range(1000000000) %}{% endfor %}"], "a loop goes over one of"),
        (["{{p body }}", "{% for a in front %}{% for b in front %}{% endfor %}{% endfor %}"], "stand in a loop"),
        (["{{p body }}", "{% for a in front recursive %}{{ loop(front) }}{% endfor %}"], "a loop"),
        (["{{p body }}", "{% for title in front %}{% endfor %}"], "can’t use it"),
        (["{{p body }}", "{% set title = 1 %}"], "“assign” is more"),
        (["{{p body }}", "{% macro a() %}{% endmacro %}"], "“macro” is more"),
        (["{{p body }}", "{% include 'x' %}"], "“include” is more"),
        (["{{p body }}", "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"], "too deeply nested"),
        (["{{p body }}", "{{ " + " or ".join(["title"] * 5000) + " }}"], "too deeply nested"),
        (["{{p body }}", "{% if title %}" * 30 + "{% endif %}" * 30], "too deeply"),
        (["{{p body }}", "{{ " + "9" * 5000 + " }}"], "too long to be read"),
    ],
)
def test_words_that_no_report_can_be_made_with_are_pointed_out(lines, said):
    found = faults(template(*lines))
    assert any(said in fault for fault in found), found


def test_a_fault_says_where_it_is():
    def change(document: Document) -> None:
        document.sections[0].footer.paragraphs[0].text = "Page of {{ pages }}"

    (found,) = faults(template("{{p body }}", change=change))
    assert found.startswith("In a footer, near “Page of {{ pages }}”: “pages” is no name that a report has")
    assert all(name in found for name in NAMES)


def test_the_body_can_stand_neither_in_a_table_nor_behind_a_condition():
    def change(document: Document) -> None:
        document.add_table(1, 1).cell(0, 0).text = "{{p body }}"

    assert "outside tables" in faults(template(change=change))[0]
    assert "is missing" in faults(template("{%p if label %}", "{{p body }}", "{%p endif %}"))[0]


@pytest.mark.parametrize(
    ("brought", "said"),
    [
        (b"Dear Committee", "isn’t a Word document"),
        (b"", "isn’t a Word document"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "has a password"),
        (archive({"a.txt": b"a"}), "isn’t a Word document"),
        (archive({"[Content_Types].xml": b"<Types/>"}), "isn’t a Word document"),
        (bytes(5_000_001), "It has 5.0 MB"),
        (archive({f"{n}.txt": b"" for n in range(501)}), "501 files"),
        (archive({"bomb.bin": bytes(26_000_000)}), "26.0 MB"),
        (archive({"word/document.xml": bytes(2_000_001)}), "It is too long"),
        (own_template()[:-2000], "isn’t a Word document"),
        (repacked(own_template(), **{"word/vbaProject.bin": b"x"}), "macros"),
        (with_type(own_template(), b"document.main+xml", b"template.main+xml"), ".dotx"),
        (
            with_type(
                own_template(),
                b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"vnd.ms-word.document.macroEnabled.main+xml",
            ),
            "macros",
        ),
        (repacked(own_template(), **{"word/document.xml": b"<w:document"}), "can’t be opened"),
        (repacked(own_template(), **{"word/document.xml": b"<document/>"}), "can’t be opened"),
        (repacked(own_template(), **{"_rels/.rels": b"<Relationships/>"}), "can’t be opened"),
    ],
)
def test_files_that_are_no_template_are_refused(brought, said):
    found = faults(brought)
    assert len(found) == 1
    assert said in found[0], found


def test_a_damaged_file_is_refused():
    whole = bytearray(own_template())
    place = whole.find(b"word/document.xml") + 200
    whole[place : place + 40] = bytes(40)
    assert faults(bytes(whole)) == [
        "It is damaged or has a password; open it in Word and save it again as a Word document (.docx), "
        "without a password."
    ]


def test_a_text_that_would_take_long_to_fill_is_refused():
    (found,) = faults(template("{{p body }}", *["{{ title }} of " * 10] * 4_000))
    assert "more than 500 kB" in found


def test_entities_of_xml_are_not_unfolded():
    with zipfile.ZipFile(BytesIO(own_template())) as packed:
        text = packed.read("word/document.xml").decode()
    doubling = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = text.replace("?>", f'?><!DOCTYPE d [<!ENTITY e0 "ha">{doubling}]>', 1).replace("Recommendation", "&e11;")
    assert faults(repacked(own_template(), **{"word/document.xml": text.encode()}))


def test_what_a_template_may_not_say_does_not_run_when_it_was_never_checked():
    with pytest.raises(TemplateError):
        write_word(samples.empty_report(), template("{{p body }}", "{{ title.__class__ }}"))
    with pytest.raises(BrokenTemplateError):
        write_word(samples.empty_report(), template("{{ title }}"))

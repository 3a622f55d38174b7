"""A report as the bytes of a Word document: the template filled, the blocks in their places, the rest set right."""

import zipfile
from collections.abc import Iterator
from datetime import UTC
from io import BytesIO
from typing import Any, cast

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from ledger.months import day_label

from ..value import Report
from .drawing import Paper, recommendation, sections
from .elements import clean, mark_right_to_left, paragraph, run, w
from .language import BLOCKS, TemplateLanguage, spoken
from .pages import BrokenTemplateError, fill_contents, layout_at, mark, place, widths
from .styles import complete, own_template

LANGUAGE = "en-GB"
SPOKEN_FOR = ("author", "comments", "identifier", "language", "subject", "title")  # docxtpl would render these
LONGEST_PROPERTY = 255  # characters, by the format
WRITTEN = (1980, 1, 1, 0, 0, 0)  # the time of every file in the archive: the same report gives the same bytes


class Template(DocxTemplate):
    """One whose tags must nest with its paragraphs; docxtpl would drop what doesn't, without a word."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml)
        return super().fix_tables(xml)


def write_word(report: Report, template: bytes | None = None) -> bytes:
    """Over the council's own template, or over ours.

    A template that `faults` finds fault with raises BrokenTemplateError, or an error of jinja2 or lxml.
    """
    document = _filled(report, template or own_template())
    styles = complete(document)
    body, contents, asked = (mark(document, name) for name in ("body", "contents", "recommendation"))
    if body is None:
        raise BrokenTemplateError(f"{{{{p body }}}} is missing: {BLOCKS['body']}.")
    paper = Paper(document, styles, *widths(layout_at(body)))
    if words := _banner(report):
        _head_pages(document, styles["Report Banner"], words)
    if asked is not None:
        place(asked, recommendation(report, paper))
    place(body, sections(report, paper))
    if contents is not None:
        fill_contents(document, contents, styles)
    _set_language(document)
    _set_properties(document, report)
    for part in (document.part, *_parts(document, RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)):
        mark_right_to_left(part.element)
    return packed(document)


def _filled(report: Report, template: bytes) -> Document:
    filled = Template(BytesIO(template))
    filled.init_docx()
    for name in SPOKEN_FOR:
        setattr(filled.docx.core_properties, name, "")
    filled.render(spoken(report), TemplateLanguage())
    document: Document = filled.docx
    return document


def _banner(report: Report) -> str:
    """What every page says of itself: that a council is made up, that a report isn't final."""
    state = "" if report.state == "Frozen" else report.state
    return " · ".join(words for words in (report.label, state) if words)


def _head_pages(document: Document, style: str, words: str) -> None:
    """The words on top of every header that a page can have, whatever the template has there."""
    _add_missing_headers(document)
    for part in _parts(document, RELATIONSHIP_TYPE.HEADER):
        part.element.insert(0, paragraph(style, run(words)))


def _add_missing_headers(document: Document) -> None:
    """Of ordinary, first and even pages, where there are such pages that the template heads with nothing."""
    even = document.settings.odd_and_even_pages_header_footer
    for kind in ("header", "first_page_header", "even_page_header"):
        defined = False
        for section in document.sections:
            first = section.different_first_page_header_footer
            used = {"header": True, "first_page_header": first, "even_page_header": even}[kind]
            header = getattr(section, kind)
            if used and not defined and header.is_linked_to_previous:
                header.is_linked_to_previous = False
            defined = defined or not header.is_linked_to_previous


def _parts(document: Document, *kinds: str) -> Iterator[XmlPart]:
    """By their relations: python-docx remembers the headers that docxtpl has replaced."""
    for relation in list(document.part.rels.values()):
        if relation.reltype in kinds:
            yield cast(XmlPart, relation.target_part)


def _set_language(document: Document) -> None:
    """British English for what a template doesn't say, and for what it says in another English."""
    holder = document.styles.element
    for tag in ("docDefaults", "rPrDefault", "rPr"):
        if (found := holder.find(qn(f"w:{tag}"))) is None:
            holder.insert(0, found := w(tag))
        holder = found
    if holder.find(qn("w:lang")) is None:
        holder.append(w("lang"))
    settings = document.settings.element
    if settings.find(qn("w:themeFontLang")) is None:
        settings.insert_element_before(w("themeFontLang"), "w:clrSchemeMapping", "w:decimalSymbol")
    languages = [*document.styles.element.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))]
    for language in languages:
        if language.get(qn("w:val"), "en").startswith("en"):
            language.set(qn("w:val"), LANGUAGE)


def _set_properties(document: Document, report: Report) -> None:
    """What a library finds the file by. Its author is the organisation: no person's name leaves with it."""
    properties = document.core_properties
    meeting = day_label(report.meeting) if report.meeting else ""
    values = {
        "title": report.title,
        "subject": ", ".join(filter(None, (report.committee, meeting))),
        "keywords": ", ".join(filter(None, (report.organisation, report.committee, report.year))),
        "author": report.organisation,
        "last_modified_by": report.organisation,
        "content_status": report.state,
        "language": LANGUAGE,
    }
    for name, value in values.items():
        setattr(properties, name, clean(value)[:LONGEST_PROPERTY])
    properties.created = properties.modified = report.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.revision = 1


def packed(document: Document) -> bytes:
    saved, written = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, WRITTEN), before.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()

"""What is wrong with a template that a council brings, in words: found by opening it and making reports over it."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from io import BytesIO

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from ledger.components import Column, Row, Table
from ledger.numbers import Number

from ..value import Bullets, Clearance, Paragraph, Report, Section, Subheading
from .elements import W
from .language import TemplateLanguage, objections
from .pages import BrokenTemplateError
from .styles import lacking_styles
from .writing import write_word

MEGABYTE = 1_000_000
LARGEST = 5 * MEGABYTE  # as it is brought: room for a crest and a photograph
LARGEST_UNPACKED = 25 * MEGABYTE
LARGEST_XML = 2 * MEGABYTE  # of one file in it: styles can grow that long
LARGEST_TEXT = MEGABYTE // 2  # with Word's own tags: some thirty pages; what is longer takes too long to fill
MOST_FILES = 500
LEGACY = b"\xd0\xcf\x11\xe0"  # how files begin that are of a Word before 2007, or have a password
TYPES = "[Content_Types].xml"
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
HALF_TAG = re.compile(r"\{[{%#]|[}%#]\}")
WHOLE_PARAGRAPH = re.compile(r"\{[{%]p\s")
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
AGAIN = "open it in Word and save it again as a Word document (.docx)"
NESTING = (
    "Its tags don’t nest with its paragraphs: {%p if … %} and {%p endif %} belong in paragraphs of their own, "
    "{%tr for … %} and {%tr endfor %} in rows of their own, {{p … }} in a paragraph of its own."
)


def faults(template: bytes) -> list[str]:
    """What must be mended before reports can be made over it; empty where nothing is wrong.

    Styles that it lacks are no fault: see `borrowed_styles`.
    """
    for check in (_wrong_file, _wrong_archive, _wrong_words, _wrong_at_work):
        if found := list(dict.fromkeys(check(template))):
            return found
    return []


def borrowed_styles(template: bytes) -> list[str]:
    """The names of the styles that a template without fault leaves to ours."""
    return lacking_styles(docx.Document(BytesIO(template)))


def _wrong_file(template: bytes) -> Iterator[str]:
    if len(template) > LARGEST:
        size = len(template) / MEGABYTE
        yield f"It has {size:.1f} MB; at most {LARGEST // MEGABYTE} MB can be taken. Smaller pictures would help."
    elif template.startswith(LEGACY):
        yield f"It has a password or is of a Word before 2007; {AGAIN}, without a password."
    elif not zipfile.is_zipfile(BytesIO(template)):
        yield f"This isn’t a Word document; {AGAIN}."


def _wrong_archive(template: bytes) -> Iterator[str]:
    """Before anything of it is unpacked: python holds what it unpacks to the sizes that are read here."""
    with zipfile.ZipFile(BytesIO(template)) as archive:
        files = archive.infolist()
        unpacked = sum(file.file_size for file in files)
        if len(files) > MOST_FILES or unpacked > LARGEST_UNPACKED:
            yield (
                f"It holds {len(files):,} files, unpacked {unpacked / MEGABYTE:,.1f} MB; "
                f"at most {MOST_FILES} files of {LARGEST_UNPACKED // MEGABYTE} MB together can be taken."
            )
        elif any(file.filename.endswith(".xml") and file.file_size > LARGEST_XML for file in files):
            yield f"It is too long: a part of it, unpacked, has more than {LARGEST_XML // MEGABYTE} MB."
        elif any(file.flag_bits & 1 or file.compress_type not in READABLE for file in files) or _damaged(archive):
            yield f"It is damaged or has a password; {AGAIN}, without a password."
        elif TYPES not in archive.namelist():
            yield f"This isn’t a Word document; {AGAIN}."
        else:
            yield from _wrong_kind(archive)


def _damaged(archive: zipfile.ZipFile) -> bool:
    try:
        return archive.testzip() is not None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return True


def _wrong_kind(archive: zipfile.ZipFile) -> Iterator[str]:
    kinds = archive.read(TYPES)
    if b"macroEnabled" in kinds or b"vbaProject" in kinds or any("vbaProject" in name for name in archive.namelist()):
        yield f"It holds macros, which reports must not bring along; {AGAIN}, without macros."
    elif b"wordprocessingml.template.main+xml" in kinds:
        yield f"It is a template of Word’s own (.dotx); {AGAIN}."
    elif b"wordprocessingml.document.main+xml" not in kinds:
        yield f"This isn’t a Word document; {AGAIN}."


def _wrong_words(template: bytes) -> Iterator[str]:
    """What its tags say that can't be understood, or may not be said; with the place."""
    opened = DocxTemplate(BytesIO(template))
    try:
        if opened.get_docx().element.body is None:
            raise ValueError("no body")
    except (KeyError, ValueError, AttributeError, etree.LxmlError):
        yield f"It can’t be opened as a Word document; {AGAIN}."
        return
    for where, text in _texts(opened):
        if len(text) > LARGEST_TEXT:
            yield f"It is too long: {where}, with Word’s own marks, has more than {LARGEST_TEXT // 1000} kB."
            continue
        found = list(_loose_tags(text)) or _refused_tags(opened.patch_xml(text))
        yield from (f"In {where}, near “{near[:80]}”: {words}." for near, words in found)


def _texts(opened: DocxTemplate) -> Iterator[tuple[str, str]]:
    """The parts that docxtpl fills, as they are before it does."""
    yield "the text", opened.get_xml()
    for where, kind in (("a header", opened.HEADER_URI), ("a footer", opened.FOOTER_URI)):
        for _, part in opened.get_headers_footers(kind):
            yield where, opened.get_part_xml(part)
    for relation in opened.docx.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            yield "a footnote", relation.target_part.blob.decode()


def _loose_tags(text: str) -> Iterator[tuple[str, str]]:
    """Tags that docxtpl would stretch over paragraphs, or for which it would drop the words beside them."""
    for paragraph in parse_xml(text).iter(W + "p"):
        words = "".join(found.text or "" for found in paragraph.iter(W + "t"))
        beside = TAG.sub("", words)
        if HALF_TAG.search(beside):
            yield words, "a tag isn’t closed in its paragraph"
        elif WHOLE_PARAGRAPH.search(words) and (beside.strip() or len(TAG.findall(words)) > 1):
            yield words, "a tag with p must stand alone in its paragraph"


def _refused_tags(text: str) -> Iterator[tuple[str, str]]:
    """What can't be understood, or may not be said."""
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", text)  # so that each paragraph begins a line
    lines = source.split("\n")
    try:
        for line, words in objections(TemplateLanguage().parse(source)):
            yield _words(lines[line - 1]), words
    except TemplateSyntaxError as error:
        yield _words(lines[error.lineno - 1]), str(error.message).rstrip(".")
    except (RecursionError, ValueError):
        yield "", "a tag is too deeply nested or too long to be read"


def _words(line: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>?", "", line)).split())


def _wrong_at_work(template: bytes) -> Iterator[str]:
    """What goes wrong when reports are made over it: one with everything in it, one with next to nothing."""
    for report in (FULL, BARE):
        try:
            write_word(report, template)
        except BrokenTemplateError as error:
            yield str(error)
        except TemplateError as error:
            yield f"A report can’t be made over it: {error.message}."
        except etree.XMLSyntaxError:
            yield NESTING
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # of libraries, about what a file lacks
            yield f"A report can’t be made over it ({type(error).__name__}: {error}); {AGAIN}."


FULL = Report(
    title="A report on trial",
    organisation="A council",
    committee="A committee",
    meeting=date(2019, 11, 7),
    year="2019/20",
    as_at=date(2019, 10, 31),
    moment=datetime(2019, 10, 31, tzinfo=UTC),
    state="Draft",
    front=(("Key decision", "No"), ("Electoral divisions", "All")),
    recommendation="To note the report.\n\n- And to ask for another.",
    sections=(
        Section(
            "trial",
            "A section",
            (
                Paragraph("A paragraph."),
                Bullets(("A bullet.",)),
                Subheading("A subheading"),
                Table(
                    "trial",
                    "A table",
                    (Column("Line"), Column("Amount", numeric=True)),
                    (Row("A line", (Number(Decimal(1), "GBP"),)),),
                ),
            ),
        ),
    ),
    clearances=(Clearance("Finance", "None.", date(2019, 11, 1)), Clearance("Legal", "None.", None)),
    notes=("A note.",),
    label="A made-up council",
)
BARE = replace(
    FULL, committee="", meeting=None, front=(), recommendation="", sections=(), clearances=(), notes=(), label=""
)

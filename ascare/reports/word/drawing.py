"""The blocks of a report as Word's elements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count

from docx.document import Document
from docx.oxml.shape import CT_Inline
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt

from ledger.components import Chart, Table

from ..fitting import Page, fitted
from ..pictures import picture
from ..prose import blocks_of
from ..value import Block, Bullets, Paragraph, Report, Subheading, marks_of
from . import elements
from .elements import clean, paragraph, run, w
from .tables import table_element

LETTERS = {"Table Text": Pt(9.5), "Table Text Small": Pt(8)}  # in tables, where a template's own styles don't say
PADDING = 8.5  # points, at both sides of a cell together, as the style of tables has it, and a hair


@dataclass(frozen=True, slots=True)
class Paper:
    """What is drawn on: the document, the ids of its styles by name, and how wide its text may be."""

    document: Document
    styles: Mapping[str, str]
    upright: Length
    on_side: Length
    shapes: Iterator[int] = field(default_factory=lambda: count(5001))  # ids; those of the template are below

    @property
    def letters(self) -> dict[float, str]:
        """The styles of text in tables by the size of their letters in points, the larger first."""
        fonts = {name: self.document.styles[name].font.size or size for name, size in LETTERS.items()}
        return {size.pt: self.styles[name] for name, size in sorted(fonts.items(), key=lambda it: -it[1])}


@dataclass(frozen=True, slots=True)
class Piece:
    """Elements that stand together on pages of one kind."""

    elements: list[BaseOxmlElement]
    landscape: bool = False
    heading: bool = False  # stays with what follows


def sections(report: Report, paper: Paper) -> Iterator[Piece]:
    """The numbered headings and what stands under them."""
    for section, number, blocks in report.numbered():
        yield Piece([_heading(paper, "Heading 1", f"{number}\t{section.heading}")], heading=True)
        for label, block in blocks:
            yield from _block(paper, label, block)


def recommendation(report: Report, paper: Paper) -> Iterator[Piece]:
    for block in blocks_of(report.recommendation):
        if isinstance(block, Bullets):
            yield from _block(paper, "", block)
        else:
            yield Piece([_sentences(paper, "Body Text", block.text)])


def _block(paper: Paper, label: str, block: Block) -> Iterator[Piece]:
    match block:
        case Paragraph(text):
            yield Piece([_sentences(paper, "Numbered Paragraph", text, f"{label}\t")])
        case Bullets(items):
            yield Piece([paragraph(paper.styles["List Bullet"], run(item)) for item in items])
        case Subheading(text):
            yield Piece([_heading(paper, "Heading 2", text)], heading=True)
        case Table():
            yield _table(paper, _caption(paper, "Table", label, block.caption), block)
        case Chart():
            yield Piece(list(_figure(paper, label, block)))
            behind = f": {block.table.caption}" if block.table.caption != block.title else ""
            caption = paragraph(paper.styles["Caption"], run(f"The numbers of Figure {label}{behind}"))
            yield _table(paper, caption, block.table)


def _sentences(paper: Paper, style: str, text: str, number: str = "") -> CT_P:
    """What ends with a colon stays with what it introduces."""
    stay = (w("keepNext"),) if text.rstrip().endswith(":") else ()
    runs = (run(number), run(text)) if number else (run(text),)
    return paragraph(paper.styles[style], *runs, properties=stay)


def _heading(paper: Paper, style: str, text: str) -> CT_P:
    """Without the number that a template's own style would put before ours."""
    chain, found = [], paper.document.styles[style]
    while found is not None:
        chain.append(found)
        found = found.base_style
    numbered = any(link.element.pPr is not None and link.element.pPr.numPr is not None for link in chain)
    off = (w("numPr", w("ilvl", val=0), w("numId", val=0)),) if numbered else ()
    return paragraph(paper.styles[style], run(text), properties=off)


def _caption(paper: Paper, kind: str, number: str, words: str) -> CT_P:
    """With a real field, so that Word's own lists of tables and figures find it."""
    counted = elements.field(rf"SEQ {kind} \* ARABIC", number)
    return paragraph(paper.styles["Caption"], run(f"{kind} "), *counted, run(f": {words}"))


def _table(paper: Paper, caption: CT_P, table: Table) -> Piece:
    """Caption, table and notes; of a table without rows what it says of that."""
    notes = [*marks_of(table), *([table.note] if table.note else [])]
    stay = (w("keepNext"),)
    below = [
        paragraph(paper.styles["Table Note"], run(note), properties=stay if place < len(notes) else ())
        for place, note in enumerate(notes, start=1)
    ]
    if not table.rows:
        return Piece([caption, paragraph(paper.styles["Body Text"], run(table.empty)), *below])
    letters = paper.letters
    pages = tuple(Page(width.pt, tuple(letters)) for width in (paper.upright, paper.on_side))
    fit = fitted(table, pages, PADDING)
    drawn = table_element(table, fit, paper.styles["Report Table"], letters[fit.size], noted=bool(notes))
    return Piece([caption, drawn, *below], landscape=fit.page != pages[0])


def _figure(paper: Paper, number: str, chart: Chart) -> Iterator[BaseOxmlElement]:
    """The picture with its alternative text, and its finding in words."""
    yield _caption(paper, "Figure", number, chart.title)
    drawn = w("r", w("drawing", _inline(paper, chart)))
    yield paragraph(paper.styles["Body Text"], drawn, properties=(w("keepNext"),))
    yield paragraph(paper.styles["Body Text"], run(chart.finding))


def _inline(paper: Paper, chart: Chart) -> CT_Inline:
    """The picture in line with the text, no wider than it."""
    relation, image = paper.document.part.get_or_add_image(BytesIO(picture(chart, "png")))
    width = Length(min(image.width, paper.upright))
    height = Length(int(image.height * width / image.width))
    inline = CT_Inline.new_pic_inline(next(paper.shapes), relation, f"{chart.slug}.png", width, height)
    inline.docPr.set("descr", clean(f"{chart.title}. {chart.finding}"))
    return inline

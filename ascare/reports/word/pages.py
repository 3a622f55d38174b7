"""Where the blocks go in a filled template: in place of their marks, on pages upright or on their side."""

from collections.abc import Iterable, Mapping
from copy import deepcopy

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.section import CT_SectPr
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph

from .drawing import Piece
from .elements import field, of_style, paragraph, run, w
from .language import mark_style

FIRST_ONLY = (
    "headerReference",
    "footerReference",
    "titlePg",
    "type",
)  # later pages have the headers of those before
FIRST_BOOKMARK = 9000  # their ids begin behind those of a template
A4 = (Mm(210), Mm(297))


class BrokenTemplateError(Exception):
    """A template from which no report can be made; says why in words."""


def mark(document: Document, name: str) -> CT_P | None:
    """The paragraph that keeps a block's place; None where the template leaves the block out."""
    found = of_style(document.element, mark_style(name))
    written = f"{{{{p {name} }}}}"
    if len(found) > 1:
        raise BrokenTemplateError(f"{written} stands there {len(found)} times; it can stand there once.")
    if not found:
        return None
    if found[0].getparent() is not document.element.body:
        raise BrokenTemplateError(
            f"{written} must be a paragraph of its own, with the p, outside tables, boxes and content controls."
        )
    return found[0]


def layout_at(place: CT_P) -> CT_SectPr:
    """The page layout that holds where a paragraph stands."""
    for sibling in place.itersiblings():
        if sibling.tag == qn("w:sectPr"):
            return sibling
        if (own := sibling.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")) is not None:
            return own
    raise BrokenTemplateError("It has no page layout; save it again with Word.")


def widths(layout: CT_SectPr) -> tuple[Length, Length]:
    """Of the text on an upright page and on one on its side."""
    width, height = _size(layout)
    margins = (layout.left_margin or 0) + (layout.right_margin or 0) + (layout.gutter or 0)
    return Length(width - margins), Length(max(width, height) - margins)


def _size(layout: CT_SectPr) -> tuple[Length, Length]:
    return layout.page_width or A4[0], layout.page_height or A4[1]


def place(at: CT_P, pieces: Iterable[Piece]) -> None:
    """The pieces where the mark stands; those that lie on their side get a section of the document of their own."""
    layout = layout_at(at)
    runs = _runs(pieces)
    for number, (landscape, stood) in enumerate(runs, start=1):
        last = number == len(runs)
        if landscape and last and at.getnext() is layout:
            _turn(layout)  # nothing comes after it
        elif landscape or not last:
            stood.append(_end(layout, landscape))
        for element in stood:
            at.addprevious(element)
    at.getparent().remove(at)


def _runs(pieces: Iterable[Piece]) -> list[tuple[bool, list[BaseOxmlElement]]]:
    """The elements of pages of one kind, and whether they lie on their side; a heading goes with what it heads.

    The first run is upright, as is what stands before the mark.
    """
    runs: list[tuple[bool, list[BaseOxmlElement]]] = [(False, [])]
    headings: list[BaseOxmlElement] = []
    for piece in pieces:
        if piece.heading:
            headings += piece.elements
            continue
        if piece.landscape != runs[-1][0]:
            runs.append((piece.landscape, []))
        runs[-1][1].extend([*headings, *piece.elements])
        headings = []
    runs[-1][1].extend(headings)
    return runs


def _end(layout: CT_SectPr, landscape: bool) -> CT_P:
    """A paragraph that ends a section; the first that ends takes the headers, which those after it inherit."""
    own = deepcopy(layout)
    if landscape:
        _turn(own)
    for tag in FIRST_ONLY:
        for inherited in layout.findall(qn(f"w:{tag}")):
            layout.remove(inherited)
    if (start := layout.find(qn("w:pgNumType"))) is not None:
        start.attrib.pop(qn("w:start"), None)
    return w("p", w("pPr", w("spacing", before=0, after=0, line=20, lineRule="exact"), own))


def _turn(layout: CT_SectPr) -> None:
    height, width = sorted(_size(layout))
    layout.page_width, layout.page_height = width, height
    layout.get_or_add_pgSz().set(qn("w:orient"), "landscape")


def fill_contents(document: Document, at: CT_P, styles: Mapping[str, str]) -> None:
    """The headings of the first level as links, without page numbers.

    Only Word knows on which page a heading stands, and before it works that out in a document that it opens, it asks
    the reader a question that frightens. So this field asks for no page numbers: what it shows is right from the
    beginning, and is the same when it is worked out again.
    """
    headings = [found for found in of_style(document.element.body, styles["Heading 1"]) if _words(found).strip()]
    for number, heading in enumerate(headings, start=1):
        heading.insert(1, w("bookmarkStart", id=FIRST_BOOKMARK + number, name=_anchor(number)))
        heading.append(w("bookmarkEnd", id=FIRST_BOOKMARK + number))
    links = [
        w("hyperlink", run(_words(heading)), anchor=_anchor(number), history=1)
        for number, heading in enumerate(headings, start=1)
    ]
    if links:
        at.addprevious(_contents(links, styles))
    at.getparent().remove(at)


def _contents(links: list[BaseOxmlElement], styles: Mapping[str, str]) -> BaseOxmlElement:
    """A content control of Word's own kind, so that Word offers to update it."""
    lines = [[link] for link in links]
    begin, code, separate, _, end = field(r'TOC \o "1-1" \h \z \n', "")
    lines[0] = [begin, code, separate, *lines[0]]
    lines[-1] = [*lines[-1], end]
    kind = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    return w(
        "sdt",
        w("sdtPr", kind),
        w(
            "sdtContent",
            paragraph(styles["TOC Heading"], run("Contents")),
            *(paragraph(styles["toc 1"], *line) for line in lines),
        ),
    )


def _anchor(number: int) -> str:
    return f"_Toc{FIRST_BOOKMARK + number:09}"


def _words(heading: CT_P) -> str:
    """A paragraph's text, a tab as a tab."""
    return Paragraph(heading, None).text  # type: ignore[arg-type]

"""The styles that reports are set in. A template brings its own; those that it lacks are taken from ours."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.styles import CT_Style

LAYOUT = Path(__file__).parent.parent / "layout" / "report.docx"
NEEDED = (  # a style after the one that it is based on
    *("Heading 1", "Heading 2", "TOC Heading", "toc 1"),
    *("Body Text", "List Bullet", "Caption", "Numbered Paragraph", "Report Banner"),
    *("Table Text", "Table Text Small", "Table Note", "Report Table"),
)


@cache
def own_template() -> bytes:
    return LAYOUT.read_bytes()


def lacking_styles(document: Document) -> list[str]:
    """Those of a template that ours must stand in for."""
    return [name for name in NEEDED if name not in document.styles]


def complete(document: Document) -> Mapping[str, str]:
    """The ids of all styles that reports are set in, by name; those that the template lacks are added to it."""
    if missing := lacking_styles(document):
        own = docx.Document(str(LAYOUT))
        for name in missing:
            _add(document, own, name)
    return {name: document.styles[name].style_id for name in NEEDED}


def _add(document: Document, own: Document, name: str) -> None:
    style = own.styles[name]
    element: CT_Style = deepcopy(style.element)
    for tag in ("w:link", "w:next"):
        for child in element.findall(qn(tag)):
            element.remove(child)
    if style.base_style is not None:
        base = style.base_style.name
        element.basedOn_val = document.styles[base].style_id if base in document.styles else None
    if element.find(f".//{qn('w:numId')}") is not None:
        _bring_numbering(document, own, element)
    document.styles.element.append(element)


def _bring_numbering(document: Document, own: Document, style: CT_Style) -> None:
    """What a list looks like stands in a part of its own, which a template without lists hasn't got."""
    part = own.part.numbering_part
    if all(found.reltype != RELATIONSHIP_TYPE.NUMBERING for found in document.part.rels.values()):
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return
    theirs = document.part.numbering_part.element
    abstract = deepcopy(part.element.find(qn("w:abstractNum")))
    taken = [int(found.get(qn("w:abstractNumId"))) for found in theirs.findall(qn("w:abstractNum"))]
    number = max(taken, default=-1) + 1
    abstract.set(qn("w:abstractNumId"), str(number))
    theirs.insert(len(taken), abstract)
    style.find(f".//{qn('w:numId')}").set(qn("w:val"), str(theirs.add_num(number).numId))

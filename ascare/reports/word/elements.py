"""WordprocessingML, element by element. Words go in as text only, so none of them can become XML."""

import re
from collections.abc import Iterable, Iterator

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.run import Run

W = f"{{{nsmap['w']}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NEW_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PIECES = re.compile("[\t\n]|[^\t\n]+")
# The letters that are written from the right: Hebrew, Arabic and their neighbours, with their presentation forms.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
LETTER = re.compile(r"[^\W\d_]")
AFTER_BIDI = (  # what may follow it in the properties of a paragraph, by the schema's order
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl"),
    *("w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)


def clean(text: str) -> str:
    """Without what XML can't hold: control characters and lone surrogates; every end of a line as one."""
    return NOT_XML.sub("", NEW_LINES.sub("\n", text))


def w(tag: str, *children: BaseOxmlElement | str, **values: str | int) -> BaseOxmlElement:
    """An element of Word's own namespace: w("jc", val="right"); a string is its text, to the last space."""
    element = oxml_parser.makeelement(W + tag, {W + name: str(value) for name, value in values.items()})
    for child in children:
        if isinstance(child, str):
            element.text = child
            element.set(SPACE, "preserve")
        else:
            element.append(child)
    return element


def run(text: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    """Words in one run; tabs and ends of lines are Word's own."""
    pieces = (
        w("tab") if piece == "\t" else w("br") if piece == "\n" else w("t", piece)
        for piece in PIECES.findall(clean(text))
    )
    return w("r", *((w("rPr", *properties),) if properties else ()), *pieces)


def paragraph(style: str, *content: BaseOxmlElement, properties: Iterable[BaseOxmlElement] = ()) -> CT_P:
    """A paragraph in the style of that id; properties in the schema's order."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def field(code: str, result: str) -> Iterator[BaseOxmlElement]:
    """The runs of a field that Word works out again when asked to, showing its result until then."""
    yield w("r", w("fldChar", fldCharType="begin"))
    yield w("r", w("instrText", f" {code} "))
    yield w("r", w("fldChar", fldCharType="separate"))
    yield run(result)
    yield w("r", w("fldChar", fldCharType="end"))


def mark_right_to_left(root: BaseOxmlElement) -> None:
    """Have Word read from the right: runs that begin with such a letter, and paragraphs that do."""
    paragraphs = {}
    for text in root.iter(W + "t"):
        words = text.text or ""
        if words.isascii() or not RIGHT_TO_LEFT.search(words):
            continue
        if _begins_right(words):
            Run(text.getparent(), None).font.rtl = True  # type: ignore[arg-type]
        holder = next(text.iterancestors(W + "p"))
        paragraphs[id(holder)] = holder
    for holder in paragraphs.values():
        if _begins_right("".join(text.text or "" for text in holder.iter(W + "t"))):
            holder.get_or_add_pPr().insert_element_before(w("bidi"), *AFTER_BIDI)


def _begins_right(words: str) -> bool:
    letter = LETTER.search(words)
    return bool(letter and RIGHT_TO_LEFT.match(letter[0]))


def of_style(root: BaseOxmlElement, style: str) -> list[CT_P]:
    """The paragraphs of a style, in order."""
    return [found.getparent().getparent() for found in root.iter(qn("w:pStyle")) if found.get(W + "val") == style]

"""Write the template that Word reports are made over unless a council brings its own.

For maintainers only. Run it after changing anything below, look at a report in Word, and commit the result:

    .venv/bin/python -m scripts.word_layout

Nothing of python-docx's own template is left but the frame: its styles are in American English and letters that few
machines have.
"""

import sys

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table

from ascare.reports.word.elements import field, run
from ascare.reports.word.styles import LAYOUT
from ascare.reports.word.writing import packed

FONT = "Arial"
INK = RGBColor(0x0B, 0x0C, 0x0C)
HANGING = Cm(1.25)  # the numbers of headings and paragraphs stand in here
TEXT = Cm(17)  # A4 between margins of 2 cm
KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
# name, based on, points, bold, points before and after, hanging, stays with what follows
PARAGRAPHS = (
    ("Title", "Normal", 22, True, 0, 12, False, True),
    ("Heading 1", "Normal", 15, True, 18, 6, True, True),
    ("Heading 2", "Normal", 12.5, True, 12, 4, False, True),
    ("Heading 3", "Normal", 11, True, 10, 4, False, True),
    ("Header", "Normal", 9, False, 0, 12, False, False),
    ("Footer", "Normal", 9, False, 0, 0, False, False),
    ("TOC Heading", "Normal", 12.5, True, 14, 4, False, True),
    ("toc 1", "Normal", 11, False, 0, 3, True, False),
    ("Body Text", "Normal", 11, False, 4, 6, False, False),
    ("Numbered Paragraph", "Normal", 11, False, 6, 4, True, False),
    ("List Bullet", "Normal", 11, False, 2, 2, False, False),
    ("Caption", "Normal", 10, True, 12, 4, False, True),
    ("Report Banner", "Normal", 9, True, 0, 4, False, False),
    ("Table Text", "Normal", 9.5, False, 2, 2, False, False),
    ("Table Text Small", "Table Text", 8, False, 1, 1, False, False),
    ("Table Note", "Normal", 9, False, 3, 3, False, False),
)
OUTLINE = {"Heading 1": 0, "Heading 2": 1, "Heading 3": 2}
BORDERS = """
<w:tblBorders>
  <w:top w:val="single" w:sz="12" w:space="0" w:color="0B0C0C"/>
  <w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B0C0C"/>
  <w:insideH w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/>
</w:tblBorders>
"""
MARGINS = """
<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>
"""
TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{{id}}">
  <w:name w:val="{{name}}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
  <w:tblPr>{BORDERS}{MARGINS}</w:tblPr>
  <w:tblStylePr w:type="{{part}}"><w:rPr><w:b/><w:bCs/></w:rPr>{{more}}</w:tblStylePr>
</w:style>
"""
HEADER_LINE = (
    '<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B0C0C"/></w:tcBorders>'
    '<w:vAlign w:val="bottom"/></w:tcPr>'
)
BULLETS = f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="0">
  <w:multiLevelType w:val="singleLevel"/>
  <w:lvl w:ilvl="0">
    <w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/>
    <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1106" w:hanging="397"/></w:pPr>
  </w:lvl>
</w:abstractNum>
"""


def main() -> None:
    document = docx.Document()
    clear(document)
    add_styles(document)
    set_page(document)
    fill_first_page(document)
    document.add_paragraph("{{p body }}")
    fill_last_page(document)
    LAYOUT.write_bytes(packed(document))
    sys.stdout.write(f"{LAYOUT.name}: {LAYOUT.stat().st_size:,} bytes\n")


def clear(document: Document) -> None:
    """Without the styles, lists, preview and views that python-docx's template comes with."""
    for style in [found for found in document.styles if found.name not in KEPT]:
        style.delete()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    numbering.append(parse_xml(BULLETS))
    numbering.add_num(0)
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    settings = document.settings.element
    for tag in ("zoom", "proofState", "savePreviewPicture", "rsids"):
        for found in settings.findall(qn(f"w:{tag}")):
            settings.remove(found)
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")


def add_styles(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    fonts = next(defaults.iter(qn("w:rFonts")))
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    language = next(defaults.iter(qn("w:lang")))
    for name, code in (("val", "en-GB"), ("eastAsia", "en-GB"), ("bidi", "ar-SA")):
        language.set(qn(f"w:{name}"), code)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(11), INK
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.08
    for row in PARAGRAPHS:
        add_paragraph_style(document, *row)
    document.styles["List Bullet"].element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 1
    document.styles["Table Text"].paragraph_format.line_spacing = 1.0
    document.styles["Report Banner"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, part, more in (("Report Table", "firstRow", HEADER_LINE), ("Report Form", "firstCol", "")):
        style = TABLE.format(id=name.replace(" ", ""), name=name, part=part, more=more)
        document.styles.element.append(parse_xml(style))


def add_paragraph_style(
    document: Document,
    name: str,
    base: str,
    size: float,
    bold: bool,
    before: float,
    after: float,
    hanging: bool,
    stays: bool,
) -> None:
    own = name.startswith(("Numbered", "Report", "Table"))
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=not own)
    style.base_style = document.styles[base]
    style.quick_style, style.hidden, style.font.size = True, False, Pt(size)
    style.font.bold = style.font.cs_bold = bold or None
    style.element.rPr.append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{round(2 * size)}"/>'))
    form = style.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), stays or None
    if hanging:
        form.left_indent, form.first_line_indent = HANGING, -HANGING
        form.tab_stops.add_tab_stop(HANGING)
    if name in OUTLINE:
        outline = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{OUTLINE[name]}"/>')
        style.element.get_or_add_pPr().append(outline)


def set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.header_distance = section.footer_distance = Cm(1)
    header = section.header.paragraphs[0]
    header.style, header.text = (
        document.styles["Header"],
        "{{ organisation }}{% if committee %} · {{ committee }}{% endif %}",
    )
    footer = section.footer.paragraphs[0]
    footer.style, footer.alignment = document.styles["Footer"], WD_ALIGN_PARAGRAPH.RIGHT
    pages = (run("Page "), *field("PAGE", "1"), run(" of "), *field("NUMPAGES", "1"))
    for element in pages:
        footer._p.append(element)


def fill_first_page(document: Document) -> None:
    document.add_paragraph("{{ title }}", style="Title")
    rows = [
        ("{%tr if committee %}", ""),
        ("To", "{{ committee }}"),
        ("{%tr endif %}", ""),
        ("{%tr if meeting %}", ""),
        ("Meeting date", "{{ meeting }}"),
        ("{%tr endif %}", ""),
        ("{%tr for row in front %}", ""),
        ("{{ row.label }}", "{{ row.words }}"),
        ("{%tr endfor %}", ""),
        ("Figures", "{{ year }}, as at {{ as_at }}"),
        ("Status", "{{ state }}; figures as known on {{ known }}"),
    ]
    table = add_table(document, "Report Form", "About this report", (Cm(4.5), Cm(12.5)), rows)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.set(qn("w:firstRow"), "0")
    document.add_paragraph("{%p if recommendation %}")
    document.add_paragraph("Recommendation", style="Heading 1")
    document.add_paragraph("{{p recommendation }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{p contents }}")


def fill_last_page(document: Document) -> None:
    document.add_paragraph("{%p if clearances %}")
    document.add_paragraph("Clearances", style="Heading 1")
    rows = [
        ("Role", "Implications", "Cleared"),
        ("{%tr for row in clearances %}", "", ""),
        ("{{ row.role }}", "{{ row.implications }}", "{{ row.cleared }}"),
        ("{%tr endfor %}", "", ""),
    ]
    table = add_table(document, "Report Table", "Clearances", (Cm(4), Cm(9.5), Cm(3.5)), rows)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if notes %}")
    document.add_paragraph("How to read the figures", style="Heading 1")
    document.add_paragraph("{%p for note in notes %}")
    document.add_paragraph("{{ note }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def add_table(
    document: Document, style: str, words: str, widths: tuple[Cm, ...], rows: list[tuple[str, ...]]
) -> Table:
    """Rows that aren't split over pages; each cell in the style of tables."""
    table = document.add_table(len(rows), len(widths), style=document.styles[style])
    table.autofit = False
    caption = parse_xml(f'<w:tblCaption {nsdecls("w")} w:val="{words}"/>')
    table._tbl.tblPr.append(caption)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, texts in zip(table.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].style, cell.paragraphs[0].text = document.styles["Table Text"], text
    return table


if __name__ == "__main__":
    main()

"""A table's sheet: what it is called, its cells, what is said of it and, where it is a chart's, the chart."""

from collections.abc import Sequence
from math import ceil, fsum

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ledger.components import Cell, Chart, Rating, Row, Table
from ledger.numbers import Number
from ledger.palette import RATINGS

from ..value import marks_of, printed
from .charts import WIDTH, draw
from .formulas import differences, number_at, sums
from .layout import ABOUT, HEADER, TITLE, Layout, layout, lines
from .looks import GREY, PALE, QUIET, RULE, Looks, number_format, reads_as, stored
from .names import text

BLANK = "A blank cell among numbers: not known, which is not nought."
FEWEST_TO_FILTER = 6  # rows
A4 = 9
LINE, HEIGHT = 90, 15  # of words below a table: letters, and points
TALLEST = 24  # rows of a table that can share a page with its chart
LETTER, PADDING, COLUMN = 7, 5, 64  # pixels: of a column's letters, its edges, and a whole one nobody set


def write_sheet(look: Looks, sheet: Worksheet, title: str, about: str, block: Table | Chart) -> Layout:
    """Fills a sheet that is empty; the place of the table in it."""
    table = block.table if isinstance(block, Chart) else block
    at = layout(table)
    sheet.write_string(TITLE, 0, text(title), look(bold=True, font_size=14))
    sheet.set_row(TITLE, 2 * HEIGHT)
    sheet.write_string(ABOUT, 0, text(about), look(font_color=QUIET))
    for column, letters in enumerate(at.letters):
        sheet.set_column(column, column, letters)
    _headings(look, sheet, at)
    for place, row in enumerate(table.rows):
        _row(look, sheet, at, place, row)
    _formulas(look, sheet, at)
    said = [table.note, *marks_of(table), *([BLANK] if _has_gap(table) else [])]
    if isinstance(block, Chart):
        below = _words(look, sheet, at, at.end + 1, [*said, block.finding])
        sheet.print_area(0, 0, draw(look, sheet, block, at, below + 1), at.width - 1 + _beyond(at))
    else:
        _words(look, sheet, at, at.end + 1, [*said, "" if table.rows else table.empty])
    _page(sheet, at)
    printable(sheet, one_page=isinstance(block, Chart) and len(table.rows) <= TALLEST)
    return at


def _beyond(at: Layout) -> int:
    """How many columns beyond the table's a chart needs."""
    taken = sum(LETTER * letters + PADDING for letters in at.letters)
    return max(0, ceil((WIDTH - taken) / COLUMN))


def _headings(look: Looks, sheet: Worksheet, at: Layout) -> None:
    high = max(lines(at.heading(column), at.letters[column]) for column in range(at.width))
    sheet.set_row(HEADER, HEIGHT * high)
    numeric = {place: column.numeric for place, column in zip(at.columns, at.table.columns, strict=True)}
    for column in range(at.width):
        align = _aligned(numeric.get(column, column in at.restated)) if column else {}
        kept = look(bold=True, text_wrap=True, valign="bottom", bottom=1, bg_color=GREY, **align)
        sheet.write_string(HEADER, column, text(at.heading(column)), kept)


def _row(look: Looks, sheet: Worksheet, at: Layout, place: int, row: Row) -> None:
    about = _about(row)
    if (high := at.lines(place)) > 1:
        sheet.set_row(at.row(place), HEIGHT * high)
    sheet.write_string(at.row(place), 0, text(printed(row.header)), look(text_wrap=row.kind == "body", **about))
    for column in range(1, at.width):  # the whole row looks like one
        sheet.write_blank(at.row(place), column, None, look(**about))
    for cell, column, described in zip(row.cells, at.columns[1:], at.table.columns[1:], strict=False):
        _cell(look, sheet, (at.row(place), column), cell, about, described.numeric)
        if column + 1 in at.restated and isinstance(cell, Number):
            was = Number(cell.value if cell.restates is None else cell.restates, cell.unit, cell.decimals)
            _cell(look, sheet, (at.row(place), column + 1), was, about, True)
    if at.note is not None and row.note:
        sheet.write_string(
            at.row(place), at.note, text(row.note), look(text_wrap=True, font_color=QUIET, indent=1, **about)
        )


def _aligned(numeric: bool) -> dict[str, object]:
    """Words keep off the number to the left of them."""
    return {"align": "right"} if numeric else {"align": "left", "indent": 1}


def _about(row: Row) -> dict[str, object]:
    match row.kind:
        case "group":
            return {"bold": True, "bg_color": PALE}
        case "total":
            return {"bold": True, "top": 1}
    return {"bottom": 4, "bottom_color": RULE}


def _cell(
    look: Looks, sheet: Worksheet, place: tuple[int, int], cell: Cell, about: dict[str, object], numeric: bool
) -> None:
    if isinstance(cell, Number):
        value = stored(cell)
        if value is not None:
            sheet.write_number(*place, value, look(num_format=number_format(cell), **about))
        elif not cell.missing:
            sheet.write_string(*place, printed(cell), look(align="right", **about))
    elif isinstance(cell, Rating):
        ground, ink = RATINGS[cell.colour]
        kept = look(text_wrap=True, **_aligned(False), **{**about, "bg_color": ground, "font_color": ink})
        sheet.write_string(*place, text(printed(cell)), kept)
    elif words := text(printed(cell)):
        sheet.write_string(*place, words, look(text_wrap=True, **_aligned(numeric), **about))


def _formulas(look: Looks, sheet: Worksheet, at: Layout) -> None:
    """Sums and differences, each with its result, where what a spreadsheet works out reads as the number does."""
    table, totals = at.table, sums(at.table)
    for (place, cell), runs in totals.items():
        addends = [number_at(table.rows[i], cell) for run in runs for i in run]
        ranges = ",".join(xl_range(*at.down(run, cell + 1)) for run in runs)
        _formula(look, sheet, at, (place, cell), f"=SUM({ranges})", _stored(addends))
    for (place, cell), pair in differences(table).items():
        if (place, cell) not in totals:
            values = _stored([number_at(table.rows[place], one) for one in pair])
            later, earlier = (xl_rowcol_to_cell(at.row(place), at.columns[one + 1]) for one in pair)
            if len(values) == 2:  # of more digits than a cell holds there is none
                _formula(look, sheet, at, (place, cell), f"={later}-{earlier}", [values[0], -values[1]])


def _stored(numbers: Sequence[Number | None]) -> list[float]:
    return [value for number in numbers if number and (value := stored(number)) is not None]


def _formula(
    look: Looks, sheet: Worksheet, at: Layout, place: tuple[int, int], formula: str, terms: Sequence[float]
) -> None:
    row, cell = place
    number = number_at(at.table.rows[row], cell)
    assert number is not None
    if reads_as(fsum(terms), number):
        kept = look(num_format=number_format(number), **_about(at.table.rows[row]))
        sheet.write_formula(at.row(row), at.columns[cell + 1], formula, kept, stored(number))


def _has_gap(table: Table) -> bool:
    return any(isinstance(cell, Number) and cell.missing for row in table.rows for cell in row.cells)


def _words(look: Looks, sheet: Worksheet, at: Layout, row: int, said: Sequence[str]) -> int:
    """Each in a row of its own across as many columns as a line needs; the row after them."""
    letters, last = at.letters[0], 0
    while letters < LINE or not last:
        last += 1
        letters += at.letters[last] if last < at.width else COLUMN // LETTER
    for words in filter(None, said):
        sheet.merge_range(row, 0, row, last, "", look(text_wrap=True))
        sheet.write_string(row, 0, text(words), look(text_wrap=True))
        sheet.set_row(row, HEIGHT * lines(words, letters))
        row += 1
    return row


def _page(sheet: Worksheet, at: Layout) -> None:
    """What stays in view, what can be filtered, and what a printer needs."""
    sheet.freeze_panes(HEADER + 1, 1)
    kinds = [row.kind for row in at.table.rows]
    body = kinds.index("total") if "total" in kinds else len(kinds)
    if "group" not in kinds and "body" not in kinds[body:] and body >= FEWEST_TO_FILTER:
        sheet.autofilter(HEADER, 0, HEADER + body, at.width - 1)
    sheet.repeat_rows(HEADER)
    sheet.repeat_columns(0)


def printable(sheet: Worksheet, one_page: bool = False) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1 if one_page else 0)

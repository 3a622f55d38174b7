"""The workbook of a return read back: by the codes of its lines and the headings of its periods, wherever they stand.

Pure: a Workbook in, its cells out, or UnreadableFile where it isn't this return's workbook.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ledger.months import Span

from ..readings import Remark
from .cells import Cell, Sheet, UnreadableFile, Workbook, month_of
from .return_layout import CODE, COMMENT, HIDDEN_SHEET, MARK, SAID, TOTAL, VERSION, Identity, Seen, heading

HEADER_WITHIN = 20  # rows
ANEW = "Download the workbook anew from the return’s page and put your figures into that; cells can be copied over."


@dataclass
class Sent:
    """What stands in the cells of a workbook that somebody filled in."""

    cells: dict[tuple[str, Span], Cell] = field(default_factory=dict)  # by the line's code and the period
    comments: dict[str, Cell] = field(default_factory=dict)  # by the line's code
    missing: list[Span] = field(default_factory=list)  # periods without a column
    problems: list[Remark] = field(default_factory=list)


def read_seen(workbook: Workbook) -> Seen:
    """What the workbook says of itself. UnreadableFile where it says nothing, or is of another template."""
    hidden = [sheet for sheet in workbook.sheets if sheet.name.strip().casefold() == HIDDEN_SHEET]
    if not hidden or hidden[0].cell(1, 1).shown != MARK:
        raise UnreadableFile(
            f"“{workbook.name}” is no workbook of a return: the hidden sheet that says which return it is of, is not "
            f"there. {ANEW}"
        )
    sheet = hidden[0]
    version = sheet.cell(1, 2).shown
    if version != str(VERSION):
        older = "an older" if version.isdigit() and int(version) < VERSION else "another"
        raise UnreadableFile(
            f"“{workbook.name}” was made from {older} template (version {version or 'unknown'}; this is version "
            f"{VERSION}). {ANEW}"
        )
    about = {sheet.cell(row, 1).shown: _text(sheet.cell(row, 2)) for row in range(2, 7)}
    names = ("organisation", "form", "start", "label")
    if not all(about.get(name) for name in names) or sheet.cell(7, 1).shown != CODE or sheet.cell(7, 2).shown != SAID:
        raise UnreadableFile(f"The hidden sheet of “{workbook.name}” was changed, so it can’t be read. {ANEW}")
    return Seen(
        Identity(**{name: about[name] for name in names}),
        about.get("downloaded", ""),
        dict(_revisions(sheet)),
        {_text(sheet.cell(row, 1)): _text(sheet.cell(row, 2)) for row in range(8, sheet.height + 1)},
    )


def _revisions(sheet: Sheet) -> Iterator[tuple[tuple[str, str], int]]:
    """What can't be read is left out: what stands there counts as not seen then."""
    starts = [cell.shown for cell in sheet.row(7)]
    for row in range(8, sheet.height + 1):
        for column, start in enumerate(starts[2:], start=3):
            revision = sheet.cell(row, column).shown
            if revision.isascii() and revision.isdigit():
                yield (_text(sheet.cell(row, 1)), start), int(revision[:9])


def require_of(seen: Seen, wanted: Identity, file: str) -> None:
    """UnreadableFile, with what to do, where the workbook is of another return than the one it was uploaded for."""
    if seen.identity.key == wanted.key:
        return
    what = next(
        name
        for name, own, other in zip(
            ("another organisation", "another form", "another period"), seen.identity.key, wanted.key, strict=True
        )
        if own != other
    )
    raise UnreadableFile(
        f"“{file}” is of {what}: it is the workbook of {seen.identity.label}, and this upload is for {wanted.label}. "
        "Choose the return that it is of, or the workbook of this one."
    )


def read_cells(workbook: Workbook, periods: Sequence[Span], codes: Mapping[str, str]) -> Sent:
    """The cells of the lines that are on the form, whose names `codes` gives, and of those that were."""
    sheet, row = _sheet(workbook)
    columns = _columns(sheet, row, periods, workbook.name)
    spans = {span: columns[name] for span in periods if (name := _name(span)) in columns}
    sent = Sent(missing=[span for span in periods if span not in spans])
    of_line: dict[str, Cell] = {}
    for number in range(row + 1, sheet.height + 1):
        code = sheet.cell(number, columns[_plain(CODE)])
        text = _text(code)
        filled = [cell for column in spans.values() if not (cell := sheet.cell(number, column)).blank]
        if text.casefold() == TOTAL or not (text or filled):
            continue
        if not text:
            message = "Figures in a row without the code of a line: nobody can tell what they are of. Clear the row."
            sent.problems.append(Remark(message, sheet.name, filled[0].address))
        elif text in of_line:
            message = (
                f"The line {codes.get(text, text)} stands in row {of_line[text].row} already; delete one of the two."
            )
            sent.problems.append(Remark(message, sheet.name, code.address))
        else:
            of_line[text] = code
            sent.cells |= {(text, span): sheet.cell(number, column) for span, column in spans.items()}
            if _plain(COMMENT) in columns:
                sent.comments[text] = sheet.cell(number, columns[_plain(COMMENT)])
    return sent


def _sheet(workbook: Workbook) -> tuple[Sheet, int]:
    """The sheet with the lines, whatever it is called now, and the row of its header."""
    found = []
    for sheet in workbook.sheets:
        within = range(1, min(sheet.height, HEADER_WITHIN) + 1)
        rows = [row for row in within if any(_head(cell) == _plain(CODE) for cell in sheet.row(row))]
        if rows and sheet.name.strip().casefold() != HIDDEN_SHEET:
            found.append((sheet, rows[0]))
    if not found:
        raise UnreadableFile(
            f"“{workbook.name}” has no sheet with a column “{CODE}”, which says what each row is of. {ANEW}"
        )
    if len(found) > 1:
        sheets = " and ".join(f"“{sheet.name}”" for sheet, _ in found[:5])
        raise UnreadableFile(
            f"“{workbook.name}” has more than one sheet with a column “{CODE}”: {sheets}. Delete all but the one "
            "that you filled in."
        )
    return found[0]


def _columns(sheet: Sheet, row: int, periods: Sequence[Span], file: str) -> dict[str, int]:
    """By its plain heading, where each column that matters is. UnreadableFile where that can't be said."""
    names = {_name(span) for span in periods}
    places: dict[str, list[Cell]] = {}
    for cell in sheet.row(row):
        if (name := _head(cell)) in {*names, _plain(CODE), _plain(COMMENT)}:
            places.setdefault(name, []).append(cell)
    for cells in places.values():
        if len(cells) > 1:
            where = " and ".join(cell.address for cell in cells)
            raise UnreadableFile(
                f"“{cells[0].shown}” heads more than one column of “{file}” ({where}). Delete one of them, or change "
                "its heading."
            )
    if not names & places.keys():
        raise UnreadableFile(
            f"No column of sheet “{sheet.name}” of “{file}” is headed like “{heading(periods[0])}”, as the periods "
            f"of this return are. {ANEW}"
        )
    return {name: cells[0].column for name, cells in places.items()}


def _head(cell: Cell) -> str:
    """A heading, whatever its case and spaces; a month however a spreadsheet program shows it."""
    if cell.fault or isinstance(cell.value, bool) or cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return _plain(f"{cell.value:%b %Y}")
    if not isinstance(cell.value, str):
        return ""
    text = _plain(cell.value)
    month = month_of(text)
    return _plain(f"{month:%b %Y}") if month else text


def _name(span: Span) -> str:
    return _plain(heading(span))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _text(cell: Cell) -> str:
    """The whole of a text, which `shown` may cut."""
    return cell.value.strip() if isinstance(cell.value, str) else cell.shown

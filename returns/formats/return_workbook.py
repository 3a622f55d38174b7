"""The workbook of a return, to be filled in offline: its grid, with sums that follow what is typed. Pure.

Only what can be typed into the grid can be typed into its sheet; the protection needs no password, for it keeps
people from mistakes and not from anything else. return_reader.py reads it back.
"""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ledger.cells import in_full
from ledger.months import moment_label

from ..grid import Grid, GridLine, addable_unit, sum_of
from ..outlooks import Outlook
from ..tables.grid import headings
from . import return_formulas as formulas
from .return_formulas import Places
from .return_help import write_help
from .return_layout import (
    ASKED,
    CODE,
    COMMENT,
    EARLIER_SHEET,
    HIDDEN_SHEET,
    LINE,
    MARK,
    SAID,
    SHEET,
    TOTAL,
    UNIT,
    VERSION,
    Paper,
    heading,
)
from .return_sums import Sum, sums_of_line, sums_of_lines
from .writing import MADE

HEADER = 3  # rows and columns are counted from 0 where they are written
FIRST = 3  # column of the first period
LARGEST = 99_999_999_999  # 15 digits, four of them decimals
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
VARIANCES = ("variance", "outturn_variance", "movement")
SHARES = ("share", "outturn_share")
GREY, PALE, BLUE = "#f3f2f1", "#fff7d9", "#1d70b8"
NOT_A_NUMBER = (
    "Type a number alone, such as 1234.50 or -200. Leave the cell blank where nothing is known; "
    "0 says that there was nothing."
)


def write_return(grid: Grid, paper: Paper) -> bytes:
    """An xlsx file. Names stay text; each formula comes with its result, for programs that work none out."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as workbook:
        workbook.set_properties({"title": paper.identity.label, "created": MADE})
        _Writer(workbook, grid, paper).write()
    return file.getvalue()


class _Writer:
    def __init__(self, workbook: xlsxwriter.Workbook, grid: Grid, paper: Paper) -> None:
        self.workbook, self.grid, self.paper = workbook, grid, paper
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.compared_sheet = grid.compared_with.capitalize()
        self.own = grid.periods.index(grid.own)
        self.sheet: Worksheet = workbook.add_worksheet(SHEET)
        self.outlooks: Mapping[int, Outlook] = (
            {line.series: grid.outlook(line) for line in grid.lines} if grid.by_year else {}
        )

    @cached_property
    def columns(self) -> dict[str, int]:
        """Right of the periods, by key, counted from 1."""
        keys = ["reached"] if self.grid.by_year else []
        keys += [heading.key for heading in headings(self.grid)]
        keys += [ASKED, COMMENT] if self.paper.over else []
        return {key: FIRST + len(self.grid.periods) + number for number, key in enumerate(keys, start=1)}

    @property
    def width(self) -> int:
        return max(self.columns.values())

    def format(self, **about: object) -> Format:
        """Each look once: a workbook holds a limited number of them."""
        key = tuple(sorted(about.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({"valign": "top", **about})
        return self.formats[key]

    def write(self) -> None:
        self._head()
        row = HEADER + 1
        sections: list[tuple[int, int]] = []  # first and last row of each
        for name, lines in self.grid.sections:
            if name:
                self.sheet.write_string(row, 1, name, self.format(bold=True))
                row += 1
            first = row
            for line in lines:
                self._line(row, line)
                row += 1
            sections.append((first, row - 1))
            if addable_unit(lines):
                self._total(row, f"{name}, total" if name else "Total", lines, [sections[-1]])
                row += 1
        if len(sections) > 1 and addable_unit(self.grid.lines):
            self._total(row, "Everything", self.grid.lines, sections)
            row += 1
        self._page(row - 1)
        self._references()
        write_help(self.workbook, self.grid, self.paper, self.format)
        self._hidden()
        self.sheet.activate()

    def _head(self) -> None:
        sheet, grid, paper = self.sheet, self.grid, self.paper
        sheet.write_string(0, 0, paper.identity.label, self.format(bold=True, font_size=14))
        words = (
            f"Downloaded on {moment_label(paper.at)}. {grid.closed or 'Type into the yellow cells, save, upload.'}"
        )
        sheet.write_string(1, 0, words, self.format())
        bold = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": GREY}
        for column, name in enumerate((CODE, LINE, UNIT)):
            sheet.write_string(HEADER, column, name, self.format(**bold))
        for number, span in enumerate(grid.periods):
            kind = "Actual" if span.end <= grid.own.end else "Forecast"
            look = {**bold, "align": "right", "bottom": 2 if number == self.own else 1}
            sheet.write_string(HEADER - 1, FIRST + number, kind, self.format(align="right", italic=True))
            sheet.write_string(HEADER, FIRST + number, heading(span), self.format(**look))
        labels = {each.key: each.label for each in headings(grid)} | {"reached": "Periods in"}
        for key, column in self.columns.items():
            sheet.write_string(HEADER, column - 1, labels.get(key, key), self.format(**bold, align="right"))

    def _places(self, row: int) -> Places:
        return Places(
            row=row + 1,
            periods=FIRST + 1,
            count=len(self.grid.periods),
            own=self.own,
            columns=self.columns,
            compared=self.compared_sheet,
            earlier=EARLIER_SHEET,
        )

    def _line(self, row: int, line: GridLine) -> None:
        locked = self.format(bg_color=GREY)
        for column, text in enumerate((line.code, line.name, "£" if line.unit == "GBP" else line.unit)):
            self.sheet.write_string(row, column, text, locked)
        for number, cell in enumerate(line.cells):
            shut = bool(self.grid.closed or cell.lock)
            digits = max(line.decimals, len(in_full(cell.value).partition(".")[2]))
            colour = GREY if shut else PALE
            look = self.format(num_format=_digits(line.unit, digits), bg_color=colour, locked=shut, border=4)
            self._number(row, FIRST + number, cell.value, look)
        self._sums(row, line, sums_of_line(self.grid, line, self.outlooks.get(line.series), self._places(row)))
        if self.paper.over:
            self._comment(row, line)

    def _comment(self, row: int, line: GridLine) -> None:
        asked = "yes" if line.series in self.paper.asked else ""
        column, plain = self.columns[ASKED] - 1, self.format()
        if self.grid.by_year and self.paper.over:
            formula = formulas.asked_for(self._places(row), *self.paper.over)
            self.sheet.write_formula(row, column, formula, plain, asked)
        else:
            self.sheet.write_string(row, column, asked, plain)
        shut = bool(self.grid.closed)
        look = self.format(text_wrap=True, locked=shut, bg_color=GREY if shut else PALE, num_format="@", border=4)
        self.sheet.write_string(row, self.columns[COMMENT] - 1, self.paper.comments.get(line.series, ""), look)

    def _total(self, row: int, label: str, lines: Sequence[GridLine], blocks: Sequence[tuple[int, int]]) -> None:
        places = self._places(row)

        def ranges(cell: str) -> str:
            column = cell.rstrip("0123456789")
            return ",".join(f"{column}{first + 1}:{column}{last + 1}" for first, last in blocks)

        bold = self.format(bold=True, top=1)
        for column, text in enumerate((TOTAL, label, "")):
            self.sheet.write_string(row, column, text, bold)
        unit, decimals = lines[0].unit, lines[0].decimals
        for number, cells in enumerate(zip(*(line.cells for line in lines), strict=True)):
            formula = formulas.sum_of_known(ranges(places.period(number)))
            value = sum_of(cell.value for cell in cells)
            look = self.format(num_format=_digits(unit, decimals), bold=True, top=1)
            self.sheet.write_formula(row, FIRST + number, formula, look, _cached(value))
        self._sums(row, lines[0], sums_of_lines(lines, self.outlooks, places, ranges), bold=True, top=1)

    def _sums(self, row: int, line: GridLine, sums: Mapping[str, Sum], **look: object) -> None:
        for key, found in sums.items():
            kept = self.format(num_format=_shown(key, line), bg_color=GREY, **look)
            if found.formula:
                self.sheet.write_formula(row, self.columns[key] - 1, found.formula, kept, _cached(found.value))
            else:
                self._number(row, self.columns[key] - 1, found.value, kept)

    def _number(self, row: int, column: int, value: Decimal | None, look: Format) -> None:
        if value is None:
            self.sheet.write_blank(row, column, None, look)
        else:
            self.sheet.write_number(row, column, float(value), look)

    def _page(self, last: int) -> None:
        """What keeps mistakes out, what stays in view, and what a printer needs."""
        sheet, periods = self.sheet, len(self.grid.periods)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.data_validation(
            *(HEADER + 1, FIRST, last, FIRST + periods - 1),
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": -LARGEST,
                "maximum": LARGEST,
                "error_title": "Not a number",
                "error_message": NOT_A_NUMBER,
            },
        )
        sheet.freeze_panes(HEADER + 1, FIRST)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 36)
        sheet.set_column(2, 2, 9)
        sheet.set_column(FIRST, FIRST + periods - 1, 12)
        sheet.set_column(FIRST + periods, self.width - 1, 15)
        if "reached" in self.columns:
            sheet.set_column(self.columns["reached"] - 1, self.columns["reached"] - 1, None, None, {"hidden": True})
        for key in VARIANCES:
            if key in self.columns:
                sheet.set_column(self.columns[key] - 1, self.columns[key] - 1, 22)
        if COMMENT in self.columns:
            sheet.set_column(self.columns[COMMENT] - 1, self.columns[COMMENT] - 1, 60)
        sheet.set_row(HEADER, 32)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER - 1, HEADER)
        sheet.repeat_columns(1)
        sheet.print_area(0, 0, last, self.width - 1)
        sheet.set_footer("&L&A&CPage &P of &N&R&F")

    def _references(self) -> None:
        """What the sums need beside what is typed, in cells of the same addresses as in the sheet itself."""
        if not self.grid.by_year:
            return
        compared = {line.series: [number.value for number in line.compared] for line in self.grid.lines}
        earlier = {line.series: [cell.earlier for cell in line.cells] for line in self.grid.lines}
        for name, values in ((self.compared_sheet, compared), (EARLIER_SHEET, earlier)):
            sheet = self.workbook.add_worksheet(name)
            sheet.write_string(0, 1, f"{name} of {self.grid.year.label}, by period", self.format(bold=True))
            for number, span in enumerate(self.grid.periods):
                sheet.write_string(HEADER, FIRST + number, heading(span), self.format(bold=True, align="right"))
            for row, line in self._rows():
                sheet.write_string(row, 1, line.name, self.format())
                look = self.format(num_format=_digits(line.unit, line.decimals))
                for number, value in enumerate(values[line.series]):
                    if value is not None:
                        sheet.write_number(row, FIRST + number, float(value), look)
            sheet.protect()
            sheet.freeze_panes(HEADER + 1, FIRST)
            sheet.set_column(1, 1, 36)
            sheet.set_column(FIRST, FIRST + len(self.grid.periods) - 1, 12)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)

    def _rows(self) -> list[tuple[int, GridLine]]:
        """Where each line stands."""
        row, found = HEADER + 1, []
        for name, lines in self.grid.sections:
            row += bool(name)
            found += [(row + number, line) for number, line in enumerate(lines)]
            row += len(lines) + bool(addable_unit(lines))
        return found

    def _hidden(self) -> None:
        """Which return this is, and the revision that was seen in each cell: what is new since is told by these."""
        sheet, paper = self.workbook.add_worksheet(HIDDEN_SHEET), self.paper
        rows: list[tuple[str, ...]] = [
            (MARK, str(VERSION)),
            ("organisation", paper.identity.organisation),
            ("form", paper.identity.form),
            ("start", paper.identity.start),
            ("label", paper.identity.label),
            ("downloaded", moment_label(paper.at)),
            (CODE, SAID, *(span.start.isoformat() for span in self.grid.periods)),
        ]
        for line in self.grid.lines:
            seen = (str(cell.revision) for cell in line.cells)
            rows.append((line.code, paper.comments.get(line.series, ""), *seen))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
        sheet.protect()
        sheet.very_hidden()


def _cached(value: Decimal | None) -> float | str:
    return "" if value is None else float(value)


def _digits(unit: str, decimals: int) -> str:
    """A number's look in a unit, whatever its sign."""
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    sign = "£" if unit == "GBP" else ""
    behind = '"%"' if unit == "percent" else ""
    return f"{sign}{number}{behind};-{sign}{number}{behind}"


def _shown(key: str, line: GridLine) -> str:
    """A variance says in words which way it goes, where one way is better."""
    if key in SHARES:
        return "0.0%"
    if key == "reached":
        return "0"
    plain = _digits(line.unit, line.decimals)
    if key not in VARIANCES or line.better not in ("higher", "lower"):
        return plain
    above, below = ("adverse", "favourable") if line.better == "lower" else ("favourable", "adverse")
    over, under = plain.split(";")
    return f'{over} "{above}";{under} "{below}";{over}'

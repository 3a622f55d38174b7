"""Files of past years: budget, actual and forecast by month, as councils keep them. Pure: sheets in, numbers out.

Two layouts, told apart by the headings of each sheet. Long: a row for a line and month, with columns for budget,
actual, forecast and, where there are any, variances. Wide: a row for a line (and for which of its figures), with the
months across and, where there is one, a column for their total. Rows called a total are kept as claims, to be held
against what the rows above them come to. Period 13, where there is one, is a period like a month.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ledger.months import FinancialYear, Span
from ledger.typed import read_typed
from returns.formats.cells import Cell, Sheet, UnreadableFile, Workbook, as_number, as_text, month_of
from returns.formats.headers import LOOKED_AT
from returns.readings import Reading, Remark

from . import history_headings as headings
from .history_blocks import Blocks
from .history_file import Claim, HistoryFile, LineWords, Printed, Told
from .history_headings import (
    AMOUNTS,
    CODE,
    INCOME,
    MADE,
    MONTH,
    NAME,
    SERVICE,
    TOTAL,
    TYPE,
    VARIANCES,
    WHICH,
    YEAR,
    Period,
)

MOST_TOTALS = 2_000  # rows of totals in a sheet
EXPECTED = (
    "Name the lines in a column “Code”, “Cost centre” or “Budget line”, and either the months in a column “Month” "
    "with columns “Budget”, “Actual” or “Forecast”, or the months across (“Apr-19”, “April 2019”, “P1”)."
)


@dataclass(frozen=True)
class _Table:
    """A sheet, with where its columns stand."""

    sheet: Sheet
    row: int  # of the headings
    columns: Mapping[str, int]  # by what they mean; at most one each
    months: Mapping[int, Period]  # of columns that are months
    totals: tuple[int, ...]
    told: Told

    def cell(self, row: int, what: str) -> Cell:
        return self.sheet.cell(row, self.columns.get(what, 0))

    @property
    def year(self) -> FinancialYear | None:
        """Of periods without one: the sheet's, or else that of all the months across that have one."""
        dated = {FinancialYear.of(period.month) for period in self.months.values() if period.month}
        return headings.year_said(self.sheet.name) or (dated.pop() if len(dated) == 1 else self.told.year)


def read_history(workbook: Workbook, told: Told, reading: Reading) -> HistoryFile:
    """The amounts and totals of a file; what of it can't be read is noted in `reading`, cell by cell.

    Raises UnreadableFile where no sheet has the headings that it needs.
    """
    found = HistoryFile()
    for sheet in workbook.sheets:
        if sheet.hidden:
            found.unread.append(f"sheet “{sheet.name}”, which is hidden")
            continue
        table = _table(sheet, told, found)
        if table is None:
            found.unread.append(f"sheet “{sheet.name}”, which has no headings that are known here")
            continue
        found.tables += 1
        if table.months:
            _read_wide(table, found, reading)
        else:
            _read_long(table, found, reading)
    if not found.tables:
        first = ", ".join(f"“{cell.shown}”" for cell in workbook.first.row(1) if not cell.blank) or "nothing"
        wrong = f"“{workbook.name}” has no headings of a budget’s history."
        raise UnreadableFile(f"{wrong} {EXPECTED} Row 1 says {first}.")
    return found


def _table(sheet: Sheet, told: Told, found: HistoryFile) -> _Table | None:
    """Where the headings are, or None where there are none of such a file."""
    for row in range(1, min(sheet.height, LOOKED_AT) + 1):
        cells = [cell for cell in sheet.row(row) if not cell.blank]
        columns = _columns(cells)
        months = {cell.column: named for cell in cells if (named := headings.period(cell))}
        amounts = [what for what in AMOUNTS if what in columns]
        if not {CODE, NAME} & columns.keys():
            continue
        totals: tuple[int, ...] = ()
        if len(months) > 1 or (months and not amounts):
            totals = tuple(cell.column for cell in cells if _means(cell) == TOTAL)
            columns = {what: each for what, each in columns.items() if what not in (*AMOUNTS, *VARIANCES, MONTH)}
        elif amounts and (MONTH in columns or _month_of_title(sheet)):
            months = {}
        else:
            continue
        _refuse_doubles(cells, columns)
        read = {*columns.values(), *months, *totals}
        found.unread += [f"column “{cell.shown}” ({_where(cell)})" for cell in cells if cell.column not in read]
        found.scales |= _scales(sheet, row)
        return _Table(sheet, row, columns, months, totals, told)
    return None


def _columns(cells: list[Cell]) -> dict[str, int]:
    """By what it means the column whose name counts first; the first of two of one name."""
    best: dict[str, tuple[int, int]] = {}
    for cell in cells:
        said = headings.meaning(cell)
        if said and said.what != TOTAL:
            best[said.what] = min(best.get(said.what, (said.rank, cell.column)), (said.rank, cell.column))
    return {what: column for what, (_, column) in best.items()}


def _refuse_doubles(cells: list[Cell], columns: Mapping[str, int]) -> None:
    """Which of two columns of one name counts is not for us to say."""
    used = {cell.column: headings.meaning(cell) for cell in cells if cell.column in columns.values()}
    for cell in cells:
        said = headings.meaning(cell)
        if said and cell.column not in used and said in used.values():
            raise UnreadableFile(
                f"{_where(cell)}: another column is called “{cell.shown}” too; keep one of them, or rename one."
            )


def _means(cell: Cell) -> str:
    said = headings.meaning(cell)
    return said.what if said else ""


def _scales(sheet: Sheet, header: int) -> set[int]:
    """The units named in the rows down to the headings."""
    texts = (cell.value for row in range(1, header + 1) for cell in sheet.row(row))
    return {scale for text in texts if isinstance(text, str) and (scale := headings.scale_said(text))}


def _month_of_title(sheet: Sheet) -> Span | None:
    """The month that a sheet is called after."""
    month = month_of(sheet.name.strip())
    try:
        return Span.month(month) if month else None
    except ValueError as error:
        raise UnreadableFile(f"Sheet “{sheet.name}” is of no month that can be recorded: {error}.") from None


def _where(cell: Cell) -> str:
    return f"{cell.sheet}!{cell.address}" if cell.sheet else cell.address


class _Row(NamedTuple):
    number: int
    words: LineWords
    total: bool


def _rows(table: _Table, reading: Reading) -> Iterator[_Row]:
    """The rows below the headings that name a line or a total."""
    totals = 0
    before: LineWords | None = None
    for number in range(table.row + 1, table.sheet.height + 1):
        words = _words(table, number, reading)
        if not words.label and before and table.months and not table.cell(number, WHICH).blank:
            words = before  # a line's name stands once, beside the first of its rows
        if not words.label:
            _refuse_nameless(table, number, reading)
            before = None
            continue
        total = headings.is_total(words.code, words.name)
        totals += total
        if totals > MOST_TOTALS:
            where = f"Sheet “{table.sheet.name}”" if table.sheet.name else "The file"
            raise UnreadableFile(f"{where} has more than {MOST_TOTALS:,} rows of totals; split it.")
        before = words
        yield _Row(number, words, total)


def _words(table: _Table, row: int, reading: Reading) -> LineWords:
    code, name, service = (reading.text(table.cell(row, what)) for what in (CODE, NAME, SERVICE))
    income = None
    for what in (INCOME, TYPE):
        text = reading.text(table.cell(row, what))
        said = headings.income_said(text)
        income = said if said is not None else income
        if what == INCOME and text and said is None:
            message = f"“{text}” doesn't say whether this is income; write Income or Expenditure."
            reading.unreadable.append(_remark(message, table.cell(row, what)))
    return LineWords(code, name, service, income)


def _refuse_nameless(table: _Table, row: int, reading: Reading) -> None:
    """An amount in a row without a line is nobody's; a blank row and one of words pass."""
    columns = table.months or [column for what, column in table.columns.items() if what in AMOUNTS]
    for cell in (table.sheet.cell(row, column) for column in columns):
        if isinstance(cell.value, Decimal) and cell.value:
            reading.unreadable.append(_remark("This row names no line; name it, or delete the row.", cell))
            return


def _read_long(table: _Table, found: HistoryFile, reading: Reading) -> None:
    blocks = Blocks(len(found.printed))
    columns = {what: column for what, column in table.columns.items() if what in (*AMOUNTS, *VARIANCES)}
    for row in _rows(table, reading):
        cells = {what: table.sheet.cell(row.number, column) for what, column in columns.items()}
        if all(cell.blank for cell in cells.values()):
            continue
        period = _period(table, row, reading)
        if row.total:
            here = len(found.printed)
            first = blocks.first(row.words.label, here)
            periods = frozenset([period]) if period else None
            for what, cell in cells.items():
                _claim(row.words.label, what, periods, (first, here), cell, found, reading)
            continue
        if period is None:
            continue
        made = reading.month(table.cell(row.number, MADE)) if MADE in table.columns else None
        for what, cell in cells.items():
            if (value := _amount(cell, found, reading)) is not None:
                found.printed.append(Printed(row.words, what, period, value, made, cell))


def _period(table: _Table, row: _Row, reading: Reading) -> Span | None:
    """The period of a row; None where it is a total of all, or where it can't be read, which is noted."""
    if MONTH not in table.columns:
        return _month_of_title(table.sheet)
    cell = table.cell(row.number, MONTH)
    if cell.blank and row.total:
        return None
    named = headings.period(cell, bare=True)
    try:
        if named is None:
            problem = cell.fault or f"“{cell.shown}” is no month; write it like 2019-04, Apr-19 or P1."
            raise ValueError("This row has no month; write it like 2019-04." if cell.blank else problem)
        return named.in_year(_year(table, row.number), cell.shown)
    except ValueError as error:
        reading.unreadable.append(_remark(str(error), cell))
        return None


def _year(table: _Table, row: int) -> FinancialYear | None:
    return headings.year_said(table.cell(row, YEAR).shown) or table.year


def _read_wide(table: _Table, found: HistoryFile, reading: Reading) -> None:
    blocks = Blocks(len(found.printed))
    for row in _rows(table, reading):
        which = _which(table, row.number, reading)
        cells = [table.sheet.cell(row.number, column) for column in (*table.months, *table.totals)]
        if which is None or all(cell.blank for cell in cells):
            continue
        periods = _periods_across(table, row.number)
        here = len(found.printed)
        made = reading.month(table.cell(row.number, MADE)) if MADE in table.columns else None
        scope = (blocks.first(row.words.label, here), here) if row.total else (here, here + len(periods))
        for column, period in periods.items():
            cell = table.sheet.cell(row.number, column)
            if row.total:
                _claim(row.words.label, which, frozenset([period]), scope, cell, found, reading)
            elif (value := _amount(cell, found, reading)) is not None:
                found.printed.append(Printed(row.words, which, period, value, made, cell))
        if not row.total:
            scope = (here, len(found.printed))
        for column, of in _across(table, periods):
            cell = table.sheet.cell(row.number, column)
            _claim(f"{row.words.label}, total", which, of, scope, cell, found, reading)


def _which(table: _Table, row: int, reading: Reading) -> str | None:
    """Which figures a row holds; None where it doesn't say so in words that are known, which is noted."""
    for what in (WHICH, TYPE):
        cell = table.cell(row, what)
        text = reading.text(cell)
        if named := headings.figures_called(text):
            return named
        if text and (what == WHICH or headings.income_said(text) is None):
            message = f"“{text}” is none of the figures that are read; write Budget, Actual, Forecast or Variance."
            reading.unreadable.append(_remark(message, cell))
            return None
    if named := headings.figures_in_title(table.sheet.name) or table.told.which:
        return named
    where = f"Sheet “{table.sheet.name}”" if table.sheet.name else "The file"
    raise UnreadableFile(
        f"{where} doesn't say whether its months hold budget, actual or forecast: choose that above, or say so in a "
        "column “Kind” or in the sheet's name."
    )


def _periods_across(table: _Table, row: int) -> dict[int, Span]:
    """The period of each column, as this row's year has it. Raises UnreadableFile where one can't be told."""
    year = _year(table, row)
    found: dict[int, Span] = {}
    for column, named in table.months.items():
        heading = table.sheet.cell(table.row, column)
        try:
            period = named.in_year(year, heading.shown)
        except ValueError as error:
            raise UnreadableFile(f"{_where(heading)}: {error}") from None
        if period in found.values():
            raise UnreadableFile(f"{_where(heading)}: “{heading.shown}” is there twice; keep one of the two columns.")
        found[column] = period
    return found


def _across(table: _Table, periods: Mapping[int, Span]) -> Iterator[tuple[int, frozenset[Span]]]:
    """The columns of totals, each with the periods between it and the total before; of all where there are none."""
    before = 0
    for column in table.totals:
        between = frozenset(period for place, period in periods.items() if before < place < column)
        yield column, between or frozenset(periods.values())
        before = column


def _claim(
    label: str,
    which: str,
    periods: frozenset[Span] | None,
    scope: tuple[int, int],
    cell: Cell,
    found: HistoryFile,
    reading: Reading,
) -> None:
    if (value := _amount(cell, found, reading)) is not None:
        found.claims.append(Claim(label, which, periods, value, *scope, cell))


def _amount(cell: Cell, found: HistoryFile, reading: Reading) -> Decimal | None:
    """As printed; None where the cell is blank or, which is noted, unreadable."""
    if cell.blank:
        return None
    try:
        if cell.percent:
            raise ValueError(f"{cell.shown} is a percentage; what is read here is money.")
        if cell.fault or not isinstance(cell.value, str):
            return as_number(cell).value
        value = read_typed(as_text(cell), "GBP").value
    except ValueError as error:
        reading.unreadable.append(_remark(str(error), cell))
        return None
    if cell.typed:
        found.stored_as_text.append(cell)
    return value


def _remark(message: str, cell: Cell) -> Remark:
    return Remark(message, cell.sheet, cell.address)

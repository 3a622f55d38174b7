"""A council's past, from a file as it was printed to figures as the ledger keeps them. Pure; amounts in pounds.

The file's unit and signs, in which month its forecasts were made and since when all of it was known are the person's
to say (`Convention`). Income is stored negative, and a forecast's edition is the month it was made in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from ledger.checks import NewFigure
from ledger.months import FinancialYear, Span, add_months, month_end, month_label, start_of_day
from returns.formats.cells import Cell
from returns.readings import ComingSeries, Creation, Line, Reading

from .formats.history import HistoryFile, LineWords, Printed
from .formats.history_headings import AMOUNTS, BUDGET, FORECAST

MONTH, YEAR = "month", "year"  # what a forecast is of
FILE, COLUMN, ROW = "file", "column", "row"  # where the month in which it was made is said
MOST_NEAREST = 100  # unknown lines for which the nearest known code is looked for
MOST_CODE = 80


@dataclass(frozen=True)
class Convention:
    """How the person says that the file is to be read."""

    scale: int = 1  # pounds in one: 1,000 for a file in £000
    income_positive: bool = False  # income is printed without a minus
    minus_is_over: bool = False  # a variance with a minus or in brackets is an overspend
    forecast_of: str = MONTH
    made: str = ROW
    made_in: date | None = None  # the first of the month, where one is said for the whole file
    known_on: date | None = None  # None: month by month, as councils report
    creates: bool = False  # lines that aren't known are made


class KnownLine(NamedTuple):
    code: str
    name: str
    series: str  # its code
    service: str | None
    income: bool
    first_year: int
    last_year: int | None


class NewLine(NamedTuple):
    """A line that is made with the import."""

    code: str
    name: str
    service: str | None  # its code
    income: bool
    first_year: int


class Earlier(NamedTuple):
    """A line whose budget begins earlier than was known."""

    code: str
    first_year: int


@dataclass
class Past:
    """A file, read as the person says."""

    file: HistoryFile
    convention: Convention
    reading: Reading
    today: date
    lines: dict[LineWords, KnownLine] = field(default_factory=dict)  # those made with the import too

    def line(self, printed: Printed) -> KnownLine | None:
        return self.lines.get(printed.line)

    def pounds(self, printed: Printed) -> Decimal:
        """Income negative, whatever the file prints."""
        line = self.lines.get(printed.line)
        turned = self.convention.income_positive and line is not None and line.income
        return printed.value * self.convention.scale * (-1 if turned else 1) + 0

    def made(self, printed: Printed) -> date | None:
        """The month in which a forecast was made; None where it isn't said."""
        match self.convention.made:
            case "file":
                return self.convention.made_in
            case "column":
                return printed.made
        return printed.month

    def span(self, printed: Printed) -> Span:
        if printed.which == FORECAST and self.convention.forecast_of == YEAR:
            return FinancialYear.of(printed.month).span
        return Span.month(printed.month)

    def known_from(self, printed: Printed) -> datetime | None:
        """Since when an amount was known; None for what only becomes known now.

        Month by month, the budget of a year was known when the year began, an actual at the end of the month after
        its own, and a forecast at the end of the month after the one it was made in.
        """
        day = self.convention.known_on
        if day is None and printed.which == BUDGET:
            day = FinancialYear.of(printed.month).start
        elif day is None:
            month = (self.made(printed) if printed.which == FORECAST else None) or printed.month
            day = month_end(add_months(month, 1))
        # What would be known today or later is known from now: another day's upload says the same.
        return start_of_day(day) if day < self.today else None


def bring(
    file: HistoryFile,
    convention: Convention,
    known: Sequence[KnownLine],
    services: Mapping[str, str],
    reading: Reading,
    today: date,
) -> Past:
    """Put into `reading` the figures of `file` and the lines that they need, and all that is wrong with them.

    `services` are the organisation's: from the code and the name of each to its code.
    """
    past = Past(file, convention, reading, today)
    _match(past, known, services)
    _reach_back(past)
    _record(past)
    _doubt_signs(past)
    return past


def code_of(text: str) -> str:
    """A line's code as it stands in addresses: cc-1234 for CC/1234."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text.casefold()).split()
    return "-".join(words)[:MOST_CODE].strip("-")


def _match(past: Past, known: Sequence[KnownLine], services: Mapping[str, str]) -> None:
    by_code = {line.code: line for line in known}
    by_name: dict[str, list[KnownLine]] = {}
    for line in known:
        by_name.setdefault(line.name.casefold(), []).append(line)
    unknown: dict[LineWords, list[Printed]] = {}
    for printed in past.file.printed:
        words = printed.line
        if words in past.lines or words in unknown:
            unknown.get(words, []).append(printed)
            continue
        found = by_code.get(code_of(words.code)) or by_code.get(code_of(words.name) if not words.code else "")
        named = by_name.get((words.name or words.code).strip().casefold(), [])
        if found is None and len(named) > 1:
            codes = " and ".join(sorted(line.code for line in named))
            past.reading.problem(
                f"{codes} are both called “{words.label}”; add a column with their codes.", printed.cell
            )
            named = named[:1]  # said once
        if found is None and named and words.code and words.name:
            message = f"No line has the code “{words.code}”; this was read as {named[0].code} by its name."
            past.reading.warn(message, printed.cell)
        if line_found := found or next(iter(named), None):
            past.lines[words] = line_found
        else:
            unknown[words] = [printed]
    _make(past, unknown, known, services)


def _make(
    past: Past,
    unknown: Mapping[LineWords, Sequence[Printed]],
    known: Sequence[KnownLine],
    services: Mapping[str, str],
) -> None:
    """The lines that are not there yet, or why they can't be made."""
    taken = {line.code: line.name for line in known}
    made: dict[str, NewLine] = {}
    for number, (words, printed) in enumerate(unknown.items()):
        code, first = code_of(words.code or words.name), printed[0].cell
        if not past.convention.creates:
            nearest = _nearest(words, known) if number < MOST_NEAREST else None
            past.reading.problem(_not_there(words, nearest), first)
            continue
        if not words.name or not code:
            past.reading.problem(
                f"“{words.label}” needs a code and a name to be made; the file names only one.", first
            )
            continue
        if words.service and words.service.casefold() not in services:
            message = f"There is no service “{words.service}” here; add it first, or leave the cell blank."
            past.reading.problem(message, first)
            continue
        if code in taken:
            other = f"“{taken[code]}” and “{words.name}” would both have the code {code}"
            past.reading.problem(f"{other}; give each line one code and one name throughout.", first)
            continue
        taken[code] = words.name
        year = min(FinancialYear.of(each.month) for each in printed)
        income = _is_income(words, printed, past.convention)
        made[code] = NewLine(code, words.name[:160], services.get(words.service.casefold()), income, year.first)
        past.lines[words] = known_line(made[code])
    past.reading.creations += [_creation(line) for line in made.values()]


def known_line(line: NewLine) -> KnownLine:
    return KnownLine(line.code, line.name, f"budget/{line.code}", line.service, line.income, line.first_year, None)


def _creation(line: NewLine) -> Creation:
    parts = ["income" if line.income else "spend", f"from {FinancialYear(line.first_year).label}"]
    parts += [f"service {line.service}"] if line.service else []
    series = ComingSeries(code=f"budget/{line.code}", name=line.name, service=line.service)
    return Creation("Budget line", f"{line.code}: {line.name}", ", ".join(parts), (series,), line)


def _is_income(words: LineWords, printed: Iterable[Printed], convention: Convention) -> bool:
    """As the file says; else where income is printed negative, and everything of this line is."""
    if words.income is not None or convention.income_positive:
        return bool(words.income)
    amounts = [each.value for each in printed if each.which in AMOUNTS and each.value]
    return bool(amounts) and max(amounts) < 0


def _nearest(words: LineWords, known: Sequence[KnownLine]) -> KnownLine | None:
    """The line that may be meant, by its code or else by its name."""
    codes = {line.code: line for line in known}
    names = {line.name.casefold(): line for line in known}
    for text, among in ((code_of(words.code), codes), (words.label.casefold(), names)):
        if found := get_close_matches(text, among, n=1):
            return among[found[0]]
    return None


def _not_there(words: LineWords, nearest: KnownLine | None) -> str:
    both = words.code and words.name and f"“{words.code}” ({words.name})"
    there = f"There is no budget line {both or f'“{words.label}”'}"
    meant = f"; the nearest is “{nearest.code}” ({nearest.name})" if nearest else ""
    return f"{there}{meant}. Correct the file, or choose to make the lines that aren’t there."


def _reach_back(past: Past) -> None:
    """Lines that were part of the budget in earlier years than was known; and those that ended too early."""
    first: dict[str, tuple[int, KnownLine]] = {}
    told: set[str] = set()
    for printed in past.file.printed:
        line = past.line(printed)
        if line is None:
            continue
        year = FinancialYear.of(printed.month).first
        if line.last_year is not None and year > line.last_year and line.code not in told:
            told.add(line.code)
            last = FinancialYear(line.last_year).label
            past.reading.problem(f"{line.name} was part of the budget until {last} only.", printed.cell)
        if year < min(line.first_year, first.get(line.code, (line.first_year, line))[0]):
            first[line.code] = (year, line)
    for code, (year, line) in first.items():
        detail = f"part of the budget from {FinancialYear(year).label}, not only from "
        detail += FinancialYear(line.first_year).label
        label = f"{code}: {line.name}"
        past.reading.creations.append(Creation("Budget line, earlier", label, detail, (), Earlier(code, year)))


def _record(past: Past) -> None:
    """The figures, each cell of the ledger once."""
    seen: dict[tuple[str, str, Span, date | None], tuple[Printed, NewFigure]] = {}
    again = 0
    for printed in past.file.printed:
        line = past.line(printed)
        if line is None or printed.which not in AMOUNTS:
            continue
        figure = _figure(past, printed, line)
        if figure is None:
            continue
        key = (line.code, printed.which, Span(figure.start, figure.end), figure.edition)
        if key not in seen:
            seen[key] = (printed, figure)
            cell = printed.cell
            past.reading.lines.append(Line(figure, cell.sheet, cell.address, known_from=past.known_from(printed)))
        elif seen[key][1].value == figure.value:
            again += 1
        else:
            past.reading.problem(_twice(past, printed, seen[key][0], line), printed.cell)
    if again:
        past.reading.notes.append(f"{again:,} cells say again what another one says; each figure is recorded once.")


def _figure(past: Past, printed: Printed, line: KnownLine) -> NewFigure | None:
    """None where it can't be one, which is noted."""
    edition = None
    if printed.which == FORECAST and (edition := past.made(printed)) is None:
        where = "choose it" if past.convention.made == FILE else "fill in its column"
        past.reading.problem(f"In which month this forecast was made isn’t said; {where}.", printed.cell)
        return None
    if edition and edition > past.today:
        message = f"This forecast would have been made in {month_label(edition)}, which is still to come."
        past.reading.problem(message, printed.cell)
        return None
    try:
        span = past.span(printed)
    except ValueError as error:
        past.reading.problem(f"{error}.".capitalize(), printed.cell)
        return None
    if printed.which == BUDGET:
        edition = FinancialYear.of(printed.month).start
    return NewFigure(line.series, printed.which, span.start, span.end, past.pounds(printed), edition)


def _twice(past: Past, printed: Printed, other: Printed, line: KnownLine) -> str:
    made = past.made(printed) if printed.which == FORECAST else None
    of = f"{past.span(printed).label}{f', made in {month_label(made)}' if made else ''}"
    where = f"{shown(other.cell)} in {address(other.cell)}, {shown(printed.cell)} here"
    return f"The {printed.which} of {line.name} for {of} stands there twice: {where}. Keep one of them."


def _doubt_signs(past: Past) -> None:
    """Income that brings nothing in, and spend that does, where the file's signs may be other than was said."""
    sums: dict[str, tuple[KnownLine, Decimal, Cell]] = {}
    for printed in past.file.printed:
        line = past.line(printed)
        if line is None or printed.which not in AMOUNTS:
            continue
        before = sums.get(line.code, (line, Decimal(0), printed.cell))
        sums[line.code] = (line, before[1] + past.pounds(printed), before[2])
    for line, total, cell in sums.values():
        if line.income and total > 0:
            past.reading.warn(f"{line.name} is income, and was read as spend: is income printed as you say?", cell)
        if not line.income and total < 0:
            past.reading.warn(f"{line.name} is spend, and was read as income: is it called what it is?", cell)


def address(cell: Cell) -> str:
    return f"{cell.sheet}!{cell.address}" if cell.sheet else cell.address


def shown(cell: Cell) -> str:
    """As the file prints it."""
    return f"{cell.value:,f}".replace("-", "−") if isinstance(cell.value, Decimal) else cell.shown

"""The tidy format: a row a figure, for any figures at all. Pure: cells in, a reading out, and back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.checks import NewFigure
from ledger.models import Basis, Qualifier
from ledger.months import Span, month_end, month_start

from .formats.cells import Cell, UnreadableFile, month_named
from .formats.headers import Headed
from .readings import Line, Reading

COLUMNS = ("organisation", "series", "start", "end", "basis", "edition", "value", "qualifier", "comment")
REQUIRED = ("series", "start", "basis", "value")
OPTIONAL = tuple(name for name in COLUMNS if name not in REQUIRED)
WITHDRAWN = "withdrawn"  # in place of a value: what stands there is taken back
MOST_ROWS = 20_000  # the figures of one entry
MOST_LETTERS = 2_000  # of a comment
BETWEEN_COMMENTS = "\n\n"  # of one figure, in its one cell
BASES = {label.casefold(): basis for basis in Basis for label in (basis.value, basis.label)}
QUALIFIERS = {label.casefold(): found for found in Qualifier for label in (found.value, found.label)}
REGULAR = ("month", "quarter", "year")


class TidySeries(NamedTuple):
    frequency: str
    unit: str


class TidyRow(NamedTuple):
    """A figure that stands, as the format says it."""

    series: str
    basis: str
    start: date
    end: date
    edition: date
    value: Decimal
    qualifier: str
    comment: str = ""


def read_tidy(headed: Headed, organisation: str, series: Mapping[str, TidySeries], file: str) -> Reading:
    """The figures below a header. `organisation` is the slug they must be of, `series` are by their codes."""
    reading = Reading()
    blank = 0
    for count, line in enumerate(headed.lines()):
        if count >= MOST_ROWS:
            raise UnreadableFile(f"“{file}” has more than {MOST_ROWS:,} rows of figures; split it.")
        if line["value"].blank:
            blank += 1
        else:
            _read_line(reading, line, organisation, series)
    if blank:
        rows = "1 row has" if blank == 1 else f"{blank:,} rows have"
        reading.notes.append(f"{rows} no value: a blank records nothing. To take a figure back, write {WITHDRAWN}.")
    return reading


def _read_line(
    reading: Reading, line: Mapping[str, Cell], organisation: str, series: Mapping[str, TidySeries]
) -> None:
    wrong = len(reading.unreadable) + len(reading.problems)
    code = reading.text(line["series"])
    known = series.get(code)
    withdrawn = _says(line["value"], WITHDRAWN)
    value = None if withdrawn else reading.number(line["value"], known.unit if known else "")
    basis = _word(reading, line["basis"], BASES, "basis")
    qualifier = _word(reading, line["qualifier"], QUALIFIERS, "qualifier")
    edition = _edition(reading, line["edition"], basis)
    span = reading.span(line["start"], line["end"])
    comment = reading.text(line["comment"])
    _check_line(reading, line, organisation, unknown=code if known is None else "")
    if span is None or known is None or len(reading.unreadable) + len(reading.problems) > wrong:
        return
    start, end = _whole_months(reading, line, span, known.frequency)
    if end < start:
        reading.problem(f"The end, {end}, is before the start, {start}.", line["end"])
        return
    figure = NewFigure(
        series=code,
        basis=basis,
        start=start,
        end=end,
        value=value,
        edition=edition,
        qualifier="" if withdrawn else qualifier,
        withdrawn=withdrawn,
    )
    reading.lines.append(Line(figure, line["value"].sheet, line["value"].address, comment))


def _check_line(reading: Reading, line: Mapping[str, Cell], organisation: str, unknown: str) -> None:
    for name in REQUIRED:
        if line[name].blank:
            reading.problem(f"The {name} is missing.", line[name])
    about = line["organisation"].shown
    if about and about.casefold() != organisation:
        message = f"This is about “{about}”; only figures of {organisation} are recorded here."
        reading.problem(message, line["organisation"])
    if unknown:
        message = f"There is no series “{unknown[:120]}” here; see the list of series for the codes."
        reading.problem(message, line["series"])
    comment = line["comment"].value
    if isinstance(comment, str) and len(comment.strip()) > MOST_LETTERS:
        message = f"The comment has more than {MOST_LETTERS:,} letters; shorten it."
        reading.problem(message, line["comment"])


def _word(reading: Reading, cell: Cell, known: Mapping[str, str], what: str) -> str:
    text = reading.text(cell)
    if text.casefold() in known:
        return str(known[text.casefold()])
    if text:
        choice = ", ".join(dict.fromkeys(str(word) for word in known.values() if word))
        reading.problem(f"“{text[:40]}” is no {what}; write one of {choice}.", cell)
    return ""


def _edition(reading: Reading, cell: Cell, basis: str) -> date | None:
    """A forecast's is the month it was made in, so any day in it will do."""
    if basis == Basis.FORECAST or cell.fault:
        return reading.month(cell)
    return month_named(cell) or reading.day(cell)


def _whole_months(
    reading: Reading, line: Mapping[str, Cell], span: tuple[date, date], frequency: str
) -> tuple[date, date]:
    """Spreadsheets make the first of a month of a month that is typed; a monthly series has no figure of a day."""
    start, end = span
    typed_as_days = all(isinstance(line[name].value, date) for name in ("start", "end"))
    if frequency in REGULAR and typed_as_days and start == month_start(start) and end == month_start(end):
        reading.warn(
            "The first day of a month stands where the last belongs; the whole month was taken.", line["end"]
        )
        return start, month_end(end)
    return span


def _says(cell: Cell, word: str) -> bool:
    return isinstance(cell.value, str) and not cell.fault and cell.value.strip().casefold() == word


def tidy_lines(rows: Iterable[TidyRow], organisation: str) -> Iterator[list[str]]:
    """Figures as rows of the format: a whole month by its name, a value in full."""
    for row in rows:
        month = Span(row.start, row.end).kind == "month"
        start, end = (f"{row.start:%Y-%m}",) * 2 if month else (row.start.isoformat(), row.end.isoformat())
        edition = "" if row.basis == Basis.ACTUAL else row.edition.isoformat()
        value = f"{row.value.normalize():f}"
        yield [organisation, row.series, start, end, row.basis, edition, value, row.qualifier, row.comment]

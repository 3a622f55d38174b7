"""The figures of a council's past, each cell of the ledger once. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ledger.checks import NewFigure
from ledger.months import Span, month_label
from returns.formats.cells import Cell
from returns.readings import Line, Reading

from .formats.history_file import HistoryFile, Printed
from .formats.history_headings import AMOUNTS, BUDGET, FORECAST
from .history import FILE, YEAR, Convention, KnownLine, Past, address, of_words, shown
from .history_lines import find_lines


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
    find_lines(past, known, services)
    _record(past)
    _doubt_signs(past)
    return past


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
        key = (figure.series, printed.which, Span(figure.start, figure.end), figure.edition)
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
    if printed.is_adjustment and (wrong := _no_adjustment(past, printed)):
        past.reading.problem(wrong, printed.cell)
        return None
    if printed.is_adjustment and printed.which == BUDGET:
        return None  # of nothing
    edition = None
    if printed.which == FORECAST and (edition := past.made(printed)) is None:
        where = "choose it" if past.convention.made == FILE else "fill in its column"
        past.reading.problem(f"In which month this forecast was made isn’t said; {where}.", printed.cell)
        return None
    if edition and edition > past.today:
        message = f"This forecast would have been made in {month_label(edition)}, which is still to come."
        past.reading.problem(message, printed.cell)
        return None
    if printed.which == BUDGET:
        edition = printed.year.start
    span = past.span(printed)
    series = (line.adjustment if printed.is_adjustment else None) or line.series
    return NewFigure(series, printed.which, span.start, span.end, past.pounds(printed), edition)


def _no_adjustment(past: Past, printed: Printed) -> str:
    """Why what a file prints of period 13 is none of its figures; empty where it is, or where it is nothing."""
    if printed.which == BUDGET and printed.value:
        return "Period 13 has no budget of its own here; add it to the month that it belongs to."
    if printed.which == FORECAST and past.convention.forecast_of == YEAR:
        return "A forecast of the whole year can’t be one of period 13; take it out, or move it to a month."
    return ""


def _twice(past: Past, printed: Printed, other: Printed, line: KnownLine) -> str:
    made = past.made(printed) if printed.which == FORECAST else None
    of = f"{of_words(past, printed)}{f', made in {month_label(made)}' if made else ''}"
    where = f"{shown(other.cell)} in {address(other.cell)}, {shown(printed.cell)} here"
    return f"The {printed.which} of {line.name} for {of} stands there twice: {where}. Keep one of them."


def _doubt_signs(past: Past) -> None:
    """Income that brings nothing in, and spend that does, where the file's signs may be other than was said."""
    sums: dict[str, tuple[KnownLine, Decimal, Cell]] = {}
    for printed in past.file.printed:
        line = past.line(printed)
        if line is None or printed.which not in AMOUNTS or printed.is_adjustment:
            continue  # an adjustment goes either way
        before = sums.get(line.code, (line, Decimal(0), printed.cell))
        sums[line.code] = (line, before[1] + past.pounds(printed), before[2])
    for line, total, cell in sums.values():
        if line.income and total > 0:
            past.reading.warn(f"{line.name} is income, and was read as spend: is income printed as you say?", cell)
        if not line.income and total < 0:
            past.reading.warn(f"{line.name} is spend, and was read as income: is it called what it is?", cell)

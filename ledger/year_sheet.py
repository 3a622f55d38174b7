"""A financial year of one series as it is typed at once: its cells with what stands in them, and how they are read.

Pure: figures that stand and typed text in, figures to record out. Nothing here knows the request or the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from .cells import CellReading, Outcome, Typed, in_full, read_cell
from .checks import NewFigure, usual_edition
from .errors import Problem
from .figure_rows import FigureRow, in_force
from .models import Basis, Frequency
from .months import ONE_DAY, FinancialYear, Span, month_label
from .typed import TypedNumber, read_plain

PLANNED: tuple[str, ...] = (Basis.PLAN, Basis.TARGET, Basis.BUDGET)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One input: what the writer sees in it, and every figure of its span by edition, withdrawn ones too."""

    basis: str
    span: Span
    standing: FigureRow | None
    usual: date  # the edition of a figure that nobody gives another
    editions: Mapping[date, FigureRow] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.basis}-{self.span.start}-{self.span.end}"

    @property
    def key(self) -> tuple[str, date, date, date]:
        """Of the figure that is written where nobody gives another edition: basis, first and last day, edition."""
        return (self.basis, self.span.start, self.span.end, self.usual)

    @property
    def holds(self) -> bool:
        """Whether a value stands there."""
        row = self.editions.get(self.usual)
        return row is not None and row.value is not None

    @property
    def row_label(self) -> str:
        return "Whole year" if self.span.kind == "year" else self.span.label

    @property
    def label(self) -> str:
        """April 2019, plan."""
        return f"{self.row_label}, {self.basis}"

    @property
    def text(self) -> str:
        """The value that stands, in full: a rounded one would be taken for a change."""
        return in_full(self.standing.value) if self.standing else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A row for each span of the year and one for the whole of it, a cell for each basis."""

    year: FinancialYear
    planned: str  # which of PLANNED its first column is
    rows: tuple[tuple[SheetCell | None, ...], ...]  # None: nothing is typed there

    @property
    def bases(self) -> tuple[str, str, str]:
        return (self.planned, Basis.ACTUAL, Basis.FORECAST)

    @property
    def cells(self) -> list[SheetCell]:
        return [cell for row in self.rows for cell in row if cell]

    @property
    def has_plan(self) -> bool:
        return any(cell.standing for cell in self.cells if cell.basis == self.planned)

    @property
    def lacks_profile(self) -> bool:
        """Whether the whole year is planned and no part of it."""
        stands = {cell.span.kind == "year" for cell in self.cells if cell.basis == self.planned and cell.standing}
        return len(self.rows) > 1 and stands == {True}


def spans_of(frequency: str, year: FinancialYear) -> list[Span]:
    """The spans into which a series of that frequency divides the year; none where they are not regular.

    Weeks are those whose Thursday lies in the year: 52 or 53.
    """
    months = list(year.months())
    match frequency:
        case Frequency.MONTH:
            return months
        case Frequency.QUARTER:
            return [Span(months[i].start, months[i + 2].end) for i in range(0, 12, 3)]
        case Frequency.WEEK:
            thursday = year.start + ONE_DAY * ((3 - year.start.weekday()) % 7)
            weeks = range((year.end - thursday).days // 7 + 1)
            mondays = [thursday - timedelta(days=3) + timedelta(weeks=week) for week in weeks]
            return [Span(monday, monday + timedelta(days=6)) for monday in mondays]
    return []


def year_sheet(
    rows: Sequence[FigureRow], year: FinancialYear, frequency: str, *, planned: str = "", now: datetime, on: date
) -> Sheet:
    """The sheet of one series from its `rows`; `planned` is the basis of its first column, left out the one in use.

    `on` chooses the editions that stand; the usual edition of a new forecast follows from `now`.
    """
    standing = {(row.basis, row.span): row for row in in_force(rows, on)}
    editions: dict[tuple[str, Span], dict[date, FigureRow]] = {}
    for row in rows:
        editions.setdefault((row.basis, row.span), {})[row.edition] = row
    spans = spans_of(frequency, year)
    if planned not in PLANNED:
        used = {row.basis for row in standing.values() if row.start <= year.end and row.end >= year.start}
        planned = next((basis for basis in PLANNED if basis in used), PLANNED[0])

    def cell(basis: str, span: Span) -> SheetCell:
        key = (basis, span)
        return SheetCell(basis, span, standing.get(key), usual_edition(basis, span.start, now), editions.get(key, {}))

    bases = (planned, Basis.ACTUAL, Basis.FORECAST)
    # What came in the whole year is the sum of its parts where it has parts.
    whole = tuple(None if spans and basis == Basis.ACTUAL else cell(basis, year.span) for basis in bases)
    return Sheet(year, planned, (*(tuple(cell(basis, span) for basis in bases) for span in spans), whole))


def beside(sheet: Sheet, rows: Iterable[FigureRow], on: date) -> list[FigureRow]:
    """Figures that stand for spans of the year that the sheet has no row for, such as April to August."""
    typed = {cell.span for cell in sheet.cells}
    return [
        row
        for row in in_force(rows, on)
        if row.span not in typed and row.start <= sheet.year.end and row.end >= sheet.year.start
    ]


@dataclass(frozen=True, slots=True)
class Editions:
    """In which editions changes are recorded."""

    forecast: date  # the month in which the forecasts were made
    plan: date | None = None  # from when a new plan holds; None: the one that stands is corrected


@dataclass(frozen=True)
class Reading:
    """What was typed into a sheet. `problems` are by the cell's name, as `field`."""

    changed: list[SheetCell] = field(default_factory=list)
    figures: list[NewFigure] = field(default_factory=list)  # one for each that is changed
    untouched: set[str] = field(default_factory=set)  # names of cells left as they were seen
    stale: list[SheetCell] = field(default_factory=list)  # changed here, and by somebody else meanwhile
    problems: list[Problem] = field(default_factory=list)


def read_sheet(sheet: Sheet, series: str, typed: Mapping[str, Typed], editions: Editions) -> Reading:
    """What is to be recorded of what was typed, and what is wrong with it: nothing of it counts where anything is.

    A cell left as it was records nothing, and so does a blank one. Clearing a cell is no way to withdraw it.
    """
    reading = Reading()
    for cell in sheet.cells:
        given = typed.get(cell.name)
        if given is None:
            continue
        try:
            read = read_cell(given, cell.standing.value if cell.standing else None, partial(_read, saw=given.saw))
            value = _given(read, given.saw)
        except ValueError as error:
            reading.problems.append(Problem(cell.name, str(error)))
            continue
        if value is None:
            reading.untouched.add(cell.name)
        elif read.outcome is Outcome.STALE:
            reading.stale.append(cell)
        elif wrong := _wrong_edition(cell, edition := _edition(cell, editions)):
            reading.problems.append(Problem(cell.name, wrong))
        else:
            reading.changed.append(cell)
            reading.figures.append(_figure(cell, series, value, edition))
    return reading


def _read(text: str, saw: str) -> TypedNumber:
    if not any(sign.isdigit() for sign in text):
        raise ValueError(f"“{text}” is no number; type one, or {_as_it_was(saw)}.")
    return read_plain(text)


def _given(read: CellReading, saw: str) -> Decimal | None:
    """The value to record; None where the cell is left as it was."""
    if read.outcome is Outcome.EMPTIED:
        raise ValueError(
            f"This held {saw}, and a blank takes nothing away. Type {saw} again; "
            "to withdraw it, open the figure’s own page."
        )
    return None if read.outcome is Outcome.LEFT else read.value


def _as_it_was(saw: str) -> str:
    return f"put {saw} back" if saw else "leave this empty where nothing is known"


def _edition(cell: SheetCell, editions: Editions) -> date:
    if cell.basis == Basis.FORECAST:
        return editions.forecast
    if cell.basis == Basis.ACTUAL:
        return cell.usual
    return editions.plan or (cell.standing.edition if cell.standing else cell.usual)


def _wrong_edition(cell: SheetCell, edition: date) -> str:
    """Why a figure of that edition would not be what stands here, or would replace one that isn't seen here."""
    standing, there = cell.standing, cell.editions.get(edition)
    if standing and edition < standing.edition:
        since = month_label(standing.edition)
        return f"The {cell.basis} of {since} stands here, so that of {month_label(edition)} would not show. " + (
            f"Choose {since} or a later month."
        )
    if there and there.value is not None and there is not standing:
        return (
            f"A {cell.basis} of {month_label(edition)} is recorded already, {in_full(there.value)}, but doesn't hold "
            "yet. Choose another month, or correct it on its own page."
        )
    return ""


def _figure(cell: SheetCell, series: str, value: Decimal, edition: date) -> NewFigure:
    there = cell.editions.get(edition)
    return NewFigure(
        series=series,
        basis=cell.basis,
        start=cell.span.start,
        end=cell.span.end,
        value=value,
        edition=edition,
        follows=there.revision if there else 0,
    )

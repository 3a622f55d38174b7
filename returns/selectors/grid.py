"""A return's grid, read in a number of queries that doesn't grow with its lines."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from ledger.cells import in_full
from ledger.closing import closed_at
from ledger.figure_rows import FigureRow, in_force
from ledger.models import Basis, ClosedPeriod, Figure, Frequency, Rollup, Series
from ledger.months import FIRST_YEAR, FinancialYear, Span, moment_label
from ledger.numbers import Number
from ledger.selectors import Book, open_book
from ledger.year_sheet import spans_of

from ..checks import MOST, Rule
from ..grid import Grid, GridCell, GridLine
from ..models import Form, FormCheck, FormLine, Return, State, Step
from ..outlooks import outlook_of
from ..periods import edition_of, period_before, year_of

HANDED_OVER = (Step.Kind.SUBMITTED, Step.Kind.APPROVED, Step.Kind.CLOSED)
NEXT = {
    State.SUBMITTED: "Whoever approves it can send it back to be changed.",
    State.APPROVED: "Until it is closed, whoever approves returns can open it again.",
    State.CLOSED: "Its figures change by restatement: open a figure and propose one.",
}


class Opened(NamedTuple):
    grid: Grid
    book: Book  # of the form's series


def open_grid(
    filled: Return, moment: datetime | None, *, may_fill: bool = True, services: Collection[str] = ()
) -> Opened:
    """The grid of `filled` as at `moment` (None: now), for who writes for these services (none: all)."""
    form = filled.form
    lines = list(form.lines.select_related("series").order_by("position", "id"))
    series = [line.series_id for line in lines]
    book = open_book(form.organisation, series, moment, filled.end, _looked_at(filled))
    reader = _Reader(filled, services, book, moment, series)
    grid = Grid(
        own=filled.span,
        edition=edition_of(filled.span),
        year=year_of(filled.span),
        compared_with=form.compared_with,
        by_year=form.layout == Form.Layout.YEAR,
        periods=reader.periods,
        lines=tuple(reader.line(line) for line in lines),
        closed=why_closed(filled, moment, may_fill),
    )
    return Opened(grid, book)


def _looked_at(filled: Return) -> Span | None:
    """The days of which a grid needs figures: its year, and before it what says which values are usual.

    None, for all: quarters and years are few, and it takes many years of them.
    """
    year = year_of(filled.span)
    if filled.form.frequency not in (Frequency.MONTH, Frequency.WEEK):
        return None
    return Span(FinancialYear(max(year.first - MOST // 12, FIRST_YEAR)).start, year.end)


def why_closed(filled: Return, moment: datetime | None, may_fill: bool) -> str:
    """Why nothing can be typed into the return, and what to do instead; empty where something can."""
    if moment:
        return "You see what was known then; figures are typed beside what is known now."
    if not filled.is_open:
        return f"This return is {filled.get_state_display().lower()}. {NEXT[State(filled.state)]}"
    if not may_fill:
        return f"You may read this return, not fill it in: that is for {filled.form.who_fills}."
    return ""


class _Reader:
    """What the lines of one grid share."""

    def __init__(
        self, filled: Return, services: Collection[str], book: Book, moment: datetime | None, series: list[int]
    ) -> None:
        form, self.own = filled.form, filled.span
        self.form, self.services, self.book = form, services, book
        self.edition, self.before = edition_of(self.own), period_before(form.frequency, self.own)
        by_year = form.layout == Form.Layout.YEAR
        year = year_of(self.own)
        self.periods = tuple(spans_of(form.frequency, year) or [year.span]) if by_year else (self.own,)
        self.rows: dict[int, list[FigureRow]] = {pk: [] for pk in series}
        for row in book.rows:
            if row.series in self.rows:
                self.rows[row.series].append(row)
        self.then = _as_reported(filled, self.before, moment, self.rows) if by_year else {}
        self.closed = ClosedPeriod.objects.filter(series__in=series).by_series()

    def line(self, line: FormLine) -> GridLine:
        series = self.book.series[line.series_id]
        rows, measure, rules = self.rows[series.pk], series.measure, series.rules
        cells = {row.cell: row for row in rows}
        earlier = self._earlier(rows)
        compared = {row.span: row for row in in_force(rows, self.own.end) if row.basis == self.form.compared_with}
        blank = Number(None, measure.unit, measure.decimals)
        past = cells.get((series.pk, Basis.ACTUAL, self.before.start, self.before.end, self.before.start))
        return GridLine(
            series=series.pk,
            code=series.code,
            name=series.name,
            section=line.section,
            unit=measure.unit,
            decimals=measure.decimals,
            rules=rules,
            addable=measure.rollup != Rollup.MEAN and measure.unit != "percent" and not measure.is_ratio,
            cells=tuple(self._cell(series, span, cells, earlier.get(span)) for span in self.periods),
            compared=tuple(
                self.book.as_number(compared[span]) if span in compared else blank for span in self.periods
            ),
            before=self.book.as_number(past) if past else blank,
            reported=self._reported(series),
            rows=tuple(rows),
        )

    def _cell(
        self,
        series: Series,
        span: Span,
        cells: Mapping[tuple[int, str, date, date, date], FigureRow],
        earlier: Decimal | None,
    ) -> GridCell:
        basis = Basis.ACTUAL if span.end <= self.own.end else Basis.FORECAST
        edition = span.start if basis == Basis.ACTUAL else self.edition
        standing = cells.get((series.pk, basis, span.start, span.end, edition))
        measure = series.measure
        return GridCell(
            series=series.pk,
            code=series.code,
            line=series.name,
            unit=measure.unit,
            basis=basis.value,
            span=span,
            edition=edition,
            standing=standing,
            number=self.book.as_number(standing) if standing else Number(None, measure.unit, measure.decimals),
            earlier=earlier,
            lock=self._lock(series, basis, span, edition, standing),
        )

    def _lock(self, series: Series, basis: str, span: Span, edition: date, standing: FigureRow | None) -> str:
        if self.services and (series.service is None or series.service.code not in self.services):
            return "it belongs to another service than those that you write for."
        held = standing is not None and standing.value is not None
        since = closed_at(self.closed.get(series.pk, ()), basis, span.start, span.end, edition)
        if held and since:
            return f"closed on {moment_label(since)}; open the figure to propose a restatement."
        return ""

    def _earlier(self, rows: list[FigureRow]) -> dict[Span, Decimal]:
        """By span what was forecast last before this return."""
        newest: dict[Span, FigureRow] = {}
        for row in rows:
            if row.basis != Basis.FORECAST or row.edition >= self.edition or row.value is None:
                continue
            if row.span not in newest or row.edition > newest[row.span].edition:
                newest[row.span] = row
        return {span: row.value for span, row in newest.items() if row.value is not None}

    def _reported(self, series: Series) -> Decimal | None:
        """The outturn of the year that the return before projected; None for the first of a year."""
        rows = self.then.get(series.pk)
        if rows is None or year_of(self.before) != year_of(self.own):
            return None
        edition = edition_of(self.before)
        return outlook_of(rows, self.before, edition, self.form.compared_with, series.rules).outturn


def _as_reported(
    filled: Return, before: Span, moment: datetime | None, now: Mapping[int, list[FigureRow]]
) -> Mapping[int, list[FigureRow]]:
    """The lines' figures as they stood when the return before was last handed over; where it never was, as now."""
    handed_over = Step.objects.filter(of__form=filled.form, of__start=before.start, kind__in=HANDED_OVER)
    if moment:
        handed_over = handed_over.filter(at__lte=moment)
    last = handed_over.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return now
    figures = Figure.objects.filter(organisation_id=filled.form.organisation_id, series__in=now)
    found: dict[int, list[FigureRow]] = {pk: [] for pk in now}
    for values in figures.as_at(last).values_list(*FigureRow._fields):
        row = FigureRow(*values)
        found[row.series].append(row)
    return found


def texts_seen(grid: Grid, revisions: Mapping[str, int]) -> dict[str, str]:
    """By the names of cells, what stood in them at those revisions: at most one query, none where nothing moved."""
    seen: dict[str, str] = {}
    moved: dict[tuple[int, str, date, date, date, int], str] = {}
    for name, cell in grid.cells.items():
        revision = revisions.get(name, 0)
        if revision == cell.revision:
            seen[name] = cell.text
        else:
            seen[name] = ""
            moved[(cell.series, cell.basis, cell.span.start, cell.span.end, cell.edition, revision)] = name
    if any(key[-1] for key in moved):
        key = ("series_id", "basis", "start", "end", "edition", "revision")
        past = Figure.objects.filter(series__in={each[0] for each in moved}, start__in={each[2] for each in moved})
        for series, basis, start, end, edition, revision, value in past.values_list(*key, "value"):
            found = moved.get((series, basis, start, end, edition, revision))
            if found:
                seen[found] = in_full(value)
    return seen


def who_overtook(grid: Grid, names: list[str]) -> dict[str, str]:
    """By the names of cells, who recorded what stands there, and when: a sentence's beginning."""
    ids = {standing.id: name for name in names if (standing := grid.cells[name].standing) is not None}
    found: dict[str, str] = {}
    for figure in Figure.objects.filter(pk__in=ids).select_related("entry__by"):
        found[ids[figure.pk]] = f"{figure.entry.author}, {moment_label(figure.recorded_at)}"
    return found


def comments_of(filled: Return) -> dict[int, str]:
    """What is said of the lines of a return, by series."""
    return dict(filled.comments.values_list("series_id", "text"))


def rules_of(form: Form) -> list[Rule]:
    """What should hold between the form's lines."""
    checks = form.checks.values_list("left__series_id", "kind", "right__series_id")
    return [Rule(left, kind == FormCheck.Kind.EQUALS, right) for left, kind, right in checks]

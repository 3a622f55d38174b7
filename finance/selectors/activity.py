"""Activity and unit cost as pages, the API and claims read them: what was budgeted, what is bought, and why it costs
more or less."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ledger.history import as_of, first_known
from ledger.models import Basis, Organisation, Series, Service
from ledger.months import FIRST_YEAR, FinancialYear, Span, day_label
from ledger.numbers import Number, difference, missing, total, whole_total, worked_out
from ledger.selectors import Book, open_book

from ..models import ActivityLine, BudgetLine, Heading
from .activity_rows import ActivityRow, Side, Trend, against
from .funding import NotKnownYet
from .variances import variances

UNIT = "GBP"


@dataclass(frozen=True)
class QuantityTotal:
    """What is counted of all lines that count the same, those that are only shown left out."""

    counts: str
    budgeted: Number
    current: Number

    @property
    def change(self) -> Number:
        return against(self.current, self.budgeted)


@dataclass(frozen=True)
class EffectTotal:
    """The effects of all counted lines that are priced by the same period, as far as they can be computed."""

    period: str
    price: Number
    volume: Number
    change: Number
    computed: int
    lines: int


@dataclass(frozen=True)
class Explained:
    """A budget line's variance beside what its counted activity says of it, both over the year."""

    budget_line: BudgetLine
    variance: Number
    rows: tuple[ActivityRow, ...]

    @property
    def change(self) -> Number:
        """Missing where that of one line can't be computed: a part is not the whole."""
        return whole_total([(row.line.name, row.change_over_year) for row in self.rows])

    @property
    def residual(self) -> Number:
        """Timing, contributions, one-offs."""
        return difference(("variance", self.variance), ("change in commitment over the year", self.change))


@dataclass(frozen=True)
class Activity:
    year: FinancialYear
    rows: tuple[ActivityRow, ...]
    ended: tuple[ActivityLine, ...]  # before the year
    explained: tuple[Explained, ...]

    def row(self, slug: str) -> ActivityRow:
        """KeyError where there is none of that address."""
        return {row.line.slug: row for row in self.rows}[slug]

    def total(self, counts: str) -> QuantityTotal:
        """KeyError where nothing counted counts that."""
        return {found.counts: found for found in self.totals}[counts]

    @property
    def counted(self) -> tuple[ActivityRow, ...]:
        return tuple(row for row in self.rows if row.line.counted)

    @property
    def shown_only(self) -> tuple[ActivityRow, ...]:
        return tuple(row for row in self.rows if not row.line.counted)

    @property
    def totals(self) -> tuple[QuantityTotal, ...]:
        kinds = dict.fromkeys(row.line.counts for row in self.counted)
        return tuple(self._quantities(counts) for counts in kinds)

    @property
    def effect_totals(self) -> tuple[EffectTotal, ...]:
        periods = dict.fromkeys(row.line.period for row in self.counted)
        return tuple(self._effects(period) for period in periods)

    def _quantities(self, counts: str) -> QuantityTotal:
        rows = [row for row in self.counted if row.line.counts == counts]
        budgeted = whole_total([(row.line.name, row.budgeted.quantity) for row in rows])
        return QuantityTotal(counts, budgeted, whole_total([(row.line.name, row.current.quantity) for row in rows]))

    def _effects(self, period: str) -> EffectTotal:
        rows = [row for row in self.counted if row.line.period == period]
        computed = [row for row in rows if not row.why_not]
        price, volume, change = (
            total([(row.line.name, getattr(row, what)) for row in computed]) if computed else missing(UNIT)
            for what in ("price_effect", "volume_effect", "change")
        )
        return EffectTotal(period, price, volume, change, len(computed), len(rows))


@dataclass(frozen=True)
class ActivityMonth:
    span: Span
    budgeted: Side
    current: Side


@dataclass(frozen=True)
class ActivityLinePage:
    row: ActivityRow
    budget_line: BudgetLine | None  # whose variance it is to explain
    months: tuple[ActivityMonth, ...]  # with anything known, oldest first
    quantity_series: Series
    price_series: Series


def activity(
    organisation: Organisation, year: FinancialYear, moment: datetime | None, *, approved_only: bool = False
) -> Activity:
    """The activity lines of an organisation in `year`: a number of queries that doesn't grow with them."""
    lines = list(as_of(ActivityLine, moment).filter(organisation_id=organisation.pk).order_by("position", "name"))
    shown = [line for line in lines if line.closed_on is None or line.closed_on >= year.start]
    shelf = _shelf(organisation, shown, year, moment, approved_only)
    rows = tuple(shelf.row(line, year) for line in shown)
    return Activity(
        year=year,
        rows=rows,
        ended=tuple(line for line in lines if line not in shown),
        explained=_explained(organisation, rows, shelf, year, moment, approved_only),
    )


def activity_rows(
    organisation: Organisation, ids: Sequence[int], year: FinancialYear, moment: datetime | None
) -> list[ActivityRow]:
    """Those of these ids, in `year`."""
    lines = list(as_of(ActivityLine, moment).filter(id__in=ids, organisation_id=organisation.pk))
    shelf = _shelf(organisation, lines, year, moment)
    return [shelf.row(line, year) for line in lines]


def rows_in(book: Book, lines: Sequence[ActivityLine], year: FinancialYear) -> list[ActivityRow]:
    """From a book that has their series open, without the names of their headings."""
    shelf = _Shelf(book, headings={}, services={}, budget_lines={})
    return [shelf.row(line, year) for line in lines]


def activity_line_page(
    organisation: Organisation, slug: str, year: FinancialYear, moment: datetime | None
) -> ActivityLinePage | NotKnownYet:
    """Raises ActivityLine.DoesNotExist where the organisation has none of that address."""
    today = ActivityLine.objects.get(organisation=organisation, slug=slug)
    line = as_of(ActivityLine, moment).filter(pk=today.pk).first()
    if line is None:
        return NotKnownYet(today.name, first_known(today))
    shelf = _shelf(organisation, [line], year, moment)
    row = shelf.row(line, year)
    return ActivityLinePage(
        row=row,
        budget_line=shelf.budget_lines.get(line.budget_line_id or 0),
        months=tuple(shelf.months(line, year)),
        quantity_series=shelf.book.series[line.quantity_series_id],
        price_series=shelf.book.series[line.price_series_id],
    )


@dataclass(frozen=True)
class _Shelf:
    """Lines' figures and headings, read together."""

    book: Book
    headings: dict[int, str]
    services: dict[int, str]
    budget_lines: dict[int, BudgetLine]

    def row(self, line: ActivityLine, year: FinancialYear) -> ActivityRow:
        span = self._latest(line, year)
        breaks = [
            found
            for pk in (line.quantity_series_id, line.price_series_id)
            for found in self.book.breaks_of(self.book.series[pk], _window(year))
        ]
        return ActivityRow(
            line=line,
            year=year,
            client_group=self.headings.get(line.client_group_id or 0, ""),
            care_type=self.headings.get(line.care_type_id or 0, ""),
            service=self.services.get(line.service_id or 0, ""),
            income=(own := self.budget_lines.get(line.budget_line_id or 0)) is not None and own.income,
            as_of=span,
            budgeted=Side(*(self._budgeted(pk, span, year) for pk in line.series)),
            current=self._current(line, span),
            quantity_trend=self._trend(line.quantity_series_id, year),
            price_trend=self._trend(line.price_series_id, year),
            breaks=tuple(sorted(breaks, key=lambda found: found.on)),
        )

    def months(self, line: ActivityLine, year: FinancialYear) -> Iterable[ActivityMonth]:
        spans = {
            span
            for pk in line.series
            for basis in (Basis.ACTUAL, Basis.BUDGET)
            for span, _ in self.book.numbers(pk, basis, _window(year))
        }
        for span in sorted(spans):
            budgeted, current = (
                Side(*(self.book.number(pk, basis, span) for pk in line.series))
                for basis in (Basis.BUDGET, Basis.ACTUAL)
            )
            yield ActivityMonth(span, budgeted, current)

    def _latest(self, line: ActivityLine, year: FinancialYear) -> Span | None:
        """What the newest quantity is of, or else the newest price: of the year, or of the one before."""
        for pk in line.series:
            found = [span for span, _ in self._known(pk, Basis.ACTUAL, year)]
            if found:
                return max(found, key=lambda span: (span.end, span.start))
        return None

    def _current(self, line: ActivityLine, span: Span | None) -> Side:
        quantity, price = (self._at(pk, span) for pk in line.series)
        if line.closed_on:
            ended = f"none: it ended on {day_label(line.closed_on)}"
            quantity = worked_out(Decimal(0), ended, [], unit=quantity.unit, decimals=quantity.decimals)
        return Side(quantity, price)

    def _at(self, series: int, span: Span | None) -> Number:
        """The actual of `span`, or else the newest before it."""
        if span is None:
            return self._missing(series)
        own = self.book.number(series, Basis.ACTUAL, span)
        before = self.book.numbers(series, Basis.ACTUAL, Span(FinancialYear(FIRST_YEAR).start, span.end))
        return own if own.value is not None or not before else before[-1][1]

    def _budgeted(self, series: int, span: Span | None, year: FinancialYear) -> Number:
        """What was budgeted for the span that is current; or for the year, its newest month, or the year before."""
        if span and FinancialYear.of(span.end) == year:
            own = self.book.number(series, Basis.BUDGET, span)
            if own.value is not None:
                return own
        whole = self.book.number(series, Basis.BUDGET, year.span)
        if whole.value is not None:
            return whole
        known = self._known(series, Basis.BUDGET, year)
        if not known:
            return self._missing(series)
        until = span.end if span else year.end
        started = [(found, number) for found, number in known if found.start <= until]
        return (started or known)[-1][1]

    def _known(self, series: int, basis: str, year: FinancialYear) -> list[tuple[Span, Number]]:
        found = self.book.numbers(series, basis, _window(year))
        return [(span, number) for span, number in found if number.value is not None]

    def _trend(self, series: int, year: FinancialYear) -> Trend:
        broken = [found.on for found in self.book.breaks_of(self.book.series[series], _window(year))]
        since = max(broken, default=date.min)
        months = [
            (span, number)
            for span, number in self._known(series, Basis.ACTUAL, year)
            if span.kind == "month" and span.start >= since
        ]
        return Trend(tuple(months))

    def _missing(self, series: int) -> Number:
        measure = self.book.series[series].measure
        return missing(measure.unit, measure.decimals)


def _window(year: FinancialYear) -> Span:
    """The year and the one before it: early in a year nothing newer is known."""
    return Span(FinancialYear(max(FIRST_YEAR, year.first - 1)).start, year.end)


def _shelf(
    organisation: Organisation,
    lines: Sequence[ActivityLine],
    year: FinancialYear,
    moment: datetime | None,
    approved_only: bool = False,
) -> _Shelf:
    wanted = {line.budget_line_id for line in lines if line.budget_line_id}
    budget_lines = {found.pk: found for found in as_of(BudgetLine, moment).filter(pk__in=wanted)} if wanted else {}
    series = {pk for line in lines for pk in line.series}
    book = open_book(organisation, series, moment, approved_only=approved_only)
    headings = as_of(Heading, moment).filter(organisation_id=organisation.pk)
    return _Shelf(
        book=book,
        headings={found.pk: found.name for found in headings},
        services=dict(Service.objects.filter(organisation=organisation).values_list("pk", "name")),
        budget_lines=budget_lines,
    )


def _explained(
    organisation: Organisation,
    rows: Iterable[ActivityRow],
    shelf: _Shelf,
    year: FinancialYear,
    moment: datetime | None,
    approved_only: bool = False,
) -> tuple[Explained, ...]:
    of_line: dict[int, list[ActivityRow]] = {}
    for row in rows:
        if row.line.counted and row.line.budget_line_id in shelf.budget_lines:
            of_line.setdefault(row.line.budget_line_id, []).append(row)
    lines = {pk: shelf.budget_lines[pk] for pk in of_line}
    own = list(lines.values())
    found = variances(organisation, own, year, moment, shelf.book.on, approved_only=approved_only)
    return tuple(Explained(line, found[pk], tuple(of_line[pk])) for pk, line in lines.items())

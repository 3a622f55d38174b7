"""Activity and unit cost as pages, the API and claims read them: what was budgeted, what is bought, and why it costs
more or less."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from ledger.history import as_of, first_known
from ledger.models import Basis, Organisation, Series, SeriesBreak, Service
from ledger.months import FIRST_YEAR, FinancialYear, Span, day_label
from ledger.numbers import Number, difference, missing, percentage, total, whole_total, worked_out
from ledger.selectors import Book, open_book

from ..models import ActivityLine, BudgetLine, Heading
from ..price_volume import Bought, Effects, NotComputable, effects, over_the_year
from .funding import NotKnownYet
from .variances import variances

UNIT = "GBP"


@dataclass(frozen=True)
class Side:
    """What of a line was budgeted, or is bought now."""

    quantity: Number
    price: Number

    @property
    def bought(self) -> Bought:
        return Bought(self.quantity.value, self.price.value)


@dataclass(frozen=True)
class Trend:
    """A series' months, oldest first, since its last series break."""

    points: tuple[tuple[Span, Number], ...]

    @property
    def change(self) -> Number:
        """From the first month to the last, per cent; missing where there are not two."""
        if len(self.points) < 2:
            return missing("percent", 1)
        (first, before), (last, after) = self.points[0], self.points[-1]
        moved = difference((last.label, after), (first.label, before))
        return percentage(("change", moved), (first.label, before))


@dataclass(frozen=True)
class ActivityRow:
    """A line in a year."""

    line: ActivityLine
    year: FinancialYear
    client_group: str
    care_type: str
    service: str
    as_of: Span | None  # what the current quantity is of; None: nothing is known
    budgeted: Side
    current: Side
    quantity_trend: Trend
    price_trend: Trend
    breaks: tuple[SeriesBreak, ...]

    @cached_property
    def found(self) -> Effects | NotComputable:
        return effects(self.line.counts, self.line.priced_per, self.budgeted.bought, self.current.bought)

    @property
    def why_not(self) -> str:
        """Why there are no effects; empty where there are."""
        return self.found.reason if isinstance(self.found, NotComputable) else ""

    @property
    def quantity_change(self) -> Number:
        """Per cent of what was budgeted."""
        return _against(self.current.quantity, self.budgeted.quantity)

    @property
    def price_change(self) -> Number:
        return _against(self.current.price, self.budgeted.price)

    @property
    def price_effect(self) -> Number:
        """Pounds a period, as the other effects."""
        if self._one_sided:
            return self._number("price", f"{self._one_sided}: there is no price to compare", self._inputs)
        return self._number("price", "(current price − budgeted price) × current quantity", self._inputs)

    @property
    def volume_effect(self) -> Number:
        if self._one_sided:
            formula = f"{self._one_sided}, so it is all volume: current commitment − budgeted commitment"
            return self._number("volume", formula, self._inputs)
        return self._number("volume", "(current quantity − budgeted quantity) × budgeted price", self._inputs)

    @property
    def change(self) -> Number:
        """Of the commitment."""
        inputs = [("price effect", self.price_effect), ("volume effect", self.volume_effect)]
        return self._number("change", "price effect + volume effect", inputs)

    @property
    def change_over_year(self) -> Number:
        """As if the change held for the whole year."""
        change = self.change
        value = None if change.value is None else over_the_year(change.value, self.line.period, self.year)
        formula = f"change a {self.line.period} × {self.line.period}s of {self.year.label}"
        return worked_out(value, formula, [(f"change a {self.line.period}", change)], unit=UNIT)

    @property
    def _one_sided(self) -> str:
        if self.budgeted.bought.is_none:
            return "nothing of it was budgeted"
        return "nothing of it is bought any more" if self.current.bought.is_none else ""

    @property
    def _inputs(self) -> list[tuple[str, Number]]:
        return [
            ("budgeted quantity", self.budgeted.quantity),
            ("current quantity", self.current.quantity),
            ("budgeted price", self.budgeted.price),
            ("current price", self.current.price),
        ]

    def _number(self, what: str, formula: str, inputs: Sequence[tuple[str, Number]]) -> Number:
        if isinstance(self.found, NotComputable):
            return missing(UNIT)
        return worked_out(getattr(self.found, what), formula, inputs, unit=UNIT)


@dataclass(frozen=True)
class QuantityTotal:
    """What is counted of all lines that count the same, those that are only shown left out."""

    counts: str
    budgeted: Number
    current: Number

    @property
    def change(self) -> Number:
        return _against(self.current, self.budgeted)


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
    """A budget line's variance beside what activity says of it, both over the year."""

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
    explained: Explained | None
    months: tuple[ActivityMonth, ...]  # with anything known, oldest first
    quantity_series: Series
    price_series: Series


def activity(organisation: Organisation, year: FinancialYear, moment: datetime | None) -> Activity:
    """The activity lines of an organisation in `year`: a number of queries that doesn't grow with them."""
    lines = list(as_of(ActivityLine, moment).filter(organisation_id=organisation.pk).order_by("position", "name"))
    shown = [line for line in lines if line.closed_on is None or line.closed_on >= year.start]
    shelf = _shelf(organisation, shown, year, moment)
    rows = tuple(shelf.row(line, year) for line in shown)
    return Activity(
        year=year,
        rows=rows,
        ended=tuple(line for line in lines if line not in shown),
        explained=shelf.explained(rows, year),
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
    shelf = _Shelf(book, headings={}, services={}, budget_lines={}, variances={})
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
        explained=next(iter(shelf.explained([row], year)), None),
        months=tuple(shelf.months(line, year)),
        quantity_series=shelf.book.series[line.quantity_series_id],
        price_series=shelf.book.series[line.price_series_id],
    )


def _against(current: Number, budgeted: Number) -> Number:
    moved = difference(("current", current), ("budgeted", budgeted))
    return percentage(("current − budgeted", moved), ("budgeted", budgeted))


@dataclass(frozen=True)
class _Shelf:
    """Lines' figures and headings, read together."""

    book: Book
    headings: dict[int, str]
    services: dict[int, str]
    budget_lines: dict[int, BudgetLine]
    variances: dict[int, Number]  # of the budget lines

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
            as_of=span,
            budgeted=Side(*(self._budgeted(pk, span, year) for pk in line.series)),
            current=self._current(line, span),
            quantity_trend=self._trend(line.quantity_series_id, year),
            price_trend=self._trend(line.price_series_id, year),
            breaks=tuple(sorted(breaks, key=lambda found: found.on)),
        )

    def explained(self, rows: Iterable[ActivityRow], year: FinancialYear) -> tuple[Explained, ...]:
        found: dict[int, list[ActivityRow]] = {}
        for row in rows:
            if row.line.budget_line_id in self.budget_lines:
                found.setdefault(row.line.budget_line_id, []).append(row)
        return tuple(Explained(self.budget_lines[pk], self.variances[pk], tuple(own)) for pk, own in found.items())

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
    organisation: Organisation, lines: Sequence[ActivityLine], year: FinancialYear, moment: datetime | None
) -> _Shelf:
    wanted = {line.budget_line_id for line in lines if line.budget_line_id}
    budget_lines = {found.pk: found for found in as_of(BudgetLine, moment).filter(pk__in=wanted)} if wanted else {}
    book = open_book(organisation, {pk for line in lines for pk in line.series}, moment)
    headings = as_of(Heading, moment).filter(organisation_id=organisation.pk)
    return _Shelf(
        book=book,
        headings={found.pk: found.name for found in headings},
        services=dict(Service.objects.filter(organisation=organisation).values_list("pk", "name")),
        budget_lines=budget_lines,
        variances=variances(organisation, list(budget_lines.values()), year, moment, book.on),
    )

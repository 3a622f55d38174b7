"""KPIs as pages, lists and claims read them: their values, what these are made of, and what they say of change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from ledger.components import Rating
from ledger.history import as_of, first_known
from ledger.models import Frequency, Organisation, Series, SeriesBreak
from ledger.months import FIRST_YEAR, LAST_YEAR, FinancialYear, Span, month_number
from ledger.numbers import Number, difference, missing, percentage, quotient, whole_total, worked_out
from ledger.rating import rate
from ledger.rollups import LAST, SUM
from ledger.selectors import Book, open_book
from ledger.variation import Point, Variation, following, variation, year_before

from ..models import Kpi, Programme
from .words import NothingYet

# Of which kind the spans of a series are. What it has of other kinds is shown where it has none of its own.
KINDS: dict[str, str] = {
    Frequency.DAY: "day",
    Frequency.WEEK: "week",
    Frequency.MONTH: "month",
    Frequency.QUARTER: "quarter",
    Frequency.YEAR: "year",
}
# How many years before the selected one a value is judged against. Two to three years of months are what Making Data
# Count's team advises to look at (in conversation with North London NHS Foundation Trust).
HISTORY: dict[str, int] = {Frequency.QUARTER: 4, Frequency.YEAR: 10}
USUAL_HISTORY = 2
POINTS = "percentage points"
EVER = Span(FinancialYear(FIRST_YEAR).start, FinancialYear(LAST_YEAR - 1).end)


@dataclass(frozen=True)
class KpiPoint:
    """A KPI in one span."""

    span: Span
    value: Number
    parts: tuple[Number, Number] | None  # numerator and denominator; None: it is no ratio
    plan: Number
    before: Number  # a year earlier; missing where that is not known, or lies before a series break

    @property
    def variance(self) -> Number:
        return _apart(("actual", self.value), ("plan", self.plan))

    @property
    def change(self) -> Number:
        """Since a year earlier."""
        return _apart((self.span.label, self.value), ("a year earlier", self.before))


@dataclass(frozen=True)
class KpiPage:
    """A KPI in `year`, with its history before it, oldest first."""

    kpi: Kpi  # as its words stood
    programme: Programme | None
    series: Series
    parts: tuple[Series, Series] | None
    year: FinancialYear
    points: tuple[KpiPoint, ...]
    target: Number  # the whole year's
    to_date: Number
    so_far: Span | None  # which part of the year that is
    outturn: Number
    rating: Rating
    breaks: tuple[SeriesBreak, ...]  # its own, and those of its parts
    variation: Variation
    before: tuple[FinancialYear, Rating] | None  # where the year has no value: the last one that has, and its rating

    @cached_property
    def _by_span(self) -> dict[Span, KpiPoint]:
        return {point.span: point for point in self.points}

    @property
    def in_year(self) -> tuple[KpiPoint, ...]:
        return tuple(point for point in self.points if self.year.start <= point.span.belongs_to <= self.year.end)

    @property
    def latest(self) -> KpiPoint | None:
        """The newest with a value, be it of this year or of an earlier one."""
        return next((point for point in reversed(self.points) if not point.value.missing), None)

    def value(self, span: Span) -> Number:
        return self._by_span[span].value if span in self._by_span else self._missing

    def plan(self, span: Span) -> Number:
        """The plan or target of a span; of a level, the whole year's where the span has none of its own."""
        return self._by_span[span].plan if span in self._by_span else self._missing

    def of_target(self, span: Span) -> Number:
        """The actual as a percentage of the target."""
        return percentage(("actual", self.value(span)), ("target", self.plan(span)))

    def change(self, earlier: Span, later: Span) -> Number:
        """The later value less the earlier one."""
        return _apart((later.label, self.value(later)), (earlier.label, self.value(earlier)))

    def gain(self, earlier: Span, later: Span) -> Number:
        """By how much it got better: above zero is better, whichever way the measure runs."""
        if self.series.measure.better == "lower":
            return self.change(later, earlier)
        return self.change(earlier, later)

    def rating_of(self, point: KpiPoint) -> Rating | None:
        """One span's value against its own plan; None where either is missing."""
        if point.value.value is None or point.plan.value is None:
            return None
        rules = self.series.rules
        return rate(
            point.span.label, point.value.value, "the plan", point.plan.value, rules.thresholds, rules.writing
        )

    @property
    def last_known(self) -> str:
        """Where the year has no value: the last one, of when it is, and how its year was rated."""
        if self.before is None or self.latest is None:
            return ""
        year, rating = self.before
        return (
            f"Nothing is recorded for {self.year.label}. The last value is "
            f"{self.latest.value.text_with_unit}, of {self.latest.span.label}; {year.label} was rated "
            f"{rating.label.lower()}: {rating.reason}"
        )

    @property
    def has_plan(self) -> bool:
        return any(not point.plan.missing for point in self.points)

    @property
    def needs_attention(self) -> bool:
        """Whether its latest value is a change that is no improvement, or it is rated red."""
        signal = self.variation.current
        return self.rating.colour == "red" or (signal is not None and signal.meaning != "improvement")

    @property
    def _missing(self) -> Number:
        return missing(self.series.measure.unit, self.series.measure.decimals)


@dataclass(frozen=True)
class KpiGroup:
    """KPIs that are shown together."""

    programme: Programme | None
    name: str
    pages: tuple[KpiPage, ...]

    def total(self, span: Span) -> Number:
        """The sum of all in `span`; missing where one of them is."""
        return whole_total([(page.kpi.name, page.value(span)) for page in self.pages])


@dataclass(frozen=True)
class KpiList:
    year: FinancialYear
    groups: tuple[KpiGroup, ...]
    retired: tuple[tuple[Kpi, str], ...]  # each with its series' code

    @property
    def pages(self) -> tuple[KpiPage, ...]:
        return tuple(page for group in self.groups for page in group.pages)

    def page(self, code: str) -> KpiPage:
        """The KPI of that series; KeyError where there is none."""
        return {page.series.code: page for page in self.pages}[code]

    def group(self, name: str) -> KpiGroup:
        """KeyError where there is none of that name."""
        return {group.name: group for group in self.groups}[name]

    @property
    def attention(self) -> tuple[KpiPage, ...]:
        """What needs it: changes first, the newest of them foremost."""

        def changed_first(page: KpiPage) -> tuple[int, str]:
            signal = page.variation.current
            return (-signal.end.toordinal() if signal else 0, page.kpi.name)

        return tuple(sorted((page for page in self.pages if page.needs_attention), key=changed_first))


def kpi_list(
    organisation: Organisation, year: FinancialYear, moment: datetime | None, *, approved_only: bool = False
) -> KpiList:
    """The KPIs of an organisation, programme by programme: six queries; for the past nine.

    Within a programme groups and KPIs keep their places. KPIs of no programme come last.
    """
    programmes = {found.pk: found for found in as_of(Programme, moment).filter(organisation_id=organisation.pk)}
    known = list(as_of(Kpi, moment).filter(organisation_id=organisation.pk).order_by("position", "name"))
    book = open_book(organisation, [kpi.series_id for kpi in known], moment, approved_only=approved_only)
    groups: dict[tuple[bool, str, int | None, str], list[KpiPage]] = {}
    for kpi in known:
        if kpi.is_open:
            programme = programmes.get(kpi.programme_id or 0)
            key = (programme is None, programme.name if programme else "", kpi.programme_id, kpi.group)
            groups.setdefault(key, []).append(_page(book, kpi, programme, year))
    return KpiList(
        year=year,
        groups=tuple(
            KpiGroup(programmes.get(programme or 0), name, tuple(pages))
            for (_, _, programme, name), pages in sorted(groups.items(), key=lambda item: item[0][:2])
        ),
        retired=tuple((kpi, book.series[kpi.series_id].code) for kpi in known if not kpi.is_open),
    )


def kpi_page(
    organisation: Organisation, code: str, year: FinancialYear, moment: datetime | None
) -> KpiPage | NothingYet:
    """The KPI whose series has this code, in `year` as at `moment`: seven queries; for the past ten.

    Raises Kpi.DoesNotExist where the organisation has none of that code.
    """
    today = Kpi.objects.get(organisation=organisation, series__code=code)
    kpi = as_of(Kpi, moment).filter(pk=today.pk).first()
    if kpi is None:
        return NothingYet(name=today.name, known_from=first_known(today))
    programme = as_of(Programme, moment).filter(pk=kpi.programme_id).first() if kpi.programme_id else None
    return _page(open_book(organisation, [kpi.series_id], moment), kpi, programme, year)


def _page(book: Book, kpi: Kpi, programme: Programme | None, year: FinancialYear) -> KpiPage:
    series = book.series[kpi.series_id]
    back = HISTORY.get(series.frequency, USUAL_HISTORY)
    window = Span(FinancialYear(max(FIRST_YEAR, year.first - back)).start, year.end)
    breaks = _breaks(book, series, window)
    points = tuple(_points(book, series, window, [found.on for found in breaks]))
    known = [Point(point.span, point.value.value) for point in points if point.value.value is not None]
    found = book.trajectory(series.pk, year)
    last = FinancialYear.of(known[-1].span.belongs_to) if known else year
    return KpiPage(
        kpi=kpi,
        programme=programme,
        series=series,
        parts=_parts(book, series),
        year=year,
        points=points,
        target=_first(book, series, ("target", "plan", "budget"), year.span),
        to_date=book.to_date(series.pk, year),
        so_far=Span(year.start, found.reached.month.end) if found.reached else None,
        outturn=book.outturn(series.pk, year),
        rating=found.rating,
        breaks=breaks,
        variation=variation(known, [found.on for found in breaks], series.rules.writing),
        before=(last, book.trajectory(series.pk, last).rating) if last.first < year.first else None,
    )


def _parts(book: Book, series: Series) -> tuple[Series, Series] | None:
    if series.numerator_id is None or series.denominator_id is None:
        return None
    return book.series[series.numerator_id], book.series[series.denominator_id]


def _breaks(book: Book, series: Series, window: Span) -> tuple[SeriesBreak, ...]:
    """A ratio breaks where one of its parts does."""
    own = (series, *(_parts(book, series) or ()))
    return tuple(sorted((found for each in own for found in book.breaks_of(each, window)), key=lambda one: one.on))


def _points(book: Book, series: Series, window: Span, breaks: list[date]) -> Iterator[KpiPoint]:
    values: dict[Span, Number] = {}
    for span in _spans(book, series, window):
        before, earlier = missing(series.measure.unit, series.measure.decimals), year_before(span)
        if earlier and not any(earlier.start < day <= span.start for day in breaks):
            before = values.get(earlier, before)
        made_of = _made_of(book, series, span)
        values[span] = _value(book, series, span, made_of)
        yield KpiPoint(span, values[span], made_of, _plan(book, series, span), before)


def _made_of(book: Book, series: Series, span: Span) -> tuple[Number, Number] | None:
    parts = _parts(book, series)
    return (_actual(book, parts[0], span), _actual(book, parts[1], span)) if parts else None


def _value(book: Book, series: Series, span: Span, made_of: tuple[Number, Number] | None) -> Number:
    """A ratio from its parts where both are known; else what was recorded of it."""
    parts = _parts(book, series)
    if not parts or not made_of or any(number.missing for number in made_of):
        return _actual(book, series, span)
    measure = series.measure
    above, below = ((part.name, number) for part, number in zip(parts, made_of, strict=True))
    return quotient(above, below, per=measure.per, unit=measure.unit, decimals=measure.decimals)


def _spans(book: Book, series: Series, window: Span) -> list[Span]:
    """The spans to show: those of the series' own kind without a gap, or else whatever it has figures for."""
    kind = KINDS.get(series.frequency, "")
    recorded = set(_recorded(book, series, window))
    actual = {span for span in recorded if span.kind == kind}
    if kind == "month":
        actual |= set(_months(book, series, window))
    if not actual:
        return sorted(recorded)
    planned = {
        span
        for basis in ("plan", "target", "budget")
        for span, _ in book.numbers(series.pk, basis, window)
        if span.kind == kind
    }
    return _without_gaps(actual | planned)


def _recorded(book: Book, series: Series, window: Span) -> Iterator[Span]:
    """What actuals are of: the series' own, and those that both of its parts have."""
    yield from (span for span, _ in book.numbers(series.pk, "actual", window))
    if parts := _parts(book, series):
        above, below = ({span for span, _ in book.numbers(part.pk, "actual", window)} for part in parts)
        yield from above & below


def _months(book: Book, series: Series, window: Span) -> Iterator[Span]:
    """Months that are known, be it from their weeks or days."""
    for first in range(FinancialYear.of(window.start).first, FinancialYear.of(window.end).first + 1):
        months = book.trajectory(series.pk, FinancialYear(first)).months
        yield from (found.month for found in months if found.actual is not None)


def _without_gaps(spans: Iterable[Span]) -> list[Span]:
    first, *others = sorted(spans)
    shown, last = [first], max(others, default=first)
    while shown[-1] < last:
        after = following(shown[-1])
        if after is None:
            return [first, *others]
        shown.append(after)
    return shown


def _actual(book: Book, series: Series, span: Span) -> Number:
    """As recorded; a month that was not, as its weeks, days or levels make it."""
    found = book.number(series.pk, "actual", span)
    if not found.missing or span.kind != "month":
        return found
    year = FinancialYear.of(span.start)
    value = book.trajectory(series.pk, year).months[month_number(span.start) - 1].actual
    if value is None:
        return found
    inside = [
        (each, number) for each, number in book.numbers(series.pk, "actual", EVER) if each.belongs_to == span.start
    ]
    rollup = series.rules.rollup
    if rollup == LAST:
        return next((number for _, number in reversed(inside) if number.value == value), found)
    words = f"{'sum' if rollup == SUM else 'mean'} of the figures for {span.label}"
    inputs = [(each.label, number) for each, number in inside if each.kind in ("week", "day")]
    return worked_out(value, words, inputs, unit=found.unit, decimals=found.decimals)


def _apart(later: tuple[str, Number], earlier: tuple[str, Number]) -> Number:
    """The difference; of percentages it is in percentage points."""
    found = difference(later, earlier)
    return replace(found, unit=POINTS) if found.unit == "percent" else found


def _plan(book: Book, series: Series, span: Span) -> Number:
    own = _first(book, series, ("plan", "budget", "target"), span)
    if not own.missing or series.rules.rollup == SUM:
        return own  # a year's amount is never divided into months
    return _first(book, series, ("target", "plan", "budget"), FinancialYear.of(span.end).span)


def _first(book: Book, series: Series, bases: Iterable[str], span: Span) -> Number:
    """The number of the first basis that has one."""
    found = [book.number(series.pk, basis, span) for basis in bases]
    return next((number for number in found if not number.missing), found[0])

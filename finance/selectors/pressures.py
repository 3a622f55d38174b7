"""Pressures as pages, the API and claims read them: by event, what they cost, and what pays for it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.history import as_of, first_known
from ledger.models import Basis, Organisation, Series
from ledger.months import FinancialYear, Span
from ledger.numbers import Number, difference, missing, total
from ledger.selectors import Book, open_book

from ..models import FundingSource, Pressure
from .funding import NotKnownYet, amount_of

UNIT = "GBP"
COLUMNS = ("plan", "actual", "forecast")


@dataclass(frozen=True)
class Amounts:
    """Pounds of a year."""

    plan: Number
    actual: Number  # to date
    forecast: Number  # of the whole year


@dataclass(frozen=True)
class PressureRow:
    pressure: Pressure
    funding: FundingSource | None
    amounts: Amounts

    @property
    def cost(self) -> Number:
        """What the year is expected to come to: the forecast or, before there is one, the plan."""
        return self.amounts.plan if self.amounts.forecast.missing else self.amounts.forecast


@dataclass(frozen=True)
class PressureTotal:
    name: str
    rows: tuple[PressureRow, ...]

    @property
    def amounts(self) -> Amounts:
        return Amounts(*(self._total(what) for what in COLUMNS))

    @property
    def cost(self) -> Number:
        found = [(row.pressure.name, row.cost) for row in self.rows]
        return total(found) if found else missing(UNIT)

    @property
    def unknown(self) -> int:
        """How many of them have no amount."""
        return sum(row.cost.missing for row in self.rows)

    def _total(self, what: str) -> Number:
        found = [(row.pressure.name, getattr(row.amounts, what)) for row in self.rows]
        return total(found) if found else missing(UNIT)


@dataclass(frozen=True)
class FundedBy:
    """What one source of funding pays for, beside what it brings."""

    source: FundingSource | None  # None: nothing pays for it
    brings: Number
    total: PressureTotal

    @property
    def left(self) -> Number:
        """Missing for what nothing pays for, and where what the source brings isn't known."""
        return difference(("what it brings", self.brings), ("charged to it", self.total.cost))


@dataclass(frozen=True)
class Pressures:
    year: FinancialYear
    event: str  # whose these are; empty: of all events
    events: tuple[str, ...]  # that there are
    rows: tuple[PressureRow, ...]
    funded: tuple[FundedBy, ...]  # what nothing pays for comes last
    closed: tuple[Pressure, ...]  # before the year

    @property
    def all(self) -> PressureTotal:
        return PressureTotal("All", self.rows)

    @property
    def kinds(self) -> tuple[PressureTotal, ...]:
        """Those that there are."""
        return tuple(found for kind in Pressure.Kind if (found := self.kind(kind)).rows)

    def kind(self, kind: str) -> PressureTotal:
        """Extra costs, impaired savings or lost income; empty where there is none."""
        label = Pressure.Kind(kind).label
        return PressureTotal(label, tuple(row for row in self.rows if row.pressure.kind == kind))

    def categories(self, kind: PressureTotal) -> tuple[PressureTotal, ...]:
        return _grouped(kind.rows, lambda row: row.pressure.category)

    @property
    def unfunded(self) -> PressureTotal:
        return PressureTotal("Not funded", tuple(row for row in self.rows if row.funding is None))


@dataclass(frozen=True)
class PressureMonth:
    span: Span
    plan: Number
    forecast: Number
    actual: Number


@dataclass(frozen=True)
class PressurePage:
    row: PressureRow
    year: FinancialYear
    months: tuple[PressureMonth, ...]  # of the year, with anything known
    series: Series


def pressures(
    organisation: Organisation,
    year: FinancialYear,
    moment: datetime | None,
    event: str = "",
    *,
    approved_only: bool = False,
) -> Pressures:
    """The pressures of an organisation in `year`, of one event or of all: queries don't grow with them."""
    known = list(as_of(Pressure, moment).filter(organisation_id=organisation.pk).order_by("position", "name"))
    own = [found for found in known if not event or found.event == event]
    shown = [found for found in own if found.closed_on is None or found.closed_on >= year.start]
    shelf = _shelf(organisation, shown, moment, approved_only)
    rows = tuple(shelf.row(found, year) for found in shown)
    return Pressures(
        year=year,
        event=event,
        events=tuple(sorted({found.event for found in known})),
        rows=rows,
        funded=tuple(shelf.funded(rows, year)),
        closed=tuple(found for found in own if found not in shown),
    )


def pressure_rows(
    organisation: Organisation, ids: Sequence[int], year: FinancialYear, moment: datetime | None
) -> list[PressureRow]:
    """Those of these ids, in `year`."""
    own = list(as_of(Pressure, moment).filter(id__in=ids, organisation_id=organisation.pk))
    shelf = _shelf(organisation, own, moment)
    return [shelf.row(found, year) for found in own]


def pressure_page(
    organisation: Organisation, slug: str, year: FinancialYear, moment: datetime | None
) -> PressurePage | NotKnownYet:
    """Raises Pressure.DoesNotExist where the organisation has none of that address."""
    today = Pressure.objects.get(organisation=organisation, slug=slug)
    pressure = as_of(Pressure, moment).filter(pk=today.pk).first()
    if pressure is None:
        return NotKnownYet(today.name, first_known(today))
    shelf = _shelf(organisation, [pressure], moment)
    return PressurePage(
        row=shelf.row(pressure, year),
        year=year,
        months=tuple(shelf.months(pressure, year)),
        series=shelf.book.series[pressure.series_id],
    )


def _grouped(rows: Iterable[PressureRow], name: Callable[[PressureRow], str]) -> tuple[PressureTotal, ...]:
    """In the order in which the names first come."""
    found: dict[str, list[PressureRow]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return tuple(PressureTotal(label, tuple(own)) for label, own in found.items())


@dataclass(frozen=True)
class _Shelf:
    """Pressures' figures and what pays for them, read together."""

    book: Book
    sources: dict[int, FundingSource]

    def row(self, pressure: Pressure, year: FinancialYear) -> PressureRow:
        series = pressure.series_id
        return PressureRow(
            pressure=pressure,
            funding=self.sources.get(pressure.funding_id or 0),
            amounts=Amounts(
                plan=amount_of(self.book, series, Basis.PLAN, year),
                actual=self.book.to_date(series, year),
                forecast=self._forecast(series, year),
            ),
        )

    def funded(self, rows: Sequence[PressureRow], year: FinancialYear) -> Iterable[FundedBy]:
        by_source: dict[int | None, list[PressureRow]] = {}
        for row in rows:
            by_source.setdefault(row.funding.pk if row.funding else None, []).append(row)
        for pk, own in sorted(by_source.items(), key=lambda item: item[0] is None):
            source = self.sources.get(pk or 0)
            brings = amount_of(self.book, source.series_id, Basis.BUDGET, year) if source else missing(UNIT)
            yield FundedBy(source, brings, PressureTotal(source.name if source else "Not funded", tuple(own)))

    def months(self, pressure: Pressure, year: FinancialYear) -> Iterable[PressureMonth]:
        bases = (Basis.PLAN, Basis.FORECAST, Basis.ACTUAL)
        spans = {span for basis in bases for span, _ in self.book.numbers(pressure.series_id, basis, year.span)}
        for span in sorted(spans):
            yield PressureMonth(span, *(self.book.number(pressure.series_id, basis, span) for basis in bases))

    def _forecast(self, series: int, year: FinancialYear) -> Number:
        """The forecast of the whole year as it was entered; or what came and what is forecast month by month."""
        whole = self.book.number(series, Basis.FORECAST, year.span)
        return self.book.outturn(series, year) if whole.missing else whole


def _shelf(
    organisation: Organisation, found: Sequence[Pressure], moment: datetime | None, approved_only: bool = False
) -> _Shelf:
    wanted = {pressure.funding_id for pressure in found if pressure.funding_id}
    sources = {source.pk: source for source in as_of(FundingSource, moment).filter(pk__in=wanted)} if wanted else {}
    series = {pressure.series_id for pressure in found} | {source.series_id for source in sources.values()}
    return _Shelf(book=open_book(organisation, series, moment, approved_only=approved_only), sources=sources)

"""A programme's KPIs: by group over months, as they were last reported, and how they are rated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from ledger.components import Rating
from ledger.history import as_of
from ledger.models import Frequency, Organisation, SeriesBreak
from ledger.months import FinancialYear, Span, add_months
from ledger.numbers import Number, difference, missing, whole_total
from ledger.selectors import Book, open_book

from ..models import Kpi

FLOW_MONTHS = 12  # how far back a flow is shown from the newest month known


@dataclass(frozen=True)
class FlowLine:
    kpi: Kpi
    code: str  # of its series, and so below
    numbers: tuple[Number, ...]  # one a month; missing where nothing was recorded
    change: Number  # from the first month to the last
    breaks: tuple[SeriesBreak, ...]


@dataclass(frozen=True)
class Flows:
    """KPIs of one group over months, side by side."""

    group: str
    months: tuple[Span, ...]
    lines: tuple[FlowLine, ...]
    totals: tuple[Number, ...]
    change: Number  # of the total
    definition: str

    @property
    def has_totals(self) -> bool:
        return not all(number.missing for number in self.totals)

    @property
    def blank_cells(self) -> int:
        return sum(number.missing for line in self.lines for number in line.numbers)

    def total_of(self, month: Span) -> Number:
        return self.totals[self.months.index(month)]

    def line_of(self, code: str) -> FlowLine:
        return {line.code: line for line in self.lines}[code]


@dataclass(frozen=True)
class ReportedLine:
    """A KPI that is reported now and then: its newest number of the year."""

    kpi: Kpi
    code: str
    span: Span
    number: Number


@dataclass(frozen=True)
class RatedLine:
    """A KPI that has a target or a plan for the year."""

    kpi: Kpi
    code: str
    latest: Number
    span: str
    target: Number
    rating: Rating


def service_flows(
    organisation: Organisation, year: FinancialYear, moment: datetime | None, *, approved_only: bool = False
) -> tuple[Flows, ...]:
    """Of the open KPIs that belong to no programme, in the order of their groups' first places.

    Without totals: nobody says that such a group makes a whole. Five queries; for the past eight.
    """
    known = as_of(Kpi, moment).filter(organisation_id=organisation.pk, programme=None).order_by("position", "name")
    groups: dict[str, list[Kpi]] = {}
    for kpi in known:
        if kpi.is_open:
            groups.setdefault(kpi.group, []).append(kpi)
    kpis = [kpi for group in groups.values() for kpi in group]
    book = open_book(organisation, [kpi.series_id for kpi in kpis], moment, approved_only=approved_only)
    none = missing()
    return tuple(
        replace(flows, totals=(none,) * len(flows.months), change=none) for flows in flows_of(kpis, book, year)
    )


def flows_of(kpis: Sequence[Kpi], book: Book, year: FinancialYear) -> tuple[Flows, ...]:
    """Each group of `kpis` over the months that end with the newest known in `year`, up to twelve of them."""
    window = Span(add_months(year.start, 1 - FLOW_MONTHS), year.end)
    flows = []
    for group, members in groupby(kpis, key=lambda kpi: kpi.group):
        lines = {kpi: dict(book.numbers(kpi.series_id, "actual", window)) for kpi in members}
        known = {span for numbers in lines.values() for span in numbers if span.kind == "month"}
        if not known or max(known).end < year.start:
            continue
        last = max(known).start
        months = tuple(
            month
            for month in (Span.month(add_months(last, i)) for i in range(1 - FLOW_MONTHS, 1))
            if month >= min(known)
        )
        flows.append(_flow(book, group, lines, months))
    return tuple(flows)


def _flow(book: Book, group: str, lines: dict[Kpi, dict[Span, Number]], months: tuple[Span, ...]) -> Flows:
    flow_lines = []
    for kpi, numbers in lines.items():
        series = book.series[kpi.series_id]
        cells = tuple(numbers.get(month) or missing(series.measure.unit, series.measure.decimals) for month in months)
        flow_lines.append(
            FlowLine(
                kpi=kpi,
                code=series.code,
                numbers=cells,
                change=difference((months[-1].label, cells[-1]), (months[0].label, cells[0])),
                breaks=tuple(book.breaks_of(series, Span(months[0].start, months[-1].end))),
            )
        )
    units = {number.unit for line in flow_lines for number in line.numbers}
    summed = len(units) == 1 and "percent" not in units  # people and hours, or shares, make no sum
    totals = tuple(
        whole_total([(line.kpi.name, line.numbers[i]) for line in flow_lines], f"sum of the {len(flow_lines)} rows")
        if summed
        else missing()
        for i in range(len(months))
    )
    definitions = dict.fromkeys(book.series[kpi.series_id].measure.definition for kpi in lines)
    return Flows(
        group=group,
        months=months,
        lines=tuple(flow_lines),
        totals=totals,
        change=difference((months[-1].label, totals[-1]), (months[0].label, totals[0])),
        definition=" ".join(definitions),
    )


def reported_lines(kpis: Sequence[Kpi], book: Book, year: FinancialYear) -> tuple[ReportedLine, ...]:
    """What isn't reported by month."""
    lines = []
    for kpi in kpis:
        if book.series[kpi.series_id].frequency == Frequency.MONTH:
            continue
        for basis in ("actual", "plan", "forecast"):
            if found := book.numbers(kpi.series_id, basis, year.span):
                lines.append(ReportedLine(kpi, book.series[kpi.series_id].code, *found[-1]))
                break
    return tuple(lines)


def rated_lines(kpis: Sequence[Kpi], book: Book, year: FinancialYear) -> tuple[RatedLine, ...]:
    """KPIs that can be compared with something in `year`, and how they do."""
    lines = []
    for kpi in kpis:
        series, found = book.series[kpi.series_id], book.trajectory(kpi.series_id, year)
        measure = series.measure
        if found.target is None and not any(month.plan is not None for month in found.months):
            continue
        target = book.number(series.pk, "target", year.span)
        if target.value != found.target:
            target = Number(found.target, measure.unit, measure.decimals)
        lines.append(
            RatedLine(
                kpi=kpi,
                code=series.code,
                latest=book.to_date(series.pk, year),
                span=found.reached.month.label if found.reached else "",
                target=target,
                rating=found.rating,
            )
        )
    return tuple(lines)

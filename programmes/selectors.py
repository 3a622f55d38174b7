"""What programme pages, the API, reports and claims read: one set of numbers for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from ledger.components import Rating
from ledger.history import as_of, first_known
from ledger.models import Frequency, Organisation, SeriesBreak
from ledger.months import ONE_DAY, FinancialYear, Span, add_months
from ledger.numbers import Number, difference, missing, percentage, total, whole_total, worked_out
from ledger.selectors import Book, Changes, changes_since, open_book

from .models import Confidence, Investment, Kpi, Programme, Workstream

NO_ASSESSMENT = Rating("grey", "No delivery confidence assessment has been recorded.")
FLOW_MONTHS = 12  # how far back a flow is shown from the newest month known


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme among others: on the home page and in lists."""

    programme: Programme
    target: Number
    avoided: Number
    rating: Rating


@dataclass(frozen=True)
class Delivered:
    """What was evidenced from the start of the year to the end of `span`."""

    span: Span
    number: Number


@dataclass(frozen=True)
class InvestmentLine:
    investment: Investment
    budget: Number
    share: Number  # of a joint whole, where there is one
    whole: Number


@dataclass(frozen=True)
class InvestmentGroup:
    name: str
    lines: tuple[InvestmentLine, ...]
    budget: Number


@dataclass(frozen=True)
class FlowLine:
    kpi: Kpi
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
    def blank_cells(self) -> int:
        return sum(number.missing for line in self.lines for number in line.numbers)

    def total_of(self, month: Span) -> Number:
        return self.totals[self.months.index(month)]

    def line_of(self, code: str) -> FlowLine:
        return {line.kpi.series.code: line for line in self.lines}[code]


@dataclass(frozen=True)
class ReportedLine:
    """A KPI that is reported now and then: its newest number of the year."""

    kpi: Kpi
    span: Span
    number: Number


@dataclass(frozen=True)
class ProgrammePage:
    programme: Programme  # as its words stood
    year: FinancialYear
    confidence: Confidence | None
    target: Number
    delivered: tuple[Delivered, ...]
    avoided: Number  # the most that was evidenced of the year
    avoided_span: Span | None
    share_of_target: Number
    over_position: Number
    workstreams: tuple[Workstream, ...]
    investments: tuple[InvestmentGroup, ...]
    invested: Number
    joint_whole: Number
    flows: tuple[Flows, ...]
    reported: tuple[ReportedLine, ...]
    changes: Changes

    @property
    def rating(self) -> Rating:
        return self.confidence.rating if self.confidence else NO_ASSESSMENT

    @property
    def is_empty(self) -> bool:
        numbers = (self.target, self.avoided, self.over_position, self.invested)
        return all(number.missing for number in numbers) and not self.flows and not self.reported

    def investment_in(self, group: str) -> Number:
        return next((found.budget for found in self.investments if found.name == group), missing("GBP"))

    def flow(self, group: str) -> Flows:
        return {found.group: found for found in self.flows}[group]


@dataclass(frozen=True)
class NothingYet:
    """A programme that nothing was known of at the moment asked about."""

    name: str
    known_from: datetime | None  # when something became known, as far as we know today


def programme_lines(organisation: Organisation, year: FinancialYear, moment: datetime | None) -> list[ProgrammeLine]:
    """The programmes of an organisation with target, evidenced avoidance and rating: six queries."""
    programmes = list(as_of(Programme, moment).filter(organisation_id=organisation.pk).order_by("name"))
    book = open_book(organisation, {pk for programme in programmes for pk in programme.series}, moment)
    newest = _newest_confidence([programme.pk for programme in programmes], moment)
    lines = []
    for programme in programmes:
        delivered = _delivered(book, programme, year)
        confidence = newest.get(programme.pk)
        lines.append(
            ProgrammeLine(
                programme=programme,
                target=book.number(programme.impact_series_id, "target", year.span),
                avoided=delivered[-1].number if delivered else missing("GBP"),
                rating=confidence.rating if confidence else NO_ASSESSMENT,
            )
        )
    return lines


def programme_page(
    organisation: Organisation, slug: str, year: FinancialYear, moment: datetime | None, since: datetime
) -> ProgrammePage | NothingYet:
    """Everything that a programme's page shows for `year` as at `moment`, with what changed after `since`.

    The number of queries is fixed. Raises Programme.DoesNotExist where the organisation has none of that name.
    """
    today = Programme.objects.get(organisation=organisation, slug=slug)
    programme = as_of(Programme, moment).filter(pk=today.pk).first()
    if programme is None:
        return NothingYet(name=today.name, known_from=first_known(today))
    workstreams = tuple(as_of(Workstream, moment).filter(programme_id=today.pk).order_by("position", "name"))
    investments = list(as_of(Investment, moment).filter(programme_id=today.pk).order_by("position", "name"))
    kpis = list(as_of(Kpi, moment).filter(programme_id=today.pk).order_by("position", "name"))
    wanted = _series_of(programme, investments, kpis)
    book = open_book(organisation, wanted, moment)

    target = book.number(programme.impact_series_id, "target", year.span)
    delivered = _delivered(book, programme, year)
    avoided = delivered[-1].number if delivered else missing("GBP")
    groups = _investment_groups(book, investments, workstreams, year)
    return ProgrammePage(
        programme=programme,
        year=year,
        confidence=_newest_confidence([today.pk], moment).get(today.pk),
        target=target,
        delivered=delivered,
        avoided=avoided,
        avoided_span=delivered[-1].span if delivered else None,
        share_of_target=percentage(("cost avoidance evidenced", avoided), ("target for the year", target)),
        over_position=book.number(programme.position_series_id, "forecast", year.span),
        workstreams=workstreams,
        investments=groups,
        invested=total([(group.name, group.budget) for group in groups]),
        joint_whole=total(
            [(line.investment.name, line.whole) for group in groups for line in group.lines if line.whole.formula]
        ),
        flows=_flows(book, kpis, year),
        reported=_reported(book, kpis, year),
        changes=changes_since(organisation, wanted, since, moment),
    )


def _series_of(programme: Programme, investments: Sequence[Investment], kpis: Sequence[Kpi]) -> set[int]:
    shares = {investment.share_series_id for investment in investments if investment.share_series_id}
    return {
        *programme.series,
        *(investment.series_id for investment in investments),
        *shares,
        *(kpi.series_id for kpi in kpis),
    }


def _newest_confidence(programmes: Sequence[int], moment: datetime | None) -> dict[int, Confidence]:
    found = as_of(Confidence, moment).filter(programme_id__in=programmes).order_by("on")
    return {confidence.programme_id: confidence for confidence in found}


def _delivered(book: Book, programme: Programme, year: FinancialYear) -> tuple[Delivered, ...]:
    """What was evidenced from the first of April to each last day that figures reach without a gap.

    A figure from April to August counts as it is; months that follow each other are added up.
    """
    reached: dict[date, Delivered] = {}
    for span, number in sorted(book.numbers(programme.avoidance_series_id, "actual", year.span), key=_by_end):
        if span.start == year.start:
            reached.setdefault(span.end, Delivered(span, number))
        elif before := reached.get(span.start - ONE_DAY):
            inputs = [(before.span.label, before.number), (span.label, number)]
            reached.setdefault(span.end, Delivered(Span(year.start, span.end), total(inputs)))
    return tuple(reached.values())


def _by_end(found: tuple[Span, Number]) -> tuple[date, date]:
    return found[0].end, found[0].start


def _investment_groups(
    book: Book, investments: Sequence[Investment], workstreams: Sequence[Workstream], year: FinancialYear
) -> tuple[InvestmentGroup, ...]:
    """Investments whose budget's span touches `year`, by workstream; the whole programme's first."""
    names = {None: "Programme expenditure"} | {workstream.pk: workstream.name for workstream in workstreams}
    groups = []
    for pk, name in names.items():
        lines = tuple(
            line
            for investment in investments
            if investment.workstream_id == pk
            and not (line := _investment_line(book, investment, year)).budget.missing
        )
        if lines:
            budget = total([(line.investment.name, line.budget) for line in lines])
            groups.append(InvestmentGroup(name=name, lines=lines, budget=budget))
    return tuple(groups)


def _investment_line(book: Book, investment: Investment, year: FinancialYear) -> InvestmentLine:
    budget = total(book.touching(investment.series_id, "budget", year.span))
    share = total(book.touching(investment.share_series_id, "budget", year.span))
    whole = missing("GBP")
    if budget.value is not None and share.value:
        whole = worked_out(
            budget.value * 100 / share.value,
            "the organisation's part ÷ its share × 100",
            [("the organisation's part", budget), ("its share", share)],
            unit="GBP",
        )
    return InvestmentLine(investment=investment, budget=budget, share=share, whole=whole)


def _flows(book: Book, kpis: Sequence[Kpi], year: FinancialYear) -> tuple[Flows, ...]:
    """Each group of KPIs over the months that end with the newest known in `year`, up to twelve of them."""
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
                numbers=cells,
                change=difference((months[-1].label, cells[-1]), (months[0].label, cells[0])),
                breaks=tuple(book.breaks_of(series, Span(months[0].start, months[-1].end))),
            )
        )
    totals = tuple(
        whole_total([(line.kpi.name, line.numbers[i]) for line in flow_lines], f"sum of the {len(flow_lines)} rows")
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


def _reported(book: Book, kpis: Sequence[Kpi], year: FinancialYear) -> tuple[ReportedLine, ...]:
    lines = []
    for kpi in kpis:
        if book.series[kpi.series_id].frequency == Frequency.MONTH:
            continue
        for basis in ("actual", "plan", "forecast"):
            if found := book.numbers(kpi.series_id, basis, year.span):
                lines.append(ReportedLine(kpi, *found[-1]))
                break
    return tuple(lines)

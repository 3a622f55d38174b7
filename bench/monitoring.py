"""Budget monitoring of 2,000 lines, against reading their figures by the same as-at query and nothing else."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial

from simple_history.utils import bulk_create_with_history

from finance.models import BudgetLine, Heading
from finance.selectors import monitoring
from ledger.figure_rows import FigureRow
from ledger.models import Figure, Method, Organisation, Series, Service
from ledger.months import FinancialYear, end_of_day, start_of_day

from .ledgers import FIRST_MONTH, councils, fill_with_budget, settle
from .measures import Measure, in_turns

LIMIT = 6
LINES = 2000
YEARS = [FinancialYear(FIRST_MONTH.year + number) for number in range(5)]
AS_AT = date(2022, 11, 20)  # in the midst of the fifth year, of which September is known
SERVICES = 5
HEADINGS = {Heading.Kind.CLIENT_GROUP: 8, Heading.Kind.COST_CENTRE: 40}


def measure(quick: bool) -> Iterator[Measure]:
    council = _council(LINES // 10 if quick else LINES)
    fill_with_budget(council)
    settle()
    moment = end_of_day(AS_AT)

    def monitored(years: Sequence[FinancialYear], moment: datetime | None) -> int:
        found = [monitoring(council, year, moment, AS_AT, "service", {}) for year in years]
        assert all(each.net["projected"].value is not None and each.groups[0].amounts for each in found)
        return sum(len(each.lines) for each in found)

    def read(years: Sequence[FinancialYear], moment: datetime | None) -> int:
        return len(_figures(council, years, moment))

    assert monitored(YEARS, moment) == len(YEARS) * council.budget_lines.count()
    size = f"{council.budget_lines.count():,} lines"
    for words, years, at in (
        (f"{size} in each of five years, in the past", YEARS, moment),
        (f"{size} in one of five years, now", YEARS[-1:], None),
    ):
        times = in_turns(partial(monitored, years, at), partial(read, years, at), 5, warm_up=1)
        yield times.measure(f"monitoring: {words}", LIMIT)


def _figures(council: Organisation, years: Sequence[FinancialYear], moment: datetime | None) -> list[FigureRow]:
    """What monitoring is made from, as anybody would read it."""
    series = council.budget_lines.values("series")
    figures = Figure.objects.filter(organisation=council, series_id__in=series)
    figures = figures.filter(start__lte=years[-1].end, end__gte=years[0].start)
    return [FigureRow(*row) for row in figures.as_at(moment).values_list(*FigureRow._fields)]


def _council(lines: int) -> Organisation:
    """With a budget's structure that was known before its figures were."""
    known = {"default_date": start_of_day(FIRST_MONTH)}
    (council,) = councils(1, lines)
    council.series.update(method=Method.OFFICER)
    series = list(council.series.order_by("pk"))
    Series.history.bulk_history_create(series, **known)
    services = Service.objects.bulk_create(
        Service(organisation=council, code=f"service-{n}", name=f"Service {n}") for n in range(SERVICES)
    )
    headings = {
        kind: bulk_create_with_history(
            [Heading(organisation=council, kind=kind, code=f"{n}", name=f"Heading {n}") for n in range(count)],
            Heading,
            **known,
        )
        for kind, count in HEADINGS.items()
    }
    made = [
        BudgetLine(
            organisation=council,
            code=f"line-{n}",
            name=f"Line {n}",
            first_year=YEARS[0].first,
            position=n,
            series=each,
            service=services[n % len(services)],
            client_group=headings[Heading.Kind.CLIENT_GROUP][n % 8],
            cost_centre=headings[Heading.Kind.COST_CENTRE][n % 40],
            income=n % 10 == 0,
        )
        for n, each in enumerate(series)
    ]
    bulk_create_with_history(made, BudgetLine, **known)
    return council

"""What services do, by month and as last reported: contacts, reviews, packages, delays, workforce."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ledger.components import Chart, Table
from ledger.models import Frequency
from ledger.scope import Scope
from programmes.charts import flow_chart
from programmes.selectors import Flows, KpiGroup, KpiList, KpiPage, kpi_list, service_flows
from programmes.tables import flow_table, reported_table
from programmes.tables.kpis import kpis_table, points_table

from ..composition import Material
from ..value import Block, Paragraph, Subheading
from .columns import turned, without
from .kind import SectionKind
from .sentences import counted, told
from .subjects import page_of, programmes, ways_of

ENOUGH = 3  # months that make a line; of two a table says it all


def build(material: Material, subject: str) -> tuple[Block, ...]:
    """A programme's KPIs by month, and what is reported now and then but for what its workstreams report."""
    page = page_of(material, subject)
    if page is None:
        return ()
    own = [line for line in page.reported if not line.kpi.workstream_id]
    reported = without(reported_table(own, {}, ways_of(material, page.programme)), "Workstream")
    return (*_by_month(page.flows, material.scope), *([reported] if own else []))


def build_services(material: Material, subject: str) -> tuple[Block, ...]:
    """The KPIs that belong to no programme, group by group."""
    asked = (material.organisation, material.year, material.moment)
    found = kpi_list(*asked, approved_only=not material.provisional)
    flows = service_flows(*asked, approved_only=not material.provisional)
    groups = [group for group in found.groups if group.programme is None and any(page.latest for page in group.pages)]
    said = [Paragraph(_said(groups))] if groups else []
    return *said, *(
        block
        for place, group in enumerate(groups, start=1)
        for block in _group(found, group, [each for each in flows if each.group == group.name], place, material.scope)
    )


def _by_month(flows: Sequence[Flows], scope: Scope) -> Iterator[Block]:
    for each in flows:
        if len(each.months) >= ENOUGH:
            chart: Chart = flow_chart(each, scope)
            yield replace(chart, table=turned(chart.table))
        elif len(each.months) > 1:
            yield flow_table(each, scope)


def _group(found: KpiList, group: KpiGroup, flows: Sequence[Flows], place: int, scope: Scope) -> Iterator[Block]:
    yield Subheading(group.name)
    by_month = list(_by_month(flows, scope))
    yield from by_month
    drawn = {line.code for each in flows for line in each.lines if not line.change.missing} if by_month else set()
    pages = tuple(page for page in group.pages if page.latest and page.series.code not in drawn)
    yearly = [page for page in pages if page.parts and page.series.frequency == Frequency.YEAR]
    for page in yearly:
        yield replace(_years(page), slug=f"years-{place}-{page.series.code.replace('/', '-')}")
    others = tuple(page for page in pages if page not in yearly)
    yield _latest(replace(found, groups=(replace(group, pages=others),)), group.name, place, scope)


def _said(groups: Sequence[KpiGroup]) -> str:
    pages = [page for group in groups for page in group.pages if page.latest]
    with_plan = sum(not page.latest.plan.missing for page in pages if page.latest)
    plans = (
        f"{counted(with_plan, 'has', 'have')} a plan or target beside it"
        if with_plan
        else "none has a plan or target"
    )
    return told(f"{counted(len(pages), 'number is', 'numbers are')} reported beside those of programmes; {plans}")


def _years(page: KpiPage) -> Table:
    """A yearly ratio with its parts by their names."""
    assert page.parts
    table = without(points_table(page), "Variance", "Which is", "Rating")
    names = dict(zip(("Numerator", "Denominator"), (part.name for part in page.parts), strict=True))
    columns = (replace(column, label=names.get(column.label, column.label)) for column in table.columns)
    return replace(table, columns=tuple(columns))


def _latest(found: KpiList, name: str, place: int, scope: Scope) -> Table:
    """As the page of all KPIs has it, of one group."""
    table = without(kpis_table(found, scope), "What the latest values say")
    rows = tuple(row for row in table.rows if row.kind == "body")
    return replace(table, slug=f"group-{place}", caption=f"{name}, as last reported", rows=rows)


OF_PROGRAMME = SectionKind(
    "flows",
    "Activity flows",
    "What a programme watches by month, and what else it reports.",
    build,
    programmes,
)
OF_SERVICES = SectionKind(
    "services",
    "Service activity",
    "What services report beside programmes: reablement, direct payments, delays, workforce and so on.",
    build_services,
)

"""How KPIs do: what needs attention, all of them rated, what ratios are made of, and what has changed."""

from collections.abc import Iterator
from dataclasses import replace

from ledger.components import Colour, Column, Row, Table
from ledger.scope import Scope
from programmes.charts.kpis import kpi_chart
from programmes.selectors import KpiList, KpiPage, kpi_list
from programmes.tables.kpis import attention_table, kpis_table

from ..composition import Material
from ..value import Block, Paragraph
from .columns import without
from .kind import SectionKind
from .sentences import counted, listed, told

LIMITS = ("Mean", "Lower limit", "Upper limit")  # where they are the same for every month, the finding says them
MOST_CHARTS = 4  # of what changed, the newest: more would be leafed over
RATED: dict[Colour, str] = {"blue": "delivered", "green": "green", "amber": "amber", "red": "red"}


def build(material: Material, subject: str) -> tuple[Block, ...]:
    found = kpi_list(material.organisation, material.year, material.moment, approved_only=not material.provisional)
    return tuple(_blocks(found, material.scope)) if any(page.latest for page in found.pages) else ()


def _blocks(found: KpiList, scope: Scope) -> Iterator[Block]:
    yield Paragraph(_said(found))
    yield attention_table(found, scope)
    changed = [page for page in found.attention if page.variation.current]
    for page in changed[:MOST_CHARTS]:
        if chart := kpi_chart(page):
            slug = f"history-{page.series.code.replace('/', '-')}"
            broken = len(page.variation.stretches) > 1  # each stretch has limits of its own
            yield replace(chart, slug=slug, table=chart.table if broken else without(chart.table, *LIMITS))
    yield _all(found, scope)
    yield ratios_table([page for page in found.pages if page.latest and page.latest.parts])


def _said(found: KpiList) -> str:
    pages = found.pages
    ratings = [page.rating.colour for page in pages]
    rated = [f"{ratings.count(colour)} {word}" for colour, word in RATED.items() if colour in ratings]
    changed = sum(page.variation.current is not None for page in pages)
    first = f"{counted(len(pages), 'KPI is', 'KPIs are')} kept"
    if rated:
        many = sum(ratings.count(colour) for colour in RATED)
        first += f"; {counted(many, 'is', 'are')} rated for {found.year.label}: {listed(rated)}"
    return told(first, f"{counted(changed, 'shows', 'show')} a change that chance seldom makes" if changed else "")


def _all(found: KpiList, scope: Scope) -> Table:
    """What the latest values say, where that isn't the same of all."""
    table = kpis_table(found, scope)
    same = len({page.variation.brief for page in found.pages}) == 1
    return without(table, "What the latest values say") if same else table


def ratios_table(pages: list[KpiPage]) -> Table:
    """The newest value of each ratio with both of its parts."""
    return Table(
        slug="ratios",
        caption="What shares and rates are made of",
        columns=(
            Column("KPI"),
            Column("For"),
            Column("Numerator", numeric=True),
            Column("Denominator", numeric=True),
            Column("Value", numeric=True),
            Column("A year earlier", numeric=True),
            Column("Change", numeric=True),
        ),
        rows=tuple(_ratio(page) for page in pages),
    )


def _ratio(page: KpiPage) -> Row:
    latest = page.latest
    assert latest
    assert latest.parts
    assert page.parts
    above, below = (part.name for part in page.parts)
    cells = (latest.span.label, *latest.parts, latest.value, latest.before, latest.change)
    return Row(page.kpi.name, cells, note=f"{above} ÷ {below}")


KIND = SectionKind(
    "kpis",
    "Key performance indicators",
    "All KPIs with their targets and ratings, those that need attention, and what changed beyond chance.",
    build,
)

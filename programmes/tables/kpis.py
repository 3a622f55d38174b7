"""KPIs as tables: one in its months, what it is made of, what it says of change; and all of an organisation."""

from collections.abc import Iterator

from ledger.components import Cell, Column, Link, Row, Table
from ledger.models import Frequency
from ledger.numbers import Number
from ledger.rating import direction
from ledger.scope import Scope
from ledger.variation import finely

from ..selectors.kpis import KpiGroup, KpiList, KpiPage, KpiPoint

BY: dict[str, str] = {
    Frequency.WEEK: "by week",
    Frequency.MONTH: "by month",
    Frequency.QUARTER: "by quarter",
    Frequency.YEAR: "by year",
}
# So seldom recorded that a year of it is no table: all the history is shown.
SELDOM = (Frequency.QUARTER, Frequency.YEAR, Frequency.IRREGULAR)


def how_often(page: KpiPage) -> str:
    return BY.get(page.series.frequency, "as recorded")


def points_table(page: KpiPage) -> Table:
    """A row a span: of the year, or of all the history where there are only few."""
    seldom = page.series.frequency in SELDOM
    when = f"to {page.year.label}" if seldom else page.year.label
    parts = (Column("Numerator", numeric=True), Column("Denominator", numeric=True)) if page.parts else ()
    plan = (
        Column("Plan or target", numeric=True),
        Column("Variance", numeric=True),
        Column("Which is"),
        Column("Rating"),
    )
    return Table(
        slug="points",
        caption=f"{page.kpi.name} {how_often(page)}, {when}",
        columns=(
            Column("For"),
            *parts,
            Column("Actual", numeric=True),
            *(plan if page.has_plan else ()),
            Column("A year earlier", numeric=True),
            Column("Change", numeric=True),
        ),
        rows=tuple(_point_row(page, point) for point in (page.points if seldom else page.in_year)),
        note=" ".join(_differences(page)),
        empty=f"Nothing has been recorded for {page.year.label}.",
    )


def _differences(page: KpiPage) -> Iterator[str]:
    if page.has_plan:
        yield "Variance is actual less plan."
    yield "Change is since a year earlier; across a series break there is none."
    if page.series.measure.unit == "percent":
        yield "Differences are in percentage points."


def _point_row(page: KpiPage, point: KpiPoint) -> Row:
    plan: tuple[Cell, ...] = (
        _known(point.plan),
        _known(point.variance),
        _which(page, point),
        page.rating_of(point),
    )
    breaks = [found for found in page.breaks if point.span.start <= found.on <= point.span.end]
    return Row(
        point.span.label,
        (
            *(point.parts or ()),
            point.value,
            *(plan if page.has_plan else ()),
            _known(point.before),
            _known(point.change),
        ),
        note=" ".join(f"Series break from {found.on:%B %Y}: {found.reason}" for found in breaks),
    )


def _known(number: Number) -> Number | None:
    """Nothing belongs in a cell that has nothing to compare with."""
    return None if number.missing else number


def _which(page: KpiPage, point: KpiPoint) -> str:
    """Adverse or favourable, in words."""
    if point.value.value is None or point.plan.value is None:
        return ""
    found = direction(point.value.value, point.plan.value, page.series.measure.better)
    return found.capitalize() or "On plan"


def parts_table(page: KpiPage, scope: Scope) -> Table | None:
    """What the latest value of a ratio is made of; None where it is no ratio."""
    if page.parts is None:
        return None
    latest = page.latest
    numbers = latest.parts if latest and latest.parts else (None, None)
    rows = [
        Row(name, (scope.link(part.name, "ledger:series", part.code), part.measure.definition, number))
        for name, part, number in zip(("Numerator", "Denominator"), page.parts, numbers, strict=True)
    ]
    return Table(
        slug="parts",
        caption=f"What it is made of{f', {latest.span.label}' if latest else ''}",
        columns=(
            Column("Part"),
            Column("Series"),
            Column("What is counted", words=True),
            Column("Value", numeric=True),
        ),
        rows=(*rows, Row("Result", (page.series.name, "", latest.value if latest else None), kind="total")),
    )


def signals_table(page: KpiPage) -> Table:
    """What stood out in the history, newest first."""
    return Table(
        slug="signals",
        caption="What stood out, newest first",
        columns=(Column("Up to"), Column("It is"), Column("What is seen", words=True)),
        rows=tuple(
            Row(signal.points[-1].span.label, (signal.meaning.capitalize(), signal.words))
            for signal in page.variation.signals
        ),
    )


def history_table(page: KpiPage) -> Table:
    """The numbers behind the chart: all that is known, with the limits that it is judged by."""
    unit = finely(page.series.rules.writing)
    limits = {
        point.span: stretch.limits
        for stretch in page.variation.stretches
        if stretch.limits
        for point in stretch.points
    }
    said: dict[object, list[str]] = {}
    for signal in reversed(page.variation.signals):
        said.setdefault(signal.points[-1].span, []).append(f"{signal.meaning.capitalize()}: {signal.short}")
    rows = []
    for point in page.points:
        found = limits.get(point.span)
        shown = [unit.text(value) for value in (found.mean, found.lower, found.upper)] if found else [None] * 3
        rows.append(
            Row(point.span.label, (point.value, _known(point.plan), *shown, "; ".join(said.get(point.span, []))))
        )
    return Table(
        slug="history",
        caption=f"{page.kpi.name} against its history",
        columns=(
            Column("For"),
            Column("Actual", numeric=True),
            Column("Plan or target", numeric=True),
            Column("Mean", numeric=True),
            Column("Lower limit", numeric=True),
            Column("Upper limit", numeric=True),
            Column("What stands out"),
        ),
        rows=tuple(rows),
        note="Limits lie 2.66 mean moving ranges from the mean, as NHS England’s Making Data Count has it.",
    )


def attention_table(found: KpiList, scope: Scope) -> Table:
    return Table(
        slug="attention",
        caption="What needs attention, changes first",
        columns=(Column("KPI"), Column("Latest", numeric=True), Column("For"), Column("Why", words=True)),
        rows=tuple(
            Row(_link(page, scope), (*_latest(page), _why(page)), note=page.kpi.group) for page in found.attention
        ),
        empty="None of them is rated red or has changed for the worse.",
    )


def _why(page: KpiPage) -> str:
    return page.variation.current.told if page.variation.current else page.rating.reason


def kpis_table(found: KpiList, scope: Scope) -> Table:
    rows: list[Row] = []
    for group in found.groups:
        rows.append(Row(_heading(group), (), "group"))
        rows.extend(_kpi_row(page, scope) for page in group.pages)
    return Table(
        slug="kpis",
        caption=f"KPIs, {found.year.label}",
        columns=(
            Column("KPI"),
            Column("Latest", numeric=True),
            Column("For"),
            Column("Plan or target", numeric=True),
            Column("Rating"),
            Column("What the latest values say", words=True),
        ),
        rows=tuple(rows),
        empty="No KPIs have been chosen yet.",
    )


def _heading(group: KpiGroup) -> str:
    return f"{group.programme.name}: {group.name}" if group.programme else group.name


def _kpi_row(page: KpiPage, scope: Scope) -> Row:
    plan = page.latest.plan if page.latest else page.target
    cells = (*_latest(page), _known(plan), page.rating, page.variation.brief)
    return Row(_link(page, scope), cells, note=_before(page))


def _before(page: KpiPage) -> str:
    """How the last year with a value was rated, where the selected one has none."""
    if page.before is None:
        return ""
    year, rating = page.before
    rated = "" if rating.colour == "grey" else f"; {year.label} was rated {rating.label.lower()}"
    return f"No value for {page.year.label} yet{rated}."


def _latest(page: KpiPage) -> tuple[Cell, Cell]:
    return (page.latest.value, page.latest.span.label) if page.latest else (None, "")


def _link(page: KpiPage, scope: Scope) -> Link:
    return scope.link(page.kpi.name, "programmes:kpi", page.series.code)

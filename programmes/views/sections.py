"""The sections of a programme's and a workstream's page, each with what to do where it has nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.access import Right
from ledger.components import Chart, Link, Table
from ledger.scope import Scope
from raid.matrix import RiskMatrix, risk_matrices
from raid.tables import item_link

from .. import tables
from ..charts import course_chart, course_finding, flow_chart, position_chart
from ..models import Programme
from ..selectors import Benefits, Logs, ProgrammePage, Shortfalls, WorkstreamPage
from ..tables import Ways

Page = ProgrammePage | WorkstreamPage


@dataclass(frozen=True)
class Section:
    slug: str  # its place on the page
    heading: str
    lead: str = ""
    charts: Sequence[Chart] = ()
    matrices: Sequence[RiskMatrix] = ()
    tables: Sequence[Table] = ()
    nothing: str = ""  # what is said in its place where it has nothing
    steps: Sequence[Link] = field(default_factory=tuple)  # what the reader may do there

    @property
    def is_empty(self) -> bool:
        return not (self.lead or self.charts or self.matrices or self.shown)

    @property
    def shown(self) -> list[Table]:
        return [table for table in self.tables if table.rows]


def ways_of(scope: Scope, programme: Programme) -> Ways:
    """Words are changed by who may record, is limited to no service, and looks at today."""
    writes = scope.is_now and scope.access.may(Right.RECORD) and not scope.access.services
    return Ways(scope, programme, writes and programme.is_open)


def all_tables(sections: Sequence[Section]) -> list[Table]:
    """Every table of a page, those behind charts too: what its CSV can be asked for."""
    return [table for section in sections for table in (*section.tables, *(chart.table for chart in section.charts))]


def parted(sections: Sequence[Section]) -> dict[str, object]:
    """Those with something to show, those that get a quiet line, and whether there is anything to draw."""
    return {
        "has_charts": any(section.charts for section in sections),
        "contents": [section for section in sections if not section.is_empty],
        "quiet": [section for section in sections if section.is_empty],
    }


def programme_sections(page: ProgrammePage, ways: Ways) -> list[Section]:
    return [
        _delivery(page, ways, "Delivery"),
        _benefits(page.benefits, page, ways),
        _two_ways(page, ways),
        _shortfalls(page.shortfalls, page, ways),
        _overlaps(page, ways),
        Section(
            "workstreams",
            "Workstreams",
            tables=[tables.workstream_table(page, ways)],
            nothing="No workstreams have been recorded.",
            steps=_add(ways, "Add a workstream", "workstreams"),
        ),
        *_common(page, ways),
        _joint(page, ways),
        _updates(page, ways),
    ]


def workstream_sections(page: WorkstreamPage, ways: Ways) -> list[Section]:
    own = {"workstream": page.workstream.pk}
    return [
        _delivery(page, ways, f"Benefits of {page.workstream}"),
        _benefits(page.benefits, page, ways, **own),
        _shortfalls(page.shortfalls, page, ways),
        *_common(page, ways, **own),
        _updates(page, ways),
    ]


def _add(ways: Ways, text: str, path: str, **initial: object) -> tuple[Link, ...]:
    return (ways.add(text, path, **initial),) if ways.writes else ()


def _delivery(page: Page, ways: Ways, what: str) -> Section:
    course = page.delivery.course
    chart = course_chart(course, what)
    return Section(
        "delivery",
        "Plan, delivery and forecast",
        lead="" if chart or course.is_empty else course_finding(course),
        charts=[chart] if chart else [],
        tables=[tables.forecast_table(course)],
        nothing=f"No target, plan or delivery is known for {page.year.label}.",
        steps=_add(ways, "Add a benefit line", "benefits") if chart is None else (),
    )


def _benefits(benefits: Benefits, page: Page, ways: Ways, **initial: object) -> Section:
    shown = [
        tables.benefit_table(benefits, page.year.label, ways),
        tables.closed_benefit_table(benefits.closed, ways),
    ]
    return Section(
        "benefits",
        "Benefits",
        tables=shown,
        nothing="No benefit lines have been recorded.",
        steps=_add(ways, "Add a benefit", "benefits", **initial),
    )


def _two_ways(page: ProgrammePage, ways: Ways) -> Section:
    """Top down beside bottom up."""
    found, chart = page.reconciliation, position_chart(page.spend, page.year.label)
    known = [found.identified, found.impaired, found.impaired_earlier, found.mitigated, found.top_down]
    is_known = any(not number.missing for number in known)
    position = tables.position_table(page.spend, page.year.label)
    pointers = (page.programme.spend_series_id, page.programme.position_series_id)
    series = [page.series[pk] for pk in pointers if pk and ways.writes]
    return Section(
        "reconciliation",
        "Top down beside bottom up",
        charts=[chart] if chart else [],
        tables=[
            *([tables.reconciliation_table(page)] if is_known else []),
            *([] if chart else [position]),
            tables.influence_table(page.spend, page.year.label, ways),
        ],
        nothing="Neither benefit lines nor the spend that the programme can influence are known, so nothing can be "
        "reconciled.",
        steps=[
            *(ways.scope.link(f"Record {one}", "ledger:year", one.code) for one in series),
            *_add(ways, "Say which budget line it can influence", "influenced-lines"),
        ],
    )


def _shortfalls(found: Shortfalls, page: Page, ways: Ways) -> Section:
    year = page.year.label
    return Section(
        "shortfalls",
        "Impairments and mitigations",
        tables=[
            tables.shortfall_table(found.impairments, "impairments", year, ways),
            tables.shortfall_table(found.mitigations, "mitigations", year, ways),
        ],
        nothing="No savings are recorded as impaired, and no mitigations.",
        steps=[
            *_add(ways, "Record an impairment", "impairments"),
            *_add(ways, "Add a mitigation", "mitigations"),
        ],
    )


def _overlaps(page: ProgrammePage, ways: Ways) -> Section:
    return Section(
        "overlaps",
        "Budgets claimed more than once",
        tables=[tables.overlap_table(page.overlaps, ways)],
        nothing="No two benefits claim the same months of a budget.",
    )


def _common(page: Page, ways: Ways, **initial: object) -> list[Section]:
    """What a programme and a workstream have alike."""
    invested = page.invested if isinstance(page, ProgrammePage) else None
    return [
        Section(
            "milestones",
            "Milestones",
            tables=[tables.milestone_table(page.milestones, ways)],
            nothing="No milestones have been recorded.",
            steps=_add(ways, "Add a milestone", "milestones", **initial),
        ),
        _risks(page.logs, ways),
        Section(
            "investments",
            "Investments",
            tables=[tables.investment_table(page.investments, invested, page.year.label, ways)],
            nothing=f"No investment has a budget in {page.year.label}.",
            steps=_add(ways, "Add an investment", "investments", **initial),
        ),
        Section(
            "opportunities",
            "Opportunities",
            tables=[tables.opportunity_table(page.opportunities, page.year.label, ways)],
            nothing="No opportunities have been recorded.",
            steps=_add(ways, "Add an opportunity", "opportunities", **initial),
        ),
        _kpis(page, ways, **initial),
    ]


def _risks(logs: Logs, ways: Ways) -> Section:
    scope = ways.scope
    links = [scope.link(f"Log of {name}", "raid:log", pk) for pk, name in logs.names.items()]
    return Section(
        "risks",
        "Risks, issues and actions",
        matrices=risk_matrices(logs.risks, lambda risk: item_link(scope, risk, text=tables.short_name(risk, logs)))
        if logs.risks
        else [],
        tables=[tables.risk_table(logs, scope), *tables.open_tables(logs, scope)],
        nothing="No risks, issues or actions are open.",
        steps=links,
    )


def _kpis(page: Page, ways: Ways, **initial: object) -> Section:
    return Section(
        "kpis",
        "KPIs",
        charts=[flow_chart(flows, ways.scope) for flows in page.flows],
        tables=[
            tables.rated_table(page.rated, ways.scope),
            tables.reported_table(page.reported, page.words.names, ways),
        ],
        nothing=f"No KPI has been reported for {page.year.label}.",
        steps=_add(ways, "Add a KPI", "kpis", **initial),
    )


def _joint(page: ProgrammePage, ways: Ways) -> Section:
    joint, is_partnership = page.joint, ways.scope.organisation.is_partnership
    lead = (
        f"This is the organisation’s part of {joint.part_of}, {joint.part_of.organisation}." if joint.part_of else ""
    )
    return Section(
        "partners",
        "Partners",
        lead=lead,
        tables=[tables.part_table(joint, page.year.label), tables.contribution_table(joint, ways)],
        nothing="It is no part of a joint programme." if not is_partnership else "No partner’s part is recorded.",
        steps=_add(ways, "Say what a partner bears", "contributions") if is_partnership else (),
    )


def _updates(page: Page, ways: Ways) -> Section:
    return Section(
        "updates",
        "Updates",
        tables=[tables.update_table(page.logs, ways.scope)],
        nothing="No monthly update has been written.",
        steps=[
            ways.scope.link(f"Write an update of {name}", "raid:item_new", pk, "updates")
            for pk, name in list(page.logs.names.items())[:1]
            if ways.writes
        ],
    )

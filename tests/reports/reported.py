"""A council with something for every section, worked by hand, and short ways to a report of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ascare.reports.building import build_report, material_of
from ascare.reports.composition import Chosen, Composition
from ascare.reports.sections import KINDS
from ascare.reports.value import Block, Bullets, Paragraph, Report, printed
from finance.actions.activity import put_activity_line
from finance.actions.funding import commit_funding, put_funding_source
from finance.actions.pressures import put_pressure
from ledger.actions import put
from ledger.components import Chart, Table
from ledger.models import Basis, Entry, Organisation, Series
from ledger.months import FinancialYear
from programmes.actions import assess_confidence, put_benefit, put_programme, put_workstream
from programmes.actions.plans import put_line
from programmes.models import Benefit, Investment, Kpi, Milestone, Programme, Workstream
from raid.actions import raise_item, write_update
from raid.models import Action, Issue, Risk
from tests.factories import MeasureFactory, SeriesFactory, record
from tests.finance.budgets import small_budget

YEAR = FinancialYear(2019)
WHOLE = {"start": YEAR.start, "end": YEAR.end}


@dataclass
class Council:
    organisation: Organisation
    programme: Programme
    strand: Workstream
    benefit: Benefit
    kpi: Kpi


def a_council(organisation: Organisation) -> Council:
    """Better Lives: £120 planned for the year, £8 delivered in each of April and May, amber, one milestone late."""
    small_budget(organisation)
    programme = put_programme(
        organisation=organisation, slug="better-lives", by=None, name="Better Lives", wanted=["impact_series"]
    )
    assert programme.impact_series
    record(programme.impact_series, 150, basis=Basis.TARGET, **WHOLE)
    assess_confidence(programme=programme, on=date(2019, 6, 1), level="amber", reason="Slightly behind.", by=None)
    strand = put_workstream(
        programme=programme, slug="reablement", by=None, name="Reablement", standing="Two teams of three work."
    )
    benefit = a_benefit(programme, "fewer-packages", workstream=strand)
    put(Milestone, {"programme": programme, "name": "Third team"}, by=None, due=date(2019, 5, 31), workstream=strand)
    _logs(strand)
    _money(organisation, programme, strand, benefit)
    kpi = a_kpi(organisation, "waiting", (40, 44), "People waiting", target=50)
    return Council(organisation, programme, strand, benefit, kpi)


def a_benefit(programme: Programme, slug: str, **fields: Any) -> Benefit:
    given = {"name": slug.replace("-", " ").capitalize(), "kind": "cashable", **fields}
    benefit = put_benefit(programme=programme, slug=slug, by=None, **given)
    assert benefit.series
    for month in YEAR.months():
        record(benefit.series, 10, month.start, basis=Basis.PLAN)
    for month in list(YEAR.months())[:2]:
        record(benefit.series, 8, month.start)
    return benefit


def a_kpi(
    organisation: Organisation, code: str, months: Iterable[object], name: str, target: object = None, **fields: Any
) -> Kpi:
    given = {"unit": "people", "rollup": "last", "better": "lower", **fields.pop("measure", {})}
    series: Series = SeriesFactory(organisation=organisation, code=code, measure=MeasureFactory(**given))
    key = {"organisation": organisation, "series": series}
    kpi = put(Kpi, key, by=None, **{"name": name, "group": "Front door", **fields})
    for month, value in zip(YEAR.months(), months, strict=False):
        record(series, value, month.start)
    if target is not None:
        record(series, target, basis=Basis.TARGET, **WHOLE)
    return kpi


def a_risk(strand: Workstream, title: str = "Teams lose people", **fields: Any) -> Risk:
    assert strand.log
    given = {"likelihood": 4, "impact": 4, "raised_on": date(2019, 5, 1), "mitigation": "Pay is reviewed", **fields}
    return raise_item(model=Risk, log=strand.log, by=None, title=title, **given)


def _logs(strand: Workstream) -> None:
    assert strand.log
    a_risk(strand)
    raised = {"log": strand.log, "by": None, "raised_on": date(2019, 5, 1)}
    raise_item(model=Issue, title="Referrals are late", resolution="A new form", **raised)
    raise_item(model=Action, title="Hire a third team", due=date(2019, 9, 30), **raised)
    write_update(log=strand.log, month=date(2019, 6, 1), by=None, words="The second team began")


def _money(council: Organisation, programme: Programme, strand: Workstream, benefit: Benefit) -> None:
    key = {"programme": programme, "name": "Tablets"}
    line = put_line(Investment, key, by=None, workstream=strand, benefit="Less paper")
    assert line.series
    record(line.series, 60, basis=Basis.BUDGET, **WHOLE)
    care = put_activity_line(organisation=council, slug="homes", by=None, name="Homes")
    record(care.quantity_series, 100, basis=Basis.BUDGET, **WHOLE)
    record(care.price_series, 500, basis=Basis.BUDGET, **WHOLE)
    for month, (people, price) in zip(YEAR.months(), ((100, 500), (110, 520)), strict=False):
        record(care.quantity_series, people, month.start)
        record(care.price_series, price, month.start)
    grant = {YEAR: Decimal(1000)}
    source = put_funding_source(
        organisation=council, slug="grant", by=None, name="Care grant", kind="grant", amounts=grant
    )
    commit_funding(source=source, name="Beds", amounts={YEAR: Decimal(700)}, by=None)
    pressure = put_pressure(
        organisation=council, slug="masks", by=None, name="Masks", event="Flu", kind="cost", category="Equipment"
    )
    record(pressure.series, 90, basis=Basis.FORECAST, **WHOLE)


def now() -> datetime:
    return timezone.now() + timedelta(seconds=1)


def last_known(council: Organisation) -> datetime:
    """When its newest figures became known: by the ledger's stamps, which are not quite the clock's."""
    return Entry.objects.filter(organisation=council).latest("known_from").known_from


def blocks_of(council: Organisation, kind: str, subject: str = "", **fields: Any) -> tuple[Block, ...]:
    """What a section says, before it is published."""
    given = {"moment": now(), "since": None, "provisional": False, **fields}
    return KINDS[kind].build(material_of(council, YEAR, **given), subject)


def report_of(council: Organisation, *chosen: Chosen, **fields: Any) -> Report:
    since, moment = fields.pop("since", None), fields.pop("moment", None) or now()
    given = {"title": "Report", "committee": "Adults Committee", "meeting": None, "year": YEAR, **fields}
    return build_report(council, Composition(chosen=chosen, **given), moment, since)


def words_of(blocks: Iterable[Block]) -> str:
    """All sentences and bullets, and the captions of tables and charts."""
    said = []
    for block in blocks:
        match block:
            case Bullets():
                said += block.items
            case Table():
                said.append(block.caption)
            case Chart():
                said += [block.title, block.finding]
            case _:
                said.append(block.text)
    return "\n".join(said)


def tables_of(blocks: Iterable[Block]) -> list[Table]:
    """Those behind charts too."""
    found = (block.table if isinstance(block, Chart) else block for block in blocks)
    return [table for table in found if isinstance(table, Table)]


def table_of(blocks: Iterable[Block], slug: str) -> list[list[str]]:
    """A table as printed, by the end of its slug: its columns, and each row with its header."""
    table = next(table for table in tables_of(blocks) if table.slug.endswith(slug))
    rows = [[printed(row.header), *(printed(cell) for cell in row.cells)] for row in table.rows]
    return [[column.label for column in table.columns], *rows]


def paragraphs_of(blocks: Iterable[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]

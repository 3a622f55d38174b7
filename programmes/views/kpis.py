"""All KPIs of an organisation, and one of them with its history."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ledger.components import Headline, Link
from ledger.downloads import table_response
from ledger.models import Frequency
from ledger.rollups import LAST, SUM
from ledger.scope import Scope, get_scope
from ledger.selectors import DefinedMeasure
from ledger.tables import measure_facts

from ..charts.kpis import kpi_chart
from ..models import Kpi
from ..selectors.kpis import KpiPage, kpi_list, kpi_page
from ..selectors.words import NothingYet
from ..tables.kpis import attention_table, kpis_table, parts_table, points_table, signals_table
from .pages import why


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = kpi_list(scope.organisation, scope.year, scope.moment)
    attention, table = attention_table(found, scope), kpis_table(found, scope)
    retired = [scope.link(kpi.name, "programmes:kpi", code) for kpi, code in found.retired]
    context = {"scope": scope, "attention": attention, "table": table, "retired": retired, "add": _add(scope)}
    return table_response(request, [attention, table]) or render(request, "programmes/kpis.html", context)


@login_required
def detail(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    try:
        page = kpi_page(scope.organisation, code, scope.year, scope.moment)
    except Kpi.DoesNotExist as error:
        raise Http404(f"{scope.organisation} has no KPI “{code}”.") from error
    if isinstance(page, NothingYet):
        context = {"scope": scope, "page": page, "empty": why(page, scope, "KPI")}
        return render(request, "programmes/nothing_yet.html", context)
    chart, parts = kpi_chart(page), parts_table(page, scope)
    points, signals = points_table(page), signals_table(page)
    tables = [table for table in (parts, points, signals, chart.table if chart else None) if table]
    made_of = [DefinedMeasure(part.measure, later=False) for part in page.parts or ()]
    context = {
        "scope": scope,
        "page": page,
        "headlines": headlines(page),
        "chart": chart,
        "parts": parts,
        "points": points,
        "signals": signals,
        "facts": measure_facts(scope, page.series.measure, made_of),
        "steps": steps(page, scope),
        "links": links(page, scope),
    }
    return table_response(request, tables) or render(request, "programmes/kpi.html", context)


def headlines(page: KpiPage) -> list[Headline]:
    latest, rollup = page.latest, page.series.rules.rollup
    if latest is None:
        return [Headline("Target for the year", page.target, page.year.label)] if not page.target.missing else []
    found = [Headline("Latest", latest.value, latest.span.label)]
    if not latest.plan.missing:
        found.append(Headline("Plan or target", latest.plan, f"For {latest.span.label}"))
    if not latest.before.missing:
        found.append(Headline("A year earlier", latest.before, f"Change: {latest.change.text_with_unit}"))
    adds_up = page.parts is not None or rollup != LAST  # of a level the year so far is its latest value
    if page.so_far and adds_up and page.series.frequency != Frequency.YEAR:
        found.append(Headline("Year to date", page.to_date, page.so_far.label))
    if rollup == SUM and not page.outturn.missing:
        target = f"Target: {page.target.text}" if not page.target.missing else "No target is set for the year"
        found.append(Headline(f"Expected for {page.year.label}", page.outturn, target))
    return found


def steps(page: KpiPage, scope: Scope) -> list[Link]:
    """What those who record can do; a ratio is recorded by its parts."""
    if not (scope.may_record and scope.is_now):
        return []
    recorded = {"": page.series}
    if page.parts:
        recorded = dict(zip((" of the numerator", " of the denominator"), page.parts, strict=True))
    found = []
    for whose, series in recorded.items():
        found.append(scope.link(f"Record a figure{whose}", "ledger:record", series.code))
        found.append(scope.link(f"Type a whole year{whose}", "ledger:year", series.code))
    return [*found, _word(page, scope, "Change this KPI", "edit")]


def links(page: KpiPage, scope: Scope) -> list[Link]:
    return [
        scope.link("Its figures and where they come from", "ledger:series", page.series.code),
        _word(page, scope, "Who changed this KPI", "history"),
        scope.link("All KPIs", "programmes:kpis"),
    ]


def _word(page: KpiPage, scope: Scope, text: str, what: str) -> Link:
    """To a page about its words, which lies below its programme's, or the organisation's."""
    if page.programme:
        return scope.link(text, f"programmes:part_{what}", page.programme.slug, "kpis", page.kpi.pk)
    return scope.link(text, f"programmes:own_{what}", "kpis", page.kpi.pk)


def _add(scope: Scope) -> Link | None:
    """A KPI of no programme; one of a programme is added on its page."""
    if not (scope.may_record and scope.is_now):
        return None
    return scope.link("Add a KPI", "programmes:own_new", "kpis")

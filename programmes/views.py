from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate

from ledger.components import EmptyState, Headline, Link
from ledger.downloads import table_response
from ledger.months import day_label
from ledger.scope import Scope, get_scope
from ledger.tables import changes_table

from . import tables
from .charts import delivery_chart, flow_chart
from .models import Programme
from .selectors import NothingYet, ProgrammePage, programme_lines, programme_page


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    lines = programme_lines(scope.organisation, scope.year, scope.moment)
    table = tables.programme_table(lines, scope)
    return table_response(request, [table]) or render(
        request, "programmes/index.html", {"scope": scope, "lines": lines, "table": table}
    )


@login_required
def detail(request: HttpRequest, slug: str, programme: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    try:
        page = programme_page(scope.organisation, programme, scope.year, scope.moment, scope.month_ago)
    except Programme.DoesNotExist as error:
        raise Http404(f"{scope.organisation} has no programme “{programme}”.") from error
    if isinstance(page, NothingYet):
        return render(
            request, "programmes/nothing_yet.html", {"scope": scope, "page": page, "empty": why(page, scope)}
        )
    charts = [chart for chart in (delivery_chart(page), *map(flow_chart, page.flows)) if chart]
    shown = {
        "workstreams": tables.workstream_table(page),
        "investments": tables.investment_table(page),
        "reported": tables.reported_table(page),
        "changes": changes_table(page.changes),
    }
    context = {
        "scope": scope,
        "page": page,
        "headlines": headlines(page),
        "charts": charts,
        "tables": shown,
    }
    return table_response(request, [*shown.values(), *(chart.table for chart in charts)]) or render(
        request, "programmes/detail.html", context
    )


def headlines(page: ProgrammePage) -> list[Headline]:
    evidenced = page.avoided_span.label if page.avoided_span else f"nothing yet in {page.year.label}"
    return [
        Headline("Target for the year", page.target, "Savings and cost avoidance together"),
        Headline("Cost avoidance evidenced", page.avoided, evidenced),
        Headline("Share of the target", page.share_of_target, "Evidenced avoidance as a share of the target"),
        Headline("Forecast spend over target position", page.over_position, "Above zero is adverse"),
    ]


def why(page: NothingYet, scope: Scope) -> EmptyState:
    """Why there is nothing to show, and where there is."""
    day = day_label(scope.as_at)
    if page.known_from is None:
        return EmptyState(f"Nothing was known on {day}", "Nothing has been recorded about this programme.")
    known = localdate(page.known_from)
    return EmptyState(
        f"Nothing was known of this programme on {day}",
        f"The first that is known of it became known on {day_label(known)}.",
        Link(f"See it as at {day_label(known)}", f"?as_at={known.isoformat()}"),
    )

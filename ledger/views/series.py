"""All series of an organisation, and one of them with its history."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ..charts import series_chart
from ..downloads import table_response
from ..scope import get_scope
from ..selectors import series_index, series_page
from ..tables import series_figures_table, series_index_table


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    table = series_index_table(series_index(scope.organisation, scope.moment), scope)
    return table_response(request, [table]) or render(
        request, "ledger/series_index.html", {"scope": scope, "table": table}
    )


@login_required
def detail(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    page = series_page(scope.organisation, code, scope.year, scope.moment)
    table, chart = series_figures_table(page), series_chart(page)
    tables = [table, chart.table] if chart else [table]
    context = {
        "scope": scope,
        "page": page,
        "table": table,
        "chart": chart,
    }
    return table_response(request, tables) or render(request, "ledger/series.html", context)

"""All series of an organisation, and one of them with its history."""

from copy import copy
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from ..access import Right
from ..actions import change_series, create_series
from ..charts import series_chart
from ..components import Link
from ..downloads import table_response
from ..forms.series import SeriesForm
from ..scope import Scope, get_scope
from ..selectors import SeriesPage, series_index, series_page
from ..tables import scheme_words, series_figures_table, series_index_table


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
    context = {"scope": scope, "page": page, "table": table, "chart": chart, "facts": facts(page, scope)}
    return table_response(request, tables) or render(request, "ledger/series.html", context)


def facts(page: SeriesPage, scope: Scope) -> list[tuple[str, str | Link]]:
    """What it counts, how its outturn is projected and how it is rated."""
    series, measure = page.series, page.series.measure
    scheme = series.scheme.name if series.scheme else "The usual one"
    found: list[tuple[str, str | Link]] = [
        ("Code", series.code),
        ("Unit", measure.unit),
        ("How often", series.get_frequency_display()),
        ("Direction", measure.get_better_display()),
        ("Projection", series.get_method_display()),
        ("Rating scheme", scope.link(scheme, "ledger:schemes")),
        ("What the colours mean", scheme_words(series.rules.thresholds)),
        ("Service", series.service.name if series.service else ""),
    ]
    parts = (("Numerator", series.numerator_id), ("Denominator", series.denominator_id))
    for label, pk in parts:
        if pk:
            part = page.book.series[pk]
            found.append((label, scope.link(part.name, "ledger:series", part.code)))
    return [fact for fact in found if fact[1]]


@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    scope = get_scope(request, slug, Right.ADMINISTER)
    form = SeriesForm(request.POST or None, organisation=scope.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_series(organisation=scope.organisation, by=cast(User, request.user), **form.cleaned_data)
            messages.success(request, f"{made} is ready for figures.")
            return redirect("ledger:series", slug, made.code)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "ledger/series_form.html", {"scope": scope, "form": form})


@login_required
def edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    scope = get_scope(request, slug, Right.ADMINISTER)
    found = get_object_or_404(scope.organisation.series, code=code)
    # The form writes what was typed onto its own copy, saved or not.
    form = SeriesForm(request.POST or None, organisation=scope.organisation, instance=copy(found))
    if request.method == "POST" and form.is_valid():
        change_series(series=found, by=cast(User, request.user), **form.cleaned_data)
        messages.success(request, f"{found} is changed.")
        return redirect("ledger:series", slug, code)
    return render(request, "ledger/series_form.html", {"scope": scope, "form": form, "code": code})

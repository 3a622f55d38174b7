"""What the numbers mean: the definitions that ship, and an organisation's own."""

from copy import copy
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from ..access import Right
from ..actions import define_measure, redefine_measure
from ..downloads import table_response
from ..forms.measures import MeasureForm
from ..scope import get_scope
from ..selectors import DefinedMeasure, measure_changes, measures_at, series_of
from ..tables import measure_changes_table, measure_facts, measure_series_table, measures_table

SHIPPED = (
    "This measure ships with ascare and means the same in every council, so that their numbers can be compared. "
    "To count something differently, define a measure of your own."
)


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    table = measures_table(scope, measures_at(scope.organisation, scope.moment))
    context = {"scope": scope, "measures": table}
    return table_response(request, [table]) or render(request, "ledger/measures.html", context)


@login_required
def detail(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    known = measures_at(scope.organisation, scope.moment)
    found = _find(known, code)
    measure = found.measure
    series = measure_series_table(scope, measure, series_of(scope.organisation, measure, scope.moment))
    changes = measure_changes_table(measure_changes(measure, scope.moment))
    context = {
        "scope": scope,
        "measure": measure,
        "later": found.later,
        "own": measure.organisation_id is not None,
        "shipped": SHIPPED,
        "facts": measure_facts(scope, measure, known),
        "series": series,
        "changes": changes,
    }
    return table_response(request, [series, changes]) or render(request, "ledger/measure.html", context)


@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    scope = get_scope(request, slug, right=Right.ADMINISTER)
    form = MeasureForm(request.POST or None, organisation=scope.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            measure = define_measure(
                organisation=scope.organisation, by=cast(User, request.user), **form.cleaned_data
            )
            messages.success(request, f"{measure} is defined.")
            return redirect("ledger:measure", slug, measure.code)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "ledger/measure_form.html", {"scope": scope, "form": form})


@login_required
def edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    scope = get_scope(request, slug, right=Right.ADMINISTER)
    measure = _find(measures_at(scope.organisation, None), code).measure
    if measure.organisation_id is None:
        messages.error(request, SHIPPED)
        return redirect("ledger:measure", slug, code)
    # The form writes what was typed onto its own copy, saved or not.
    form = MeasureForm(request.POST or None, organisation=scope.organisation, instance=copy(measure))
    if request.method == "POST" and form.is_valid():
        try:
            redefine_measure(measure=measure, by=cast(User, request.user), **form.cleaned_data)
            messages.success(request, f"{measure} is changed.")
            return redirect("ledger:measure", slug, code)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"scope": scope, "form": form, "code": code, "name": measure.name}
    return render(request, "ledger/measure_form.html", context)


def _find(known: list[DefinedMeasure], code: str) -> DefinedMeasure:
    """By its code, the organisation's own before one that ships."""
    found = [each for each in known if each.measure.code == code]
    if not found:
        raise Http404(f"No measure “{code}” that this organisation can use.")
    return max(found, key=lambda each: each.measure.organisation_id is not None)

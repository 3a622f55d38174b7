"""How an organisation rates its numbers: its thresholds, in words, with their history."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from ..access import Right
from ..actions import change_scheme, define_scheme
from ..downloads import table_response
from ..forms.schemes import SchemeForm
from ..models import RatingScheme
from ..rating import STANDARD
from ..scope import get_scope
from ..selectors import schemes_of
from ..tables import scheme_words, schemes_table, thresholds_of
from . import words


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    table = schemes_table(scope, schemes_of(scope.organisation, scope.moment))
    context = {"scope": scope, "table": table, "usual": scheme_words(STANDARD)}
    return table_response(request, [table]) or render(request, "ledger/schemes.html", context)


@login_required
def create(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.ADMINISTER)
    form = SchemeForm(request.POST or None, instance=RatingScheme(organisation=scope.organisation))

    def save() -> str:
        made = define_scheme(organisation=scope.organisation, by=cast(User, request.user), **form.words)
        return f"{made} is ready. Choose it on each series that it is to rate."

    return words.ask(
        request,
        scope,
        form,
        save,
        heading="New rating scheme",
        back=scope.link("Rating schemes", "ledger:schemes"),
        note=f"With 5 and 15 per cent, for example: {scheme_words(STANDARD)}",
    )


@login_required
def edit(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.ADMINISTER)
    scheme = get_object_or_404(RatingScheme, organisation=scope.organisation, code=code)
    form = SchemeForm(request.POST or None, instance=scheme)

    def save() -> str:
        changed = change_scheme(scheme=scheme, by=cast(User, request.user), reason=form.why, **form.words)
        return f"{changed} is changed: {scheme_words(thresholds_of(changed))}"

    return words.ask(
        request,
        scope,
        form,
        save,
        heading=f"Change {scheme}",
        back=scope.link("Rating schemes", "ledger:schemes"),
        note=f"It says now: {scheme_words(thresholds_of(scheme))}",
    )


@login_required
def history(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    scheme = get_object_or_404(RatingScheme, organisation=scope.organisation, code=code)
    return words.history(request, scope, scheme, back=scope.link("Rating schemes", "ledger:schemes"), form=SchemeForm)

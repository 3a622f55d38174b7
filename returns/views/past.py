"""Closing the past that a council brought with it: what would be closed, and closing it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ledger.access import Right
from ledger.downloads import table_response
from ledger.scope import Scope, get_scope
from ledger.views.words import refuse

from ..access import may_approve
from ..actions import close_history
from ..forms.past import PastForm
from ..models import Form
from ..periods import year_of
from ..selectors import past_of, past_reaches
from ..tables.past import past_table, reaches_table


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The forms that have a past to close."""
    scope = get_scope(request, slug, Right.APPROVE)
    if not scope.is_now:  # what is closed is what is known now
        return redirect(request.path)
    forms = Form.objects.open().filter(organisation=scope.organisation).select_related("service")
    mine = [form for form in forms if may_approve(scope.access, form)]
    table = reaches_table(mine, past_reaches(scope.organisation, mine, scope.today), scope)
    context = {"scope": scope, "table": table, "back": scope.link("Returns", "returns:index")}
    return table_response(request, [table]) or render(request, "returns/past_index.html", context)


@login_required
def close(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """What closing a form's past comes to, from month to month; sent, it is closed."""
    scope = get_scope(request, slug, Right.APPROVE)
    forms = Form.objects.select_related("service", "organisation")
    found = get_object_or_404(forms, organisation=scope.organisation, slug=form)
    if not may_approve(scope.access, found):
        raise PermissionDenied(
            f"The past of {found} is closed by a finance lead of {found.service or 'all services'}."
        )
    if not scope.is_now:
        return redirect(request.path)
    asked = _asked(request, scope, found)
    if request.method == "POST" and asked.is_valid():
        try:
            closed = close_history(form=found, by=cast(User, request.user), **asked.cleaned_data)
        except ValidationError as error:
            refuse(asked, error)
        else:
            returns = "1 return is" if len(closed) == 1 else f"{len(closed):,} returns are"
            messages.success(request, f"{returns} closed. What they hold stands as reported.")
            return redirect(f"{reverse('returns:index', args=[slug])}?year={year_of(closed[-1].span)}")
    past = past_of(found, **asked.cleaned_data, today=scope.today) if asked.is_valid() else None
    context = {"scope": scope, "of": found, "form": asked, "past": past, "table": past and past_table(past)}
    return render(request, "returns/past.html", {**context, "back": scope.link(found.name, "returns:form", form)})


def _asked(request: HttpRequest, scope: Scope, form: Form) -> PastForm:
    """The months that were chosen; until some are, all that could be closed."""
    if request.method == "POST":
        return PastForm(request.POST)
    if "first" in request.GET:
        return PastForm(request.GET)
    periods = past_reaches(scope.organisation, [form], scope.today).get(form.pk)
    return PastForm({"first": f"{periods[0].start:%Y-%m}", "last": f"{periods[-1].end:%Y-%m}"} if periods else None)

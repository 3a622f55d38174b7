"""How the pages of one report come to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from ledger.scope import Scope, get_scope, get_writing_scope

from ..models import CommitteeReport
from ..selectors.reports import Composed, find_report
from ..tables import report_link

View = Callable[..., HttpResponseBase]


def reads(view: View) -> View:
    """Decorator: a page of a report as it was composed at the moment asked for. It gets its scope and the report."""

    @login_required
    @wraps(view)
    def found(request: HttpRequest, slug: str, pk: int, **named: Any) -> HttpResponseBase:
        scope = get_scope(request, slug)
        return view(request, scope, _find(scope, pk, now=False), **named)

    return found


def records(view: View) -> View:
    """Decorator: a page for those who write, about a report as it stands, frozen or not."""

    @login_required
    @wraps(view)
    def found(request: HttpRequest, slug: str, pk: int, **named: Any) -> HttpResponseBase:
        scope = get_writing_scope(request, slug)
        return view(request, scope, _find(scope, pk, now=True), **named)

    return found


def writes(view: View) -> View:
    """Decorator: a page that changes a report. A frozen one leads back to its own page."""

    @records
    @wraps(view)
    def unfrozen(request: HttpRequest, scope: Scope, composed: Composed, **named: Any) -> HttpResponseBase:
        if composed.frozen:
            messages.error(request, "This report is frozen: it stays as the committee got it.")
            return redirect(report_link(scope, composed.report).url)
        return view(request, scope, composed, **named)

    return unfrozen


def _find(scope: Scope, pk: int, *, now: bool) -> Composed:
    try:
        return find_report(scope.organisation, pk, None if now else scope.moment)
    except CommitteeReport.DoesNotExist as error:
        raise Http404(str(error)) from error

"""Long work, for administrators: what was asked for, how far it is, and asking for it."""

from hashlib import sha256
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ..access import Right
from ..actions import ask_for_rebuild, cancel_job
from ..downloads import table_response
from ..jobs import KINDS
from ..models import Job
from ..scope import get_scope
from ..selectors import jobs_of, progress
from ..tables import jobs_table
from .words import ask


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The page; or, polled, the part of it that changes, once it has."""
    scope = get_scope(request, slug, Right.ADMINISTER)
    lines = jobs_of(scope.organisation, scope.moment)
    table, so_far = jobs_table(scope, lines), progress(lines)
    seen = sha256(f"{so_far} {table.rows}".encode()).hexdigest()[:16]
    polled = bool(request.headers.get("HX-Request"))
    if polled and request.GET.get("seen") == seen:
        return HttpResponse(status=204)  # nothing to swap: whoever has the keyboard on it keeps it there
    context = {"scope": scope, "table": table, "progress": so_far, "seen": seen, "polled": polled}
    template = "ledger/jobs_list.html" if polled else "ledger/jobs.html"
    return table_response(request, [table]) or render(request, template, context)


@login_required
@require_POST
def rebuild(request: HttpRequest, slug: str) -> HttpResponse:
    scope = get_scope(request, slug, Right.ADMINISTER)
    ask_for_rebuild(organisations=[scope.organisation], by=cast(User, request.user))
    messages.success(request, "All figures are being worked out anew. You can leave this page.")
    return redirect("ledger:jobs", slug)


@login_required
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.ADMINISTER)
    job = get_object_or_404(Job, organisation=scope.organisation, pk=pk)
    title = KINDS[job.kind].title if job.kind in KINDS else job.kind

    def save() -> str:
        cancel_job(job=job, by=cast(User, request.user))
        return f"“{title}” is called off."

    form = Form(request.POST if request.method == "POST" else None)
    return ask(
        request,
        scope,
        form,
        save,
        heading=f"Call off “{title}”?",
        note="Nothing of it will be stored. It can be asked for again.",
        back=scope.link("Work", "ledger:jobs"),
        button="Call it off",
    )

"""The files of a report: asked for, made by a worker while the page looks on, called off, downloaded."""

from hashlib import sha256
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from ledger.actions import cancel_job
from ledger.models import Job
from ledger.scope import Scope

from ..actions import ask_for_file
from ..formats import FORMATS
from ..forms.files import FileForm
from ..models import FileFormat, ReportFile, Variant
from ..selectors.kept import FILES, file_lines
from ..selectors.reports import Composed
from ..tables import report_link
from .found import reads, records


def files_context(scope: Scope, composed: Composed, polled: bool = False) -> dict[str, Any]:
    """What reports/files.html shows; `seen` tells one state of it from another."""
    lines = file_lines(composed)
    seen = sha256(f"{lines}".encode()).hexdigest()[:16]
    return {
        "files": lines,
        "under_way": [line for line in lines if line.under_way],
        "seen": seen,
        "polled": polled,
        "makes": scope.may_write_words,
    }


@reads
def files(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    """The part of the report's page that changes while files are made, once it has; the page, for everybody else."""
    if not request.headers.get("HX-Request"):
        return redirect(_files(scope, composed))
    context = files_context(scope, composed, polled=True)
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)  # nothing to swap: whoever has the keyboard on it keeps it there
    return render(request, "reports/files.html", {"scope": scope, "page": composed, **context})


@require_POST
@records
def make(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    form = FileForm(request.POST)
    if not form.is_valid():
        raise Http404("There is no such file of a report.")
    try:
        ask_for_file(report=composed.report, by=cast(User, request.user), **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_files(scope, composed))


@require_POST
@records
def cancel(request: HttpRequest, scope: Scope, composed: Composed, job: int) -> HttpResponseBase:
    of_report = {"organisation": scope.organisation, "kind": FILES, "arguments__report": composed.report.pk}
    try:
        cancel_job(job=get_object_or_404(Job, pk=job, **of_report), by=cast(User, request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_files(scope, composed))


@reads
def download(request: HttpRequest, scope: Scope, composed: Composed, variant: str, format: str) -> HttpResponseBase:
    found = get_object_or_404(ReportFile, report=composed.report, variant=variant, format=format)
    of = FORMATS[FileFormat(format)]
    parts = [composed.report.title[:80], str(composed.report.as_at)]
    name = slugify(" ".join(parts + (["beside now"] if variant == Variant.BESIDE_NOW else [])))
    return file_response(f"{name}.{of.suffix}", of.media_type, bytes(found.content))


def file_response(name: str, media_type: str, content: bytes) -> HttpResponse:
    """A file to keep, which no cache on the way may."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private"}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _files(scope: Scope, composed: Composed) -> str:
    """The report's page, at its files."""
    return f"{report_link(scope, composed.report).url}#files"

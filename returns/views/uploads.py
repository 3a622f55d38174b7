"""Files that people bring: choose a kind, upload, look at what would change, record."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from ledger.access import Right
from ledger.components import Headline, Link, Table
from ledger.csv_export import csv_response
from ledger.downloads import table_response
from ledger.errors import Conflict, Rejected, Stale
from ledger.months import moment_label
from ledger.numbers import Number, formatted
from ledger.scope import Scope, get_scope
from ledger.views.words import ask

from ..actions import discard_upload, keep_file, record_upload
from ..formats.writing import write_workbook
from ..forms.uploads import UploadForm
from ..import_kinds import KINDS, Asked, Kind
from ..imports import tidy_plan
from ..models import Upload
from ..readings import Remark
from ..selectors.tidy import tidy_rows
from ..selectors.uploads import (
    CHANGED,
    NEW,
    UNCHANGED,
    Preview,
    kind_of,
    preview,
    preview_upload,
    recent_uploads,
    recorded_before,
    too_late_for,
)
from ..tables.uploads import (
    creations_table,
    disagreements_table,
    lines_table,
    remarks_table,
    uploads_table,
)
from ..tidy import COLUMNS, tidy_lines

LINES_ON_A_PAGE = 100
MOST_IN_SUMMARY = 10
MOST_EXPORTED = 25_000  # rows of a workbook; CSV has no limit
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
STATES = {CHANGED: "Changed", NEW: "New", UNCHANGED: "Unchanged"}


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The kinds of files there are, and what was uploaded lately."""
    scope = get_scope(request, slug, Right.RECORD)
    kinds = [kind for kind in KINDS.values() if kind.listed and scope.access.may(kind.right)]
    table = uploads_table(recent_uploads(scope.organisation), slug)
    context = {"scope": scope, "kinds": kinds, "table": table}
    return table_response(request, [table]) or render(request, "returns/uploads.html", context)


@login_required
def create(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """Upload a file of a kind. One that can't be read at all is not kept."""
    kind = _kind(code)
    scope = get_scope(request, slug, kind.right)
    if not scope.is_now:  # what is uploaded is held against what is known now
        return redirect(request.path)
    if too_late := too_late_for(kind, scope.organisation):
        return render(request, "returns/upload_new.html", {"scope": scope, "kind": kind, "too_late": too_late})
    given: dict[str, Any] = {"kind": kind, "organisation": scope.organisation, "initial": request.GET.dict()}
    form = UploadForm(request.POST, request.FILES, **given) if request.method == "POST" else UploadForm(**given)
    if request.method == "POST" and form.is_valid() and (upload := _kept(request, scope, kind, form)):
        return redirect("returns:upload", slug, upload.pk)
    context = {"scope": scope, "kind": kind, "form": form, "query": urlencode(request.GET)}
    return render(request, "returns/upload_new.html", context)


def _kept(request: HttpRequest, scope: Scope, kind: Kind, form: UploadForm) -> Upload | None:
    file = form.cleaned_data["file"]
    content = file.read()
    asked = Asked(scope.organisation, form.options, timezone.now(), scope.access.services, cast(User, request.user))
    if refusal := preview(kind, content, file.name, asked).refusal:
        form.add_error("file", refusal)
        return None
    try:
        return keep_file(
            organisation=scope.organisation,
            kind=kind.code,
            file_name=file.name,
            content=content,
            options=form.options,
            reason=form.cleaned_data["reason"],
            by=cast(User, request.user),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None


@login_required
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """What a file would change; sent, it is recorded. Once it is, what it did."""
    scope, upload = _upload(request, slug, pk)
    if not scope.is_now:
        return redirect(request.path)
    if upload.recorded_at:
        context = {"scope": scope, "upload": upload, "about": _about(scope, upload), **_result(upload)}
        return render(request, "returns/upload_recorded.html", context)
    conflicts: Sequence[Conflict] = ()
    if request.method == "POST":
        try:
            record_upload(
                upload=upload,
                saw=request.POST.get("saw", ""),
                by=cast(User, request.user),
                services=scope.access.services,
            )
            messages.success(request, f"“{upload}” is recorded.")
            return redirect("returns:upload", slug, pk)
        except Stale as error:
            conflicts = error.conflicts
        except Rejected:
            pass  # the preview, made anew, says what is wrong
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            upload.refresh_from_db()
            if upload.recorded_at:
                return redirect("returns:upload", slug, pk)
    return _preview(request, scope, upload, conflicts)


def _preview(request: HttpRequest, scope: Scope, upload: Upload, conflicts: Sequence[Conflict]) -> HttpResponseBase:
    shown = preview_upload(upload, scope.access.services, cast(User, request.user))
    states = [state for state in (CHANGED, NEW, UNCHANGED) if shown.counts[state]]
    wanted = request.GET.get("show", "")
    state = wanted if wanted in states else states[0] if states else ""
    page = Paginator([found for found in shown.lines if found.state == state], LINES_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    tables = _remark_tables(shown)
    whole = [lines_table((found for found in shown.lines if found.state == each), each) for each in states]
    if answer := table_response(request, [*tables, *whole]):
        return answer
    counts = shown.counts
    context = {
        "scope": scope,
        "upload": upload,
        "kind": kind_of(upload),
        "about": _about(scope, upload),
        "another": urlencode(upload.options),
        "preview": shown,
        "summary": _summary(shown, conflicts),
        "headlines": [_headline(STATES[each], counts[each]) for each in (NEW, CHANGED, UNCHANGED)]
        + [_headline("Unreadable cells", len(shown.reading.unreadable))],
        "states": [(each, f"{STATES[each]} ({counts[each]:,})") for each in states],
        "table": lines_table(page, state) if state else None,
        "page": page,
        "state": state,
        "tables": tables,
        "conflicts": [_conflict(conflict) for conflict in conflicts],
        "earlier": recorded_before(upload),
    }
    return render(request, "returns/upload.html", context)


def _headline(label: str, count: int) -> Headline:
    return Headline(label, Number(Decimal(count)))


def _remark_tables(shown: Preview) -> list[Table]:
    reading = shown.reading
    tables = [
        remarks_table(reading.unreadable, "unreadable", "Cells that can’t be read") if reading.unreadable else None,
        remarks_table(shown.problems, "problems", "What can’t be recorded") if shown.problems else None,
        remarks_table(shown.held, "held", "What keeps it back") if shown.held else None,
        remarks_table(reading.warnings, "warnings", "To look at") if reading.warnings else None,
        disagreements_table(reading.disagreements) if reading.disagreements else None,
        creations_table(reading.creations) if reading.creations else None,
    ]
    return [table for table in tables if table]


def _summary(shown: Preview, conflicts: Sequence[Conflict]) -> list[Link]:
    """For the error summary: the first of what keeps the file from being recorded, each leading to its table."""
    if shown.refusal:
        return [Link(shown.refusal, "")]
    reading = shown.reading
    said = {"held": shown.held, "unreadable": reading.unreadable, "problems": shown.problems}
    found = [Link(_placed(remark), f"#table-{table}") for table, remarks in said.items() for remark in remarks]
    more = len(found) - MOST_IN_SUMMARY
    found = found[:MOST_IN_SUMMARY] + ([Link(f"And {more:,} more", found[-1].url)] if more > 0 else [])
    if conflicts:
        found.insert(
            0, Link("Figures were changed by somebody else since you looked; nothing was recorded", "#conflicts")
        )
    return found


def _placed(remark: Remark) -> str:
    return f"{remark.where}: {remark.message}" if remark.where else remark.message


def _conflict(conflict: Conflict) -> str:
    theirs = "took it away" if conflict.theirs is None else f"recorded {formatted(conflict.theirs, '', 2)}"
    when = f" on {moment_label(conflict.at)}" if conflict.at else ""
    return f"{conflict.series}, {conflict.label}: {conflict.by or 'somebody'} {theirs}{when}."


def _result(upload: Upload) -> dict[str, Any]:
    counts = upload.summary
    labels = {**STATES, "created": "Created", "comments": "Comments"}
    shown = [_headline(label, counts[name]) for name, label in labels.items() if counts.get(name)]
    return {"headlines": shown, "entries": list(upload.entries.order_by("number"))}


def _about(scope: Scope, upload: Upload) -> Link | None:
    """The page that the file is about."""
    page = kind_of(upload).page
    return page(scope.organisation, upload.options) if page else None


@login_required
def discard(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    scope, upload = _upload(request, slug, pk)

    def save() -> str:
        discard_upload(upload=upload)
        return f"“{upload}” is discarded. Nothing of it was recorded."

    return ask(
        request,
        scope,
        Form(request.POST if request.method == "POST" else None),
        save,
        heading=f"Discard “{upload}”?",
        note="Nothing of it has been recorded, and nothing will be. You can upload it again.",
        back=scope.link("Uploads", "returns:uploads"),
        button="Discard it",
    )


@login_required
def template(request: HttpRequest, slug: str, code: str, name: str) -> HttpResponse:
    """A file of a kind to fill in."""
    kind = _kind(code)
    scope = get_scope(request, slug, kind.right)
    if name not in kind.templates:
        raise Http404(f"There is no {name} template of this kind.")
    file = kind.templates[name](scope.organisation, request.GET.dict())
    return _download(file.name, file.content)


@login_required
def export(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The figures of a year, or of all years, in the tidy format: as at the day asked for."""
    scope = get_scope(request, slug)
    year = scope.year if "year" in scope.asked else None
    lines = tidy_lines(tidy_rows(scope.organisation, scope.moment, year), slug)
    name = "-".join(filter(None, [slug, "figures", str(year or "")]))
    if form == "csv":
        return csv_response(name, COLUMNS, lines)
    rows = list(lines)
    if len(rows) > MOST_EXPORTED:
        raise Http404(f"There are {len(rows):,} figures; ask for one year (?year=2019-20), or for CSV.")
    return _download(f"{name}.xlsx", write_workbook([tidy_plan(rows)]))


def _download(name: str, content: bytes) -> HttpResponse:
    kind = XLSX if name.endswith(".xlsx") else CSV
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Http404(f"There is no kind of upload “{code}”.")
    return KINDS[code]


def _upload(request: HttpRequest, slug: str, pk: int) -> tuple[Scope, Upload]:
    """The upload, for whoever may record files of its kind."""
    scope = get_scope(request, slug, Right.RECORD)
    known = Upload.objects.select_related("organisation", "by", "recorded_by").filter(kind__in=KINDS)
    upload = get_object_or_404(known, organisation=scope.organisation, pk=pk)
    if not scope.access.may(kind_of(upload).right):
        scope = get_scope(request, slug, kind_of(upload).right)
    return scope, upload

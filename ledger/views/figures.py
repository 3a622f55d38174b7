"""One figure: its history, and what may be done to it."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ..access import Right
from ..actions import comment_on_figure, erase_comment, record_figures
from ..checks import NewFigure
from ..downloads import table_response
from ..errors import Conflict, Rejected, Stale
from ..forms.figures import CommentForm, CorrectionForm, FigureForm
from ..guards import Home, homes
from ..models import Channel, Comment, Figure, Series
from ..numbers import formatted
from ..offers import offers_on
from ..scope import Scope, get_scope
from ..selectors import FigureHistory, figure_history
from ..tables import revision_table


@login_required
def history(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = figure_history(scope.organisation, pk, scope.moment)
    table = revision_table(found)
    return table_response(request, [table]) or _page(request, scope, found, pk, CommentForm())


def _page(request: HttpRequest, scope: Scope, found: FigureHistory, pk: int, form: CommentForm) -> HttpResponse:
    offers = offers_on(scope, found) if scope.is_now else []
    context = {"scope": scope, "history": found, "pk": pk, "table": revision_table(found), "form": form}
    home = _home(scope, found) if scope.is_now and scope.may_record and not found.is_closed else None
    return render(request, "ledger/figure.html", {**context, "offers": offers, "home": home})


def _home(scope: Scope, found: FigureHistory) -> Home | None:
    """Where this figure is given; None where it is corrected on a page of its own."""
    own = NewFigure(found.series.code, found.basis, found.span.start, found.span.end, None, found.edition)
    return homes(scope.organisation, [own])[0]


@login_required
def record(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    scope = get_scope(request, slug, Right.RECORD)
    series = get_object_or_404(scope.organisation.series.select_related("measure"), code=code)
    form = FigureForm(request.POST or None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        conflict = _record(request, scope, form.figure(series), form, form.cleaned_data["reason"])
        if not form.errors:
            return redirect("ledger:series", slug, code)
    context = {
        "scope": scope,
        "series": series,
        "form": form,
        "conflict": conflict,
        "sides": _sides(conflict, series),
    }
    return render(request, "ledger/record.html", context)


@login_required
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct or withdraw the figure that stands in the cell of figure `pk`; refused where it changed meanwhile."""
    scope = get_scope(request, slug, Right.RECORD)
    found = figure_history(scope.organisation, pk, None)
    standing = found.revisions[0]
    form = CorrectionForm(request.POST or None, initial={"follows": standing.figure.revision})
    conflict = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        figure = NewFigure(
            series=found.series.code,
            basis=found.basis,
            start=found.span.start,
            end=found.span.end,
            edition=found.edition,
            value=None if given["withdraw"] else given["value"],
            qualifier="" if given["withdraw"] else given["qualifier"],
            withdrawn=given["withdraw"],
            follows=given["follows"],
        )
        conflict = _record(request, scope, figure, form, given["reason"])
        if not form.errors:
            return redirect("ledger:figure", slug, pk)
    context = {"scope": scope, "history": found, "standing": standing, "pk": pk, "form": form}
    context |= {"conflict": conflict, "sides": _sides(conflict, found.series)}
    return render(request, "ledger/correct.html", context)


def _record(request: HttpRequest, scope: Scope, figure: NewFigure, form: Form, reason: str) -> Conflict | None:
    """Record one figure, or put what is wrong on the form. A conflict is returned, and the form made to follow it."""
    try:
        done = record_figures(
            organisation=scope.organisation,
            figures=[figure],
            by=request.user,  # type: ignore[arg-type]  # signed in
            channel=Channel.FORM,
            reason=reason,
            services=scope.access.services,
            loose=True,
        )
    except Rejected as error:
        for problem in error.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return None
    except Stale as error:
        conflict = error.conflicts[0]
        form.add_error("value", f"{conflict.by} recorded another value for {conflict.label} meanwhile; see below.")
        if "follows" in form.fields:
            form.data = {**form.data.dict(), "follows": str(conflict.revision)}  # type: ignore[attr-defined]
        return conflict
    messages.success(request, "Recorded." if done.recorded else "That is what stands there already; nothing changed.")
    return None


def _sides(conflict: Conflict | None, series: Series) -> list[tuple[str, str]]:
    """What each of the two wants to stand there, in full: a rounded value could hide what they differ in."""
    if conflict is None:
        return []
    unit, decimals = series.measure.unit, series.measure.decimals
    return [
        (whose, "Withdrawn" if value is None else formatted(value, unit, max(decimals, _places(value))))
        for whose, value in (("Yours", conflict.yours), ("Theirs", conflict.theirs))
    ]


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@login_required
@require_POST
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    scope = get_scope(request, slug, Right.RECORD)
    figure = get_object_or_404(Figure, organisation=scope.organisation, pk=pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        comment_on_figure(figure=figure, text=form.cleaned_data["text"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Comment added.")
        return redirect("ledger:figure", slug, pk)
    found = figure_history(scope.organisation, pk, scope.moment)
    return _page(request, scope, found, pk, form)


@login_required
@require_POST
def erase(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its author may erase a comment, and an administrator any."""
    scope = get_scope(request, slug)
    found = get_object_or_404(Comment, figure__organisation=scope.organisation, pk=pk)
    if not scope.may_administer and found.by_id != request.user.pk:
        raise PermissionDenied("Only its author or an administrator can erase a comment.")
    erase_comment(comment=found, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Comment erased. That there was one, and who erased it, stays visible.")
    return redirect("ledger:figure", slug, found.figure_id)

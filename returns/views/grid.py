"""The entry grid of a return: typed or pasted into, looked at before anything is saved, then saved all or nothing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from ledger.components import Link
from ledger.errors import Rejected, Stale
from ledger.models import Channel
from ledger.scope import Scope, get_scope
from ledger.selectors import Book

from ..access import may_fill, require_fill
from ..actions import save_return
from ..checks import Warned, warnings_for
from ..forms.board import board
from ..forms.grid import GridForm
from ..grid import Grid
from ..models import Return
from ..selectors import find_return
from ..selectors.grid import comments_of, open_grid, rules_of
from ..tables.preview import asked_for, preview_rows, shifts
from .steps import panel

SAVED = "returns_saved"  # in the session: the return whose draft the browser can forget
MOST_WARNINGS = 8  # are shown at once


@dataclass(frozen=True)
class Desk:
    """A return in front of somebody."""

    scope: Scope
    filled: Return
    grid: Grid
    book: Book

    @property
    def url(self) -> str:
        return reverse("returns:grid", args=[self.scope.organisation.slug, self.filled.form.slug, self.filled.start])

    def form(self, request: HttpRequest) -> GridForm:
        """What was typed, read beside what stands. That nothing can be saved any more is no reason not to read it."""
        return GridForm(
            request.POST or None,
            grid=replace(self.grid, closed="") if request.method == "POST" else self.grid,
            comments=comments_of(self.filled),
        )


@login_required
def grid(request: HttpRequest, slug: str, form: str, start: date) -> HttpResponseBase:
    """The grid; sent to, it shows again what was typed."""
    desk = _desk(request, slug, form, start)
    typed = desk.form(request)
    typed.is_valid()
    return _show(request, desk, typed)


@login_required
def preview(request: HttpRequest, slug: str, form: str, start: date) -> HttpResponseBase:
    """What would change, how it was read, and what is worth a second look. Nothing is saved."""
    desk = _desk(request, slug, form, start)
    if request.method != "POST":
        return redirect(desk.url)
    require_fill(desk.scope.access, desk.filled.form)
    typed = desk.form(request)
    if not typed.sound:
        return _show(request, desk, typed)
    if not (typed.reading.changes or typed.reading.emptied or typed.changed_comments):
        typed.add_error(None, "Nothing differs from what stands; type or paste the figures that are new.")
        return _show(request, desk, typed)
    if desk.grid.closed:
        typed.add_error(None, desk.grid.closed)
    return _preview(request, desk, typed)


@login_required
def paste(request: HttpRequest, slug: str, form: str, start: date) -> HttpResponseBase:
    """A block of cells typed into the grid at once; for who has no scripts, or prefers it."""
    desk = _desk(request, slug, form, start)
    if request.method != "POST":
        return redirect(desk.url)
    require_fill(desk.scope.access, desk.filled.form)
    typed = desk.form(request)
    if typed.is_valid():
        try:
            messages.info(request, typed.paste())
        except ValueError as error:
            typed.add_error("block", str(error))
    return _show(request, desk, typed)


@login_required
def save(request: HttpRequest, slug: str, form: str, start: date) -> HttpResponseBase:
    """Everything that the preview showed, or nothing."""
    desk = _desk(request, slug, form, start)
    if request.method != "POST":
        return redirect(desk.url)
    require_fill(desk.scope.access, desk.filled.form)
    typed = desk.form(request)
    while typed.sound:
        try:
            return _save(request, desk, typed)
        except Stale:  # somebody saved between our reading and our recording: read anew
            desk = _desk(request, slug, form, start)
            typed = desk.form(request)
        except Rejected as error:
            typed.refuse(error.problems)
        except ValidationError as error:  # it was handed over meanwhile
            typed.add_error(None, error)
            return _preview(request, _desk(request, slug, form, start), typed)
    return _show(request, desk, typed)


def _desk(request: HttpRequest, slug: str, form: str, start: date) -> Desk:
    scope = get_scope(request, slug)
    filled = find_return(scope.organisation, form, start)
    access = scope.access
    found, book = open_grid(filled, scope.moment, may_fill=may_fill(access, filled.form), services=access.services)
    scope = replace(scope, year=found.year, years=sorted({*scope.years, found.year}, reverse=True))
    return Desk(scope, filled, found, book)


def _save(request: HttpRequest, desk: Desk, typed: GridForm) -> HttpResponse:
    reading, comments = typed.reading, typed.changed_comments
    if desk.scope.moment:
        raise ValidationError(desk.grid.closed)
    save_return(
        filled=desk.filled,
        figures=reading.figures,
        comments=comments,
        by=request.user,  # type: ignore[arg-type]  # signed in
        channel=typed.cleaned_data["channel"] or Channel.FORM,
        services=desk.scope.access.services,
    )
    said = [_counted(len(reading.changes), "figure"), _counted(len(comments), "comment")]
    if done := " and ".join(filter(None, said)):
        messages.success(request, f"{done} saved. Figures are provisional until the return is approved.")
    else:
        messages.info(request, "Nothing was to be saved: what was emptied keeps its value.")
    request.session[SAVED] = desk.filled.pk
    return redirect(desk.url)


def _show(request: HttpRequest, desk: Desk, typed: GridForm) -> HttpResponse:
    grid = desk.grid
    asked = asked_for(desk.filled.form, grid, {})
    saved = request.session.get(SAVED) == desk.filled.pk and request.method == "GET"
    if saved:
        del request.session[SAVED]
    context: dict[str, Any] = {
        "scope": desk.scope,
        "filled": desk.filled,
        "grid": grid,
        "form": typed,
        "errors": typed.errors_to_show,
        "board": board(typed),
        "conflicts": typed.conflicts(),
        "comments": typed.comment_inputs(asked),
        "asked": asked,
        "may_type": not typed.grid.closed,  # what was typed stays, though it can't be saved any more
        "may_fill": may_fill(desk.scope.access, desk.filled.form),
        "panel": panel(desk.scope, desk.filled, request.user.pk or 0, desk.book),
        "draft": f"{request.user.pk}:{desk.filled.pk}",
        "saved": saved,
        "back": _back(desk),
    }
    return render(request, "returns/grid.html", context)


def _preview(request: HttpRequest, desk: Desk, typed: GridForm) -> HttpResponse:
    reading = typed.reading
    asked = asked_for(desk.filled.form, typed.grid, reading.values)
    warned: list[Warned] = warnings_for(typed.grid, reading.changes, rules_of(desk.filled.form))
    context: dict[str, Any] = {
        "scope": desk.scope,
        "filled": desk.filled,
        "grid": desk.grid,
        "form": typed,
        "errors": typed.errors_to_show,
        "rows": preview_rows(typed.grid, reading),
        "shifts": shifts(typed.grid, reading),
        "warnings": warned[:MOST_WARNINGS],
        "more_warnings": warned[MOST_WARNINGS:],
        "comments": typed.comment_inputs(asked),
        "asked": asked,
        "may_save": not desk.grid.closed,
        "heading": _heading(typed),
        "back": _back(desk),
    }
    return render(request, "returns/grid_preview.html", context)


def _heading(typed: GridForm) -> str:
    figures, comments = len(typed.reading.changes), len(typed.changed_comments)
    said = " and ".join(filter(None, [_counted(figures, "figure"), _counted(comments, "comment")]))
    return f"Check what changes: {said}" if said else "Check what was emptied"


def _counted(number: int, what: str) -> str:
    if not number:
        return ""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _back(desk: Desk) -> Link:
    return Link(str(desk.filled.form), desk.url)

"""A whole financial year of one series, typed at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from ..access import Right
from ..actions import record_figures
from ..checks import NewFigure
from ..closing import closed_at
from ..errors import Rejected, Stale
from ..forms.year import YearForm
from ..guards import Home, homes
from ..models import Channel, ClosedPeriod, Series
from ..scope import Scope, get_scope
from ..selectors import Book, open_book
from ..tables import beside_table
from ..year_sheet import PLANNED, Sheet, beside, year_sheet


@login_required
def year(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    scope = get_scope(request, slug, Right.RECORD)
    series = get_object_or_404(scope.organisation.series.select_related("measure", "service"), code=code)
    _require_service(scope, series)
    if not scope.is_now:  # what is typed is known from now, so it is typed beside what is known now
        return redirect(f"{request.path}?year={scope.year}")
    book, form = _sheet_form(request, scope, series)
    while request.method == "POST" and form.is_valid():
        try:
            _record(request, scope, form)
        except Stale:  # somebody saved between our reading and our recording: read anew
            book, form = _sheet_form(request, scope, series)
        else:
            if not form.errors:
                return redirect(f"{reverse('ledger:series', args=[slug, code])}?year={scope.year}")
    context = {"scope": scope, "series": series, "form": form, "sheet": form.sheet, "choices": PLANNED}
    context["homes"] = _homes(scope, series, form.sheet)
    table = beside_table(book, beside(form.sheet, book.rows, book.on))
    return render(request, "ledger/year.html", {**context, "beside": table})


def _require_service(scope: Scope, series: Series) -> None:
    """Asked before somebody types thirty figures that are then refused."""
    services = scope.access.services
    if services and (series.service is None or series.service.code not in services):
        allowed = ", ".join(sorted(services))
        raise PermissionDenied(f"You record for {allowed} only; {series} belongs to another service.")


def _sheet_form(request: HttpRequest, scope: Scope, series: Series) -> tuple[Book, YearForm]:
    book = open_book(scope.organisation, [series.pk], None, scope.today)
    sheet: Sheet = year_sheet(
        book.rows,
        scope.year,
        series.frequency,
        planned=request.GET.get("basis", ""),
        now=timezone.now(),
        on=scope.today,
    )
    return book, YearForm(request.POST or None, sheet=sheet, series=series.code, today=scope.today)


def _homes(scope: Scope, series: Series, sheet: Sheet) -> dict[Home, list[str]]:
    """Where cells of the sheet are given instead of here, each with the labels of these cells.

    What stands in a closed period isn't given anywhere: it is restated from its own page.
    """
    closed = ClosedPeriod.objects.filter(series=series).by_series().get(series.pk, [])
    cells = [each for each in sheet.cells if not (each.holds and closed_at(closed, *each.key))]
    own = [NewFigure(series.code, *cell.key[:3], value=None, edition=cell.usual) for cell in cells]
    found: dict[Home, list[str]] = {}
    for cell, home in zip(cells, homes(scope.organisation, own), strict=True):
        if home:
            found.setdefault(home, []).append(cell.label)
    return found


def _record(request: HttpRequest, scope: Scope, form: YearForm) -> None:
    """All that was changed, in one entry; what the ledger refuses is put beside its cell."""
    try:
        done = record_figures(
            organisation=scope.organisation,
            figures=form.figures,
            by=request.user,  # type: ignore[arg-type]  # signed in
            channel=Channel.FORM,
            reason=form.cleaned_data["reason"],
            services=scope.access.services,
            loose=True,
        )
    except Rejected as error:
        form.refuse(error.problems)
        return
    count = f"{done.recorded} figures are" if done.recorded != 1 else "One figure is"
    messages.success(request, f"{count} recorded.")

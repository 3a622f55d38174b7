"""One report: what it is made of, its front matter, its history."""

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ledger.access import Right
from ledger.components import Link
from ledger.downloads import table_response
from ledger.forms.words import labels_of
from ledger.scope import Scope
from ledger.tables import words_history_table
from ledger.views.words import ask

from ..actions import change_report, discard_report
from ..forms.clearances import ReasonForm
from ..forms.reports import FrontMatterForm, SectionForm
from ..selectors.history import report_history
from ..selectors.reports import Composed
from ..tables import report_link
from .files import files_context
from .found import reads, writes
from .parts import clearance_lines, facts, lapse_words, section_lines


@reads
def report(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    """Everything that there is to do with a report, in the order in which it is done."""
    open_to_change = scope.may_write_words and not composed.frozen
    context = {
        "scope": scope,
        "page": composed,
        "facts": facts(composed),
        "sections": section_lines(composed),
        "clearances": clearance_lines(scope, composed, cast(User, request.user), open_to_change),
        "changes": open_to_change,
        "lapse": lapse_words(composed),
        "preview": report_link(scope, composed.report, "preview", "Preview"),
        "beside": report_link(scope, composed.report, "beside_now", "Compare with now") if composed.frozen else None,
        "freeze": _freeze(scope, composed) if open_to_change else None,
        **files_context(scope, composed),
    }
    return render(request, "reports/report.html", context)


def _freeze(scope: Scope, composed: Composed) -> Link | None:
    ready = not composed.awaited and scope.access.may(Right.APPROVE)
    return report_link(scope, composed.report, "freeze", "Freeze it") if ready else None


@writes
def edit(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    found = composed.report
    form = FrontMatterForm(request.POST or None, instance=found, organisation=scope.organisation, years=scope.years)

    def save() -> str:
        change_report(report=found, by=cast(User, request.user), reason=form.why, **form.words)
        return f"“{found}” is saved."

    heading = "Change the front matter"
    return ask(
        request,
        scope,
        form,
        save,
        heading=heading,
        back=report_link(scope, found),
        caption=str(found),
        note=lapse_words(composed),
    )


@writes
def discard(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    found = composed.report
    form = ReasonForm(request.POST if request.method == "POST" else None, optional=True)

    def save() -> str:
        discard_report(report=found, by=cast(User, request.user), **form.cleaned_data)
        return f"“{found}” is discarded."

    return ask(
        request,
        scope,
        form,
        save,
        heading=f"Discard “{found}”?",
        note="Its sections, clearances and files go with it. No committee has got it.",
        back=scope.link("Reports", "reports:index"),
        button="Discard it",
    )


@reads
def history(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    """Who wrote what of it, and who cleared it when."""
    of_report, of_section = labels_of(FrontMatterForm), labels_of(SectionForm)
    table = words_history_table(report_history(composed, scope.moment, of_report, of_section))
    report = composed.report
    context = {"scope": scope, "thing": report, "kind": "report", "table": table, "back": report_link(scope, report)}
    return table_response(request, [table]) or render(request, "ledger/words_history.html", context)

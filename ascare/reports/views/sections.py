"""The sections of a report: added, changed, moved, removed."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ledger.components import Link
from ledger.scope import Scope
from ledger.views.words import ask

from ..actions import add_section, change_section, move_section, remove_section
from ..forms.reports import SectionForm
from ..models import ReportSection
from ..sections import KINDS
from ..selectors.reports import Composed
from ..tables import report_link
from .found import writes
from .parts import heading_of, lapse_words, subjects_of


@writes
def choose(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    """Every kind of section that there is, and what it shows."""
    kinds = [
        (kind, scope.link(kind.heading, "reports:section_new", composed.report.pk, kind.slug))
        for kind in KINDS.values()
    ]
    context = {"scope": scope, "report": composed.report, "kinds": kinds, "back": _sections(scope, composed)}
    return render(request, "reports/choose.html", context)


@writes
def create(request: HttpRequest, scope: Scope, composed: Composed, kind: str) -> HttpResponseBase:
    of = KINDS.get(kind)
    if of is None:
        raise Http404(f"There is no section “{kind}”.")
    report = composed.report
    form = SectionForm(
        request.POST or None,
        instance=ReportSection(report=report, kind=kind),
        subjects=subjects_of(kind, composed),
    )

    def save() -> str:
        made = add_section(report=report, kind=kind, by=cast(User, request.user), **form.words)
        return f"“{heading_of(made)}” is added at the end."

    note = " ".join(filter(None, (of.help, lapse_words(composed))))
    back = _sections(scope, composed)
    return ask(request, scope, form, save, heading=f"Add: {of.heading}", back=back, caption=str(report), note=note)


@writes
def edit(request: HttpRequest, scope: Scope, composed: Composed, section: int) -> HttpResponseBase:
    found = _find(composed, section)
    form = SectionForm(request.POST or None, instance=found, subjects=subjects_of(found.kind, composed))

    def save() -> str:
        change_section(section=found, by=cast(User, request.user), reason=form.why, **form.words)
        return f"“{heading_of(found)}” is saved."

    return ask(
        request,
        scope,
        form,
        save,
        heading=f"Change: {heading_of(found)}",
        back=_sections(scope, composed),
        caption=str(composed.report),
        note=lapse_words(composed),
    )


@require_POST
@writes
def move(request: HttpRequest, scope: Scope, composed: Composed, section: int) -> HttpResponseBase:
    found = _find(composed, section)
    try:
        move_section(section=found, places=-1 if "up" in request.POST else 1, by=cast(User, request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_sections(scope, composed).url)


@writes
def remove(request: HttpRequest, scope: Scope, composed: Composed, section: int) -> HttpResponseBase:
    found = _find(composed, section)

    def save() -> str:
        remove_section(section=found, by=cast(User, request.user))
        return f"“{heading_of(found)}” is removed."

    return ask(
        request,
        scope,
        Form(request.POST if request.method == "POST" else None),
        save,
        heading=f"Remove “{heading_of(found)}”?",
        back=_sections(scope, composed),
        button="Remove it",
        caption=str(composed.report),
        note=" ".join(filter(None, ("Your own words in it go too.", lapse_words(composed)))),
    )


def _find(composed: Composed, pk: int) -> ReportSection:
    return get_object_or_404(ReportSection.objects.select_related("report"), report=composed.report, pk=pk)


def _sections(scope: Scope, composed: Composed) -> Link:
    """Back to the report's page, at its sections."""
    link = report_link(scope, composed.report)
    return Link(link.text, f"{link.url}#sections")

"""Restatements: proposed by one person, decided by another."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from ledger.access import Right
from ledger.downloads import table_response
from ledger.models import Basis, Series
from ledger.scope import Scope, get_scope
from ledger.selectors import figure_history
from ledger.views.words import ask

from ..actions import approve_restatement, propose_restatement, refuse_restatement
from ..forms.restatements import DecisionForm, ProposalForm
from ..models import Restatement
from ..selectors import restatement_line, restatements_of
from ..tables.restatements import decided_table, waiting_table


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    lines = restatements_of(scope.organisation, scope.moment)
    waiting = waiting_table([line for line in lines if line.waiting], scope, cast(User, request.user).pk)
    decided = decided_table([line for line in lines if not line.waiting], scope)
    context = {"scope": scope, "waiting": waiting, "decided": decided}
    return table_response(request, [waiting, decided]) or render(request, "returns/restatements.html", context)


@login_required
def propose(request: HttpRequest, slug: str, figure: int) -> HttpResponseBase:
    """Propose another value for what stands in the cell of figure `figure`."""
    scope = get_scope(request, slug, Right.RECORD)
    found = figure_history(scope.organisation, figure, None)
    _require_service(scope, found.series)
    standing = found.standing
    form = ProposalForm(request.POST or None)

    def save() -> str:
        given = form.cleaned_data
        propose_restatement(figure=standing.figure, by=cast(User, request.user), **given)
        return "The restatement is proposed. It takes effect when somebody else approves it."

    return ask(
        request,
        scope,
        form,
        save,
        heading=f"Propose a restatement: {found.series}, {found.span.label}",
        back=scope.link("The figure", "ledger:figure", figure),
        button="Propose it",
        caption=str(Basis(found.basis).label),
        note=f"It stands at {standing.number.text_with_unit or 'nothing: it was withdrawn'}. Until another person "
        "approves, that is what everybody sees; afterwards both figures stay visible.",
        links=[scope.link("Restatements", "returns:restatements")],
    )


@login_required
def approve(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.APPROVE)
    found = _find(scope, pk)
    if not found.is_waiting:
        return _decided_already(request, scope, found)
    if found.proposed_by_id == request.user.pk:
        raise PermissionDenied("You proposed this yourself; another person has to approve it.")
    _require_service(scope, found.series)
    form = DecisionForm(request.POST or None)

    def save() -> str:
        approve_restatement(
            proposal=found,
            by=cast(User, request.user),
            reason=form.cleaned_data["reason"],
            services=scope.access.services,
        )
        return f"The restatement of {found.series}, {found.span.label}, is approved and recorded."

    return _decide(request, scope, found, form, save, "Approve", "Approve it")


@login_required
def refuse(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Refuse what somebody else proposed, or withdraw one's own."""
    scope = get_scope(request, slug, Right.RECORD)
    found = _find(scope, pk)
    if not found.is_waiting:
        return _decided_already(request, scope, found)
    mine = found.proposed_by_id == request.user.pk
    if not mine and not scope.access.may(Right.APPROVE):
        raise PermissionDenied("Whoever may approve restatements refuses them; only your own you can withdraw.")
    _require_service(scope, found.series)
    form = DecisionForm(request.POST or None, needs_reason=True)

    def save() -> str:
        done = refuse_restatement(proposal=found, by=cast(User, request.user), reason=form.cleaned_data["reason"])
        return f"The restatement of {found.series}, {found.span.label}, is {done.get_decision_display().lower()}."

    words = ("Withdraw", "Withdraw it") if mine else ("Refuse", "Refuse it")
    return _decide(request, scope, found, form, save, *words)


def _decide(
    request: HttpRequest,
    scope: Scope,
    found: Restatement,
    form: DecisionForm,
    save: Callable[[], str],
    verb: str,
    button: str,
) -> HttpResponseBase:
    line = restatement_line(found)
    proposer = found.proposed_by.get_full_name() or found.proposed_by.get_username()
    return ask(
        request,
        scope,
        form,
        save,
        heading=f"{verb} the restatement of {found.series}, {found.span.label}",
        back=scope.link("Restatements", "returns:restatements"),
        button=button,
        note=f"{line.was.text_with_unit} stands; {proposer} proposes {line.value.text_with_unit}: {found.reason}",
    )


def _find(scope: Scope, pk: int) -> Restatement:
    related = Restatement.objects.select_related("series__measure", "series__service", "organisation", "proposed_by")
    return get_object_or_404(related, organisation=scope.organisation, pk=pk)


def _decided_already(request: HttpRequest, scope: Scope, found: Restatement) -> HttpResponseBase:
    messages.error(request, f"This restatement was {found.get_decision_display().lower()} already.")
    return redirect(scope.link("", "returns:restatements").url)


def _require_service(scope: Scope, series: Series) -> None:
    """403 for who writes for some services only, of a series of another."""
    services = scope.access.services
    if services and (series.service is None or series.service.code not in services):
        raise PermissionDenied(f"You write for some services only, and {series} isn’t of one of them.")

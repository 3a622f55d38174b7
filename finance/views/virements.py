"""Virements: the year's list, one of them, and the steps from proposal to decision."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.forms import Form
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ledger.access import Right
from ledger.components import Link
from ledger.downloads import table_response
from ledger.months import FinancialYear, month_label
from ledger.scope import Scope, get_scope
from ledger.views import words

from ..actions import approve_virement, propose_virement, refuse_virement
from ..forms.virements import ApprovalForm, RefusalForm, VirementForm
from ..models import Virement
from ..selectors import VirementRow, virement_row, virements_of
from ..tables import decision_table, moved_table, virement_link, virement_table


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = virements_of(scope.organisation, scope.year, scope.moment)
    table = virement_table(found, scope)
    may_add = scope.may_record and scope.is_now
    context = {
        "scope": scope,
        "table": table,
        "waiting": sum(each.waits for each in found),
        "add": scope.link("Propose a virement", "finance:virement_new") if may_add else None,
    }
    return table_response(request, [table]) or render(request, "finance/virements.html", context)


@login_required
def detail(request: HttpRequest, slug: str, year: str, number: int) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = _find(scope, year, number)
    tables = [moved_table(found, scope), decision_table(found)]
    context = {
        "scope": scope,
        "page": found,
        "from": month_label(found.virement.holds_from),
        "tables": tables,
        "steps": _steps(request, scope, found),
    }
    return table_response(request, tables) or render(request, "finance/virement.html", context)


def _steps(request: HttpRequest, scope: Scope, found: VirementRow) -> list[Link]:
    """Another person approves; whoever proposed it may only take it back."""
    own = found.entry.by_id == cast(User, request.user).pk
    approves = scope.access.may(Right.APPROVE)
    if not (found.waits and scope.is_now and (own or approves)):
        return []
    key = (str(found.virement.year), found.virement.number)
    refuse = scope.link("Take it back" if own else "Refuse it", "finance:virement_refuse", *key)
    return [refuse] if own else [scope.link("Approve it", "finance:virement_approve", *key), refuse]


@login_required
def new(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.RECORD)
    form = VirementForm(request.POST or None, today=scope.today)

    def save() -> Link:
        given = form.cleaned_data
        made = propose_virement(
            organisation=scope.organisation,
            holds_from=given["holds_from"],
            amounts=given["lines"],
            reason=given["reason"],
            kind=given["kind"],
            by=cast(User, request.user),
            services=scope.access.services,
        )
        row = virement_row(scope.organisation, made.year, made.number, None)
        return Link(f"{made} is proposed. Another person has to approve it.", virement_link(row, scope).url)

    return words.ask(
        request,
        scope,
        form,
        save,
        heading="Propose a virement",
        back=_index(scope),
        button="Propose it",
        note="Each amount is spread over the rest of the year in proportion to the line’s budget. Until another "
        "person approves it the new budgets are marked as provisional.",
        links=[scope.link("Codes of the budget lines", "finance:index")],
    )


@login_required
def approve(request: HttpRequest, slug: str, year: str, number: int) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.APPROVE)
    found = _find(scope, year, number)
    form = ApprovalForm(request.POST if request.method == "POST" else None)  # there is nothing to fill in

    def save() -> str:
        approve_virement(virement=found.virement, by=cast(User, request.user))
        return f"{found.virement} is approved."

    return _decide(request, scope, found, form, save, "Approve")


@login_required
def refuse(request: HttpRequest, slug: str, year: str, number: int) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = _find(scope, year, number)
    own = found.entry.by_id == cast(User, request.user).pk
    if not own:
        scope = get_scope(request, slug, Right.APPROVE)
    form = RefusalForm(request.POST or None)

    def save() -> str:
        refuse_virement(virement=found.virement, by=cast(User, request.user), **form.cleaned_data)
        return f"{found.virement} is {'taken back' if own else 'refused'}; the budgets are what they were."

    return _decide(request, scope, found, form, save, "Take back" if own else "Refuse")


def _decide(
    request: HttpRequest, scope: Scope, found: VirementRow, form: Form, save: Callable[[], str], what: str
) -> HttpResponseBase:
    moved = ", ".join(f"{each.line.name} {each.amount.text}" for each in found.lines)
    return words.ask(
        request,
        scope,
        form,
        save,
        heading=f"{what} {str(found.virement).lower()}",
        back=virement_link(found, scope),
        button=f"{what} it",
        note=f"{moved}, from {month_label(found.virement.holds_from)}. {found.virement.reason}",
    )


def _find(scope: Scope, year: str, number: int) -> VirementRow:
    try:
        return virement_row(scope.organisation, FinancialYear.parse(year), number, scope.moment)
    except (ValueError, Virement.DoesNotExist) as error:
        raise Http404(f"{scope.organisation} has no virement {number} of “{year}” that was known then.") from error


def _index(scope: Scope) -> Link:
    return scope.link("Virements", "finance:virements")

"""The budget's structure: its lines and headings are made and changed by administrators and finance leads."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from ledger.access import Right
from ledger.actions import put
from ledger.components import Link
from ledger.downloads import table_response
from ledger.models import Role
from ledger.months import FinancialYear
from ledger.scope import Scope, get_scope
from ledger.views import words

from ..actions import end_line, put_line
from ..forms.lines import EndForm, HeadingForm, LineForm
from ..models import BudgetLine, Heading
from ..selectors import headings_of
from ..tables import heading_table


def keeps_structure(scope: Scope) -> bool:
    """Whether the reader may define the budget's lines and headings, and looks at today."""
    rights = (Right.ADMINISTER, Right.APPROVE)
    return scope.is_now and any(scope.access.may(right) for right in rights) and not scope.access.services


def get_structure_scope(request: HttpRequest, slug: str) -> Scope:
    scope = get_scope(request, slug)
    if scope.is_now and not keeps_structure(scope):
        raise PermissionDenied(
            f"Your role in {scope.organisation} is {Role(scope.access.role).label.lower()}; the budget’s lines and "
            "headings are defined by administrators and finance leads who aren’t limited to some services."
        )
    return scope


@login_required
def headings(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    edits = keeps_structure(scope)
    table = heading_table(headings_of(scope.organisation, scope.moment), scope, edits)
    add = scope.link("Add a heading", "finance:heading_new") if edits else None
    context = {"scope": scope, "table": table, "add": add}
    return table_response(request, [table]) or render(request, "finance/headings.html", context)


@login_required
def heading_new(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_structure_scope(request, slug)
    return _ask_heading(request, scope, Heading(organisation=scope.organisation), "Add a heading")


@login_required
def heading_edit(request: HttpRequest, slug: str, key: int) -> HttpResponseBase:
    scope = get_structure_scope(request, slug)
    heading = get_object_or_404(Heading, organisation=scope.organisation, pk=key)
    return _ask_heading(request, scope, heading, f"Change heading: {heading}")


def _ask_heading(request: HttpRequest, scope: Scope, heading: Heading, title: str) -> HttpResponseBase:
    form = HeadingForm(
        request.POST or None,
        instance=heading,
        organisation=scope.organisation,
        year=scope.year,
        initial=_asked(request),
    )

    def save() -> str:
        given = form.words
        key: dict[str, Any] = {name: given.pop(name, getattr(heading, name)) for name in ("kind", "code")}
        key["organisation"] = scope.organisation
        return f"The heading “{put(Heading, key, by=cast(User, request.user), reason=form.why, **given)}” is saved."

    return words.ask(request, scope, form, save, heading=title, back=_headings(scope))


@login_required
def heading_history(request: HttpRequest, slug: str, key: int) -> HttpResponseBase:
    scope = get_scope(request, slug)
    heading = get_object_or_404(Heading, organisation=scope.organisation, pk=key)
    return words.history(request, scope, heading, back=_headings(scope), form=HeadingForm)


def _headings(scope: Scope) -> Link:
    return scope.link("Headings", "finance:headings")


@login_required
def line_new(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_structure_scope(request, slug)
    back = scope.link("Budget lines", "finance:index")
    return _ask_line(request, scope, BudgetLine(organisation=scope.organisation), "Add a budget line", back)


@login_required
def line_edit(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_structure_scope(request, slug)
    line = find_line(scope, code)
    return _ask_line(request, scope, line, f"Change budget line: {line}", line_page(scope, line))


def _ask_line(request: HttpRequest, scope: Scope, line: BudgetLine, title: str, back: Link) -> HttpResponseBase:
    form = LineForm(
        request.POST or None, instance=line, organisation=scope.organisation, year=scope.year, initial=_asked(request)
    )

    def save() -> Link:
        given = {"code": line.code, **form.words}
        saved = put_line(organisation=scope.organisation, by=cast(User, request.user), reason=form.why, **given)
        return Link(f"The budget line “{saved}” is saved.", line_page(scope, saved).url)

    return words.ask(request, scope, form, save, heading=title, back=back)


@login_required
def line_end(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_structure_scope(request, slug)
    line = find_line(scope, code)
    form = EndForm(request.POST or None, line=line, year=scope.year)

    def save() -> str:
        last = FinancialYear(form.cleaned_data["last_year"])
        end_line(line=line, last_year=last, reason=form.cleaned_data["reason"], by=cast(User, request.user))
        return f"{line} is part of the budget up to {last.label}."

    return words.ask(
        request,
        scope,
        form,
        save,
        heading=f"Close budget line: {line}",
        back=line_page(scope, line),
        button="Close it",
    )


@login_required
def line_history(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    line = find_line(scope, code)
    return words.history(request, scope, line, back=line_page(scope, line), form=LineForm)


def find_line(scope: Scope, code: str) -> BudgetLine:
    return get_object_or_404(BudgetLine.objects.select_related("series"), organisation=scope.organisation, code=code)


def line_page(scope: Scope, line: BudgetLine) -> Link:
    return scope.link(line.name, "finance:line", line.code)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address says of a new one, such as the kind of a heading."""
    return {name: value for name, value in request.GET.dict().items() if name not in ("year", "as_at")}

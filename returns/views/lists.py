"""The returns of an organisation, and opening one."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from ledger.access import Right
from ledger.components import EmptyState, Link
from ledger.downloads import table_response
from ledger.months import ONE_DAY, Span, day_label
from ledger.scope import Scope, get_scope
from ledger.views.words import ask

from ..access import may_fill, require_fill
from ..actions import open_return
from ..forms.steps import OpenForm
from ..models import Form
from ..periods import period_of
from ..selectors import forms_of, returns_of
from ..tables.returns import return_link, returns_table

PERIODS_OFFERED = 24


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What was and is to be filled in, of the year: by form, the newest period first."""
    scope = get_scope(request, slug)
    forms = [found.form for found in forms_of(scope.organisation, scope.moment)]
    lines = returns_of(scope.organisation, scope.moment, scope.year.span)
    lines.sort(key=lambda line: (line.form.name, -line.filled.start.toordinal()))
    table = returns_table(
        lines,
        scope,
        slug="returns",
        caption=f"Returns of {scope.year.label}",
        empty=f"No return of {scope.year.label} was open on {day_label(scope.as_at)}.",
    )
    context = {
        "scope": scope,
        "table": table,
        "opening": _opening(scope, forms),
        "forms": scope.link("Forms: what is collected", "returns:forms"),
        "restatements": scope.link("Restatements", "returns:restatements"),
        "uploads": scope.link("Uploads from a spreadsheet", "returns:uploads") if scope.may_record else None,
        "past": scope.link("Close the past", "returns:past") if _may_close(scope) else None,
        "empty": None if forms else _no_forms(scope),
    }
    return table_response(request, [table]) or render(request, "returns/index.html", context)


@login_required
def open_one(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Open a return of a form for one of the periods that have none yet."""
    scope = get_scope(request, slug, Right.RECORD)
    found = get_object_or_404(Form.objects.select_related("service"), organisation=scope.organisation, slug=form)
    require_fill(scope.access, found)
    if not found.is_open:
        raise PermissionDenied(f"{found} is no longer collected.")
    periods = _unopened(found, scope)
    asked = OpenForm(request.POST or None, periods=periods, initial={"start": periods[0].start if periods else None})

    def save() -> Link:
        opened = open_return(form=found, day=asked.cleaned_data["start"], by=cast(User, request.user))
        return return_link(scope, opened, f"{opened} is open, due on {day_label(opened.due_on)}.")

    back = scope.link("Returns", "returns:index")
    note = "" if periods else f"The returns of the last {PERIODS_OFFERED} periods are open already."
    return ask(
        request, scope, asked, save, heading=f"Open a return of {found}", back=back, button="Open it", note=note
    )


def _unopened(form: Form, scope: Scope) -> list[Span]:
    """The latest periods without a return, newest first; the present one is among them."""
    opened = set(form.returns.values_list("start", flat=True))
    found, period = [], period_of(form.frequency, scope.today)
    for _ in range(PERIODS_OFFERED):
        if period.start not in opened:
            found.append(period)
        period = period_of(form.frequency, period.start - ONE_DAY)
    return found


def _opening(scope: Scope, forms: list[Form]) -> list[Link]:
    if not scope.is_now:
        return []
    mine = [form for form in forms if form.is_open and may_fill(scope.access, form)]
    return [scope.link(f"Open a return of {form}", "returns:open", form.slug) for form in mine]


def _may_close(scope: Scope) -> bool:
    return scope.is_now and scope.access.may(Right.APPROVE)


def _no_forms(scope: Scope) -> EmptyState:
    reason = "A form says which series are filled in together, how often and by when. Its returns stand here."
    step = None
    if scope.may_administer and scope.is_now:
        step = scope.link("Define a form", "returns:form_new")
    elif scope.is_now:
        reason = f"{reason} An administrator defines it."
    return EmptyState("Nothing is collected here yet", reason, step)

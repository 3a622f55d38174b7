"""Who lets a report go: clearing, taking that back, doing without, and freezing."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from ledger.access import Right
from ledger.components import Link
from ledger.scope import Scope
from ledger.views.words import ask

from ..access import right_to_clear
from ..actions import clear_role, freeze_report, require_clearance, waive_clearance, withdraw_clearance
from ..forms.clearances import ClearForm, ReasonForm
from ..models import Clearance
from ..selectors.reports import Composed, last_words
from ..tables import report_link
from .found import writes


@writes
def clear(request: HttpRequest, scope: Scope, composed: Composed, role: str) -> HttpResponseBase:
    found = _find(scope, composed, role, right_to_clear(role))
    looked_at = {"written_at": last_words(composed.report).history_date.isoformat()}
    form = ClearForm(request.POST or None, initial={"implications": found.implications, **looked_at})
    done = f"{found.get_role_display()} has cleared the report."
    note = "You say that the report may go to the committee, as it stands now."
    look = report_link(scope, composed.report, "preview", "Look at it first")
    return _ask(
        request, scope, found, form, clear_role, done, heading="Clear", button="Clear it", note=note, look=look
    )


@writes
def withdraw(request: HttpRequest, scope: Scope, composed: Composed, role: str) -> HttpResponseBase:
    found = _find(scope, composed, role, right_to_clear(role))
    done = f"The clearance of {found.get_role_display().lower()} is withdrawn."
    note = "The report is a draft again until it is given anew."
    form = ReasonForm(request.POST or None)
    return _ask(request, scope, found, form, withdraw_clearance, done, heading="Withdraw clearance", note=note)


@writes
def waive(request: HttpRequest, scope: Scope, composed: Composed, role: str) -> HttpResponseBase:
    found = _find(scope, composed, role, Right.RECORD)
    done = f"{found.get_role_display()} is marked as not needed."
    note = "The report then doesn’t wait for this role, and says nothing of it."
    form = ReasonForm(request.POST or None)
    return _ask(request, scope, found, form, waive_clearance, done, heading="Not needed", note=note)


@writes
def require(request: HttpRequest, scope: Scope, composed: Composed, role: str) -> HttpResponseBase:
    found = _find(scope, composed, role, Right.RECORD)
    form = Form(request.POST if request.method == "POST" else None)
    done = f"The report waits for {found.get_role_display().lower()} again."
    note = f"It was marked as not needed: {found.reason}"
    return _ask(request, scope, found, form, require_clearance, done, heading="Ask for it", note=note)


@writes
def freeze(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    _require(scope, Right.APPROVE)
    report = composed.report

    def save() -> str:
        freeze_report(report=report, by=cast(User, request.user))
        return f"“{report}” is frozen."

    return ask(
        request,
        scope,
        Form(request.POST if request.method == "POST" else None),
        save,
        heading=f"Freeze “{report}”?",
        note="Its words and numbers then stay as they are, for good: nobody can change or remove it. What is "
        "corrected later can be shown beside it.",
        back=report_link(scope, report),
        button="Freeze it",
    )


def _ask(
    request: HttpRequest,
    scope: Scope,
    found: Clearance,
    form: BaseForm,
    action: Callable[..., Clearance],
    done: str,
    *,
    heading: str,
    note: str,
    button: str = "Save",
    look: Link | None = None,
) -> HttpResponseBase:
    def save() -> str:
        given: dict[str, Any] = form.cleaned_data
        action(clearance=found, by=cast(User, request.user), **given)
        return done

    link = report_link(scope, found.report)
    return ask(
        request,
        scope,
        form,
        save,
        heading=f"{heading}: {found.get_role_display().lower()}",
        back=Link(link.text, f"{link.url}#clearances"),
        button=button,
        caption=str(found.report),
        note=note,
        links=[look] if look else [],
    )


def _find(scope: Scope, composed: Composed, role: str, right: Right) -> Clearance:
    for found in composed.clearances:
        if found.role == role:
            _require(scope, right)
            return found
    raise Http404(f"No role “{role}” clears reports.")


def _require(scope: Scope, right: Right) -> None:
    if not scope.access.may(right):
        raise PermissionDenied("This is a step for a finance lead.")

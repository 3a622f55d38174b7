"""What is collected: forms with their lines and checks, defined and changed by administrators."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from ledger.access import Right
from ledger.actions import close as close_thing
from ledger.actions import reopen as reopen_thing
from ledger.components import EmptyState, Link
from ledger.downloads import table_response
from ledger.forms.words import ClosingForm, ReopeningForm
from ledger.history import as_of
from ledger.scope import Scope, get_scope
from ledger.views.words import ask
from ledger.views.words import history as history_page

from ..access import may_approve
from ..actions import add_check, add_lines, arrange_lines, change_form, define_form, remove_check, remove_line
from ..forms.definitions import AddLinesForm, ArrangeForm, CheckForm, FormForm, RemovingForm
from ..models import Form
from ..selectors import form_page, forms_of, parts_history, series_for
from ..tables.forms import checks_table, form_facts, forms_table, lines_table


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = forms_of(scope.organisation, scope.moment)
    table = forms_table(found, scope)
    new = scope.link("Define a form", "returns:form_new") if scope.may_administer and scope.is_now else None
    context = {
        "scope": scope,
        "table": table,
        "new": new,
        "empty": None if found else _nothing(scope, new),
        "returns": scope.link("Returns: what was filled in", "returns:index"),
    }
    return table_response(request, [table]) or render(request, "returns/forms.html", context)


@login_required
def detail(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """What a form asks, its lines and checks, and what can be done with it."""
    scope = get_scope(request, slug)
    found = _find(scope, form)
    then = get_object_or_404(as_of(Form, scope.moment), pk=found.pk)
    page = form_page(then, scope.moment)
    may_change = scope.may_administer and scope.is_now
    may_close = scope.is_now and then.is_open and bool(page.lines) and may_approve(scope.access, found)
    lines = lines_table(page, scope, may_change=may_change and then.is_open)
    checks = checks_table(page, scope, may_change=may_change and then.is_open)
    context = {
        "scope": scope,
        "form": then,
        "facts": form_facts(then),
        "lines": lines,
        "checks": checks,
        "steps": _steps(scope, then, len(page.lines)) if may_change else [],
        "returns": scope.link("Returns", "returns:index"),
        "past": scope.link("Close its past", "returns:form_past", form) if may_close else None,
        "history": scope.link("Who changed what", "returns:form_history", form),
    }
    return table_response(request, [lines, checks]) or render(request, "returns/form.html", context)


@login_required
def create(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.ADMINISTER)
    form = FormForm(request.POST or None, instance=Form(organisation=scope.organisation))

    def save() -> Link:
        made = define_form(organisation=scope.organisation, by=_by(request), **form.words)
        return scope.link(f"{made} is defined. Add its lines next.", "returns:form", made.slug)

    return ask(request, scope, form, save, heading="Define a form", back=scope.link("Forms", "returns:forms"))


@login_required
def edit(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    scope, found = _administered(request, slug, form)
    asked = FormForm(request.POST or None, instance=found)

    def save() -> str:
        change_form(form=found, by=_by(request), reason=asked.why, **asked.words)
        return f"{found} is saved."

    return ask(request, scope, asked, save, heading=f"Change {found}", back=_to(scope, found))


@login_required
def add(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Put one series on a form, or many at once."""
    scope, found = _administered(request, slug, form)
    offered = series_for(found)
    asked = AddLinesForm(request.POST or None, offered=offered)

    def save() -> str:
        given = asked.cleaned_data
        made = add_lines(form=found, series=asked.series, section=given["section"].strip(), by=_by(request))
        return "1 line is added." if len(made) == 1 else f"{len(made)} lines are added."

    often = found.get_frequency_display().lower()
    return ask(
        request,
        scope,
        asked,
        save,
        heading="Add lines",
        back=_to(scope, found),
        button="Add",
        caption=str(found),
        note=f"A form takes the series that are kept {often}, as it is itself; {offered.count():,} could be added.",
        links=[scope.link("Define a series first", "ledger:series_new")],
    )


@login_required
def arrange(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The order of a form's lines, and their sections."""
    scope, found = _administered(request, slug, form)
    asked = ArrangeForm(request.POST or None, lines=list(found.lines.select_related("series")))
    if request.method == "POST" and asked.is_valid():
        reason = asked.cleaned_data["reason"]
        changed = arrange_lines(form=found, places=asked.places, by=_by(request), reason=reason)
        messages.success(request, f"{changed} lines moved." if changed != 1 else "1 line moved.")
        return redirect(_to(scope, found).url)
    context = {"scope": scope, "of": found, "form": asked, "back": _to(scope, found)}
    return render(request, "returns/arrange.html", context)


@login_required
def remove(request: HttpRequest, slug: str, form: str, pk: int) -> HttpResponseBase:
    scope, found = _administered(request, slug, form)
    line = get_object_or_404(found.lines.select_related("series"), pk=pk)
    asked = RemovingForm(request.POST or None)

    def save() -> str:
        remove_line(line=line, by=_by(request), reason=asked.cleaned_data["reason"])
        return f"{line} is removed."

    note = "Its figures stay what they are; they are no longer filled in here. Checks that name it go too."
    return ask(
        request,
        scope,
        asked,
        save,
        heading=f"Remove {line}",
        back=_to(scope, found),
        button="Remove it",
        caption=str(found),
        note=note,
    )


@login_required
def add_a_check(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    scope, found = _administered(request, slug, form)
    asked = CheckForm(request.POST or None, of=found)

    def save() -> str:
        add_check(form=found, by=_by(request), **asked.cleaned_data)
        return "The check is added."

    note = "Where it doesn’t hold, who fills in the return is told. Nothing is refused for it."
    return ask(
        request, scope, asked, save, heading="Add a check", back=_to(scope, found), caption=str(found), note=note
    )


@login_required
def remove_a_check(request: HttpRequest, slug: str, form: str, pk: int) -> HttpResponseBase:
    scope, found = _administered(request, slug, form)
    check = get_object_or_404(found.checks.select_related("left__series", "right__series"), pk=pk)
    asked = RemovingForm(request.POST or None)

    def save() -> str:
        remove_check(check=check, by=_by(request), reason=asked.cleaned_data["reason"])
        return "The check is removed."

    back = _to(scope, found)
    return ask(
        request, scope, asked, save, heading=f"Remove: {check}", back=back, button="Remove it", caption=str(found)
    )


@login_required
def close(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """A form that is no longer collected. Its returns stay."""
    scope, found = _administered(request, slug, form)
    asked = ClosingForm(request.POST or None, thing=found)

    def save() -> str:
        close_thing(thing=found, by=_by(request), **asked.cleaned_data)
        return f"{found} is no longer collected."

    note = "No more returns are opened. Those that are open can still be filled in, submitted and closed."
    return ask(
        request, scope, asked, save, heading=f"Stop {found}", back=_to(scope, found), button="Stop it", note=note
    )


@login_required
def reopen(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.ADMINISTER)
    found = _find(scope, form)
    if found.is_open:
        messages.error(request, f"{found} is collected already.")
        return redirect(_to(scope, found).url)
    asked = ReopeningForm(request.POST or None)

    def save() -> str:
        reopen_thing(thing=found, by=_by(request), **asked.cleaned_data)
        return f"{found} is collected again."

    return ask(
        request, scope, asked, save, heading=f"Collect {found} again", back=_to(scope, found), button="Collect"
    )


@login_required
def history(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = _find(scope, form)
    parts = parts_history(found, scope.moment)
    return history_page(request, scope, found, back=_to(scope, found), form=FormForm, parts=parts)


def _find(scope: Scope, form: str) -> Form:
    forms = Form.objects.select_related("service", "organisation")
    return get_object_or_404(forms, organisation=scope.organisation, slug=form)


def _administered(request: HttpRequest, slug: str, form: str) -> tuple[Scope, Form]:
    scope = get_scope(request, slug, Right.ADMINISTER)
    return scope, _find(scope, form)


def _by(request: HttpRequest) -> User:
    return cast(User, request.user)


def _to(scope: Scope, form: Form) -> Link:
    return scope.link(form.name, "returns:form", form.slug)


def _steps(scope: Scope, form: Form, lines: int) -> list[Link]:
    """What an administrator can do with a form next."""
    if not form.is_open:
        return [scope.link("Collect it again", "returns:form_reopen", form.slug)]
    steps = [scope.link("Add lines", "returns:lines_new", form.slug)]
    if lines > 1:
        steps.append(scope.link("Arrange lines", "returns:lines", form.slug))
        steps.append(scope.link("Add a check", "returns:check_new", form.slug))
    steps.append(scope.link("Change it", "returns:form_edit", form.slug))
    steps.append(scope.link("Stop collecting it", "returns:form_close", form.slug))
    return steps


def _nothing(scope: Scope, new: Link | None) -> EmptyState:
    reason = "A form says which series are filled in together, how often, by when and by whom."
    if new is None and scope.is_now:
        reason = f"{reason} An administrator of {scope.organisation} defines it."
    return EmptyState("No form was defined yet", reason, new)

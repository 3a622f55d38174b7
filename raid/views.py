"""All logs, a log's page, and one set of pages for every kind of thing that it keeps."""

from collections.abc import Sized
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from ledger.actions import reopen as reopen_thing
from ledger.components import EmptyState, Headline, Link
from ledger.downloads import table_response
from ledger.forms.words import ClosingForm, ReopeningForm
from ledger.history import as_of, first_known
from ledger.months import day_label
from ledger.numbers import worked_out
from ledger.scope import Scope, get_scope, get_writing_scope
from ledger.views.words import ask
from ledger.views.words import history as history_page

from .actions import change_item, close_item, raise_item, write_update
from .kinds import KINDS, Kind
from .matrix import risk_matrices
from .models import Issue, Log, Risk, Update
from .scoring import HIGH
from .selectors import LogPage, actions_on, find_item, log_lines, log_page, tied_to
from .tables import action_table, item_facts, item_link, log_tables, logs_table, titled_link

IF_IT_HAPPENED = (
    "If it happened, an issue is made in the risk’s words and points back to it; you can change its words afterwards."
)


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every log of an organisation: where the gravest risks are, and what is late."""
    scope = get_scope(request, slug)
    table = logs_table(log_lines(scope.organisation, scope.moment, scope.as_at), scope)
    return table_response(request, [table]) or render(request, "raid/index.html", {"scope": scope, "table": table})


@login_required
def log(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Everything that a log keeps: what needs attention first, where its risks stand, then each kind."""
    scope = get_scope(request, slug)
    known = _log(scope, pk)
    then = as_of(Log, scope.moment).filter(pk=pk).first()
    if then is None:
        return render(request, "raid/unknown.html", {"scope": scope, "empty": _unknown(known, scope)})
    page = log_page(then, scope.moment, scope.as_at)
    tables = log_tables(page, scope)
    context = {
        "scope": scope,
        "log": then,
        "page": page,
        "headlines": headlines(page),
        "matrices": risk_matrices(page.risks, partial(item_link, scope)) if page.open_risks else [],
        "parts": [
            (kind, tables[path], scope.link(kind.add, "raid:item_new", pk, path) if scope.may_write_words else None)
            for path, kind in KINDS.items()
        ],
    }
    return table_response(request, tables.values()) or render(request, "raid/log.html", context)


@login_required
def item(request: HttpRequest, slug: str, pk: int, kind: str, number: int) -> HttpResponseBase:
    """One thing that a log keeps, and what can be done with it."""
    scope = get_scope(request, slug)
    of = _kind(kind)
    found = _find(_log(scope, pk), of, number, scope)
    actions = None
    if isinstance(found, Risk | Issue):
        actions = replace(action_table(actions_on(found, scope.moment), scope), caption="Actions on it")
    context = {
        "scope": scope,
        "item": found,
        "rating": found.rating if isinstance(found, Risk) else None,
        "facts": item_facts(found, of.labels),
        "ties": [titled_link(scope, other) for other in tied_to(found, scope.moment)],
        "actions": actions,
        "back": scope.link(str(found.log), "raid:log", pk),
        "steps": _steps(found, of, scope),
        "history": item_link(scope, found, "item_history", "Who changed what"),
    }
    return table_response(request, [actions] if actions else []) or render(request, "raid/item.html", context)


@login_required
def create(request: HttpRequest, slug: str, pk: int, kind: str) -> HttpResponseBase:
    scope = get_writing_scope(request, slug)
    found, of = _log(scope, pk), _kind(kind)
    form = of.form(request.POST or None, instance=of.model(log=found), initial=request.GET.dict())

    def save() -> str:
        by = cast(User, request.user)
        if of.model is Update:
            made: Any = write_update(log=found, by=by, **form.words)
        else:
            made = raise_item(model=of.model, log=found, by=by, **form.words)
        return f"{made.called} is recorded."

    back = scope.link(str(found), "raid:log", pk)
    return ask(request, scope, form, save, heading=of.add, back=back, caption=str(found))


@login_required
def edit(request: HttpRequest, slug: str, pk: int, kind: str, number: int) -> HttpResponseBase:
    scope = get_writing_scope(request, slug)
    of = _kind(kind)
    found = _find(_log(scope, pk), of, number)
    back = item_link(scope, found)
    if of.closes and not found.is_open:
        messages.error(request, f"{found.called} is closed; open it again to change it.")
        return redirect(back.url)
    form = of.form(request.POST or None, instance=found)

    def save() -> str:
        change_item(item=found, by=cast(User, request.user), reason=form.why, **form.words)
        return f"{found.called} is saved."

    heading = f"Change {_lower(found.called)}"
    return ask(request, scope, form, save, heading=heading, back=back, caption=str(found.log))


@login_required
def close(request: HttpRequest, slug: str, pk: int, kind: str, number: int) -> HttpResponseBase:
    scope = get_writing_scope(request, slug)
    found = _find(_log(scope, pk), _kind(kind, closes=True), number)
    back = item_link(scope, found)
    if not found.is_open:
        messages.error(request, f"{found.called} is closed already: {_lower(found.ending)}.")
        return redirect(back.url)
    form = ClosingForm(request.POST or None, thing=found, initial={"outcome": request.GET.get("outcome")})

    def save() -> str:
        close_item(item=found, by=cast(User, request.user), **form.cleaned_data)
        if isinstance(found, Risk) and found.outcome == Risk.Outcome.HAPPENED:
            return f"{found.called} is closed, and {_lower(found.issue.called)} is made from it."
        return f"{found.called} is closed."

    note = IF_IT_HAPPENED if isinstance(found, Risk) else ""
    heading = f"Close {_lower(found.called)}: {found.title}"
    return ask(
        request, scope, form, save, heading=heading, back=back, button="Close it", caption=str(found.log), note=note
    )


@login_required
def reopen(request: HttpRequest, slug: str, pk: int, kind: str, number: int) -> HttpResponseBase:
    scope = get_writing_scope(request, slug)
    found = _find(_log(scope, pk), _kind(kind, closes=True), number)
    back = item_link(scope, found)
    if found.is_open:
        messages.error(request, f"{found.called} is open already.")
        return redirect(back.url)
    form = ReopeningForm(request.POST or None)

    def save() -> str:
        reopen_thing(thing=found, by=cast(User, request.user), **form.cleaned_data)
        return f"{found.called} is open again."

    heading = f"Open {_lower(found.called)} again: {found.title}"
    return ask(request, scope, form, save, heading=heading, back=back, button="Open it again", caption=str(found.log))


@login_required
def history(request: HttpRequest, slug: str, pk: int, kind: str, number: int) -> HttpResponseBase:
    scope = get_scope(request, slug)
    of = _kind(kind)
    found = _find(_log(scope, pk), of, number, scope)
    return history_page(request, scope, found, back=item_link(scope, found), form=of.form)


def headlines(page: LogPage) -> list[Headline]:
    return [
        _count("Open risks", page.open_risks, "risks below that are open"),
        _count("High risks", page.high_risks, "open risks below that are rated high", f"Scores of {HIGH} or more"),
        _count("Reviews overdue", page.risks_to_review, "open risks whose next review has passed", "Of open risks"),
        _count("Open issues", page.open_issues, "issues below that are open"),
        _count("Actions late", page.late_actions, "open actions that were due", f"Of {len(page.open_actions)} open"),
    ]


def _count(label: str, items: Sized, what: str, note: str = "") -> Headline:
    return Headline(label, worked_out(Decimal(len(items)), f"count of the {what}", [], unit=""), note)


def _log(scope: Scope, pk: int) -> Log:
    found = Log.objects.filter(organisation=scope.organisation, pk=pk).first()
    if found is None:
        raise Http404(f"{scope.organisation} has no log {pk}.")
    return found


def _kind(path: str, *, closes: bool = False) -> Kind:
    kind = KINDS.get(path)
    if kind is None or (closes and not kind.closes):
        raise Http404(f"A log has no {path} of which there is such a page.")
    return kind


def _find(log: Log, kind: Kind, number: int, scope: Scope | None = None) -> Any:
    """The one of that number: as it was known where the page is asked for as at a day, or else as it is."""
    try:
        return find_item(kind.model, log, number, scope.moment if scope else None)
    except kind.model.DoesNotExist as error:
        raise Http404(str(error)) from error


def _steps(found: Any, kind: Kind, scope: Scope) -> list[Link]:
    """What the reader can do with an item next."""
    if not scope.may_write_words:
        return []
    if kind.closes and not found.is_open:
        return [item_link(scope, found, "item_reopen", "Open it again")]
    steps = [item_link(scope, found, "item_edit", "Change it")]
    if kind.closes:
        steps.append(item_link(scope, found, "item_close", "Close it"))
    if isinstance(found, Risk):
        happened = item_link(scope, found, "item_close", "It happened: make it an issue")
        steps.append(_asking(happened, "outcome", Risk.Outcome.HAPPENED))
    if isinstance(found, Risk | Issue):
        act = scope.link("Record an action on it", "raid:item_new", found.log_id, "actions")
        steps.append(_asking(act, str(found._meta.model_name), str(found.pk)))
    return steps


def _asking(link: Link, field: str, value: str) -> Link:
    """To a form in which that field is filled in already."""
    return replace(link, url=f"{link.url}{'&' if '?' in link.url else '?'}{field}={value}")


def _unknown(log: Log, scope: Scope) -> EmptyState:
    """Why there is nothing to show, and since when there is."""
    known = localdate(first_known(log))
    return EmptyState(
        f"This log was not known on {day_label(scope.as_at)}",
        f"It was opened on {day_label(known)}.",
        Link(f"See it as at {day_label(known)}", f"?as_at={known.isoformat()}"),
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]

"""The pages that every domain object shares: a form that is asked, and the history of what was answered."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms import BaseForm, ModelForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from ..components import EmptyState, Link
from ..downloads import table_response
from ..forms.words import labels_of
from ..months import day_label
from ..scope import Scope
from ..selectors import WordsChange, words_history
from ..tables import words_history_table


def ask(
    request: HttpRequest,
    scope: Scope,
    form: Any,
    save: Callable[[], str | Link],
    *,
    heading: str,
    back: Link,
    button: str = "Save",
    caption: str = "",
    note: str = "",
    links: Sequence[Link] = (),
) -> HttpResponseBase:
    """Show `form`; once it is sent and valid, `save()` it, say what it answers, and go `back`, or where that leads.

    A ValidationError that `save` raises is put beside its fields, and nothing is lost. Nothing is asked of who looks
    at an earlier day: that would change what is known now.
    """
    if not scope.is_now:
        return render(
            request, "ledger/not_then.html", {"scope": scope, "heading": heading, "empty": _not_then(request, scope)}
        )
    if request.method == "POST" and form.is_valid():
        try:
            done = save()
        except ValidationError as error:
            refuse(form, error)
        else:
            text, url = (done.text, done.url) if isinstance(done, Link) else (done, back.url)
            messages.success(request, text)
            return redirect(url)
    context = {"scope": scope, "form": form, "heading": heading, "back": back, "button": button}
    return render(request, "ledger/ask.html", {**context, "caption": caption, "note": note, "links": links})


def _not_then(request: HttpRequest, scope: Scope) -> EmptyState:
    return EmptyState(
        f"Nothing can be changed as at {day_label(scope.as_at)}",
        "You are looking at what was known then. Changes are made to what is known today.",
        Link("Go on as at today", request.path),
    )


# Where a form asks for a field of the thing under a name of its own.
ASKED_AS = {"closed_on": "on", "closing_reason": "reason"}


def refuse(form: BaseForm, error: ValidationError) -> None:
    """Put what an action found beside the fields that the form has, and the rest above them."""
    found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, texts in found.items():
        asked = name if name in form.fields else ASKED_AS.get(name, name)
        for text in texts:
            form.add_error(asked if asked in form.fields else None, text)


def history(
    request: HttpRequest,
    scope: Scope,
    thing: models.Model,
    *,
    back: Link,
    form: type[ModelForm],
    parts: Sequence[WordsChange] = (),
) -> HttpResponseBase:
    """Who changed what of `thing`, when and why, up to the moment asked for; in the words of its form.

    `parts` are the changes of what belongs to it, such as lines; they stand among its own.
    """
    own = words_history(thing, scope.moment, labels_of(form))
    table = words_history_table(sorted([*own, *parts], key=lambda change: change.at, reverse=True))
    context = {"scope": scope, "thing": thing, "kind": thing._meta.verbose_name, "table": table, "back": back}
    return table_response(request, [table]) or render(request, "ledger/words_history.html", context)

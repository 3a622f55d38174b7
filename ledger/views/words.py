"""The pages that every domain object shares: a form that is asked, and the history of what was answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from ..components import Link
from ..downloads import table_response
from ..scope import Scope
from ..selectors import words_history
from ..tables import words_history_table


def ask(
    request: HttpRequest,
    scope: Scope,
    form: Any,
    save: Callable[[], str],
    *,
    heading: str,
    back: Link,
    button: str = "Save",
    caption: str = "",
    note: str = "",
) -> HttpResponseBase:
    """Show `form`; once it is sent and valid, `save()` it, say what it answers, and go `back`.

    A ValidationError that `save` raises is put beside its fields, and nothing is lost.
    """
    if request.method == "POST" and form.is_valid():
        try:
            done = save()
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect(back.url)
    context = {"scope": scope, "form": form, "heading": heading, "back": back, "button": button}
    return render(request, "ledger/ask.html", {**context, "caption": caption, "note": note})


def refuse(form: BaseForm, error: ValidationError) -> None:
    """Put what an action found beside the fields that the form has, and the rest above them."""
    found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, texts in found.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def history(request: HttpRequest, scope: Scope, thing: models.Model, *, back: Link) -> HttpResponseBase:
    """Who changed what of `thing`, when and why, up to the moment asked for."""
    table = words_history_table(words_history(thing, scope.moment))
    context = {"scope": scope, "thing": thing, "kind": thing._meta.verbose_name, "table": table, "back": back}
    return table_response(request, [table]) or render(request, "ledger/words_history.html", context)

"""One set of pages for what of finance is created, changed, ended and taken up again: see `finance.kinds`."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from ledger.components import Link
from ledger.forms.words import ClosingForm, ReopeningForm
from ledger.scope import Scope, get_scope, get_writing_scope
from ledger.views import words

from ..kinds import Fields, Kind, home_of
from ..models import Commitment, FundingSource


@dataclass(frozen=True)
class Asked:
    """What the address of an editing page names."""

    scope: Scope
    kind: Kind
    home: Fields
    thing: Any

    @property
    def back(self) -> Link:
        return self.page_of(self.thing)

    @property
    def caption(self) -> str:
        return str(next(iter(self.home.values())))

    def page_of(self, thing: Any) -> Link:
        """Where `thing` is shown: a commitment with its source."""
        if isinstance(thing, Commitment):
            return self.scope.link(str(thing.source), self.kind.page, thing.source.slug)
        if thing.pk:
            return self.scope.link(str(thing), self.kind.page, thing.slug)
        return self.scope.link("All", self.kind.index)


@login_required
def new(request: HttpRequest, slug: str, kind: Kind, source: str = "") -> HttpResponseBase:
    asked = _asked(get_writing_scope(request, slug), kind, source)
    holder = asked.home.get("source")
    if holder and not holder.is_open:
        return _refuse(request, asked, f"{holder} is closed; open it again to commit of it.")
    form = _form(request, asked, initial=request.GET.dict())

    def save() -> Link:
        made = kind.save(asked.thing, asked.home, form.words, cast(User, request.user), "")
        return Link(f"The {kind.called} “{made}” is added.", asked.page_of(made).url)

    heading = f"Add {kind.article} {kind.called}"
    return words.ask(request, asked.scope, form, save, heading=heading, back=asked.back, caption=asked.caption)


@login_required
def edit(request: HttpRequest, slug: str, key: str | int, kind: Kind, source: str = "") -> HttpResponseBase:
    asked = _asked(get_writing_scope(request, slug), kind, source, key)
    if not asked.thing.is_open:
        return _refuse(request, asked, f"{asked.thing} is closed; open it again to change it.")
    form = _form(request, asked)

    def save() -> str:
        saved = kind.save(asked.thing, asked.home, form.words, cast(User, request.user), form.why)
        return f"The {kind.called} “{saved}” is changed."

    return words.ask(
        request,
        asked.scope,
        form,
        save,
        heading=f"Change {kind.called}: {asked.thing}",
        back=asked.back,
        caption=asked.caption,
        links=_further(asked),
    )


@login_required
def close(request: HttpRequest, slug: str, key: str | int, kind: Kind, source: str = "") -> HttpResponseBase:
    asked = _asked(get_writing_scope(request, slug), kind, source, key)
    if not asked.thing.is_open:
        return _refuse(request, asked, f"{asked.thing} is closed already.")
    form = ClosingForm(request.POST or None, thing=asked.thing)

    def save() -> str:
        kind.close(thing=asked.thing, by=cast(User, request.user), **form.cleaned_data)
        return f"{asked.thing} is closed."

    return words.ask(
        request,
        asked.scope,
        form,
        save,
        heading=f"Close {kind.called}: {asked.thing}",
        back=asked.back,
        button="Close it",
        caption=asked.caption,
    )


@login_required
def reopen(request: HttpRequest, slug: str, key: str | int, kind: Kind, source: str = "") -> HttpResponseBase:
    asked = _asked(get_writing_scope(request, slug), kind, source, key)
    if asked.thing.is_open:
        return _refuse(request, asked, f"{asked.thing} is open already.")
    form = ReopeningForm(request.POST or None)

    def save() -> str:
        kind.reopen(thing=asked.thing, by=cast(User, request.user), **form.cleaned_data)
        return f"{asked.thing} is open again."

    return words.ask(
        request,
        asked.scope,
        form,
        save,
        heading=f"Open {kind.called} again: {asked.thing}",
        back=asked.back,
        button="Open it again",
        caption=asked.caption,
    )


@login_required
def history(request: HttpRequest, slug: str, key: str | int, kind: Kind, source: str = "") -> HttpResponseBase:
    asked = _asked(get_scope(request, slug), kind, source, key)
    return words.history(request, asked.scope, asked.thing, back=asked.back, form=kind.form)


def _form(request: HttpRequest, asked: Asked, **kwargs: Any) -> Any:
    scope = asked.scope
    given = {"instance": asked.thing, "organisation": scope.organisation, "year": scope.year}
    return asked.kind.form(request.POST or None, **given, **kwargs)


def _asked(scope: Scope, kind: Kind, source: str, key: str | int | None = None) -> Asked:
    """With what is there under that key, or else with a new one."""
    home = home_of(scope.organisation, _source(scope, source) if source else None)
    if key is None:
        return Asked(scope, kind, home, kind.model(**home))
    thing = kind.of(home).filter(**{"slug" if isinstance(key, str) else "pk": key}).first()
    if thing is None:
        raise Http404(f"{scope.organisation} has no {kind.called} “{key}” here.")
    return Asked(scope, kind, home, thing)


def _source(scope: Scope, slug: str) -> FundingSource:
    found = FundingSource.objects.filter(organisation=scope.organisation, slug=slug).first()
    if found is None:
        raise Http404(f"{scope.organisation} has no source of funding “{slug}”.")
    return found


def _refuse(request: HttpRequest, asked: Asked, why: str) -> HttpResponseBase:
    messages.error(request, why)
    return redirect(asked.back.url)


def _further(asked: Asked) -> list[Link]:
    """How a commitment ends: it has no page of its own to say so."""
    if not isinstance(asked.thing, Commitment):
        return []
    names = asked.thing.source.slug, asked.thing.pk
    return [
        asked.scope.link("Say that it is spent, or release it", "finance:commitment_close", *names),
        asked.scope.link("Who changed it", "finance:commitment_history", *names),
    ]

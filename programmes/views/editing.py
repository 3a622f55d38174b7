"""One set of pages for everything that is created, changed, ended and taken up again: see `programmes.kinds`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from ledger.actions import drop
from ledger.components import Link
from ledger.forms.words import ClosingForm, ReopeningForm
from ledger.scope import Scope, get_scope, get_writing_scope
from ledger.views import words

from .. import actions
from ..forms import DroppingForm
from ..kinds import OWN, PARTS, PROGRAMME, Kind
from ..models import Benefit, Claim, Kpi, Opportunity, Programme


@dataclass(frozen=True)
class Asked:
    """What the address of an editing page names."""

    scope: Scope
    kind: Kind
    programme: Programme | None  # None: of the organisation
    thing: Any

    @property
    def back(self) -> Link:
        return page_of(self.scope, self.kind, self.thing, self.programme)

    @property
    def caption(self) -> str:
        return str(self.programme or self.scope.organisation)

    @property
    def home(self) -> dict[str, Any]:
        return self.kind.home(self.scope.organisation, self.programme)


@login_required
def new(request: HttpRequest, slug: str, kind: str = "", programme: str = "") -> HttpResponseBase:
    asked = _new(get_writing_scope(request, slug), kind, programme)
    if asked.programme and not asked.programme.is_open:
        return _refuse(request, asked, f"{asked.programme} is closed; open it again to add to it.")
    form = asked.kind.form(
        request.POST or None,
        instance=asked.thing,
        organisation=asked.scope.organisation,
        programme=asked.programme,
        initial=request.GET.dict(),
    )

    def save() -> Link:
        made = asked.kind.save(asked.thing, asked.home, form.words, cast(User, request.user), "")
        return Link(
            f"The {asked.kind.name} “{made}” is added.", page_of(asked.scope, asked.kind, made, asked.programme).url
        )

    article = "an" if asked.kind.name[0] in "aeiou" else "a"
    heading = f"Add {article} {asked.kind.name}"
    return words.ask(request, asked.scope, form, save, heading=heading, back=asked.back, caption=asked.caption)


@login_required
def edit(request: HttpRequest, slug: str, key: str | int, kind: str = "", programme: str = "") -> HttpResponseBase:
    asked = _find(get_writing_scope(request, slug), kind, programme, key)
    thing = asked.thing
    if asked.kind.closes and not thing.is_open:
        return _refuse(request, asked, f"{thing} is closed; open it again to change it.")
    form = asked.kind.form(
        request.POST or None, instance=thing, organisation=asked.scope.organisation, programme=asked.programme
    )

    def save() -> str:
        saved = asked.kind.save(thing, asked.home, form.words, cast(User, request.user), form.why)
        return f"The {asked.kind.name} “{saved}” is changed. {_remark(thing, saved)}".strip()

    return words.ask(
        request,
        asked.scope,
        form,
        save,
        heading=f"Change {asked.kind.name}: {thing}",
        back=asked.back,
        caption=asked.caption,
        links=_further(asked),
    )


@login_required
def close(request: HttpRequest, slug: str, key: str | int, kind: str = "", programme: str = "") -> HttpResponseBase:
    """End it; what doesn't end is taken away."""
    asked = _find(get_writing_scope(request, slug), kind, programme, key)
    if asked.kind.drops:
        return _remove(request, asked)
    thing = asked.thing
    if not asked.kind.closes:
        raise Http404(f"A {asked.kind.name} can't be closed.")
    if not thing.is_open:
        return _refuse(request, asked, f"{thing} is closed already.")
    form = ClosingForm(request.POST or None, thing=thing)
    if isinstance(thing, Opportunity):
        by_hand = [choice for choice in Opportunity.Outcome.choices if choice[0] != Opportunity.Outcome.TAKEN_UP]
        form.fields["outcome"].choices = by_hand  # type: ignore[attr-defined]

    def save() -> str:
        actions.close(thing=thing, by=cast(User, request.user), **form.cleaned_data)
        return f"{thing} is closed."

    return words.ask(
        request,
        asked.scope,
        form,
        save,
        heading=f"Close {asked.kind.name}: {thing}",
        back=asked.back,
        button="Close it",
        caption=asked.caption,
        links=_further(asked),
    )


@login_required
def reopen(request: HttpRequest, slug: str, key: str | int, kind: str = "", programme: str = "") -> HttpResponseBase:
    asked = _find(get_writing_scope(request, slug), kind, programme, key)
    thing = asked.thing
    if not asked.kind.closes or thing.is_open:
        return _refuse(request, asked, f"{thing} is open already.")
    form = ReopeningForm(request.POST or None)

    def save() -> str:
        actions.reopen(thing=thing, by=cast(User, request.user), **form.cleaned_data)
        return f"{thing} is open again."

    return words.ask(
        request,
        asked.scope,
        form,
        save,
        heading=f"Open {asked.kind.name} again: {thing}",
        back=asked.back,
        button="Open it again",
        caption=asked.caption,
    )


@login_required
def history(request: HttpRequest, slug: str, key: str | int, kind: str = "", programme: str = "") -> HttpResponseBase:
    asked = _find(get_scope(request, slug), kind, programme, key)
    return words.history(request, asked.scope, asked.thing, back=asked.back, form=asked.kind.form)


def _remove(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    form = DroppingForm(request.POST or None)
    said = f"{asked.thing}: removed."

    def save() -> str:
        drop(thing=asked.thing, by=cast(User, request.user), **form.cleaned_data)
        return said

    return words.ask(
        request,
        asked.scope,
        form,
        save,
        heading=f"Remove {asked.kind.name}: {asked.thing}",
        back=asked.back,
        button="Remove it",
        caption=asked.caption,
    )


def _refuse(request: HttpRequest, asked: Asked, why: str) -> HttpResponseBase:
    messages.error(request, why)
    return redirect(asked.back.url)


def _new(scope: Scope, kind: str, programme: str) -> Asked:
    found, of = _kind(scope, kind, programme)
    return Asked(scope, found, of, found.model(**found.home(scope.organisation, of)))


def _find(scope: Scope, kind: str, programme: str, key: str | int) -> Asked:
    found, of = _kind(scope, kind, programme)
    name = "slug" if found.slugged else "pk"
    try:
        thing = found.of(scope.organisation, of).filter(**{name: key}).first()
    except (ValueError, OverflowError):  # a number was asked for
        thing = None
    if thing is None:
        raise Http404(f"No {found.name} “{key}” here.")
    return Asked(scope, found, of, thing)


def _kind(scope: Scope, kind: str, programme: str) -> tuple[Kind, Programme | None]:
    found = (PARTS if programme else OWN).get(kind) if kind else PROGRAMME
    if found is None or (found.joint and not scope.organisation.is_partnership):
        raise Http404(f"{scope.organisation} has no {kind} here.")
    return found, find_programme(scope, programme) if programme else None


def find_programme(scope: Scope, slug: str) -> Programme:
    found = Programme.objects.filter(organisation=scope.organisation, slug=slug).first()
    if found is None:
        raise Http404(f"{scope.organisation} has no programme “{slug}”.")
    return found


def page_of(scope: Scope, kind: Kind, thing: Any, programme: Programme | None) -> Link:
    """The page on which `thing` is shown: its own where its kind has one, or else that of what holds it."""
    if isinstance(thing, Claim):
        thing = thing.benefit if thing.benefit_id else None
    if thing is not None and thing.pk and kind.page:
        names = (
            [thing.series.code] if isinstance(thing, Kpi) else [*([programme.slug] if programme else []), thing.slug]
        )
        return scope.link(str(thing), kind.page, *names)
    if programme:
        return scope.link(str(programme), "programmes:detail", programme.slug)
    return scope.link("Programmes", "programmes:index")


def _remark(before: Any, after: Any) -> str:
    """What else a change did."""
    validated = Benefit.State.VALIDATED
    if isinstance(after, Benefit) and before.state == validated != after.state:
        return "What finance validated was another benefit, so it is evidenced again until they look at it."
    return ""


def _further(asked: Asked) -> Sequence[Link]:
    """Where the numbers of a thing are recorded."""
    code = getattr(getattr(asked.thing, "series", None), "code", None)
    return [asked.scope.link("Record its figures of a year", "ledger:year", code)] if code else []

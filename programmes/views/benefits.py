"""What happens to a benefit: how far it is, finance's word, what is carried on; and how it came to be."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from ledger.access import Right
from ledger.components import Link
from ledger.scope import Scope, get_writing_scope
from ledger.views.words import ask

from ..actions import bring_forward, move_benefit, take_up_opportunity, validate_benefit
from ..forms import BringForwardForm, MoveForm, TakeUpForm, ValidationForm
from ..kinds import PARTS
from ..models import Benefit, Opportunity
from .editing import find_programme, page_of

BENEFITS = PARTS["benefits"]


@login_required
def move(request: HttpRequest, slug: str, programme: str, key: str) -> HttpResponseBase:
    scope = get_writing_scope(request, slug)
    benefit = _benefit(scope, programme, key)
    form = MoveForm(request.POST or None, benefit=benefit)

    def save() -> str:
        moved = move_benefit(benefit=benefit, by=cast(User, request.user), **form.cleaned_data)
        return f"{moved} is {moved.get_state_display().lower()} now."

    return ask(
        request,
        scope,
        form,
        save,
        heading=f"How far is {benefit}?",
        back=_page(scope, benefit),
        caption=str(benefit.programme),
        links=_figures(scope, benefit),
    )


@login_required
def validate(request: HttpRequest, slug: str, programme: str, key: str) -> HttpResponseBase:
    scope = get_writing_scope(request, slug, Right.APPROVE)
    benefit = _benefit(scope, programme, key)
    form = ValidationForm(request.POST or None)

    def save() -> str:
        validate_benefit(benefit=benefit, on=scope.today, by=cast(User, request.user), **form.cleaned_data)
        return f"{benefit} is validated by finance."

    return ask(
        request,
        scope,
        form,
        save,
        heading=f"Validate {benefit}",
        back=_page(scope, benefit),
        button="Validate it",
        caption=str(benefit.programme),
        links=_figures(scope, benefit),
    )


@login_required
def carry(request: HttpRequest, slug: str, programme: str, key: str) -> HttpResponseBase:
    """Bring forward what of a year was not delivered."""
    scope = get_writing_scope(request, slug)
    benefit = _benefit(scope, programme, key)
    form = BringForwardForm(request.POST or None, years=[year for year in scope.years if year.end < scope.today])

    def save() -> Link:
        given = form.cleaned_data
        line = bring_forward(
            benefit=benefit, from_year=given["year"], by=cast(User, request.user), reason=given["reason"]
        )
        return Link(f"{line} is added.", _page(scope, line).url)

    return ask(
        request,
        scope,
        form,
        save,
        heading=f"Bring forward what is undelivered of {benefit}",
        back=_page(scope, benefit),
        button="Bring it forward",
        caption=str(benefit.programme),
        note="The plan of the year less what was delivered becomes a line of its own, planned for the whole of the "
        "year after. Record its plan by month once it is known.",
        links=_figures(scope, benefit),
    )


@login_required
def take_up(request: HttpRequest, slug: str, programme: str, key: int) -> HttpResponseBase:
    scope = get_writing_scope(request, slug)
    of = find_programme(scope, programme)
    found = Opportunity.objects.filter(programme=of, pk=key).first()
    if found is None:
        raise Http404(f"{of} has no opportunity {key}.")
    same = ("name", "workstream", "description", "owner_role")
    form = TakeUpForm(
        request.POST or None,
        instance=Benefit(programme=of, **{name: getattr(found, name) for name in same}),
        organisation=scope.organisation,
        programme=of,
    )

    def save() -> Link:
        made = take_up_opportunity(
            opportunity=found,
            on=scope.today,
            by=cast(User, request.user),
            reason=form.cleaned_data["why"],
            **form.words,
        )
        return Link(f"{made} is added, and the opportunity closed as taken up.", _page(scope, made).url)

    return ask(
        request,
        scope,
        form,
        save,
        heading=f"Take up {found}",
        back=scope.link(str(of), "programmes:detail", of.slug),
        button="Make it a benefit",
        caption=str(of),
    )


def _benefit(scope: Scope, programme: str, slug: str) -> Benefit:
    of = find_programme(scope, programme)
    found = Benefit.objects.filter(programme=of, slug=slug).select_related("programme", "series").first()
    if found is None:
        raise Http404(f"{of} has no benefit “{slug}”.")
    return found


def _page(scope: Scope, benefit: Benefit) -> Link:
    return page_of(scope, BENEFITS, benefit, benefit.programme)


def _figures(scope: Scope, benefit: Benefit) -> list[Link]:
    return [scope.link("Record its figures of a year", "ledger:year", benefit.series.code)] if benefit.series else []

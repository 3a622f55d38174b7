"""Who may do what in an organisation, for its administrators."""

from typing import cast

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..access import Right, standings
from ..actions import grant_membership, invite_person, revoke_membership
from ..downloads import table_response
from ..errors import Rejected
from ..forms.people import AddPersonForm, InvitePersonForm, RoleForm
from ..models import Membership
from ..scope import Scope, get_scope
from ..selectors import has_never_signed_in, membership_changes, people_of
from ..tables import membership_changes_table, people_table


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug, right=Right.ADMINISTER)
    history = membership_changes(scope.organisation, scope.moment)
    people = people_table(scope, people_of(scope.organisation, history, scope.moment))
    changes = membership_changes_table(history)
    context = {"scope": scope, "people": people, "changes": changes}
    return table_response(request, [people, changes]) or render(request, "ledger/people.html", context)


@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Give somebody who has an account a role here."""
    scope = get_scope(request, slug, right=Right.ADMINISTER)
    form = AddPersonForm(request.POST or None, organisation=scope.organisation)
    if request.method == "POST" and form.is_valid():
        membership = _grant(request, scope, form, form.cleaned_data["login"])
        messages.success(request, _now(membership))
        return redirect("ledger:people", slug)
    return render(
        request,
        "ledger/person_new.html",
        {"scope": scope, "form": form},
    )


@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Make an account with a role here; the link that opens it is shown this once."""
    scope = get_scope(request, slug, right=Right.ADMINISTER)
    form = InvitePersonForm(request.POST or None, organisation=scope.organisation)
    if request.method == "POST" and form.is_valid():
        membership = invite_person(**form.cleaned_data, organisation=scope.organisation, by=cast(User, request.user))
        return _show_link(request, scope, membership)
    return render(
        request,
        "ledger/person_invite.html",
        {"scope": scope, "form": form},
    )


@login_required
@require_POST
def link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new link for somebody who never opened their account."""
    scope = get_scope(request, slug, right=Right.ADMINISTER)
    membership = _membership(scope, pk)
    if not _may_have_link(membership):
        messages.error(request, f"{_name(membership)} has an account in use; ask them to reset their own password.")
        return redirect("ledger:person_edit", slug, pk)
    return _show_link(request, scope, membership)


@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    scope = get_scope(request, slug, right=Right.ADMINISTER)
    membership = _membership(scope, pk)
    held = {"role": membership.role, "services": membership.services.all()}
    form = RoleForm(request.POST or None, organisation=scope.organisation, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _now(_grant(request, scope, form, membership.user)))
            return _back(request, slug)
        except Rejected as rejected:
            form.refuse(rejected)
    changes = membership_changes_table(
        [c for c in membership_changes(scope.organisation, scope.moment) if c.membership == pk]
    )
    context = {
        "scope": scope,
        "form": form,
        "person": membership,
    }
    more = {"changes": changes, "may_have_link": _may_have_link(membership)}
    return table_response(request, [changes]) or render(request, "ledger/person.html", {**context, **more})


@login_required
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    scope = get_scope(request, slug, right=Right.ADMINISTER)
    membership = _membership(scope, pk)
    problem = ""
    if request.method == "POST":
        try:
            name = _name(membership)
            revoke_membership(membership=membership, by=cast(User, request.user))
            messages.success(request, f"{name} has no role in {scope.organisation} any more.")
            return _back(request, slug)
        except Rejected as rejected:
            problem = str(rejected)
    context = {
        "scope": scope,
        "person": membership,
        "problem": problem,
    }
    return render(request, "ledger/person_remove.html", context)


def _membership(scope: Scope, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user"), organisation=scope.organisation, pk=pk)


def _grant(request: HttpRequest, scope: Scope, form: RoleForm, user: User) -> Membership:
    return grant_membership(
        user=user,
        organisation=scope.organisation,
        role=form.cleaned_data["role"],
        services=form.cleaned_data["services"],
        by=cast(User, request.user),
    )


def _back(request: HttpRequest, slug: str) -> HttpResponse:
    """To the list of people, unless the reader has just given up their own right to see it."""
    access = standings(request.user).get(slug)
    return redirect("ledger:people", slug) if access and access.may(Right.ADMINISTER) else redirect("home")


def _may_have_link(membership: Membership) -> bool:
    """Whether an administrator here may open the account: never where it opens doors elsewhere too."""
    elsewhere = Membership.objects.filter(user_id=membership.user_id).exclude(pk=membership.pk)
    return membership.user.is_active and has_never_signed_in(membership.user) and not elsewhere.exists()


@never_cache
def _show_link(request: HttpRequest, scope: Scope, membership: Membership) -> HttpResponse:
    """The page, never stored or redirected to, with the link that sets the account's first password."""
    key = {"uidb36": user_pk_to_url_str(membership.user), "key": default_token_generator.make_token(membership.user)}
    url = request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=key))
    context = {
        "scope": scope,
        "person": membership,
        "link": url,
    }
    return render(request, "ledger/person_link.html", context)


def _name(membership: Membership) -> str:
    return membership.user.get_full_name() or membership.user.get_username()


def _now(membership: Membership) -> str:
    role = membership.get_role_display().lower()
    return f"{_name(membership)} is now {role} of {membership.organisation}."

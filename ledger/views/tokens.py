"""A person's own keys to the API, of all organisations that they can read."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ..access import standings
from ..actions import issue_token, revoke_token
from ..forms.tokens import TokenForm
from ..models import ApiToken


@login_required
@never_cache  # it answers with a secret once
def index(request: HttpRequest) -> HttpResponse:
    known = standings(request.user)
    form = TokenForm(request.POST or None, standings=known)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        # Shown on this answer and nowhere else: an address or a message would be kept somewhere.
        token, secret = issue_token(
            by=cast(User, request.user),
            organisation=known[given["organisation"]].organisation,
            name=given["name"],
            days=given["days"],
            may_write=given["access"] == "write",
        )
        return render(request, "ledger/token_issued.html", {"token": token, "secret": secret})
    tokens = ApiToken.objects.filter(user=cast(User, request.user)).select_related("organisation")
    context = {"form": form, "tokens": tokens, "now": timezone.now(), "organisations": known}
    return render(request, "ledger/tokens.html", context)


@login_required
def revoke(request: HttpRequest, digest: str) -> HttpResponse:
    """Others' tokens are not there, whoever asks."""
    tokens = ApiToken.objects.filter(user=cast(User, request.user)).select_related("organisation")
    token = get_object_or_404(tokens, digest=digest)
    if request.method == "POST":
        revoke_token(token=token)
        messages.success(request, f"“{token.name}” is revoked; it stopped working at once.")
        return redirect("tokens")
    return render(request, "ledger/token_revoke.html", {"token": token})

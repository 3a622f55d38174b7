"""Going live, for an organisation's administrators."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ..access import Right
from ..actions import go_live
from ..errors import Rejected
from ..forms.organisations import GoLiveForm
from ..months import moment_label
from ..scope import get_scope
from ..selectors import went_live


@login_required
def live(request: HttpRequest, slug: str) -> HttpResponse:
    """What going live means, since when it is so, and, while it isn't, the question."""
    scope = get_scope(request, slug, Right.ADMINISTER)
    found = went_live(scope.organisation, scope.moment or timezone.now())
    asked = None if found or not scope.is_now else GoLiveForm(request.POST or None, organisation=scope.organisation)
    if request.method == "POST" and (asked is None or asked.is_valid()):
        try:
            organisation = go_live(organisation=scope.organisation, by=cast(User, request.user))
            messages.success(request, f"{organisation} is live.")
        except Rejected as rejected:
            messages.error(request, str(rejected))
        return redirect("ledger:live", slug)
    context = {"scope": scope, "form": asked, "found": found, "since": moment_label(found.at) if found else ""}
    return render(request, "ledger/live.html", context)

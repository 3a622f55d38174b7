"""What is said of something that was not known at the moment a page is asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from ledger.components import EmptyState, Link
from ledger.months import day_label
from ledger.scope import Scope

from ..selectors.funding import NotKnownYet


def not_known(request: HttpRequest, scope: Scope, page: NotKnownYet) -> HttpResponse:
    known = localdate(page.known_from) if page.known_from else scope.today
    empty = EmptyState(
        f"{page.name} was not known on {day_label(scope.as_at)}",
        f"The first that is known of it became known on {day_label(known)}.",
        Link(f"See it as at {day_label(known)}", f"?as_at={known.isoformat()}"),
    )
    return render(request, "finance/activity_unknown.html", {"scope": scope, "page": page, "empty": empty})

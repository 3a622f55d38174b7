"""The figures list of the API with a token, against the same list as one would usually write it."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path

from ledger.actions import grant_membership, issue_token
from ledger.models import Role

from .api_rival import urlpatterns as rival
from .ledgers import councils, fill, settle
from .measures import Measure, in_turns

LIMIT = 5

urlpatterns = [path("api/v1/", include(rival)), path("", include(settings.ROOT_URLCONF))]


def measure(quick: bool) -> Iterator[Measure]:
    (council,) = councils(1)
    fill(council)
    settle()
    user = get_user_model().objects.create(username="analyst")
    grant_membership(user=user, organisation=council, role=Role.VIEWER, by=None)
    _, secret = issue_token(by=user, organisation=council, name="Benchmark", days=1, may_write=False)
    client = Client(headers={"authorization": f"Token {secret}"})

    def page_of(address: str) -> Callable[[], None]:
        def get() -> None:
            answer = client.get(f"/api/v1/{address}")
            assert answer.status_code == 200, answer.content

        return get

    with override_settings(ROOT_URLCONF=__name__):
        ours, theirs = client.get("/api/v1/figures/").json(), client.get("/api/v1/rival/figures/").json()
        assert len(ours["results"]) == len(theirs["results"]) == 1000
        times = in_turns(page_of("figures/"), page_of("rival/figures/"), 5 if quick else 25, warm_up=3)
    yield Measure(
        f"figures API: a page of {len(ours['results']):,} of 24,000 figures",
        f"{1 / times.ours:.1f} a second",
        f"{1 / times.theirs:.1f} a second",
        times.theirs / times.ours,
        LIMIT,
        at_least=True,
    )

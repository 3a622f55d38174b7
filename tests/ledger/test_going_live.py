from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ledger.actions import go_live, record_figures
from ledger.errors import Rejected
from ledger.models import Channel, Organisation, Series
from tests.conftest import signed_in
from tests.factories import new_figure

LIVE = "/anyshire/live/"


def text(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


def test_going_live_closes_the_past(series: Series, administrator: User) -> None:
    council, before = series.organisation, timezone.now() - timedelta(days=1)

    def record_past(value: int) -> None:
        figures = [new_figure(series, value)]
        record_figures(
            organisation=council, figures=figures, by=administrator, channel=Channel.HISTORY, known_from=before
        )

    record_past(1)

    go_live(organisation=council, by=administrator)

    with pytest.raises(Rejected, match="is live"):
        record_past(2)
    newest = council.history.order_by("-history_id").first()
    assert newest.history_user == administrator


def test_going_live_a_second_time_is_refused(council: Organisation, administrator: User) -> None:
    stale = Organisation.objects.get(pk=council.pk)
    since = go_live(organisation=council, by=administrator).live_from

    with pytest.raises(Rejected, match="live already"):
        go_live(organisation=stale, by=administrator)

    council.refresh_from_db()
    assert council.live_from == since


def test_page_says_what_it_means_and_asks_for_the_name(client: Client, council: Organisation) -> None:
    page = text(client.get(LIVE))
    assert "can’t be undone" in page
    assert "To confirm, type “Anyshire”" in page

    assert "Name of the organisation must be “Anyshire”" in text(client.post(LIVE, {"name": "Othershire"}))
    assert "Enter the name of the organisation, “Anyshire”, to confirm" in text(client.post(LIVE, {"name": " "}))
    council.refresh_from_db()
    assert council.live_from is None


def test_typing_the_name_goes_live_and_the_page_says_since_when(client: Client, council: Organisation) -> None:
    page = text(client.post(LIVE, {"name": " anyshire "}, follow=True))

    council.refresh_from_db()
    assert council.live_from
    assert "Anyshire is live" in page
    assert "by administrator" in page
    assert "To confirm" not in page


def test_live_organisation_stays_as_it_is_when_the_form_is_sent_again(client: Client, council: Organisation) -> None:
    client.post(LIVE, {"name": "Anyshire"})
    since = Organisation.objects.get(pk=council.pk).live_from

    page = text(client.post(LIVE, {"name": "Anyshire"}, follow=True))

    assert "live already" in page
    assert Organisation.objects.get(pk=council.pk).live_from == since


def test_page_as_at_an_earlier_day_asks_nothing(client: Client, council: Organisation, administrator: User) -> None:
    go_live(organisation=council, by=administrator)

    page = text(client.get(f"{LIVE}?as_at=2019-11-07"))

    assert "was not live on 7 November 2019" in page
    assert "To confirm" not in page


def test_people_leads_to_going_live(client: Client) -> None:
    assert f'href="{LIVE}"' in text(client.get("/anyshire/people/"))


@pytest.mark.parametrize("role", ["viewer", "contributor", "officer", "lead"])
def test_going_live_is_for_administrators(role: str, request: pytest.FixtureRequest, council: Organisation) -> None:
    client = signed_in(request.getfixturevalue(role))

    assert client.get(LIVE).status_code == 403
    assert client.post(LIVE, {"name": "Anyshire"}).status_code == 403
    council.refresh_from_db()
    assert council.live_from is None


def test_going_live_is_hidden_from_strangers(stranger: User, council: Organisation) -> None:
    assert signed_in(stranger).get(LIVE).status_code == 404
    assert Client().get(LIVE).status_code == 302


def test_page_asks_few_queries(
    client: Client, council: Organisation, administrator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    go_live(organisation=council, by=administrator)
    with django_assert_max_num_queries(8):
        client.get(LIVE)

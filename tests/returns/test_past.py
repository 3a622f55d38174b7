"""Closing the past that a council brought with it: what can be closed, who may, and what it leaves behind."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from ledger.models import ClosedPeriod, Organisation, Series, Service
from returns.actions import close_history, open_return, save_return
from returns.models import Form, Return, State
from returns.selectors import returns_of
from tests.conftest import signed_in
from tests.factories import MembershipFactory, new_figure, record

from .conftest import JUNE, make_form, make_series
from .test_pages import send, text

LIST = "/anyshire/returns/past/"
PAGE = "/anyshire/forms/outturn/past/"
APRIL, MAY = date(2019, 4, 1), date(2019, 5, 1)
BOTH = {"first": "2019-04", "last": "2019-05"}


@pytest.fixture
def brought(form: Form, lines: list[Series]) -> Form:
    """April and May came with the council, of two lines of three; June is open."""
    for series in lines[:2]:
        record(series, 10, APRIL)
    record(lines[0], 20, MAY)
    open_return(form=form, day=JUNE, by=None)
    return form


def states(form: Form) -> dict[date, str]:
    return dict(form.returns.values_list("start", "state"))


# --- the page


@pytest.mark.parametrize("address", [LIST, PAGE])
def test_finance_leads_close_it_and_nobody_else(
    brought: Form, viewer: User, officer: User, administrator: User, lead: User, stranger: User, address: str
) -> None:
    assert Client().get(address)["Location"].startswith("/accounts/login/")
    text(signed_in(stranger), address, 404)
    for reader in (viewer, officer, administrator):
        client = signed_in(reader)
        text(client, address, 403)
        assert client.post(address, BOTH).status_code == 403
        assert "/past/" not in text(client, "/anyshire/returns/") + text(client, "/anyshire/forms/outturn/")
    text(signed_in(lead), address)
    assert states(brought) == {JUNE: State.OPEN}


def test_lead_finds_it_sees_what_it_closes_and_closes_it(brought: Form, lead: User) -> None:
    client = signed_in(lead)
    assert LIST in text(client, "/anyshire/returns/")
    assert PAGE in text(client, "/anyshire/forms/outturn/")
    assert PAGE in text(client, LIST)
    page = text(client, PAGE)
    assert "April 2019 to May 2019" in page
    assert "2 returns with 3 lines, which hold 3 actuals." in page
    assert [words for words in ("2 of 2", "1 of 2", "None") if words in page] == ["2 of 2", "1 of 2", "None"]
    assert states(brought) == {JUNE: State.OPEN}  # looking closes nothing
    page = send(client, PAGE, **BOTH)
    assert "2 returns are closed. What they hold stands as reported." in page
    assert states(brought) == {APRIL: State.CLOSED, MAY: State.CLOSED, JUNE: State.OPEN}
    assert ClosedPeriod.objects.count() == 6
    page = text(client, "/anyshire/returns/outturn/2019-04-01/steps/")
    assert "finance-lead" in page
    assert "Brought in as it was reported before." in page
    assert "There is nothing to close" in text(client, PAGE)


def test_administrator_is_led_to_the_returns_before_going_live(council: Organisation, administrator: User) -> None:
    page = text(signed_in(administrator), "/anyshire/live/")
    assert "a finance lead closes it" in page
    assert "/anyshire/returns/" in page


def test_refusal_is_said_before_anything_is_sent(brought: Form, lead: User) -> None:
    page = text(signed_in(lead), f"{PAGE}?first=2019-03&last=2019-05")
    assert "Nothing is recorded before April 2019; begin with that." in page
    assert "Close 3 returns" not in page
    page = send(signed_in(lead), PAGE, first="2019-03", last="2019-05")
    assert "There is a problem" in page
    assert states(brought) == {JUNE: State.OPEN}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?first=2019-05&last=2019-04", "The last month is before the first"),
        ("?first=May&last=2019-05", "is no month"),
        ("?first=2019-04&last=", "Enter the last month"),
    ],
)
def test_months_that_can_t_be_read_are_asked_again(brought: Form, lead: User, query: str, words: str) -> None:
    page = text(signed_in(lead), PAGE + query)
    assert words in page
    assert "govuk-button--warning" not in page


def test_form_of_another_service_is_closed_by_its_own_lead(brought: Form, council: Organisation) -> None:
    older = Service.objects.create(organisation=council, code="older", name="Older people")
    member = MembershipFactory(organisation=council, role="finance-lead")
    member.services.add(older)
    client = signed_in(member.user)
    text(client, PAGE, 403)
    assert PAGE not in text(client, LIST)
    Form.objects.update(service=older)
    text(client, PAGE)
    assert PAGE in text(client, LIST)


@pytest.mark.parametrize("address", [LIST, PAGE])
def test_page_asks_as_much_of_many_forms_and_lines(
    brought: Form, council: Organisation, lead: User, address: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        series = [make_series(council, f"more/{number}-{line}") for line in range(4)]
        make_form(council, *series, slug=f"more-{number}", name=f"More {number}")
        record(series[0], 1, APRIL)
    client = signed_in(lead)
    client.get(address)
    with django_assert_max_num_queries(16):
        client.get(address)


# --- the action


def test_returns_closed_so_are_not_late(brought: Form, council: Organisation) -> None:
    close_history(form=brought, first=APRIL, last=MAY, by=None)
    closed = [line for line in returns_of(council) if line.state == State.CLOSED]
    assert [line.days_late(date(2026, 1, 1)) for line in closed] == [0, 0]


def test_what_is_closed_already_is_left_alone(brought: Form, lead: User) -> None:
    close_history(form=brought, first=APRIL, last=APRIL, by=None)
    assert [filled.start for filled in close_history(form=brought, first=APRIL, last=MAY, by=lead)] == [MAY]
    with pytest.raises(ValidationError, match="nothing to close"):
        close_history(form=brought, first=APRIL, last=MAY, by=lead)


def test_return_under_way_is_not_closed_over_its_preparers(brought: Form, lines: list[Series], officer: User) -> None:
    june = Return.objects.get()
    save_return(filled=june, figures=[new_figure(lines[0], 5, JUNE)], by=officer)
    with pytest.raises(ValidationError, match="June 2019 is under way"):
        close_history(form=brought, first=APRIL, last=JUNE, by=None)
    assert states(brought) == {JUNE: State.OPEN}
    assert not ClosedPeriod.objects.exists()


def test_only_the_past_is_closed(brought: Form, council: Organisation) -> None:
    with pytest.raises(ValidationError, match="Later periods are filled in"):
        close_history(form=brought, first=APRIL, last=now().date() + timedelta(days=40), by=None)
    council.live_from = now().replace(year=2019, month=5, day=20)
    council.save()
    live = Form.objects.get()
    with pytest.raises(ValidationError, match="The past ends with April 2019, for Anyshire went live on 20 May 2019"):
        close_history(form=live, first=APRIL, last=MAY, by=None)
    assert len(close_history(form=live, first=APRIL, last=APRIL, by=None)) == 1


def test_form_without_figures_or_no_longer_collected_has_no_past(form: Form, lines: list[Series]) -> None:
    with pytest.raises(ValidationError, match="Nothing is recorded of the lines"):
        close_history(form=form, first=APRIL, last=MAY, by=None)
    record(lines[0], 1, APRIL)
    Form.objects.update(closed_on=JUNE, outcome="ended", closing_reason="Another system")
    with pytest.raises(ValidationError, match="no longer collected"):
        close_history(form=Form.objects.get(), first=APRIL, last=MAY, by=None)


def test_looking_asks_as_much_of_a_year_as_of_a_month(brought: Form, lead: User) -> None:
    client, asked = signed_in(lead), []
    for last in ("2019-04", "2020-03"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{PAGE}?first=2019-04&last={last}")
        asked.append(len(queries))
    assert asked[0] == asked[1]

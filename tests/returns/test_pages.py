"""The pages around returns: the list, forms and what they ask, and each step of a return."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ledger.models import Organisation, Series, Service
from ledger.months import day_label
from returns.actions import approve_return, open_return, save_return, submit_return
from returns.models import Form, FormCheck, Return, State
from returns.tasks import open_returns
from tests.conftest import signed_in
from tests.factories import MembershipFactory, new_figure

from .conftest import JUNE, budget, make_form, make_series

JUNE_STEPS = "/anyshire/returns/outturn/2019-06-01/"
ADDRESSES = [
    "/anyshire/returns/",
    "/anyshire/forms/",
    "/anyshire/forms/outturn/",
    "/anyshire/forms/outturn/history/",
    "/anyshire/restatements/",
    f"{JUNE_STEPS}steps/",
]
FOR_ADMINISTRATORS = [
    "/anyshire/forms/new/",
    *(f"/anyshire/forms/outturn/{page}/" for page in ("edit", "lines/new", "lines", "checks/new", "close")),
]


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def send(client: Client, address: str, **given: object) -> str:
    response = client.post(address, {"csrfmiddlewaretoken": "as a browser sends", **given}, follow=True)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


# --- who sees what


@pytest.mark.parametrize("address", ADDRESSES)
def test_readers_see_it_and_others_don_t(june: Return, viewer: User, stranger: User, address: str) -> None:
    text(signed_in(viewer), address)
    text(signed_in(stranger), address, 404)
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("address", FOR_ADMINISTRATORS)
def test_forms_are_administrators_to_change(
    june: Return, administrator: User, lead: User, stranger: User, address: str
) -> None:
    text(signed_in(administrator), address)
    text(signed_in(lead), address, 403)
    text(signed_in(stranger), address, 404)
    assert "/forms/outturn/edit/" not in text(signed_in(lead), "/anyshire/forms/outturn/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_queries_have_a_ceiling(
    council: Organisation, form: Form, june: Return, viewer: User, address: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        made = make_form(council, make_series(council, f"more/{number}"), slug=f"more-{number}")
        open_return(form=made, day=JUNE, by=None)
    client = signed_in(viewer)
    client.get(address)
    with django_assert_max_num_queries(14):
        client.get(f"{address}?year=2019-20")


# --- the list


def test_list_says_how_each_stands(june: Return, officer: User) -> None:
    page = text(signed_in(officer), "/anyshire/returns/?year=2019-20")
    assert "Monthly outturn, June 2019" in page
    assert JUNE_STEPS in page
    assert "12 July 2019" in page
    assert "days late" in page
    assert "Open a return of Monthly outturn" in page
    assert "/anyshire/uploads/" in page
    assert "No return of 2018/19 was open" in text(signed_in(officer), "/anyshire/returns/?year=2018-19")


def test_empty_list_says_what_to_do_next(council: Organisation, administrator: User, officer: User) -> None:
    assert "/anyshire/forms/new/" in text(signed_in(administrator), "/anyshire/returns/")
    page = text(signed_in(officer), "/anyshire/returns/")
    assert "An administrator defines it" in page
    assert "/forms/new/" not in page


def test_return_is_opened_for_a_period_without_one(june: Return, officer: User, viewer: User) -> None:
    address = "/anyshire/forms/outturn/open/"
    text(signed_in(viewer), address, 403)
    client = signed_in(officer)
    assert "Choose a period" in send(client, address)
    assert "Choose one of the periods" in send(client, address, start="1999-04-01")

    from django.utils.timezone import localdate

    start = localdate().replace(day=1)
    response = client.post(address, {"start": start.isoformat()})
    opened = Return.objects.get(start=start)
    assert response["Location"] == f"/anyshire/returns/outturn/{start}/"
    assert opened.steps.get().by == officer
    assert f'value="{start}"' not in text(client, address)


def test_night_opens_returns_of_every_form(form: Form) -> None:
    open_returns()
    count = Return.objects.count()
    assert count
    open_returns()
    assert Return.objects.count() == count


# --- forms


FORM = {
    "name": "Monthly outturn",
    "frequency": "month",
    "layout": "year",
    "compared_with": "budget",
    "deadline_days": 10,
    "preparer_role": "contributor",
}


def test_form_is_defined_with_lines_and_checks(council: Organisation, administrator: User) -> None:
    older = Service.objects.create(organisation=council, code="older", name="Older people")
    for code in ("budget/a", "budget/b", "other/c"):
        make_series(council, code, service=older if code != "budget/b" else None)
    client = signed_in(administrator)

    assert "Add its lines next" in send(client, "/anyshire/forms/new/", **FORM)
    form = Form.objects.get()
    address = f"/anyshire/forms/{form.slug}/"
    assert "No lines yet" in text(client, address)
    assert "2 lines are added" in send(client, f"{address}lines/new/", begins="budget/", section="Care")
    assert "1 line is added" in send(client, f"{address}lines/new/", service=older.pk)
    assert [line.series.code for line in form.lines.all()] == ["budget/a", "budget/b", "other/c"]
    assert [line.section for line in form.lines.all()] == ["Care", "Care", ""]

    first, second, third = form.lines.all()
    given = {"left": first.pk, "kind": "not-over", "right": second.pk}
    assert "The check is added" in send(client, f"{address}checks/new/", **given)
    assert "This is checked already" in send(client, f"{address}checks/new/", **given)
    places = {f"place-{line.pk}": place for line, place in ((first, 3), (second, 2), (third, 1))}
    sections = {f"section-{line.pk}": "Care" for line in (first, second, third)}
    assert "lines moved" in send(client, f"{address}lines/", **places, **sections)
    assert [line.pk for line in form.lines.all()] == [third.pk, second.pk, first.pk]

    assert "is removed" in send(client, f"{address}lines/{first.pk}/remove/", reason="Not ours")
    assert not FormCheck.objects.exists()
    assert form.lines.count() == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter a name"),
        ({"deadline_days": 0}, "Working days must be from 1 to 250"),
        ({"deadline_days": "soon"}, "must be a whole number"),
        ({"comment_over_amount": "lots"}, "must be a number, like 50000"),
        ({"comment_over_percent": "-1"}, "greater than or equal to 0"),
        ({"layout": ""}, "Choose what its page shows"),
        ({"frequency": "irregular"}, "not one of the available choices"),
    ],
)
def test_form_says_what_is_wrong(
    council: Organisation, administrator: User, wrong: dict[str, object], message: str
) -> None:
    assert message in send(signed_in(administrator), "/anyshire/forms/new/", **{**FORM, **wrong})
    assert not Form.objects.exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Choose a series, or a service"),
        ({"begins": "nothing/like/it"}, "No series that could be added is so"),
        ({"one": 999}, "not one of the available choices"),
    ],
)
def test_adding_lines_says_what_is_wrong(
    form: Form, administrator: User, given: dict[str, object], message: str
) -> None:
    assert message in send(signed_in(administrator), "/anyshire/forms/outturn/lines/new/", **given)


def test_form_is_changed_stopped_and_taken_up_again(form: Form, administrator: User) -> None:
    client = signed_in(administrator)
    address = "/anyshire/forms/outturn/"
    # Made past the actions: its history begins here.
    seen = form.history.first()  # type: ignore[attr-defined]
    changed = {**FORM, "name": "Outturn", "seen": seen.history_id if seen else "", "reason": "Shorter"}
    assert "Outturn is saved" in send(client, f"{address}edit/", **changed)
    assert "Shorter" in text(client, f"{address}history/")
    assert 'name="frequency"' not in text(client, f"{address}edit/")

    given = {"outcome": "ended", "on": "2019-07-01", "reason": "Enough"}
    assert "is no longer collected" in send(client, f"{address}close/", **given)
    page = text(client, address)
    assert "No longer collected, 1 July 2019" in page
    assert "/lines/new/" not in page
    text(client, f"{address}open/", 403)
    assert "is collected again" in send(client, f"{address}reopen/", reason="Needed")
    assert "is collected already" in client.get(f"{address}reopen/", follow=True).content.decode()


def test_tables_of_a_form_come_as_csv(form: Form, viewer: User) -> None:
    response: Any = signed_in(viewer).get("/anyshire/forms/outturn/?csv=lines")
    assert b"".join(response.streaming_content).count(b"spend/") == 3


# --- steps


def saved(june: Return, officer: User) -> None:
    line = june.form.lines.all()[0].series
    save_return(filled=june, figures=[new_figure(line, 100, JUNE)], by=officer)


def test_return_goes_its_way_by_pages(june: Return, officer: User, lead: User, viewer: User) -> None:
    saved(june, officer)
    preparer, approver = signed_in(officer), signed_in(lead)
    assert "2 lines have nothing recorded for June 2019" in text(preparer, f"{JUNE_STEPS}submit/")
    page = send(preparer, f"{JUNE_STEPS}submit/", reason="Complete")
    assert "is submitted. Somebody else approves it now." in page
    assert "Can be done by a finance lead" in page
    assert f"{JUNE_STEPS}approve/" in text(approver, JUNE_STEPS)

    assert "is sent back" in send(approver, f"{JUNE_STEPS}send-back/", reason="Equipment is missing")
    assert "Equipment is missing" in text(preparer, JUNE_STEPS)
    send(preparer, f"{JUNE_STEPS}submit/")
    assert "no longer provisional" in send(approver, f"{JUNE_STEPS}approve/")
    assert "is open again" in send(approver, f"{JUNE_STEPS}reopen/", reason="A late invoice")
    send(preparer, f"{JUNE_STEPS}submit/")
    send(approver, f"{JUNE_STEPS}approve/")
    assert "change by restatement from now on" in send(approver, f"{JUNE_STEPS}close/")

    history = text(signed_in(viewer), f"{JUNE_STEPS}steps/")
    for words in ("Complete", "Equipment is missing", "A late invoice", "1 figure, typed in", "Closed"):
        assert words in history
    assert Return.objects.get().state == State.CLOSED


@pytest.mark.parametrize("step", ["send-back", "reopen"])
def test_going_back_asks_why(june: Return, officer: User, lead: User, step: str) -> None:
    submit_return(filled=june, by=officer)
    if step == "reopen":
        approve_return(filled=june, by=lead)
    assert "Say why" in send(signed_in(lead), f"{JUNE_STEPS}{step}/", reason="")


def test_submitting_lists_the_lines_that_need_a_comment(june: Return, lines: list[Series], officer: User) -> None:
    Form.objects.update(comment_over_amount=Decimal(50))
    budget(lines[0], 100)
    save_return(
        filled=june,
        figures=[new_figure(lines[0], 300, month) for month in (date(2019, 4, 1), date(2019, 5, 1), JUNE)],
        by=officer,
    )
    client = signed_in(officer)
    page = text(client, f"{JUNE_STEPS}submit/")
    assert f"{JUNE_STEPS}#line-{lines[0].pk}" in page
    assert "Packages needs a comment on its variance." in send(client, f"{JUNE_STEPS}submit/")
    assert Return.objects.get().is_open


def test_who_may_not_take_a_step(june: Return, viewer: User, officer: User, lead: User) -> None:
    text(signed_in(viewer), f"{JUNE_STEPS}submit/", 403)
    submit_return(filled=june, by=officer)
    for step in ("approve", "send-back"):
        text(signed_in(officer), f"{JUNE_STEPS}{step}/", 403)
    text(signed_in(lead), f"{JUNE_STEPS}dance/", 404)
    text(signed_in(lead), "/anyshire/returns/outturn/2019-07-01/approve/", 404)


def test_preparer_is_not_offered_to_approve(june: Return, officer: User, lead: User) -> None:
    saved(june, lead)
    submit_return(filled=june, by=officer)
    assert f"{JUNE_STEPS}approve/" not in text(signed_in(lead), JUNE_STEPS)
    assert "yourself" in send(signed_in(lead), f"{JUNE_STEPS}approve/")


def test_step_that_was_taken_meanwhile_says_so(june: Return, officer: User) -> None:
    submit_return(filled=june, by=officer)
    page = signed_in(officer).get(f"{JUNE_STEPS}submit/", follow=True).content.decode()
    assert "is submitted by now" in page


def test_limited_writer_hands_over_only_the_forms_of_their_services(june: Return, council: Organisation) -> None:
    older = Service.objects.create(organisation=council, code="older", name="Older people")
    member = MembershipFactory(organisation=council, role="finance-officer")
    member.services.add(older)
    text(signed_in(member.user), f"{JUNE_STEPS}submit/", 403)
    Form.objects.update(service=older)
    text(signed_in(member.user), f"{JUNE_STEPS}submit/")


# --- the home page


def test_home_page_shows_what_is_late_and_what_waits(june: Return, officer: User, lead: User) -> None:
    client = signed_in(lead)
    page = text(client, "/anyshire/")
    assert "Monthly outturn, June 2019" in page
    assert day_label(june.due_on) in page
    submit_return(filled=june, by=officer)
    page = text(client, "/anyshire/")
    assert "Submitted by finance-officer" in page
    assert "Approve or send back" in page

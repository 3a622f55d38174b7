"""A log's pages: for whom they are, what they say and what they refuse."""

import csv
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from ledger.models import Membership, Organisation, Service
from raid.actions import change_item, close_item, open_log, write_update
from raid.kinds import KINDS
from raid.models import Action, Decision, Issue, Log, Risk, Update
from tests.conftest import signed_in
from tests.factories import OrganisationFactory

from .conftest import JULY, NOVEMBER, action, decision, issue, risk

TODAY = timezone.localdate()


def address(log: Log, *more: object) -> str:
    return "/".join(map(str, ["/anyshire/logs", log.pk, *more, ""]))


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def send(client: Client, url: str, **fields: object) -> Any:
    return client.post(url, {name: str(value) for name, value in fields.items()}, follow=True)


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


@pytest.fixture
def client(contributor: User) -> Client:
    return signed_in(contributor)


LOGS = "/anyshire/logs/"


def test_list_of_logs_shows_what_is_open_gravest_and_late(
    log: Log, council: Organisation, viewer: User, django_assert_max_num_queries: Any
) -> None:
    risk(log, "Staff leave", likelihood=4, impact=4, next_review=TODAY - timedelta(days=1))
    risk(log, "Rain", likelihood=1, impact=2)
    action(log, "Recruit", due=TODAY - timedelta(days=1))
    action(log, "Train", due=TODAY + timedelta(days=1))
    issue(log, "Beds are short")
    for name in ("Another", "Zebra"):
        open_log(organisation=council, name=name, by=None)

    reader = signed_in(viewer)
    with django_assert_max_num_queries(14):
        table = reader.get(LOGS).context["table"]

    assert [row.header.text for row in table.rows] == sorted(["Another", "Zebra", log.name])
    [own] = [row for row in table.rows if row.header.text == log.name]
    risks, high, gravest, rating, issues, actions, late = own.cells
    assert (risks, high, issues, actions, late) == ("2", "1", "1", "2", "1 action, 1 review")
    assert (gravest.text, gravest.url, rating.colour) == ("Risk 1: Staff leave", address(log, "risks", 1), "red")
    [empty] = [row for row in table.rows if row.header.text == "Zebra"]
    assert empty.cells == ("0", "0", None, None, "0", "0", "")


def test_list_of_logs_is_for_readers_of_the_organisation_and_of_its_day(
    log: Log, viewer: User, stranger: User
) -> None:
    reader = signed_in(viewer)
    assert f'href="{LOGS}"' in text(reader, "/anyshire/")
    assert log.name in reader.get(f"{LOGS}?csv=logs").getvalue().decode()  # type: ignore[attr-defined]
    assert "No logs were known on 1 April 2019." in text(reader, f"{LOGS}?as_at=2019-04-01")
    assert signed_in(stranger).get(LOGS).status_code == 404
    assert Client().get(LOGS)["Location"].startswith("/accounts/login/")


def test_log_page_shows_all_that_it_keeps(log: Log, viewer: User) -> None:
    risk(log, "Staff leave", likelihood=4, impact=4)
    issue(log, "Beds are short")
    action(log, "Recruit", due=TODAY - timedelta(days=1))
    decision(log, "Recruit abroad")
    write_update(log=log, month=date(2019, 7, 1), words="A start is made.", by=None)

    page = text(signed_in(viewer), address(log))

    for words in ("Staff leave", "Beds are short", "Recruit abroad", "Progress in July 2019", "A start is made."):
        assert words in page
    assert ", late" in page
    assert "Record a risk" not in page


def test_empty_log_says_the_next_step_to_those_who_may_take_it(log: Log, client: Client, viewer: User) -> None:
    assert f'href="{address(log, "risks", "new")}"' in text(client, address(log))
    page = text(signed_in(viewer), address(log))
    assert "No risks are recorded yet." in page
    assert "/new/" not in page


PAGES = ["", "risks/new", "risks/1", "risks/1/edit", "risks/1/close", "risks/1/reopen", "risks/1/history"]
WRITES = [page for page in PAGES if page.split("/")[-1] in ("new", "edit", "close", "reopen")]


@pytest.mark.parametrize("page", PAGES)
def test_pages_for_the_anonymous_and_for_strangers(log: Log, stranger: User, page: str) -> None:
    risk(log)
    url = address(log, *page.split("/")) if page else address(log)

    assert Client().get(url)["Location"].startswith("/accounts/login/")
    assert signed_in(stranger).get(url).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_readers_read_and_do_not_write(log: Log, viewer: User, page: str) -> None:
    risk(log)
    url = address(log, *page.split("/")) if page else address(log)

    assert signed_in(viewer).get(url).status_code == (403 if page in WRITES else 200)


@pytest.mark.parametrize("page", WRITES)
def test_who_writes_for_some_services_only_does_not_write_logs(
    log: Log, contributor: User, council: Organisation, page: str
) -> None:
    risk(log)
    service = Service.objects.create(organisation=council, code="older", name="Older people")
    Membership.objects.get(user=contributor).services.add(service)
    client = signed_in(contributor)

    assert "limited" in text(client, address(log, *page.split("/")), 403)
    assert "Record a risk" not in text(client, address(log))


def test_log_of_another_organisation_is_not_there(viewer: User) -> None:
    theirs = open_log(organisation=OrganisationFactory(), name="Theirs", by=None)

    assert signed_in(viewer).get(address(theirs)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("nonsense/new", "nonsense/1", "risks/2", f"risks/{10**20}"),
        *("updates/201913", "updates/7", f"updates/{10**9}", f"updates/{10**20 + 7}", "updates/201907/close"),
    ],
)
def test_what_is_not_there(log: Log, client: Client, path: str) -> None:
    write_update(log=log, month=date(2019, 7, 1), words="A start is made.", by=None)

    assert client.get(address(log, *path.split("/"))).status_code == 404


# --- new, changed, closed and opened again


NEW: dict[str, dict[str, object]] = {
    "risks": {"title": "Staff leave", "raised_on": "2019-07-01", "likelihood": 4, "impact": 4},
    "issues": {"title": "Staff have left", "raised_on": "2019-07-01", "impact": 3},
    "actions": {"title": "Recruit", "raised_on": "2019-07-01", "state": "under-way", "due": "2019-08-01"},
    "decisions": {"title": "Abroad", "raised_on": "2019-07-01", "words": "Recruit abroad.", "decided_by": "Board"},
    "updates": {"month": TODAY.replace(day=1).isoformat(), "words": "A start is made."},
}


@pytest.mark.parametrize("path", list(KINDS))
def test_each_kind_is_recorded_shown_and_changed(log: Log, client: Client, contributor: User, path: str) -> None:
    assert client.get(address(log, path, "new")).status_code == 200
    response = send(client, address(log, path, "new"), **NEW[path])
    assert response.redirect_chain[-1][0] == address(log)
    found = KINDS[path].model.objects.get()

    assert text(client, address(log, path, found.number, "edit")).count("autofocus") == 0
    seen = found.history.get()
    assert seen.history_user == contributor
    changed = {**NEW[path], "title": "Other", "words": "Otherwise", "seen": seen.history_id, "reason": "As agreed"}
    response = send(client, address(log, path, found.number, "edit"), **changed)
    assert response.redirect_chain[-1][0] == address(log, path, found.number)

    page = text(client, address(log, path, found.number, "history"))
    assert "As agreed" in page
    assert "Other" in page


@pytest.mark.parametrize("path", [path for path, kind in KINDS.items() if kind.closes])
def test_each_kind_is_closed_and_opened_again(log: Log, client: Client, path: str) -> None:
    send(client, address(log, path, "new"), **NEW[path])
    model = KINDS[path].model
    ending = model.Outcome.values[0]

    closed = {"outcome": ending, "on": "2019-09-01", "reason": "As the board agreed"}
    response = send(client, address(log, path, 1, "close"), **closed)
    assert "is closed" in response.content.decode()
    page = text(client, address(log, path, 1))
    assert "As the board agreed" in page
    assert "/edit/" not in page
    for refused in ("edit", "close"):
        response = client.get(address(log, path, 1, refused), follow=True)
        assert "closed" in response.content.decode()
        assert response.redirect_chain

    response = send(client, address(log, path, 1, "reopen"), reason="It is not over")
    assert "is open again" in response.content.decode()
    assert model.objects.get().is_open
    response = client.get(address(log, path, 1, "reopen"), follow=True)
    assert "is open already" in response.content.decode()


def test_risk_that_happened_becomes_an_issue(log: Log, client: Client) -> None:
    risk(log)
    page = text(client, address(log, "risks", 1))
    assert "It happened: make it an issue" in page
    assert "checked" in text(client, address(log, "risks", 1, "close") + "?outcome=happened")

    response = send(
        client, address(log, "risks", 1, "close"), outcome="happened", on="2019-09-01", reason="They left"
    )

    assert "Risk 1 is closed, and issue 1 is made from it." in response.content.decode()
    assert Issue.objects.get().risk == Risk.objects.get()
    assert address(log, "issues", 1) in text(client, address(log, "risks", 1))
    assert address(log, "risks", 1) in text(client, address(log, "issues", 1))
    assert "It happened, and is an issue now" in text(client, address(log, "risks", 1, "history"))


def test_action_on_a_risk_is_asked_for_with_the_risk_filled_in(log: Log, client: Client) -> None:
    found = risk(log)
    step = f"{address(log, 'actions', 'new')}?risk={found.pk}"

    assert step in text(client, address(log, "risks", 1))
    assert f'value="{found.pk}" selected' in text(client, step)


def test_risk_page_shows_the_actions_on_it(log: Log, client: Client) -> None:
    action(log, "Recruit", risk=risk(log))
    assert "Recruit" in text(client, address(log, "risks", 1))
    assert "Risk 1: Staff leave" in text(client, address(log, "actions", 1))
    response: Any = client.get(address(log, "risks", 1) + "?csv=actions")
    assert b"Recruit" in b"".join(response.streaming_content)


# --- what forms refuse


@pytest.mark.parametrize(
    ("path", "wrong", "field", "message"),
    [
        ("risks", {"title": ""}, "title", "Enter a title"),
        ("risks", {"title": "x" * 201}, "title", "200 characters at most"),
        ("risks", {"raised_on": ""}, "raised_on", "Enter the day it was raised"),
        ("risks", {"raised_on": "yesterday"}, "raised_on", "must be a date"),
        ("risks", {"raised_on": TODAY + timedelta(days=1)}, "raised_on", "in the future"),
        ("risks", {"likelihood": ""}, "likelihood", "Choose the likelihood before mitigation too"),
        ("risks", {"impact": ""}, "impact", "Choose the impact before mitigation too"),
        ("risks", {"residual_likelihood": 2}, "residual_impact", "Choose the impact after mitigation too"),
        ("risks", {"residual_impact": 2}, "residual_likelihood", "Choose the likelihood after mitigation too"),
        ("risks", {"likelihood": 6}, "likelihood", "not one of the available choices"),
        (
            "risks",
            {"next_review": "2019-06-30"},
            "next_review",
            "raised on 1 July 2019; enter that day or a later one",
        ),
        ("actions", {"starts": "2019-08-02"}, "due", "starts on 2 August 2019; enter that day or a later one"),
        ("actions", {"due": "soon"}, "due", "must be a date"),
        ("actions", {"timescale": "x" * 121}, "timescale", "120 characters at most"),
        ("actions", {"state": ""}, "state", "Choose state"),
        ("decisions", {"words": ""}, "words", "Enter what was decided"),
        ("decisions", {"decided_by": ""}, "decided_by", "Enter the board or role that decided"),
        ("decisions", {"raised_on": ""}, "raised_on", "Enter the day it was decided"),
        ("updates", {"words": " "}, "words", "Enter what happened in the month"),
        ("updates", {"month": "1999-01-01"}, "month", "not one of the available choices"),
        ("updates", {"month": "soon"}, "month", "not one of the available choices"),
    ],
)
def test_forms_say_what_is_wrong_and_keep_what_was_typed(
    log: Log, client: Client, path: str, wrong: dict[str, object], field: str, message: str
) -> None:
    response = send(client, address(log, path, "new"), **{**NEW[path], "owner_role": "Kept", **wrong})

    assert response.status_code == 200
    assert message in " ".join(errors(response)[field])
    assert f'href="#id_{field}"' in response.content.decode()
    assert not KINDS[path].model.objects.exists()
    if path != "updates":
        assert 'value="Kept"' in response.content.decode()


def test_closing_says_what_is_wrong(log: Log, client: Client) -> None:
    issue(log)
    url = address(log, "issues", 1, "close")

    assert set(errors(send(client, url, reason=""))) == {"outcome", "on", "reason"}
    given = {"outcome": "resolved", "reason": "Solved"}
    assert "in the future" in errors(send(client, url, on=TODAY + timedelta(days=1), **given))["on"][0]
    assert "raised on 1 July 2019" in errors(send(client, url, on="2019-06-30", **given))["on"][0]
    assert "outcome" in errors(send(client, url, on="2019-07-30", **{**given, "outcome": "forgotten"}))
    assert Issue.objects.get().is_open


def test_action_is_tied_to_open_risks_of_its_own_log(log: Log, client: Client, council: Organisation) -> None:
    ours, closed = risk(log, "Ours"), risk(log, "Closed")
    close_item(item=closed, on=date(2019, 8, 1), outcome="passed", reason="Over", by=None)
    theirs = risk(open_log(organisation=council, name="Another", by=None), "Theirs")
    url = address(log, "actions", "new")

    page = text(client, url)
    assert "Risk 1: Ours" in page
    assert "Theirs" not in page
    for other in (closed, theirs):
        assert "risk" in errors(send(client, url, **NEW["actions"], risk=other.pk))
    send(client, url, **NEW["actions"], risk=ours.pk)
    assert Action.objects.get().risk == ours

    close_item(item=ours, on=date(2019, 8, 1), outcome="passed", reason="Over", by=None)
    assert "Risk 1: Ours" in text(client, address(log, "actions", 1, "edit"))  # stays tied


def test_month_with_an_update_is_offered_for_change_instead(log: Log, client: Client) -> None:
    this_month = TODAY.replace(day=1)
    write_update(log=log, month=this_month, words="A start is made.", by=None)

    found = errors(send(client, address(log, "updates", "new"), month=this_month, words="Another start."))

    assert "has an update already" in found["month"][0]
    assert Update.objects.get().words == "A start is made."


def test_stale_edit_is_refused_once(log: Log, client: Client, officer: User) -> None:
    found = risk(log)
    url = address(log, "risks", 1, "edit")
    seen = found.history.get().history_id  # type: ignore[attr-defined]
    change_item(item=found, title="Carers leave", by=officer)

    response = send(client, url, **{**NEW["risks"], "title": "Nurses leave", "seen": seen})
    assert "changed this meanwhile" in errors(response)["__all__"][0]
    assert Risk.objects.get().title == "Carers leave"

    newest = found.history.first().history_id  # type: ignore[attr-defined]
    assert f'name="seen" value="{newest}"' in response.content.decode()
    send(client, url, **{**NEW["risks"], "title": "Nurses leave", "seen": newest})
    assert Risk.objects.get().title == "Nurses leave"


# --- as at an earlier day


def test_earlier_day_shows_the_words_as_they_stood_and_offers_no_editing(log: Log, client: Client) -> None:
    found = risk(log, "As July says", likelihood=5, impact=5, known_from=JULY)
    risk(log, "New in November", known_from=NOVEMBER)
    change_item(item=found, title="As now", by=None)

    page = text(client, address(log) + "?as_at=2019-07-10")
    assert "As July says" in page
    assert "As now" not in page
    assert "New in November" not in page
    assert "/new/" not in page
    page = text(client, address(log, "risks", 1) + "?as_at=2019-07-10")
    assert "As July says" in page
    assert "/edit/" not in page
    assert "?as_at=2019-07-10" in page
    assert text(client, address(log, "risks", 2) + "?as_at=2019-07-10", 404)


def test_log_before_it_was_known_says_since_when(log: Log, client: Client) -> None:
    page = text(client, address(log) + "?as_at=2019-07-06")

    assert "was not known on 6 July 2019" in page
    assert "?as_at=2019-07-07" in page
    assert "Better Lives" not in page


# --- tables as CSV, queries


@pytest.mark.parametrize("path", list(KINDS))
def test_each_table_as_csv(log: Log, client: Client, path: str) -> None:
    send(client, address(log, path, "new"), **NEW[path])
    response: Any = client.get(address(log) + f"?csv={path}")

    head, first = csv.reader(b"".join(response.streaming_content).decode().splitlines())
    assert str(NEW[path].get("title", "A start is made.")) in ",".join(first)
    assert len(head) == len(first)


def test_table_that_is_none_is_not_there(log: Log, viewer: User) -> None:
    assert signed_in(viewer).get(address(log) + "?csv=nonsense").status_code == 404


@pytest.mark.parametrize("query", ["", "?as_at=2019-11-20"])
def test_queries_do_not_grow_with_what_a_log_keeps(
    log: Log, client: Client, query: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        tied = risk(log, likelihood=4, impact=4, known_from=JULY)
        action(log, risk=tied, issue=issue(log, risk=tied, known_from=JULY), known_from=JULY)
        decision(log, known_from=JULY)
    client.get(address(log))
    for url, most in ((address(log), 16), (address(log, "risks", 1), 14), (address(log, "actions", 1), 16)):
        with django_assert_max_num_queries(most):
            client.get(url + query)


def test_words_are_escaped(log: Log, client: Client) -> None:
    risk(log, "<script>alert(1)</script>", likelihood=1, impact=1, description="<b>bold</b>")
    for page in (address(log), address(log, "risks", 1), address(log, "risks", 1, "close")):
        assert "<script>alert" not in text(client, page)
        assert "<b>bold" not in text(client, page)


def test_models_in_the_registry_are_all_that_a_log_keeps() -> None:
    assert {kind.model for kind in KINDS.values()} == {Risk, Issue, Action, Decision, Update}

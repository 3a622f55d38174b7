from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ledger.models import Organisation
from raid.actions import change_item, close_item, open_log, write_update
from raid.models import Log
from tests.conftest import signed_in
from tests.ledger.api_client import fields, with_token

from .conftest import JULY, NOVEMBER, action, decision, issue, risk

LISTS = ["risks", "issues", "actions", "decisions", "updates"]


@pytest.fixture
def client(viewer: User, council: Organisation) -> Client:
    return with_token(viewer, council)


def rows(client: Client, name: str, **query: object) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/{name}/", query)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def titles(client: Client, name: str, **query: object) -> list[str]:
    return [row["title"] for row in rows(client, name, **query)]


def fill(log: Log, count: int = 1) -> None:
    for number in range(count):
        tied = risk(log, known_from=JULY)
        action(log, risk=tied, issue=issue(log, risk=tied, known_from=JULY), known_from=JULY)
        decision(log, known_from=JULY)
        write_update(
            log=log, month=date(2019 + number // 12, number % 12 + 1, 1), words="W", by=None, known_from=JULY
        )


def test_risk_in_full(client: Client, log: Log) -> None:
    risk(
        log,
        description="Pay is low.",
        owner_role="Head of workforce",
        likelihood=5,
        impact=4,
        response="reduce",
        mitigation="Pay more.",
        residual_likelihood=3,
        residual_impact=4,
        next_review=date(2019, 12, 1),
    )

    assert rows(client, "risks") == [
        {
            "organisation": "anyshire",
            "log": log.pk,
            "log_name": "Better Lives",
            "number": 1,
            "title": "Staff leave",
            "raised_on": "2019-07-01",
            "owner_role": "Head of workforce",
            "state": "open",
            "closed_on": None,
            "outcome": "",
            "closing_reason": "",
            "description": "Pay is low.",
            "likelihood": 5,
            "impact": 4,
            "score": 20,
            "response": "reduce",
            "mitigation": "Pay more.",
            "residual_likelihood": 3,
            "residual_impact": 4,
            "residual_score": 12,
            "band": "medium",
            "next_review": "2019-12-01",
        }
    ]


def test_scores_that_nobody_gave_are_null(client: Client, log: Log) -> None:
    risk(log, likelihood=5, impact=4)
    risk(log)

    assert [(row["score"], row["residual_score"], row["band"]) for row in rows(client, "risks")] == [
        (20, None, "high"),
        (None, None, None),
    ]


def test_other_kinds_in_their_own_words(client: Client, log: Log) -> None:
    tied = risk(log)
    made = issue(log, impact=3, resolution="Agency staff.", risk=tied)
    action(log, state="blocked", due=date(2019, 9, 1), timescale="Autumn", risk=tied, issue=made)
    decision(log)
    write_update(log=log, month=date(2019, 7, 1), words="A start is made.", author_role="Programme lead", by=None)

    def only(name: str, *wanted: str) -> list[Any]:
        [row] = rows(client, name)
        return [row[each] for each in wanted]

    assert only("issues", "impact", "resolution", "risk") == [3, "Agency staff.", 1]
    assert only("actions", "state", "progress", "starts", "due", "timescale", "risk", "issue") == [
        *("open", "blocked", None, "2019-09-01", "Autumn", 1, 1)
    ]
    assert only("decisions", "decision", "decided_by") == ["Recruit abroad.", "Programme board"]
    assert rows(client, "updates") == [
        {
            "organisation": "anyshire",
            "log": log.pk,
            "log_name": "Better Lives",
            "month": "2019-07-01",
            "progress": "A start is made.",
            "author_role": "Programme lead",
        }
    ]


def test_lists_by_log_and_state(client: Client, log: Log, council: Organisation) -> None:
    other = open_log(organisation=council, name="Another", by=None)
    risk(log, "open")
    close_item(item=risk(log, "closed"), on=date(2019, 8, 1), outcome="passed", reason="Over", by=None)
    risk(other, "elsewhere")

    assert titles(client, "risks") == ["open", "closed", "elsewhere"]
    assert titles(client, "risks", log=log.pk) == ["open", "closed"]
    assert titles(client, "risks", log=log.pk, state="open") == ["open"]
    [closed] = rows(client, "risks", state="closed")
    assert (closed["state"], closed["closed_on"], closed["outcome"], closed["closing_reason"]) == (
        *("closed", "2019-08-01", "passed", "Over"),
    )


def test_lists_of_a_year_are_of_what_was_open_in_it(client: Client, log: Log) -> None:
    closed = risk(log, "until August 2019")
    close_item(item=closed, on=date(2019, 8, 1), outcome="passed", reason="Over", by=None)
    risk(log, "since July 2020", raised_on=date(2020, 7, 1))
    for year in (2019, 2020):
        write_update(log=log, month=date(year, 7, 1), words="A start is made.", by=None)

    assert titles(client, "risks", year="2018-19") == []
    assert titles(client, "risks", year="2019-20") == ["until August 2019"]
    assert titles(client, "risks", year="2020-21") == ["since July 2020"]
    assert [row["month"] for row in rows(client, "updates", year="2020-21")] == ["2020-07-01"]


def test_lists_as_at_are_worded_as_then(client: Client, log: Log) -> None:
    found = risk(log, "As July says", known_from=JULY)
    risk(log, "New in November", known_from=NOVEMBER)
    change_item(item=found, title="As now", by=None)

    assert titles(client, "risks", as_at="2019-07-06") == []
    assert titles(client, "risks", as_at="2019-07-10") == ["As July says"]
    assert titles(client, "risks", as_at="2019-11-10") == ["As July says", "New in November"]
    assert titles(client, "risks") == ["As now", "New in November"]


@pytest.mark.parametrize("name", LISTS)
def test_what_others_keep_is_not_there(log: Log, stranger: User, name: str) -> None:
    fill(log)
    client = signed_in(stranger)

    assert rows(client, name) == []
    assert rows(client, name, log=log.pk) == []
    assert client.get(f"/api/v1/{name}/", {"organisation": "anyshire"}).status_code == 404
    assert Client().get(f"/api/v1/{name}/").status_code == 401


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("parameter", "value"), [("log", "first"), ("log", "0"), ("log", "9" * 10), ("log", "١"), ("kind", "x")]
)
def test_wrong_parameters_are_refused(client: Client, name: str, parameter: str, value: str) -> None:
    response = client.get(f"/api/v1/{name}/", {parameter: value})

    assert response.status_code == 400
    assert fields(response) == [parameter]


def test_wrong_state_is_refused(client: Client) -> None:
    response = client.get("/api/v1/risks/", {"state": "asleep"})
    assert response.status_code == 400
    assert "open, closed" in response.json()["errors"][0]["message"]
    assert fields(client.get("/api/v1/updates/", {"state": "open"})) == ["state"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("as_at", ["", "2019-08-01"])
def test_pages_lose_and_double_nothing(
    client: Client, log: Log, council: Organisation, name: str, as_at: str
) -> None:
    fill(log, 5)
    fill(open_log(organisation=council, name="Another", by=None), 4)
    page = client.get(f"/api/v1/{name}/", {"page_size": 2, **({"as_at": as_at} if as_at else {})}).json()
    found = page["results"]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += page["results"]

    assert len(found) == len({(row["log"], row.get("number", row.get("month"))) for row in found}) == 9


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", [{}, {"as_at": "2019-12-01", "year": "2019-20"}])
def test_lists_take_few_queries(
    client: Client, log: Log, name: str, query: Any, django_assert_max_num_queries: Any
) -> None:
    fill(log, 5)
    with django_assert_max_num_queries(5):  # the token, who may read what (2), the list, what its logs are called
        client.get(f"/api/v1/{name}/", query)


@pytest.mark.parametrize("name", LISTS)
def test_lists_come_as_csv_too(client: Client, log: Log, name: str) -> None:
    fill(log)
    response: Any = client.get(f"/api/v1/{name}/", {"format": "csv"})

    assert response["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    head, first = b"".join(response.streaming_content).decode().splitlines()
    assert head.split(",") == list(rows(client, name)[0])
    assert first.startswith(f"anyshire,{log.pk},Better Lives,")

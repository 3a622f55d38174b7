"""Forms, returns and restatements through the API, and entries into a return."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ledger.models import Entry, Figure, Organisation, Series, Service
from returns.actions import (
    approve_return,
    close_return,
    open_return,
    propose_restatement,
    save_return,
    submit_return,
)
from returns.models import Form, Return, State
from tests.conftest import signed_in
from tests.factories import MembershipFactory, new_figure
from tests.ledger.api_client import fields, with_token

from .conftest import JUNE, budget, steps_taken_on

LISTS = ("forms", "returns", "restatements")
ADDRESS = "/api/v1/returns/anyshire/outturn/2019-06-01/"


def results(client: Client, name: str, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/{name}/?{query}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


@pytest.fixture
def client(viewer: User) -> Client:
    return signed_in(viewer)


@pytest.fixture
def writer(officer: User, council: Organisation) -> Client:
    return with_token(officer, council, may_write=True)


def of_june(series: Series, value: object = "100.00", **fields: Any) -> dict[str, Any]:
    return {
        "series": series.code,
        "basis": "actual",
        "start": "2019-06-01",
        "end": "2019-06-30",
        "value": value,
        **fields,
    }


def send(client: Client, *figures: object, key: str = "", **body: object) -> Any:
    content = json.dumps({"reason": "Monthly feed", "figures": figures, **body})
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"{ADDRESS}entries/", content, content_type="application/json", headers=headers)


# --- lists


def test_forms_with_their_lines(client: Client, form: Form) -> None:
    (found,) = results(client, "forms")
    said = (found["slug"], found["frequency"], found["deadline_days"], found["open"])
    assert said == ("outturn", "month", 10, True)
    assert [line["series"] for line in found["lines"]] == ["spend/packages", "spend/reviews", "spend/equipment"]
    assert found["lines"][0] == {"series": "spend/packages", "section": "Home care", "position": 1}


def test_returns_with_how_they_stand(client: Client, june: Return, officer: User) -> None:
    (found,) = results(client, "returns")
    assert (found["form"], found["start"], found["end"], found["due_on"]) == (
        *("outturn", "2019-06-01", "2019-06-30"),
        "2019-07-12",
    )
    assert (found["state"], found["last_step"], found["last_by"]) == ("open", "opened", "ascare")
    assert found["days_late"] > 0

    submit_return(filled=june, by=officer)
    (found,) = results(client, "returns")
    assert (found["state"], found["last_by"]) == ("submitted", "finance-officer")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("state=open", 1),
        ("state=closed", 0),
        ("late=true", 1),
        ("late=false", 0),
        ("form=outturn", 1),
        ("form=other", 0),
        ("year=2019-20", 1),
        ("year=2018-19", 0),
        ("as_at=2019-07-01", 0),
        ("organisation=anyshire", 1),
    ],
)
def test_returns_are_narrowed(client: Client, june: Return, query: str, count: int) -> None:
    assert len(results(client, "returns", query)) == count


def test_return_as_at_a_day_stands_as_it_did(client: Client, form: Form, officer: User) -> None:
    with steps_taken_on(date(2020, 1, 1)):
        june = open_return(form=form, day=JUNE, by=None)
    with steps_taken_on(date(2020, 1, 3)):
        submit_return(filled=june, by=officer)

    (found,) = results(client, "returns", "as_at=2020-01-02")
    assert (found["state"], found["days_late"]) == ("open", 174)
    detail = client.get(f"{ADDRESS}?as_at=2020-01-02").json()
    assert (detail["state"], [step["kind"] for step in detail["steps"]]) == ("open", ["opened"])
    assert client.get(f"{ADDRESS}?as_at=2019-12-31").status_code == 404


def test_one_return_with_lines_and_steps(
    client: Client, form: Form, june: Return, lines: list[Series], officer: User
) -> None:
    form.comment_over_amount = Decimal(50)
    form.save()
    for line in lines[:2]:
        budget(line, 100)
    months = (date(2019, 4, 1), date(2019, 5, 1), JUNE)
    figures = [new_figure(line, 150, month) for line in lines[:2] for month in months]
    entry = save_return(filled=june, figures=figures, comments={lines[1].pk: "More people"}, by=officer)
    assert entry

    found = client.get(ADDRESS).json()

    packages, reviews, equipment = found["lines"]
    assert (packages["value"], packages["revision"], packages["needs_comment"]) == ("150", 1, True)
    assert (packages["variance"], packages["variance_of"]) == ("150", "projected outturn")
    assert (reviews["comment"], reviews["needs_comment"]) == ("More people", False)
    assert (equipment["value"], equipment["revision"], equipment["variance"]) == (None, 0, None)
    assert [(step["kind"], step["entry"]) for step in found["steps"]] == [("saved", entry.number), ("opened", None)]


def test_restatements_with_both_values(client: Client, june: Return, lines: list[Series], officer: User) -> None:
    save_return(filled=june, figures=[new_figure(lines[0], 100, JUNE)], by=officer)
    lead = MembershipFactory(organisation=june.form.organisation, role="finance-lead").user
    submit_return(filled=june, by=officer)
    approve_return(filled=june, by=lead)
    close_return(filled=june, by=lead)
    propose_restatement(figure=Figure.objects.get(), value=Decimal(120), reason="A late invoice", by=officer)

    (found,) = results(client, "restatements")
    assert (found["series"], found["was"], found["value"]) == ("spend/packages", "100", "120")
    assert (found["decision"], found["decided_by"], found["entry"]) == ("waiting", "", None)
    assert results(client, "restatements", "state=decided") == []
    assert len(results(client, "restatements", "state=waiting")) == 1
    assert results(client, "restatements", "year=2018-19") == []


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_closed_to_strangers(june: Return, stranger: User, name: str) -> None:
    assert results(signed_in(stranger), name) == []
    assert signed_in(stranger).get(f"/api/v1/{name}/?organisation=anyshire").status_code == 404
    assert Client().get(f"/api/v1/{name}/").status_code == 401


def test_one_return_is_closed_to_strangers(june: Return, stranger: User, client: Client) -> None:
    assert signed_in(stranger).get(ADDRESS).status_code == 404
    assert Client().get(ADDRESS).status_code == 401
    assert client.get(ADDRESS.replace("06-01", "07-01")).status_code == 404
    assert client.get(ADDRESS.replace("06-01", "02-30")).status_code == 404


@pytest.mark.parametrize(("name", "rows"), [("forms", 3), ("returns", 1), ("restatements", 0)])
def test_lists_come_as_csv_too(client: Client, june: Return, name: str, rows: int) -> None:
    response: Any = client.get(f"/api/v1/{name}/?format=csv")
    found = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode())))
    assert [row["organisation"] for row in found] == ["anyshire"] * rows


@pytest.mark.parametrize("name", LISTS)
def test_queries_of_lists_have_a_ceiling(
    client: Client, june: Return, name: str, django_assert_max_num_queries: Any
) -> None:
    results(client, name)
    with django_assert_max_num_queries(10):
        results(client, name)


# --- entries


def test_entry_is_recorded_in_the_return(writer: Client, june: Return, lines: list[Series], officer: User) -> None:
    response = send(writer, of_june(lines[0]), of_june(lines[1], 7))

    assert response.status_code == 201
    assert response.json()["recorded"] == 2
    entry = Entry.objects.get()
    assert (entry.number, entry.by, entry.channel, entry.provisional) == (
        *(response.json()["entry"], officer),
        *("api", True),
    )
    assert june.steps.get(kind="saved").entry == entry


def test_same_entry_again_is_answered_as_before(writer: Client, june: Return, lines: list[Series]) -> None:
    first = send(writer, of_june(lines[0]), key="june-1")
    again = send(writer, of_june(lines[0]), key="june-1")
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (201, first.json(), "true")
    assert Entry.objects.count() == 1
    other = send(writer, of_june(lines[0], 5), key="june-1")
    assert (other.status_code, other.json()["type"]) == (422, "urn:ascare:problem:key-used-already")


def test_what_stands_already_is_said_to_be(writer: Client, june: Return, lines: list[Series]) -> None:
    send(writer, of_june(lines[0]))
    response = send(writer, of_june(lines[0]))
    assert response.status_code == 200
    assert (response.json()["entry"], response.json()["recorded"], response.json()["unchanged"]) == (None, 0, 1)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.CLOSED])
def test_return_that_is_not_open_takes_nothing(writer: Client, june: Return, lines: list[Series], state: str) -> None:
    Return.objects.update(state=state)
    response = send(writer, of_june(lines[0]), key="june-1")
    assert (response.status_code, response.json()["type"]) == (423, "urn:ascare:problem:not-open")
    assert "only while it is open" in response.json()["detail"]
    assert not Entry.objects.exists()
    Return.objects.update(state=State.OPEN)
    assert send(writer, of_june(lines[0]), key="june-1").status_code == 201  # a refusal claims no key


def test_all_or_nothing(writer: Client, june: Return, lines: list[Series]) -> None:
    response = send(writer, of_june(lines[0]), {**of_june(lines[1]), "series": "nowhere"})
    assert (response.status_code, Entry.objects.count()) == (400, 0)


def test_problems_name_their_fields(writer: Client, june: Return, lines: list[Series], series: Series) -> None:
    response = send(
        writer,
        of_june(lines[0]),
        of_june(series),
        of_june(lines[1], start="2019-07-01", end="2019-07-31"),
        of_june(lines[2], basis="budget"),
    )
    assert response.status_code == 400
    assert fields(response) == ["figures[1].series", "figures[2].start", "figures[3].basis"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("extra", [{"organisation": "anyshire"}, {"provisional": False}])
def test_what_the_address_says_is_not_said_again(
    writer: Client, june: Return, lines: list[Series], extra: dict[str, object]
) -> None:
    assert fields(send(writer, of_june(lines[0]), **extra)) == list(extra)


def test_body_that_is_no_object_is_refused(writer: Client, june: Return) -> None:
    response = writer.post(f"{ADDRESS}entries/", "[]", content_type="application/json")
    assert response.status_code == 400


def test_changed_figures_are_not_overwritten(writer: Client, june: Return, lines: list[Series]) -> None:
    send(writer, of_june(lines[0]))
    response = send(writer, of_june(lines[0], 5, revision=0))
    assert response.status_code == 409
    (error,) = response.json()["errors"]
    assert (error["field"], error["revision"]) == ("figures[0].revision", 1)


def test_who_may_not_record(
    june: Return, lines: list[Series], viewer: User, officer: User, stranger: User, council: Organisation
) -> None:
    assert send(signed_in(viewer), of_june(lines[0])).status_code == 403
    assert send(signed_in(stranger), of_june(lines[0])).status_code == 404
    assert send(with_token(officer, council), of_june(lines[0])).status_code == 403
    assert send(Client(), of_june(lines[0])).status_code == 401
    assert not Entry.objects.exists()


def test_role_of_the_form_is_asked_for(
    form: Form, june: Return, lines: list[Series], contributor: User, council: Organisation
) -> None:
    form.preparer_role = "finance-officer"
    form.save()
    response = send(with_token(contributor, council, may_write=True), of_june(lines[0]))
    assert response.status_code == 403
    assert "finance officer or higher" in response.json()["detail"]


def test_service_of_the_form_is_asked_for(
    form: Form, june: Return, lines: list[Series], council: Organisation
) -> None:
    form.service = Service.objects.create(organisation=council, code="older", name="Older people")
    form.save()
    other = Service.objects.create(organisation=council, code="younger", name="Younger people")
    member = MembershipFactory(organisation=council, role="finance-officer")
    member.services.add(other)
    response = send(with_token(member.user, council, may_write=True), of_june(lines[0]))
    assert response.status_code == 403

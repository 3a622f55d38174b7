import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from ledger.actions import add_service, grant_membership
from ledger.models import Entry, Figure, IdempotentRequest, Organisation, Role, Series
from tests.conftest import signed_in
from tests.factories import MeasureFactory, MembershipFactory, SeriesFactory, record

from .api_client import april, entry, fields, send, with_token

ADDRESS = "/api/v1/entries/"


@pytest.fixture
def client(officer: User, council: Organisation, series: Series) -> Client:
    return with_token(officer, council, may_write=True)


def nothing_recorded() -> bool:
    return not (Entry.objects.exists() or Figure.objects.exists() or IdempotentRequest.objects.exists())


def test_an_entry_is_recorded_whole(client: Client, officer: User) -> None:
    plan = april(value="1.50", basis="plan", edition="2019-05-01", qualifier="about", inferred=True)
    response = send(client, entry(april(), plan))

    made = Entry.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "organisation": "anyshire",
        "entry": 1,
        "digest": made.digest,
        "recorded": 2,
        "unchanged": 0,
    }
    assert (made.by, made.channel, made.reason, made.provisional) == (officer, "api", "Monthly feed", False)
    figure = Figure.objects.get(basis="plan")
    assert (figure.value, figure.edition, figure.qualifier, figure.inferred) == (
        Decimal("1.5"),
        date(2019, 5, 1),
        "about",
        True,
    )


def test_an_entry_may_be_provisional(client: Client) -> None:
    assert send(client, entry(provisional=True)).status_code == 201
    assert Entry.objects.get().provisional


def test_what_stands_already_is_not_recorded_again(client: Client) -> None:
    send(client, entry())
    response = send(client, entry(april(value=786000)))

    assert response.status_code == 200
    assert response.json() == {
        "organisation": "anyshire",
        "entry": None,
        "digest": None,
        "recorded": 0,
        "unchanged": 1,
    }


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (b"0.1", "0.1"),
        (b"1234567890.1234", "1234567890.1234"),
        (b"-99999999999.9999", "-99999999999.9999"),
        (b"1.5e3", "1500"),
        (b"-0.0", "0"),
        (b'"-0"', "0"),
        (b'"0.10"', "0.1"),
        (b'"99999999999.9999"', "99999999999.9999"),
    ],
)
def test_numbers_are_kept_exactly(client: Client, written: bytes, kept: str) -> None:
    body = json.dumps(entry(april(value="HERE"))).encode().replace(b'"HERE"', written)

    assert send(client, body).status_code == 201
    shown = client.get("/api/v1/figures/").json()["results"][0]["value"]
    assert shown == kept
    assert Figure.objects.get().value == Decimal(kept)


def test_a_figure_is_withdrawn(client: Client) -> None:
    send(client, entry())
    taken_back = april(withdrawn=True)
    del taken_back["value"]

    assert send(client, entry(taken_back)).status_code == 201
    assert Figure.objects.get(revision=2).value is None


def test_a_figure_that_follows_what_was_seen_is_recorded(client: Client, series: Series) -> None:
    assert send(client, entry(april(revision=0))).status_code == 201
    assert send(client, entry(april(value="2", revision=1))).status_code == 201
    assert Figure.objects.get(revision=2).value == 2


def test_stale_figures_are_refused_with_both_values(client: Client, series: Series, lead: User) -> None:
    record(series, 100, by=lead)
    theirs = record(series, 120, by=lead)
    response = send(client, entry(april(value="1", start="2019-05-01", end="2019-05-31"), april(revision=1)))

    assert response.status_code == 409
    assert response.json()["type"] == "urn:ascare:problem:changed-meanwhile"
    [error] = response.json()["errors"]
    assert error["field"] == "figures[1].revision"
    assert (error["yours"], Decimal(error["theirs"])) == ("786000.00", 120)
    assert (error["revision"], error["by"], error["at"]) == (2, "finance-lead", theirs.recorded_at.isoformat())
    assert Entry.objects.count() == 2


def test_a_cell_thought_to_hold_something_is_stale_too(client: Client) -> None:
    response = send(client, entry(april(revision=4)))

    assert response.status_code == 409
    assert response.json()["errors"][0] | {"message": ""} == {
        "field": "figures[0].revision",
        "message": "",
        "yours": "786000.00",
        "theirs": None,
        "revision": 0,
        "by": "",
        "at": None,
    }
    assert nothing_recorded()


# What can be wrong with a body, and which fields are named for it.
WRONG_BODIES: list[tuple[str, Any, list[str]]] = [
    ("not an object", [entry()], [""]),
    ("null", None, [""]),
    ("empty object", {}, ["organisation", "reason", "figures"]),
    ("unknown field", entry(who="me"), ["who"]),
    ("organisation no text", entry(organisation=7), ["organisation"]),
    ("blank reason", entry(reason="  "), ["reason"]),
    ("reason too long", entry(reason="x" * 501), ["reason"]),
    ("provisional no flag", entry(provisional="false"), ["provisional"]),
    ("figures no list", entry() | {"figures": {"0": april()}}, ["figures"]),
    ("no figures", entry() | {"figures": []}, ["figures"]),
    ("figure no object", entry(april(), 7), ["figures[1]"]),
    ("nothing in a figure", entry({}), [f"figures[0].{f}" for f in ("series", "basis", "start", "end", "value")]),
    ("unknown field of a figure", entry(april(valeu="7")), ["figures[0].valeu"]),
    ("unknown series", entry(april("test/savnig")), ["figures[0].series"]),
    ("null series", entry(april(None)), ["figures[0].series"]),  # type: ignore[arg-type]
    ("unknown basis", entry(april(basis="actuals")), ["figures[0].basis"]),
    ("unknown qualifier", entry(april(qualifier="circa")), ["figures[0].qualifier"]),
    ("null qualifier", entry(april(qualifier=None)), ["figures[0].qualifier"]),
    ("British date", entry(april(start="01/04/2019")), ["figures[0].start"]),
    ("no such day", entry(april(start="2019-04-31")), ["figures[0].start"]),
    ("date with a time", entry(april(start="2019-04-01T00:00")), ["figures[0].start"]),
    ("number for a date", entry(april(start=20190401)), ["figures[0].start"]),
    ("end before start", entry(april(end="2019-03-31")), ["figures[0].end"]),
    ("an actual's edition", entry(april(edition="2019-05-01")), ["figures[0].edition"]),
    ("true for a number", entry(april(value=True)), ["figures[0].value"]),
    ("list for a number", entry(april(value=["1"])), ["figures[0].value"]),
    ("words for a number", entry(april(value="£1,234")), ["figures[0].value"]),
    ("empty number", entry(april(value="")), ["figures[0].value"]),
    ("null number", entry(april(value=None)), ["figures[0].value"]),
    ("NaN as text", entry(april(value="NaN")), ["figures[0].value"]),
    ("Infinity as text", entry(april(value="-Infinity")), ["figures[0].value"]),
    ("exponent as text", entry(april(value="1e3")), ["figures[0].value"]),
    ("Arabic digits", entry(april(value="١٢")), ["figures[0].value"]),
    ("too many places", entry(april(value="0.12345")), ["figures[0].value"]),
    ("too large", entry(april(value="100000000000")), ["figures[0].value"]),
    ("withdrawn with a value", entry(april(withdrawn=True)), ["figures[0].value"]),
    ("number for a flag", entry(april(inferred=1)), ["figures[0].inferred"]),
    ("true for a revision", entry(april(revision=True)), ["figures[0].revision"]),
    ("negative revision", entry(april(revision=-1)), ["figures[0].revision"]),
    ("text revision", entry(april(revision="1")), ["figures[0].revision"]),
    ("huge revision", entry(april(revision=2**40)), ["figures[0].revision"]),
    ("a cell twice", entry(april(), april(value="1")), ["figures[1].series"]),
    ("a null character", entry(reason="a\0b"), ["reason"]),
    ("half a character", b'{"organisation": "anyshire", "reason": "\\ud800", "figures": []}', ["reason"]),
    (
        "several",
        entry(april(value="x", start="y"), april(basis=1)),
        ["figures[0].start", "figures[0].value", "figures[1].basis"],
    ),
]


@pytest.mark.parametrize(("body", "named"), [pytest.param(b, n, id=i) for i, b, n in WRONG_BODIES])
def test_a_wrong_body_is_refused_and_nothing_recorded(client: Client, body: Any, named: list[str]) -> None:
    response = send(client, body, **{"Idempotency-Key": "a-key"})

    assert response.status_code == 400
    assert fields(response) == named
    assert all(error["message"].endswith(".") for error in response.json()["errors"])
    assert response.json()["detail"].startswith("Nothing was recorded.")
    assert nothing_recorded()


UNREADABLE = [
    ("not JSON", b"series=1", "not JSON"),
    ("empty", b" ", "not JSON"),
    ("cut off", b'{"organisation": "any', "not JSON"),
    ("not UTF-8", b'{"reason": "\xff"}', "UTF-8"),
    ("NaN", b'{"figures": [{"value": NaN}]}', "NaN"),
    ("Infinity", b'{"figures": [{"value": -Infinity}]}', "Infinity"),
    ("a huge number", b'{"figures": [{"value": 1e999999999}]}', "too large"),
    ("a tiny number", b'{"figures": [{"value": 1e-9999}]}', "too small"),
    ("a long number", b'{"figures": [{"value": ' + b"9" * 5000 + b"}]}", "too long"),
    ("a field twice", b'{"reason": "a", "figures": [], "reason": "b"}', "twice"),
    ("deeply nested", b"[" * 100_000, "nested"),
    ("deeply nested objects", b'{"a":' * 100_000, "nested"),
]


@pytest.mark.parametrize(("body", "words"), [pytest.param(b, w, id=i) for i, b, w in UNREADABLE])
def test_an_unreadable_body_is_refused(client: Client, body: bytes, words: str) -> None:
    response = send(client, body)

    assert response.status_code == 400
    assert fields(response) == []
    assert words in response.json()["detail"]
    assert nothing_recorded()


def test_a_byte_order_mark_does_no_harm(client: Client) -> None:
    assert send(client, b"\xef\xbb\xbf" + json.dumps(entry()).encode()).status_code == 201


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_another_content_type_is_415(client: Client, content_type: str) -> None:
    response = client.post(ADDRESS, json.dumps(entry()).encode(), content_type=content_type)

    assert response.status_code == 415
    assert "application/json" in response.json()["detail"]
    assert nothing_recorded()


def test_an_absent_body_is_refused(client: Client) -> None:
    response = client.generic("POST", ADDRESS, content_type="application/json")
    assert response.status_code == 400
    assert fields(response) == ["organisation", "reason", "figures"]


def test_too_large_a_body_is_413(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_MEMORY_SIZE", 1000)

    assert send(client, entry(reason="x" * 300)).status_code == 201
    assert send(client, entry(reason="y" * 1000)).status_code == 413
    assert Entry.objects.count() == 1


def chunked(client: Client, body: bytes, **environment: Any) -> Any:
    return client.generic(
        "POST",
        ADDRESS,
        **{
            "CONTENT_TYPE": "application/json",
            "HTTP_TRANSFER_ENCODING": "chunked",
            "wsgi.input": io.BytesIO(body),
            **environment,
        },
    )


def test_a_chunked_body_is_read_no_further_than_the_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_MEMORY_SIZE", 1000)
    ends = {"wsgi.input_terminated": True}  # as gunicorn says

    assert chunked(client, json.dumps(entry()).encode(), **ends).status_code == 201
    assert chunked(client, json.dumps(entry(reason="x" * 2000)).encode(), **ends).status_code == 413
    assert chunked(client, json.dumps(entry()).encode()).status_code == 411
    assert Entry.objects.count() == 1


def test_more_than_20_000_figures_are_refused(client: Client) -> None:
    response = send(client, entry(*([{}] * 20_001)))

    assert response.status_code == 400
    assert fields(response) == ["figures"]
    assert "split" in response.json()["errors"][0]["message"]


def test_of_many_errors_a_hundred_are_shown(client: Client) -> None:
    response = send(client, entry(*[april(value="x")] * 150))

    assert len(fields(response)) == 100
    assert "150 errors; the first 100 are shown" in response.json()["detail"]


def test_a_key_with_spaces_is_refused(client: Client) -> None:
    for key in ("", "a b", "x" * 81, "é"):
        response = send(client, entry(), **{"Idempotency-Key": key})
        assert (response.status_code, fields(response)) == (400, ["Idempotency-Key"])
    assert nothing_recorded()


def test_a_repeated_request_is_answered_again_and_records_nothing(client: Client) -> None:
    first = send(client, entry(), **{"Idempotency-Key": "k"})
    send(client, entry(april(value="2")))
    second = send(client, entry(), **{"Idempotency-Key": "k"})

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert Entry.objects.count() == 2


def test_another_body_under_the_same_key_is_422(client: Client) -> None:
    send(client, entry(), **{"Idempotency-Key": "k"})
    response = send(client, entry(april(value="2")), **{"Idempotency-Key": "k"})

    assert response.status_code == 422
    assert "new key" in response.json()["detail"]
    assert Entry.objects.count() == 1


def test_a_refused_request_can_be_mended_under_its_key(client: Client) -> None:
    assert send(client, entry(april("nothing")), **{"Idempotency-Key": "k"}).status_code == 400
    assert send(client, entry(), **{"Idempotency-Key": "k"}).status_code == 201


def test_keys_are_the_users_own_and_the_tokens(
    client: Client, officer: User, lead: User, council: Organisation
) -> None:
    send(client, entry(), **{"Idempotency-Key": "k"})
    for other in (with_token(officer, council, may_write=True), with_token(lead, council, may_write=True)):
        response = send(other, entry(april(value="3")), **{"Idempotency-Key": "k"})
        assert response.status_code in (200, 201)
        assert "Idempotent-Replayed" not in response


def test_anonymous_is_401(series: Series) -> None:
    response = send(Client(), entry())
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"
    assert nothing_recorded()


def test_a_stranger_is_404(stranger: User, series: Series) -> None:
    outsider = with_token(stranger, stranger.memberships.get().organisation, may_write=True)
    assert send(outsider, entry()).status_code == 404
    assert nothing_recorded()


def test_a_reader_is_403(viewer: User, council: Organisation, series: Series) -> None:
    response = send(with_token(viewer, council, may_write=True), entry())
    assert response.status_code == 403
    assert "viewer" in response.json()["detail"]
    assert nothing_recorded()


def test_a_token_that_only_reads_is_403_and_says_so(officer: User, council: Organisation, series: Series) -> None:
    response = send(with_token(officer, council), entry())
    assert response.status_code == 403
    assert "only reads" in response.json()["detail"]
    assert nothing_recorded()


def test_a_token_writes_to_its_own_organisation_only(officer: User, council: Organisation, series: Series) -> None:
    elsewhere = MembershipFactory(user=officer, role=Role.FINANCE_OFFICER).organisation
    client = with_token(officer, elsewhere, may_write=True)

    assert send(client, entry()).status_code == 404
    assert nothing_recorded()


def test_somebody_limited_to_a_service_records_for_it_alone(
    council: Organisation, series: Series, contributor: User
) -> None:
    service = add_service(organisation=council, code="reablement", name="Reablement", by=None)
    SeriesFactory(organisation=council, code="test/reablement", service=service)
    grant_membership(user=contributor, organisation=council, role=Role.CONTRIBUTOR, by=None, services=[service])
    client = with_token(contributor, council, may_write=True)

    assert fields(send(client, entry())) == ["figures[0].series"]
    assert send(client, entry(april("test/reablement"))).status_code == 201


def test_measure_limits_are_kept(client: Client, council: Organisation) -> None:
    measure = MeasureFactory(minimum=Decimal(0), name="Beds")
    SeriesFactory(organisation=council, code="test/beds", measure=measure)

    assert fields(send(client, entry(april("test/beds", "-1")))) == ["figures[0].value"]
    assert nothing_recorded()


def test_sessions_need_their_csrf_token(officer: User, series: Series) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)

    response = send(client, entry())
    assert response.status_code == 403
    assert "CSRF" in response.json()["detail"]
    assert nothing_recorded()
    assert send(signed_in(officer), entry()).status_code == 201


def test_a_post_is_answered_in_json_only(client: Client) -> None:
    response = send(client, entry(), accept="text/csv")
    assert response.status_code == 406
    assert nothing_recorded()


def test_queries_do_not_grow_with_the_figures(client: Client, django_assert_max_num_queries: Any) -> None:
    ceiling = 22  # savepoints and the lock among them
    figures = [april(value=str(n), start=f"2019-04-{n:02}", end=f"2019-04-{n:02}") for n in range(1, 31)]
    with django_assert_max_num_queries(ceiling):
        send(client, entry(figures[0]), **{"Idempotency-Key": "one"})
    with django_assert_max_num_queries(ceiling):
        send(client, entry(*figures), **{"Idempotency-Key": "many"})


def test_entries_are_listed(client: Client, series: Series, lead: User) -> None:
    record(series, 100, by=lead, reason="=1+1")
    send(client, entry(provisional=True))

    first, second = client.get(ADDRESS).json()["results"]
    assert (first["number"], first["by"], first["reason"], first["channel"], first["figures"]) == (
        1,
        "finance-lead",
        "=1+1",
        "form",
        1,
    )
    assert (second["number"], second["provisional"], second["first_start"]) == (2, True, "2019-04-01")
    assert [e["number"] for e in client.get(ADDRESS, {"year": "2018-19"}).json()["results"]] == []
    csv = b"".join(client.get(ADDRESS, {"format": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert ",'=1+1," in csv


def test_entries_are_paged(client: Client, series: Series) -> None:
    for value in range(9):
        record(series, value)
    first = client.get(ADDRESS, {"page_size": 7}).json()
    second = client.get(first["next"]).json()

    assert [e["number"] for e in first["results"] + second["results"]] == list(range(1, 10))
    assert second["next"] is None


def test_listing_entries_takes_few_queries(
    client: Client, series: Series, django_assert_max_num_queries: Any
) -> None:
    for value in range(5):
        record(series, value)
    with django_assert_max_num_queries(5):
        client.get(ADDRESS)

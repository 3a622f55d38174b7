import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from ledger.actions import approve_entry, comment_on_figure, record_figures
from ledger.models import Basis, Channel, Entry, Figure, Organisation, Series
from ledger.months import LONDON, add_months
from tests.conftest import signed_in
from tests.factories import MeasureFactory, SeriesFactory, new_figure, record

from .api_client import fields, with_token

ADDRESS = "/api/v1/figures/"


@pytest.fixture
def client(viewer: User, council: Organisation) -> Client:
    return with_token(viewer, council)


def results(client: Client, **query: object) -> list[dict[str, Any]]:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def paper(day: date) -> dict[str, Any]:
    """How a figure comes in that was known on `day`."""
    return {"channel": Channel.PAPER, "known_from": datetime(day.year, day.month, day.day, 9, tzinfo=LONDON)}


def test_a_figure_says_all_that_is_known_of_it(client: Client, series: Series) -> None:
    series.measure.decimals = 2
    series.measure.save()
    figure = record(series, "-1234.5", qualifier="about", inferred=True)

    assert results(client) == [
        {
            "id": figure.pk,
            "organisation": "anyshire",
            "series": "test/saving",
            "measure": series.measure.code,
            "unit": "GBP",
            "basis": "actual",
            "start": "2019-04-01",
            "end": "2019-04-30",
            "edition": "2019-04-01",
            "value": "-1234.50",
            "qualifier": "about",
            "inferred": True,
            "provisional": False,
            "late": False,
            "restates": None,
            "revision": 1,
            "known_from": timezone.localtime(figure.known_from).isoformat(),
            "recorded_at": timezone.localtime(figure.recorded_at).isoformat(),
            "entry": 1,
            "history": f"http://testserver/api/v1/figures/{figure.pk}/history/",
        }
    ]


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("0.1", 0, "0.1"),
        ("0.1", 2, "0.10"),
        ("99999999999.9999", 0, "99999999999.9999"),
        ("-12345678901.2345", 2, "-12345678901.2345"),
        ("100", 0, "100"),
        ("0", 1, "0.0"),
        ("-0.0001", 0, "-0.0001"),
    ],
)
def test_numbers_are_exact(client: Client, council: Organisation, value: str, decimals: int, shown: str) -> None:
    series = SeriesFactory(organisation=council, measure=MeasureFactory(decimals=decimals))
    record(series, value)

    assert [found["value"] for found in results(client)] == [shown]
    rows = list(csv.DictReader(io.StringIO(whole(client.get(ADDRESS, {"format": "csv"})))))
    assert [row["value"] for row in rows] == [shown]


def test_as_at_gives_what_was_known_before_a_correction_and_after(client: Client, series: Series) -> None:
    record(series, 100, **paper(date(2019, 11, 7)))
    record(series, 120, **paper(date(2020, 3, 2)))

    assert [found["value"] for found in results(client, as_at="2019-11-06")] == []
    assert [found["value"] for found in results(client, as_at="2019-11-07")] == ["100"]
    assert [found["value"] for found in results(client, as_at="2020-03-01")] == ["100"]
    assert [(found["value"], found["revision"]) for found in results(client, as_at="2020-03-02")] == [("120", 2)]
    assert [found["value"] for found in results(client, as_at=timezone.localdate())] == ["120"]
    assert [found["value"] for found in results(client)] == ["120"]


def test_withdrawn_figures_are_left_out_unless_asked_for(client: Client, series: Series) -> None:
    record(series, 100)
    record(series, None, withdrawn=True)

    assert results(client) == []
    assert results(client, withdrawn="false") == []
    assert [(f["value"], f["revision"]) for f in results(client, withdrawn="true")] == [(None, 2)]


def test_provisional_until_approved(client: Client, series: Series, officer: User, lead: User) -> None:
    figure = record(series, 100, provisional=True, by=officer)
    assert [found["provisional"] for found in results(client)] == [True]

    approve_entry(entry=figure.entry, by=lead)
    assert [found["provisional"] for found in results(client)] == [False]


def test_filters_narrow_the_list(client: Client, series: Series, council: Organisation) -> None:
    other = SeriesFactory(organisation=council, code="test/other")
    record(series, 1, date(2019, 3, 1))
    record(series, 2, date(2019, 4, 1))
    record(series, 3, date(2020, 3, 1))
    record(series, 4, date(2020, 4, 1))
    record(series, 5, date(2019, 4, 1), basis=Basis.PLAN)
    record(other, 6, date(2019, 4, 1), start=date(2019, 2, 1), end=date(2019, 4, 30))

    def values(**query: object) -> list[str]:
        return sorted(found["value"] for found in results(client, **query))

    assert values(year="2019-20") == ["2", "3", "5", "6"]  # the last touches it with its April
    assert values(year="2019-20", organisation="anyshire", basis="plan") == ["5"]
    assert values(series="test/other") == ["6"]
    assert values(measure=series.measure.code) == ["1", "2", "3", "4", "5"]
    assert values(start="2020-03-01") == ["3", "4"]
    assert values(start="2019-04-01", end="2019-04-30") == ["2", "5"]


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"sereis": "test/saving"}, "sereis", "there are as_at"),
        ({"series": "test/savnig"}, "series", "no series"),
        ({"measure": "nothing"}, "measure", "No series has"),
        ({"series": ""}, "series", "empty"),
        ({"organisation": " "}, "organisation", "empty"),
        ({"series": ["test/saving", "test/other"]}, "series", "twice"),
        ({"series": "a\0b"}, "series", "Null"),
        ({"basis": "actuals"}, "basis", "actual, plan"),
        ({"year": "2019-21"}, "year", "like 2019-20"),
        ({"as_at": "2999-01-01"}, "as_at", "future"),
        ({"as_at": "07/11/2019"}, "as_at", "like 2019-11-07"),
        ({"as_at": "2019-02-30"}, "as_at", "calendar"),
        ({"as_at": "0001-01-01"}, "as_at", "since April 1990"),
        ({"as_at": "20191107"}, "as_at", "like 2019-11-07"),
        ({"start": "april"}, "start", "like 2019-11-07"),
        ({"withdrawn": "yes"}, "withdrawn", "true nor false"),
        ({"page_size": "0"}, "page_size", "1 to 5,000"),
        ({"page_size": "5001"}, "page_size", "1 to 5,000"),
        ({"page_size": "١"}, "page_size", "1 to 5,000"),
        ({"cursor": "made-up"}, "cursor", "no cursor"),
        ({"format": "xml"}, "format", "json or csv"),
    ],
)
def test_wrong_parameters_are_refused(client: Client, series: Series, query: Any, field: str, words: str) -> None:
    record(series, 100)
    response = client.get(ADDRESS, query)

    assert response.status_code == 400
    assert fields(response) == [field]
    assert words in response.json()["errors"][0]["message"]


def test_all_wrong_parameters_are_named(client: Client) -> None:
    assert fields(client.get(ADDRESS, {"yaer": "2019-20", "as_at": "x", "basis": "y"})) == ["yaer", "as_at", "basis"]


def walk(client: Client, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        body = client.get(following).json()
        found += body["results"]
        following = body["next"]
    return found


@pytest.fixture
def many(council: Organisation, officer: User) -> list[Series]:
    """Four series of twelve months on two bases, in one entry."""
    several = [SeriesFactory(organisation=council, code=f"many/{name}") for name in "dbca"]
    figures = [
        new_figure(series, index, add_months(date(2019, 4, 1), index), basis=basis)
        for series in several
        for basis in (Basis.ACTUAL, Basis.PLAN)
        for index in range(12)
    ]
    record_figures(organisation=council, figures=figures, by=officer, channel=Channel.FORM)
    return several


def test_pages_hold_every_row_once(client: Client, many: list[Series]) -> None:
    found = walk(client, f"{ADDRESS}?page_size=7&organisation=anyshire")

    assert len(found) == 96
    assert [row["id"] for row in found] == [row["id"] for row in results(client)]
    assert len({row["id"] for row in found}) == 96


def test_pages_hold_every_row_once_where_some_are_withdrawn(client: Client, many: list[Series]) -> None:
    for month in range(9):
        record(many[0], None, add_months(date(2019, 4, 1), month), withdrawn=True)

    assert len(walk(client, f"{ADDRESS}?page_size=7")) == 87


def test_pages_show_what_was_known_when_the_first_was_read(client: Client, many: list[Series]) -> None:
    first = client.get(f"{ADDRESS}?page_size=7").json()
    record(many[-1], 999, date(2019, 4, 1))
    record(many[-1], 999, date(2018, 4, 1))

    rest = walk(client, first["next"])
    assert len(first["results"] + rest) == 96
    assert "999" not in {row["value"] for row in rest}


def test_pages_go_on_across_organisations(viewer: User, many: list[Series]) -> None:
    from tests.factories import MembershipFactory

    elsewhere = SeriesFactory(organisation=MembershipFactory(user=viewer).organisation)
    for month in range(12):
        record(elsewhere, month, add_months(date(2019, 4, 1), month))

    assert len({row["id"] for row in walk(signed_in(viewer), f"{ADDRESS}?page_size=7")}) == 108


def test_a_cursor_belongs_to_its_list(client: Client, many: list[Series]) -> None:
    following = client.get(f"{ADDRESS}?page_size=7").json()["next"]

    assert fields(client.get(following.replace("/figures/", "/entries/"))) == ["cursor"]
    assert fields(client.get(following.replace("cursor=", "cursor=x"))) == ["cursor"]


@pytest.mark.parametrize("query", [{}, {"series": "many/a", "basis": "plan", "year": "2019-20"}])
def test_queries_do_not_grow(
    client: Client, many: list[Series], query: Any, django_assert_max_num_queries: Any
) -> None:
    # The token, who may read what (2), the figures, their series and their entries; and the code asked for.
    with django_assert_max_num_queries(6 + bool(query)):
        client.get(ADDRESS, query)


def whole(response: Any) -> str:
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return b"".join(response.streaming_content).decode()


def test_csv_holds_the_whole_filtered_list(client: Client, many: list[Series]) -> None:
    body = whole(client.get(ADDRESS, {"basis": "plan", "page_size": 7}, headers={"accept": "text/csv"}))

    rows = list(csv.DictReader(io.StringIO(body)))
    expected = results(client, basis="plan")
    assert len(rows) == 48
    assert list(rows[0]) == list(expected[0])
    assert [row["value"] for row in rows] == [row["value"] for row in expected]
    assert {row["inferred"] for row in rows} == {"false"}


def test_csv_has_no_pages(client: Client, many: list[Series]) -> None:
    following = client.get(f"{ADDRESS}?page_size=7").json()["next"]

    assert fields(client.get(following, headers={"accept": "text/csv"})) == ["cursor"]
    assert fields(client.get(ADDRESS, {"format": "csv", "page_size": "all"})) == ["page_size"]


def test_csv_looks_names_up_by_chunks(client: Client, many: list[Series], monkeypatch: pytest.MonkeyPatch) -> None:
    before = whole(client.get(ADDRESS, {"format": "csv"}))
    monkeypatch.setattr("ledger.api.lists.CHUNK", 7)

    assert whole(client.get(ADDRESS, {"format": "csv"})) == before


def test_history_holds_every_value_that_was_known(client: Client, series: Series, officer: User) -> None:
    record(series, 100, **paper(date(2019, 11, 7)), reason="November's paper")
    figure = record(series, "120.5", by=officer, reason="Late invoices")
    comment_on_figure(figure=figure, text="Seen by finance.", by=officer)

    found = client.get(f"{ADDRESS}{figure.pk}/history/").json()
    assert (found["organisation"], found["series"], found["start"]) == ("anyshire", "test/saving", "2019-04-01")
    assert [
        (r["value"], r["revision"], r["stands"], r["by"], r["reason"], r["channel"]) for r in found["revisions"]
    ] == [
        ("120.5", 2, True, "finance-officer", "Late invoices", "form"),
        ("100", 1, False, "ascare", "November's paper", "paper"),
    ]
    assert [comment["text"] for comment in found["revisions"][0]["comments"]] == ["Seen by finance."]


def test_history_as_at_knows_nothing_later(client: Client, series: Series) -> None:
    first = record(series, 100, **paper(date(2019, 11, 7)))
    later = record(series, 120)

    found = client.get(f"{ADDRESS}{first.pk}/history/", {"as_at": "2019-12-01"}).json()
    assert [revision["value"] for revision in found["revisions"]] == ["100"]
    assert client.get(f"{ADDRESS}{later.pk}/history/", {"as_at": "2019-12-01"}).status_code == 404


def test_history_queries_do_not_grow(client: Client, series: Series, django_assert_max_num_queries: Any) -> None:
    for value in range(8):
        figure = record(series, value)
    with django_assert_max_num_queries(12):
        client.get(f"{ADDRESS}{figure.pk}/history/")


@pytest.mark.parametrize("figure", ["0", "99999999999999999999999"])
def test_history_of_nothing_is_404(client: Client, figure: str) -> None:
    response = client.get(f"{ADDRESS}{figure}/history/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_history_of_somebody_elses_figure_is_404(client: Client, stranger: User, series: Series) -> None:
    figure = record(series, 1)
    outsider = with_token(stranger, stranger.memberships.get().organisation)

    assert outsider.get(f"{ADDRESS}{figure.pk}/history/").status_code == 404
    assert client.get(f"{ADDRESS}{figure.pk}/history/").status_code == 200


def test_values_are_what_the_ledger_holds(client: Client, many: list[Series]) -> None:
    """In another idiom: the standing figures by plain Python over everything that was recorded."""
    record(many[1], "7.25", date(2019, 6, 1))
    standing = {}
    for figure in Figure.objects.order_by("known_from", "id"):
        standing[(figure.series_id, figure.basis, figure.start, figure.end, figure.edition)] = figure
    assert {row["id"]: Decimal(row["value"]) for row in results(client)} == {f.pk: f.value for f in standing.values()}
    assert Entry.objects.count() == 2

"""Programmes, workstreams, benefits and KPIs through the API: the numbers and words of their pages."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger.actions import load_measures, put
from ledger.models import Basis, Frequency, Measure, Organisation, Series
from ledger.months import FinancialYear, Span, end_of_day, start_of_day
from programmes.actions import assess_confidence, budget_of, claim_budget, put_benefit, put_programme, put_workstream
from programmes.models import Benefit, Influence, Kpi, Programme, Workstream
from programmes.selectors import kpi_list, programme_page
from tests.conftest import signed_in
from tests.factories import record
from tests.finance.budgets import make_line

YEAR = FinancialYear(2019)
MONTHS = list(YEAR.months())
KNOWN = start_of_day(date(2019, 7, 1))
LISTS = ("programmes", "workstreams", "benefits", "kpis")


@pytest.fixture
def client(viewer: User) -> Client:
    return signed_in(viewer)


def told(figures: Series, value: object, span: Span, **fields: object) -> None:
    record(figures, value, span.start, end=span.end, channel="paper", known_from=KNOWN, **fields)


@pytest.fixture
def programme(council: Organisation) -> Programme:
    """One programme with a workstream, two benefits and a KPI that is a ratio, known from July 2019."""
    load_measures()
    said: dict[str, Any] = {"by": None, "known_from": KNOWN}
    made = put_programme(
        organisation=council, slug="well", name="Living well", wanted=["impact_series"], purpose="To last", **said
    )
    assert made.impact_series
    told(made.impact_series, 2000, YEAR.span, basis=Basis.TARGET)
    stream = put_workstream(programme=made, slug="home", name="At home", aim="reduce", standing="On plan", **said)
    for slug, kind, plan, came in (("visits", "cashable", 100, 90), ("calls", "avoidance", 50, 60)):
        benefit = put_benefit(programme=made, slug=slug, name=slug.title(), kind=kind, workstream=stream, **said)
        assert benefit.series
        for month in MONTHS:
            told(benefit.series, plan, month, basis=Basis.PLAN)
        for month in MONTHS[:2]:
            told(benefit.series, came, month)
    assess_confidence(programme=made, on=date(2019, 7, 1), level="amber", reason="Early days", **said)
    _kpi(council, made, stream)
    return made


def _kpi(council: Organisation, programme: Programme, stream: Workstream) -> None:
    made: dict[str, Series] = {}
    for code in ("direct-payment-recipients", "community-service-users", "direct-payment-share"):
        measure = Measure.objects.get(organisation=None, code=code)
        parts = list(made.values())
        ratio = {"numerator": parts[0], "denominator": parts[1]} if measure.is_ratio else {}
        made[code] = put(
            Series,
            {"organisation": council, "code": f"well/{code}"},
            by=None,
            known_from=KNOWN,
            name=code,
            measure=measure,
            frequency=Frequency.MONTH,
            **ratio,  # type: ignore[arg-type]
        )
    recipients, people, share = made.values()
    told(recipients, 1042, MONTHS[0])
    told(people, 4399, MONTHS[0])
    told(share, 25, YEAR.span, basis=Basis.TARGET)
    key = {"organisation": council, "series": share}
    words = {"programme": programme, "workstream": stream, "group": "Choice", "name": "Direct payments"}
    put(Kpi, key, by=None, known_from=KNOWN, **words)  # type: ignore[arg-type]


def results(client: Client, name: str, query: str = "year=2019-20") -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/{name}/?{query}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def test_programme_says_what_its_page_says(client: Client, programme: Programme, council: Organisation) -> None:
    (found,) = results(client, "programmes")
    page = programme_page(council, "well", YEAR, None, end_of_day(date(2019, 7, 1)))

    assert (found["target"], found["cashable"], found["avoided"]) == ("2000", "180", "120")
    assert (found["rating"], found["reason"], found["assessed_on"]) == ("amber", "Early days", "2019-07-01")
    assert (found["organisation"], found["slug"], found["open"], found["part_of"]) == ("anyshire", "well", True, None)
    assert found["log"] == programme.log_id
    assert isinstance(page.target.value, type(programme.impact_series.figures.get().value))  # type: ignore[union-attr]
    assert found["target"] == page.target.plain


def test_workstream_in_its_words(client: Client, programme: Programme) -> None:
    (found,) = results(client, "workstreams")

    assert (found["programme"], found["slug"], found["aim"], found["standing"]) == (
        "well",
        "home",
        "reduce",
        "On plan",
    )


def test_benefits_with_money_and_rating(client: Client, programme: Programme) -> None:
    visits, calls = results(client, "benefits")

    assert (visits["kind"], visits["plan"], visits["delivered"], visits["projected"]) == (
        *("cashable", "1200"),
        *("180", "1180"),
    )
    assert (visits["workstream"], visits["series"], visits["rating"]) == ("home", "well/visits", "green")
    assert (calls["kind"], calls["delivered"]) == ("avoidance", "120")


def test_kpi_points_with_their_parts(client: Client, programme: Programme, council: Organisation) -> None:
    (found,) = results(client, "kpis")
    page = kpi_list(council, YEAR, None).page("well/direct-payment-share")

    assert (found["target"], found["rating"], found["reason"]) == ("25.0", page.rating.colour, page.rating.reason)
    assert found["numerator_series"] == "well/direct-payment-recipients"
    (point,) = [point for point in found["points"] if point["value"]]
    assert (point["start"], point["numerator"], point["denominator"]) == ("2019-04-01", "1042", "4399")
    assert point["value"].startswith("23.68")
    assert (point["plan"], point["point_rating"]) == ("25.0", "amber")


@pytest.mark.parametrize("name", LISTS)
def test_lists_as_at_say_what_was_known(client: Client, programme: Programme, name: str) -> None:
    before = results(client, name)
    Programme.objects.filter(pk=programme.pk).get()
    put_programme(organisation=programme.organisation, slug="well", name="Renamed", by=None)
    put_workstream(programme=programme, slug="home", name="Renamed", by=None)
    for benefit in Benefit.objects.all():
        put_benefit(programme=programme, slug=benefit.slug, name=f"Renamed {benefit.slug}", by=None)
        assert benefit.series
        record(benefit.series, 1, MONTHS[0].start)
    put(Kpi, {"series": Kpi.objects.get().series}, by=None, name="Renamed")

    assert results(client, name, "year=2019-20&as_at=2019-12-31") == before
    assert results(client, name) != before
    assert results(client, name, "year=2019-20&as_at=2019-06-30") == []


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_closed_to_strangers(programme: Programme, stranger: User, name: str) -> None:
    assert results(signed_in(stranger), name) == []
    assert signed_in(stranger).get(f"/api/v1/{name}/?organisation=anyshire").status_code == 404
    assert Client().get(f"/api/v1/{name}/").status_code == 401


@pytest.mark.parametrize("name", LISTS)
def test_lists_come_as_csv_too(client: Client, programme: Programme, name: str) -> None:
    response = client.get(f"/api/v1/{name}/?year=2019-20&format=csv")
    rows = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode())))  # type: ignore[attr-defined]

    assert rows
    assert {row["organisation"] for row in rows} == {"anyshire"}
    if name == "kpis":
        assert ("2019-04-01", "1042") in {(row["start"], row["numerator"]) for row in rows}


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_rows(
    client: Client, programme: Programme, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(4):
        other = put_programme(organisation=programme.organisation, slug=f"p{n}", name=f"P{n}", by=None)
        put_workstream(programme=other, slug="w", name="W", by=None)
        put_benefit(programme=other, slug="b", name="B", kind="income", by=None)

    with django_assert_max_num_queries(20):
        results(client, name)


def test_lists_by_programme_and_state(client: Client, programme: Programme) -> None:
    other = put_programme(organisation=programme.organisation, slug="other", name="Other", by=None)
    put_workstream(programme=other, slug="else", name="Elsewhere", by=None)

    assert [row["slug"] for row in results(client, "workstreams", "programme=other")] == ["else"]
    assert len(results(client, "workstreams", "state=open")) == 2
    assert results(client, "workstreams", "state=closed") == []
    assert client.get("/api/v1/workstreams/?state=asleep").status_code == 400


@pytest.fixture
def line(programme: Programme) -> None:
    """A budget line of £12,000, of which the programme can influence half and a benefit claims a quarter."""
    made = make_line(programme.organisation, "homecare", known_from=KNOWN)
    for month in MONTHS:
        told(made.series, 1000, month, basis=Basis.BUDGET)
    told(made.series, 1100, MONTHS[0])
    put(Influence, {"programme": programme, "line": made}, by=None, known_from=KNOWN, share=Decimal(50))
    budget = budget_of(line=made, by=None, known_from=KNOWN)
    benefit = Benefit.objects.get(slug="visits")
    span = {"start": YEAR.start, "end": YEAR.end}
    claim_budget(benefit=benefit, budget=budget, share=Decimal(25), by=None, known_from=KNOWN, **span)


LINES = ("claims", "influenced-lines")


def test_influenced_line_with_its_spend(client: Client, line: None) -> None:
    (found,) = results(client, "influenced-lines")
    assert (found["programme"], found["budget_line"], found["share"]) == ("well", "homecare", "50")
    assert (found["budget"], found["projected"], found["spend"]) == ("12000", "12100", "6050")
    assert (found["price_effect"], found["price_stays_because"]) == (None, "No activity is attached to it.")


def test_claim_in_pounds(client: Client, line: None) -> None:
    (found,) = results(client, "claims")
    assert (found["benefit"], found["budget_line"], found["share"]) == ("visits", "homecare", "25")
    assert (found["amount"], found["claimed"], found["end"]) == ("12000", "3000", "2020-03-31")


@pytest.mark.parametrize("name", LINES)
def test_what_is_of_lines_as_at_by_programme_as_csv_and_for_members(
    client: Client, line: None, stranger: User, council: Organisation, name: str
) -> None:
    put_programme(organisation=council, slug="other", name="Other", by=None)
    before = results(client, name, "year=2019-20&programme=well")
    assert results(client, name, "year=2019-20&programme=other") == []
    make_line(council, "homecare", name="Renamed", known_from=None)
    put(Influence, {"programme__slug": "well"}, by=None, share=Decimal(60))
    assert results(client, name, "year=2019-20&as_at=2019-12-31") == before
    assert results(client, name) != before
    assert results(client, name, "year=2019-20&as_at=2019-06-30") == []
    assert results(signed_in(stranger), name) == []
    response = client.get(f"/api/v1/{name}/?year=2019-20&format=csv")
    (row,) = csv.DictReader(StringIO(b"".join(response.streaming_content).decode()))  # type: ignore[attr-defined]
    assert row["budget_line"] == "homecare"


@pytest.mark.parametrize("name", LINES)
def test_queries_of_lines_do_not_grow_with_them(
    client: Client,
    line: None,
    programme: Programme,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    benefit, span = Benefit.objects.get(slug="calls"), {"start": YEAR.start, "end": YEAR.end}
    for n in range(4):
        made = make_line(programme.organisation, f"line-{n}")
        put(Influence, {"programme": programme, "line": made}, by=None, share=Decimal(10))
        claim_budget(benefit=benefit, budget=budget_of(line=made, by=None), share=Decimal(10), by=None, **span)

    with django_assert_max_num_queries(20):
        assert len(results(client, name)) == 5

"""Pressures: what an event costs, by what it is and by what pays for it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from finance.actions.funding import put_funding_source
from finance.actions.pressures import put_pressure
from finance.charts.pressures import pressures_chart
from finance.models import FundingSource, Pressure
from finance.selectors.pressures import Pressures, pressures
from ledger.actions import close, load_measures
from ledger.models import Basis, Organisation
from ledger.months import FinancialYear, end_of_day
from tests.charts import validate
from tests.factories import record

YEAR = FinancialYear(2019)
COVID = "Covid-19"


def make(council: Organisation, slug: str, kind: str = "cost", category: str = "Care", **fields: Any) -> Pressure:
    given = {"name": slug.capitalize(), "event": COVID, "kind": kind, "category": category, "by": None, **fields}
    return put_pressure(organisation=council, slug=slug, **given)


def whole(pressure: Pressure, value: object, basis: str = Basis.FORECAST) -> None:
    record(pressure.series, value, YEAR.start, end=YEAR.end, basis=basis)


@pytest.fixture
def grant(council: Organisation) -> FundingSource:
    load_measures()
    amounts = {YEAR: Decimal(900)}
    return put_funding_source(
        organisation=council, slug="grant", name="Grant", kind="grant", amounts=amounts, by=None
    )


@pytest.fixture
def covid(council: Organisation, grant: FundingSource) -> Organisation:
    whole(make(council, "care", funding=grant), 500)
    whole(make(council, "equipment", category="Protective equipment"), 200)
    whole(make(council, "reablement", "savings", "Savings"), 300, Basis.PLAN)
    whole(make(council, "charging", "income", "Contributions", funding=grant), 100)
    make(council, "resilience")
    make(council, "bed-tax", event="A law", category="Law")
    return council


def of(council: Organisation, **asked: Any) -> Pressures:
    return pressures(council, asked.get("year", YEAR), asked.get("moment"), asked.get("event", COVID))


def test_kinds_are_added_up_apart_and_then_together(covid: Organisation) -> None:
    found = of(covid)
    assert {kind.name: kind.cost.value for kind in found.kinds} == {
        "Extra cost": 700,
        "Impaired savings": 300,
        "Lost income": 100,
    }
    assert (found.all.cost.value, found.all.unknown) == (1100, 1)
    care = found.categories(found.kind("cost"))
    assert [(each.name, each.cost.value) for each in care] == [("Care", 500), ("Protective equipment", 200)]


def test_what_is_not_funded_comes_last_and_what_is_left_of_a_grant_is_said(covid: Organisation) -> None:
    grant, nothing = of(covid).funded
    assert (grant.total.cost.value, grant.brings.value, grant.left.value) == (600, 900, 300)
    assert nothing.source is None
    assert (nothing.total.cost.value, nothing.left.value) == (500, None)
    assert of(covid).unfunded.cost.value == 500


def test_an_event_is_shown_apart_from_others(covid: Organisation) -> None:
    assert len(of(covid).rows) == 5
    assert [row.pressure.slug for row in of(covid, event="A law").rows] == ["bed-tax"]
    assert len(of(covid, event="").rows) == 6
    assert of(covid).events == ("A law", COVID)


def test_forecast_of_months_is_what_came_and_what_is_still_to_come(council: Organisation) -> None:
    load_measures()
    pressure = make(council, "care")
    for number, month in enumerate(YEAR.months()):
        record(pressure.series, 10, month.start, basis=Basis.PLAN)
        if number < 3:
            record(pressure.series, 12, month.start)
        else:
            record(pressure.series, 11, month.start, basis=Basis.FORECAST, edition=date(2019, 7, 1))
    (row,) = of(council).rows
    assert [number.value for number in (row.amounts.plan, row.amounts.actual, row.amounts.forecast)] == [120, 36, 135]


def test_closed_pressure_is_shown_in_its_year_alone(covid: Organisation) -> None:
    closing = Pressure.objects.get(slug="charging")
    close(thing=closing, on=date(2019, 12, 1), outcome="passed", reason="The policy is in force", by=None)
    assert "charging" in [row.pressure.slug for row in of(covid).rows]
    later = of(covid, year=YEAR.next)
    assert "charging" not in [row.pressure.slug for row in later.rows]
    assert later.closed == (closing,)


def test_nothing_was_known_before_it_was_said(covid: Organisation) -> None:
    assert of(covid, moment=end_of_day(date(2019, 1, 1))).rows == ()


def test_chart_keeps_to_plotlys_schema_and_says_what_it_shows(covid: Organisation) -> None:
    chart = pressures_chart(of(covid))
    assert chart
    validate(chart)
    assert chart.finding == (
        "£1,100 is expected in 2019/20: £700 extra cost, £300 impaired savings, £100 lost income. "
        "£500 of it is not funded. 1 of 5 have no amount and are left out."
    )
    assert pressures_chart(of(covid, event="A law")) is None


def test_pressures_ask_no_more_queries_as_they_grow(
    covid: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(6):
        of(covid)
    whole(make(covid, "more"), 1)
    with django_assert_num_queries(6):
        of(covid)

"""Each constraint of activity, funding and pressures, tried by writing past every validation."""

from dataclasses import dataclass
from datetime import date

import pytest

from finance.actions.activity import put_activity_line
from finance.actions.funding import commit_funding, put_funding_source
from finance.actions.pressures import put_pressure
from finance.models import ActivityLine, Commitment, FundingSource, Pressure
from ledger.actions import load_measures
from ledger.models import Organisation
from tests.constraints import Breaks, again, assert_refused, constraints_of, each_break
from tests.factories import SeriesFactory

DAY = date(2019, 8, 1)


@dataclass
class Cast:
    line: ActivityLine
    source: FundingSource
    commitment: Commitment
    pressure: Pressure


@pytest.fixture
def cast(council: Organisation) -> Cast:
    load_measures()
    source = put_funding_source(organisation=council, slug="grant", name="Grant", kind="grant", by=None)
    return Cast(
        put_activity_line(organisation=council, slug="homecare", name="Homecare", by=None),
        source,
        commit_funding(source=source, name="Beds", by=None),
        put_pressure(
            organisation=council, slug="care", name="Care", event="Covid", kind="cost", category="Care", by=None
        ),
    )


def _series() -> int:
    return SeriesFactory().pk


def line(cast: Cast, **changed: object) -> None:
    free = {"slug": "other", "quantity_series_id": _series(), "price_series_id": _series()}
    again(cast.line, **{**free, **changed})


def source(cast: Cast, **changed: object) -> None:
    again(cast.source, **{"slug": "other", "series_id": _series(), **changed})


def commitment(cast: Cast, **changed: object) -> None:
    again(cast.commitment, **{"name": "Other", "series_id": _series(), **changed})


def pressure(cast: Cast, **changed: object) -> None:
    again(cast.pressure, **{"slug": "other", "series_id": _series(), **changed})


BREAKS: Breaks[Cast] = {
    "activity_slug_once": [lambda c: line(c, slug="homecare")],
    "activity_quantity_once": [lambda c: line(c, quantity_series_id=c.line.quantity_series_id)],
    "activity_price_once": [lambda c: line(c, price_series_id=c.line.price_series_id)],
    "activity_counts_known": [lambda c: line(c, counts="beds")],
    "activity_priced_known": [lambda c: line(c, priced_per="bed")],
    "activity_period_known": [lambda c: line(c, period="day")],
    "funding_slug_once": [lambda c: source(c, slug="grant")],
    "funding_series_once": [lambda c: source(c, series_id=c.source.series_id)],
    "funding_kind_known": [lambda c: source(c, kind="loan")],
    "funding_days_in_order": [lambda c: source(c, starts=DAY, ends=date(2019, 7, 31))],
    "commitment_name_once": [lambda c: commitment(c, name="Beds")],
    "commitment_series_once": [lambda c: commitment(c, series_id=c.commitment.series_id)],
    "pressure_slug_once": [lambda c: pressure(c, slug="care")],
    "pressure_series_once": [lambda c: pressure(c, series_id=c.pressure.series_id)],
    "pressure_kind_known": [lambda c: pressure(c, kind="joy")],
    "finance_activityline_closed_as_something": [
        lambda c: line(c, closed_on=DAY),
        lambda c: line(c, outcome="ended"),
    ],
    "finance_fundingsource_closed_as_something": [lambda c: source(c, closed_on=DAY)],
    "finance_commitment_closed_as_something": [lambda c: commitment(c, closed_on=DAY)],
    "finance_pressure_closed_as_something": [lambda c: pressure(c, outcome="passed")],
}


@each_break(BREAKS)
def test_constraint_holds(cast: Cast, name: str, break_it: object) -> None:
    assert_refused(name, break_it, cast)  # type: ignore[arg-type]


def test_every_constraint_is_tried() -> None:
    kinds = ("activity_", "funding_", "commitment_", "pressure_", "finance_")
    assert {name for name in constraints_of("finance") if name.startswith(kinds)} == set(BREAKS)

"""Charts are plain dicts; here plotly.py itself says whether they keep to its schema."""

from datetime import date

import plotly.graph_objects as go
import pytest

from ledger.actions import mark_series_break
from ledger.charts import series_chart
from ledger.components import Chart
from ledger.models import Basis, Organisation, Series
from ledger.months import FinancialYear, end_of_day
from ledger.selectors import series_page
from programmes.actions import put_kpi, put_programme
from programmes.charts import delivery_chart, flow_chart
from programmes.models import Programme
from programmes.selectors import ProgrammePage, programme_page
from tests.factories import MeasureFactory, SeriesFactory, record

YEAR = FinancialYear(2019)


@pytest.fixture
def programme(council: Organisation, series: Series) -> Programme:
    target = SeriesFactory(organisation=council, measure=MeasureFactory(unit="GBP"))
    record(target, 1000, start=YEAR.start, end=YEAR.end, basis=Basis.TARGET)
    return put_programme(
        organisation=council, slug="p", by=None, name="P", impact_series=target, avoidance_series=series
    )


def page_of(programme: Programme) -> ProgrammePage:
    page = programme_page(programme.organisation, "p", YEAR, None, end_of_day(date(2019, 1, 1)))
    assert isinstance(page, ProgrammePage)
    return page


def validated(chart: Chart | None) -> Chart:
    assert chart is not None
    go.Figure(chart.figure)  # raises where a name or a value is not in the schema
    return chart


def test_delivery_chart_says_what_it_shows(programme: Programme, series: Series) -> None:
    record(series, 207, start=date(2019, 4, 1), end=date(2019, 8, 31))
    chart = validated(delivery_chart(page_of(programme)))
    assert "£207 of cost avoidance was evidenced for April to August 2019, 20.7%" in chart.finding
    assert "no profile" in chart.finding
    bars, line = chart.figure["data"]
    assert [value for value in bars["y"] if value is not None] == [207]
    assert bars["x"][bars["y"].index(207)] == "Aug 2019"
    assert set(line["y"]) == {1000}


def test_delivery_chart_without_delivery(programme: Programme) -> None:
    assert "nothing has been evidenced yet" in validated(delivery_chart(page_of(programme))).finding


def test_delivery_chart_without_anything_is_none(council: Organisation) -> None:
    put_programme(organisation=council, slug="p", by=None, name="P")
    page = programme_page(council, "p", YEAR, None, end_of_day(date(2019, 1, 1)))
    assert isinstance(page, ProgrammePage)
    assert delivery_chart(page) is None


def test_flow_chart_draws_nothing_across_a_series_break(programme: Programme, council: Organisation) -> None:
    flow = SeriesFactory(organisation=council, measure=MeasureFactory(unit="packages", rollup="last"))
    put_kpi(programme=programme, series=flow, by=None, group="Packages", name="Direct payments", position=1)
    for month, value in ((4, 518), (5, 517), (6, 954)):
        record(flow, value, date(2019, month, 1))
    mark_series_break(series=flow, on=date(2019, 6, 1), reason="Counted anew", by=None)
    [flows] = page_of(programme).flows
    chart = validated(flow_chart(flows))
    before, after = chart.figure["data"]
    assert (before["y"], after["y"]) == ([518, 517, None], [None, None, 954])
    assert [trace["showlegend"] for trace in (before, after)] == [True, False]
    assert "no row can be compared" in chart.finding
    assert "Series break from June 2019: Counted anew" in chart.table.rows[0].note


def test_series_chart_has_actual_and_plan(series: Series) -> None:
    for month in (4, 5):
        record(series, month * 10, date(2019, month, 1))
        record(series, 50, date(2019, month, 1), basis=Basis.PLAN)
    chart = validated(series_chart(series_page(series.organisation, series.code, YEAR, None)))
    assert [trace["name"] for trace in chart.figure["data"]] == ["Actual", "Plan"]
    assert chart.finding == "From £40 in April 2019 to £50 in May 2019."


def test_series_chart_of_a_single_month_is_none(series: Series) -> None:
    record(series, 1, date(2019, 4, 1))
    assert series_chart(series_page(series.organisation, series.code, YEAR, None)) is None

"""Charts are plain dicts; here plotly.py itself says whether they keep to its schema."""

from datetime import date

import pytest

from ledger.actions import load_measures, mark_series_break, put
from ledger.charts import series_chart
from ledger.components import Chart
from ledger.models import Basis, Organisation, Series
from ledger.months import FinancialYear, end_of_day
from ledger.selectors import series_page
from programmes.actions import put_benefit, put_programme
from programmes.charts import course_chart, course_finding, flow_chart, position_chart
from programmes.models import Kpi, Programme
from programmes.selectors import ProgrammePage, programme_page
from tests.charts import validate
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
    validate(chart)
    return chart


def test_course_chart_without_a_profile_says_so(programme: Programme, series: Series) -> None:
    record(series, 207, start=date(2019, 4, 1), end=date(2019, 8, 31))
    chart = validated(course_chart(page_of(programme).delivery.course, "Delivery"))
    assert "By the end of August 2019 £207 of cost avoidance was delivered, 20.7%" in chart.finding
    assert "There is no profile by month" in chart.finding
    bars, line = chart.figure["data"]
    assert [value for value in bars["y"] if value is not None] == [207]
    assert bars["x"][bars["y"].index(207)] == "Aug 2019"
    assert set(line["y"]) == {1000}


def test_course_without_delivery_is_told_and_not_drawn(programme: Programme) -> None:
    course = page_of(programme).delivery.course
    assert course_finding(course) == "The target for 2019/20 is £1,000; nothing has been evidenced yet."
    assert course_chart(course, "Delivery") is None


def test_course_chart_stacks_kinds_and_goes_on_along_the_plan(programme: Programme) -> None:
    load_measures()
    for kind, value in (("cashable", 10), ("avoidance", 20)):
        benefit = put_benefit(programme=programme, slug=f"{kind}-line", by=None, name=kind, kind=kind)
        assert benefit.series
        for month in YEAR.months():
            record(benefit.series, value, month.start, basis=Basis.PLAN)
        record(benefit.series, value - 2, YEAR.start)
    course = page_of(programme).delivery.course
    chart = validated(course_chart(course, "Delivery"))
    traces = {trace["name"]: trace for trace in chart.figure["data"]}
    assert traces["Cashable savings, delivered"]["y"][:2] == [8, None]
    assert traces["Cost avoidance, delivered"]["y"][:2] == [18, None]
    assert traces["Plan"]["y"][-1] == 360
    assert traces["Projected"]["y"][0] == 26
    assert traces["Projected"]["y"][1] == pytest.approx(56)
    assert traces["Projected"]["y"][-1] == 356
    assert chart.figure["layout"]["barmode"] == "stack"
    assert "£4 (adverse) below the plan of £30" in chart.finding
    assert "£644 (adverse) below the target of £1,000" in chart.finding


def test_course_chart_marks_the_forecasts_where_they_were_made(programme: Programme) -> None:
    target = programme.impact_series
    assert target
    for month, value in ((5, 900), (6, 800)):
        edition = date(2019, month, 1)
        record(target, value, start=YEAR.start, end=YEAR.end, basis=Basis.FORECAST, edition=edition)
    chart = validated(course_chart(page_of(programme).delivery.course, "Delivery"))
    [marks] = [trace for trace in chart.figure["data"] if trace.get("mode") == "markers"]
    assert (marks["x"], marks["y"]) == (["May 2019", "Jun 2019"], [900, 800])
    assert "Forecasts went from £900, made in May 2019, to £800, made in June 2019." in chart.finding


def test_position_chart_says_which_side_is_adverse(programme: Programme, council: Organisation) -> None:
    spend = SeriesFactory(organisation=council, measure=MeasureFactory(unit="GBP", better="lower"))
    put_programme(organisation=council, slug="p", by=None, spend_series=spend)
    record(spend, 5000, start=YEAR.start, end=YEAR.end, basis=Basis.TARGET)
    for month, value in ((4, 4900), (5, 5600)):
        edition = date(2019, month, 1)
        record(spend, value, start=YEAR.start, end=YEAR.end, basis=Basis.FORECAST, edition=edition)
    page = page_of(programme)
    chart = validated(position_chart(page.spend, "2019/20"))
    assert chart.figure["data"][0]["y"] == [-100, 600]
    assert "£100 below (favourable) in April 2019, and £600 over (adverse) in May 2019" in chart.finding
    assert page.over_position.value == 600


def test_flow_chart_draws_nothing_across_a_series_break(programme: Programme, council: Organisation) -> None:
    flow = SeriesFactory(organisation=council, measure=MeasureFactory(unit="packages", rollup="last"))
    key = {"organisation": council, "series": flow}
    put(Kpi, key, programme=programme, by=None, group="Packages", name="Direct payments", position=1)
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


def test_flow_chart_of_one_line_does_not_say_the_most(programme: Programme, council: Organisation) -> None:
    flow = SeriesFactory(organisation=council, measure=MeasureFactory(unit="packages", rollup="last"))
    key = {"organisation": council, "series": flow}
    put(Kpi, key, programme=programme, by=None, group="Packages", name="Direct payments", position=1)
    for month, value in ((4, 518), (5, 517)):
        record(flow, value, date(2019, month, 1))
    [flows] = page_of(programme).flows
    assert flow_chart(flows).finding == "Direct payments fell, from 518 in April 2019 to 517 in May 2019."


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

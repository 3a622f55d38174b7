"""The charts of budgets: valid in Plotly's schema, and their findings in words."""

from datetime import date

import pytest

from finance.charts import line_chart, line_finding, variance_chart, variance_finding
from finance.selectors import Monitoring, line_page, monitoring
from ledger.models import Organisation
from ledger.months import end_of_day
from tests.charts import validate

from .budgets import SEPTEMBER, YEAR, Budget, small_budget


@pytest.fixture
def budget(council: Organisation) -> Budget:
    return small_budget(council)


def seen(council: Organisation, as_at: date = SEPTEMBER) -> Monitoring:
    return monitoring(council, YEAR, end_of_day(as_at), as_at, "line", {})


def test_waterfall_begins_each_step_where_the_last_ended(council: Organisation, budget: Budget) -> None:
    chart = variance_chart(seen(council))

    assert chart
    validate(chart)
    adverse, favourable, together = chart.figure["data"]
    assert adverse["y"] == ["Residential", "Contributions", "Homecare"]
    assert (adverse["base"], adverse["x"]) == ([0, 5000, None], [5000, 1000, None])
    assert (favourable["base"], favourable["x"]) == ([None, None, 6000], [None, None, -2500])
    assert (together["base"], together["x"]) == ([0], [3500])
    assert [row.header for row in chart.table.rows][-1] == "Variance of the outturn"


def test_nothing_to_explain_is_said(council: Organisation, budget: Budget) -> None:
    before = seen(council, date(2019, 5, 1))

    assert variance_chart(before) is None
    assert "no variance to explain" in variance_finding(before)


def test_lines_year_is_drawn(council: Organisation, budget: Budget) -> None:
    page = line_page(council, "residential", YEAR, end_of_day(SEPTEMBER), SEPTEMBER)
    chart = line_chart(page)

    assert chart
    validate(chart)
    assert [trace["name"] for trace in chart.figure["data"]] == ["Actual", "Budget in force"]
    assert chart.figure["data"][0]["y"] == [11000.0] * 5 + [None] * 7
    assert line_finding(page) == (
        "By the end of August 2019 the actual is £5,000 above the budget to date: adverse. The year is projected to "
        "end £5,000 above the revised budget: adverse."
    )


def test_line_without_an_actual_says_so(council: Organisation, budget: Budget) -> None:
    page = line_page(council, "day-care", YEAR, end_of_day(SEPTEMBER), SEPTEMBER)

    assert line_finding(page) == "No actual can be compared with the budget of 2019/20 yet."

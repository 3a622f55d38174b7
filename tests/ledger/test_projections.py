"""What a year will come to, by hand; and how good earlier forecasts were."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.figure_rows import FigureRow
from ledger.months import Span
from ledger.rollups import LAST, MEAN, SUM
from ledger.trajectories import Rules, Trajectory, trajectory
from ledger.year_sheet import spans_of

from .rows import TODAY, YEAR, actuals, monthly, row, span

PLAN = monthly("plan", *[100] * 12)
RISING = monthly("plan", *range(10, 130, 10))  # 10, 20 ... 120


def made(*rows: FigureRow, rollup: str = SUM, method: str = "as-planned") -> Trajectory:
    return trajectory(rows, YEAR, TODAY, Rules(rollup=rollup, method=method))


def projected(found: Trajectory) -> dict[str, object]:
    return {p.method: p.value for p in found.projections}


@pytest.mark.parametrize(
    ("rows", "rollup", "expected"),
    [
        # amounts: 450 of 500 by August
        ([*PLAN, *actuals(*[90] * 5)], SUM, (1150, 1080, 1080, None)),
        # a plan that rises: 60 planned by June and 30 delivered; 720 of 780 are still to come
        ([*RISING, *actuals(10, 10, 10)], SUM, (750, 120, 390, None)),
        # an annual target alone is not divided by twelve
        ([row("target", YEAR.span, 1200), *actuals(*[90] * 6)], SUM, (None, 1080, None, None)),
        # a profile to August and the year's plan: what is left is the difference
        ([*PLAN[:5], row("plan", YEAR.span, 1200), *actuals(*[90] * 5)], SUM, (1150, 1080, 1080, None)),
        # a figure for April to August reaches August
        ([*PLAN, row("actual", span(1, 5), 450)], SUM, (1150, 1080, 1080, None)),
        # nothing was planned so far: no rate to deliver the rest at
        ([*monthly("plan", 0, 0, *[100] * 10), *actuals(5, 5)], SUM, (1010, 60, None, None)),
        # levels: 110 where 120 was planned, 60 planned at the end
        ([*monthly("plan", 120, *[100] * 10, 60), *actuals(110)], LAST, (50, 110, 55, None)),
        # averages: 8 over two months where 10 was planned throughout
        ([*monthly("plan", *[10] * 12), *actuals(8, 8)], MEAN, (Decimal(116) / 12, 8, 8, None)),
        # nothing came yet
        (PLAN, SUM, (None, None, None, None)),
    ],
)
def test_outturn_by_each_method(rows: list[FigureRow], rollup: str, expected: tuple[object, ...]) -> None:
    found = projected(made(*rows, rollup=rollup))

    assert found == dict(zip(("as-planned", "run-rate", "delivery-rate", "officer"), expected, strict=True))


def test_the_whole_year_in_is_no_projection_any_more() -> None:
    found = made(*PLAN, *actuals(*[90] * 12), row("forecast", YEAR.span, 999, date(2019, 9, 1)), method="officer")

    assert (found.outturn.method, found.outturn.value) == ("actual", 1080)


def test_terms_of_a_projection_give_its_value() -> None:
    found = made(*PLAN, *actuals(*[90] * 5)).outturn

    assert found.formula == "actual to August 2019 + (plan of the year − plan to August 2019)"
    assert dict(found.terms) == {"actual to August 2019": 450, "plan to August 2019": 500, "plan of the year": 1200}


# --- what an officer forecasts


def test_a_forecast_of_the_whole_year_needs_no_profile() -> None:
    rows = [row("target", YEAR.span, 3800), row("forecast", YEAR.span, 3500, date(2019, 9, 1)), *actuals(300)]

    assert made(*rows, method="officer").outturn.value == 3500


def test_an_officers_forecast_stands_in_where_the_method_says_nothing_and_says_so() -> None:
    found = made(row("target", YEAR.span, 3800), row("forecast", YEAR.span, 3500, date(2019, 9, 1)), *actuals(300))

    assert (found.outturn.method, found.outturn.value) == ("officer", 3500)
    assert "as forecast by an officer" in found.rating.reason


def test_forecast_months_complete_the_actuals() -> None:
    forecasts = monthly("forecast", None, None, *[80] * 10, edition=date(2019, 6, 1))

    assert made(*actuals(90, 90), *forecasts, method="officer").outturn.value == 980
    assert made(*forecasts, *actuals(90, 90), rollup=LAST, method="officer").outturn.value == 80
    assert made(*forecasts, *actuals(90, 90), rollup=MEAN, method="officer").outturn.value == Decimal(980) / 12


def test_forecasts_that_leave_a_month_out_give_no_outturn() -> None:
    forecasts = monthly("forecast", None, None, *[80] * 9, edition=date(2019, 6, 1))

    found = made(*actuals(90, 90), *forecasts, method="officer").outturn

    assert (found.value, found.why_not) == (None, "The forecasts leave out some of the months.")


def test_the_newer_of_a_whole_years_forecast_and_one_by_month_counts() -> None:
    by_month = monthly("forecast", None, None, *[80] * 10, edition=date(2019, 6, 1))
    earlier, later = (row("forecast", YEAR.span, 1000, date(2019, month, 1)) for month in (5, 7))

    assert made(*actuals(90, 90), *by_month, earlier, method="officer").outturn.value == 980
    assert made(*actuals(90, 90), *by_month, later, method="officer").outturn.value == 1000


SEPTEMBER = date(2019, 9, 1)
THIRD, FOURTH = span(7, 9), span(10, 12)


def forecast(of: Span, value: object, made_in: date = SEPTEMBER) -> FigureRow:
    return row("forecast", of, value, made_in)


@pytest.mark.parametrize(
    ("rows", "rollup", "expected"),
    [
        # amounts: 540 to September, 270 and 300 to come
        ([*actuals(*[90] * 6), forecast(THIRD, 270), forecast(FOURTH, 300)], SUM, 1110),
        # a month before the quarters: 450 + 80 + 570
        ([*actuals(*[90] * 5), forecast(span(6, 6), 80), forecast(THIRD, 270), forecast(FOURTH, 300)], SUM, 1100),
        # half a year at once, before anything came
        ([forecast(span(1, 6), 500), forecast(span(7, 12), 600)], SUM, 1100),
        # averages weigh their months: (90 × 6 + 80 × 3 + 70 × 3) ÷ 12
        ([*actuals(*[90] * 6), forecast(THIRD, 80), forecast(FOURTH, 70)], MEAN, Decimal("82.5")),
        # a level is that of the last quarter
        ([*actuals(*[90] * 6), forecast(THIRD, 80), forecast(FOURTH, 70)], LAST, 70),
        # nothing is forecast of August and September
        ([*actuals(*[90] * 4), forecast(THIRD, 270), forecast(FOURTH, 300)], SUM, None),
    ],
)
def test_forecasts_by_quarters_complete_the_actuals(rows: list[FigureRow], rollup: str, expected: object) -> None:
    found = made(*rows, rollup=rollup, method="officer").outturn

    assert found.value == expected
    assert found.why_not == ("" if expected else "The forecasts leave out some of the months.")


@pytest.mark.parametrize(("months_made", "expected"), [(6, 540 + 300 + 240), (9, 540 + 480), (10, 540 + 480)])
def test_of_a_quarter_and_its_months_what_was_forecast_last_counts(months_made: int, expected: int) -> None:
    """540 to September, then 80 a month; the quarter from October at 300, made in September."""
    months = monthly("forecast", *[None] * 6, *[80] * 6, edition=date(2019, months_made, 1))

    assert made(*actuals(*[90] * 6), *months, forecast(THIRD, 300), method="officer").outturn.value == expected


@given(st.lists(st.integers(-1000, 1000), min_size=12, max_size=12), st.sets(st.integers(1, 11)), st.integers(0, 11))
def test_forecasts_of_any_whole_months_that_join_come_to_the_same(
    values: list[int], cuts: set[int], gone: int
) -> None:
    """The same year forecast by months, or by longer spans from the month on that the actuals reach."""
    edges = sorted({gone, 12, *(cut for cut in cuts if cut > gone)})
    joined = [forecast(span(a + 1, b), sum(values[a:b])) for a, b in pairwise(edges) if (a, b) != (0, 12)]
    monthly_ones = monthly("forecast", *[None] * gone, *values[gone:], edition=SEPTEMBER)

    for rows in (joined or monthly_ones, monthly_ones):
        assert made(*actuals(*values[:gone]), *rows, method="officer").outturn.value == sum(values)


def test_forecasts_by_weeks_complete_the_actual_weeks() -> None:
    """Twenty weeks at 10, into August, and 32 at 12: weeks are those whose Thursday lies in the year."""
    weeks = spans_of("week", YEAR)
    came = [row("actual", week, 10) for week in weeks[:20]]
    to_come = [forecast(week, 12) for week in weeks[20:]]

    assert weeks[19].belongs_to == date(2019, 8, 1) == weeks[20].belongs_to
    assert made(*came, *to_come, method="officer").outturn.value == 200 + 384
    assert made(*came, *to_come[1:], method="officer").outturn.value is None


def test_a_forecast_made_by_quarters_is_remembered() -> None:
    forecasts = [forecast(THIRD, 270), forecast(FOURTH, 300)]

    assert [(p.value, p.error) for p in made(*forecasts, *actuals(*[90] * 12)).past] == [(1110, 30)]


# --- how good forecasts were


def test_past_forecasts_move_and_turn_out_wrong_by_so_much() -> None:
    editions = [(5, 1000), (9, 1150), (12, 1100)]
    forecasts = [row("forecast", YEAR.span, value, date(2019, month, 1)) for month, value in editions]

    found = made(*forecasts, *actuals(*[90] * 12)).past

    assert [(p.edition.month, p.value, p.moved, p.error) for p in found] == [
        (5, 1000, None, -80),
        (9, 1150, 150, 70),
        (12, 1100, -50, 20),
    ]


def test_errors_are_not_known_before_the_year_is_in() -> None:
    found = made(row("forecast", YEAR.span, 1000, date(2019, 5, 1)), *actuals(90)).past

    assert [p.error for p in found] == [None]


def test_a_forecast_made_by_month_is_completed_by_the_actuals_before_it() -> None:
    forecasts = monthly("forecast", None, None, *[80] * 10, edition=date(2019, 6, 1))

    found = made(*actuals(*[90] * 12), *forecasts).past

    assert [(p.value, p.error) for p in found] == [(980, -100)]


def test_a_forecast_made_later_than_the_day_asked_about_is_not_there() -> None:
    rows = [row("forecast", YEAR.span, 1000, date(2019, month, 1)) for month in (5, 9)]

    assert len(trajectory(rows, YEAR, date(2019, 8, 31), Rules()).past) == 1


@given(
    st.lists(st.integers(-1000, 1000), min_size=12, max_size=12),
    st.lists(st.integers(-1000, 1000), min_size=1, max_size=11),
)
def test_delivered_as_planned_a_year_comes_to_its_plan(plan: list[int], more: list[int]) -> None:
    """By every method that follows the plan; and each pound more than planned is a pound more of outturn."""
    gone = len(more)
    as_planned = made(*monthly("plan", *plan), *actuals(*plan[:gone]))
    ahead = made(*monthly("plan", *plan), *actuals(*(p + m for p, m in zip(plan, more, strict=False))))

    assert projected(as_planned)["as-planned"] == sum(plan)
    if sum(plan[:gone]):
        assert projected(as_planned)["delivery-rate"] == sum(plan)
    assert projected(ahead)["as-planned"] == sum(plan) + sum(more)

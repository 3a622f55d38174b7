"""Change detected against a series' own history, with numbers worked by hand and once more by pandas."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.months import FinancialYear, Span
from ledger.rating import Unit
from ledger.variation import (
    MIN_POINTS,
    RUN,
    TREND,
    Limits,
    Point,
    Signal,
    Variation,
    following,
    variation,
    year_before,
)

HIGHER, LOWER, NEITHER = (Unit(better, "people", 0) for better in ("higher", "lower", "neutral"))
APRIL = Span.month(date(2018, 4, 1))
# The mean is 10 and every moving range 2, but for those beside what a test adds: limits at 10 ± 5.32.
STEADY = [9, 11] * 8


def after(span: Span, count: int) -> Span:
    for _ in range(count):
        found = following(span)
        assert found is not None
        span = found
    return span


def points(values: Iterable[object], first: Span = APRIL) -> list[Point]:
    """From `first` on, one after the other; None leaves a span out."""
    return [Point(after(first, i), Decimal(str(value))) for i, value in enumerate(values) if value is not None]


def told(found: Variation, rule: str) -> list[Signal]:
    return [signal for signal in found.signals if signal.rule == rule]


# --- limits


def test_limits_are_2_66_mean_moving_ranges_from_the_mean() -> None:
    [stretch] = variation(points([10, 12, 11, 15, 10, 12, 11, 15, 10, 12, 11, 15]), [], HIGHER).stretches
    # 144 ÷ 12 = 12; the ranges 2 1 4 5 2 1 4 5 2 1 4 add up to 31, a mean of 31 ÷ 11; 2.66 × 31 ÷ 11 = 7.49636...
    assert stretch.limits is not None
    assert stretch.limits.mean == 12
    assert (stretch.limits.lower.quantize(Decimal("0.0001")), stretch.limits.upper.quantize(Decimal("0.0001"))) == (
        Decimal("4.5036"),
        Decimal("19.4964"),
    )


def test_no_moving_range_is_screened_out() -> None:
    """As in the workbooks of Making Data Count: the R package would leave the two ranges of 8 or more out."""
    [stretch] = variation(points([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]), [], HIGHER).stretches
    # 35 ÷ 18 = 1.9444; the ranges are 3 × 1, 8, 9 and 12 × 1: 32 ÷ 17 = 1.8824, × 2.66 = 5.0071.
    assert stretch.limits is not None
    assert stretch.limits.upper.quantize(Decimal("0.0001")) == Decimal("6.9515")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "Nothing has been recorded."),
        ([5], "Too few points to tell. No value follows right after another; twelve are needed."),
        ([5, None, 5], "Too few points to tell. No value follows right after another; twelve are needed."),
        ([5, 6, 900], "Too few points to tell. Three months follow each other; twelve are needed."),
        (STEADY[: MIN_POINTS - 1], "Too few points to tell. Eleven months follow each other; twelve are needed."),
        (STEADY[:MIN_POINTS], "No sign of change. It varies within its limits, as before."),
    ],
)
def test_too_few_points_are_said_rather_than_judged(values: list[object], words: str) -> None:
    found = variation(points(values), [], HIGHER)

    assert found.words == words
    assert not found.signals


# --- signals


@pytest.mark.parametrize(
    ("better", "above", "below"),
    [(HIGHER, "improvement", "concern"), (LOWER, "concern", "improvement"), (NEITHER, "change", "change")],
)
def test_point_beyond_the_limits_means_what_the_direction_says(better: Unit, above: str, below: str) -> None:
    # (16 × 10 + 30) ÷ 17 = 11.18; ranges 15 × 2 + 19: 49 ÷ 16 = 3.06; limits at 3.03 and 19.32
    up, down = (variation(points([*STEADY, value]), [], better) for value in (30, -10))

    assert up.current is not None
    assert down.current is not None
    assert (up.current.meaning, down.current.meaning) == (above, below)
    assert up.words == f"{above.capitalize()}. {up.current.words}"
    assert (
        up.current.words
        == "August 2019, 30 people, lies above the upper limit of 19.3 people: unlikely to be chance."
    )
    assert "lies below the lower limit" in down.words


def test_points_beyond_a_limit_that_follow_each_other_are_one_signal() -> None:
    # (16 × 10 + 80) ÷ 18 = 13.33; ranges 15 × 2 + 29 + 0: 59 ÷ 17 = 3.47; the upper limit at 22.57
    found = variation(points([*STEADY, 40, 40]), [], HIGHER)

    [beyond] = told(found, "beyond")
    assert beyond.words == "Two months in a row above the upper limit of 22.6 people: unlikely to be chance."


def test_point_on_the_limit_is_within_it() -> None:
    found = variation(points([0] * MIN_POINTS), [], HIGHER)

    [stretch] = found.stretches
    assert stretch.limits == Limits(Decimal(0), Decimal(0), Decimal(0))
    assert not found.signals


def test_seven_in_a_row_on_one_side_are_a_run_and_six_are_not() -> None:
    # 7 × 12, 7 × 8: the mean is 10.
    seven = variation(points([12, 11, 12, 13, 12, 12, 12, 8, 8, 7, 9, 8, 8, 8]), [], HIGHER)
    six = variation(points([12, 11, 12, 13, 12, 12, 8, 8, 7, 9, 8, 8, 12]), [], HIGHER)

    assert [(run.up, len(run.points)) for run in told(seven, "run")] == [(False, 7), (True, 7)]
    assert (
        told(seven, "run")[0].words == "Seven months in a row below the mean of 10.0 people: unlikely to be chance."
    )
    assert not told(six, "run")


def test_value_on_the_mean_breaks_a_run() -> None:
    assert not told(variation(points([12, 11, 12, 10, 13, 12, 12, 8, 8, 7, 10, 9, 8, 8]), [], HIGHER), "run")


def test_six_in_a_row_each_higher_are_a_trend_and_five_are_not() -> None:
    # STEADY ends with 11.
    six = variation(points([*STEADY, 7, 8, 9, 10, 11, 12]), [], LOWER)
    five = variation(points([*STEADY, 8, 9, 10, 11, 12]), [], LOWER)

    [trend] = told(six, "trend")
    assert (trend.meaning, len(trend.points), trend.short) == ("concern", 6, "6 rising")
    assert trend.words == "Six months in a row, each higher than the last: unlikely to be chance."
    assert not told(five, "trend")


def test_equal_values_break_a_trend() -> None:
    assert not told(variation(points([*STEADY, 7, 8, 9, 9, 10, 11, 12]), [], LOWER), "trend")


def test_two_of_three_near_one_limit() -> None:
    # 16 × 10 + 16 + 11 + 16 = 203 over 19, 10.68; ranges 15 × 2 + 5 + 5 + 5: 45 ÷ 18 = 2.5; near from 15.12 to 17.33
    found = variation(points([*STEADY, 16, 11, 16]), [], HIGHER)

    assert found.current is not None
    assert found.current.rule == "near"
    assert (
        found.current.words
        == "Two of three months in a row close to the upper limit of 17.3 people: unlikely to be chance."
    )
    assert found.current.short == "2 of 3 near the limit"


@pytest.mark.parametrize("tail", [[16, 9, 16], [16, 11, 5], [16, 11, 11, 16]])
def test_near_points_across_the_mean_or_too_far_apart_are_no_signal(tail: list[int]) -> None:
    assert not told(variation(points([*STEADY, *tail]), [], HIGHER), "near")


def test_signals_are_told_newest_first_and_of_those_that_end_together_the_strongest() -> None:
    found = variation(points([8] * 7 + [9, 10, 11, 12, 13, 14, 40]), [], HIGHER)

    assert [signal.rule for signal in found.signals if signal.end == found.signals[0].end] == ["beyond", "trend"]
    assert [signal.end for signal in found.signals] == sorted((s.end for s in found.signals), reverse=True)


def test_signal_that_the_latest_value_has_left_is_not_current() -> None:
    found = variation(points([*STEADY, 30, 10]), [], HIGHER)

    assert told(found, "beyond")
    assert found.current is None
    assert found.words == "No sign of change. It varies within its limits, as before."


# --- gaps and breaks


def test_missing_month_breaks_runs_trends_and_moving_ranges() -> None:
    run = points([*STEADY, 12, 12, 12, None, 12, 12, 12, 12])
    [stretch] = variation(run, [], HIGHER).stretches

    assert stretch.ranges == 21
    assert not told(variation(run, [], HIGHER), "run")
    assert not told(variation(points([*STEADY, 7, 8, 9, None, 10, 11, 12]), [], HIGHER), "trend")


def test_values_before_a_break_are_not_compared_with_those_after() -> None:
    """Ten before, a thousand after: one history of both would be full of signals."""
    values = [*STEADY, *(1000 + value for value in STEADY)]
    month = after(APRIL, len(STEADY)).start
    found = variation(points(values), [month], HIGHER)

    assert [stretch.limits and stretch.limits.mean for stretch in found.stretches] == [10, 1010]
    assert not found.signals
    assert variation(points(values), [], HIGHER).signals


def test_short_stretch_after_a_break_says_so() -> None:
    found = variation(points([*STEADY, 30, 31, 29]), [after(APRIL, len(STEADY)).start], HIGHER)

    assert found.words == (
        "Too few points to tell. Three months follow each other since the series break; twelve are needed."
    )


# --- spans


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (APRIL, Span.month(date(2018, 5, 1))),
        (Span.month(date(2020, 1, 1)), Span.month(date(2020, 2, 1))),
        (Span(date(2019, 1, 1), date(2019, 3, 31)), Span(date(2019, 4, 1), date(2019, 6, 30))),
        (FinancialYear(2018).span, FinancialYear(2019).span),
        (Span(date(2019, 12, 30), date(2020, 1, 5)), Span(date(2020, 1, 6), date(2020, 1, 12))),
        (Span(date(2019, 4, 1), date(2019, 8, 31)), None),
        (Span(date(2019, 7, 4), date(2019, 7, 4)), None),
        (Span.month(date(2100, 3, 1)), None),
    ],
)
def test_following_is_the_next_of_its_kind(span: Span, expected: Span | None) -> None:
    assert following(span) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span.month(date(2021, 2, 1)), Span.month(date(2020, 2, 1))),
        (FinancialYear(2019).span, FinancialYear(2018).span),
        (Span(date(2020, 1, 6), date(2020, 1, 12)), Span(date(2019, 1, 7), date(2019, 1, 13))),
        (Span(date(2019, 7, 4), date(2019, 7, 4)), None),
        (Span.month(date(1990, 4, 1)), None),
    ],
)
def test_year_before_is_the_same_span(span: Span, expected: Span | None) -> None:
    assert year_before(span) == expected


# --- the same by pandas

VALUES = st.lists(st.none() | st.integers(-30, 30), min_size=1, max_size=40)


@given(VALUES)
def test_limits_and_signals_agree_with_pandas(values: list[int | None]) -> None:
    found = variation(points(values), [], HIGHER)
    frame = pd.Series(values, dtype=float)
    ranges = frame.diff().abs()
    if ranges.count() < MIN_POINTS - 1:
        assert not any(stretch.limits for stretch in found.stretches)
        return
    [stretch] = found.stretches
    assert stretch.limits is not None
    mean, reach = frame.mean(), 2.66 * ranges.mean()
    assert float(stretch.limits.mean) == pytest.approx(mean, abs=1e-9)
    assert float(stretch.limits.upper) == pytest.approx(mean + reach, abs=1e-9)
    for up in (True, False):
        # Exact means and ranges: a value on the mean must not fall to one side of it by rounding.
        heights = (frame * frame.count() - frame.sum()) * (1 if up else -1)
        ahead = (heights > 0).groupby((heights <= 0).cumsum() + heights.isna().cumsum()).cumsum()
        longest = ahead.groupby((ahead == 0).cumsum()).max()
        runs = sorted(int(length) for length in longest if length >= RUN)
        assert sorted(len(s.points) for s in told(found, "run") if s.up == up) == runs
        rising = heights.diff() > 0
        moves = rising.groupby((~rising).cumsum()).sum()
        trends = sorted(int(length) + 1 for length in moves if length >= TREND - 1)
        assert sorted(len(s.points) for s in told(found, "trend") if s.up == up) == trends
        beyond = heights > float(2.66 * ranges.mean() * frame.count()) + 1e-6
        assert sum(len(s.points) for s in told(found, "beyond") if s.up == up) == beyond.sum()

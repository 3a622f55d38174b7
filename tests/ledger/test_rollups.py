"""Months and years to date, by hand and once more in pandas."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.figure_rows import FigureRow
from ledger.months import FinancialYear, Span
from ledger.rollups import LAST, MEAN, SUM, by_month, ratio, to_date
from ledger.year_sheet import spans_of

from .rows import MONTHS, YEAR, actuals, row, span, week

APRIL, MAY, JUNE = (month.end for month in MONTHS[:3])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], {}),
        (actuals(10, 20, 30), {1: 10, 2: 30, 3: 60}),
        (actuals(10, None, 30), {1: 10}),  # no sum that leaves May out
        (actuals(None, 20), {}),
        (actuals(10, 0, 5), {1: 10, 2: 10, 3: 15}),  # zero is not missing
        ([row("actual", span(1, 5), 100), *actuals(None, None, None, None, None, 7)], {5: 100, 6: 107}),
        ([row("actual", span(1, 3), 60), row("actual", span(4, 6), 30)], {3: 60, 6: 90}),
        ([*actuals(10, 20), row("actual", span(3, 4), 5)], {1: 10, 2: 30, 4: 35}),
        # The year's own figure is the year's sum, though its months are known and say otherwise.
        ([*actuals(*([1] * 12)), row("actual", YEAR.span, 13)], {**{n: n for n in range(1, 12)}, 12: 13}),
        ([row("actual", Span(date(2019, 3, 1), date(2019, 4, 30)), 9)], {}),  # begins before the year
    ],
)
def test_sum_reaches_as_far_as_spans_join(rows: list[FigureRow], expected: dict[int, int]) -> None:
    assert to_date(rows, YEAR, SUM) == {MONTHS[n - 1].end: value for n, value in expected.items()}


amounts = st.none() | st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@given(st.lists(amounts, min_size=12, max_size=12), st.permutations(range(12)))
def test_cumulative_agrees_with_pandas(values: list[Decimal | None], order: list[int]) -> None:
    rows = actuals(*values)
    shuffled = [rows[i] for i in order if i < len(rows)]

    # In whole pence, and min_periods counts that every month so far is there.
    pence = pd.Series(values, index=[m.end for m in MONTHS], dtype=object).map(
        lambda v: float("nan") if v is None else float(int(v * 100))
    )
    sums = pence.cumsum(skipna=False).dropna()

    assert {end: int(value * 100) for end, value in to_date(shuffled, YEAR, SUM).items()} == {
        end: int(value) for end, value in sums.items()
    }


@given(st.lists(st.integers(1, 4), min_size=3, max_size=12), st.data())
def test_spans_of_any_lengths_that_join_add_up(lengths: list[int], data: st.DataObject) -> None:
    """Months, quarters and odd spans mixed: the sum at each end is that of all before it."""
    edges = [0]
    for length in lengths:
        if edges[-1] + length <= 12:
            edges.append(edges[-1] + length)
    pieces = [(span(a + 1, b), data.draw(st.integers(-1000, 1000))) for a, b in pairwise(edges)]
    table = pd.DataFrame({"end": [s.end for s, _ in pieces], "value": [v for _, v in pieces]})

    found = to_date([row("actual", s, v) for s, v in pieces], YEAR, SUM)

    assert found == dict(zip(table["end"], table["value"].cumsum(), strict=True))


@given(st.integers(1991, 2098), st.data())
def test_every_week_counts_once_over_the_ends_of_years(first: int, data: st.DataObject) -> None:
    """In the month of its Thursday, so that two years in a row come to the sum of all their weeks."""
    years = (FinancialYear(first), FinancialYear(first + 1))
    weeks = [of for year in years for of in spans_of("week", year)]
    values = data.draw(st.lists(st.integers(-1000, 1000), min_size=len(weeks), max_size=len(weeks)))
    rows = [row("actual", of, value) for of, value in zip(weeks, values, strict=True)]

    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(weeks))
    found = {end: value for year in years for end, value in by_month(rows, year, SUM).items()}
    expected: dict[date, int] = {}
    for of, value in zip(weeks, values, strict=True):
        end = Span.month(of.start + timedelta(days=3)).end
        expected[end] = expected.get(end, 0) + value
    assert found == expected
    assert sum(to_date(rows, year, SUM)[year.end] for year in years) == sum(values)


# --- weeks and days make months


MONDAYS = [date(2019, 4, 1) + timedelta(days=7 * n) for n in range(13)]  # 1 April to 24 June 2019


def test_a_month_is_the_sum_of_the_weeks_whose_thursday_it_has() -> None:
    # April's Thursdays are the 4th, 11th, 18th and 25th; the week of 29 April has 2 May.
    weeks = [row("actual", week(monday), n) for n, monday in enumerate(MONDAYS, start=1)]

    assert by_month(weeks, YEAR, SUM) == {APRIL: 1 + 2 + 3 + 4, MAY: 5 + 6 + 7 + 8 + 9, JUNE: 10 + 11 + 12 + 13}
    assert to_date(weeks, YEAR, SUM) == {APRIL: 10, MAY: 45, JUNE: 91}


def test_a_month_with_a_missing_week_is_missing_and_so_is_the_sum_from_there() -> None:
    weeks = [row("actual", week(monday), 1) for monday in MONDAYS if monday != date(2019, 5, 13)]

    assert by_month(weeks, YEAR, SUM) == {APRIL: 4, JUNE: 4}
    assert to_date(weeks, YEAR, SUM) == {APRIL: 4}


def test_the_first_week_of_a_year_may_begin_before_it() -> None:
    # 1 April 2020 was a Wednesday: the week of 30 March has Thursday 2 April, so it is of April and of 2020/21.
    monday = date(2020, 3, 30)
    following = [row("actual", week(monday + timedelta(days=7 * n)), 1) for n in range(5)]

    assert by_month(following, YEAR.next, SUM) == {date(2020, 4, 30): 5}
    assert by_month(following, YEAR, SUM) == {}


def test_a_month_of_weekly_averages_is_their_mean() -> None:
    weeks = [row("actual", week(monday), n) for n, monday in enumerate(MONDAYS[:4], start=1)]

    assert by_month(weeks, YEAR, MEAN) == {APRIL: Decimal("2.5")}


def test_a_month_is_the_sum_of_all_its_days() -> None:
    days = [Span(date(2019, 4, n), date(2019, 4, n)) for n in range(1, 31)]

    assert by_month([row("actual", day, 2) for day in days], YEAR, SUM) == {APRIL: 60}
    assert by_month([row("actual", day, 2) for day in days[1:]], YEAR, SUM) == {}


def test_no_month_is_divided_out_of_a_longer_span() -> None:
    quarters = [row("actual", span(1, 3), 60), row("actual", span(4, 6), 30)]

    assert by_month(quarters, YEAR, SUM) == {}


# --- levels and averages


def test_a_level_to_date_is_the_last_known_in_each_month_and_needs_none_before() -> None:
    rows = [*actuals(None, 120, None, 130), row("actual", Span(date(2019, 5, 31), date(2019, 5, 31)), 125)]

    found = to_date(rows, YEAR, LAST)

    assert found == {MAY: 125, MONTHS[3].end: 130}  # the snapshot of the 31st is newer than the month's own start


def test_a_quarters_level_is_that_of_its_last_month() -> None:
    assert to_date([row("actual", span(1, 3), 60)], YEAR, LAST) == {JUNE: 60}


def test_an_average_to_date_weighs_a_quarter_three_times_a_month() -> None:
    rows = [row("actual", span(1, 3), 10), *actuals(None, None, None, 20)]

    assert to_date(rows, YEAR, MEAN) == {JUNE: 10, MONTHS[3].end: Decimal("12.5")}


def test_an_average_of_days_is_that_of_a_whole_month_of_them() -> None:
    days = [row("actual", Span(date(2019, 4, n), date(2019, 4, n)), n) for n in range(1, 31)]

    assert to_date(days, YEAR, MEAN) == {APRIL: Decimal("15.5")}
    assert to_date(days[1:], YEAR, MEAN) == {}


def test_an_average_of_half_a_month_is_no_months() -> None:
    halves = [Span(date(2019, 4, 1), date(2019, 4, 15)), Span(date(2019, 4, 16), date(2019, 4, 30))]

    assert to_date([row("actual", half, 10) for half in halves], YEAR, MEAN) == {}


def test_an_average_over_a_gap_is_missing() -> None:
    assert to_date(actuals(10, None, 20), YEAR, MEAN) == {APRIL: 10}


@given(st.lists(amounts, min_size=12, max_size=12))
def test_averages_to_date_agree_with_pandas(values: list[Decimal | None]) -> None:
    frame = pd.Series(
        [None if v is None else int(v * 100) for v in values], index=[m.end for m in MONTHS], dtype="Int64"
    )
    gap = frame.isna().cumsum() > 0
    expected = (frame.cumsum() / pd.Series(range(1, 13), index=frame.index))[~gap].astype(float)

    found = to_date(actuals(*values), YEAR, MEAN)

    assert {end: float(value * 100) for end, value in found.items()} == pytest.approx(
        expected.astype(float).to_dict()
    )


# --- ratios


def test_a_ratio_is_missing_where_a_part_is_or_where_there_is_nothing_to_divide_by() -> None:
    above = {APRIL: Decimal(1042), MAY: Decimal(1), JUNE: Decimal(5)}
    below = {APRIL: Decimal(4399), JUNE: Decimal(0)}

    assert {day: round(value, 1) for day, value in ratio(above, below, 100).items()} == {APRIL: Decimal("23.7")}

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.months import FinancialYear, Span, month_end
from ledger.trajectories import FigureRow, as_document, cumulative, in_force, trajectory

YEAR = FinancialYear(2019)
TODAY = date(2020, 3, 31)
MONTHS = list(YEAR.months())


def row(basis: str, span: Span, value: object, edition: date | None = None, series: int = 1) -> FigureRow:
    decimal = None if value is None else Decimal(str(value))
    edition = edition or (span.start if basis == "actual" else YEAR.start)
    return FigureRow(1, series, basis, span.start, span.end, edition, decimal, "", False, 1, 1)


def actuals(*values: object) -> list[FigureRow]:
    """From April on; None leaves the month out."""
    return [row("actual", month, v) for month, v in zip(MONTHS, values, strict=False) if v is not None]


def span(start: int, end: int) -> Span:
    """From month number `start` to `end` of the year."""
    return Span(MONTHS[start - 1].start, MONTHS[end - 1].end)


# --- which edition holds


@dataclass
class Case:
    editions: list[tuple[date, object]]
    on: date
    expected: object


@pytest.mark.parametrize(
    "case",
    [
        Case([(date(2019, 4, 1), 10)], date(2019, 6, 1), 10),
        Case([(date(2019, 4, 1), 10), (date(2019, 9, 1), 12)], date(2019, 8, 31), 12),  # of November, and known
        Case([(date(2019, 4, 1), 10), (date(2019, 12, 1), 12)], date(2019, 11, 30), 10),  # holds later than its span
        Case([(date(2019, 4, 1), 10), (date(2019, 12, 1), 12)], date(2019, 12, 1), 12),
        Case([(date(2019, 9, 1), 12), (date(2019, 4, 1), 10)], date(2020, 3, 1), 12),  # in whatever order they come
        Case([(date(2019, 4, 1), 10), (date(2019, 9, 1), None)], date(2020, 3, 1), 10),  # withdrawn
        Case([(date(2019, 4, 1), None)], date(2020, 3, 1), "missing"),
        Case([(date(2020, 4, 1), 10)], date(2020, 3, 31), "missing"),
        Case([(date(2019, 4, 1), 0)], date(2020, 3, 31), 0),
    ],
)
def test_newest_edition_that_holds_is_in_force(case: Case) -> None:
    november = Span.month(date(2019, 11, 1))

    found = in_force([row("plan", november, value, edition) for edition, value in case.editions], case.on)

    assert ([r.value for r in found] or ["missing"]) == [case.expected]


def test_cells_of_other_series_bases_and_spans_stand_beside_each_other() -> None:
    rows = [row("plan", MONTHS[0], 1), row("plan", MONTHS[0], 2, series=2), row("actual", MONTHS[0], 3)]

    assert len(in_force([*rows, row("plan", span(1, 2), 4)], TODAY)) == 4


# --- cumulatively


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
    assert cumulative(rows, YEAR) == {MONTHS[n - 1].end: value for n, value in expected.items()}


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

    assert {end: int(value * 100) for end, value in cumulative(shuffled, YEAR).items()} == {
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

    found = cumulative([row("actual", s, v) for s, v in pieces], YEAR)

    assert found == dict(zip(table["end"], table["value"].cumsum(), strict=True))


# --- the year


def test_year_has_twelve_months_though_nothing_is_known() -> None:
    found = trajectory([], YEAR, TODAY, adds_up=True)

    assert [m.month for m in found.months] == MONTHS
    assert {(m.plan, m.actual, m.forecast, m.cumulative_actual, m.variance) for m in found.months} == {(None,) * 5}
    assert (found.target, found.has_profile) == (None, False)


def test_plan_actual_and_forecast_stand_in_their_months() -> None:
    rows = [
        *(row("plan", month, 10) for month in MONTHS),
        *actuals(8, 14),
        row("forecast", MONTHS[2], 9),
        row("actual", Span.month(date(2018, 4, 1)), 99),  # another year's
    ]

    found = trajectory(rows, YEAR, TODAY, adds_up=True)

    april, may, june = found.months[:3]
    assert (april.plan, april.actual, april.variance) == (10, 8, -2)
    assert (may.cumulative_plan, may.cumulative_actual, may.variance) == (20, 22, 2)
    assert (june.forecast, june.actual, june.variance) == (9, None, None)
    assert found.has_profile
    assert found.target == 120


def test_target_is_never_divided_by_twelve() -> None:
    found = trajectory([row("target", YEAR.span, 1200)], YEAR, TODAY, adds_up=True)

    assert found.target == 1200
    assert {m.plan for m in found.months} == {None}
    assert not found.has_profile


@pytest.mark.parametrize(
    ("bases", "expected"),
    [(["budget", "plan", "target"], "plan"), (["target", "budget"], "budget"), (["target"], "target")],
)
def test_plan_of_a_month_is_its_plan_or_else_its_budget_or_target(bases: list[str], expected: str) -> None:
    value = {"plan": 1, "budget": 2, "target": 3}
    rows = [row(basis, MONTHS[0], value[basis]) for basis in bases]

    assert trajectory(rows, YEAR, TODAY, adds_up=True).months[0].plan == value[expected]


def test_what_does_not_add_up_over_time_has_no_sums() -> None:
    """People waiting in April and in May are not to be added."""
    rows = [*actuals(100, 120), *(row("plan", month, 90) for month in MONTHS)]

    found = trajectory(rows, YEAR, TODAY, adds_up=False)

    assert [m.actual for m in found.months[:2]] == [100, 120]
    assert {(m.cumulative_actual, m.cumulative_plan) for m in found.months} == {(None, None)}
    assert found.target is None


def test_document_has_each_year_with_figures_and_numbers_as_strings() -> None:
    rows = [*actuals("1.50"), row("actual", Span(date(2020, 3, 1), date(2020, 4, 30)), 3)]

    found = as_document(rows, TODAY, adds_up=True)

    assert list(found) == ["2019-20", "2020-21"]
    year = found["2019-20"]
    assert isinstance(year, dict)
    assert year["months"][0] == [None, "1.5", None, None, "1.5", None]
    assert len(year["months"]) == 12


@given(st.dates(date(1990, 4, 1), date(2100, 2, 1)), st.integers(1, 400))
def test_document_can_be_made_of_every_span(start: date, length: int) -> None:
    end = min(month_end(start + pd.Timedelta(days=length).to_pytimedelta()), date(2100, 3, 31))

    assert as_document([row("actual", Span(start, end), 1)], TODAY, adds_up=True)

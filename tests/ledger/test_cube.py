"""Documents made of many series at once are those made of each alone, whatever is known of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.cube import WITHDRAWN, Figures, documents, irregular
from ledger.figure_rows import FigureRow
from ledger.months import FinancialYear, Span, add_months
from ledger.projections import METHODS
from ledger.rating import OUTTURN, TO_DATE, Thresholds
from ledger.rollups import LAST, MEAN, SUM
from ledger.trajectories import Rules, as_document

from .rows import MONTHS, TODAY, YEAR, actuals, monthly, row, span, week


def columns(rows: Sequence[FigureRow]) -> Figures:
    """As a database gives them, in order."""
    ordered = sorted(rows, key=lambda row: row.cell)
    return Figures(
        np.array([row.series for row in ordered], dtype="i8"),
        np.array([row.basis.ljust(8) for row in ordered], dtype="S8"),
        *(np.array([getattr(row, name) for row in ordered], dtype="M8[D]") for name in ("start", "end", "edition")),
        np.array([WITHDRAWN if row.value is None else int(row.value * 10000) for row in ordered], dtype="i8"),
        np.array([row.entry for row in ordered], dtype="i8"),
    )


def assert_same(rows: Sequence[FigureRow], rules: dict[int, Rules], on: date = TODAY) -> None:
    found = {series: (document, newest) for series, document, newest in documents(columns(rows), on, rules)}

    by_series: dict[int, list[FigureRow]] = {}
    for each in rows:
        by_series.setdefault(each.series, []).append(each)
    assert found == {
        series: (as_document(its, on, rules[series]), max(row.entry for row in its))
        for series, its in by_series.items()
    }


first_months = st.integers(0, 35).map(lambda number: add_months(date(2018, 4, 1), number))
spans = first_months.map(Span.month) | st.sampled_from([FinancialYear(first).span for first in (2018, 2019, 2020)])
# Few small numbers, so that ties, noughts and equal plans come up; and the longest that a figure can be.
values = (
    st.none()
    | st.integers(-3, 3).map(Decimal)
    | st.decimals(min_value=-100, max_value=100, places=1)
    | st.decimals(min_value=Decimal("-99999999999.9999"), max_value=Decimal("99999999999.9999"), places=4)
)
all_rules = st.builds(
    Rules,
    rollup=st.sampled_from([SUM, LAST, MEAN]),
    better=st.sampled_from(["higher", "lower", "neutral"]),
    unit=st.sampled_from(["GBP", "percent", "people", ""]),
    decimals=st.integers(0, 4),
    method=st.sampled_from(METHODS),
    thresholds=st.builds(
        Thresholds,
        st.sampled_from([Decimal("0.00"), Decimal("5.00")]),
        st.sampled_from([Decimal("5.00"), Decimal("12.50")]),
        st.sampled_from([OUTTURN, TO_DATE]),
    ),
)


@st.composite
def cells(draw: st.DrawFn) -> list[FigureRow]:
    """Figures of three series over three years: runs of months, single ones, whole years, many editions."""
    bases = st.sampled_from(["actual", "plan", "budget", "target", "forecast", "baseline"])
    found: dict[object, FigureRow] = {}

    def put(series: int, basis: str, of: Span, value: Decimal | None, edition: date) -> None:
        edition = of.start if basis == "actual" else edition
        made = FigureRow(0, series, basis, of.start, of.end, edition, value, "", False, 1, len(found) + 1)
        found[made.cell] = made

    for _ in range(draw(st.integers(0, 6))):
        series, basis, edition, begin = draw(st.tuples(st.integers(1, 3), bases, first_months, first_months))
        for number, value in enumerate(draw(st.lists(values, max_size=14))):
            put(series, basis, Span.month(add_months(begin, number)), value, edition)
    for _ in range(draw(st.integers(0, 8))):
        put(*draw(st.tuples(st.integers(1, 3), bases, spans, values, first_months)))
    return list(found.values())


@given(cells(), st.lists(all_rules, min_size=3, max_size=3), st.dates(date(2018, 1, 1), date(2021, 12, 31)))
@settings(max_examples=300, deadline=None)
def test_documents_of_many_series_are_those_of_each(rows: list[FigureRow], rules: list[Rules], on: date) -> None:
    assert_same(rows, dict(enumerate(rules, start=1)), on)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rollup", [SUM, LAST, MEAN])
def test_year_with_plan_actual_forecasts_and_target(rollup: str, method: str) -> None:
    """What the drawn ones come to only seldom: a whole profile, eight months in, and forecasts of the rest."""
    rest = [None] * 8 + [Decimal("11.5")] * 4
    rows = [
        *monthly("plan", *([Decimal("10.25")] * 12)),
        *monthly("plan", *([12] * 12), edition=date(2019, 10, 1)),
        *actuals(*map(Decimal, ("9.9999", "7", "0", "-1", "8.1", "10", "11", "9"))),
        *monthly("forecast", *rest, edition=date(2019, 11, 1)),
        row("forecast", YEAR.span, 130, date(2019, 9, 1)),
        row("target", YEAR.span, 125),
    ]

    assert_same(rows, {1: Rules(rollup=rollup, method=method)})


@pytest.mark.parametrize(
    "odd",
    [
        week(date(2019, 4, 1)),
        span(1, 3),
        span(1, 11),
        Span(MONTHS[0].start, MONTHS[0].start),
        Span(date(2019, 1, 1), date(2019, 12, 31)),
        Span(date(2019, 4, 2), MONTHS[0].end),
        Span(MONTHS[0].start, date(2019, 4, 29)),
    ],
)
def test_series_with_other_spans_than_months_and_years_are_told_apart(odd: Span) -> None:
    rows = [*actuals(1, 2), row("target", YEAR.span, 9), *actuals(None, None), row("plan", odd, 1, series=2)]

    assert irregular(columns(rows)).tolist() == [2]


def test_withdrawn_figure_makes_no_series_irregular() -> None:
    assert not len(irregular(columns([row("plan", span(1, 3), None)])))


def test_nothing_makes_no_documents() -> None:
    assert list(documents(columns([]), TODAY, {})) == []

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.figure_rows import FigureRow
from ledger.months import Span, month_end
from ledger.rating import TO_DATE, Thresholds
from ledger.rollups import LAST, MEAN, SUM
from ledger.trajectories import Part, Rules, as_document, trajectory

from .rows import MONTHS, TODAY, YEAR, actuals, monthly, row, span


def test_year_has_twelve_months_though_nothing_is_known() -> None:
    found = trajectory([], YEAR, TODAY, Rules())

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

    found = trajectory(rows, YEAR, TODAY, Rules())

    april, may, june = found.months[:3]
    assert (april.plan, april.actual, april.variance) == (10, 8, -2)
    assert (may.cumulative_plan, may.cumulative_actual, may.variance) == (20, 22, 2)
    assert (june.forecast, june.actual, june.variance) == (9, None, None)
    assert found.has_profile
    assert found.target == 120


def test_target_is_never_divided_by_twelve() -> None:
    found = trajectory([row("target", YEAR.span, 1200)], YEAR, TODAY, Rules())

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

    assert trajectory(rows, YEAR, TODAY, Rules()).months[0].plan == value[expected]


def test_levels_are_never_added_up() -> None:
    """People waiting in April and in May are not to be added."""
    rows = [*actuals(100, 120), *monthly("plan", *[90] * 12)]

    found = trajectory(rows, YEAR, TODAY, Rules(rollup=LAST, better="lower", unit="people"))

    assert [m.cumulative_actual for m in found.months[:3]] == [100, 120, None]
    assert {m.cumulative_plan for m in found.months} == {90}
    assert found.target == 90


# --- ratios


def parts(above: list[FigureRow], below: list[FigureRow], rollup: str = SUM) -> tuple[Part, Part]:
    return Part(above, rollup), Part(below, rollup)


SHARE = Rules(rollup=LAST, better="higher", unit="percent", decimals=1, per=100)


def test_a_ratio_rolls_up_from_its_parts_and_not_from_its_months() -> None:
    found = trajectory([], YEAR, TODAY, SHARE, parts(actuals(10, 90), actuals(100, 100)))

    april, may = found.months[:2]
    assert (april.actual, april.cumulative_actual) == (10, 10)
    assert (may.actual, may.cumulative_actual) == (90, 50)


def test_a_ratio_of_parts_that_differ_in_size_is_not_the_mean_of_ratios() -> None:
    found = trajectory([], YEAR, TODAY, SHARE, parts(actuals(10, 300), actuals(100, 1000)))

    assert round(found.months[1].cumulative_actual or 0, 1) == Decimal("28.2")  # 310 of 1,100, not 20


def test_a_ratio_that_was_only_published_as_such_stands_and_is_no_sum() -> None:
    found = trajectory([row("actual", MONTHS[1], 97), row("target", YEAR.span, 95)], YEAR, TODAY, SHARE)

    assert (found.months[1].actual, found.months[1].cumulative_actual, found.target) == (97, 97, 95)
    assert found.rating.colour == "green"


def test_a_ratio_of_levels_is_that_of_the_last_levels() -> None:
    found = trajectory([], YEAR, TODAY, SHARE, parts(actuals(1042), actuals(4399), LAST))

    assert round(found.months[0].cumulative_actual or 0, 1) == Decimal("23.7")


# --- the rating and its reason


@pytest.mark.parametrize(
    ("rows", "rules", "colour", "words"),
    [
        ([], Rules(), "grey", "Nothing has been recorded for 2019/20."),
        (actuals(1), Rules(), "grey", "There is no target or plan for 2019/20 to compare with."),
        (
            [row("target", YEAR.span, 3_800_000), row("actual", span(1, 5), 786_000)],
            Rules(),
            "grey",
            "£786,000 by August 2019 against a target of £3,800,000 for 2019/20: the plan has no profile by month, "
            "so what is still to come isn't known.",
        ),
        (
            [*monthly("plan", *[100] * 12), *actuals(*[90] * 5)],
            Rules(),
            "green",
            "The outturn (actual to date and then as planned), £1,150, is £50 (4.2%, adverse) below the target for "
            "2019/20, £1,200: green is up to 5% adverse, amber up to 15%.",
        ),
        (
            [*monthly("plan", *[100] * 12), *actuals(*[90] * 5)],
            Rules(thresholds=Thresholds(Decimal(5), Decimal(15), TO_DATE)),
            "amber",
            "What came by August 2019, £450, is £50 (10%, adverse) below the plan to date, £500: green is up to 5% "
            "adverse, amber up to 15%.",
        ),
        ([*monthly("plan", *[100] * 12), *actuals(*[50] * 5)], Rules(method="run-rate"), "red", None),
        ([*monthly("plan", *[100] * 12), *actuals(*[50] * 5)], Rules(better="lower"), "green", None),
        (
            [row("target", YEAR.span, 1000), *actuals(*[300] * 4)],
            Rules(),
            "blue",
            "£1,200 by July 2019 reaches the target of £1,000.",
        ),
        # Spend below its target half-way may still go above it: not blue before the year's end.
        ([row("target", YEAR.span, 5000), *actuals(*[300] * 4)], Rules(better="lower"), "grey", None),
        ([row("target", YEAR.span, 5000), *actuals(*[300] * 12)], Rules(better="lower"), "blue", None),
        (
            [row("target", YEAR.span, "3.5"), *actuals(4, 5, "4.2")],
            Rules(rollup=LAST, better="lower", unit="percent", decimals=1),
            "red",
            "The latest (June 2019), 4.2%, is 0.7 points (20%, adverse) above the target for 2019/20, 3.5%: green is "
            "up to 5% adverse, amber up to 15%.",
        ),
        (
            [row("target", YEAR.span, 0), *actuals(3)],
            Rules(rollup=LAST, better="lower", unit="people"),
            "red",
            "The latest (April 2019), 3 people, is 3 (adverse) above the target for 2019/20, 0 people: anything "
            "adverse of nil is red.",
        ),
        ([row("target", YEAR.span, 100), *actuals(104)], Rules(rollup=LAST, better="neutral"), "green", None),
        ([row("target", YEAR.span, 100), *actuals(110)], Rules(rollup=LAST, better="neutral"), "amber", None),
        ([row("target", YEAR.span, 100), *actuals(110)], Rules(rollup=LAST, better="higher"), "green", None),
    ],
)
def test_rating_and_its_reason(rows: list[FigureRow], rules: Rules, colour: str, words: str | None) -> None:
    found = trajectory(rows, YEAR, TODAY, rules).rating

    assert found.colour == colour
    assert words is None or found.reason == words


# --- what is stored


def test_document_has_each_year_with_figures_and_whole_ten_thousandths() -> None:
    rows = [*actuals("1.50"), row("actual", Span(date(2020, 3, 1), date(2020, 4, 30)), 3)]

    found = as_document(rows, TODAY, Rules())

    assert list(found) == ["2019-20", "2020-21"]
    year = found["2019-20"]
    assert isinstance(year, dict)
    assert year["actual"] == [15000, *[None] * 11]
    assert year["cumulative_actual"] == [15000, *[None] * 11]


def test_document_of_what_was_withdrawn_is_empty() -> None:
    assert as_document([row("actual", MONTHS[0], None)], TODAY, Rules()) == {}


@given(st.dates(date(1990, 4, 1), date(2100, 2, 1)), st.integers(1, 400), st.sampled_from([SUM, LAST, MEAN]))
def test_document_can_be_made_of_every_span(start: date, length: int, rollup: str) -> None:
    end = min(month_end(start + timedelta(days=length)), date(2100, 3, 31))

    assert as_document([row("actual", Span(start, end), 1)], TODAY, Rules(rollup=rollup))

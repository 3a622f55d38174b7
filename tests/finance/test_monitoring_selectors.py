"""Budget monitoring from recorded figures: the small budget as worked by hand, and others worked out by pandas."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from finance.actions import approve_virement, end_line, propose_virement, set_budget
from finance.monitoring import FINAL, PROJECTED, PROVISIONAL
from finance.selectors import Monitoring, monitoring
from finance.tables import movement_words
from finance.tables.monitoring import movement
from ledger.actions import close_period
from ledger.models import Basis, Figure, Organisation
from ledger.months import FinancialYear, Span, end_of_day

from .budgets import MONTHS, SEPTEMBER, SET, YEAR, Budget, give_budget, make_line, small_budget, told

D = Decimal


@pytest.fixture
def budget(council: Organisation) -> Budget:
    return small_budget(council)


def seen(
    council: Organisation, by: str = "line", as_at: date = SEPTEMBER, year: FinancialYear = YEAR, **chosen: str
) -> Monitoring:
    values = {name.replace("_", "-"): value for name, value in chosen.items()}
    return monitoring(council, year, end_of_day(as_at), as_at, by, values)


def amounts(found: Monitoring, key: str) -> dict[str, Decimal | None]:
    group = next(group for group in found.groups if group.value.key == key)
    return {name: number.value for name, number in group.amounts.numbers.items()}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # April to August at 11,000 against 10,000; then as planned: 55,000 + 70,000. At the end of August four months
        # were known: 44,000 + 80,000.
        (
            "residential",
            {
                "original": 120_000,
                "revised": 120_000,
                "budget_to_date": 50_000,
                "actual_to_date": 55_000,
                "variance_to_date": 5_000,
                "variance_to_date_percent": 10,
                "projected": 125_000,
                "variance": 5_000,
                "last_projected": 124_000,
                "movement": 1_000,
            },
        ),
        # 4,500 against 5,000 a month: 22,500 + 35,000; a month ago 18,000 + 40,000.
        (
            "homecare",
            {
                "budget_to_date": 25_000,
                "variance_to_date": -2_500,
                "variance_to_date_percent": -10,
                "projected": 57_500,
                "variance": -2_500,
                "last_projected": 58_000,
                "movement": -500,
            },
        ),
        # 1,800 of 2,000 a month came in: −9,000 − 14,000; a month ago −7,200 − 16,000.
        (
            "contributions",
            {
                "budget_to_date": -10_000,
                "actual_to_date": -9_000,
                "variance_to_date": 1_000,
                "variance_to_date_percent": 10,
                "projected": -23_000,
                "variance": 1_000,
                "last_projected": -23_200,
                "movement": 200,
            },
        ),
        (
            "day-care",
            {
                "original": 12_000,
                "revised": 12_000,
                "budget_to_date": 5_000,
                "actual_to_date": None,
                "variance_to_date": None,
                "projected": None,
                "variance": None,
                "movement": None,
            },
        ),
    ],
)
def test_lines_stand_as_worked_by_hand(
    council: Organisation, budget: Budget, line: str, expected: dict[str, int | None]
) -> None:
    found = amounts(seen(council), line)

    assert {name: found[name] for name in expected} == expected


def test_totals_leave_out_what_is_missing_and_say_so(council: Organisation, budget: Budget) -> None:
    found = seen(council)

    assert found.gross["revised"].value == 192_000
    assert found.income["revised"].value == -24_000
    assert found.net["revised"].value == 168_000
    assert found.net["variance_to_date"].value == 3_500  # without day care's 5,000
    assert found.net["projected"].value == 159_500
    assert found.net["variance"].value == 3_500
    assert found.gross["variance_to_date"].value == 2_500
    assert found.net.gaps["actual_to_date"] == found.net.gaps["projected"] == 1
    assert found.net.gaps["revised"] == 0
    assert found.income.side("variance_to_date") == "Adverse"
    assert amounts(found, "homecare")["variance"] == -2_500
    assert found.period == Span(YEAR.start, MONTHS[4].end)


def test_groups_hold_the_lines_that_have_a_value(council: Organisation, budget: Budget) -> None:
    found = seen(council, by="care-type")

    assert [(group.value.name, len(group.lines)) for group in found.groups] == [
        ("Residential", 1),
        ("Homecare", 1),
        ("No care type", 2),
    ]
    assert [line.line.code for line in seen(council, care_type="-").lines] == ["contributions", "day-care"]
    assert [line.line.code for line in seen(council, service="older", care_type="HC").lines] == ["homecare"]
    assert seen(council, service="nobody").lines == []


def test_opening_a_group_goes_on_by_what_differs(council: Organisation, budget: Budget) -> None:
    assert seen(council, by="service").next_dimension == "client-group"
    assert seen(council, by="client-group", service="older").next_dimension == "care-type"
    assert seen(council, by="care-type", service="older").next_dimension == "line"


def test_as_at_an_earlier_day_it_is_what_was_known_then(council: Organisation, budget: Budget) -> None:
    august = seen(council, as_at=date(2019, 8, 20))
    july = seen(council, as_at=date(2019, 7, 20))
    before = seen(council, as_at=date(2019, 2, 1))

    assert amounts(august, "residential")["projected"] == 124_000
    assert amounts(august, "residential")["last_projected"] is None  # at the end of July no actual was known
    assert august.period == Span(YEAR.start, MONTHS[3].end)
    assert amounts(july, "residential")["revised"] == 120_000
    assert july.period is None
    assert before.lines == []


def test_projection_has_not_moved_by_nought_before_its_month_is_reported(
    council: Organisation, budget: Budget
) -> None:
    """On 5 October September isn't in: what is projected is what was. Of homecare it is in, and £500 less."""
    told(budget.homecare.series, 4_500, MONTHS[5].start, date(2019, 10, 4))

    found = seen(council, as_at=date(2019, 10, 5))

    late = amounts(found, "residential")
    assert (late["projected"], late["last_projected"], late["movement"]) == (125_000, 125_000, None)
    assert amounts(found, "homecare")["movement"] == -500
    assert (found.net["movement"].value, found.net.unreported) == (-500, 2)  # of day care nothing is projected
    assert (movement_words(found.net), movement(found.groups[0].amounts)) == (
        "Favourable, 2 lines not yet reported",
        "Not yet reported",
    )


def test_year_that_is_complete_does_not_wait_for_a_report(council: Organisation, budget: Budget) -> None:
    for month in MONTHS[5:]:
        told(budget.residential.series, 11_000, month.start, date(2020, 4, 20))

    assert amounts(seen(council, as_at=date(2020, 7, 1)), "residential")["movement"] == 0


def test_budget_that_came_into_force_since_last_month_moves_the_projection(
    council: Organisation, budget: Budget
) -> None:
    """Nothing else came: £130,000, known since 15 August, hold from 3 September. 44,000 + (130,000 - 40,000)."""
    known = {"basis": Basis.BUDGET, "end": YEAR.end, "edition": date(2019, 9, 3)}
    told(budget.residential.series, 130_000, YEAR.start, date(2019, 8, 15), **known)

    found = amounts(seen(council, as_at=date(2019, 9, 5)), "residential")

    assert (found["revised"], found["projected"]) == (130_000, 134_000)
    assert (found["last_projected"], found["movement"]) == (124_000, 10_000)


def test_officers_forecasts_by_quarters_are_the_projection(council: Organisation, budget: Budget) -> None:
    """22,500 to August, 4,600 in September, then 14,000 and 15,000 a quarter."""
    for first, last, value in ((5, 5, 4_600), (6, 8, 14_000), (9, 11, 15_000)):
        of = {"end": MONTHS[last].end, "basis": Basis.FORECAST, "edition": date(2019, 9, 1)}
        told(budget.homecare.series, value, MONTHS[first].start, date(2019, 9, 12), **of)

    assert amounts(seen(council), "homecare")["projected"] == 56_100


def test_period_13_is_added_to_the_outturn_and_to_no_month(council: Organisation, budget: Budget) -> None:
    line = budget.residential
    told(line.adjustment, 700, YEAR.start, date(2019, 9, 12), basis=Basis.FORECAST, end=YEAR.end)

    found = amounts(seen(council), "residential")

    assert found["adjustment"] == 700
    assert found["projected"] == 125_700
    assert found["variance"] == 5_700
    assert found["movement"] == 1_700
    assert found["actual_to_date"] == 55_000


def test_outturn_is_provisional_until_period_13_is_closed(council: Organisation, budget: Budget) -> None:
    line = budget.residential
    assert seen(council).lines[0].outturn == PROJECTED
    for month in MONTHS[5:]:
        told(line.series, 11_000, month.start, date(2020, 4, 20))
    told(line.adjustment, -300, YEAR.start, date(2020, 5, 20), end=YEAR.end)
    assert line.adjustment

    provisional = seen(council, as_at=date(2020, 6, 1)).lines[0]
    close_period(organisation=council, series=[line.adjustment.pk], start=YEAR.start, end=YEAR.end, by=None)
    today = monitoring(council, YEAR, None, date(2099, 1, 1), "line", {}).lines[0]

    assert (provisional.outturn, provisional.position.projected) == (PROVISIONAL, 131_700)
    assert (today.outturn, today.position.projected) == (FINAL, 131_700)
    assert seen(council, as_at=date(2020, 6, 1)).lines[0].outturn == PROVISIONAL


def test_levels_are_the_last_known_by_the_month_that_is_compared(council: Organisation, budget: Budget) -> None:
    told(budget.residential.commitments, 8_000, MONTHS[3].start, date(2019, 8, 10))
    told(budget.residential.commitments, 9_000, MONTHS[5].start, date(2019, 9, 15))
    told(budget.residential.accruals, 400, MONTHS[4].start, date(2019, 9, 10))

    found = amounts(seen(council), "residential")

    assert (found["commitments"], found["accruals"]) == (8_000, 400)


def test_virement_changes_the_revised_budget_and_not_the_original(
    council: Organisation, budget: Budget, officer: User, lead: User
) -> None:
    virement = propose_virement(
        organisation=council,
        holds_from=date(2019, 10, 1),
        amounts={"residential": D(6_000), "homecare": D(-6_000)},
        reason="More people in homes",
        by=officer,
        channel="demo",
        known_from=end_of_day(date(2019, 9, 15)),
    )

    found = seen(council)
    before = seen(council, as_at=date(2019, 9, 14))

    residential = amounts(found, "residential")
    assert found.net["original"].value == 168_000
    assert (residential["original"], residential["revised"], residential["virements"]) == (120_000, 126_000, 6_000)
    assert residential["budget_to_date"] == 50_000
    assert residential["projected"] == 131_000  # 55,000 + 70,000 + 6,000 of more plan
    assert found.net["revised"].value == 168_000
    assert found.net["revised"].provisional
    assert not found.net["original"].provisional
    assert amounts(before, "residential")["revised"] == 120_000
    approve_virement(virement=virement, by=lead)
    assert not monitoring(council, YEAR, None, SEPTEMBER, "line", {}).net["revised"].provisional


def test_line_that_ended_is_no_part_of_later_years(council: Organisation, budget: Budget) -> None:
    end_line(line=budget.day_care, last_year=YEAR, reason="Closed", by=None)

    codes = {line.line.code for line in monitoring(council, YEAR.next, None, date(2099, 1, 1), "line", {}).lines}

    assert codes == {"residential", "homecare", "contributions"}
    assert len(monitoring(council, YEAR, None, date(2099, 1, 1), "line", {}).lines) == 4


def test_queries_dont_grow_with_lines(
    council: Organisation, budget: Budget, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        line = make_line(council, f"more-{number}")
        give_budget(line, 1200)
        told(line.series, 100, YEAR.start, date(2019, 8, 10))

    with django_assert_max_num_queries(21):
        found = seen(council)

    assert len(found.lines) == 16


def test_pandas_works_out_the_same(council: Organisation) -> None:
    """Every line's budget, actual, variance and projection again, from the raw figures, as frames."""
    small_budget(council)
    for number in range(6):
        line = make_line(council, f"odd-{number}", income=number % 3 == 0)
        set_budget(
            line=line,
            year=YEAR,
            profile="typed",
            months=[D(number * 100 + month * 7 - 300) for month in range(12)],
            by=None,
            channel="demo",
            known_from=SET,
        )
        for month in MONTHS[: 4 + number % 3]:
            told(line.series, number * 50 - month.start.month * 3, month.start, date(2019, 8, 10))
    found = seen(council)

    frame = pd.DataFrame(Figure.objects.values("series__code", "basis", "start", "value"))
    frame["value"] = frame["value"].astype(float)
    wide = frame.pivot_table(index="series__code", columns=["basis", "start"], values="value", aggfunc="last")
    months = [month.start for month in MONTHS]
    budgets = wide["budget"].reindex(columns=months)
    actuals = wide["actual"].reindex(columns=months)
    so_far = actuals[months[:5]].sum(axis=1, skipna=False)
    reached = actuals.notna().sum(axis=1)
    rest = budgets.apply(lambda row: row.iloc[reached[row.name] :].sum(), axis=1)
    projected = (actuals.sum(axis=1) + rest).where(reached > 0)
    expected = pd.DataFrame(
        {
            "revised": budgets.sum(axis=1, skipna=False),
            "budget_to_date": budgets[months[:5]].sum(axis=1),
            "actual_to_date": so_far,
            "variance_to_date": so_far - budgets[months[:5]].sum(axis=1),
            "projected": projected,
            "variance": projected - budgets.sum(axis=1),
        }
    )

    got = pd.DataFrame(
        {name: getattr(each.position, name) for name in expected.columns} | {"code": f"budget/{each.line.code}"}
        for each in found.lines
    ).set_index("code")
    assert len(got) == 10
    pd.testing.assert_frame_equal(
        got.astype(float).sort_index(), expected.sort_index(), check_names=False, check_freq=False
    )

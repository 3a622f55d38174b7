"""Top down from budget lines: what a programme's part of them comes to, price effect taken out."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.actions.activity import put_activity_line
from finance.models import BudgetLine
from finance.selectors import monitoring
from ledger.actions import close, drop, put
from ledger.models import Basis, Organisation
from ledger.months import FinancialYear, end_of_day
from ledger.numbers import Number, missing
from programmes.actions import put_programme
from programmes.influence import counted_twice, part_of, top_down
from programmes.models import Influence, Programme
from programmes.selectors import ProgrammePage, Spend, programme_page
from tests.finance.budgets import SEPTEMBER, SET, YEAR, Budget, give_budget, make_line, small_budget, told

JULY = date(2019, 7, 1)


def pounds(value: object) -> Number:
    return missing("GBP") if value is None else Number(Decimal(str(value)), "GBP")


@pytest.mark.parametrize(
    ("share", "projected", "price", "budget", "spend", "own", "over"),
    [
        ("60", "125000", "2640", "120000", "73416", "72000", "1416"),
        ("100", "57500", None, "60000", "57500", "60000", "-2500"),  # price stays in
        ("12.5", "1000", "-200", "1000", "150", "125", "25"),  # it is cheaper than budgeted
        ("50", None, "10", "100", None, "50", None),
        ("50", "100", "10", None, "45", None, None),
        ("33.3333", "100.01", "0", "0", "33.3366333300", "0", "33.3366333300"),  # never rounded
    ],
)
def test_part_of_a_line(
    share: str, projected: str | None, price: str | None, budget: str | None, spend: str, own: str, over: str
) -> None:
    found = part_of("Line", Decimal(share), pounds(projected), pounds(price), pounds(budget), "")
    expected = [None if value is None else Decimal(value) for value in (spend, own, over)]
    assert [found.spend.value, found.budget.value, found.over.value] == expected


def test_parts_together_say_which_lines_have_price_in_them() -> None:
    first = part_of("First", Decimal(60), pounds(125000), pounds(2640), pounds(120000), "")
    second = part_of("Second", Decimal(100), pounds(57500), pounds(None), pounds(60000), "No activity.")
    found = top_down([first, second])
    assert (found.spend.value, found.budget.value) == (130916, 132000)
    assert found.with_price == {"Second"}
    assert found.spend.formula.endswith("the price effect is not taken out of Second")
    assert top_down([first, first]).spend.formula.endswith("price effect taken out")


def test_parts_are_no_whole_where_one_is_missing() -> None:
    known = part_of("Known", Decimal(60), pounds(1), pounds(0), pounds(1), "")
    unknown = part_of("Unknown", Decimal(60), pounds(None), pounds(0), pounds(1), "")
    assert top_down([known, unknown]).spend.missing
    assert top_down([]).spend.missing


@pytest.fixture
def budget(council: Organisation) -> Budget:
    return small_budget(council)


@pytest.fixture
def programme(council: Organisation, budget: Budget) -> Programme:
    """Of residential care, whose price went from £1,000 to £1,020 a month for 11 people, it can influence 60%; of
    homecare, of which no activity is known, all."""
    made = put_programme(
        organisation=council, slug="home", name="Home", by=None, known_from=SET, wanted=["spend_series"]
    )
    activity(council, budget.residential, "residential", (10, 1000), (11, 1020))
    for line, share in ((budget.residential, 60), (budget.homecare, 100)):
        influence(made, line, share)
    return made


def activity(
    council: Organisation, line: BudgetLine, slug: str, budgeted: tuple[int, int], now: tuple[int | None, int | None]
) -> None:
    found = put_activity_line(
        organisation=council, slug=slug, name=slug, by=None, known_from=SET, budget_line=line, period="month"
    )
    for series, plan, current in zip((found.quantity_series, found.price_series), budgeted, now, strict=True):
        whole = {"start": YEAR.start, "end": YEAR.end, "basis": Basis.BUDGET}
        told(series, plan, YEAR.start, date(2019, 3, 1), **whole)
        if current is not None:
            told(series, current, JULY, date(2019, 8, 10))


def influence(programme: Programme, line: BudgetLine, share: int, **fields: Any) -> Influence:
    key = {"programme": programme, "line": line}
    return put(Influence, key, by=None, share=Decimal(share), **{"known_from": SET, **fields})


def spend(programme: Programme, day: date = SEPTEMBER, year: FinancialYear = YEAR) -> Spend:
    return page(programme, day, year).spend


def page(programme: Programme, day: date = SEPTEMBER, year: FinancialYear = YEAR) -> ProgrammePage:
    found = programme_page(programme.organisation, programme.slug, year, end_of_day(day), end_of_day(SEPTEMBER))
    assert isinstance(found, ProgrammePage)
    return found


def test_spend_is_the_parts_of_the_lines_price_effect_taken_out(programme: Programme) -> None:
    """60% × (£125,000 − £220 × 12) + £57,500, against 60% × £120,000 + £60,000."""
    found = spend(programme)
    assert [each.line.code for each in found.lines] == ["residential", "homecare"]
    assert [each.outturn.price_effect.value for each in found.lines] == [2640, None]
    assert (found.forecast.value, found.target_position.value, found.over.value) == (130916, 132000, -1084)
    assert found.lines[1].part.why_price_stays == "No activity is attached to it."


def test_every_number_leads_to_the_figures_it_is_made_of(programme: Programme) -> None:
    def leaves(number: Number) -> list[Number]:
        return [leaf for _, inner in number.inputs for leaf in leaves(inner)] or [number]

    found = spend(programme)
    assert found.over.formula == "forecast spend − target position"
    assert found.lines[0].part.spend.formula == "share × (projected outturn − price effect over the year)"
    price = leaves(found.lines[0].outturn.price_effect)
    assert [number.value for number in price] == [10, 11, 1000, 1020]
    assert all(number.figure for number in price)


def test_outturns_and_budgets_are_those_of_budget_monitoring(programme: Programme, budget: Budget) -> None:
    """Period 13 and what a virement changed included, on every day."""
    told(budget.residential.adjustment, 700, YEAR.start, date(2019, 9, 15), start=YEAR.start, end=YEAR.end)
    give_budget(budget.homecare, 66_000, known_from=end_of_day(date(2019, 9, 12)))
    for day in (date(2019, 8, 20), SEPTEMBER, date(2020, 6, 1)):
        monitored = monitoring(programme.organisation, YEAR, end_of_day(day), day, "line", {})
        expected = {each.line.code: (each.position.projected, each.position.revised) for each in monitored.lines}
        for each in spend(programme, day).lines:
            assert (each.outturn.projected.value, each.outturn.budget.value) == expected[each.line.code]


def test_recorded_target_position_goes_before_the_budgets(programme: Programme) -> None:
    whole = {"start": YEAR.start, "end": YEAR.end, "basis": Basis.TARGET}
    told(programme.spend_series, 130_000, YEAR.start, date(2019, 4, 1), **whole)
    found = spend(programme)
    assert (found.target_position.value, found.over.value) == (130_000, 916)
    assert found.target_position.figure


def test_month_by_month_as_known_at_each_months_end(programme: Programme) -> None:
    """At the end of August four months were known; before that no price was, and nothing can be compared."""
    found = spend(programme)
    assert [(each.edition, each.forecast.value, each.over.value) for each in found.positions] == [
        (date(2019, 8, 1), 130816, -1184),
        (date(2019, 9, 1), 130916, -1084),
    ]
    assert found.positions[-1].direction == "favourable"
    assert spend(programme, date(2019, 8, 31)).positions[-1].forecast == found.positions[0].forecast


def test_price_effect_that_is_not_known_whole_stays_in(programme: Programme, budget: Budget) -> None:
    activity(programme.organisation, budget.residential, "dementia", (5, 1200), (5, None))
    line = spend(programme).lines[0]
    assert line.outturn.price_effect.missing
    assert line.part.why_price_stays == "dementia: Not known: current price."
    assert line.part.spend.value == 75000


def test_income_has_no_price_effect_to_take_out(programme: Programme, budget: Budget) -> None:
    activity(programme.organisation, budget.contributions, "charges", (10, 200), (10, 210))
    influence(programme, budget.contributions, 50)
    line = spend(programme).lines[2]
    assert (line.part.spend.value, line.part.budget.value) == (-11500, -12000)
    assert line.part.why_price_stays == "It brings money in."


def test_line_of_which_nothing_came_is_said_and_is_no_saving(programme: Programme, council: Organisation) -> None:
    influence(programme, make_line(council, "new-line"), 100)
    found = spend(programme)
    assert found.forecast.missing
    assert found.over.missing
    assert len(found.lines) == 3


def test_lines_count_in_the_years_in_which_they_are_part_of_the_budget(
    programme: Programme, council: Organisation
) -> None:
    influence(programme, make_line(council, "later", first_year=2020), 100)
    assert len(spend(programme).lines) == 2
    assert len(spend(programme, year=FinancialYear(2020)).lines) == 3
    assert not spend(programme, year=FinancialYear(2018)).lines


def test_what_is_recorded_stands_where_no_line_is_named(programme: Programme) -> None:
    whole = {"start": YEAR.start, "end": YEAR.end}
    told(programme.spend_series, 500, YEAR.start, date(2019, 8, 1), basis=Basis.FORECAST, edition=JULY, **whole)
    told(programme.spend_series, 400, YEAR.start, date(2019, 8, 1), basis=Basis.TARGET, **whole)
    assert spend(programme).forecast.value == 130916
    for found in Influence.objects.filter(programme=programme):
        drop(thing=found, reason="Recorded again", by=None)
    now = programme_page(programme.organisation, "home", YEAR, None, end_of_day(SEPTEMBER))
    assert isinstance(now, ProgrammePage)
    assert (now.spend.forecast.value, now.spend.over.value, now.spend.lines) == (500, 100, ())
    assert spend(programme).over.value == 130516  # as at a day on which the lines were named


@pytest.mark.parametrize(
    ("share", "others", "said"),
    [
        (60, [], ""),
        (60, [("Homes", 40)], ""),
        (60, [("Homes", 40), ("Homes again", 1)], "Together with Homes (40%), Homes again (1%) 101% of it"),
    ],
)
def test_more_than_all_of_a_line_is_said(share: int, others: list[tuple[str, int]], said: str) -> None:
    found = counted_twice(Decimal(share), [(name, Decimal(each)) for name, each in others])
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_programmes_that_together_influence_more_than_a_line_are_warned(programme: Programme, budget: Budget) -> None:
    """60% and 50% of residential care; of homecare the other one has nothing. As at an earlier day it hadn't yet."""
    other = put_programme(organisation=programme.organisation, slug="beds", name="Beds", by=None, known_from=SET)
    influence(other, budget.residential, 50, known_from=end_of_day(date(2019, 9, 10)))

    said = [each.counted_twice for each in spend(programme).lines]
    assert said == ["Together with Beds (50%) 110% of it: programmes count the same spend more than once.", ""]
    assert [each.counted_twice for each in spend(programme, date(2019, 9, 9)).lines] == ["", ""]

    close(thing=other, on=date(2019, 9, 15), outcome="stopped", reason="No money", by=None)
    now = programme_page(programme.organisation, "home", YEAR, None, end_of_day(SEPTEMBER))
    assert isinstance(now, ProgrammePage)
    assert [each.counted_twice for each in now.spend.lines] == ["", ""]


def test_share_of_then_holds_as_at_then(programme: Programme, budget: Budget) -> None:
    influence(programme, budget.homecare, 50, known_from=end_of_day(date(2019, 9, 25)))
    assert spend(programme).forecast.value == 130916
    assert spend(programme, date(2019, 9, 30)).forecast.value == 73416 + 28750


def test_reconciliation_goes_by_it(programme: Programme) -> None:
    assert page(programme).reconciliation.top_down.missing  # there is no target
    assert page(programme).over_position.value == -1084

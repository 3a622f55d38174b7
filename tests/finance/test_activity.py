"""Activity lines: how they are made, what their numbers say, and what of a variance they explain."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from finance.actions.activity import put_activity_line
from finance.charts.activity import effects_chart
from finance.models import ActivityLine
from finance.selectors.activity import Activity, ActivityLinePage, activity, activity_line_page
from finance.selectors.funding import NotKnownYet
from finance.tables.activity import trend_words
from ledger.actions import close, load_measures, mark_series_break
from ledger.models import Basis, Organisation, Series
from ledger.months import FinancialYear, Span, end_of_day
from ledger.scope import Scope
from tests.charts import validate
from tests.factories import OrganisationFactory, SeriesFactory, record
from tests.finance.budgets import make_heading, small_budget

YEAR = FinancialYear(2019)
JULY, AUGUST = date(2019, 7, 1), date(2019, 8, 1)


def make(council: Organisation, slug: str, **fields: Any) -> ActivityLine:
    given = {"name": slug.replace("-", " ").capitalize(), "by": None, **fields}
    return put_activity_line(organisation=council, slug=slug, **given)


def another() -> Organisation:
    return OrganisationFactory()


def bought(line: ActivityLine, budgeted: tuple[object, object], current: tuple[object, object]) -> None:
    """Quantity and price, budgeted for the year and current in July 2019; None is not recorded."""
    for series, plan, now in zip((line.quantity_series, line.price_series), budgeted, current, strict=True):
        if plan is not None:
            record(series, plan, YEAR.start, end=YEAR.end, basis=Basis.BUDGET)
        if now is not None:
            record(series, now, JULY)


@pytest.fixture
def measures(council: Organisation) -> Organisation:
    load_measures()
    return council


@pytest.fixture
def table(measures: Organisation) -> Organisation:
    """Three counted lines and one that is only shown, as the July 2019 paper has them."""
    bought(make(measures, "residential", position=1), (514, 541), (459, 584))
    bought(make(measures, "nursing", position=2), (312, 592), (309, 671))
    bought(make(measures, "homecare", position=3, priced_per="hour"), (1516, "16.31"), (1363, "16.37"))
    bought(make(measures, "live-in", position=4, counted=False), (None, None), (52, "780.10"))
    return measures


def found(council: Organisation, **when: Any) -> Activity:
    return activity(council, when.get("year", YEAR), when.get("moment"))


def test_line_is_made_with_a_series_of_how_much_and_one_of_what_it_costs(measures: Organisation) -> None:
    line = make(measures, "respite", counts="nights", priced_per="night")
    assert (line.quantity_series.measure.code, line.quantity_series.code) == (
        "nights-of-care",
        "activity/respite/quantity",
    )
    assert (line.price_series.measure.code, line.price_series.measure.decimals) == ("unit-cost", 2)


def test_address_of_the_pages_themselves_is_refused(measures: Organisation) -> None:
    with pytest.raises(ValidationError, match="address of its own"):
        make(measures, "new")


def test_heading_of_another_kind_or_council_is_refused(measures: Organisation) -> None:
    wrong = make_heading(measures, "care-type", "homecare", "Homecare")
    with pytest.raises(ValidationError, match="is a care type"):
        make(measures, "homecare", client_group=wrong)
    theirs = make_heading(another(), "client-group", "older", "Older people")
    with pytest.raises(ValidationError, match="another organisation"):
        make(measures, "homecare", client_group=theirs)


def test_effects_of_the_papers_row(table: Organisation) -> None:
    row = found(table).row("residential")
    assert [number.value for number in (row.price_effect, row.volume_effect, row.change)] == [
        19_737,
        -29_755,
        -10_018,
    ]
    assert (row.quantity_change.text, row.price_change.text) == ("−10.7%", "7.9%")
    assert [label for label, _ in row.price_effect.inputs][-1] == "current price"
    assert row.as_of == Span.month(JULY)


def test_people_against_a_price_per_hour_are_not_computable(table: Organisation) -> None:
    row = found(table).row("homecare")
    assert row.change.missing
    assert row.why_not == "People are counted and the price is per hour: hours are needed."
    assert row.quantity_change.text == "−10.1%"


def test_totals_leave_out_what_is_only_shown_and_say_what_can_not_be_computed(table: Organisation) -> None:
    shown = found(table)
    people = shown.total("people")
    assert (people.budgeted.value, people.current.value) == (514 + 312 + 1516, 459 + 309 + 1363)
    (effect,) = shown.effect_totals
    assert (effect.price.value, effect.volume.value) == (19_737 + 24_411, -29_755 - 1_776)
    assert (effect.computed, effect.lines) == (2, 3)
    assert [row.line.slug for row in shown.shown_only] == ["live-in"]


def test_total_with_a_gap_is_no_total(table: Organisation) -> None:
    make(table, "day-care", position=5)
    assert found(table).total("people").current.missing


def test_new_line_is_all_volume(measures: Organisation) -> None:
    bought(make(measures, "shared-lives"), (0, None), (7, 600))
    row = found(measures).row("shared-lives")
    assert (row.price_effect.value, row.volume_effect.value) == (0, 4_200)
    assert "it is all volume" in row.volume_effect.formula


def test_closed_line_is_all_volume_in_its_year_and_gone_after_it(measures: Organisation) -> None:
    line = make(measures, "spot")
    bought(line, (10, 500), (8, 510))
    close(thing=line, on=date(2019, 9, 30), outcome="ended", reason="Blocks instead", by=None)
    row = found(measures).row("spot")
    assert (row.price_effect.value, row.volume_effect.value) == (0, -5_000)
    assert row.current.quantity.formula == "none: it ended on 30 September 2019"
    later = found(measures, year=YEAR.next)
    assert (later.rows, later.ended) == ((), (line,))


def test_newest_of_the_year_before_is_current_until_there_is_a_newer_one(table: Organisation) -> None:
    row = found(table, year=YEAR.next).row("residential")
    assert row.as_of == Span.month(JULY)
    assert row.change.value == -10_018
    nothing = found(table, year=YEAR.next.next).row("residential")
    assert nothing.as_of is None
    assert nothing.why_not.startswith("Not known: budgeted quantity")


def test_budget_of_the_month_goes_before_that_of_the_year(measures: Organisation) -> None:
    line = make(measures, "residential")
    bought(line, (514, 541), (459, 584))
    record(line.quantity_series, 500, JULY, basis=Basis.BUDGET)
    assert found(measures).row("residential").budgeted.quantity.value == 500


def test_as_at_an_earlier_day_the_numbers_of_then_stand(measures: Organisation) -> None:
    known = end_of_day(date(2019, 9, 1))
    line = make(measures, "residential", known_from=known)
    for value, day in ((459, date(2019, 9, 2)), (470, date(2019, 10, 2))):
        record(line.quantity_series, value, JULY, channel="paper", known_from=end_of_day(day))
    then = found(measures, moment=end_of_day(date(2019, 9, 20)))
    assert then.row("residential").current.quantity.value == 459
    assert found(measures).row("residential").current.quantity.value == 470
    assert found(measures, moment=end_of_day(date(2019, 8, 1))).rows == ()
    page = activity_line_page(measures, "residential", YEAR, end_of_day(date(2019, 8, 1)))
    assert isinstance(page, NotKnownYet)


def trend(series: Series, *values: object) -> None:
    for month, value in zip(YEAR.months(), values, strict=False):
        if value is not None:
            record(series, value, month.start)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((), "No month known"),
        ((500,), "Apr 2019 only"),
        ((500, 490, 450), "Down 10.0% since Apr 2019"),
        ((500, None, 550), "Up 10.0% since Apr 2019"),
        ((500, 510, 500), "As in Apr 2019"),
        ((0, 5), "From zero, since Apr 2019"),
    ],
)
def test_trend_is_said_in_words(measures: Organisation, values: tuple[object, ...], said: str) -> None:
    line = make(measures, "residential")
    trend(line.quantity_series, *values)
    assert trend_words(found(measures).row("residential").quantity_trend) == said


def test_trend_begins_at_a_series_break(measures: Organisation) -> None:
    line = make(measures, "residential")
    trend(line.quantity_series, 900, 500, 550)
    mark_series_break(series=line.quantity_series, on=date(2019, 5, 1), reason="Counted anew.", by=None)
    row = found(measures).row("residential")
    assert trend_words(row.quantity_trend) == "Up 10.0% since May 2019"
    assert [one.reason for one in row.breaks] == ["Counted anew."]


def test_residual_is_the_variance_that_activity_does_not_explain(council: Organisation) -> None:
    """Residential care is projected at £122,500 against £120,000; 3 people more at £1 a week are £156.86 of it."""
    budget = small_budget(council)
    line = make(council, "residential", budget_line=budget.residential)
    bought(line, (100, 1), (103, 1))
    (explained,) = found(council).explained
    assert explained.change.value == Decimal(3) * 366 / 7
    variance = explained.variance.value
    assert variance is not None
    assert [value.value for _, value in explained.variance.inputs][1] == 120_000
    assert explained.residual.value == variance - Decimal(3) * 366 / 7


def test_residual_is_not_worked_out_where_one_line_can_not_be(council: Organisation) -> None:
    budget = small_budget(council)
    bought(make(council, "residential", budget_line=budget.residential), (100, 1), (103, 1))
    bought(make(council, "hours", budget_line=budget.residential, priced_per="hour"), (100, 1), (103, 1))
    (explained,) = found(council).explained
    assert len(explained.rows) == 2
    assert explained.change.missing
    assert explained.residual.missing


def test_activity_that_is_only_shown_explains_nothing(council: Organisation) -> None:
    """As in programmes: what is shown beside the totals would count the same people twice."""
    budget = small_budget(council)
    bought(make(council, "residential", budget_line=budget.residential), (100, 1), (103, 1))
    bought(make(council, "of-which-live-in", budget_line=budget.residential, counted=False), (10, 1), (50, 1))
    bought(make(council, "homecare", budget_line=budget.homecare, counted=False), (10, 1), (50, 1))
    (explained,) = found(council).explained
    assert explained.budget_line == budget.residential
    assert [row.line.slug for row in explained.rows] == ["residential"]
    assert explained.change.value == Decimal(3) * 366 / 7


def test_activity_of_an_income_line_has_its_sign(council: Organisation) -> None:
    """Ten of 50 people pay no more; who pays, pays £10 instead of £9 a week. £400 instead of £450: £50 less comes in,
    which is adverse: 40 × £1 more is £40 favourable, and 10 × £9 fewer £90 adverse."""
    budget = small_budget(council)
    bought(make(council, "payers", budget_line=budget.contributions), (50, 9), (40, 10))
    shown = found(council)
    row = shown.row("payers")
    assert [number.value for number in (row.price_effect, row.volume_effect, row.change)] == [-40, 90, 50]
    assert row.price_effect.formula.endswith("with the sign of income")
    (total,), (explained,) = shown.effect_totals, shown.explained
    assert (total.price.value, total.volume.value) == (-40, 90)
    variance = explained.variance.value  # £18,000 come in instead of £24,000 is adverse, above zero
    assert variance is not None
    assert explained.residual.value == variance - Decimal(50) * 366 / 7


def test_line_page_has_its_months(table: Organisation) -> None:
    page = activity_line_page(table, "residential", YEAR, None)
    assert isinstance(page, ActivityLinePage)
    assert [month.span.label for month in page.months] == ["2019/20", "July 2019"]


def test_lines_ask_no_more_queries_as_they_grow(
    table: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(7):
        found(table)
    bought(make(table, "more"), (514, 541), (459, 584))
    with django_assert_num_queries(7):
        found(table)


def test_series_of_another_council_is_refused(measures: Organisation) -> None:
    with pytest.raises(ValidationError, match="another organisation"):
        make(measures, "residential", quantity_series=SeriesFactory())


def test_chart_keeps_to_plotlys_schema_and_says_what_it_shows(table: Organisation, viewer_scope: Scope) -> None:
    chart = effects_chart(found(table), viewer_scope)
    assert chart
    validate(chart)
    assert chart.finding == (
        "£12,617 more a week (adverse): price makes £44,148 more, volume £31,531 less. "
        "It changed the most in nursing: £22,635 more. 1 of 3 lines can’t be computed and are left out."
    )
    assert effects_chart(found(another()), viewer_scope) is None

"""Budget lines: what they are made with, how they change, and how their budget is set."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from finance.actions import end_line, put_line, set_budget
from finance.models import BudgetLine, Heading
from ledger.actions import add_service, create_series, load_measures, put
from ledger.models import Basis, Figure, Measure, Organisation
from ledger.months import FinancialYear
from tests.factories import OrganisationFactory, SeriesFactory

from .budgets import MONTHS, YEAR, make_heading, make_line, told

D = Decimal


@pytest.fixture
def line(council: Organisation) -> BudgetLine:
    load_measures()
    return make_line(council, "homecare")


def budgets(line: BudgetLine) -> list[Decimal | None]:
    rows = Figure.objects.filter(series=line.series_id, basis=Basis.BUDGET).as_at(None)
    return [row.value for row in rows]


def test_line_is_made_with_the_series_that_are_wanted(council: Organisation, line: BudgetLine) -> None:
    assert (line.series.code, line.series.name, line.adjustment) == ("budget/homecare", "Homecare", None)

    put_line(organisation=council, code="homecare", by=None, wanted=["adjustment", "commitments"])
    line.refresh_from_db()

    assert line.adjustment
    assert (line.adjustment.code, line.adjustment.name) == (
        "budget/homecare/period-13",
        "Homecare: year-end adjustment",
    )
    assert line.commitments
    assert line.accruals is None


def test_line_takes_its_series_along_when_it_changes(council: Organisation, line: BudgetLine) -> None:
    older = add_service(organisation=council, code="older", name="Older people", by=None)

    put_line(organisation=council, code="homecare", by=None, name="Care at home", service=older)
    line.series.refresh_from_db()

    assert (line.series.name, line.series.service) == ("Care at home", older)


def test_same_words_again_make_no_history(council: Organisation, line: BudgetLine) -> None:
    put_line(organisation=council, code="homecare", by=None, name="Homecare")

    assert line.history.count() == 1
    assert line.series.history.count() == 1


def test_series_code_that_is_taken_gets_a_number(council: Organisation, line: BudgetLine) -> None:
    SeriesFactory(organisation=council, code="budget/nursing")

    assert make_line(council, "nursing").series.code == "budget/nursing-2"


def test_words_of_other_organisations_are_refused(council: Organisation, line: BudgetLine) -> None:
    elsewhere = OrganisationFactory()
    heading = make_heading(elsewhere, "care-type", "HC", "Homecare")

    with pytest.raises(ValidationError, match="belongs to another organisation"):
        put_line(organisation=council, code="homecare", by=None, care_type=heading)


def test_heading_of_another_kind_is_refused(council: Organisation, line: BudgetLine) -> None:
    heading = make_heading(council, "care-type", "HC", "Homecare")

    with pytest.raises(ValidationError, match="Homecare is a care type"):
        put_line(organisation=council, code="homecare", by=None, client_group=heading)


@pytest.mark.parametrize(("pointer", "measure"), [("commitments", "net-spend"), ("adjustment", "line-accruals")])
def test_series_that_counts_otherwise_is_refused(
    council: Organisation, line: BudgetLine, pointer: str, measure: str
) -> None:
    found = Measure.objects.get(organisation=None, code=measure)
    series = create_series(organisation=council, code="other", name="Other", measure=found, by=None)

    with pytest.raises(ValidationError, match="Other doesn't hold"):
        put_line(organisation=council, code="homecare", by=None, **{pointer: series})


@pytest.mark.parametrize("code", ["new", "Upper", "with space", ""])
def test_code_that_is_no_address_is_refused(council: Organisation, line: BudgetLine, code: str) -> None:
    with pytest.raises(ValidationError):
        make_line(council, code)


def test_heading_code_is_the_chart_of_accounts_own(council: Organisation) -> None:
    assert make_heading(council, "cost-centre", "AB12/04-R", "Home support").code == "AB12/04-R"
    with pytest.raises(ValidationError):
        put(Heading, {"organisation": council, "kind": "cost-centre", "code": "-"}, by=None, name="None")


def test_line_ends_with_a_year(council: Organisation, line: BudgetLine) -> None:
    end_line(line=line, last_year=YEAR, reason="Moved to health", by=None)

    assert line.years == "2019/20"
    assert list(BudgetLine.objects.of_year(YEAR)) == [line]
    assert not BudgetLine.objects.of_year(YEAR.next).exists()
    assert not BudgetLine.objects.of_year(YEAR.previous).exists()
    with pytest.raises(ValidationError, match="last year is before its first"):
        end_line(line=line, last_year=YEAR.previous, reason="", by=None)


def test_budget_is_recorded_by_month_as_the_original(line: BudgetLine) -> None:
    done = set_budget(line=line, year=YEAR, amount=D("100.00"), by=None)

    assert budgets(line) == [D("8.34")] * 4 + [D("8.33")] * 8
    assert done.entry
    assert set(done.entry.figures.values_list("edition", flat=True)) == {YEAR.start}


def test_budget_follows_last_years_actuals(line: BudgetLine) -> None:
    before = FinancialYear(2018)
    for month, value in zip(before.months(), [10] * 6 + [30] * 6, strict=True):
        told(line.series, value, month.start, before.end)

    set_budget(line=line, year=YEAR, amount=D(480), profile="last-year", by=None)

    assert budgets(line) == [20] * 6 + [60] * 6


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"amount": D(5), "profile": "last-year"}, "profile", "known for 0 of 12 months"),
        ({"months": [D(1)] * 3, "profile": "typed"}, "months", "There are 3 amounts"),
        ({"amount": D(5), "months": [D(1)] * 12, "profile": "typed"}, "months", "come to £12.00, not to £5.00"),
        ({}, "profile", "Enter the budget of the year"),
        ({"amount": D("0.001")}, "profile", "more than 2 decimal places"),
        ({"amount": D(5), "services": ["younger"]}, "amount", "You record for younger only"),
    ],
)
def test_wrong_budgets_are_refused_with_the_fix(
    line: BudgetLine, fields: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        set_budget(line=line, year=YEAR, by=None, **fields)  # type: ignore[arg-type]

    assert said in caught.value.message_dict[field][0]
    assert not Figure.objects.exists()


def test_budget_of_a_year_that_the_line_is_no_part_of_is_refused(line: BudgetLine) -> None:
    with pytest.raises(ValidationError, match="part of the budget from 2019/20, not of 2018/19"):
        set_budget(line=line, year=YEAR.previous, amount=D(1), by=None)


def test_budgets_of_two_years_stand_beside_each_other(line: BudgetLine) -> None:
    set_budget(line=line, year=YEAR, amount=D(12), by=None)
    set_budget(line=line, year=YEAR.next, amount=D(24), by=None)

    assert budgets(line) == [1] * len(MONTHS) + [2] * 12

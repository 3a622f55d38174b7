"""Virements: what they move, what is refused, and who decides."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from finance.actions import approve_virement, propose_virement, refuse_virement, set_budget
from finance.models import BudgetLine, Virement
from finance.selectors import virement_row, virements_of
from ledger.models import Basis, Figure, Organisation
from ledger.months import end_of_day
from ledger.selectors import open_book
from tests.factories import record
from tests.ledger.races import Environment

from .budgets import MONTHS, YEAR, Budget, give_budget, make_line, small_budget, told
from .races import race_for_budget, wrong

D = Decimal
OCTOBER, JANUARY = date(2019, 10, 1), date(2020, 1, 1)


@pytest.fixture
def budget(council: Organisation) -> Budget:
    return small_budget(council)


def propose(council: Organisation, amounts: Mapping[str, object], **fields: Any) -> Virement:
    given = {
        "holds_from": OCTOBER,
        "reason": "More people in homes",
        "by": None,
        "channel": "demo",
        "known_from": end_of_day(date(2019, 10, 15)),
    }
    decimals = {code: D(str(amount)) for code, amount in amounts.items()}
    return propose_virement(organisation=council, amounts=decimals, **{**given, **fields})


def budgets(line: BudgetLine, on: date = date(2019, 10, 15)) -> list[Decimal | None]:
    """The budget in force of each month, as known now."""
    book = open_book(line.organisation, [line.series_id], None, on)
    return [book.number(line.series_id, Basis.BUDGET, month).value for month in MONTHS]


def whole_year(line: BudgetLine, value: int) -> None:
    told(line.series, value, YEAR.start, date(2019, 4, 2), end=YEAR.end, basis=Basis.BUDGET, edition=YEAR.start)


def refused(council: Organisation, amounts: Mapping[str, object], **fields: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        propose(council, amounts, **fields)
    return caught.value.message_dict


def test_virement_moves_the_budgets_of_the_rest_of_the_year(council: Organisation, budget: Budget) -> None:
    made = propose(council, {"residential": 600, "homecare": -600})

    assert budgets(budget.residential) == [10_000] * 6 + [10_100] * 6
    assert budgets(budget.homecare) == [5_000] * 6 + [4_900] * 6
    assert (made.number, made.entry.figure_count, made.entry.provisional) == (1, 12, True)
    assert made.entry.reason == "Virement 1 of 2019/20: More people in homes"
    firsts = Figure.objects.filter(series=budget.residential.series, basis=Basis.BUDGET, edition=YEAR.start)
    assert {figure.value for figure in firsts} == {D(10_000)}  # the original stays beside it


def test_virement_is_exact_to_the_penny(council: Organisation, budget: Budget) -> None:
    propose(council, {"residential": "100.01", "homecare": "-100.01"}, holds_from=JANUARY)

    assert sum(budgets(budget.residential)[9:]) == D("30100.01")  # type: ignore[arg-type]
    assert sum(budgets(budget.homecare)[9:]) == D("14899.99")  # type: ignore[arg-type]
    assert budgets(budget.residential)[:9] == [10_000] * 9


def test_virement_of_a_budget_without_a_profile_changes_the_whole(council: Organisation, budget: Budget) -> None:
    line = make_line(council, "grant")
    whole_year(line, 1000)

    propose(council, {"grant": 200, "homecare": -200})

    book = open_book(council, [line.series_id], None, date(2019, 10, 15))
    assert book.number(line.series_id, Basis.BUDGET, YEAR.span).value == 1200


def test_whole_and_months_change_together(council: Organisation, budget: Budget) -> None:
    line = budget.homecare
    whole_year(line, 60_000)

    propose(council, {"homecare": 600}, kind="growth")

    book = open_book(council, [line.series_id], None, date(2019, 10, 15))
    assert book.number(line.series_id, Basis.BUDGET, YEAR.span).value == 60_600
    assert sum(budgets(line)) == 60_600  # type: ignore[arg-type]


def test_growth_may_change_the_whole_and_a_virement_may_not(council: Organisation, budget: Budget) -> None:
    said = refused(council, {"residential": 600, "homecare": -500})
    grown = propose(council, {"residential": 600, "homecare": -500}, kind="growth")

    assert "come to £100.00, not to nothing" in said["lines"][0]
    assert virement_row(council, YEAR, grown.number, None).net.value == 100
    assert not Virement.objects.exclude(pk=grown.pk).exists()


@pytest.mark.parametrize(
    ("amounts", "fields", "field", "said"),
    [
        ({"nowhere": 5, "homecare": -5}, {}, "lines", "There is no budget line “nowhere” in 2019/20"),
        ({}, {}, "lines", "Name at least one budget line"),
        ({"residential": 0}, {}, "lines", "The amount of residential is nothing"),
        ({"residential": "0.005", "homecare": "-0.005"}, {}, "lines", "a fraction of a penny"),
        (
            {"residential": 5, "homecare": -5},
            {"holds_from": date(2019, 9, 1)},
            "holds_from",
            "September 2019 is past",
        ),
        ({"residential": 5, "homecare": -5}, {"holds_from": date(2020, 4, 1)}, "holds_from", "2020/21 has not begun"),
        ({"residential": 5, "homecare": -5}, {"holds_from": date(2019, 11, 2)}, "holds_from", "first day of a month"),
        ({"unset": 5, "homecare": -5}, {}, "lines", "unset has no budget by month"),
        ({"residential": 5, "homecare": -5}, {"services": ["younger"]}, "lines", "You record for younger only"),
    ],
)
def test_wrong_virements_are_refused_with_the_fix(
    council: Organisation, budget: Budget, amounts: dict[str, object], fields: Any, field: str, said: str
) -> None:
    make_line(council, "unset")
    figures = Figure.objects.count()

    told = refused(council, amounts, **fields)

    assert any(said in message for message in told[field])
    assert Figure.objects.count() == figures
    assert not Virement.objects.exists()


def test_virement_holds_from_the_day_it_is_recorded(council: Organisation, budget: Budget) -> None:
    """On 1 April it would take the place of the original budget, which holds from that day: then that is set anew."""
    april = {"holds_from": YEAR.start, "kind": "growth"}
    said = refused(council, {"homecare": 600}, known_from=end_of_day(YEAR.start), **april)
    propose(council, {"residential": 600}, known_from=end_of_day(date(2019, 4, 2)), **april)

    assert said["lines"] == ["homecare is budgeted from 1 April 2019 on; move it after that day, or set it anew."]
    assert budgets(budget.residential, on=date(2019, 4, 1))[0] == 10_000
    assert budgets(budget.residential, on=date(2019, 4, 2)) == [10_050] * 12


def test_everything_wrong_with_the_lines_is_said_at_once(council: Organisation, budget: Budget) -> None:
    assert len(refused(council, {"nowhere": 5, "residential": 0, "homecare": 7})["lines"]) == 3


def test_line_has_one_virement_waiting_at_a_time(council: Organisation, budget: Budget, lead: User) -> None:
    first = propose(council, {"residential": 600, "homecare": -600})

    said = refused(council, {"homecare": 5, "day-care": -5})
    approve_virement(virement=first, by=lead)
    second = propose(council, {"homecare": 600, "day-care": -600})

    assert said["lines"] == [f"{first} of homecare waits for approval; it has to be approved or refused first."]
    assert second.number == 2
    assert budgets(budget.homecare) == [5_000] * 12
    assert budgets(budget.residential)[6] == 10_100


def test_numbers_count_from_one_each_year(council: Organisation, budget: Budget) -> None:
    for line in budget.lines[:2]:
        give_budget(line, 1200, YEAR.next)
    propose(council, {"residential": 600}, kind="growth")
    known = end_of_day(date(2020, 5, 1))

    other = propose(council, {"homecare": 5}, kind="growth", holds_from=date(2020, 5, 1), known_from=known)

    assert (other.number, str(other)) == (1, "Virement 1 of 2020/21")


def test_another_person_approves(council: Organisation, budget: Budget, officer: User, lead: User) -> None:
    made = propose(council, {"residential": 600, "homecare": -600}, by=officer)

    with pytest.raises(ValidationError, match="another person has to approve it"):
        approve_virement(virement=made, by=officer)
    approve_virement(virement=made, by=lead)
    row = virement_row(council, YEAR, 1, None)

    assert (row.state, row.decided_by, row.waits) == ("approved", "finance-lead", False)
    with pytest.raises(ValidationError, match="was approved already"):
        approve_virement(virement=made, by=lead)
    with pytest.raises(ValidationError, match="was approved already"):
        refuse_virement(virement=made, by=lead, reason="Too late")


def test_refused_virement_leaves_the_budgets_as_they_were(council: Organisation, budget: Budget, lead: User) -> None:
    made = propose(council, {"residential": 600, "homecare": -600})

    refuse_virement(virement=made, by=lead, reason="Not agreed")
    row = virement_row(council, YEAR, 1, None)

    assert budgets(budget.residential) == [10_000] * 12
    assert budgets(budget.homecare) == [5_000] * 12
    assert (row.state, row.virement.refusal, row.decided_by) == ("refused", "Not agreed", "finance-lead")
    with pytest.raises(ValidationError, match="was refused already"):
        approve_virement(virement=made, by=lead)
    assert propose(council, {"homecare": 5}, kind="growth").number == 2


def test_refusing_keeps_what_was_corrected_meanwhile(council: Organisation, budget: Budget, lead: User) -> None:
    made = propose(council, {"residential": 600}, kind="growth")
    record(budget.residential.series, 10_150, OCTOBER, basis=Basis.BUDGET, edition=date(2019, 10, 15), channel="form")

    refuse_virement(virement=made, by=lead, reason="Not agreed")

    assert budgets(budget.residential)[6:] == [10_050, 10_000, 10_000, 10_000, 10_000, 10_000]


def test_as_at_an_earlier_day_it_still_waits(council: Organisation, budget: Budget, lead: User) -> None:
    made = propose(council, {"residential": 600, "homecare": -600})
    approve_virement(virement=made, by=lead)

    then = virements_of(council, YEAR, end_of_day(date(2019, 10, 16)))
    before = virements_of(council, YEAR, end_of_day(date(2019, 10, 14)))

    assert [row.state for row in then] == ["waiting"]
    assert before == []


def test_budget_that_a_virement_changed_is_not_set_again(council: Organisation, budget: Budget) -> None:
    set_budget(line=budget.homecare, year=YEAR, amount=D(66_000), by=None)  # a correction
    assert budgets(budget.homecare) == [5_500] * 12
    made = propose(council, {"homecare": 600}, kind="growth")

    with pytest.raises(ValidationError, match=f"{made} changed the budget of Homecare"):
        set_budget(line=budget.homecare, year=YEAR, amount=D(1), by=None)


@pytest.mark.needs_postgresql
def test_of_two_who_move_one_budget_at_once_one_wins_and_nothing_is_lost(scratch_database: Environment) -> None:
    outcomes = race_for_budget(scratch_database, 10)

    assert len(outcomes) == 10
    assert [found for outcome in outcomes if (found := wrong(outcome))] == []

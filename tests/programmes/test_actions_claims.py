"""Live benefits never claim more of a budget than there is, whichever way they come to claim it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from ledger.actions import drop
from programmes.actions import budget_of, change_claim, claim_budget, close, move_benefit, reopen
from programmes.models import Benefit, Budget, Claim, Programme
from tests.factories import OrganisationFactory
from tests.finance.budgets import make_line
from tests.ledger.races import Environment

from .conftest import make_benefit
from .races import race_for_a_budget

YEAR = {"start": date(2019, 4, 1), "end": date(2020, 3, 31)}


@pytest.fixture
def first(better_lives: Programme) -> Benefit:
    return make_benefit(better_lives, "sensors", state="scoped")


@pytest.fixture
def second(better_lives: Programme) -> Benefit:
    return make_benefit(better_lives, "reablement", state="scoped")


def claim(benefit: Benefit, budget: Budget, share: str, **fields: Any) -> Claim:
    return claim_budget(benefit=benefit, budget=budget, share=Decimal(share), by=None, **{**YEAR, **fields})


def test_two_benefits_claim_a_budget_up_to_its_whole(first: Benefit, second: Benefit, budget: Budget) -> None:
    claim(first, budget, "60")
    claim(second, budget, "40")
    assert Claim.objects.count() == 2


def test_beyond_the_whole_it_is_said_when_by_whom_and_what_is_left(
    first: Benefit, second: Benefit, budget: Budget
) -> None:
    claim(first, budget, "60")
    with pytest.raises(ValidationError) as error:
        claim(second, budget, "40.0001", start=date(2019, 10, 1), end=date(2020, 9, 30))
    assert error.value.message_dict == {
        "share": ["In October 2019 to March 2020 Homecare is claimed by Sensors (60%); 40% is left for this benefit."]
    }


def test_other_months_and_other_budgets_are_free(
    first: Benefit, second: Benefit, budget: Budget, better_lives: Programme
) -> None:
    claim(first, budget, "100")
    claim(second, budget, "100", start=date(2020, 4, 1), end=date(2020, 4, 30))
    claim(second, Budget.objects.create(organisation=better_lives.organisation, name="Nursing"), "100")
    assert Claim.objects.count() == 3


def test_one_benefit_does_not_claim_twice(first: Benefit, budget: Budget) -> None:
    claim(first, budget, "60")
    with pytest.raises(ValidationError, match="by this benefit more than once"):
        claim(first, budget, "60", start=date(2019, 5, 1))


def test_benefits_of_the_same_name_are_two(better_lives: Programme, budget: Budget) -> None:
    one, other = (make_benefit(better_lives, slug, name="Same", state="scoped") for slug in ("one", "other"))
    claim(one, budget, "60")
    with pytest.raises(ValidationError, match="Same"):
        claim(other, budget, "60")


def test_claiming_the_same_again_changes_the_claim(first: Benefit, budget: Budget) -> None:
    claim(first, budget, "60")
    assert claim(first, budget, "100").share == 100
    assert Claim.objects.count() == 1


def test_changing_a_claim_is_counted_too(first: Benefit, second: Benefit, budget: Budget) -> None:
    claim(first, budget, "60")
    other = claim(second, budget, "40")
    with pytest.raises(ValidationError, match="40% is left"):
        change_claim(claim=other, by=None, share=Decimal(41))
    assert change_claim(claim=other, by=None, reason="Less", share=Decimal(30)).share == 30
    assert other.history.latest().history_change_reason == "Less"


def test_what_is_dropped_is_free_again_and_in_the_history(first: Benefit, second: Benefit, budget: Budget) -> None:
    dropped = claim(first, budget, "60")
    drop(thing=dropped, reason="Another budget", by=None)
    claim(second, budget, "100")
    assert Claim.history.filter(history_type="-").get().history_change_reason == "Another budget"


def test_ideas_claim_what_they_like_until_they_come_alive(
    first: Benefit, budget: Budget, better_lives: Programme
) -> None:
    idea = make_benefit(better_lives, "thought")
    claim(first, budget, "60")
    claim(idea, budget, "60")
    with pytest.raises(ValidationError, match="40% is left"):
        move_benefit(benefit=idea, state="scoped", by=None)


def test_what_was_closed_is_not_opened_into_a_double_claim(first: Benefit, second: Benefit, budget: Budget) -> None:
    claim(first, budget, "60")
    closed = close(thing=first, on=date(2019, 5, 1), outcome="withdrawn", reason="No", by=None)
    claim(second, budget, "60")
    with pytest.raises(ValidationError, match="40% is left"):
        reopen(thing=closed, reason="Yes", by=None)
    move_benefit(benefit=second, state="idea", by=None)
    assert reopen(thing=Benefit.objects.get(pk=closed.pk), reason="Yes", by=None).is_open


def test_a_budget_of_another_organisation_is_not_claimed(first: Benefit) -> None:
    theirs = Budget.objects.create(organisation=OrganisationFactory(), name="Theirs")
    with pytest.raises(ValidationError, match="another organisation"):
        claim(first, theirs, "10")


def test_line_is_claimed_up_to_its_whole_under_its_own_name(first: Benefit, second: Benefit) -> None:
    line = make_line(first.programme.organisation, "homecare")
    claim(first, budget_of(line=line, by=None), "60")
    with pytest.raises(ValidationError, match=r"Homecare \(homecare\) is claimed by Sensors \(60%\); 40% is left"):
        claim(second, budget_of(line=line, by=None), "41")
    make_line(first.programme.organisation, "homecare", name="Care at home")
    assert str(Budget.objects.get()) == "Care at home (homecare)"


@pytest.mark.parametrize(
    ("years", "field"),
    [({"first_year": 2020}, "start"), ({"first_year": 2018, "last_year": 2018}, "end")],
)
def test_line_is_claimed_in_years_of_which_it_is_part(first: Benefit, years: dict[str, int], field: str) -> None:
    line = make_line(first.programme.organisation, "homecare", **years)
    with pytest.raises(ValidationError, match="choose months of these years") as error:
        claim(first, budget_of(line=line, by=None), "60")
    assert list(error.value.message_dict) == [field]


def test_line_of_another_organisation_is_not_claimed(first: Benefit) -> None:
    theirs = make_line(OrganisationFactory(), "homecare")
    with pytest.raises(ValidationError, match="another organisation"):
        claim(first, budget_of(line=theirs, by=None), "10")


@pytest.mark.parametrize("said", [{"name": "Homecare"}, {"holder": "Children"}])
def test_line_has_no_other_name(first: Benefit, said: dict[str, str]) -> None:
    line = make_line(first.programme.organisation, "homecare")
    with pytest.raises(ValidationError, match="its name is changed there"):
        Budget(organisation=line.organisation, line=line, **said).full_clean()


@pytest.mark.needs_postgresql
def test_of_two_benefits_that_claim_at_once_one_is_told_what_is_left(scratch_database: Environment) -> None:
    """Both as they are, and as they come alive with a claim of their own."""
    for answers in race_for_a_budget(scratch_database, rounds=16):
        won, lost = sorted(answers)
        assert won == ""
        assert "40% is left for this benefit" in lost

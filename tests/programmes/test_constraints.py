"""Each constraint of programmes' models, tried by writing past every validation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from finance.models import BudgetLine
from ledger.actions import put
from ledger.models import Organisation
from programmes.actions import assess_confidence, claim_budget, put_contribution, put_line
from programmes.models import (
    Benefit,
    Budget,
    Claim,
    Confidence,
    Contribution,
    Impairment,
    Influence,
    Investment,
    Kpi,
    Milestone,
    Mitigation,
    Opportunity,
    Programme,
    Workstream,
)
from tests.constraints import again, assert_refused, constraints_of, each_break
from tests.factories import SeriesFactory
from tests.finance.budgets import make_line

DAY = date(2019, 4, 1)


@dataclass
class Cast:
    programme: Programme
    workstream: Workstream
    benefit: Benefit
    budget: Budget
    line: BudgetLine
    influence: Influence
    claim: Claim
    contribution: Contribution
    confidence: Confidence
    mitigation: Mitigation
    impairment: Impairment
    opportunity: Opportunity
    investment: Investment
    milestone: Milestone
    kpi: Kpi


@pytest.fixture
def cast(better_lives: Programme, strand: Workstream, benefit: Benefit, budget: Budget, joint: Programme) -> Cast:
    line = {"programme": better_lives, "name": "Line"}
    council = better_lives.organisation
    share = Decimal(60)
    budget_line = make_line(council, "homecare")
    member = {"programme": joint, "subject": "contract", "member": council}
    return Cast(
        programme=better_lives,
        workstream=strand,
        benefit=benefit,
        budget=budget,
        line=budget_line,
        influence=put(Influence, {"programme": better_lives, "line": budget_line}, by=None, share=share),
        claim=claim_budget(benefit=benefit, budget=budget, share=share, start=DAY, end=date(2019, 4, 30), by=None),
        contribution=put_contribution(member, by=None, share=share),
        confidence=assess_confidence(programme=better_lives, on=DAY, by=None, level="red", reason="Late"),
        mitigation=put_line(Mitigation, line, by=None),
        impairment=put_line(Impairment, line, by=None, of="new", cause="Late"),
        opportunity=put_line(Opportunity, line, by=None, kind="new"),
        investment=put_line(Investment, line, by=None),
        milestone=put(Milestone, line, by=None, due=DAY),
        kpi=put(Kpi, {"organisation": council, "series": benefit.series}, by=None, name="KPI", group="Group"),
    )


Write = Callable[[Cast], object]

# Of each model what differs in a second row that is as good as the first.
OTHERWISE: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "programme": lambda c: {"slug": "other", "log_id": None},
    "workstream": lambda c: {"slug": "other", "log_id": None},
    "benefit": lambda c: {"slug": "other", "series_id": None},
    "budget": lambda c: {"name": "Other"},
    "influence": lambda c: {"line_id": make_line(c.programme.organisation, "nursing").pk},
    "claim": lambda c: {"start": date(2019, 4, 2)},
    "contribution": lambda c: {"subject": "targets"},
    "confidence": lambda c: {"on": date(2019, 4, 2)},
    "mitigation": lambda c: {},
    "impairment": lambda c: {},
    "opportunity": lambda c: {},
    "investment": lambda c: {"series_id": another_series(c)},
    "milestone": lambda c: {},
    "kpi": lambda c: {"series_id": another_series(c)},
}
CLOSABLE = ("programme", "workstream", "benefit", "mitigation", "impairment", "opportunity", "investment",
            "milestone", "kpi")  # fmt: skip


def another_series(cast: Cast) -> int:
    organisation: Organisation = cast.programme.organisation
    return int(SeriesFactory(organisation=organisation).pk)


def second(name: str, /, **changed: object) -> Write:
    def write(cast: Cast) -> None:
        again(getattr(cast, name), **{**OTHERWISE[name](cast), **changed})

    return write


def carried_on(cast: Cast, **changed: object) -> None:
    fields = {"brought_forward_from_id": cast.benefit.pk, "brought_forward_year": 2019, "series_id": None}
    again(cast.benefit, **{**fields, **changed})


BREAKS: dict[str, list[Write]] = {
    **{
        f"programmes_{name}_closed_as_something": [second(name, closed_on=DAY), second(name, outcome="done")]
        for name in CLOSABLE
    },
    "programme_slug_once": [second("programme", slug="better-lives")],
    "programme_not_its_own_part": [second("programme", id=999, part_of_id=999)],
    "workstream_slug_once": [second("workstream", slug="reablement")],
    "workstream_kind_known": [second("workstream", kind="other")],
    "workstream_aim_known": [second("workstream", aim="other")],
    "benefit_slug_once": [second("benefit", slug="fewer-packages")],
    "benefit_series_once": [lambda c: again(c.benefit, slug="other")],
    "benefit_kind_known": [second("benefit", kind="other")],
    "benefit_state_known": [second("benefit", state="other")],
    "benefit_validated_on_a_day": [second("benefit", state="validated"), second("benefit", validated_on=DAY)],
    "benefit_brought_forward_from_a_year": [
        second("benefit", brought_forward_year=2019),
        lambda c: carried_on(c, slug="carried", brought_forward_year=None),
    ],
    "benefit_brought_forward_once": [
        lambda c: (carried_on(c, slug="carried"), carried_on(c, slug="carried-again")),
    ],
    "budget_name_once": [second("budget", name="Homecare")],
    "budget_is_a_line_or_named": [
        second("budget", name=""),
        lambda c: again(c.budget, line_id=c.line.pk),
        lambda c: again(c.budget, name="", line_id=c.line.pk, holder="Children"),
    ],
    "influence_once": [lambda c: again(c.influence)],
    "influence_share_is_a_percentage": [second("influence", share=0), second("influence", share=Decimal("100.0001"))],
    "claim_once": [second("claim", start=DAY)],
    "claim_months_in_order": [second("claim", end=date(2019, 4, 2)), second("claim", end=date(2019, 4, 1))],
    "claim_share_is_a_percentage": [second("claim", share=0), second("claim", share=Decimal("100.0001"))],
    "contribution_once": [second("contribution", subject="contract")],
    "contribution_share_is_a_percentage": [
        second("contribution", share=Decimal("-0.0001")),
        second("contribution", share=Decimal("100.0001")),
    ],
    "confidence_once_a_day": [second("confidence", on=DAY)],
    "confidence_level_known": [second("confidence", level="blue")],
    "impairment_of_known": [second("impairment", of="other")],
    "opportunity_kind_known": [second("opportunity", kind="other")],
    "investment_series_once": [lambda c: again(c.investment)],
    "kpi_series_once": [lambda c: again(c.kpi)],
}


@each_break(BREAKS)
def test_constraint_holds(cast: Cast, name: str, break_it: Write) -> None:
    assert_refused(name, break_it, cast)


def test_every_constraint_is_tried() -> None:
    assert constraints_of("programmes") - set(BREAKS) == set()


@pytest.mark.parametrize("name", OTHERWISE)
def test_rows_like_those_that_break_constraints_are_accepted(cast: Cast, name: str) -> None:
    """So that the refusals above are for what they say they are for."""
    model: type[models.Model] = type(getattr(cast, name))
    before = model._default_manager.count()

    second(name, **({"closed_on": DAY, "outcome": "done"} if name in CLOSABLE else {}))(cast)

    assert model._default_manager.count() == before + 1


def test_a_line_is_claimed_as_one_budget(cast: Cast) -> None:
    again(cast.budget, name="", line_id=cast.line.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        again(cast.budget, name="", line_id=cast.line.pk)


def test_a_line_may_be_carried_on_once_a_year(cast: Cast) -> None:
    carried_on(cast, slug="carried")
    carried_on(cast, slug="carried-again", brought_forward_year=2020)
    second("benefit", slug="checked", state="validated", validated_on=DAY)(cast)

    assert Benefit.objects.count() == 4

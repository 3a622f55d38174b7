"""Each constraint of raid's models, tried by writing past every validation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from raid.actions import write_update
from raid.models import Action, Decision, Issue, Item, Log, Risk, Update
from tests.constraints import again, assert_refused, constraints_of, each_break

from .conftest import action, decision, issue, risk


@dataclass
class Cast:
    risk: Risk
    issue: Issue
    action: Action
    decision: Decision
    update: Update


@pytest.fixture
def cast(log: Log) -> Cast:
    update = write_update(log=log, month=date(2019, 7, 1), words="A start is made.", by=None)
    return Cast(risk(log), issue(log), action(log), decision(log), update)


DAY = date(2019, 8, 1)
Write = Callable[[Cast], object]


def second(item: Item, **changed: object) -> None:
    again(item, **{"number": 2, **changed})


def once(name: str) -> list[Write]:
    return [lambda c: second(getattr(c, name), number=1)]


def closed_as_something(name: str) -> list[Write]:
    return [
        lambda c: second(getattr(c, name), closed_on=DAY),
        lambda c: second(getattr(c, name), outcome="done"),
    ]


BREAKS: dict[str, list[Write]] = {
    **{f"{name}_number_once": once(name) for name in ("risk", "issue", "action", "decision")},
    **{
        f"raid_{name}_closed_as_something": closed_as_something(name)
        for name in ("risk", "issue", "action", "decision")
    },
    "risk_likelihood_with_impact": [
        lambda c: second(c.risk, likelihood=3),
        lambda c: second(c.risk, impact=3),
        lambda c: second(c.risk, likelihood=6, impact=3),
        lambda c: second(c.risk, likelihood=3, impact=0),
    ],
    "risk_residual_likelihood_with_impact": [
        lambda c: second(c.risk, residual_likelihood=3),
        lambda c: second(c.risk, residual_impact=3),
        lambda c: second(c.risk, residual_likelihood=0, residual_impact=3),
        lambda c: second(c.risk, residual_likelihood=3, residual_impact=6),
    ],
    "issue_impact_1_to_5": [lambda c: second(c.issue, impact=0), lambda c: second(c.issue, impact=6)],
    "action_state_known": [lambda c: second(c.action, state="done")],
    "action_due_after_start": [lambda c: second(c.action, starts=DAY, due=date(2019, 7, 31))],
    "update_once_a_month": [lambda c: again(c.update)],
    "update_month_is_its_first_day": [lambda c: again(c.update, month=date(2019, 8, 2))],
}


@each_break(BREAKS)
def test_constraint_holds(cast: Cast, name: str, break_it: Write) -> None:
    assert_refused(name, break_it, cast)


def test_every_constraint_is_tried() -> None:
    assert constraints_of("raid") - set(BREAKS) == set()


def test_rows_like_those_that_break_constraints_are_accepted(cast: Cast) -> None:
    """So that the refusals above are for what they say they are for."""
    second(
        cast.risk, likelihood=1, impact=5, residual_likelihood=5, residual_impact=1, closed_on=DAY, outcome="passed"
    )
    second(cast.issue, impact=5, closed_on=DAY, outcome="resolved")
    second(cast.action, starts=DAY, due=DAY, state="blocked", closed_on=DAY, outcome="done")
    second(cast.decision, closed_on=DAY, outcome="reversed")
    again(cast.update, month=DAY)

    assert [model.objects.count() for model in (Risk, Issue, Action, Decision, Update)] == [2] * 5

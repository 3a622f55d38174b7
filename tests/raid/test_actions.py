from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from ledger.actions import reopen
from ledger.history import as_of
from ledger.models import Organisation
from raid.actions import change_item, close_item, issue_from_risk, open_log, put_item, raise_item, write_update
from raid.models import Action, Issue, Log, Risk, Update

from .conftest import JULY, NOVEMBER, action, decision, issue, risk

AUGUST = date(2019, 8, 1)


def test_items_are_numbered_by_log_and_kind(log: Log, council: Organisation) -> None:
    other = open_log(organisation=council, name="Better Lives", by=None)

    numbers = [risk(log).number, risk(log).number, issue(log).number, decision(log).number, risk(other).number]

    assert numbers == [1, 2, 1, 1, 1]
    assert (risk(log).called, issue(log).called) == ("Risk 3", "Issue 2")


def test_raised_item_says_who_and_when(log: Log, contributor: User) -> None:
    found = raise_item(model=Risk, log=log, title="Staff leave", raised_on=AUGUST, by=contributor, known_from=JULY)

    version = found.history.get()  # type: ignore[attr-defined]
    assert (version.history_user, version.history_date) == (contributor, JULY)


def test_papers_put_an_item_once(log: Log) -> None:
    for known_from, likelihood in ((NOVEMBER, 5), (NOVEMBER, 5), (JULY, 3), (JULY, 3)):
        fields: dict[str, Any] = {"raised_on": AUGUST, "likelihood": likelihood, "impact": 4}
        found = put_item(model=Risk, log=log, title="Staff leave", by=None, known_from=known_from, **fields)

    assert Risk.objects.get() == found
    assert found.history.count() == 2  # type: ignore[attr-defined]
    assert Risk.objects.get().likelihood == 5
    assert as_of(Risk, JULY).get().likelihood == 3


def test_closed_item_is_not_changed(log: Log) -> None:
    found = action(log)
    close_item(item=found, on=AUGUST, outcome="done", reason="Recruited", by=None)

    with pytest.raises(ValidationError, match="Action 1 is closed; open it again"):
        change_item(item=found, title="Recruit more", by=None)

    reopen(thing=found, reason="They left again", by=None)
    assert change_item(item=found, title="Recruit more", by=None).title == "Recruit more"


def test_closed_item_is_not_closed_twice(log: Log) -> None:
    found = close_item(item=action(log), on=AUGUST, outcome="done", reason="Recruited", by=None)

    with pytest.raises(ValidationError, match="closed already"):
        close_item(item=found, on=AUGUST, outcome="dropped", reason="No money", by=None)


def test_item_is_not_closed_before_it_was_raised(log: Log) -> None:
    with pytest.raises(ValidationError) as caught:
        close_item(item=issue(log), on=date(2019, 6, 30), outcome="resolved", reason="Solved", by=None)

    assert caught.value.message_dict == {
        "closed_on": ["It was raised on 1 July 2019; enter that day or a later one."]
    }
    assert Issue.objects.get().is_open


def test_risk_that_happened_becomes_an_issue(log: Log, contributor: User) -> None:
    found = risk(log, description="Pay is low.", owner_role="Head of workforce", likelihood=4, impact=3)

    close_item(item=found, on=AUGUST, outcome="happened", reason="Twelve left", by=contributor)

    found.refresh_from_db()
    made = Issue.objects.get()
    assert (found.closed_on, found.outcome, found.closing_reason) == (AUGUST, "happened", "Twelve left")
    assert (made.risk, made.title, made.description) == (found, "Staff leave", "Pay is low.")
    assert (made.owner_role, made.impact, made.raised_on, made.number) == ("Head of workforce", 3, AUGUST, 1)


def test_risk_stays_open_where_its_issue_cannot_be_made(log: Log) -> None:
    found = risk(log)

    with pytest.raises(ValidationError):
        issue_from_risk(risk=found, on=AUGUST, reason="Twelve left", by=None, impact=9)

    found.refresh_from_db()
    assert found.is_open
    assert not Issue.objects.exists()


def test_risk_becomes_one_issue_only(log: Log) -> None:
    found = risk(log)
    issue_from_risk(risk=found, on=AUGUST, reason="Twelve left", by=None)

    with pytest.raises(ValidationError, match="Risk 1 is closed already"):
        issue_from_risk(risk=found, on=AUGUST, reason="Twelve left", by=None)
    reopen(thing=found, reason="It may happen again", by=None)
    with pytest.raises(ValidationError, match="became issue 1 before; open that issue again"):
        issue_from_risk(risk=found, on=AUGUST, reason="Twelve left", by=None)


def test_one_update_a_month(log: Log) -> None:
    for words in ("A start is made.", "A start is made, and more."):
        write_update(log=log, month=date(2019, 7, 19), words=words, by=None)

    found = Update.objects.get()
    assert (found.month, found.words) == (date(2019, 7, 1), "A start is made, and more.")
    assert (found.number, found.called) == (201907, "Update of July 2019")


@pytest.mark.parametrize(("model", "name"), [(Action, "risk"), (Issue, "risk")])
def test_items_are_tied_within_their_log(log: Log, council: Organisation, model: Any, name: str) -> None:
    foreign = risk(open_log(organisation=council, name="Another", by=None))

    with pytest.raises(ValidationError, match="Risk 1 is in another log"):
        raise_item(model=model, log=log, title="Recruit", raised_on=AUGUST, by=None, **{name: foreign})


def test_log_is_known_from_its_paper(log: Log) -> None:
    assert not as_of(Log, JULY - timedelta(seconds=1)).exists()
    assert as_of(Log, JULY).get() == log

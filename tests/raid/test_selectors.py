from datetime import date, timedelta
from typing import Any

import pytest

from ledger.models import Organisation
from raid.actions import change_item, close_item, open_log, write_update
from raid.models import Log
from raid.selectors import actions_on, log_page, logs_summary

from .conftest import JULY, NOVEMBER, action, decision, issue, risk

TODAY = date(2019, 12, 1)


def titles(items: Any) -> list[str]:
    return [item.title for item in items]


def close(item: Any, outcome: str) -> None:
    close_item(item=item, on=date(2019, 8, 1), outcome=outcome, reason="Over", by=None)


def test_open_risks_come_first_and_the_gravest_of_them(log: Log) -> None:
    close(risk(log, "closed", likelihood=5, impact=5), "passed")
    risk(log, "unscored")
    risk(log, "mitigated", likelihood=5, impact=5, residual_likelihood=2, residual_impact=2)
    risk(log, "on the line", likelihood=3, impact=5)
    risk(log, "below it", likelihood=3, impact=4)
    risk(log, "gravest", likelihood=1, impact=1, residual_likelihood=4, residual_impact=4)

    page = log_page(log, None, TODAY)

    assert titles(page.risks) == ["gravest", "on the line", "below it", "mitigated", "unscored", "closed"]
    assert len(page.open_risks) == 5
    assert titles(page.high_risks) == ["gravest", "on the line"]
    assert titles(page.top_risks) == ["gravest", "on the line", "below it"]


def test_actions_come_by_the_day_they_are_due(log: Log) -> None:
    action(log, "ongoing")
    action(log, "due today", due=TODAY)
    action(log, "late", due=TODAY - timedelta(days=1))
    close(action(log, "done late", due=date(2019, 7, 2)), "done")

    page = log_page(log, None, TODAY)

    assert titles(page.actions) == ["late", "due today", "ongoing", "done late"]
    assert titles(page.late_actions) == ["late"]
    assert titles(log_page(log, None, TODAY - timedelta(days=1)).late_actions) == []


def test_reviews_are_overdue_the_day_after(log: Log) -> None:
    risk(log, "today", next_review=TODAY)
    risk(log, "yesterday", next_review=TODAY - timedelta(days=1))
    close(risk(log, "closed", next_review=date(2019, 7, 2)), "passed")

    assert titles(log_page(log, None, TODAY).risks_to_review) == ["yesterday"]


def test_issues_decisions_and_updates_in_order(log: Log) -> None:
    for impact in (None, 2, 5):
        issue(log, f"impact {impact}", impact=impact)
    for day in (1, 2):
        decision(log, f"of {day} July", raised_on=date(2019, 7, day))
    for month in (7, 9, 8):
        write_update(log=log, month=date(2019, month, 1), words="Progress.", by=None)

    page = log_page(log, None, TODAY)

    assert titles(page.issues) == ["impact 5", "impact 2", "impact None"]
    assert titles(page.decisions) == ["of 2 July", "of 1 July"]
    assert titles(page.updates) == ["September 2019", "August 2019", "July 2019"]
    assert page.newest_update == page.updates[0]


def test_log_is_read_as_it_was_known(log: Log) -> None:
    found = risk(log, "As July says", likelihood=5, impact=5, known_from=JULY)
    change_item(item=found, title="As now", residual_likelihood=1, residual_impact=1, by=None)
    risk(log, "New in November", known_from=NOVEMBER)

    assert titles(log_page(log, JULY, TODAY).risks) == ["As July says"]
    assert titles(log_page(log, JULY, TODAY).high_risks) == ["As July says"]
    assert titles(log_page(log, NOVEMBER, TODAY).risks) == ["As July says", "New in November"]
    assert titles(log_page(log, None, TODAY).risks) == ["As now", "New in November"]
    assert log_page(log, None, TODAY).high_risks == ()


def test_actions_on_a_risk(log: Log) -> None:
    tied = risk(log)
    action(log, "Second", risk=tied)
    action(log, "Loose")

    assert titles(actions_on(tied, None)) == ["Second"]
    assert actions_on(tied, JULY) == []


@pytest.mark.parametrize("moment", [None, NOVEMBER])
def test_any_number_of_logs_takes_five_queries(
    log: Log, council: Organisation, moment: Any, django_assert_num_queries: Any
) -> None:
    logs = [log, *(open_log(organisation=council, name=f"Log {n}", by=None, known_from=JULY) for n in range(3))]
    for each in logs:
        for _ in range(each.pk % 3 + 1):
            risk(each, known_from=JULY)
            action(each, known_from=JULY)

    with django_assert_num_queries(5):
        pages = logs_summary([each.pk for each in logs], moment, TODAY)

    assert {pk: len(page.open_risks) for pk, page in pages.items()} == {each.pk: each.pk % 3 + 1 for each in logs}


def test_log_that_holds_nothing_has_nothing_to_say(log: Log) -> None:
    page = log_page(log, None, TODAY)

    assert (page.top_risks, page.late_actions, page.newest_update) == ((), (), None)

from datetime import date, datetime
from typing import Any

import pytest

from ledger.models import Organisation
from ledger.months import LONDON
from raid.actions import open_log, raise_item
from raid.models import Action, Decision, Issue, Item, Log, Risk

JULY, NOVEMBER = datetime(2019, 7, 7, tzinfo=LONDON), datetime(2019, 11, 7, tzinfo=LONDON)


@pytest.fixture
def log(council: Organisation) -> Log:
    return open_log(organisation=council, name="Better Lives", by=None, known_from=JULY)


def _raised(model: type[Item], log: Log, title: str, **fields: Any) -> Any:
    return raise_item(model=model, log=log, **{"by": None, "raised_on": date(2019, 7, 1), **fields}, title=title)


def risk(log: Log, title: str = "Staff leave", **fields: Any) -> Risk:
    found: Risk = _raised(Risk, log, title, **fields)
    return found


def issue(log: Log, title: str = "Staff have left", **fields: Any) -> Issue:
    found: Issue = _raised(Issue, log, title, **fields)
    return found


def action(log: Log, title: str = "Recruit", **fields: Any) -> Action:
    found: Action = _raised(Action, log, title, **fields)
    return found


def decision(log: Log, title: str = "Overseas recruitment", **fields: Any) -> Decision:
    given = {"words": "Recruit abroad.", "decided_by": "Programme board", **fields}
    found: Decision = _raised(Decision, log, title, **given)
    return found

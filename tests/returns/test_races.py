"""Two people in one return at once, and a server that is killed in mid-save: nothing lost, doubled or half landed."""

from pathlib import Path

import pytest

from tests.ledger.races import Environment

from .races import NAMES, kill_servers, lost, race, wrong

pytestmark = pytest.mark.needs_postgresql


@pytest.mark.parametrize("name", NAMES)
def test_two_at_once_in_one_return(scratch_database: Environment, name: str) -> None:
    outcomes = race(scratch_database, 10, name)

    assert len(outcomes) == 10
    assert [found for outcome in outcomes if (found := wrong(name, outcome))] == []


def test_killed_servers_lose_and_double_nothing(scratch_database: Environment, tmp_path: Path) -> None:
    found = kill_servers(scratch_database, 5, tmp_path)

    assert found["sent"] >= 5
    assert lost(found) == []

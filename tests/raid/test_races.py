"""Many who raise risks in one log at once: each gets a number of its own, and none is left out."""

import pytest

from tests.ledger.races import Environment, migrated

from .races import race_for_numbers


@pytest.mark.needs_postgresql
def test_numbers_are_given_once_and_without_gaps(scratch_database: Environment) -> None:
    found = race_for_numbers(scratch_database, writers=4, count=25)

    assert found == {"errors": [], "numbers": list(range(1, 101))}


def test_numbers_are_given_once_and_without_gaps_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> None:
    environment = migrated(f"sqlite:///{tmp_path_factory.mktemp('races') / 'race.sqlite3'}")

    found = race_for_numbers(environment, writers=2, count=15)

    assert found == {"errors": [], "numbers": list(range(1, 31))}

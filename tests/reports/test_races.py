"""A frozen report holds what was known at its moment, whoever was writing just then."""

import pytest

from tests.ledger.races import Environment

from .races import freeze_among_writers


@pytest.mark.needs_postgresql
def test_report_frozen_while_a_figure_is_written_is_what_its_moment_gives_ever_after(
    scratch_database: Environment,
) -> None:
    assert freeze_among_writers(scratch_database, rounds=2) == []

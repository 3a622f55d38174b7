"""Two people and one cell: exactly one wins, and the other is told what stands there and whose it is."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ledger.actions import record_figures
from ledger.errors import Conflict, Stale
from ledger.models import Channel, Entry, Figure, Organisation, Series
from ledger.months import start_of_day
from tests.factories import UserFactory, new_figure, record

from .races import Environment, kill_writers, migrated, race_for_cells, race_for_stamps


def conflicts(council: Organisation, *figures: Any) -> list[Conflict]:
    """What the writer is told; asserts that nothing was recorded."""
    before = Entry.objects.count()
    with pytest.raises(Stale) as caught:
        record_figures(organisation=council, figures=list(figures), by=None, channel=Channel.FORM)
    assert Entry.objects.count() == before
    return caught.value.conflicts


# --- one after the other


def test_writer_who_saw_what_stands_wins(series: Series) -> None:
    assert record(series, 10, follows=0).revision == 1
    assert record(series, 11, follows=1).revision == 2


def test_writer_who_saw_something_else_is_told_both_values_and_who(series: Series) -> None:
    first = record(series, 10)
    second = record(series, 12, by=UserFactory(first_name="Jo", last_name="Bloggs"))

    (conflict,) = conflicts(series.organisation, new_figure(series, 13, follows=first.revision))

    assert conflict == Conflict(
        index=0,
        series="test/saving",
        label="April 2019",
        yours=Decimal(13),
        theirs=Decimal(12),
        revision=2,
        by="Jo Bloggs",
        at=second.recorded_at,
    )
    assert record(series, 13, follows=conflict.revision).revision == 3


def test_writer_who_saw_an_empty_cell_that_was_filled_is_told(series: Series) -> None:
    record(series, 10)

    (conflict,) = conflicts(series.organisation, new_figure(series, 11, follows=0))

    assert (conflict.theirs, conflict.revision) == (10, 1)


def test_writer_who_saw_a_figure_that_is_not_there_is_told(series: Series) -> None:
    (conflict,) = conflicts(series.organisation, new_figure(series, 11, follows=1))

    assert (conflict.theirs, conflict.revision, conflict.by, conflict.at) == (None, 0, "", None)


def test_writer_is_told_of_a_withdrawal(series: Series) -> None:
    record(series, 10)
    record(series, None, withdrawn=True)

    (conflict,) = conflicts(series.organisation, new_figure(series, 11, follows=1))

    assert (conflict.theirs, conflict.revision) == (None, 2)


def test_one_stale_cell_refuses_the_whole_entry(series: Series) -> None:
    record(series, 10)
    fresh = new_figure(series, 20, date(2019, 5, 1), follows=0)

    told = conflicts(series.organisation, fresh, new_figure(series, 11, follows=0))

    assert [conflict.index for conflict in told] == [1]
    assert Figure.objects.count() == 1


def test_same_value_as_what_stands_is_stale_all_the_same(series: Series) -> None:
    """They agree by chance: the writer has not seen the comment or the qualifier that came with it."""
    record(series, 10)

    assert conflicts(series.organisation, new_figure(series, 10, follows=0))


def test_import_that_looks_at_no_cell_follows_whatever_stands(series: Series) -> None:
    record(series, 10)

    assert record(series, 11, follows=None).revision == 2


def test_reader_follows_the_figure_they_see_though_a_paper_was_loaded_late(series: Series) -> None:
    """What stands is revision 1: revision 2 was known earlier, so that no page shows it."""
    november = record(series, 500, channel=Channel.PAPER, known_from=start_of_day(date(2019, 11, 7)))
    record(series, 400, channel=Channel.PAPER, known_from=start_of_day(date(2019, 7, 7)))
    seen = Figure.objects.as_at(None).get()
    assert seen == november

    (conflict,) = conflicts(series.organisation, new_figure(series, 600, follows=2))
    assert (conflict.theirs, conflict.revision) == (500, 1)

    assert record(series, 600, follows=seen.revision).revision == 3


def test_writer_is_told_who_although_nobody_signed(series: Series) -> None:
    entry = record(series, 10, channel=Channel.PAPER).entry

    (conflict,) = conflicts(series.organisation, new_figure(series, 11, follows=0))

    assert conflict.by == entry.author != ""


# --- at once


def one_wins(seen: int, answers: list[Any]) -> None:
    """Of two answers one is that it was recorded, and the other names both values and who was first."""
    won, lost = sorted(answers, key=lambda answer: answer["won"], reverse=True)
    assert (won["won"], lost["won"]) == (True, False), answers
    assert won["revision"] == lost["revision"] == seen + 1
    assert Decimal(lost["yours"]) == lost["value"]
    assert Decimal(lost["theirs"]) == won["value"]
    assert lost["by"] == won["by"]


@pytest.mark.needs_postgresql
def test_of_two_people_at_once_exactly_one_wins(scratch_database: Environment) -> None:
    outcomes = race_for_cells(scratch_database, rounds=20)

    assert len(outcomes) == 20
    for seen, answers in outcomes:
        one_wins(seen, answers)


@pytest.mark.needs_postgresql
def test_answers_given_during_a_race_stay_the_same(scratch_database: Environment) -> None:
    """No later commit carries an earlier moment."""
    found = race_for_stamps(scratch_database, writers=4, entries=20)

    assert found["errors"] == []
    assert found["written"] == 80
    assert len(found["during"]) >= 20, "too few probes to say anything"
    assert found["afterwards"] == found["during"]
    assert found["disagreements"] == []


@pytest.mark.needs_postgresql
def test_killed_writers_leave_the_ledger_whole(scratch_database: Environment) -> None:
    found = kill_writers(scratch_database, kills=3)

    assert found["after"] == {"written": 1, "errors": []}
    assert found["entries"] > 1
    assert found["disagreements"] == []


@pytest.fixture(scope="module")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return migrated(f"sqlite:///{tmp_path_factory.mktemp('races') / 'race.sqlite3'}")


def test_two_processes_write_to_one_sqlite_file_and_neither_is_locked_out(sqlite_file: Environment) -> None:
    found = race_for_stamps(sqlite_file, writers=2, entries=25)

    assert found["errors"] == []
    assert found["written"] == 50
    assert found["during"]
    assert found["afterwards"] == found["during"]
    assert found["disagreements"] == []


def test_of_two_people_at_once_exactly_one_wins_on_sqlite(sqlite_file: Environment) -> None:
    for seen, answers in race_for_cells(sqlite_file, rounds=10):
        one_wins(seen, answers)

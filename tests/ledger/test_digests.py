"""The chain of digests: what somebody alters behind the triggers shows, and shows where it is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from celery import current_app
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from ledger.actions import approve_entry, record_figures
from ledger.digests import FIRST, EntryWords, FigureWords, entry_digest
from ledger.models import Channel, Entry, Figure, Organisation, Series
from ledger.tasks import verify_ledgers
from ledger.verification import head
from tests.factories import SeriesFactory, new_figure, record

from .conftest import Unguarded


@pytest.fixture
def chain(council: Organisation, series: Series, officer: User, lead: User) -> list[Entry]:
    """Five entries: three months, a correction of the second of them, and a provisional one that was approved."""
    for month, value in ((4, 10), (5, 20), (6, 30)):
        record_figures(
            organisation=council,
            figures=[new_figure(series, value, date(2019, month, 1)), new_figure(series, 1, basis="plan")],
            by=officer,
            channel=Channel.FORM,
            reason="Month end",
        )
    record(series, 25, date(2019, 5, 1), by=officer)
    approve_entry(entry=record(series, 40, date(2019, 7, 1), by=officer, provisional=True).entry, by=lead)
    return list(Entry.objects.order_by("number"))


def verify(*arguments: str) -> tuple[bool, str]:
    """Whether the command is content, and what it says."""
    out = StringIO()
    try:
        call_command("verify_ledger", *arguments, stdout=out)
    except CommandError:
        return False, out.getvalue()
    return True, out.getvalue()


def execute(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def note(entry: Entry) -> str:
    return f"anyshire:{entry.number}:{entry.digest}"


# --- the digest itself


ENTRY = EntryWords(
    1, 1, 7, "form", "Why", "", "", "", False, datetime(2019, 4, 1, tzinfo=UTC), datetime(2019, 4, 1, tzinfo=UTC)
)
FIGURE = FigureWords(3, "actual", date(2019, 4, 1), date(2019, 4, 30), date(2019, 4, 1), 1, Decimal("1.5"), "", False)


def test_digest_does_not_depend_on_order_or_on_trailing_zeros() -> None:
    other = FIGURE._replace(series=4)
    padded = FIGURE._replace(value=Decimal("1.5000"))

    assert entry_digest(FIRST, ENTRY, [FIGURE, other]) == entry_digest(FIRST, ENTRY, [other, padded])


def test_digest_does_not_depend_on_the_time_zone_of_a_moment() -> None:
    later = ENTRY.recorded_at.astimezone(tz=None)

    assert entry_digest(FIRST, ENTRY, []) == entry_digest(FIRST, ENTRY._replace(recorded_at=later), [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organisation_id", 2),
        ("number", 2),
        ("by_id", 8),
        ("by_id", None),
        ("channel", "paste"),
        ("reason", "Wh"),
        ("paper", "y"),
        ("paragraph", "1"),
        ("file_digest", "f"),
        ("provisional", True),
        ("recorded_at", datetime(2019, 4, 1, microsecond=1, tzinfo=UTC)),
        ("known_from", datetime(2019, 3, 31, tzinfo=UTC)),
    ],
)
def test_digest_covers_each_word_of_the_entry(field: str, value: object) -> None:
    assert entry_digest(FIRST, ENTRY._replace(**{field: value}), [FIGURE]) != entry_digest(FIRST, ENTRY, [FIGURE])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("series", 4),
        ("basis", "plan"),
        ("start", date(2019, 4, 2)),
        ("end", date(2019, 5, 1)),
        ("edition", date(2019, 4, 2)),
        ("revision", 2),
        ("value", Decimal("1.5001")),
        ("value", Decimal("-1.5")),
        ("value", None),
        ("qualifier", "about"),
        ("inferred", True),
    ],
)
def test_digest_covers_each_word_of_a_figure(field: str, value: object) -> None:
    assert entry_digest(FIRST, ENTRY, [FIGURE._replace(**{field: value})]) != entry_digest(FIRST, ENTRY, [FIGURE])


def test_digest_covers_the_one_before_it() -> None:
    assert entry_digest("1" * 64, ENTRY, [FIGURE]) != entry_digest(FIRST, ENTRY, [FIGURE])


def test_digest_tells_where_one_word_ends_and_the_next_begins() -> None:
    one = ENTRY._replace(reason="a|1:b", paper="")
    other = ENTRY._replace(reason="a", paper="b")

    assert entry_digest(FIRST, one, []) != entry_digest(FIRST, other, [])


# --- an untouched ledger


def test_untouched_ledger_verifies_and_prints_its_heads(chain: list[Entry]) -> None:
    other = SeriesFactory()
    record(other, 1)

    content, said = verify()

    assert content, said
    assert note(chain[-1]) in said.splitlines()
    assert str(head(other.organisation)) in said.splitlines()


@pytest.mark.parametrize(
    "value",
    ["0", "-0", "-0.0000", "0.1", "99999999999.9999", "-99999999999.9999", "1E+3", "12345678901.2345", "0.0001", "7"],
)
def test_value_verifies_as_it_comes_back_from_the_database(series: Series, value: str) -> None:
    """A digest is made from what was given, and verified from what is stored."""
    record(series, value)

    content, said = verify()

    assert content, said


def test_every_kind_of_figure_and_entry_verifies(series: Series, officer: User) -> None:
    record(series, 5, qualifier="about", inferred=True, channel=Channel.PAPER, by=officer, reason="Ein „Grund“\nzwei")
    record(series, None, withdrawn=True, channel=Channel.API)
    record(series, 6, basis="forecast", edition=date(2019, 5, 1), provisional=True)
    record(
        series, 7, basis="plan", channel=Channel.HISTORY, known_from=datetime(2019, 5, 1, 12, 30, 1, 5, tzinfo=UTC)
    )

    content, said = verify()

    assert content, said


def test_only_the_organisation_asked_for_is_walked(chain: list[Entry], unguarded: Unguarded) -> None:
    other = record(SeriesFactory(), 1)
    with unguarded():
        execute("UPDATE ledger_figure SET value = 2 WHERE id = %s", other.pk)

    assert verify("--organisation", "anyshire")[0]
    assert not verify("--organisation", other.organisation.slug)[0]
    assert not verify()[0]


def test_unknown_organisation_is_said_to_be_unknown(chain: list[Entry]) -> None:
    with pytest.raises(CommandError, match="no organisation “nowhere”"):
        call_command("verify_ledger", "--organisation", "nowhere", stdout=StringIO())


def test_note_that_cannot_be_read_is_refused(chain: list[Entry]) -> None:
    with pytest.raises(CommandError, match="SLUG:NUMBER:DIGEST"):
        call_command("verify_ledger", "--expect", "anyshire:5", stdout=StringIO())


# --- tampering


def figures_of(entry: Entry) -> list[Figure]:
    return list(entry.figures.order_by("id"))


def found_at(number: int, *arguments: str) -> str:
    """What the command says is wrong; asserts that it says so of this entry."""
    content, said = verify(*arguments)
    assert not content
    lines = [line for line in said.splitlines() if line.startswith(f"anyshire, entry {number}:")]
    assert lines, said
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("value", "20.0001"),
        ("value", None),
        ("qualifier", "over"),
        ("inferred", True),
        ("start", date(2019, 5, 2)),
        ('"end"', date(2019, 6, 1)),
        ("known_from", datetime(2019, 6, 1, tzinfo=UTC)),
        ("recorded_at", datetime(2100, 1, 1, tzinfo=UTC)),
        ("revision", 9),
        ("basis", "forecast"),
    ],
)
def test_altered_figure_found(chain: list[Entry], unguarded: Unguarded, column: str, value: object) -> None:
    figure = figures_of(chain[1])[0]
    edition = ", edition = %s" if column == "start" else ""
    values = [value, *([value] if edition else [])]

    with unguarded():
        execute(f"UPDATE ledger_figure SET {column} = %s{edition} WHERE id = %s", *values, figure.pk)

    found_at(2)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "Another reason"),
        ("channel", "api"),
        ("paper", "A paper"),
        ("paragraph", "2.1"),
        ("file_digest", "0"),
        ("provisional", True),
        ("figure_count", 2),
        ("first_start", date(2019, 4, 2)),
        ("last_start", date(2019, 7, 2)),
        ("by_id", None),
        ("digest", "f" * 64),
    ],
)
def test_altered_entry_found(chain: list[Entry], unguarded: Unguarded, column: str, value: object) -> None:
    with unguarded():
        execute(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", value, chain[2].pk)

    found_at(3)


def test_entry_in_somebody_elses_name_found(chain: list[Entry], lead: User, unguarded: Unguarded) -> None:
    with unguarded():
        execute("UPDATE ledger_entry SET by_id = %s WHERE number = 2", lead.pk)

    assert "something was altered" in found_at(2)


def test_moments_rewritten_on_entry_and_figures_alike_found(chain: list[Entry], unguarded: Unguarded) -> None:
    moment = chain[0].recorded_at + timedelta(microseconds=2)
    with unguarded():
        for table, key in (("ledger_entry", "id"), ("ledger_figure", "entry_id")):
            execute(
                f"UPDATE {table} SET recorded_at = %s, known_from = %s WHERE {key} = %s", moment, moment, chain[1].pk
            )

    assert "something was altered" in found_at(2)


def test_deleted_figure_found(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        execute("DELETE FROM ledger_seriesdocument")
        execute("DELETE FROM ledger_figure WHERE id = %s", figures_of(chain[0])[0].pk)

    assert "it has 1 figures, where it was recorded with 2" in found_at(1)


def test_inserted_figure_found(chain: list[Entry], unguarded: Unguarded) -> None:
    figure = figures_of(chain[3])[0]
    figure.pk, figure.revision = None, 3
    with unguarded():
        figure.save(force_insert=True)

    assert "it has 2 figures, where it was recorded with 1" in found_at(4)


def test_figure_moved_to_another_entry_found(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        execute("UPDATE ledger_figure SET entry_id = %s WHERE id = %s", chain[2].pk, figures_of(chain[1])[0].pk)

    found_at(2)
    found_at(3)


def test_figure_moved_to_another_organisation_found(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        other = SeriesFactory().organisation_id
        execute("UPDATE ledger_figure SET organisation_id = %s WHERE id = %s", other, figures_of(chain[1])[0].pk)

    assert "belong to another organisation" in found_at(2)


def test_series_moved_to_another_organisation_found(chain: list[Entry]) -> None:
    """No trigger guards series, which are words."""
    execute("UPDATE ledger_series SET organisation_id = %s", SeriesFactory().organisation_id)

    assert "or their series do" in found_at(1)


def test_swapped_entries_found(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        for old, new in ((2, 99), (3, 2), (99, 3)):
            execute("UPDATE ledger_entry SET number = %s WHERE number = %s", new, old)

    assert "no later than entry 2" in found_at(3)
    assert "something was altered" in found_at(2)


def drop(entry: Entry) -> None:
    execute("DELETE FROM ledger_approval WHERE entry_id = %s", entry.pk)
    execute("DELETE FROM ledger_figure WHERE entry_id = %s", entry.pk)
    execute("DELETE FROM ledger_entry WHERE id = %s", entry.pk)


def test_entry_dropped_from_the_middle_found(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        drop(chain[2])

    assert "entry 3 is missing before it" in found_at(4)


def test_entry_dropped_from_the_middle_found_though_the_rest_were_numbered_anew(
    chain: list[Entry], unguarded: Unguarded
) -> None:
    with unguarded():
        drop(chain[2])
        for number in (4, 5):
            execute("UPDATE ledger_entry SET number = %s WHERE number = %s", number - 1, number)

    assert "something was altered" in found_at(3)


def test_first_entries_dropped_found(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        drop(chain[0])
        drop(chain[1])

    assert "entries 1 to 2 are missing before it" in found_at(3)


def test_last_entry_dropped_found_only_against_a_note(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        drop(chain[4])

    assert verify()[0]
    assert "noted elsewhere but is not there" in found_at(5, "--expect", note(chain[4]))


def test_all_entries_dropped_found_against_a_note(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        for entry in chain:
            drop(entry)

    assert "noted elsewhere but is not there" in found_at(5, "--expect", note(chain[4]))


def test_organisation_dropped_found_against_a_note(chain: list[Entry]) -> None:
    content, said = verify("--expect", f"nowhere:1:{FIRST}", "--expect", note(chain[4]))

    assert not content
    assert "nowhere: it was noted elsewhere" in said


def test_note_that_agrees_is_accepted_when_more_came_after_it(chain: list[Entry]) -> None:
    content, said = verify("--expect", note(chain[1]), "--expect", note(chain[4]))

    assert content, said


def rechained(council: Organisation) -> Iterator[Entry]:
    """What a tamperer would do who knows how digests are made: work them all out anew."""
    before = FIRST
    for entry in Entry.objects.filter(organisation=council).order_by("number"):
        fields = ("series_id", *FigureWords._fields[1:])
        before = entry_digest(before, entry.words, (FigureWords(*row) for row in entry.figures.values_list(*fields)))
        execute("UPDATE ledger_entry SET digest = %s WHERE id = %s", before, entry.pk)
        yield entry


def test_value_rewritten_with_its_own_digest_found_in_the_next_entry(
    chain: list[Entry], council: Organisation, unguarded: Unguarded
) -> None:
    with unguarded():
        execute("UPDATE ledger_figure SET value = 21 WHERE id = %s", figures_of(chain[1])[0].pk)
        anew = rechained(council)
        next(anew), next(anew)

    assert "something was altered" in found_at(3)


def test_whole_chain_rewritten_found_only_against_a_note(
    chain: list[Entry], council: Organisation, unguarded: Unguarded
) -> None:
    with unguarded():
        execute("UPDATE ledger_figure SET value = 21 WHERE id = %s", figures_of(chain[1])[0].pk)
        assert len(list(rechained(council))) == 5

    assert verify()[0]
    assert "not the one that was noted elsewhere" in found_at(4, "--expect", note(chain[3]))


def test_revision_out_of_order_found_though_every_digest_agrees(
    chain: list[Entry], council: Organisation, unguarded: Unguarded
) -> None:
    with unguarded():
        execute("UPDATE ledger_figure SET revision = 3 WHERE id = %s", figures_of(chain[3])[0].pk)
        assert list(rechained(council))

    assert "has revision 3 where 2 should be" in found_at(4)


def test_approval_by_the_recorder_or_before_the_entry_found(
    chain: list[Entry], officer: User, unguarded: Unguarded
) -> None:
    with unguarded():
        execute("UPDATE ledger_approval SET by_id = %s, approved_at = %s", officer.pk, chain[0].recorded_at)

    said = found_at(5)
    assert "approved by the person who recorded it" in said
    assert "approved earlier than it was recorded" in said


def test_approval_of_what_was_not_provisional_found(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        execute("UPDATE ledger_approval SET entry_id = %s", chain[3].pk)

    assert "though it was not provisional" in found_at(4)


def test_disagreement_exits_with_status_1(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        execute("UPDATE ledger_entry SET reason = 'No reason' WHERE number = 1")

    with pytest.raises(CommandError) as caught:
        call_command("verify_ledger", stdout=StringIO())

    assert caught.value.returncode == 1


def test_alteration_is_reported_once_and_where_it_is(chain: list[Entry], unguarded: Unguarded) -> None:
    with unguarded():
        execute("UPDATE ledger_figure SET value = 21 WHERE id = %s", figures_of(chain[1])[0].pk)

    content, said = verify()

    assert not content
    assert len(said.splitlines()) == 2, said  # one disagreement and the head


def test_queries_do_not_grow_with_entries(
    chain: list[Entry], series: Series, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for value in range(40):
        record(series, value, date(2020, 4, 1))

    with django_assert_num_queries(7):
        assert verify("--organisation", "anyshire")[0]


# --- every night


def test_nightly_task_says_in_the_log_what_disagrees(
    chain: list[Entry], unguarded: Unguarded, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    verify_ledgers()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert f"Ledger head {note(chain[4])}" in caplog.text
    with unguarded():
        execute("UPDATE ledger_entry SET reason = 'No reason' WHERE number = 1")

    verify_ledgers()

    assert "anyshire, entry 1: its digest does not follow" in caplog.text


def test_nightly_task_is_scheduled_under_its_own_name() -> None:
    scheduled = {entry["task"] for entry in current_app.conf.beat_schedule.values()}

    assert verify_ledgers.name in scheduled

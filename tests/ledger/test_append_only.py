"""What is appended stays, whoever asks: the database itself refuses everything else."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from ledger import triggers
from ledger.actions import approve_entry
from ledger.models import Approval, Entry, Figure, Series
from tests.factories import OrganisationFactory, SeriesFactory, record

from .conftest import Unguarded

GUARDED = [Figure, Entry, Approval]


@pytest.fixture
def recorded(series: Series, lead: User) -> Figure:
    figure = record(series, 10, provisional=True)
    approve_entry(entry=figure.entry, by=lead)
    return figure


def refused(statement: str, params: list[object] | None = None) -> None:
    """Run `statement` and expect the guard, not some other error, to refuse it."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.mark.parametrize("model", GUARDED)
def test_update_by_orm_refused(recorded: Figure, model: type[models.Model]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model._default_manager.update(id=models.F("id"))

    assert model._default_manager.count() == 1


def test_save_of_figure_refused(recorded: Figure) -> None:
    recorded.value = 11

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        recorded.save()

    assert Figure.objects.get().value == 10


@pytest.mark.parametrize("model", GUARDED)
def test_delete_by_orm_refused(recorded: Figure, model: type[models.Model]) -> None:
    # _raw_delete, because the ORM's own protection would refuse before the database is asked.
    queryset = model._default_manager.all()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        queryset._raw_delete(queryset.db)

    assert model._default_manager.count() == 1


@pytest.mark.parametrize("table", triggers.TABLES)
def test_raw_update_and_delete_refused(recorded: Figure, table: str) -> None:
    refused(f"UPDATE {table} SET id = id")
    refused(f"UPDATE {table} SET id = id + 1 WHERE id IN (SELECT id FROM {table})")
    refused(f"DELETE FROM {table}")


@pytest.mark.needs_postgresql
@pytest.mark.parametrize("table", triggers.TABLES)
def test_truncate_refused(recorded: Figure, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("model", GUARDED)
def test_upsert_and_replace_refused(recorded: Figure, model: type[models.Model]) -> None:
    table = model._meta.db_table
    refused(f"INSERT INTO {table} SELECT * FROM {table} WHERE id > 0 ON CONFLICT (id) DO UPDATE SET id = excluded.id")
    if connection.vendor == "sqlite":
        # REPLACE deletes the row in its way, found by its id or by its key, without asking a DELETE trigger.
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if field.column != "id")
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        refused(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")


def test_bulk_upsert_of_figures_refused(recorded: Figure) -> None:
    recorded.value = 99

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Figure.objects.bulk_create([recorded], update_conflicts=True, unique_fields=["id"], update_fields=["value"])

    assert Figure.objects.get().value == 10


def copied(figure: Figure, **changed: object) -> Figure:
    """The next revision of `figure`, as somebody would insert it past the actions."""
    fields = {field.attname: getattr(figure, field.attname) for field in Figure._meta.concrete_fields}
    return Figure(**{**fields, "id": None, "revision": figure.revision + 1, **changed})


def disagrees(figure: Figure) -> None:
    with pytest.raises(DatabaseError, match="disagrees with its entry or its series"), transaction.atomic():
        figure.save(force_insert=True)


def test_inserted_figure_that_agrees_is_accepted(recorded: Figure) -> None:
    """So that the refusals below are for what they say they are for."""
    copied(recorded).save(force_insert=True)

    assert Figure.objects.count() == 2


def test_figure_of_another_organisation_than_its_entry_refused(recorded: Figure) -> None:
    other = SeriesFactory()

    disagrees(copied(recorded, organisation_id=other.organisation_id, series_id=other.pk))


def test_figure_of_another_organisation_than_its_series_refused(recorded: Figure) -> None:
    disagrees(copied(recorded, series_id=SeriesFactory().pk))


def test_figure_that_names_another_organisation_refused(recorded: Figure) -> None:
    disagrees(copied(recorded, organisation_id=OrganisationFactory().pk))


@pytest.mark.parametrize("moment", ["known_from", "recorded_at"])
def test_figure_at_another_moment_than_its_entry_refused(recorded: Figure, moment: str) -> None:
    step = timedelta(seconds=1) if moment == "recorded_at" else -timedelta(seconds=1)

    disagrees(copied(recorded, **{moment: getattr(recorded, moment) + step}))


def test_figure_of_no_entry_refused(recorded: Figure) -> None:
    def insert() -> None:
        with transaction.atomic():
            copied(recorded, entry_id=10**9).save(force_insert=True)
            connection.check_constraints()

    with pytest.raises(DatabaseError):
        insert()


def test_one_bad_figure_among_many_refuses_all(recorded: Figure) -> None:
    good = copied(recorded, start=date(2019, 5, 1), end=date(2019, 5, 31), edition=date(2019, 5, 1), revision=1)

    with pytest.raises(DatabaseError, match="disagrees"), transaction.atomic():
        Figure.objects.bulk_create([good, copied(recorded, recorded_at=timezone.now())])

    assert Figure.objects.count() == 1


def test_guard_can_be_taken_down_and_put_up_again(recorded: Figure, unguarded: Unguarded) -> None:
    """As reversing the migration does."""
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_figure SET value = 12")
    assert Figure.objects.get().value == 12

    refused("UPDATE ledger_figure SET value = 13")


def test_entry_number_cannot_be_taken_twice(recorded: Figure) -> None:
    entry = recorded.entry
    entry.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)

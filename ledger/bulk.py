"""Rows written as they are, many or one, by the fastest way each database has.

The values must be plain (numbers, dates, moments, booleans, None, JSON, text without control characters) and stand
in the order of the columns, which are attnames: entry_id, not entry. Nothing is filled in, and nothing is checked
but what the database checks itself.
"""

import io
from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any

from django.db import connection, models

Model = type[models.Model]
Rows = Iterable[Sequence[Any]]


def append_rows(model: Model, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add many rows in one statement."""
    if len(rows) == 1:
        append_row(model, columns, rows[0])  # one message; COPY takes two
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = "\n".join("\t".join("\\N" if value is None else str(value) for value in row) for row in rows)
            cursor.copy_expert(f"COPY {_into(model, columns)} FROM STDIN", io.StringIO(lines))
            return
        # Kept, for most columns repeat a few values: preparing each anew took longer than the database needs.
        prepare = [cache(to_db) for to_db in _preparers(model, columns)]
        prepared = [[to_db(value) for to_db, value in zip(prepare, row, strict=True)] for row in rows]
        cursor.executemany(f"INSERT INTO {_into(model, columns)} VALUES ({_marks(columns)})", prepared)


def append_row(model: Model, columns: Sequence[str], row: Sequence[Any]) -> int:
    """Add one row, and return its id."""
    values = [to_db(value) for to_db, value in zip(_preparers(model, columns), row, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_into(model, columns)} VALUES ({_marks(columns)}) RETURNING id", values)
        found: int = cursor.fetchone()[0]
        return found


def replace_rows(model: Model, columns: Sequence[str], rows: Rows) -> None:
    """Write rows over those that have the same first column, its key, already; add the others."""
    prepare = _preparers(model, columns)
    prepared = [[to_db(value) for to_db, value in zip(prepare, row, strict=True)] for row in rows]
    key, *others = _quoted(model, columns)
    update = f"ON CONFLICT ({key}) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in others)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # whose driver's executemany sends row by row
            values = ", ".join([f"({_marks(columns)})"] * len(prepared))
            flat = [value for row in prepared for value in row]
            cursor.execute(f"INSERT INTO {_into(model, columns)} VALUES {values} {update}", flat)
        else:
            cursor.executemany(f"INSERT INTO {_into(model, columns)} VALUES ({_marks(columns)}) {update}", prepared)


def _into(model: Model, columns: Sequence[str]) -> str:
    return f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(_quoted(model, columns))})"


def _quoted(model: Model, columns: Sequence[str]) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in _fields(model, columns)]


def _preparers(model: Model, columns: Sequence[str]) -> list[Any]:
    return [partial(field.get_db_prep_save, connection=connection) for field in _fields(model, columns)]


def _fields(model: Model, columns: Sequence[str]) -> list[Any]:
    by_attname = {field.attname: field for field in model._meta.concrete_fields}
    return [by_attname[column] for column in columns]


def _marks(columns: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(columns))

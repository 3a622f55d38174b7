"""Rows written and read as they are, many or one, by the fastest way each database has.

Values to write must be plain (numbers, dates, moments, booleans, None, JSON, text without control characters) and
stand in the order of the columns, which are attnames: entry_id, not entry. Nothing is filled in, and nothing is
checked but what the database checks itself.
"""

import io
import json
from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray

Model = type[models.Model]
Rows = Iterable[Sequence[Any]]


# PostgreSQL's binary form of what numpy's types hold; its days count from the year 2000.
WIRE = {"i8": ">i8", "M8[D]": ">i4"}
WIRE_EPOCH = np.datetime64("2000-01-01")
WIRE_HEADER, WIRE_TRAILER, WIRE_ROW = 19, 2, 2  # bytes; each row begins with the number of its columns


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


def replace_rows(model: Model, columns: Sequence[str], rows: Rows) -> int:
    """Write rows over those that have the same first column, its key, already, and differ; add the others.

    How many were written.
    """
    prepare = _preparers(model, columns)
    prepared = [[to_db(value) for to_db, value in zip(prepare, row, strict=True)] for row in rows]
    if not prepared:
        return 0
    key, *others = _quoted(model, columns)
    table = connection.ops.quote_name(model._meta.db_table)
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"  # which count nulls as values
    update = (
        f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in others)} "
        f"WHERE {' OR '.join(f'{table}.{name} {differs} excluded.{name}' for name in others)}"
    )
    into = f"INSERT INTO {_into(model, columns)}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # whose driver's executemany sends row by row
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in _fields(model, columns))
            by_column = [list(column) for column in zip(*prepared, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({arrays}) {update}", by_column)
        else:
            cursor.executemany(f"{into} VALUES ({_marks(columns)}) {update}", prepared)
        written: int = cursor.rowcount
        return written


def read_columns(rows: "models.QuerySet[Any, tuple[Any, ...]]", types: Sequence[str]) -> list[NDArray[Any]]:
    """The columns of `rows`, a values_list, as arrays of numpy's `types`: i8 of bigint, M8[D] of date, S<n> of text.

    No value may be null, and texts must all be of `n` characters.
    """
    sql, params = rows.query.sql_with_params()
    if connection.vendor != "postgresql":
        columns = zip(*rows, strict=True) if rows else ([] for _ in types)
        return [np.array(column, dtype=kind) for column, kind in zip(columns, types, strict=True)]
    with connection.cursor() as cursor:
        copied = io.BytesIO()
        cursor.copy_expert(cursor.mogrify(f"COPY ({sql}) TO STDOUT (FORMAT binary)", params), copied)
    fields = [
        part for n, kind in enumerate(types) for part in ((f"length{n}", ">i4"), (f"{n}", WIRE.get(kind, kind)))
    ]
    row = np.dtype([("columns", f"V{WIRE_ROW}"), *fields])
    count, odd = divmod(copied.tell() - WIRE_HEADER - WIRE_TRAILER, row.itemsize)
    found = np.frombuffer(copied.getbuffer(), row, count, WIRE_HEADER)
    assert not odd, "a null, or a text of another length"
    return [_native(found[f"{n}"], kind) for n, kind in enumerate(types)]


def _native(column: NDArray[Any], kind: str) -> NDArray[Any]:
    return WIRE_EPOCH + column.astype("m8[D]") if kind == "M8[D]" else column.astype(kind)


def _into(model: Model, columns: Sequence[str]) -> str:
    return f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(_quoted(model, columns))})"


def _quoted(model: Model, columns: Sequence[str]) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in _fields(model, columns)]


def _preparers(model: Model, columns: Sequence[str]) -> list[Any]:
    """JSON as text: both databases take that, and it leaves nothing behind for the collector of garbage."""
    return [
        partial(json.dumps, separators=(",", ":"), cls=field.encoder)
        if isinstance(field, models.JSONField)
        else partial(field.get_db_prep_save, connection=connection)
        for field in _fields(model, columns)
    ]


def _fields(model: Model, columns: Sequence[str]) -> list[Any]:
    by_attname = {field.attname: field for field in model._meta.concrete_fields}
    return [by_attname[column] for column in columns]


def _marks(columns: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(columns))

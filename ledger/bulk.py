"""Many rows in one statement, by the fastest way each database has."""

import io
from collections.abc import Iterable, Sequence
from functools import cache, partial

from django.db import connection, models


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Append `rows`, given in the order of `columns` (attnames, so entry_id), as they are: without defaults or checks
    beyond the database's own. The values must be plain: numbers, dates, moments, booleans, None and text without
    control characters.
    """
    by_attname = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_attname[column] for column in columns]
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = "\n".join("\t".join("\\N" if v is None else str(v) for v in row) for row in rows)
            cursor.copy_expert(f"COPY {table} ({quoted}) FROM STDIN", io.StringIO(lines))
            return
        marks = ", ".join(["%s"] * len(columns))
        # Kept, for most columns repeat a few values: preparing each anew took longer than the database needs.
        prepare = [cache(partial(field.get_db_prep_save, connection=connection)) for field in fields]
        prepared = [[to_db(value) for to_db, value in zip(prepare, row, strict=True)] for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", prepared)

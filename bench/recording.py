"""Figures recorded through the product's one way in, against the bare driver that only inserts rows."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import psycopg2
import psycopg2.extras
from django.conf import settings
from django.db import connection

from ledger.actions import NewFigure, record_figures
from ledger.models import Basis, Channel, Organisation, Series
from ledger.months import Span, add_months

from .ledgers import FIRST_MONTH, MONTHS, RECORDED_AT, councils, fill, settle
from .measures import Measure, in_turns

ONE_FIGURE = 8
TEN_THOUSAND = 5

TABLE = "bench_bare_figure"
COLUMNS = [
    *("organisation_id", "series_id", "basis", "start", '"end"', "edition", "revision", "value", "qualifier"),
    *("inferred", "entry_id", "known_from", "recorded_at"),
]

Row = tuple[Any, ...]


def measure(quick: bool) -> Iterator[Measure]:
    council, other, *empty = councils(5 if quick else 10)
    fill(council)
    fill(other)
    _bare_table()
    settle()
    series = list(Series.objects.filter(organisation=council).order_by("pk"))
    one_row, many_rows, wait_for_disk = _bare_driver()
    numbers = count(1000)  # every value and every revision of the rival's is new

    def one() -> None:
        number = next(numbers)
        _record(council, [_figure(series[0], add_months(FIRST_MONTH, number % MONTHS), number)])

    def one_bare() -> None:
        number = next(numbers)
        one_row(_row(series[0], add_months(FIRST_MONTH, number % MONTHS), number))

    rounds = 20 if quick else 150
    if connection.vendor == "sqlite":
        # As shipped a commit doesn't wait for the disk; then next to nothing is left of the driver's side.
        times = in_turns(one, one_bare, rounds, warm_up=20)
        yield times.measure("recording: one figure with its document, not waiting for disk", None)
        wait_for_disk()
    times = in_turns(one, one_bare, rounds, warm_up=20)
    yield times.measure("recording: one figure with its document, committed to disk", ONE_FIGURE)

    months = [add_months(FIRST_MONTH, number) for number in range(25)]
    batches = []
    for council in empty:
        cells = [(found, month) for found in council.series.order_by("pk") for month in months]
        batches.append((council, [_figure(*cell, 1) for cell in cells], [_row(*cell, 1) for cell in cells]))
    ours, theirs = iter(batches), iter(batches)

    def many() -> None:
        council, figures, _ = next(ours)
        _record(council, figures)

    def many_bare() -> None:
        many_rows(next(theirs)[2])

    times = in_turns(many, many_bare, len(batches) - 1, warm_up=1)
    yield times.measure("recording: 10,000 figures in one entry, committed to disk", TEN_THOUSAND)


def _record(council: Organisation, figures: list[NewFigure]) -> None:
    done = record_figures(organisation=council, figures=figures, by=None, channel=Channel.FORM)
    assert done.recorded == len(figures)


def _figure(series: Series, month: date, value: int) -> NewFigure:
    span = Span.month(month)
    return NewFigure(series.code, Basis.ACTUAL, span.start, span.end, Decimal(value))


def _row(series: Series, month: date, revision: int) -> Row:
    key = (series.organisation_id, series.pk, "actual", month, Span.month(month).end, month, revision)
    return (*key, Decimal(revision), "", False, 1, RECORDED_AT, RECORDED_AT)


def _bare_table() -> None:
    """A table of the same columns, indexes and rows, without the ledger's triggers and what they guard."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE {TABLE} (LIKE ledger_figure INCLUDING ALL)")
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'ledger_figure' AND type <> 'trigger'")
            for (sql,) in [row for row in cursor.fetchall() if row[0]]:
                renamed = sql.replace("ledger_figure", TABLE).replace("figure_as_at", f"{TABLE}_as_at")
                cursor.execute(renamed)
        columns = ", ".join(COLUMNS)
        cursor.execute(f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM ledger_figure")


def _bare_driver() -> tuple[Callable[[Row], None], Callable[[list[Row]], None], Callable[[], None]]:
    """Inserts of one row and of many by the driver's own best way, each with its commit; and, for SQLite, what lets
    the commits of both sides wait for the disk, as PostgreSQL's do.
    """
    into = f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES"
    marks = ", ".join("%s" if connection.vendor == "postgresql" else "?" for _ in COLUMNS)
    bare: Any
    if connection.vendor == "postgresql":
        bare = psycopg2.connect(os.environ["DATABASE_URL"].replace("postgres://", "postgresql://"))
    else:
        bare = sqlite3.connect(settings.DATABASES["default"]["NAME"])
        bare.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
    cursor = bare.cursor()

    def one_row(row: Row) -> None:
        cursor.execute(f"{into} ({marks})", row)
        bare.commit()

    def many_rows(rows: list[Row]) -> None:
        if connection.vendor == "postgresql":
            psycopg2.extras.execute_values(cursor, f"{into} %s", rows, page_size=1000)
        else:
            cursor.executemany(f"{into} ({marks})", rows)
        bare.commit()

    def wait_for_disk() -> None:
        for side in (bare, connection.connection):
            side.execute("PRAGMA synchronous=FULL")

    return one_row, many_rows, wait_for_disk

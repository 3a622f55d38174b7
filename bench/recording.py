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

from .ledgers import FIRST_MONTH, MONTHS, councils, fill, settle
from .measures import Measure, in_turns

ONE_FIGURE = 8
TEN_THOUSAND = 5

TABLE = "ledger_figure"
COLUMNS = [
    *("organisation_id", "series_id", "basis", "start", '"end"', "edition", "revision", "value", "qualifier"),
    *("inferred", "entry_id", "known_from", "recorded_at"),
]

Row = tuple[Any, ...]


def measure(quick: bool) -> Iterator[Measure]:
    council, other, *empty = councils(5 if quick else 10)
    fill(council)
    fill(other)
    settle()
    series = list(Series.objects.filter(organisation=council).order_by("pk"))
    one_row, many_rows, wait_for_disk, entry = bare_driver(other)
    theirs = list(Series.objects.filter(organisation=other).order_by("pk"))
    numbers = count(1000)  # every value and every revision of the rival's is new

    def one() -> None:
        number = next(numbers)
        _record(council, [_figure(series[number % len(series)], add_months(FIRST_MONTH, number % MONTHS), number)])

    def one_bare() -> None:
        number = next(numbers)
        one_row(row_of(entry, theirs[number % len(theirs)], add_months(FIRST_MONTH, number % MONTHS), number))

    rounds = 20 if quick else 150
    if connection.vendor == "sqlite":
        # As shipped a commit doesn't wait for the disk; then next to nothing is left of the driver's side.
        times = in_turns(one, one_bare, rounds, warm_up=20)
        yield times.measure("recording: one figure with its document, not waiting for disk", None)
        wait_for_disk()
    times = in_turns(one, one_bare, rounds, warm_up=20)
    # SQLite's driver is a function call away, PostgreSQL's a message: a ratio to it says nothing of the product.
    limit = ONE_FIGURE if connection.vendor == "postgresql" else None
    yield times.measure("recording: one figure with its document, committed to disk", limit)

    months = [add_months(FIRST_MONTH, number) for number in range(25)]
    batches = []
    for council in empty:
        figures = [_figure(found, month, 1) for found in council.series.order_by("pk") for month in months]
        revision = next(numbers)
        rows = [row_of(entry, found, month, revision) for found in theirs for month in months]
        batches.append((council, figures, rows))
    our_batches, their_batches = iter(batches), iter(batches)

    def many() -> None:
        council, figures, _ = next(our_batches)
        _record(council, figures)

    def many_bare() -> None:
        many_rows(next(their_batches)[2])

    times = in_turns(many, many_bare, len(batches) - 1, warm_up=1)
    yield times.measure("recording: 10,000 figures in one entry, committed to disk", TEN_THOUSAND)


def _record(council: Organisation, figures: list[NewFigure]) -> None:
    done = record_figures(organisation=council, figures=figures, by=None, channel=Channel.FORM)
    assert done.recorded == len(figures)


def _figure(series: Series, month: date, value: int) -> NewFigure:
    span = Span.month(month)
    return NewFigure(series.code, Basis.ACTUAL, span.start, span.end, Decimal(value))


def row_of(entry: Row, series: Series, month: date, revision: int) -> Row:
    """A row that the ledger's triggers accept: it agrees with an entry that is there already."""
    key = (series.organisation_id, series.pk, "actual", month, Span.month(month).end, month, revision)
    return (*key, Decimal(revision), "", False, *entry)


def bare_driver(
    council: Organisation,
) -> tuple[Callable[[Row], None], Callable[[list[Row]], None], Callable[[], None], Row]:
    """Inserts of one row and of many into the ledger's own table by the driver's best way, each with its commit; for
    SQLite, what lets the commits of both sides wait for the disk, as PostgreSQL's do; and an entry of the council's
    as the driver reads it, for the rows to belong to.
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

    cursor.execute(
        f"SELECT id, known_from, recorded_at FROM ledger_entry WHERE organisation_id = {council.pk} AND number = 1"
    )
    entry: Row = cursor.fetchone()
    bare.commit()
    return one_row, many_rows, wait_for_disk, entry

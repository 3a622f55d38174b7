"""Figures as at a date from the ledger, against a plain table that holds nothing but what is current."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from ledger.figure_rows import FigureRow
from ledger.models import Figure, Organisation

from .ledgers import FIGURES, LATE, CurrentFigure, councils, fill_with_rival
from .measures import Measure, in_turns, timed_in_turns

ONE_COUNCIL = 3.5
WHOLE_LEDGER = 5
TEN_MILLION = 10_000_000


def measure(quick: bool) -> Iterator[Measure]:
    postgresql = connection.vendor == "postgresql"
    wanted = (TEN_MILLION // 10 if quick else TEN_MILLION) // FIGURES + 1 if postgresql else 30
    if not Organisation.objects.exists():  # there already where it was kept
        fill_with_rival(councils(wanted))
    made = list(Organisation.objects.order_by("pk"))
    size = f"of {len(made) * FIGURES / 1e6:.1f} million figures"

    council = made[len(made) // 2]
    ours = Figure.objects.filter(organisation=council).as_at(LATE).values_list(*FigureRow._fields)
    plain = CurrentFigure.objects.filter(organisation=council.pk).values_list(*FigureRow._fields)
    assert sorted(ours) == sorted(plain), "both sides must give the same rows"
    if postgresql:
        times = timed_in_turns(lambda: _server_seconds(ours), lambda: _server_seconds(plain), 15)
        yield times.measure(f"as at: one council {size}, server's clock", ONE_COUNCIL)
    times = in_turns(lambda: list(ours.all()), lambda: list(plain.all()), 15)
    yield times.measure(f"as at: one council {size}, fetched", ONE_COUNCIL)
    if not postgresql:
        return

    everything, flat = Figure.objects.as_at(LATE).values("value"), CurrentFigure.objects.values("value")
    assert _total(everything) == _total(flat), "both sides must give the same sum"
    times = in_turns(lambda: _total(everything), lambda: _total(flat), 5, warm_up=1)
    yield times.measure(f"as at: all {size}, the scan by three processes", None)
    # PostgreSQL scans a plain table with three processes, and can't for DISTINCT ON: so with one for each.
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    times = in_turns(lambda: _total(everything), lambda: _total(flat), 5, warm_up=1)
    yield times.measure(f"as at: all {size}, one process each", WHOLE_LEDGER)


def _total(values: "models.QuerySet[Any, Any]") -> tuple[int, str]:
    """How many there are and their sum to a whole pound, worked out by the database."""
    sql, params = values.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), sum(value) FROM ({sql}) found", params)
        count, total = cursor.fetchone()
    return count, f"{total:.0f}"


def _server_seconds(rows: "models.QuerySet[Any, Any]") -> float:
    """What PostgreSQL itself needs to find the rows, without sending them."""
    plan = json.loads(rows.explain(format="json", analyze=True, timing=False))
    return float(plan[0]["Execution Time"]) / 1000

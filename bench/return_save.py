"""Saving 480 cells of a return through the whole web stack, against the bare driver inserting as many figures."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import count

from django.db import connection
from django.test import Client

from ledger.models import Figure
from ledger.months import FinancialYear
from returns.models import Return
from returns.selectors.grid import open_grid

from .ledgers import councils, fill_with_budget, settle
from .measures import Measure, clocked, timed_in_turns
from .recording import bare_driver, row_of
from .returns import officer, opened_return

LIMIT = 12
LINES = 40
MARCH = date(2023, 3, 1)  # the last of its year: every cell is an actual
CELLS = LINES * 12


def measure(quick: bool) -> Iterator[Measure]:
    council, other = councils(2, LINES)
    for each in (council, other):
        fill_with_budget(each)
    filled = opened_return(council, LINES, MARCH)
    settle()
    client = officer(council)
    _, insert, wait_for_disk, entry = bare_driver(other)
    series = list(other.series.order_by("pk"))
    numbers = count(1000)

    def save() -> float:
        number = next(numbers)
        sent = _typed(filled, number)
        return clocked(lambda: _post(client, filled, sent))

    def insert_bare() -> float:
        number = next(numbers)
        months = [month.start for month in FinancialYear.of(MARCH).months()]
        rows = [row_of(entry, each, month, number) for each in series for month in months]
        return clocked(lambda: insert(rows))

    save()
    assert Figure.objects.filter(organisation=council, entry__provisional=True).count() == CELLS
    if connection.vendor == "sqlite":
        wait_for_disk()  # as PostgreSQL's commits do
    times = timed_in_turns(save, insert_bare, 4 if quick else 20)
    # SQLite's driver is a function call away, PostgreSQL's a message: a ratio to it says nothing of the product.
    limit = LIMIT if connection.vendor == "postgresql" else None
    yield times.measure(f"return: {CELLS} cells saved, committed to disk", limit)


def _typed(filled: Return, number: int) -> dict[str, str]:
    """What the preview's form sends: another number in every cell, and what was seen there."""
    grid, _ = open_grid(filled, None)
    seen = {str(line.series): [cell.revision for cell in line.cells] for line in grid.lines}
    periods = [span.start.isoformat() for span in grid.periods]
    cells = {name: f"{number * 1000 + place:,}" for place, name in enumerate(grid.cells)}
    return {**cells, "channel": "form", "seen": json.dumps({"periods": periods, "cells": seen, "said": {}})}


def _post(client: Client, filled: Return, sent: dict[str, str]) -> None:
    form = filled.form
    answer = client.post(f"/{form.organisation.slug}/returns/{form.slug}/{filled.start}/save/", sent)
    assert answer.status_code == 302, answer.content[:2000]

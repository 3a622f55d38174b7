"""A made-up council into the ledger, through the actions that everybody's entries go through.

Its words come in sittings, files named by the day from which they are known, and its numbers in batches. Both are
written for three years ending in March 2027 and move on with the years, so that the last one is always under way.
"""

import csv
import tomllib
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from ascare.papers.reading import Paper
from ascare.papers.words import load_words
from ledger.actions import create_organisation, put, record_figures
from ledger.history import amend
from ledger.models import Channel, Kind, Measure, Organisation, Series
from ledger.months import FinancialYear, start_of_day

from .figures import YEARS, Batch, batches
from .finance import commitments, make_returns, make_structure, move_budgets
from .spending import spending

FOLDER = Path(__file__).parent
WRITTEN_FOR = FinancialYear(2026)  # the last of the three years, as the files have it
TITLE = "Demonstration, made up"


@transaction.atomic
def load_council(slug: str, name: str, seed: int, today: date, years: int = YEARS) -> int:
    """Make the council `slug` with all that is known of it by `today`, unless it is there; how many figures."""
    if Organisation.objects.filter(slug=slug).exists():
        return 0
    council = create_organisation(slug=slug, name=name, kind=Kind.DEMONSTRATION, by=None)
    sittings = list(_sittings(slug, today))
    year = FinancialYear.of(today)
    first = FinancialYear(year.first - years + 1)
    _make_series(council, start_of_day(first.start))
    as_worded = FinancialYear(min(first.first, year.first - YEARS + 1))  # the words are of three years however few
    make_structure(council, as_worded, start_of_day(first.start))
    for sitting in sittings:
        load_words(sitting, council)
    promises = commitments(council, first, year, start_of_day(first.start))
    promised = Batch(start_of_day(first.start), "Commitments", promises)
    made = [promised, *batches(seed, today, years), *spending(seed, today, years)]
    recorded, waiting = 0, sorted(made, key=lambda batch: batch.known_from)
    for known_from, together in groupby(waiting, key=lambda batch: batch.known_from):
        for batch in together:
            recorded += record_figures(
                organisation=council,
                figures=batch.figures,
                by=None,
                channel=Channel.DEMO,
                reason=batch.reason,
                known_from=known_from,
            ).recorded
    move_budgets(council, today, years)
    amend(council, {"live_from": timezone.now()}, by=None)  # from now on it is like any other: the past is written
    make_returns(council, today)
    return recorded


def _sittings(slug: str, today: date) -> list[Paper]:
    found = []
    for path in sorted(FOLDER.glob("words/*.toml")):
        day = _moved(date.fromisoformat(path.stem), today)
        if day <= today:
            words = _moved(tomllib.loads(path.read_text("utf-8")), today)
            found.append(Paper(slug, TITLE, day, [], [], [], {slug: words}, ""))
    return found


def _moved(value: Any, today: date) -> Any:
    """The same with every day in it moved by whole years, to where `today` is in the last of the three."""
    match value:
        case date():
            years = FinancialYear.of(today).first - WRITTEN_FOR.first
            return value.replace(year=value.year + years, day=min(value.day, 28) if value.month == 2 else value.day)
        case dict():
            return {name: _moved(part, today) for name, part in value.items()}
        case list():  # of rows, which stand in no paragraph of anything, or of names
            parts = [_moved(part, today) for part in value]
            return [{"paragraph": "", **part} if isinstance(part, dict) else part for part in parts]
    return value


def _make_series(council: Organisation, known_from: datetime) -> None:
    measures = {measure.code: measure for measure in Measure.objects.filter(organisation=None)}
    made: dict[str, Series] = {}
    with (FOLDER / "series.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, strict=True):
            said = {part: made[row[part]] for part in ("numerator", "denominator") if row[part]}
            if row["method"]:
                said["method"] = row["method"]  # type: ignore[assignment]
            made[row["code"]] = put(
                Series,
                {"organisation": council, "code": row["code"]},
                by=None,
                known_from=known_from,
                name=row["name"],
                measure=measures[row["measure"]],
                frequency=row["frequency"],
                **said,  # type: ignore[arg-type]
            )

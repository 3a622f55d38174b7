"""A published paper's folder as values: no database here.

paper.toml      title, committee, organisation, date (a day, or a month as 2020-07)
series.csv      code, measure, name, frequency
figures.csv     paragraph, series, start, end, basis, edition, value, qualifier, inferred, note
breaks.csv      series, on, reason                      (may be absent)
programme.toml  the programme, workstreams, KPIs, investments, confidence   (may be absent)
left_out.md     every number of the paper that is not loaded, and why
"""

import csv
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ledger.checks import NewFigure
from ledger.months import month_end, start_of_day

FOLDER = Path(__file__).parent


class Unreadable(Exception):
    """A paper's file can't be read: which file, which line, and why."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure with the paragraph that prints it, and a note on how it was read."""

    paragraph: str
    figure: NewFigure
    note: str


@dataclass(frozen=True, slots=True)
class Paper:
    slug: str
    title: str
    committee: str
    organisation: str
    known_from: datetime
    series: list[dict[str, str]]
    printed: list[Printed]
    breaks: list[tuple[str, date, str]]
    programme: dict[str, Any]
    digest: str  # of the figures' file


def papers() -> list[str]:
    """The slugs of all papers that ship, oldest first."""
    return sorted(path.parent.name for path in FOLDER.glob("*/paper.toml"))


def read_paper(slug: str) -> Paper:
    folder = FOLDER / slug
    about = tomllib.loads((folder / "paper.toml").read_text())
    words = folder / "programme.toml"
    figures = folder / "figures.csv"
    return Paper(
        slug=slug,
        title=about["title"],
        committee=about["committee"],
        organisation=about["organisation"],
        known_from=start_of_day(published_on(about["date"])),
        series=[row for _, row in _rows(folder / "series.csv")],
        printed=[_printed(figures, line, row) for line, row in _rows(figures)],
        breaks=[
            (row["series"], date.fromisoformat(row["on"]), row["reason"]) for _, row in _rows(folder / "breaks.csv")
        ],
        programme=tomllib.loads(words.read_text()) if words.exists() else {},
        digest=hashlib.sha256(figures.read_bytes()).hexdigest(),
    )


def published_on(when: date | str) -> date:
    """A paper dated by month counts from the month's end."""
    return when if isinstance(when, date) else month_end(date.fromisoformat(f"{when}-01"))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.exists():
        return
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file, strict=True)
        for row in reader:
            if None in row or None in row.values():
                raise Unreadable(f"{path.name} of {path.parent.name}, line {reader.line_num}: not one cell a column")
            yield reader.line_num, row


def _printed(path: Path, line: int, row: dict[str, str]) -> Printed:
    try:
        figure = NewFigure(
            series=row["series"],
            basis=row["basis"],
            start=date.fromisoformat(row["start"]),
            end=date.fromisoformat(row["end"]),
            value=Decimal(row["value"]),
            edition=date.fromisoformat(row["edition"]) if row["edition"] else None,
            qualifier=row["qualifier"],
            inferred=row["inferred"] == "yes",
        )
    except (ValueError, InvalidOperation) as error:
        raise Unreadable(f"{path.name} of {path.parent.name}, line {line}: {error}") from error
    return Printed(row["paragraph"], figure, row["note"])

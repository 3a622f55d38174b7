"""A published paper's folder as values: no database here.

paper.toml    title, committee, publisher, date (a day, or a month as 2020-07), organisation that it speaks for
              where a row names none, and the paper that it builds on, where it changes that one's words
series.csv    code, measure, name, frequency; numerator and denominator where it is a ratio of two series above it
figures.csv   paragraph, series, start, end, basis, edition, value, qualifier, inferred, note
breaks.csv    series, on, reason                                    (may be absent)
words/<organisation>.toml    its programmes, logs and KPIs: see words.py   (may be absent)
left_out.md   every number of the paper that is not loaded, and why

The tables have a column `organisation` where the paper speaks for several.
"""

import csv
import hashlib
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ledger.checks import NewFigure
from ledger.months import month_end, start_of_day

FOLDER = Path(__file__).parent

Row = dict[str, str]


class Unreadable(Exception):
    """A paper's file can't be read: which file, which line, and why."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure with the paragraph that prints it, and a note on how it was read."""

    organisation: str
    paragraph: str
    figure: NewFigure
    note: str


@dataclass(frozen=True, slots=True)
class Paper:
    slug: str
    title: str
    day: date  # of the committee; of a paper dated by month the month's last
    series: list[Row]
    printed: list[Printed]
    breaks: list[Row]
    words: dict[str, dict[str, Any]]  # by organisation
    digest: str  # of the figures' file

    @property
    def known_from(self) -> datetime:
        return start_of_day(self.day)

    @property
    def organisations(self) -> set[str]:
        """The slugs of those that it speaks for."""
        return {row["organisation"] for row in self.series} | self.words.keys()

    def source(self, paragraph: str) -> str:
        return f"{self.title}, paragraph {paragraph}" if paragraph else self.title


def papers() -> list[str]:
    """The slugs of all papers that ship, oldest first."""
    return sorted(path.parent.name for path in FOLDER.glob("*/paper.toml"))


def in_order(slugs: Collection[str]) -> list[str]:
    """These papers and those that they build on, oldest first: a paper changes what the one before it said."""
    wanted: set[str] = set()
    for slug in slugs:
        while slug and slug not in wanted:
            wanted.add(slug)
            slug = _about(slug).get("builds_on", "")
    return sorted(wanted)


def read_paper(slug: str) -> Paper:
    folder, about = FOLDER / slug, _about(slug)
    figures = folder / "figures.csv"
    return Paper(
        slug=slug,
        title=about["title"],
        day=published_on(about["date"]),
        series=[row for _, row in _rows(folder / "series.csv", about["organisation"])],
        printed=[_printed(figures, line, row) for line, row in _rows(figures, about["organisation"])],
        breaks=[row for _, row in _rows(folder / "breaks.csv", about["organisation"])],
        words={path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("words/*.toml"))},
        digest=hashlib.sha256(figures.read_bytes()).hexdigest(),
    )


def published_on(when: date | str) -> date:
    """A paper dated by month counts from the month's end."""
    return when if isinstance(when, date) else month_end(date.fromisoformat(f"{when}-01"))


def _about(slug: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / slug / "paper.toml").read_text("utf-8"))


def _rows(path: Path, organisation: str) -> Iterator[tuple[int, Row]]:
    """The rows with the number of their line. One that names no organisation is about `organisation`."""
    if not path.exists():
        return
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file, strict=True)
        for row in reader:
            if None in row or None in row.values():
                raise Unreadable(f"{path.name} of {path.parent.name}, line {reader.line_num}: not one cell a column")
            yield reader.line_num, {**row, "organisation": row.get("organisation") or organisation}


def _printed(path: Path, line: int, row: Row) -> Printed:
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
    return Printed(row["organisation"], row["paragraph"], figure, row["note"])

"""The reference data that ships: English councils with adult social care duties, and measures."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

COUNCILS = Path(__file__).parent / "reference" / "councils.csv"
MEASURES = Path(__file__).parent / "measures"


@dataclass(frozen=True, slots=True)
class Council:
    gss_code: str
    slug: str
    name: str
    kind: str
    region: str
    valid_from: date | None
    valid_to: date | None
    former_codes: list[str]
    successors: list[str]  # GSS codes


def councils() -> list[Council]:
    with COUNCILS.open(newline="", encoding="utf-8") as file:
        return [
            Council(
                gss_code=row["gss_code"],
                slug=row["slug"],
                name=row["name"],
                kind=row["kind"],
                region=row["region"],
                valid_from=_day(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
                former_codes=[code for code in row["former_codes"].split(";") if code],
                successors=[code for code in row["successor"].split(";") if code],
            )
            for row in csv.DictReader(file)
        ]


def measures() -> Iterator[tuple[str, dict[str, Any]]]:
    """Code and fields of every shipped measure; those that ratios are made of come before them."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(MEASURES.glob("*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    yield from sorted(found.items(), key=lambda item: ("numerator" in item[1], item[0]))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

"""A figure as calculations see it, and which edition of a plan or forecast holds on a day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .months import Span


class FigureRow(NamedTuple):
    """A figure as calculations and pages see it: what stands in one cell as at some moment."""

    id: int
    series: int
    basis: str
    start: date
    end: date
    edition: date
    value: Decimal | None  # None: withdrawn
    qualifier: str
    inferred: bool
    revision: int
    entry: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def cell(self) -> tuple[int, str, date, date, date]:
        return (self.series, self.basis, self.start, self.end, self.edition)


def in_force(rows: Iterable[FigureRow], on: date) -> list[FigureRow]:
    """Of each series, basis and span the edition that holds on `on`, in order of start and end.

    That is the newest edition not after `on`, or, for spans that begin later, not after their start. Cells that
    were withdrawn fall away, so that an older edition stands again. cube.py does the same for many series at once.
    """
    best: dict[tuple[int, str, date, date], FigureRow] = {}
    for row in rows:
        if row.value is None or row.edition > max(on, row.start):
            continue
        key = (row.series, row.basis, row.start, row.end)
        if key not in best or row.edition > best[key].edition:
            best[key] = row
    return sorted(best.values(), key=lambda row: (row.start, row.end))

"""Closed periods: what they cover, and what came to stand in them afterwards.

Closed are a series' actuals of days within the period, and the forecasts made in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from .figure_rows import FigureRow


class Closed(NamedTuple):
    """A period in which a series is closed, and since when."""

    series: int
    start: date
    end: date
    at: datetime

    def covers(self, basis: str, start: date, end: date, edition: date) -> bool:
        if basis == "actual":
            return self.start <= start and end <= self.end
        return basis == "forecast" and self.start <= edition <= self.end


class Afterwards(NamedTuple):
    """That a figure came to stand after its period was closed, and what stood there when it was."""

    reported: Decimal | None  # None: nothing, so the figure is late; otherwise it restates that

    @property
    def late(self) -> bool:
        return self.reported is None


def closed_at(closed: Iterable[Closed], basis: str, start: date, end: date, edition: date) -> datetime | None:
    """Since when the cell of one series is closed; None: it is open. `closed` are the series' own periods."""
    return min((period.at for period in closed if period.covers(basis, start, end, edition)), default=None)


def afterwards(
    standing: Sequence[FigureRow], past: Sequence[tuple[datetime, FigureRow]], closed: Sequence[Closed]
) -> Mapping[int, Afterwards]:
    """By the id of the figure, what of `standing` was recorded after its period was closed.

    `past` is all that was recorded of their cells, each with when, in that order. A value that is what stood when
    the period was closed says nothing new, so it is neither late nor a restatement.
    """
    of_series: dict[int, list[Closed]] = {}
    for period in closed:
        of_series.setdefault(period.series, []).append(period)
    found: dict[int, Afterwards] = {}
    of_cell: dict[tuple[object, ...], list[tuple[datetime, FigureRow]]] = {}
    for moment, row in past:
        of_cell.setdefault(row.cell, []).append((moment, row))
    for row in standing:
        since = closed_at(of_series.get(row.series, ()), row.basis, row.start, row.end, row.edition)
        if since is None:
            continue
        reported = next((was.value for moment, was in reversed(of_cell.get(row.cell, [])) if moment <= since), None)
        if row.value != reported:
            found[row.id] = Afterwards(reported)
    return found

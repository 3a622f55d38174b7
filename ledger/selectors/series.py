"""All series of an organisation, and one of them in a year."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.shortcuts import get_object_or_404

from ..figure_rows import FigureRow
from ..models import (
    Entry,
    Figure,
    Organisation,
    Series,
    SeriesBreak,
)
from ..months import FinancialYear
from ..numbers import Number
from ..trajectories import Trajectory
from .book import Book, open_book


@dataclass(frozen=True)
class SeriesLine:
    series: Series
    cells: int  # how many of its cells hold a figure


def series_index(organisation: Organisation, moment: datetime | None) -> list[SeriesLine]:
    """Every series of the organisation, with how many cells were known at `moment`: two queries."""
    figures = Figure.objects.filter(organisation=organisation).as_at(moment)
    counts = Counter(pk for pk, value in figures.values_list("series_id", "value") if value is not None)
    series = Series.objects.filter(organisation=organisation).select_related("measure").order_by("code")
    return [SeriesLine(found, counts[found.pk]) for found in series if moment is None or counts[found.pk]]


@dataclass(frozen=True)
class SeriesRow:
    """One cell of a series as it stood, and where it came from."""

    row: FigureRow
    number: Number
    entry: Entry
    corrections: int  # how often it was recorded anew


@dataclass(frozen=True)
class SeriesPage:
    series: Series
    year: FinancialYear
    rows: list[SeriesRow]  # of the year, in order of time
    years: list[FinancialYear]  # that have figures
    trajectory: Trajectory
    breaks: list[SeriesBreak]
    book: Book


def series_page(organisation: Organisation, code: str, year: FinancialYear, moment: datetime | None) -> SeriesPage:
    """A series in `year` as at `moment`, with the source of each figure. 404 where there is none of that code."""
    today = get_object_or_404(Series, organisation=organisation, code=code)
    book = open_book(organisation, [today.pk], moment)
    series = book.series[today.pk]
    own = [row for row in book.rows if row.series == series.pk]
    shown = [
        row
        for row in sorted(own, key=lambda row: (row.start, row.end, row.basis, row.edition))
        if row.start <= year.end and row.end >= year.start
    ]
    entries = Entry.objects.select_related("by").in_bulk({row.entry for row in shown})
    return SeriesPage(
        series=series,
        year=year,
        rows=[SeriesRow(row, book.as_number(row), entries[row.entry], row.revision - 1) for row in shown],
        years=sorted({FinancialYear.of(row.start) for row in book.rows}),
        trajectory=book.trajectory(series.pk, year),
        breaks=[found for found in book.breaks if found.series_id == series.pk],
        book=book,
    )

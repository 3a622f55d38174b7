"""A book as it was at earlier moments, for what is told month by month."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from ..figure_rows import FigureRow
from ..models import Figure
from ..months import LONDON
from .book import Book


def earlier_books(book: Book, series: Collection[int], moments: Sequence[datetime]) -> list[Book]:
    """What stood of `series` at each of `moments`, which come in order: one query.

    Series are as `book` defines them: what differs from one to the next is what was known, not how it is reckoned.
    """
    if not series or not moments:
        return []
    figures = Figure.objects.filter(organisation=book.organisation, series_id__in=series).known_at(moments[-1])
    told = figures.without(book.left_out).order_by("known_from", "id").values_list("known_from", *FigureRow._fields)
    rows = [(known_from, FigureRow(*row)) for known_from, *row in told]
    books, standing, read = [], dict[object, FigureRow](), 0
    for moment in moments:
        while read < len(rows) and rows[read][0] <= moment:
            standing[rows[read][1].cell] = rows[read][1]
            read += 1
        on = moment.astimezone(LONDON).date()
        books.append(replace(book, rows=list(standing.values()), on=on, _trajectories={}))
    return books

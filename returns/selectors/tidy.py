"""Figures as rows of the tidy format."""

from collections.abc import Iterator
from datetime import datetime

from ledger.figure_rows import FigureRow
from ledger.models import Comment, Figure, Organisation, Series
from ledger.months import FinancialYear

from ..tidy import BETWEEN_COMMENTS, TidyRow


def tidy_rows(organisation: Organisation, moment: datetime | None, year: FinancialYear | None) -> Iterator[TidyRow]:
    """What stood at `moment`, of `year` or of all years, by series and time: three queries."""
    codes = dict(Series.objects.filter(organisation=organisation).values_list("pk", "code"))
    figures = Figure.objects.filter(organisation=organisation).as_at(moment)
    found = (FigureRow(*row) for row in figures.values_list(*FigureRow._fields))
    rows = [
        row
        for row in found
        if row.value is not None and (year is None or (row.start <= year.end and row.end >= year.start))
    ]
    comments = _comments(organisation)
    for row in sorted(rows, key=lambda row: (codes[row.series], row.start, row.end, row.basis, row.edition)):
        said = BETWEEN_COMMENTS.join(comments.get(row.id, ()))
        assert row.value is not None
        span = (row.start, row.end, row.edition)
        yield TidyRow(codes[row.series], row.basis, *span, row.value, row.qualifier, said)


def _comments(organisation: Organisation) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Comment.objects.filter(figure__organisation=organisation, erased_at__isnull=True).order_by("id")
    for figure, text in rows.values_list("figure_id", "text"):
        found.setdefault(figure, []).append(text)
    return found

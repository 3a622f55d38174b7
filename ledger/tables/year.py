"""What stands beside the sheet on which a year is typed."""

from collections.abc import Sequence

from ..components import Column, Row, Table
from ..figure_rows import FigureRow
from ..models import Basis
from ..selectors import Book


def beside_table(book: Book, rows: Sequence[FigureRow]) -> Table:
    """Figures of other spans, to read: each leads to its own page, where it is corrected."""
    return Table(
        slug="beside",
        caption="Figures of other spans in this year",
        columns=(Column("For"), Column("Basis"), Column("Value", numeric=True)),
        rows=tuple(Row(row.span.label, (Basis(row.basis).label, book.as_number(row))) for row in rows),
        note="They don't fit the rows above, and are kept as they are.",
    )

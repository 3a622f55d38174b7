"""Tables of the ledger that many pages show."""

from collections.abc import Sequence

from ..components import Column, Row, Table
from ..models import Basis
from ..months import day_label, moment_label, month_label
from ..numbers import difference
from ..scope import Scope
from ..selectors import Changes, FigureHistory, SeriesLine, SeriesPage


def changes_table(changes: Changes) -> Table:
    """What was corrected; new figures are counted, not listed."""
    new = {0: "Nothing new became known.", 1: "One figure is new."}.get(
        changes.new, f"{changes.new:,} figures are new."
    )
    return Table(
        slug="changes",
        caption="Figures that were corrected",
        columns=(
            Column("Number"),
            Column("For"),
            Column("Was", numeric=True),
            Column("Is", numeric=True),
            Column("Change", numeric=True),
        ),
        rows=tuple(
            Row(
                change.series.name,
                (
                    change.span.label,
                    change.before,
                    change.after,
                    difference(("now", change.after), ("before", change.before)),
                ),
            )
            for change in changes.corrected
        ),
        note=new if changes.corrected else "",
        empty=f"{new} No figure was corrected.",
    )


def revision_table(history: FigureHistory) -> Table:
    """Every value that a cell has had, newest knowledge first."""
    return Table(
        slug="history",
        caption="Every value recorded, newest first",
        columns=(
            Column("Known from"),
            Column("Value", numeric=True),
            Column("State"),
            Column("Recorded by"),
            Column("Recorded on"),
            Column("Source"),
            Column("Reason", words=True),
        ),
        rows=tuple(
            Row(
                moment_label(revision.figure.known_from),
                (
                    revision.number if not revision.number.missing else "Withdrawn",
                    "Stands" if revision.standing else "Superseded",
                    revision.author,
                    moment_label(revision.figure.recorded_at),
                    revision.entry.source,
                    revision.entry.reason,
                ),
            )
            for revision in history.revisions
        ),
        note="Known from is what as at goes by. Figures of a paper are known from its date, though recorded later.",
    )


def series_index_table(lines: Sequence[SeriesLine], scope: Scope) -> Table:
    return Table(
        slug="series",
        caption=f"Series of {scope.organisation}",
        columns=(Column("Series"), Column("Code"), Column("Measure"), Column("How often"), Column("Figures", True)),
        rows=tuple(
            Row(
                scope.link(found.series.name, "ledger:series", found.series.code),
                (
                    found.series.code,
                    found.series.measure.name,
                    found.series.get_frequency_display(),
                    f"{found.cells:,}",
                ),
            )
            for found in lines
        ),
        empty=f"No figures were known on {day_label(scope.as_at)}.",
    )


def series_figures_table(page: SeriesPage) -> Table:
    """The cells of a series in a year, each with where it came from."""
    return Table(
        slug="figures",
        caption=f"Figures of {page.year.label}",
        columns=(
            Column("For"),
            Column("Basis"),
            Column("Edition"),
            Column(f"Value ({page.series.measure.unit})", numeric=True),
            Column("Known from"),
            Column("Recorded by"),
            Column("Source"),
            Column("Corrected"),
        ),
        rows=tuple(
            Row(
                found.row.span.label,
                (
                    Basis(found.row.basis).label,
                    "" if found.row.basis == Basis.ACTUAL else month_label(found.row.edition),
                    found.number if not found.number.missing else "Withdrawn",
                    moment_label(found.entry.known_from),
                    found.entry.author,
                    found.entry.source,
                    {0: "", 1: "once"}.get(found.corrections, f"{found.corrections} times"),
                ),
            )
            for found in page.rows
        ),
        empty=f"This series has no figures in {page.year.label}.",
    )

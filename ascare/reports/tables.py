"""Tables about reports: all of them, and the names that a Word template may use."""

from collections.abc import Mapping, Sequence

from ledger.components import Column, Link, Row, Table
from ledger.months import day_label
from ledger.scope import Scope

from .models import CommitteeReport
from .selectors.reports import Composed


def report_link(scope: Scope, report: CommitteeReport, page: str = "report", text: str = "") -> Link:
    """To a page of the report, its own unless another is named."""
    return scope.link(text or report.title, f"reports:{page}", report.pk)


def reports_table(found: Sequence[Composed], scope: Scope) -> Table:
    return Table(
        slug="reports",
        caption="Every report, the newest first",
        columns=(
            Column("Report"),
            Column("State"),
            Column("Committee"),
            Column("Meeting on"),
            Column("Figures as at"),
            Column("Year"),
        ),
        rows=tuple(
            Row(
                report_link(scope, each.report),
                (
                    state_words(each),
                    each.report.committee,
                    day_label(each.report.meeting) if each.report.meeting else "",
                    day_label(each.report.as_at),
                    each.report.year.label,
                ),
            )
            for each in found
        ),
    )


def state_words(composed: Composed) -> str:
    """Draft, 3 of 5 roles have cleared it; Cleared; Frozen."""
    label = composed.state.label
    if not composed.awaited or composed.frozen or not composed.given:
        return label
    return f"{label}, cleared by {len(composed.given)} of {len(composed.given) + len(composed.awaited)}"


def names_table(names: Mapping[str, str]) -> Table:
    return Table(
        slug="names",
        caption="Names that a template may use",
        columns=(Column("Name"), Column("What stands there", words=True)),
        rows=tuple(Row(name, (what,)) for name, what in names.items()),
    )

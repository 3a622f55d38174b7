"""What care is bought and at what price, and what each does to the commitment."""

from collections.abc import Iterator
from dataclasses import replace

from finance.charts.activity import effects_chart
from finance.selectors.activity import Activity, activity
from finance.tables.activity import activity_table, as_of, residual_table
from ledger.components import Table
from ledger.publishing import in_words
from ledger.scope import Scope

from ..composition import Material
from ..value import Block, Paragraph
from .columns import without
from .kind import SectionKind
from .sentences import size, told


def build(material: Material, subject: str) -> tuple[Block, ...]:
    found = activity(material.organisation, material.year, material.moment, approved_only=not material.provisional)
    known = [row for row in found.rows if row.as_of]
    return tuple(_blocks(found, material.scope)) if known else ()


def _blocks(found: Activity, scope: Scope) -> Iterator[Block]:
    if words := told(*_totals(found)):
        yield Paragraph(words)
    yield _bought(found, scope)
    chart = effects_chart(found, scope)
    if chart:
        yield chart
    if any(not one.residual.missing for one in found.explained):
        yield residual_table(found, scope)


def _totals(found: Activity) -> Iterator[str]:
    for total in found.totals:
        if total.current.missing or total.budgeted.missing:
            continue
        change = total.change
        side = "" if not change.value else f", {size(change)} {'more' if change.value > 0 else 'fewer'}"
        yield f"{in_words(total.current)} against {in_words(total.budgeted)} expected{side}"


def _bought(found: Activity, scope: Scope) -> Table:
    """When it is of goes into the note, where it is the same for all lines."""
    table = without(activity_table(found, scope), "Change")
    times = {as_of(row) for row in found.rows}
    if len(times) > 1:
        return table
    return replace(without(table, "As of"), note=f"As of {times.pop()}. {table.note}")


KIND = SectionKind(
    "activity",
    "Activity and unit cost",
    "The care that is bought: expected and current activity, unit cost, trends, and what price and volume change.",
    build,
)

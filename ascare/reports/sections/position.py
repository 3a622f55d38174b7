"""Where the budget stands: what the year will come to, what came so far, and what drives the variance."""

from collections.abc import Iterator
from dataclasses import replace

from finance.charts import variance_chart
from finance.selectors import SERVICE, Amounts, Monitoring, monitoring
from finance.tables import outturn_table, outturn_words, to_date_table
from ledger.components import Table
from ledger.publishing import in_words
from ledger.scope import Scope

from ..composition import Material
from ..value import Block, Paragraph
from .columns import known_rows, without
from .kind import SectionKind
from .sentences import counted, size, told


def build(material: Material, subject: str) -> tuple[Block, ...]:
    found = monitoring(
        material.organisation,
        material.year,
        material.moment,
        material.as_at,
        SERVICE,
        {},
        approved_only=not material.provisional,
    )
    return tuple(_blocks(found, material.scope)) if found.groups else ()


def _blocks(found: Monitoring, scope: Scope) -> Iterator[Block]:
    if words := told(_outturn(found), _to_date(found)):
        yield Paragraph(words)
    chart = variance_chart(found)
    if chart:
        yield chart
    if len(found.groups) > 1 or not found.net["projected"].missing:
        yield _outturn_table(found, scope)
    if found.period:
        yield known_rows(without(to_date_table(found, scope), "Variance %"))


def _outturn_table(found: Monitoring, scope: Scope) -> Table:
    """Before anything is projected, the budget."""
    table = known_rows(without(outturn_table(found, scope), "Original budget", "Variance %"))
    if found.net["projected"].missing:
        rows = tuple(replace(row, note="") for row in table.rows)
        return replace(table, caption=f"Budget by service, {found.year.label}", rows=rows, note="")
    return table


def _outturn(found: Monitoring) -> str:
    net, outturn = found.net, " and ".join(sorted(found.outturns)) or "projected"
    if net["revised"].missing:
        return ""
    budget = f"the net budget for {found.year.label} is {in_words(net['revised'])}"
    if net["projected"].missing:
        return f"{budget}; what the year will come to isn’t known yet"
    projected = f"{outturn_words(outturn).lower()} outturn"
    if found.net.gaps["variance"]:
        lines = f"{found.net.gaps['variance']} of {counted(len(found.lines), 'budget line')} can’t be compared yet"
        return (
            f"{budget}; {lines}, and the others’ {projected} is {in_words(net['projected'])}{_far(net, 'variance')}"
        )
    return f"{budget}, and its {projected} {in_words(net['projected'])}{_far(net, 'variance')}"


def _far(net: Amounts, variance: str) -> str:
    """How far from the budget of the same lines, and on which side."""
    side = net.side(variance).lower()
    return f", {size(net[variance])} {'above' if side == 'adverse' else 'below'} budget: {side}" if side else ""


def _to_date(found: Monitoring) -> str:
    net = found.net
    if net["actual_to_date"].missing or not found.period:
        return ""
    return f"net spend from {found.period.label} was {in_words(net['actual_to_date'])}{_far(net, 'variance_to_date')}"


KIND = SectionKind(
    "position",
    "Financial position",
    "Budget monitoring by service: outturn, year to date, and what drives the variance.",
    build,
)

"""What an event such as a pandemic costs, and what pays for it."""

from collections.abc import Iterator

from finance.charts.pressures import pressures_chart
from finance.selectors.pressures import Pressures, pressures
from finance.tables.pressures import funded_table, pressures_table
from ledger.publishing import in_words
from ledger.scope import Scope

from ..composition import Material
from ..value import Block, Paragraph
from .kind import SectionKind
from .sentences import told


def build(material: Material, subject: str) -> tuple[Block, ...]:
    found = pressures(material.organisation, material.year, material.moment, approved_only=not material.provisional)
    return tuple(_blocks(found, material.scope)) if not found.all.cost.missing else ()


def _blocks(found: Pressures, scope: Scope) -> Iterator[Block]:
    chart = pressures_chart(found)
    yield chart or Paragraph(told(_said(found)))
    yield pressures_table(found, scope)
    yield funded_table(found, scope)


def _said(found: Pressures) -> str:
    unfunded = found.unfunded.cost
    open_end = "" if unfunded.missing else f"; {in_words(unfunded)} of it is not funded"
    return f"pressures are expected to cost {in_words(found.all.cost)} in {found.year.label}{open_end}"


KIND = SectionKind(
    "pressures",
    "Pressures",
    "What events such as Covid-19 cost, by what it is and by what pays for it.",
    build,
)

"""What funding there is, what is promised of it, and what the budget relies on that may not come again."""

from collections.abc import Iterator

from finance.selectors.funding import Funding, funding
from finance.tables.funding import funding_table
from ledger.publishing import in_words
from ledger.scope import Scope

from ..composition import Material
from ..value import Block, Bullets, Paragraph
from .kind import SectionKind
from .sentences import counted, listed, told


def build(material: Material, subject: str) -> tuple[Block, ...]:
    found = funding(material.organisation, material.year, material.moment, approved_only=not material.provisional)
    known = [line for line in found.sources if not line.amount.missing or line.live]
    return tuple(_blocks(found, material.scope)) if known else ()


def _blocks(found: Funding, scope: Scope) -> Iterator[Block]:
    yield Paragraph(told(_all(found), _relied_on(found)))
    if found.short:
        yield Paragraph(f"More is committed than there is of {counted(len(found.short), 'source')}:")
        yield Bullets(tuple(told(f"{line.source.name}: {line.warning}") for line in found.short))
    yield funding_table(found, scope)


def _all(found: Funding) -> str:
    if found.amount.missing:
        return f"what funding brings in {found.year.label} isn’t recorded"
    said = f"funding of {in_words(found.amount)} is known for {found.year.label}"
    if found.committed.missing:
        return f"{said}; nothing of it is committed yet"
    left = "" if found.uncommitted.missing else f", and {in_words(found.uncommitted)} is uncommitted"
    return f"{said}; {in_words(found.committed)} is committed{left}"


def _relied_on(found: Funding) -> str:
    if not found.relied_on:
        return ""
    names = listed([line.source.name for line in found.relied_on])
    return f"The budget relies on one-off money of {in_words(found.relied_on_amount)}: {names}"


KIND = SectionKind(
    "funding",
    "Funding and commitments",
    "Grants and reserves: what each brings, what is committed of it, and the uncommitted balance.",
    build,
)

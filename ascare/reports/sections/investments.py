"""What a programme spends to work, what that brought, and what might become a benefit."""

from dataclasses import replace

from ledger.numbers import total
from ledger.publishing import in_words
from programmes import tables

from ..composition import Material
from ..value import Block, Paragraph
from .columns import without
from .kind import SectionKind
from .sentences import counted, kind_in_sentence, told
from .subjects import page_of, programmes, ways_of


def build(material: Material, subject: str) -> tuple[Block, ...]:
    page = page_of(material, subject)
    if page is None or not page.investments:
        return ()
    lines = [line for group in page.investments for line in group.lines]
    spent = [(line.investment.name, line.spent) for line in lines if not line.spent.missing]
    year = page.year.label
    said = told(
        f"{counted(len(lines), 'investment')} with a budget in {year} come to {in_words(page.invested)} together"
        if len(lines) > 1
        else f"One investment has a budget in {year}, of {in_words(page.invested)}",
        f"{in_words(total(spent))} of it is spent" if spent else "",
        "" if page.joint_whole.missing else f"What partners pay for together comes to {in_words(page.joint_whole)}",
    )
    table = tables.investment_table(page.investments, page.invested, year, ways_of(material, page.programme))
    unknown = len({line.payback.words for line in lines if line.payback.months is None}) == 1
    if unknown and all(line.payback.months is None for line in lines):
        said = told(said, f"Payback {kind_in_sentence(lines[0].payback.words)}")
        table = without(table, "Payback")
    return (Paragraph(said), table)


def build_opportunities(material: Material, subject: str) -> tuple[Block, ...]:
    page = page_of(material, subject)
    if page is None or not page.opportunities:
        return ()
    still = sum(line.opportunity.is_open for line in page.opportunities)
    said = f"{counted(still, 'opportunity is', 'opportunities are')} open: what each might yield is no plan yet."
    table = tables.opportunity_table(page.opportunities, page.year.label, ways_of(material, page.programme))
    return (Paragraph(told(said)), replace(table, note=""))


KIND = SectionKind(
    "investments",
    "Investments",
    "What a programme spends to work: budgets, what of them is spent, payback and what it brought.",
    build,
    programmes,
)
OPPORTUNITIES = SectionKind(
    "opportunities",
    "Opportunities",
    "What might become a benefit of a programme: to embed, to enhance, or new.",
    build_opportunities,
    programmes,
)

"""From what an officer chose to a report: sections from what is known at a moment, with the officer's words."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ledger.access import Access
from ledger.components import Chart, Table
from ledger.models import Kind, Organisation, Role
from ledger.months import LONDON, FinancialYear, day_label, end_of_day, moment_label
from ledger.publishing import for_publication, hides
from ledger.scope import Scope

from .composition import Chosen, Composition, Material
from .prose import blocks_of
from .sections import KINDS
from .sections.columns import on_paper
from .value import Block, Paragraph, Report, Section, Subheading

MADE_UP = "Made-up figures of a council that doesn’t exist"
NOT_DRAWN = "The chart “{}” is not drawn, for it would show numbers that are not published. Its table follows."
HIDDEN = (
    "Counts of fewer than 5 people and what is commercially sensitive are left out, with what would give them away."
)
APPROVED = (
    "Figures that wait for approval are left out: where an earlier figure was approved, that one is given instead."
)
UNAPPROVED = "Figures that wait for approval are marked [p]: they may still change."


def build_report(
    organisation: Organisation, composition: Composition, moment: datetime, since: datetime | None
) -> Report:
    """What `organisation` has to say of the chosen sections, as known at `moment`.

    What changed is told from `since`, when the report before it was frozen; None: there was none.
    """
    steps = building_steps(organisation, composition, moment, since)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report: Report = end.value
            return report


def building_steps(
    organisation: Organisation, composition: Composition, moment: datetime, since: datetime | None
) -> Generator[tuple[int, int, str], None, Report]:
    """As `build_report`, telling before each section how many of how many are done, and which one comes."""
    material = material_of(organisation, composition.year, moment, since, composition.provisional)
    sections: list[Section] = []
    hidden = False
    for done, chosen in enumerate(composition.chosen):
        heading = _heading(chosen, composition, material)
        yield done, len(composition.chosen), heading
        found = list(KINDS[chosen.kind].build(material, chosen.subject))
        hidden = hidden or any(_hides(block) for block in found)
        blocks = _tidied([*blocks_of(chosen.text), *published(found)])
        if blocks:
            slug = _free(f"{chosen.kind}-{chosen.subject}".rstrip("-"), sections)
            sections.append(Section(slug, heading, tuple(_named(block, slug) for block in blocks)))
    return _report(organisation, composition, material, tuple(sections), hidden)


def material_of(
    organisation: Organisation, year: FinancialYear, moment: datetime, since: datetime | None, provisional: bool
) -> Material:
    """What sections are made of, read as a viewer of the organisation reads its pages."""
    as_at = moment.astimezone(LONDON).date()
    access = Access(organisation=organisation, role=Role.VIEWER, membership=None)
    scope = Scope(access, organisations=[organisation], year=year, years=[year], as_at=as_at, today=as_at, asked={})
    return Material(organisation, year, moment, as_at, since, provisional, scope)


def published(blocks: Sequence[Block]) -> Iterator[Block]:
    """Fit for paper, and without what may not be published: of a chart that would show such, only its table."""
    for block in blocks:
        match block:
            case Table():
                yield for_publication(on_paper(block))
            case Chart() if hides(block.table):
                yield Paragraph(NOT_DRAWN.format(block.title))
                yield for_publication(on_paper(block.table))
            case Chart():
                yield replace(block, table=on_paper(block.table))
            case _:
                yield block


def _hides(block: Block) -> bool:
    return hides(block.table if isinstance(block, Chart) else block) if isinstance(block, Table | Chart) else False


def _tidied(blocks: Sequence[Block]) -> list[Block]:
    """Without tables that have no rows, and without subheadings that nothing stands under."""
    said = [block for block in blocks if not isinstance(block, Table) or block.rows]
    after = [*said[1:], Subheading("")]
    pairs = zip(said, after, strict=False)
    return [block for block, then in pairs if not isinstance(block, Subheading) or not isinstance(then, Subheading)]


def _named(block: Block, section: str) -> Block:
    """Tables and charts by a name of their own in the whole report."""
    match block:
        case Table():
            return replace(block, slug=f"{section}-{block.slug}")
        case Chart():
            slug = f"{section}-chart-{block.slug}"
            return replace(block, slug=slug, table=replace(block.table, slug=slug))
    return block


def _free(slug: str, sections: Sequence[Section]) -> str:
    """`slug`, or with a number where the report has a section of that name already."""
    taken = {section.slug for section in sections}
    tries = [slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 2))]
    return next(each for each in tries if each not in taken)


def _heading(chosen: Chosen, composition: Composition, material: Material) -> str:
    """The officer's, or the kind's: with what it is about, where the report has several of the kind."""
    kind = KINDS[chosen.kind]
    alike = sum(each.kind == chosen.kind for each in composition.chosen)
    if chosen.heading or alike == 1 or kind.subjects is None:
        return chosen.heading or kind.heading
    name = dict(kind.subjects(material.organisation, material.moment)).get(chosen.subject, chosen.subject)
    return f"{name}: {kind.heading[0].lower()}{kind.heading[1:]}"


def _report(
    organisation: Organisation,
    composition: Composition,
    material: Material,
    sections: tuple[Section, ...],
    hidden: bool,
) -> Report:
    return Report(
        title=composition.title,
        organisation=organisation.name,
        committee=composition.committee,
        meeting=composition.meeting,
        year=composition.year.label,
        as_at=material.as_at,
        moment=material.moment,
        state=composition.state,
        front=composition.front,
        recommendation=composition.recommendation,
        sections=sections,
        clearances=composition.clearances,
        notes=tuple(_notes(material, hidden)),
        label=MADE_UP if organisation.kind == Kind.DEMONSTRATION else "",
    )


def _notes(material: Material, hidden: bool) -> Iterator[str]:
    """How to read it."""
    whole_day = material.moment == end_of_day(material.as_at)
    known = f"at the end of {day_label(material.as_at)}" if whole_day else f"on {moment_label(material.moment)}"
    yield f"Everything is as it was known {known}; what became known later is not in here."
    yield UNAPPROVED if material.provisional else APPROVED
    if hidden:
        yield HIDDEN

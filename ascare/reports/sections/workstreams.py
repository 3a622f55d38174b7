"""How each workstream of a programme gets on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ledger.components import Chart, Table
from ledger.months import day_label, month_label
from ledger.publishing import in_words
from programmes import tables
from programmes.selectors import Delivery, NothingYet, WorkstreamPart, workstream_parts
from programmes.tables import Ways
from raid.models import Action, Issue, Risk
from raid.scoring import band

from ..composition import Material
from ..value import Block, Bullets, Paragraph, Subheading
from .columns import without
from .kind import SectionKind
from .programme import course_blocks
from .sentences import ended, told
from .subjects import programmes, ways_of


def build(material: Material, subject: str) -> tuple[Block, ...]:
    """A subheading for each that is open; those without a word or a number are left out."""
    parts = workstream_parts(
        material.organisation, subject, material.year, material.moment, approved_only=not material.provisional
    )
    if isinstance(parts, NothingYet):
        return ()
    blocks: list[Block] = []
    for part in parts:
        if part.workstream.is_open:
            blocks.append(Subheading(part.workstream.name))
            blocks += [
                _named(block, part.workstream.slug) for block in _blocks(part, ways_of(material, part.programme))
            ]
    return tuple(blocks)


def _named(block: Block, workstream: str) -> Block:
    return replace(block, slug=f"{workstream}-{block.slug}") if isinstance(block, Table | Chart) else block


def _blocks(part: WorkstreamPart, ways: Ways) -> Iterator[Block]:
    for update in part.logs.updates:
        yield Paragraph(f"{month_label(update.month)}: {ended(update.words)}")
    course = part.delivery.course
    if words := told(part.workstream.standing, "" if course.reached else _planned(part.delivery)):
        yield Paragraph(words)
    if course.reached:
        yield from course_blocks(course, f"Benefits of {part.workstream}")
    rated = [line for line in part.rated if line.rating.colour != "grey"]
    yield tables.rated_table(rated, ways.scope)
    reported = [line for line in part.reported if line.code not in {each.code for each in rated}]
    yield without(tables.reported_table(reported, {}, ways), "Workstream")
    yield from _listed("Issues", [_issue(issue) for issue in part.logs.issues])
    yield from _listed("Risks", [_risk(risk) for risk in part.logs.risks])
    yield from _listed("What is being done", [_action(action, part) for action in part.logs.actions])


def _planned(found: Delivery) -> str:
    """Of what has not begun to come; what has, its chart tells."""
    return "" if found.target.missing else f"its benefit lines plan {in_words(found.target)} in {found.year.label}"


def _listed(what: str, items: Sequence[str]) -> Iterator[Block]:
    if items:
        yield Paragraph(f"{what}:")
        yield Bullets(tuple(items))


def _issue(issue: Issue) -> str:
    return told(issue.title, issue.resolution or issue.description)


def _risk(risk: Risk) -> str:
    score = f" ({band(risk.present_score).lower()}, {risk.present_score} of 25)" if risk.present_score else ""
    return told(f"{risk.title}{score}", risk.mitigation or risk.description)


def _action(action: Action, part: WorkstreamPart) -> str:
    when = f"due on {day_label(action.due)}" if action.due else action.timescale
    return told(f"{action.title}{f' ({when[0].lower()}{when[1:]})' if when else ''}", action.activities)


KIND = SectionKind(
    "workstreams",
    "Workstreams",
    "Each workstream of a programme: how it stands, its KPIs, issues, risks and actions.",
    build,
    programmes,
)

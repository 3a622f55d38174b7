"""How a programme gets on: its target, what was delivered, whether it will be met, and what stands in its way."""

from collections.abc import Iterator
from dataclasses import replace

from ledger.numbers import Number
from ledger.publishing import hides, in_words
from ledger.rating import direction
from programmes import tables
from programmes.charts import course_chart, course_finding, position_chart
from programmes.models import Milestone
from programmes.selectors import Course, Delivery, Joint, MilestoneLine, ProgrammePage
from programmes.tables import Ways, course_table

from ..composition import Material
from ..value import Block, Paragraph, Subheading
from .columns import known_rows, without
from .kind import SectionKind
from .sentences import counted, kind_in_sentence, listed, size, told
from .subjects import page_of, programmes, ways_of


def build(material: Material, subject: str) -> tuple[Block, ...]:
    page = page_of(material, subject)
    return tuple(_blocks(page, ways_of(material, page.programme))) if page else ()


def _blocks(page: ProgrammePage, ways: Ways) -> Iterator[Block]:
    if words := told(page.programme.purpose, _headline(page.delivery)):
        yield Paragraph(words)
    if words := _confidence(page):
        yield Paragraph(words)
    yield from course_blocks(page.delivery.course, f"Delivery of {page.programme}")
    yield from _benefits(page, ways)
    yield from _two_ways(page)
    yield Subheading("Savings that are impaired, and what is done instead")
    for name in ("impairments", "mitigations"):
        yield tables.shortfall_table(getattr(page.shortfalls, name), name, page.year.label, ways)
    yield from _milestones(page.milestones, ways)
    yield from _partners(page.joint, page.year.label, ways)


def _headline(found: Delivery) -> str:
    """What is wanted of the year, and what there is of it by kind."""
    year = found.year.label
    target = "" if found.target.missing else f"the target for {year} is {in_words(found.target)}"
    came = _came(found)
    if not came:
        return f"{target}; nothing is evidenced yet" if target else ""
    return f"{target}; {came}" if target else came


def _came(found: Delivery) -> str:
    kinds = (("cashable savings", found.cashable), ("cost avoidance", found.avoided), ("income", found.income))
    known = [f"{in_words(number)} of {name}" for name, number in kinds if not number.missing]
    if not known:
        return ""
    verb = "is" if len(known) == 1 else "are"
    return f"{listed(known)} {verb} evidenced so far"


def _confidence(page: ProgrammePage) -> str:
    """As a person judged, or what the rule would suggest."""
    if page.confidence:
        return told(f"Delivery confidence is {page.rating.label}", page.rating.reason)
    if page.suggested.colour == "grey":
        return ""
    return told(
        "Delivery confidence has not been assessed",
        f"By rule it would be {page.suggested.label}: {page.suggested.reason}",
    )


def course_blocks(course: Course, what: str) -> Iterator[Block]:
    """The chart with its finding; where there is nothing to draw, the finding alone."""
    chart = course_chart(course, what)
    if chart:
        yield replace(chart, table=known_rows(chart.table))
    elif not course.is_empty and not hides(course_table(course, what)):
        yield Paragraph(course_finding(course))


def _benefits(page: ProgrammePage, ways: Ways) -> Iterator[Block]:
    benefits = page.benefits
    if not benefits.groups:
        return
    yield Subheading("Benefits")
    planned = [(kind.name, kind.amounts) for kind in benefits.kinds if not kind.amounts.plan.missing]
    if planned:
        said = [f"{in_words(amounts.plan)} of {kind_in_sentence(name)}" for name, amounts in planned]
        expected = [
            f"{in_words(amounts.projected)} of {kind_in_sentence(name)}{_side(amounts.direction)}"
            for name, amounts in planned
            if not amounts.projected.missing
        ]
        outlook = f"They are projected to bring {listed(expected)}" if expected else ""
        yield Paragraph(told(f"Benefit lines plan {listed(said)} in {page.year.label}", outlook))
    yield without(tables.benefit_table(benefits, page.year.label, ways), "State", "Full-year effect")


def _side(direction: str) -> str:
    return f" ({direction} to the plan)" if direction else ""


def _two_ways(page: ProgrammePage) -> Iterator[Block]:
    """Top down beside bottom up."""
    found, over = page.reconciliation, page.over_position
    known = [found.identified, found.impaired, found.impaired_earlier, found.mitigated, found.top_down]
    if all(number.missing for number in known):
        return
    yield Subheading("Spend that the programme can influence")
    if not over.missing:
        yield Paragraph(
            told(
                f"Forecast spend is {_over(over)}",
                "Price increases, which the programme can’t influence, are taken out of it"
                if page.spend.lines
                else "",
            )
        )
    chart = position_chart(page.spend, page.year.label)
    if chart:
        yield chart
    yield known_rows(tables.reconciliation_table(page))


def _over(over: Number) -> str:
    side = direction(over.value, over.value * 0, "lower") if over.value is not None else ""
    if not side:
        return "at the programme’s target position"
    words = "above" if side == "adverse" else "below"
    return f"{size(over)} {words} the programme’s target position: {side}"


def _milestones(lines: tuple[MilestoneLine, ...], ways: Ways) -> Iterator[Block]:
    if not lines:
        return
    met = sum(line.milestone.outcome == Milestone.Outcome.MET for line in lines)
    late = sum(line.is_late for line in lines)
    yield Subheading("Milestones")
    yield Paragraph(told(f"Of {counted(len(lines), 'milestone')} {_are(met)} met and {_are(late)} late"))
    yield replace(without(tables.milestone_table(lines, ways), "Slip, days"), note="")


def _are(count: int) -> str:
    return counted(count, "is", "are") if count else "none is"


def _partners(joint: Joint, year: str, ways: Ways) -> Iterator[Block]:
    if joint.part_of:
        yield Paragraph(f"This is the organisation’s part of {joint.part_of}, of {joint.part_of.organisation}.")
    if joint.parts or joint.contributions:
        yield Subheading("Partners")
        yield tables.part_table(joint, year)
        yield tables.contribution_table(joint, ways)


KIND = SectionKind(
    "programme",
    "Programme progress",
    "A programme’s target, what was delivered, its benefits, confidence, milestones and shortfalls.",
    build,
    programmes,
)

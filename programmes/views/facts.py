"""The words of programmes, workstreams and benefits as facts, and what a reader may do with each."""

from ledger.access import Right
from ledger.components import Link
from ledger.months import day_label

from .. import tables
from ..models import Benefit
from ..selectors import BenefitPage, ProgrammePage, WorkstreamPage
from ..tables import Ways

Facts = list[tuple[str, str | Link]]


def programme_facts(page: ProgrammePage) -> Facts:
    programme = page.programme
    facts: Facts = [
        ("Purpose", programme.purpose),
        ("Senior responsible owner", programme.owner_role),
    ]
    if programme.closed_on:
        facts.append(("State", f"{programme.ending} on {day_label(programme.closed_on)}. {programme.closing_reason}"))
    return [fact for fact in facts if fact[1]]


def programme_steps(page: ProgrammePage, ways: Ways) -> list[Link]:
    """What can be done with the programme itself; whoever may read sees its numbers and its history."""
    scope, programme = ways.scope, page.programme
    steps = [scope.link(f"Figures: {found}", "ledger:series", found.code) for found in page.series.values()]
    if programme.log_id:
        steps.append(scope.link("Log of risks, actions and decisions", "raid:log", programme.log_id))
    steps.append(scope.link("History of its words", "programmes:history", programme.slug))
    if ways.writes:
        steps += [
            scope.link("Change this programme", "programmes:edit", programme.slug),
            scope.link("Close this programme", "programmes:close", programme.slug),
        ]
    return steps


def workstream_facts(page: WorkstreamPage) -> Facts:
    found = page.workstream
    ended = f"{found.ending} on {day_label(found.closed_on)}. {found.closing_reason}" if found.closed_on else ""
    facts: Facts = [
        ("How it stands", found.standing),
        ("State", ended),
        ("Focus", found.focus),
        ("Kind", ", ".join(word for word in (found.get_kind_display(), found.get_aim_display()) if word)),
        ("Owner", found.owner_role),
    ]
    return [fact for fact in facts if fact[1]]


def workstream_steps(page: WorkstreamPage, ways: Ways) -> list[Link]:
    key = (page.programme.slug, "workstreams", page.workstream.slug)
    steps = []
    if page.workstream.log_id:
        steps.append(ways.scope.link("Log of risks, actions and decisions", "raid:log", page.workstream.log_id))
    return [*steps, *_words(ways, key, page.workstream.is_open, "workstream")]


def benefit_facts(page: BenefitPage, ways: Ways) -> Facts:
    found, before = page.benefit, page.brought_forward_from
    validated = f"on {day_label(found.validated_on)}: {found.validation}" if found.validated_on else ""
    ended = f"{found.ending} on {day_label(found.closed_on)}. {found.closing_reason}" if found.closed_on else ""
    facts: Facts = [
        ("Kind", tables.kind_words(found)),
        ("State", f"{found.get_state_display()} {validated}".strip()),
        ("Closed", ended),
        ("Workstream", ways.workstream(page.workstream) if page.workstream else ""),
        ("Category", found.category),
        ("Owner", found.owner_role),
        ("Where the money comes from", found.description),
        (f"Brought forward from {found.brought_forward_label}", ways.benefit(before) if before else ""),
        *((f"Carried on, what {one.brought_forward_label} left", ways.benefit(one)) for one in page.carried_on_by),
    ]
    return [fact for fact in facts if fact[1]]


def benefit_steps(page: BenefitPage, ways: Ways) -> list[Link]:
    scope, benefit, series = ways.scope, page.benefit, page.line.series
    key = (page.programme.slug, "benefits", benefit.slug)
    steps = [scope.link("All its figures", "ledger:series", series.code)] if series else []
    if ways.writes and series and benefit.is_open:
        steps += [
            scope.link("Record figures", "ledger:record", series.code),
            scope.link("Type a whole year", "ledger:year", series.code),
            scope.link("Say how far it is", "programmes:benefit_move", page.programme.slug, benefit.slug),
        ]
        if benefit.state == Benefit.State.EVIDENCED and scope.access.may(Right.APPROVE):
            steps.append(scope.link("Validate it", "programmes:benefit_validate", page.programme.slug, benefit.slug))
        steps.append(
            scope.link(
                "Bring forward what was not delivered",
                "programmes:benefit_bring_forward",
                page.programme.slug,
                benefit.slug,
            )
        )
    return [*steps, *_words(ways, key, benefit.is_open, "benefit")]


def _words(ways: Ways, key: tuple[str, str, str], is_open: bool, what: str) -> list[Link]:
    scope = ways.scope
    steps = [scope.link("History of its words", "programmes:part_history", *key)]
    if not ways.writes:
        return steps
    if not is_open:
        return [*steps, scope.link(f"Open this {what} again", "programmes:part_reopen", *key)]
    change = scope.link(f"Change this {what}", "programmes:part_edit", *key)
    return [*steps, change, scope.link(f"Close this {what}", "programmes:part_close", *key)]

"""What the page of a report shows of its parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from ledger.access import Right
from ledger.components import Link
from ledger.months import day_label, end_of_day
from ledger.scope import Scope
from ledger.selectors.people import called

from ..access import right_to_clear
from ..models import Clearance, ReportSection
from ..sections import KINDS
from ..selectors.reports import Composed, last_words


@dataclass(frozen=True)
class SectionLine:
    section: ReportSection
    heading: str
    about: str  # of which kind, about what, and how much the officer wrote


@dataclass(frozen=True)
class ClearanceLine:
    clearance: Clearance
    state: str
    colour: str  # of GOV.UK's tags
    words: str  # its implications, or why it isn't needed
    note: str  # who gave it, or who can
    steps: list[Link]


def facts(composed: Composed) -> list[tuple[str, str]]:
    """The front matter: label and words."""
    report = composed.report
    return [
        ("Committee", report.committee),
        ("Meeting on", _day(report.meeting)),
        ("Figures as at", _day(report.as_at)),
        ("Financial year", report.year.label),
        ("Compared with", report.previous.called if report.previous else "No earlier report"),
        ("Provisional figures", "Shown, and marked" if report.provisional else "Left out"),
        ("Recommendation", report.recommendation),
        ("Key decision", "Yes" if report.key_decision else "No"),
        ("Forward plan reference", report.forward_plan_reference),
        ("Electoral divisions", report.divisions),
        ("Council’s priorities", report.priorities),
        ("Background papers", report.background_papers),
        ("Contact", report.contact),
    ]


def section_lines(composed: Composed) -> list[SectionLine]:
    subjects: dict[str, Mapping[str, str]] = {}
    for kind in {section.kind for section in composed.sections}:
        subjects[kind] = dict(subjects_of(kind, composed))
    return [
        SectionLine(section, heading_of(section), _about(section, subjects[section.kind]))
        for section in composed.sections
    ]


def subjects_of(kind: str, composed: Composed) -> list[tuple[str, str]]:
    """What a section of that kind can be about, as at the report's day; none where it is about everything."""
    known = KINDS.get(kind)
    if known is None or known.subjects is None:
        return []
    return known.subjects(composed.report.organisation, end_of_day(composed.report.as_at))


def heading_of(section: ReportSection) -> str:
    known = KINDS.get(section.kind)
    return section.heading or (known.heading if known else section.kind)


def clearance_lines(scope: Scope, composed: Composed, user: User, changes: bool) -> list[ClearanceLine]:
    wrote = changes and last_words(composed.report).history_user_id == user.pk
    return [_clearance_line(scope, each, wrote, changes) for each in composed.clearances]


def lapse_words(composed: Composed) -> str:
    """What follows from changing anything; empty where nobody has cleared it."""
    if not composed.given or composed.frozen:
        return ""
    roles = ", ".join(each.get_role_display() for each in composed.given)
    return f"Cleared by: {roles}. If you change anything, it is a draft again and they have to clear it anew."


def _clearance_line(scope: Scope, clearance: Clearance, wrote: bool, changes: bool) -> ClearanceLine:
    may = scope.access.may(right_to_clear(clearance.role))

    def step(text: str, page: str) -> Link:
        return scope.link(text, f"reports:{page}", clearance.report_id, clearance.role)

    if clearance.cleared_at:
        who = called(clearance.cleared_by, "the system")
        note = f"By {who} on {day_label(localdate(clearance.cleared_at))}"
        steps = [step("Withdraw", "withdraw")] if may else []
        state, colour, words = "Cleared", "green", clearance.implications
    elif clearance.needed:
        note = _who(clearance, may, wrote)
        steps = [step("Clear", "clear")] if may and not wrote else []
        steps.append(step("Not needed", "waive"))
        state, colour, words = "Awaited", "yellow", ""
    else:
        note, steps = "", [step("Ask for it", "require")]
        state, colour, words = "Not needed", "grey", clearance.reason
    return ClearanceLine(clearance, state, colour, words, note, steps if changes else [])


def _who(clearance: Clearance, may: bool, wrote: bool) -> str:
    if may and wrote:
        return "You wrote the report last; somebody else has to clear it"
    if may:
        return ""
    return "By a finance lead" if right_to_clear(clearance.role) == Right.APPROVE else "By anybody who writes here"


def _about(section: ReportSection, subjects: Mapping[str, str]) -> str:
    known = KINDS.get(section.kind)
    parts = [known.heading] if known and section.heading and section.heading != known.heading else []
    parts += [subjects.get(section.subject, section.subject)] if section.subject or "" in subjects else []
    if count := len(section.text.split()):
        parts.append(f"{count:,} words of the officer’s own")
    return ". ".join(parts)


def _day(day: date | None) -> str:
    return day_label(day) if day else ""

"""From what was composed to the value that is drawn: worked out anew while it is a draft, as it was frozen after."""

from collections.abc import Generator
from datetime import date, datetime

from django.utils.timezone import localdate

from ledger.months import end_of_day
from returns.selectors import corrections_since

from .building import building_steps
from .comparison import beside_now
from .composition import Chosen, Composition
from .models import State, Variant
from .selectors.kept import frozen_value
from .selectors.reports import Composed
from .value import Clearance, Report

Building = Generator[tuple[int, int, str], None, Report]  # how many of how many steps are done, and what comes next


def moment_of(as_at: date, now: datetime) -> datetime:
    """Up to when a report as at a day knows: to its end or, while it isn't over, to now."""
    return min(end_of_day(as_at), now)


def composition_of(composed: Composed, state: State) -> Composition:
    report = composed.report
    front = (
        ("Key decision", "Yes" if report.key_decision else "No"),
        ("Forward plan reference", report.forward_plan_reference),
        ("Electoral divisions", report.divisions),
        ("Priorities", report.priorities),
        ("Background papers", report.background_papers),
        ("Contact", report.contact),
    )
    return Composition(
        title=report.title,
        committee=report.committee,
        meeting=report.meeting,
        year=report.year,
        chosen=tuple(Chosen(each.kind, each.subject, each.heading, each.text) for each in composed.sections),
        front=tuple((label, words) for label, words in front if words),
        recommendation=report.recommendation,
        clearances=tuple(
            Clearance(each.get_role_display(), each.implications, each.cleared_at and localdate(each.cleared_at))
            for each in composed.clearances
            if each.needed
        ),
        state=state.label,
        provisional=report.provisional,
    )


def draft_steps(composed: Composed, now: datetime, state: State) -> Building:
    """Work out a report that isn't frozen, as being in that state."""
    moment = moment_of(composed.report.as_at, now)
    return _steps(composed, moment, state)


def value_steps(composed: Composed, now: datetime, variant: Variant = Variant.ITSELF) -> Building:
    """The report's value in steps. Raises Tampered where what was frozen has been changed."""
    if composed.frozen is None:
        return (yield from draft_steps(composed, now, composed.state))
    frozen = frozen_value(composed.report)
    if variant == Variant.ITSELF:
        return frozen
    known_now = yield from _steps(composed, now, State.FROZEN)
    return beside_now(frozen, known_now, corrections_since(composed.report.organisation, composed.frozen.moment, now))


def finished(steps: Building) -> Report:
    """What the steps come to, for who doesn't ask how far they are."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: Report = end.value
            return value


def _steps(composed: Composed, moment: datetime, state: State) -> Building:
    report = composed.report
    since = report.previous.frozen.moment if report.previous else None
    return building_steps(report.organisation, composition_of(composed, state), moment, since)

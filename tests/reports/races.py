"""A report frozen while figures are recorded, each in a process of its own.

    python -m tests.reports.races

reads commands as `tests.ledger.races` does.
"""

import os
import time
from typing import Any

from tests.ledger.races import COMMANDS, Environment, serve, workers


def freeze_among_writers(environment: Environment, rounds: int) -> list[int]:
    """In each round a report is frozen while a figure of it is written and not committed yet.

    Those whose frozen value isn't what their moment gives when it is asked again.
    """
    with workers(environment, 2, "tests.reports.races") as (clerk, officer):
        known = clerk.call("prepare_reports", reports=rounds)
        for turn, report in enumerate(known["reports"]):
            officer.ask("dawdle", series=known["series"], value=1000 + turn, seconds=1)
            time.sleep(0.5)  # by then it is stamped
            clerk.call("freeze", report=report)
            officer.answer()
        return [report for report in known["reports"] if clerk.call("differs", report=report)]


# --- the worker's side


def _prepare_reports(reports: int) -> dict[str, Any]:
    """A council with something to tell, and so many reports of it that are cleared."""
    from django.utils.timezone import localdate

    from ascare.reports.actions import compose_report, waive_clearance
    from ascare.reports.models import ClearingRole
    from ledger.actions import load_measures
    from tests.factories import OrganisationFactory

    from .reported import YEAR, a_council

    load_measures()
    council = OrganisationFactory(slug=f"anyshire-{os.getpid()}-{time.time_ns()}", name="Anyshire")
    told = a_council(council)
    given = {"title": "Savings", "committee": "Adults Committee", "as_at": localdate(), "first_year": YEAR.first}
    made = [compose_report(organisation=council, by=None, **given) for _ in range(reports)]
    for report in made:
        for position, kind in enumerate(("programme", "workstreams", "flows")):
            report.sections.create(kind=kind, subject=told.programme.slug, position=position)
        report.sections.create(kind="kpis", position=3)
        for clearance in report.clearances.exclude(role=ClearingRole.FINANCE):
            waive_clearance(clearance=clearance, reason="Nothing is bought", by=None)
    assert told.benefit.series
    return {"series": told.benefit.series.pk, "reports": [report.pk for report in made]}


def _dawdle(series: int, value: int, seconds: float) -> bool:
    """Record a figure, and be slow to commit it."""
    from django.db import transaction

    from ledger.models import Series
    from tests.factories import record

    with transaction.atomic():
        record(Series.objects.get(pk=series), value)
        time.sleep(seconds)
    return True


def _freeze(report: int) -> bool:
    from ascare.reports.actions import clear_role, freeze_report
    from ascare.reports.models import ClearingRole, CommitteeReport

    found = CommitteeReport.objects.get(pk=report)
    clear_role(clearance=found.clearances.get(role=ClearingRole.FINANCE), implications="None.", by=None)
    freeze_report(report=found, by=None)
    return True


def _differs(report: int) -> bool:
    from ascare.reports.drafting import draft_steps, finished
    from ascare.reports.encoding import digest
    from ascare.reports.models import CommitteeReport, State
    from ascare.reports.selectors.reports import find_report

    composed = find_report(CommitteeReport.objects.get(pk=report).organisation, report, None)
    assert composed.frozen
    again = finished(draft_steps(composed, composed.frozen.moment, State.FROZEN))
    return digest(again) != composed.frozen.digest


if __name__ == "__main__":
    own = {"prepare_reports": _prepare_reports, "dawdle": _dawdle, "freeze": _freeze, "differs": _differs}
    serve({**COMMANDS, **own})

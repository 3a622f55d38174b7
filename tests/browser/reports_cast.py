"""Reports that tests of their pages look at and write to, made up, in each state."""

from datetime import timedelta
from typing import Any


def make_reports(ours: Any, writer: Any, lead: Any) -> dict[str, int]:
    """Their numbers, with that of a section, and of Demoshire's by its state."""
    from django.utils.timezone import localdate

    from ascare.reports.actions import (
        add_section,
        ask_for_file,
        clear_role,
        compose_report,
        freeze_report,
        waive_clearance,
    )
    from ascare.reports.models import CommitteeReport, FileFormat, Variant

    today = localdate()
    given = {"organisation": ours, "committee": "Adults Committee", "first_year": 2019, "by": writer}

    def compose(title: str, **fields: Any) -> CommitteeReport:
        made = compose_report(**given, title=title, as_at=today, **fields)
        for place in range(3):
            add_section(report=made, kind="own-words", heading=f"Matter {place + 1}", text="It goes on.", by=writer)
        for role, words in (("finance", "None."), ("legal", "None.")):
            clear_role(clearance=made.clearances.get(role=role), implications=words, by=lead)
        waive_clearance(clearance=made.clearances.get(role="procurement"), reason="Nothing is bought", by=writer)
        return made

    draft = compose("A draft")
    cleared, frozen = compose("A cleared report"), compose("A frozen report", meeting=today + timedelta(days=8))
    for report in (cleared, frozen):
        for clearance in report.clearances.filter(needed=True, cleared_at__isnull=True):
            waive_clearance(clearance=clearance, reason="Nothing to say", by=writer)
    freeze_report(report=frozen, by=lead)
    ask_for_file(report=frozen, format=FileFormat.PDF, variant=Variant.ITSELF, by=writer)
    demoshire = CommitteeReport.objects.filter(organisation__slug="demoshire")
    return {
        "draft": draft.pk,
        "cleared": cleared.pk,
        "frozen": frozen.pk,
        "section": draft.sections.all()[1].pk,
        "made_up_frozen": demoshire.get(frozen__isnull=False).pk,
        "made_up_draft": demoshire.get(frozen__isnull=True).pk,
    }

"""Demoshire's committee reports: the one that its committee got last month, frozen, and a draft of the next."""

from datetime import date, timedelta

from django.db import transaction

from ascare.reports.actions import clear_role, compose_report, freeze_report, waive_clearance
from ascare.reports.models import ClearingRole, CommitteeReport
from ledger.models import Organisation
from ledger.months import FinancialYear, add_months

COMMITTEE = "Adults and Health Committee"
THURSDAY = 3
PUBLISHED_BEFORE = timedelta(days=8)  # papers come out five clear working days before a meeting
IMPLICATIONS = {
    ClearingRole.FINANCE: "The forecast is that of the monthly monitoring. No budget changes with this report.",
    ClearingRole.LEGAL: "There are no significant implications.",
    ClearingRole.EQUALITY: "Changes to services are assessed one by one before they are made.",
    ClearingRole.PUBLIC_HEALTH: "Help at home before a crisis keeps people well for longer.",
}


@transaction.atomic
def make_reports(council: Organisation, today: date) -> None:
    """Both of them, unless the council has reports already."""
    if CommitteeReport.objects.filter(organisation=council).exists():
        return
    last = _meeting(add_months(today, -1))
    frozen = _compose(council, last, last - PUBLISHED_BEFORE)
    for clearance in frozen.clearances.all():
        if words := IMPLICATIONS.get(ClearingRole(clearance.role)):
            clear_role(clearance=clearance, implications=words, by=None)
        else:
            waive_clearance(clearance=clearance, reason="It only tells of progress", by=None)
    freeze_report(report=frozen, by=None)
    _compose(council, _meeting(add_months(today, 1)), today)


def _compose(council: Organisation, meeting: date, as_at: date) -> CommitteeReport:
    return compose_report(
        organisation=council,
        by=None,
        preset="programme-progress",
        title="Programmes: progress report",
        committee=COMMITTEE,
        meeting=meeting,
        as_at=as_at,
        first_year=FinancialYear.of(as_at).first,
        forward_plan_reference="Not applicable",
        divisions="All",
        priorities="People live well and independently in their own homes.",
        contact="Service Director, Adults",
    )


def _meeting(month: date) -> date:
    """The month's third Thursday."""
    first = month.replace(day=1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 14)

"""Writing a report: its front matter and its sections. Whatever changes, clearances that were given lapse."""

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ledger.actions import drop
from ledger.history import amend, keep
from ledger.models import Organisation
from ledger.months import FinancialYear, day_label

from ..composition import Chosen
from ..drafting import moment_of
from ..models import Clearance, ClearingRole, CommitteeReport, FrozenReport, ReportSection
from ..presets import PRESETS
from ..sections import KINDS

User = AbstractBaseUser | None


@transaction.atomic
def compose_report(*, organisation: Organisation, by: User, preset: str = "", **fields: Any) -> CommitteeReport:
    """A new draft with the sections of a preset, or blank, compared with the committee's last frozen report."""
    report = CommitteeReport(organisation=organisation, preset=preset, **fields)
    _check_day(report.as_at)
    chosen: tuple[Chosen, ...] = ()
    if preset:
        moment = moment_of(report.as_at, timezone.now())
        composition = PRESETS[preset].compose(organisation, FinancialYear(report.first_year), moment)
        chosen = composition.chosen
        report.recommendation = report.recommendation or composition.recommendation
    report.previous = report.previous or _last_frozen(report)
    keep(report, by=by)
    for position, each in enumerate(chosen, start=1):
        words = {"kind": each.kind, "subject": each.subject, "heading": each.heading, "text": each.text}
        keep(ReportSection(report=report, position=position, **words), by=by)
    for role in ClearingRole:
        keep(Clearance(report=report, role=role), by=by)
    return report


@transaction.atomic
def change_report(*, report: CommitteeReport, by: User, reason: str = "", **fields: Any) -> CommitteeReport:
    """Other front matter, another day or another year. Raises ValidationError for what is frozen."""
    lock_unfrozen(report)
    if all(getattr(report, name) == value for name, value in fields.items()):
        return report
    _check_day(fields.get("as_at", report.as_at))
    amend(report, fields, by=by, reason=reason)
    _lapse(report, by)
    return report


@transaction.atomic
def discard_report(*, report: CommitteeReport, reason: str, by: User) -> None:
    """Take away a report that isn't frozen, with all that is in it. Its history stays."""
    lock_unfrozen(report)
    drop(thing=report, reason=reason, by=by)


@transaction.atomic
def add_section(*, report: CommitteeReport, kind: str, by: User, **words: Any) -> ReportSection:
    """One more section, at the end."""
    lock_unfrozen(report)
    if kind not in KINDS:
        raise ValidationError(f"There is no section “{kind}”.")
    last = report.sections.aggregate(last=Max("position"))["last"] or 0
    section = keep(ReportSection(report=report, kind=kind, position=last + 1, **words), by=by)
    _lapse(report, by)
    return section


@transaction.atomic
def change_section(*, section: ReportSection, by: User, reason: str = "", **words: Any) -> ReportSection:
    lock_unfrozen(section.report)
    if all(getattr(section, name) == value for name, value in words.items()):
        return section
    amend(section, words, by=by, reason=reason)
    _lapse(section.report, by)
    return section


@transaction.atomic
def move_section(*, section: ReportSection, places: int, by: User) -> None:
    """So many places towards the end or, below zero, towards the front; not beyond either."""
    lock_unfrozen(section.report)
    order = list(section.report.sections.all())
    here = order.index(section)
    there = min(max(here + places, 0), len(order) - 1)
    if here == there:
        return
    order.insert(there, order.pop(here))
    for position, each in enumerate(order, start=1):
        amend(each, {"position": position}, by=by)
    _lapse(section.report, by)


@transaction.atomic
def remove_section(*, section: ReportSection, by: User, reason: str = "") -> None:
    lock_unfrozen(section.report)
    drop(thing=section, by=by, reason=reason)
    _lapse(section.report, by)


def lock_unfrozen(report: CommitteeReport) -> None:
    """Keep others from the report until this transaction ends. Raises ValidationError where it is frozen or gone."""
    if not CommitteeReport.objects.filter(pk=report.pk).select_for_update().exists():
        raise ValidationError("This report was discarded meanwhile.")
    if FrozenReport.objects.filter(report=report.pk).exists():
        raise ValidationError("This report is frozen: it stays as the committee got it. Compose another one.")


def _lapse(report: CommitteeReport, by: User) -> None:
    """What was cleared is not what stands now."""
    for clearance in report.clearances.filter(cleared_at__isnull=False):
        amend(clearance, {"cleared_at": None, "cleared_by": None}, by=by, reason="The report was changed")


def _check_day(as_at: date) -> None:
    if as_at > timezone.localdate():
        words = f"{day_label(as_at)} lies in the future; enter today’s date or an earlier one."
        raise ValidationError({"as_at": words})


def _last_frozen(report: CommitteeReport) -> CommitteeReport | None:
    """Of the same committee, the newest that is as at an earlier day."""
    frozen = CommitteeReport.objects.filter(
        organisation=report.organisation, committee__iexact=report.committee, frozen__isnull=False
    )
    return frozen.filter(as_at__lt=report.as_at).order_by("-as_at", "-pk").first()

"""Reports as they were composed at a moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects

from ledger.history import as_of
from ledger.models import Organisation

from ..models import Clearance, CommitteeReport, FrozenReport, ReportSection, State


@dataclass(frozen=True)
class Composed:
    """A report, what is in it, who has cleared it, and whether it is frozen."""

    report: CommitteeReport
    sections: tuple[ReportSection, ...]  # in order
    clearances: tuple[Clearance, ...]
    frozen: FrozenReport | None  # without its value

    @cached_property
    def given(self) -> tuple[Clearance, ...]:
        return tuple(each for each in self.clearances if each.is_given)

    @cached_property
    def awaited(self) -> tuple[Clearance, ...]:
        return tuple(each for each in self.clearances if each.is_awaited)

    @property
    def state(self) -> State:
        if self.frozen:
            return State.FROZEN
        return State.DRAFT if self.awaited else State.CLEARED


def report_list(organisations: Collection[int], moment: datetime | None) -> list[Composed]:
    """Every report of these organisations that was known at `moment`, the newest as at first: four queries."""
    known = as_of(CommitteeReport, moment).filter(organisation__in=organisations)
    return composed_of(sorted(known, key=lambda report: (report.as_at, report.pk), reverse=True), moment)


def find_report(organisation: Organisation, pk: int, moment: datetime | None) -> Composed:
    """One report: five queries. Raises CommitteeReport.DoesNotExist where there was none at `moment`."""
    report = as_of(CommitteeReport, moment).filter(organisation_id=organisation.pk, pk=pk).first()
    if report is None:
        raise CommitteeReport.DoesNotExist(f"{organisation} has no report {pk}.")
    (found,) = composed_of([report], moment)
    prefetch_related_objects(found.clearances, "cleared_by")
    return found


def last_words(report: CommitteeReport) -> Any:
    """The last version of its front matter or of a section, one that is gone included: who wrote when."""
    histories: tuple[Any, ...] = (report.history, ReportSection.history.filter(report_id=report.pk))
    newest = [history.order_by("history_date", "history_id").last() for history in histories]
    return max((version for version in newest if version), key=lambda version: version.history_date)


def composed_of(reports: list[CommitteeReport], moment: datetime | None) -> list[Composed]:
    """What belongs to these reports: three queries."""
    ids = [report.pk for report in reports]
    sections, clearances = (_by_report(model, ids, moment) for model in (ReportSection, Clearance))
    frozen = FrozenReport.objects.defer("value").filter(report__in=ids).select_related("by")
    if moment:
        frozen = frozen.filter(frozen_at__lte=moment)
    by_report = {each.report_id: each for each in frozen}
    return [
        Composed(
            report=report,
            sections=tuple(sorted(sections[report.pk], key=lambda section: (section.position, section.pk))),
            clearances=tuple(sorted(clearances[report.pk], key=lambda clearance: clearance.pk)),
            frozen=by_report.get(report.pk),
        )
        for report in reports
    ]


def _by_report(model: Any, ids: list[int], moment: datetime | None) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {pk: [] for pk in ids}
    for each in as_of(model, moment).filter(report__in=ids):
        found[each.report_id].append(each)
    return found

"""What was done with a report: who wrote, removed or cleared what, when and why."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from ledger.selectors import FieldChange, WordsChange, words_history
from ledger.selectors.people import called

from ..models import CommitteeReport, ReportSection
from .reports import Composed

Labels = Mapping[str, str]


def report_history(
    composed: Composed, moment: datetime | None, of_report: Labels, of_section: Labels
) -> list[WordsChange]:
    """Every act on the report up to `moment`, newest first, in the words of its forms: some queries a part."""
    report = composed.report
    found = [*words_history(report, moment, of_report), *_removals(report, moment)]
    for pk in set(ReportSection.history.filter(report_id=report.pk).values_list("id", flat=True)):
        found += _part("Section", words_history(ReportSection(pk=pk), moment, of_section))
    for clearance in composed.clearances:
        name = clearance.get_role_display()
        found += [change for change in _part(name, words_history(clearance, moment)) if not change.created]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _part(name: str, changes: list[WordsChange]) -> Iterator[WordsChange]:
    """Named by what it is of; which report that is needs no saying."""
    for change in changes:
        fields = tuple(
            FieldChange(f"{name}: {each.label[:1].lower()}{each.label[1:]}", each.before, each.after)
            for each in change.fields
            if each.label != "Report"
        )
        yield replace(change, fields=fields)


def _removals(report: CommitteeReport, moment: datetime | None) -> Iterator[WordsChange]:
    removed = ReportSection.history.filter(report_id=report.pk, history_type="-").select_related("history_user")
    for row in removed if moment is None else removed.filter(history_date__lte=moment):
        gone = FieldChange("Section", str(row.instance), "Removed")
        by = called(row.history_user, "the system")
        yield WordsChange(row.history_date, by, row.history_change_reason or "", False, (gone,))

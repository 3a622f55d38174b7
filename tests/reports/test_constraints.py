"""Each constraint of reports' models, tried by writing past every validation."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from ascare.reports.models import Clearance, CommitteeReport, FrozenReport, ReportFile, ReportSection, WordTemplate
from tests.constraints import Breaks, again, assert_refused, constraints_of, each_break

from .conftest import Committee

NOW = timezone.now()


@dataclass
class Cast:
    report: CommitteeReport
    section: ReportSection
    clearance: Clearance
    frozen: FrozenReport
    file: ReportFile
    template: WordTemplate
    person: User


@pytest.fixture
def cast(committee: Committee) -> Cast:
    draft, frozen = committee.compose(), committee.freeze()
    file = ReportFile.objects.create(report=draft, format="pdf", digest="d", content=b"PDF", made_at=NOW)
    template = WordTemplate(
        organisation=committee.council, name="a.docx", content=b"W", digest="d", by=committee.lead, uploaded_at=NOW
    )
    clearance = draft.clearances.get(role="finance")
    return Cast(draft, draft.sections.all()[0], clearance, frozen.frozen, file, template, committee.lead)


def frozen(cast: Cast, **changed: object) -> None:
    again(cast.frozen, **{"report_id": cast.report.pk, **changed})


def clearance(cast: Cast, **changed: object) -> None:
    Clearance.objects.filter(pk=cast.clearance.pk).update(**changed)


def file(cast: Cast, **changed: object) -> None:
    again(cast.file, **{"format": "word", **changed})


BREAKS: Breaks[Cast] = {
    "report_has_a_title": [lambda c: again(c.report, title="")],
    "report_has_a_committee": [lambda c: again(c.report, committee="")],
    "report_year_known": [lambda c: again(c.report, first_year=1989), lambda c: again(c.report, first_year=2100)],
    "report_not_compared_with_itself": [
        lambda c: CommitteeReport.objects.filter(pk=c.report.pk).update(previous=c.report.pk)
    ],
    "report_section_has_a_kind": [lambda c: again(c.section, kind="")],
    "clearance_once_a_role": [lambda c: again(c.clearance)],
    "clearance_role_known": [lambda c: clearance(c, role="chef")],
    "clearance_not_needed_with_a_reason": [
        lambda c: clearance(c, needed=False),
        lambda c: clearance(c, reason="None"),
    ],
    "clearance_given_where_needed": [
        lambda c: clearance(c, needed=False, reason="None", cleared_at=NOW, implications="None")
    ],
    "clearance_given_at_a_moment": [lambda c: clearance(c, cleared_by=c.person)],
    "clearance_says_what_follows": [lambda c: clearance(c, cleared_at=NOW)],
    "frozen_moment_is_past": [lambda c: frozen(c, moment=NOW + timedelta(days=1), frozen_at=NOW)],
    "frozen_has_a_digest": [lambda c: frozen(c, digest="")],
    "report_file_once": [lambda c: again(c.file)],
    "report_file_format_known": [lambda c: file(c, format="stone")],
    "report_file_variant_known": [lambda c: file(c, variant="other")],
    "word_template_named": [lambda c: again(c.template, name="")],
}


@each_break(BREAKS)
def test_constraint_refuses(cast: Cast, name: str, break_it: object) -> None:
    assert_refused(name, break_it, cast)  # type: ignore[arg-type]


def test_what_breaks_nothing_is_taken(cast: Cast) -> None:
    again(cast.report)
    frozen(cast)
    file(cast)
    again(cast.template)
    clearance(cast, cleared_at=NOW, implications="None")


def test_every_constraint_is_tried() -> None:
    assert set(BREAKS) == constraints_of("reports")


@pytest.mark.parametrize(
    "write",
    [
        lambda kept: FrozenReport.objects.filter(pk=kept.pk).update(digest="other"),
        lambda kept: FrozenReport.objects.filter(pk=kept.pk).delete(),
        lambda kept: FrozenReport.objects.filter(pk=kept.pk)._raw_delete("default"),
    ],
)
def test_what_is_frozen_is_never_changed(cast: Cast, write: object) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        write(cast.frozen)  # type: ignore[operator]

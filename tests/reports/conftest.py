"""A made-up council with one number that reports can show, and who writes, clears and freezes them."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate

from ascare.reports.actions import clear_role, compose_report, freeze_report, waive_clearance
from ascare.reports.composition import Material
from ascare.reports.models import ClearingRole, CommitteeReport
from ascare.reports.sections import KINDS, SectionKind
from ascare.reports.value import Block, Paragraph
from ledger.components import Column, Row, Table
from ledger.models import Figure, Organisation, Series
from ledger.numbers import Number
from tests.conftest import Once
from tests.factories import OrganisationFactory, record

from .reported import Council, a_council

COUNTED = "counted"


@dataclass
class Committee:
    """Reports as tests make them: written by a contributor, cleared and frozen by the finance lead."""

    council: Organisation
    series: Series  # what the section `COUNTED` tells of
    writer: User
    lead: User

    def compose(self, **fields: Any) -> CommitteeReport:
        """With a section of numbers and one of words."""
        given = {"title": "Savings", "committee": "Adults Committee", "as_at": localdate(), "first_year": 2019}
        report = compose_report(organisation=self.council, by=self.writer, **{**given, **fields})
        report.sections.create(kind=COUNTED, position=1)
        report.sections.create(kind="own-words", position=2, heading="Background", text="It began in April.")
        return report

    def clear(self, report: CommitteeReport) -> CommitteeReport:
        """By finance alone: the other roles are not needed."""
        for clearance in report.clearances.exclude(role=ClearingRole.FINANCE):
            waive_clearance(clearance=clearance, reason="Nothing is bought", by=self.writer)
        finance = report.clearances.get(role=ClearingRole.FINANCE)
        clear_role(clearance=finance, implications="£5 saved.", by=self.lead)
        return report

    def freeze(self, **fields: Any) -> CommitteeReport:
        report = self.clear(self.compose(**fields))
        freeze_report(report=report, by=self.lead)
        return report


@pytest.fixture(scope="module")
def reported_once(once: Once) -> Council:
    made: Council = once(lambda: a_council(OrganisationFactory(name="Anyshire", slug="anyshire")))
    return made


@pytest.fixture
def reported(reported_once: Council, db: None) -> Council:
    """Anyshire with something for every section; a module that asks for it has no other Anyshire."""
    return deepcopy(reported_once)


@pytest.fixture
def bare(db: None) -> Organisation:
    """A council of which nothing is known."""
    return OrganisationFactory(name="Elsewhere", slug="elsewhere")


@pytest.fixture
def committee(
    council: Organisation, series: Series, contributor: User, lead: User, monkeypatch: pytest.MonkeyPatch
) -> Committee:
    def build(material: Material, subject: str) -> tuple[Block, ...]:
        figures = sorted(Figure.objects.filter(series=series).as_at(material.moment), key=lambda each: each.start)
        rows = [Row(f"{each.start:%B %Y}", (Number(each.value, "GBP", figure=each.pk),)) for each in figures]
        table = Table("saved", "Saved by month", (Column("Month"), Column("Saved", numeric=True)), tuple(rows))
        return Paragraph(f"There are {len(rows)} months."), table

    def subjects(organisation: Organisation, moment: datetime) -> list[tuple[str, str]]:
        return [("", "Everything"), ("tec", "Technology")]

    monkeypatch.setitem(KINDS, COUNTED, SectionKind(COUNTED, "What was saved", "By month.", build, subjects))
    record(series, 5)
    return Committee(council, series, contributor, lead)


@pytest.fixture
def report(committee: Committee) -> CommitteeReport:
    return committee.compose()


@pytest.fixture
def frozen(committee: Committee) -> CommitteeReport:
    return committee.freeze(meeting=date(2019, 6, 1))

"""Composing, clearing and freezing, past the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from ascare.reports.actions import (
    add_section,
    change_report,
    change_section,
    clear_role,
    compose_report,
    discard_report,
    freeze_report,
    keep_template,
    move_section,
    remove_section,
    require_clearance,
    waive_clearance,
    withdraw_clearance,
)
from ascare.reports.composition import Chosen, Composition
from ascare.reports.drafting import finished, moment_of, value_steps
from ascare.reports.models import ClearingRole, CommitteeReport, FrozenReport, State, Variant, WordTemplate
from ascare.reports.presets import PRESETS
from ascare.reports.selectors.kept import Tampered, frozen_value
from ascare.reports.selectors.reports import find_report, last_words
from ascare.reports.value import Report
from ledger.components import Table
from ledger.models import Organisation
from ledger.months import FinancialYear, end_of_day
from ledger.numbers import Number
from ledger.triggers import allow, refuse
from tests.factories import record

from .conftest import COUNTED, Committee

NOW = timezone.now


def state(report: CommitteeReport) -> State:
    return find_report(report.organisation, report.pk, None).state


def value_of(report: CommitteeReport, variant: Variant = Variant.ITSELF) -> Report:
    return finished(value_steps(find_report(report.organisation, report.pk, None), NOW(), variant))


def numbers(value: Report, table: str = "saved") -> list[Decimal | None]:
    """Those of the tables whose slug ends so."""
    tables = [each for each in value.tables if each.slug.endswith(table)]
    cells = [cell for each in tables for row in each.rows for cell in row.cells]
    return [cell.value for cell in cells if isinstance(cell, Number)]


def order(report: CommitteeReport) -> list[str]:
    return [section.kind for section in report.sections.all()]


# --- composing


def test_blank_report_asks_every_role(council: Organisation, contributor: User) -> None:
    report = compose_report(
        organisation=council,
        by=contributor,
        title="Savings",
        committee="Adults Committee",
        as_at=date(2019, 11, 7),
        first_year=2019,
    )

    assert state(report) == State.DRAFT
    assert order(report) == []
    assert [each.role for each in report.clearances.filter(needed=True)] == ClearingRole.values
    assert report.history.get().history_user == contributor


def test_preset_brings_its_sections_and_its_recommendation(
    committee: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    @dataclass(frozen=True)
    class Made:
        slug: str = "made"

        def compose(self, organisation: Organisation, year: FinancialYear, moment: object) -> Composition:
            chosen = (Chosen(COUNTED, "tec", "Savings of TEC"), Chosen("own-words", text="As planned."))
            assert (year, moment) == (FinancialYear(2019), end_of_day(date(2019, 11, 7)))
            return Composition("", "", None, year, chosen, recommendation="To note the report.")

    monkeypatch.setitem(PRESETS, "made", Made())  # type: ignore[arg-type]
    report = compose_report(
        organisation=committee.council,
        by=committee.writer,
        preset="made",
        title="Savings",
        committee="Adults Committee",
        as_at=date(2019, 11, 7),
        first_year=2019,
    )

    assert report.recommendation == "To note the report."
    assert list(report.sections.values_list("kind", "subject", "heading", "text")) == [
        (COUNTED, "tec", "Savings of TEC", ""),
        ("own-words", "", "", "As planned."),
    ]


def test_report_is_compared_with_the_last_frozen_one_of_its_committee(committee: Committee) -> None:
    today = localdate()
    first = committee.freeze(as_at=today - timedelta(days=20))
    committee.freeze(as_at=today - timedelta(days=10), committee="Health Committee")
    committee.compose(as_at=today - timedelta(days=5))  # a draft tells nothing that stays

    second = committee.compose(committee="adults committee")

    assert second.previous == first


def test_report_cannot_be_as_at_a_day_to_come(committee: Committee, report: CommitteeReport) -> None:
    tomorrow = localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="lies in the future"):
        committee.compose(as_at=tomorrow)
    with pytest.raises(ValidationError, match="lies in the future"):
        change_report(report=report, by=committee.writer, as_at=tomorrow)


def test_report_knows_to_the_end_of_its_day_or_to_now() -> None:
    now = timezone.now()
    assert moment_of(date(2019, 11, 7), now) == end_of_day(date(2019, 11, 7))
    assert moment_of(localdate(now), now) == now


def test_report_is_not_compared_with_one_that_can_change(committee: Committee, report: CommitteeReport) -> None:
    draft = committee.compose()
    with pytest.raises(ValidationError, match="isn’t frozen"):
        change_report(report=report, by=committee.writer, previous=draft)


def test_sections_are_added_moved_and_removed(committee: Committee, report: CommitteeReport) -> None:
    added = add_section(report=report, kind=COUNTED, subject="tec", by=committee.writer)
    assert order(report) == [COUNTED, "own-words", COUNTED]

    move_section(section=added, places=-1, by=committee.writer)
    assert order(report) == [COUNTED, COUNTED, "own-words"]

    move_section(section=report.sections.get(kind="own-words"), places=1, by=committee.writer)
    assert order(report) == [COUNTED, COUNTED, "own-words"]

    remove_section(section=added, by=committee.writer)
    assert order(report) == [COUNTED, "own-words"]


def test_section_of_no_known_kind_is_refused(committee: Committee, report: CommitteeReport) -> None:
    with pytest.raises(ValidationError, match="no section “poetry”"):
        add_section(report=report, kind="poetry", by=committee.writer)


# --- clearing


def test_report_is_cleared_once_every_needed_role_has(committee: Committee, report: CommitteeReport) -> None:
    waived = report.clearances.exclude(role__in=("finance", "legal"))
    for each in waived:
        waive_clearance(clearance=each, reason="Nothing to say", by=committee.writer)
    finance, legal = report.clearances.get(role="finance"), report.clearances.get(role="legal")

    clear_role(clearance=finance, implications="£5 saved.", by=committee.lead)
    assert state(report) == State.DRAFT

    clear_role(clearance=legal, implications="None.", by=committee.lead)
    assert state(report) == State.CLEARED

    withdraw_clearance(clearance=legal, reason="A claim", by=committee.lead)
    assert state(report) == State.DRAFT
    assert report.clearances.get(role="legal").implications == "None."  # to be taken up again


def test_who_wrote_it_last_cannot_clear_it(committee: Committee, report: CommitteeReport) -> None:
    finance = report.clearances.get(role="finance")
    change_report(report=report, by=committee.lead, title="Savings so far")
    with pytest.raises(ValidationError, match="You wrote this report last"):
        clear_role(clearance=finance, implications="£5 saved.", by=committee.lead)

    change_section(section=report.sections.all()[0], by=committee.writer, heading="Saved")
    clear_role(clearance=finance, implications="£5 saved.", by=committee.lead)
    assert finance.is_given


def test_report_that_was_changed_since_it_was_looked_at_is_not_cleared(
    committee: Committee, report: CommitteeReport
) -> None:
    finance = report.clearances.get(role="finance")
    looked_at = last_words(report).history_date
    change_report(report=report, by=committee.writer, title="Savings so far")
    with pytest.raises(ValidationError, match="Changed by contributor since you came here"):
        clear_role(clearance=finance, implications="£5 saved.", by=committee.lead, written_at=looked_at)

    looked_at = last_words(report).history_date
    clear_role(clearance=finance, implications="£5 saved.", by=committee.lead, written_at=looked_at)
    assert finance.is_given


def test_who_removed_a_section_wrote_it_last(committee: Committee, report: CommitteeReport) -> None:
    remove_section(section=report.sections.all()[0], by=committee.lead)
    with pytest.raises(ValidationError, match="You wrote this report last"):
        clear_role(clearance=report.clearances.get(role="finance"), implications="None", by=committee.lead)


def test_one_role_at_least_has_to_clear(committee: Committee, report: CommitteeReport) -> None:
    *others, last = report.clearances.all()
    for each in others:
        waive_clearance(clearance=each, reason="Nothing to say", by=committee.writer)
    with pytest.raises(ValidationError, match="At least one role"):
        waive_clearance(clearance=last, reason="Nothing to say", by=committee.writer)


def test_role_that_is_not_needed_clears_only_once_asked_again(committee: Committee, report: CommitteeReport) -> None:
    legal = report.clearances.get(role="legal")
    waive_clearance(clearance=legal, reason="Nothing to say", by=committee.writer)
    with pytest.raises(ValidationError, match="ask for it again first"):
        clear_role(clearance=legal, implications="None.", by=committee.lead)

    require_clearance(clearance=legal, by=committee.writer)
    clear_role(clearance=legal, implications="None.", by=committee.lead)
    assert legal.is_given


CHANGES: dict[str, Callable[[CommitteeReport, User], object]] = {
    "title": lambda r, by: change_report(report=r, by=by, title="Savings so far"),
    "as at": lambda r, by: change_report(report=r, by=by, as_at=localdate() - timedelta(days=1)),
    "add": lambda r, by: add_section(report=r, kind=COUNTED, by=by),
    "text": lambda r, by: change_section(section=r.sections.all()[0], by=by, text="Much."),
    "move": lambda r, by: move_section(section=r.sections.all()[0], places=1, by=by),
    "remove": lambda r, by: remove_section(section=r.sections.all()[0], by=by),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_clearances_lapse(committee: Committee, report: CommitteeReport, change: str) -> None:
    committee.clear(report)
    CHANGES[change](report, committee.writer)

    finance = report.clearances.get(role="finance")
    assert state(report) == State.DRAFT
    assert not finance.is_given
    assert finance.history.latest().history_change_reason == "The report was changed"


def test_what_changes_nothing_lapses_nothing(committee: Committee, report: CommitteeReport) -> None:
    committee.clear(report)
    change_report(report=report, by=committee.writer, title=report.title, as_at=report.as_at)
    section = report.sections.all()[1]
    change_section(section=section, by=committee.writer, text=section.text)
    move_section(section=section, places=1, by=committee.writer)

    assert state(report) == State.CLEARED


# --- freezing


def test_report_that_is_not_cleared_is_not_frozen(committee: Committee, report: CommitteeReport) -> None:
    with pytest.raises(ValidationError, match="Awaited: Finance, Procurement"):
        freeze_report(report=report, by=committee.lead)


def test_frozen_report_gives_the_same_numbers_after_a_correction(committee: Committee) -> None:
    frozen = committee.freeze()
    record(committee.series, 7)
    record(committee.series, 3, date(2019, 5, 1))

    value = value_of(frozen)

    assert numbers(value) == [Decimal(5)]
    assert value.state == "Frozen"
    assert [(each.role, each.implications) for each in value.clearances] == [("Finance", "£5 saved.")]
    assert numbers(value_of(committee.compose())) == [Decimal(7), Decimal(3)]


def test_what_is_known_now_stands_beside_a_frozen_report(committee: Committee) -> None:
    frozen = committee.freeze()
    record(committee.series, 7, by=committee.lead, reason="Counted anew")

    value = value_of(frozen, Variant.BESIDE_NOW)

    assert numbers(value) == [Decimal(5)]
    assert value.sections[-1].heading == "As known now"
    assert numbers(value, "as-known-now-numbers") == [Decimal(5), Decimal(7), Decimal(2)]
    (behind,) = (each for each in value.sections[-1].blocks if isinstance(each, Table) and "corrections" in each.slug)
    assert "Counted anew" in behind.rows[0].cells


@pytest.mark.parametrize("change", CHANGES)
def test_frozen_report_takes_no_change(committee: Committee, frozen: CommitteeReport, change: str) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        CHANGES[change](frozen, committee.writer)


@pytest.mark.parametrize(
    "step",
    [
        lambda report, by: discard_report(report=report, reason="", by=by),
        lambda report, by: freeze_report(report=report, by=by),
        lambda report, by: withdraw_clearance(clearance=report.clearances.get(role="finance"), reason="No", by=by),
        lambda report, by: require_clearance(clearance=report.clearances.get(role="legal"), by=by),
    ],
)
def test_frozen_report_takes_no_step(
    committee: Committee, frozen: CommitteeReport, step: Callable[[CommitteeReport, User], object]
) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        step(frozen, committee.lead)


def test_draft_can_be_discarded_and_stays_in_the_history(committee: Committee, report: CommitteeReport) -> None:
    before, pk = timezone.now(), report.pk
    discard_report(report=report, reason="Twice", by=committee.writer)

    assert not CommitteeReport.objects.exists()
    assert find_report(committee.council, pk, before).report.title == "Savings"


def test_changed_value_of_a_frozen_report_is_refused_loudly(frozen: CommitteeReport) -> None:
    """As who tampers past the triggers would change it."""
    table = FrozenReport._meta.db_table
    with connection.cursor() as cursor:
        for statement in allow(connection.vendor, table):
            cursor.execute(statement)
    kept = FrozenReport.objects.get(report=frozen)
    kept.value["report"]["title"] = "Losses"
    FrozenReport.objects.filter(pk=kept.pk).update(value=kept.value)
    with connection.cursor() as cursor:
        for statement in refuse(connection.vendor, table, "report_id"):
            cursor.execute(statement)

    with pytest.raises(Tampered, match="is not what was frozen"):
        frozen_value(frozen)


# --- the template


def test_broken_template_is_refused_and_the_old_one_stays(committee: Committee) -> None:
    with pytest.raises(ValidationError):
        keep_template(organisation=committee.council, name="a.docx", content=b"no Word document", by=committee.lead)
    assert not WordTemplate.objects.exists()

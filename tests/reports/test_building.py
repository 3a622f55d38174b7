"""From a composition to a report: whose words stand where, what is left out, and what isn't published."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ascare.reports.building import building_steps
from ascare.reports.composition import Chosen, Composition
from ascare.reports.sections import KINDS
from ascare.reports.value import Bullets, Paragraph, Subheading
from finance.models import ActivityLine, BudgetLine, FundingSource, Pressure
from ledger.actions import approve_entry
from ledger.components import Table
from ledger.models import Basis, Kind, Organisation
from ledger.months import end_of_day
from programmes.actions import put_programme, put_workstream
from tests.factories import OrganisationFactory, record

from .reported import (
    YEAR,
    Council,
    a_benefit,
    a_kpi,
    a_risk,
    blocks_of,
    now,
    report_of,
    table_of,
    tables_of,
    words_of,
)

EVERYTHING = tuple(
    Chosen(kind.slug, "better-lives" if kind.subjects else "") for kind in KINDS.values() if kind.slug != "own-words"
)


@pytest.fixture
def council(reported: Council) -> Organisation:
    return reported.organisation


def test_the_officers_words_come_first_and_hyphens_make_bullets(reported: Council) -> None:
    text = "We asked\nfor more.\n\nThree things:\n- one\n- two\n\nAnd so on."
    [section] = report_of(reported.organisation, Chosen("funding", text=text)).sections
    assert section.blocks[:4] == (
        Paragraph("We asked for more."),
        Paragraph("Three things:"),
        Bullets(("one", "two")),
        Paragraph("And so on."),
    )
    assert "£700 is committed" in words_of(section.blocks[4:])


def test_sections_without_anything_are_left_out(bare: Organisation) -> None:
    chosen = (Chosen("funding"), Chosen("risks"), Chosen("own-words", heading="Why", text="Because."), Chosen("kpis"))
    [section] = report_of(bare, *chosen).sections
    assert (section.heading, section.blocks) == ("Why", (Paragraph("Because."),))


def test_every_section_of_a_full_council_says_something(reported: Council) -> None:
    report = report_of(reported.organisation, *EVERYTHING)
    silent = {"flows", "opportunities"}  # its programme has no KPI, and no opportunity
    kinds = [chosen.kind for chosen in EVERYTHING if chosen.kind not in silent]
    assert [section.slug.partition("-")[0] for section in report.sections] == kinds
    for section in report.sections:
        ends = [*section.blocks[1:], Subheading("")]
        pairs = zip(section.blocks, ends, strict=True)
        assert not any(isinstance(one, Subheading) and isinstance(then, Subheading) for one, then in pairs)
        assert all(block.rows for block in section.blocks if isinstance(block, Table))
    assert all(len(table.columns) <= 9 for table in report.tables)


def test_slugs_are_unique_with_several_programmes(reported: Council) -> None:
    other = put_programme(organisation=reported.organisation, slug="other", by=None, name="Other")
    a_benefit(other, "others")
    again = (Chosen("programme", "other"), *EVERYTHING, Chosen("funding"))
    report = report_of(reported.organisation, *again)
    for slugs in ([table.slug for table in report.tables], [chart.slug for chart in report.charts]):
        assert len(slugs) == len(set(slugs))
    headings = [section.heading for section in report.sections]
    assert "Other: programme progress" in headings
    assert "Better Lives: programme progress" in headings
    assert "Workstreams" in headings


def test_steps_tell_how_far_they_are(reported: Council) -> None:
    composition = Composition("T", "C", None, YEAR, (Chosen("funding"), Chosen("risks", heading="What may go wrong")))
    steps = list(building_steps(reported.organisation, composition, now(), None))
    assert steps == [(0, 2, "Funding and commitments"), (1, 2, "What may go wrong")]


def test_notes_say_how_to_read_it(reported: Council) -> None:
    report = report_of(reported.organisation, moment=end_of_day(date(2019, 11, 7)))
    assert (report.as_at, report.year, report.label) == (date(2019, 11, 7), "2019/20", "")
    assert "at the end of 7 November 2019" in report.notes[0]
    assert "left out" in report.notes[1]
    assert "[p]" in report_of(reported.organisation, provisional=True).notes[1]


def test_a_made_up_council_says_so() -> None:
    council = OrganisationFactory.build(kind=Kind.DEMONSTRATION, name="Demoshire")
    report = report_of(council)
    assert report.label.startswith("Made-up figures")


# --- figures that wait for approval


def waits(reported: Council, value: int, by: User, month: date = date(2019, 5, 1)) -> Any:
    assert reported.benefit.series
    return record(reported.benefit.series, value, month, by=by, provisional=True)


def delivered(reported: Council, **fields: Any) -> list[str]:
    table = table_of(blocks_of(reported.organisation, "programme", "better-lives", **fields), "benefits")
    at = table[0].index("Delivered to date"), table[0].index("Projected")
    return [next(row for row in table if row[0] == "Fewer packages")[place] for place in at]


def test_an_earlier_approved_figure_stands_where_a_provisional_one_is_left_out(
    reported: Council, officer: User
) -> None:
    waits(reported, 2, officer)
    assert delivered(reported) == ["£16", "£116"]
    assert delivered(reported, provisional=True) == ["£10 [p]", "£110"]


def test_what_was_never_approved_is_not_there(reported: Council, officer: User, lead: User) -> None:
    figure = waits(reported, 20, officer, date(2019, 6, 1))
    assert delivered(reported) == ["£16", "£116"]
    approve_entry(entry=figure.entry, by=lead)
    assert delivered(reported) == ["£36", "£126"]


def test_ratings_follow_what_is_approved(reported: Council, officer: User) -> None:
    record(reported.kpi.series, 80, date(2019, 6, 1), by=officer, provisional=True)

    def rating(**fields: Any) -> str:
        return table_of(blocks_of(reported.organisation, "kpis", **fields), "kpis")[2][4].partition(":")[0]

    assert (rating(), rating(provisional=True)) == ("Green", "Red")


def test_budgets_activity_and_funding_leave_out_what_waits(reported: Council, officer: User) -> None:
    council, given = reported.organisation, {"by": officer, "provisional": True}
    line = BudgetLine.objects.get(organisation=council, code="residential")
    record(line.series, 99_000, date(2019, 8, 1), **given)
    record(ActivityLine.objects.get().quantity_series, 999, date(2019, 5, 1), **given)
    whole = {"start": YEAR.start, "end": YEAR.end, **given}
    record(FundingSource.objects.get().series, 9_999, basis=Basis.BUDGET, **whole)
    record(Pressure.objects.get().series, 888, basis=Basis.FORECAST, **whole)
    hidden = {"position": "£99,000", "activity": "999", "funding": "£9,999", "pressures": "£888"}
    for kind, number in hidden.items():
        assert number not in _all_text(blocks_of(council, kind))
    assert "£156,500" in _all_text(blocks_of(council, "position", provisional=True))  # 143,000 + 22,500 − 9,000
    assert "999" in _all_text(blocks_of(council, "activity", provisional=True))
    assert "£9,999" in _all_text(blocks_of(council, "funding", provisional=True))
    assert "£888" in _all_text(blocks_of(council, "pressures", provisional=True))


def _all_text(blocks: Any) -> str:
    cells = [cell for table in tables_of(blocks) for row in table_of([table], table.slug) for cell in row]
    return "\n".join([words_of(blocks), *cells])


# --- what isn't published


def test_small_numbers_stand_nowhere(reported: Council) -> None:
    given = {"suppress_small": True}
    a_kpi(reported.organisation, "few", (3, 4), "People out of county", target=7, measure=given)
    a_kpi(reported.organisation, "fewer", (4, 4, 4, 4, 4, 4, 4, 1, 1, 1, 1, 1), "People in hospital", measure=given)
    report = report_of(reported.organisation, *EVERYTHING)
    text = "\n".join(_all_text(section.blocks) for section in report.sections)
    few = [row for table in report.tables for row in table.rows if row.header == "People out of county"]
    assert few
    assert all("fewer than 5" in row.cells for row in few)
    assert not any(said in text for said in ("4 people", "3 people", "(−3"))
    assert "is not drawn, for it would show numbers that are not published" in text
    assert "Counts of fewer than 5 people" in report.notes[-1]


def test_sensitive_prices_are_absent(reported: Council) -> None:
    measure = ActivityLine.objects.get().price_series.measure
    measure.sensitive = True
    measure.save()
    text = _all_text(report_of(reported.organisation, Chosen("activity")).sections[0].blocks)
    assert "£5" not in text
    assert "Budgeted unit cost" not in text
    assert "Up 4.0%" not in text
    assert "110" in text


# --- queries


@pytest.mark.parametrize("chosen", EVERYTHING, ids=lambda chosen: chosen.kind)
def test_queries_do_not_grow_with_what_there_is(
    reported: Council, chosen: Chosen, django_assert_num_queries: Any
) -> None:
    council, moment = reported.organisation, now()
    with CaptureQueriesContext(connection) as before:
        report_of(council, chosen, moment=moment)
    for number in range(3):
        strand = put_workstream(programme=reported.programme, slug=f"s{number}", by=None, name=f"Strand {number}")
        a_benefit(reported.programme, f"benefit-{number}", workstream=strand)
        a_risk(strand)
        a_kpi(council, f"kpi-{number}", (1, 2), f"KPI {number}", workstream=strand, programme=reported.programme)
    with django_assert_num_queries(len(before)):
        report_of(council, chosen, moment=now())

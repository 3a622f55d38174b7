"""What each section says of a small council, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from ascare.reports.sections.columns import on_paper, turned, without
from ascare.reports.value import Bullets, Subheading
from ledger.actions import close, close_period, load_measures, put, record_figures
from ledger.components import Chart, Column, Link, Rating, Row, Table
from ledger.models import Basis, Channel, Organisation, Series
from ledger.months import end_of_day, start_of_day
from ledger.numbers import Number, missing
from programmes.actions import put_programme
from programmes.models import Impairment, Investment, Kpi
from raid.actions import close_item
from raid.models import Risk
from tests.factories import MeasureFactory, SeriesFactory, new_figure, record
from tests.finance.budgets import give_budget, make_line

from .reported import (
    WHOLE,
    YEAR,
    Council,
    a_kpi,
    a_risk,
    blocks_of,
    last_known,
    paragraphs_of,
    table_of,
    words_of,
)


@pytest.fixture
def council(reported: Council) -> Organisation:
    return reported.organisation


def test_programme_says_target_delivery_and_confidence(reported: Council) -> None:
    blocks = blocks_of(reported.organisation, "programme", "better-lives")
    said = paragraphs_of(blocks)
    assert said[0] == "The target for 2019/20 is £150; £16 of cashable savings is evidenced so far."
    assert said[1] == "Delivery confidence is Amber. Slightly behind."
    [chart] = [block for block in blocks if isinstance(block, Chart)]
    assert "£16 of cashable savings was delivered, £4 (adverse) below the plan of £20" in chart.finding
    benefits = table_of(blocks, "benefits")
    assert benefits[2][:7] == [
        "Fewer packages",
        "Cashable saving, recurring",
        "£120",
        "£16",
        "£116",
        "−£4",
        "Adverse",
    ]
    assert ["Not allocated to a benefit line", "£30", "Target less what is identified."] in table_of(
        blocks, "reconciliation"
    )
    assert "Of 1 milestone none is met and 1 is late." in said


def test_programme_without_assessment_says_what_the_rule_suggests(bare: Organisation) -> None:
    programme = put_programme(
        organisation=bare, slug="fresh", by=None, name="Fresh", wanted=["impact_series", "position_series"]
    )
    assert programme.impact_series
    record(programme.impact_series, 100, basis=Basis.TARGET, **WHOLE)
    assert programme.position_series
    record(programme.position_series, 60, basis=Basis.FORECAST, **WHOLE)
    said = paragraphs_of(blocks_of(bare, "programme", "fresh"))
    assert said[0] == "The target for 2019/20 is £100; nothing is evidenced yet."
    assert "Forecast spend is £60 above the programme’s target position: adverse." in said


def test_programme_that_was_not_known_yet_says_nothing(reported: Council) -> None:
    long_ago = end_of_day(date(2019, 1, 1))
    for kind in ("programme", "workstreams", "flows", "investments", "opportunities"):
        assert blocks_of(reported.organisation, kind, "better-lives", moment=long_ago) == ()


def test_shortfalls_have_a_heading_only_where_there_are_some(reported: Council) -> None:
    fields = {"of": "new", "cause": "Rates rose", "programme": reported.programme, "name": "Rates"}
    impaired = put(Impairment, {"programme": fields.pop("programme"), "name": fields.pop("name")}, by=None, **fields)
    assert impaired.name in str(
        table_of(blocks_of(reported.organisation, "programme", "better-lives"), "impairments")
    )


def test_workstreams_tell_standing_update_kpis_issues_risks_and_actions(reported: Council) -> None:
    a_kpi(
        reported.organisation,
        "episodes",
        (20, 22),
        "Episodes",
        target=25,
        programme=reported.programme,
        workstream=reported.strand,
        measure={"better": "higher"},
    )
    blocks = blocks_of(reported.organisation, "workstreams", "better-lives")
    assert blocks[0] == Subheading("Reablement")
    text = words_of(blocks)
    for said in (
        "June 2019: The second team began.",
        "Two teams of three work.",
        "Referrals are late. A new form.",
        "Teams lose people (high, 16 of 25). Pay is reviewed.",
        "Hire a third team (due on 30 September 2019).",
    ):
        assert said in text
    assert table_of(blocks, "reablement-kpis")[1][:4] == ["Episodes", "22", "May 2019", "25"]


def test_closed_workstreams_are_not_told(reported: Council) -> None:
    close(thing=reported.strand, on=date(2019, 7, 1), outcome="completed", reason="Done.", by=None)
    assert blocks_of(reported.organisation, "workstreams", "better-lives") == ()


def test_investments_say_what_they_cost_and_that_payback_is_not_known(reported: Council) -> None:
    blocks = blocks_of(reported.organisation, "investments", "better-lives")
    [said] = paragraphs_of(blocks)
    assert said.startswith("One investment has a budget in 2019/20, of £60. Payback can’t be said")
    assert "Payback" not in table_of(blocks, "investments")[0]


def test_investments_have_their_payback(reported: Council) -> None:
    line = Investment.objects.get()
    put(
        Investment,
        {"programme": reported.programme, "name": line.name},
        by=None,
        pays_back_through=[reported.benefit],
    )
    table = table_of(blocks_of(reported.organisation, "investments", "better-lives"), "investments")
    assert table[2][table[0].index("Payback")] == "7 months: as planned, it will be covered in October 2019."


def test_position_says_budget_outturn_and_who_is_left_out(reported: Council) -> None:
    """Residential £55,000 of £50,000 to August, homecare £22,500 of £25,000, contributions −£9,000 of −£10,000."""
    blocks = blocks_of(reported.organisation, "position")
    [said] = paragraphs_of(blocks)
    assert said == (
        "The net budget for 2019/20 is £168,000; 1 of 4 budget lines can’t be compared yet, and the others’ "
        "projected outturn is £159,500, £3,500 above budget: adverse. Net spend from April to August 2019 was "
        "£68,500, £3,500 above budget: adverse."
    )
    assert any(isinstance(block, Chart) for block in blocks)
    assert table_of(blocks, "to-date")[1][:5] == ["Older people", "£65,000", "£68,500", "£3,500", "Adverse"]


def test_position_before_anything_is_projected_is_a_sentence(bare: Organisation) -> None:
    load_measures()
    give_budget(make_line(bare, "care"), 100)
    blocks = blocks_of(bare, "position")
    assert paragraphs_of(blocks) == [
        "The net budget for 2019/20 is £100; what the year will come to isn’t known yet."
    ]
    assert len(blocks) == 1


def test_activity_says_how_many_and_what_price_and_volume_do(reported: Council) -> None:
    """110 people for £520 against 100 for £500: price 20 × 110 = £2,200, volume 10 × 500 = £5,000."""
    blocks = blocks_of(reported.organisation, "activity")
    assert paragraphs_of(blocks) == ["110 people against 100 people expected, 10.0% more."]
    bought = table_of(blocks, "activity")
    assert bought[1] == [
        "Homes",
        "100",
        "110",
        "£500.00",
        "£520.00",
        "Up 10.0% since Apr 2019",
        "Up 4.0% since Apr 2019",
    ]
    assert table_of(blocks, "effects")[1][2:5] == ["£2,200", "£5,000", "£7,200"]


def test_funding_says_what_is_uncommitted(reported: Council) -> None:
    blocks = blocks_of(reported.organisation, "funding")
    assert paragraphs_of(blocks) == [
        "Funding of £1,000 is known for 2019/20; £700 is committed, and £300 is uncommitted."
    ]


def test_pressures_say_what_is_not_funded(reported: Council) -> None:
    blocks = blocks_of(reported.organisation, "pressures")
    assert paragraphs_of(blocks) == ["Pressures are expected to cost £90 in 2019/20; £90 of it is not funded."]


def test_kpis_are_counted_rated_and_listed(reported: Council) -> None:
    a_kpi(reported.organisation, "late", (90,), "Reviews late", target=50)
    blocks = blocks_of(reported.organisation, "kpis")
    assert paragraphs_of(blocks) == ["2 KPIs are kept; 2 are rated for 2019/20: 1 green and 1 red."]
    assert [row[0] for row in table_of(blocks, "attention")[1:]] == ["Reviews late"]


def test_kpi_with_parts_shows_both(bare: Organisation) -> None:
    above, below = (MeasureFactory(unit="people", rollup="last", name=name) for name in ("Recipients", "Users"))
    ratio = MeasureFactory(unit="percent", decimals=1, per=100, numerator=above, denominator=below)
    parts = [SeriesFactory(organisation=bare, measure=each, name=each.name) for each in (above, below)]
    share: Series = SeriesFactory(organisation=bare, measure=ratio, numerator=parts[0], denominator=parts[1])
    put(Kpi, {"organisation": bare, "series": share}, by=None, name="Direct payments", group="Choice")
    for part, value in zip(parts, (976, 4145), strict=True):
        record(part, value)
    table = table_of(blocks_of(bare, "kpis"), "ratios")
    assert table[1][:5] == ["Direct payments", "April 2019", "976", "4,145", "23.5%"]


def test_a_detected_change_is_drawn(bare: Organisation) -> None:
    a_kpi(bare, "waiting", [10, 11] * 5 + [40, 40], "Waiting")
    blocks = blocks_of(bare, "kpis")
    assert "1 shows a change that chance seldom makes." in words_of(blocks)
    [chart] = [block for block in blocks if isinstance(block, Chart)]
    assert chart.title.startswith("Waiting by month")


def test_flows_are_a_programmes_by_month(reported: Council) -> None:
    fields = {"programme": reported.programme, "group": "Packages"}
    a_kpi(reported.organisation, "homecare", (50, 55, 53), "Homecare", **fields)
    a_kpi(reported.organisation, "nursing", (20, 18, 12), "Nursing", **fields)
    [chart] = blocks_of(reported.organisation, "flows", "better-lives")
    assert isinstance(chart, Chart)
    assert chart.finding.startswith("Nursing fell the most, from 20 in April 2019 to 12 in June 2019.")
    assert table_of([chart], "packages")[-1] == ["All rows", "70", "73", "65", "−5"]


def test_services_are_the_kpis_of_no_programme_by_group_and_never_summed(reported: Council) -> None:
    a_kpi(reported.organisation, "ranks", (143, 125), "All", group="Rank")
    a_kpi(reported.organisation, "ranks-nhs", (143, 137), "Of the NHS", group="Rank")
    blocks = blocks_of(reported.organisation, "services")
    assert [block.text for block in blocks if isinstance(block, Subheading)] == ["Rank", "Front door"]
    assert [row[0] for row in table_of(blocks, "rank")[1:]] == ["All", "Of the NHS"]
    assert paragraphs_of(blocks) == [
        "3 numbers are reported beside those of programmes; 1 has a plan or target beside it."
    ]


def test_risks_are_numbered_gravest_first_and_placed_in_the_matrix(reported: Council) -> None:
    a_risk(reported.strand, "A lesser one", likelihood=2, impact=3)
    a_risk(reported.strand, "Unscored", likelihood=None, impact=None)
    blocks = blocks_of(reported.organisation, "risks")
    assert paragraphs_of(blocks) == ["3 risks are open; 1 is high and 1 is not scored yet."]
    matrix = table_of(blocks, "matrix-before")
    assert matrix[2] == ["Likely", "Low", "Medium", "Medium", "High: 1", "High"]
    assert matrix[4][3] == "Medium: 2"
    assert [row[0] for row in table_of(blocks, "open")[1:]] == [
        "1. Teams lose people",
        "2. A lesser one",
        "3. Unscored",
    ]


def test_risks_that_nobody_scored_have_no_matrix(reported: Council) -> None:
    Risk.objects.all().delete()
    a_risk(reported.strand, "Unscored", likelihood=None, impact=None)
    blocks = blocks_of(reported.organisation, "risks")
    assert paragraphs_of(blocks) == ["1 risk is open; none is scored yet."]
    assert table_of(blocks, "open")[0] == ["Risk", "Of", "What is done about it", "Owner", "Next review"]


def test_changes_tell_new_corrected_and_restated_figures(reported: Council) -> None:
    assert reported.benefit.series
    since = last_known(reported.organisation)
    record(reported.benefit.series, 6, date(2019, 5, 1), reason="An invoice came late")
    record(reported.benefit.series, 9, date(2019, 6, 1))
    blocks = blocks_of(reported.organisation, "changes", since=since)
    [said] = paragraphs_of(blocks)
    assert said.startswith("This is what changed since the last report, which was frozen on ")
    assert "1 figure is new and 1 was corrected." in said
    row = table_of(blocks, "corrections")[1]
    assert row[1:] == ["May 2019", "£8", "£6", "−£2", "Corrected", "An invoice came late"]


def test_restatements_come_first_and_are_called_so(reported: Council, officer, lead) -> None:  # type: ignore[no-untyped-def]
    series = reported.benefit.series
    assert series
    close_period(
        organisation=reported.organisation, series=[series.pk], start=YEAR.start, end=date(2019, 4, 30), by=lead
    )
    since = last_known(reported.organisation)
    record(series, 6, date(2019, 5, 1))
    figure = new_figure(series, 7, date(2019, 4, 1))
    record_figures(
        organisation=reported.organisation,
        figures=[figure],
        by=lead,
        channel=Channel.FORM,
        reason="Counted twice",
        restating=True,
    )
    blocks = blocks_of(reported.organisation, "changes", since=since)
    assert "1 was restated after its period was closed" in words_of(blocks)
    assert [row[5] for row in table_of(blocks, "corrections")[1:]] == ["Restated", "Corrected"]
    assert table_of(blocks, "corrections")[1][3] == "£7 (reported £8)"


def test_changes_tell_ratings_and_risks_that_moved(reported: Council) -> None:
    since = last_known(reported.organisation)
    record(reported.kpi.series, 80, date(2019, 6, 1))
    close_item(item=Risk.objects.get(), on=date(2019, 7, 1), outcome="passed", reason="Pay rose.", by=None)
    a_risk(reported.strand, "A new one")
    blocks = blocks_of(reported.organisation, "changes", since=since)
    assert "1 rating has moved. 1 risk is new and 1 risk was closed." in words_of(blocks)
    assert table_of(blocks, "ratings")[1][:4][0] == "People waiting"
    assert [row[2] for row in table_of(blocks, "risks")[1:]] == ["New", "Closed: No longer a risk"]


def test_without_a_last_report_a_month_is_told_and_said_so(bare: Organisation) -> None:
    long_ago = start_of_day(date(2019, 5, 1))
    put_programme(organisation=bare, slug="old", by=None, name="Old", known_from=long_ago)
    assert blocks_of(bare, "changes", moment=end_of_day(date(2019, 11, 7))) == ()
    kpi = a_kpi(bare, "k", (), "K")
    record(kpi.series, 5, channel="demo", known_from=start_of_day(date(2019, 11, 1)))
    [said] = paragraphs_of(blocks_of(bare, "changes", moment=end_of_day(date(2019, 11, 7))))
    assert (
        said
        == "No earlier report was frozen; this is what changed in the month since 7 October 2019. 1 figure is new."
    )


# --- tables on paper


def wide() -> Table:
    months = tuple(Column(f"Month {n}", numeric=True) for n in range(1, 13))
    rows = tuple(
        Row(Link(name, "/"), tuple(Number(Decimal(n)) for n in range(12)), note=note)
        for name, note in (("Homecare", "Counted anew."), ("Nursing", ""))
    )
    return Table("wide", "Wide", (Column("Kind"), *months), rows, note="People.")


def test_a_wide_table_is_turned_with_its_notes() -> None:
    found = turned(wide())
    assert [column.label for column in found.columns] == ["Period", "Homecare", "Nursing"]
    assert (len(found.rows), found.rows[3].header, found.rows[3].cells[0]) == (12, "Month 4", Number(Decimal(3)))
    assert found.note == "People. Homecare: Counted anew."
    narrow = without(wide(), *(f"Month {n}" for n in range(4, 13)))
    assert turned(narrow) is narrow


def test_paper_has_no_links_no_reasons_beside_ratings_and_no_empty_columns() -> None:
    columns = tuple(map(Column, ("What", "Empty", "Missing", "Rated", "Grey", "Said")))
    rating, grey = Rating("red", "Because."), Rating("grey", "Nothing.")
    row = Row(Link("Care", "/care/"), (None, missing("GBP"), rating, grey, Link("More", "/more/")))
    found = on_paper(Table("t", "T", columns, (row, Row("Total", (), "total"))))
    assert [column.label for column in found.columns] == ["What", "Rated", "Said"]
    assert found.rows[0] == Row("Care", (Rating("red", ""), "More"))


def test_bullets_are_never_empty(reported: Council) -> None:
    blocks = blocks_of(reported.organisation, "workstreams", "better-lives")
    assert all(block.items for block in blocks if isinstance(block, Bullets))

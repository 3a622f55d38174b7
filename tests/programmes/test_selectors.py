from datetime import date
from decimal import Decimal

import pytest

from ledger.actions import put
from ledger.models import Basis, Channel, Organisation, Series
from ledger.months import FinancialYear, Span, end_of_day, start_of_day
from programmes.actions import assess_confidence, put_line, put_programme, put_workstream
from programmes.models import Investment, Kpi, Programme
from programmes.selectors import NothingYet, ProgrammePage, programme_lines, programme_page
from tests.factories import MeasureFactory, SeriesFactory, record

YEAR = FinancialYear(2019)
SINCE = end_of_day(date(2019, 4, 1))


@pytest.fixture
def target(council: Organisation) -> Series:
    return SeriesFactory(organisation=council, measure=MeasureFactory(unit="GBP"))


@pytest.fixture
def avoidance(council: Organisation) -> Series:
    return SeriesFactory(organisation=council, measure=MeasureFactory(unit="GBP"))


@pytest.fixture
def programme(council: Organisation, target: Series, avoidance: Series) -> Programme:
    return put_programme(
        organisation=council,
        slug="better-lives",
        by=None,
        name="Better Lives",
        impact_series=target,
        avoidance_series=avoidance,
    )


def page_of(programme: Programme, year: FinancialYear = YEAR, moment=None) -> ProgrammePage:  # type: ignore[no-untyped-def]
    page = programme_page(programme.organisation, programme.slug, year, moment, SINCE)
    assert isinstance(page, ProgrammePage)
    return page


def test_delivered_adds_up_months_that_follow_each_other(programme: Programme, avoidance: Series) -> None:
    record(avoidance, 100, date(2019, 4, 1))
    record(avoidance, 50, date(2019, 5, 1))
    delivered = page_of(programme).delivered
    assert [(found.span.label, found.number.value) for found in delivered] == [
        ("April 2019", Decimal(100)),
        ("April to May 2019", Decimal(150)),
    ]


def test_delivered_stops_at_a_missing_month(programme: Programme, avoidance: Series) -> None:
    record(avoidance, 100, date(2019, 4, 1))
    record(avoidance, 70, date(2019, 6, 1))
    page = page_of(programme)
    assert page.avoided.value == 100
    assert page.avoided_span == Span.month(date(2019, 4, 1))


def test_delivered_takes_a_span_of_months_as_it_is(programme: Programme, avoidance: Series) -> None:
    record(avoidance, 786000, start=date(2019, 4, 1), end=date(2019, 8, 31))
    record(avoidance, 14000, date(2019, 9, 1))
    page = page_of(programme)
    assert page.avoided.value == 800000
    assert page.avoided_span == Span(date(2019, 4, 1), date(2019, 9, 30))


def test_share_of_target_is_missing_without_a_target(programme: Programme, avoidance: Series) -> None:
    record(avoidance, 100)
    assert page_of(programme).share_of_target.missing


def test_share_of_target_explains_itself(programme: Programme, target: Series, avoidance: Series) -> None:
    record(target, 400, start=YEAR.start, end=YEAR.end, basis=Basis.TARGET)
    record(avoidance, 100)
    share = page_of(programme).share_of_target
    assert share.text == "25.0%"
    assert [(label, number.value) for label, number in share.inputs] == [
        ("cost avoidance evidenced", 100),
        ("target for the year", 400),
    ]
    assert all(number.figure for _, number in share.inputs)


def test_page_as_at_before_anything_was_known(council: Organisation) -> None:
    programme = put_programme(
        organisation=council, slug="old", by=None, name="Old", known_from=start_of_day(date(2019, 11, 7))
    )
    page = programme_page(council, programme.slug, YEAR, end_of_day(date(2019, 11, 6)), SINCE)
    assert isinstance(page, NothingYet)
    assert page.known_from == start_of_day(date(2019, 11, 7))


def test_page_as_at_shows_words_and_numbers_of_that_day(council: Organisation, target: Series) -> None:
    for day, name, value in ((7, "First name", 100), (20, "Second name", 200)):
        known = start_of_day(date(2019, 11, day))
        programme = put_programme(
            organisation=council, slug="p", by=None, name=name, impact_series=target, known_from=known
        )
        record(
            target, value, start=YEAR.start, end=YEAR.end, basis=Basis.TARGET, channel=Channel.PAPER, known_from=known
        )
    then = page_of(programme, moment=end_of_day(date(2019, 11, 19)))
    now = page_of(programme)
    assert (then.programme.name, then.target.value) == ("First name", 100)
    assert (now.programme.name, now.target.value) == ("Second name", 200)


def test_changes_count_new_figures_and_list_corrections(programme: Programme, avoidance: Series) -> None:
    known = {"channel": Channel.PAPER}
    record(avoidance, 100, date(2019, 4, 1), known_from=start_of_day(date(2019, 5, 1)), **known)
    record(avoidance, 90, date(2019, 4, 1), known_from=start_of_day(date(2019, 6, 10)), **known)
    record(avoidance, 50, date(2019, 5, 1), known_from=start_of_day(date(2019, 6, 10)), **known)
    moment = end_of_day(date(2019, 6, 30))
    page = programme_page(programme.organisation, programme.slug, YEAR, moment, end_of_day(date(2019, 5, 31)))
    # The programme's words are known from today only, so read it as it stands.
    assert isinstance(page, NothingYet)
    page = programme_page(programme.organisation, programme.slug, YEAR, None, end_of_day(date(2019, 5, 31)))
    assert isinstance(page, ProgrammePage)
    assert page.changes.new == 1
    [change] = page.changes.corrected
    assert (change.before.value, change.after.value) == (100, 90)


def test_flow_total_is_missing_where_a_cell_is_blank(programme: Programme, council: Organisation) -> None:
    measure = MeasureFactory(unit="packages", rollup="last")
    rows = [SeriesFactory(organisation=council, measure=measure) for _ in range(2)]
    for position, series in enumerate(rows):
        key = {"organisation": council, "series": series}
        put(Kpi, key, programme=programme, by=None, group="Packages", name=f"Row {position}", position=position)
    record(rows[0], 10, date(2019, 4, 1))
    record(rows[0], 12, date(2019, 5, 1))
    record(rows[1], 0, date(2019, 5, 1))
    [flows] = page_of(programme).flows
    assert flows.blank_cells == 1
    assert [number.value for number in flows.totals] == [None, Decimal(12)]
    assert flows.lines[0].change.value == 2
    assert flows.lines[1].change.missing


def test_flows_reach_back_over_the_start_of_the_year(programme: Programme, council: Organisation) -> None:
    series = SeriesFactory(organisation=council, measure=MeasureFactory(rollup="last"))
    key = {"organisation": council, "series": series}
    put(Kpi, key, programme=programme, by=None, group="Packages", name="Row", position=1)
    for month in (date(2018, 5, 1), date(2019, 1, 1), date(2019, 4, 1)):
        record(series, 5, month)
    [flows] = page_of(programme).flows
    assert flows.months[0] == Span.month(date(2018, 5, 1))
    assert len(flows.months) == 12


def test_joint_investment_gives_the_whole(programme: Programme, council: Organisation) -> None:
    budget = SeriesFactory(organisation=council, measure=MeasureFactory(unit="GBP"))
    share = SeriesFactory(organisation=council, measure=MeasureFactory(unit="percent"))
    put_line(
        Investment, {"programme": programme, "series": budget}, share_series=share, by=None, name="Joint contract"
    )
    record(budget, 888000, start=YEAR.start, end=YEAR.end, basis=Basis.BUDGET)
    record(share, 74, start=YEAR.start, end=YEAR.end, basis=Basis.BUDGET)
    page = page_of(programme)
    assert page.joint_whole.value == 1200000
    assert page.invested.value == 888000


def test_investments_are_grouped_by_workstream(programme: Programme, council: Organisation) -> None:
    strand = put_workstream(programme=programme, slug="tec", by=None, name="Technology")
    for value, workstream in ((90, strand), (39, strand), (44, None)):
        series = SeriesFactory(organisation=council, measure=MeasureFactory(unit="GBP"))
        key = {"programme": programme, "series": series}
        put_line(Investment, key, workstream=workstream, by=None, name=f"No {value}")
        record(series, value, start=YEAR.start, end=YEAR.end, basis=Basis.BUDGET)
    page = page_of(programme)
    assert [(group.name, group.budget.value) for group in page.investments] == [
        ("Programme expenditure", 44),
        ("Technology", 129),
    ]
    assert page.invested.value == 173


def test_rating_is_grey_without_an_assessment_and_the_newest_with_some(programme: Programme) -> None:
    assert page_of(programme).rating.colour == "grey"
    assess_confidence(programme=programme, on=date(2019, 9, 1), by=None, level="red", reason="Late.")
    assess_confidence(programme=programme, on=date(2019, 11, 1), by=None, level="amber", reason="Better.")
    assert page_of(programme).rating.label == "Amber"
    [line] = programme_lines(programme.organisation, YEAR, None)
    assert line.rating.reason == "Better."

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ledger.actions import close, put
from ledger.models import Basis, Channel, Frequency, Organisation, Series, SeriesBreak
from ledger.months import FinancialYear, Span, add_months, end_of_day, start_of_day
from programmes.actions import put_programme
from programmes.charts.kpis import kpi_chart
from programmes.models import Kpi, Programme
from programmes.selectors.kpis import KpiPage, kpi_list, kpi_page
from programmes.selectors.words import NothingYet
from programmes.tables.kpis import points_table
from tests.charts import validate
from tests.conftest import signed_in
from tests.factories import MeasureFactory, SeriesFactory, record

YEAR = FinancialYear(2019)
APRIL = Span.month(date(2019, 4, 1))


def kpi(series: Series, name: str = "KPI", group: str = "Group", **fields: object) -> Kpi:
    key = {"organisation": series.organisation, "series": series}
    return put(Kpi, key, by=None, name=name, group=group, **fields)


def monthly(series: Series, values: list[object], first: date = date(2018, 4, 1)) -> None:
    for i, value in enumerate(values):
        if value is not None:
            record(series, value, add_months(first, i))


def yearly(series: Series, first: int, *values: int, basis: str = Basis.ACTUAL) -> None:
    for i, value in enumerate(values):
        span = FinancialYear(first + i).span
        record(series, value, start=span.start, end=span.end, basis=basis)


def page_of(series: Series, year: FinancialYear = YEAR) -> KpiPage:
    page = kpi_page(series.organisation, series.code, year, None)
    assert isinstance(page, KpiPage)
    return page


def level(council: Organisation, better: str = "higher", **fields: object) -> Series:
    measure = MeasureFactory(unit="people", rollup="last", better=better)
    return SeriesFactory(organisation=council, measure=measure, **fields)


@pytest.fixture
def share(council: Organisation) -> Series:
    """Direct payments: a share of people, by year."""
    counts = [MeasureFactory(unit="people", rollup="last") for _ in range(2)]
    measure = MeasureFactory(
        unit="percent",
        decimals=1,
        better="higher",
        rollup="last",
        per=100,
        numerator=counts[0],
        denominator=counts[1],
    )
    parts = [
        SeriesFactory(
            organisation=council, measure=count, frequency=Frequency.YEAR, name=name, code=f"payments/{name}"
        )
        for count, name in zip(counts, ("recipients", "users"), strict=True)
    ]
    yearly(parts[0], 2016, 1042, 985, 976)
    yearly(parts[1], 2016, 4399, 4179, 4145)
    series = SeriesFactory(
        organisation=council,
        measure=measure,
        frequency=Frequency.YEAR,
        code="payments/share",
        name="Share",
        numerator=parts[0],
        denominator=parts[1],
    )
    kpi(series, "Direct payments")
    return series


# --- values


def test_yearly_ratio_is_worked_out_of_its_parts(share: Series) -> None:
    page = page_of(share)

    assert [point.value.text for point in page.points] == ["23.7%", "23.6%", "23.5%"]
    value = page.value(FinancialYear(2016).span)
    assert [(label, number.plain) for label, number in value.inputs] == [("recipients", "1042"), ("users", "4399")]
    assert all(number.figure for _, number in value.inputs)


def test_latest_value_may_be_of_an_earlier_year(share: Series) -> None:
    latest = page_of(share).latest

    assert latest is not None
    assert (latest.span.label, latest.value.text, latest.before.text) == ("2018/19", "23.5%", "23.6%")
    assert latest.change.plain == "0.0"  # 23.546 less 23.570


def test_year_after_the_last_value_says_that_value_and_the_rating_of_its_year(
    council: Organisation, viewer: User
) -> None:
    series = level(council, "lower", frequency=Frequency.YEAR, code="waiting/people")
    kpi(series, "People waiting")
    yearly(series, 2017, 125, 120)
    yearly(series, 2017, 100, 100, basis=Basis.TARGET)

    page = page_of(series)
    assert page.rating.colour == "grey"
    assert page.before is not None
    assert (page.before[0].label, page.before[1].colour) == ("2018/19", "red")
    assert page.last_known.startswith(
        "Nothing is recorded for 2019/20. The last value is 120 people, of 2018/19; 2018/19 was rated red: "
    )
    assert page_of(series, FinancialYear(2018)).before is None
    assert page_of(series, FinancialYear(2018)).last_known == ""
    client = signed_in(viewer)
    assert page.last_known in client.get("/anyshire/kpis/waiting/people/?year=2019-20").content.decode()
    listed = client.get("/anyshire/kpis/?year=2019-20").content.decode()
    assert "No value for 2019/20 yet; 2018/19 was rated red." in listed


def test_ratio_of_months_that_lack_a_part_is_missing(council: Organisation, share: Series) -> None:
    record(share.numerator, 999, start=YEAR.start, end=YEAR.end)  # type: ignore[arg-type]

    assert page_of(share).value(YEAR.span).missing


def test_ratio_published_without_its_parts_stands_as_published(council: Organisation, share: Series) -> None:
    record(share, 24, start=YEAR.start, end=YEAR.end)

    value = page_of(share).value(YEAR.span)
    assert (value.text, bool(value.figure)) == ("24.0%", True)


def test_of_target_compares_a_month_with_its_own_target(council: Organisation) -> None:
    series = SeriesFactory(organisation=council, measure=MeasureFactory(unit="referrals", better="higher"))
    kpi(series)
    record(series, 400, basis=Basis.TARGET)
    record(series, 390)

    page = page_of(series)
    assert page.of_target(APRIL).text == "97.5%"
    assert page.points[0].variance.plain == "-10"
    assert page.points[0].plan.figure


@pytest.mark.parametrize(("better", "gain"), [("lower", 18), ("higher", -18)])
def test_gain_is_above_zero_where_it_got_better(council: Organisation, better: str, gain: int) -> None:
    series = level(council, better)
    kpi(series)
    record(series, 143, date(2019, 3, 1))
    record(series, 125, date(2019, 4, 1))

    page = page_of(series)
    assert page.gain(Span.month(date(2019, 3, 1)), APRIL).value == gain
    assert page.change(Span.month(date(2019, 3, 1)), APRIL).value == -18


def test_months_are_made_of_weeks_and_explain_themselves(council: Organisation) -> None:
    series = SeriesFactory(organisation=council, measure=MeasureFactory(unit="visits"))
    kpi(series)
    # The weeks of April 2020: the first begins in March, for its Thursday is 2 April.
    for day in (date(2020, 3, 30), date(2020, 4, 6), date(2020, 4, 13), date(2020, 4, 20), date(2020, 4, 27)):
        record(series, 7, start=day, end=date.fromordinal(day.toordinal() + 6))

    value = page_of(series, FinancialYear(2020)).value(Span.month(date(2020, 4, 1)))
    assert (value.plain, value.formula, len(value.inputs)) == ("35", "sum of the figures for April 2020", 5)


def test_level_of_a_day_stands_for_its_month(council: Organisation) -> None:
    series = level(council)
    kpi(series)
    record(series, 12, start=date(2019, 5, 31), end=date(2019, 5, 31))

    value = page_of(series).value(Span.month(date(2019, 5, 1)))
    assert (value.plain, bool(value.figure)) == ("12", True)


def test_weekly_and_quarterly_kpis_show_their_own_spans(council: Organisation) -> None:
    weekly, quarterly = level(council, frequency=Frequency.WEEK), level(council, frequency=Frequency.QUARTER)
    for series, start, end in (
        (weekly, date(2019, 4, 1), date(2019, 4, 7)),
        (weekly, date(2019, 4, 15), date(2019, 4, 21)),
        (quarterly, date(2019, 1, 1), date(2019, 3, 31)),
        (quarterly, date(2019, 4, 1), date(2019, 6, 30)),
    ):
        record(series, 5, start=start, end=end)
    for series in (weekly, quarterly):
        kpi(series)

    assert [point.span.label for point in page_of(weekly).points] == [
        "Week of 1 April 2019",
        "Week of 8 April 2019",  # not recorded, and shown so
        "Week of 15 April 2019",
    ]
    assert [point.span.label for point in page_of(quarterly).points] == [
        "January to March 2019",
        "April to June 2019",
    ]


def test_irregular_kpi_shows_whatever_was_recorded(council: Organisation) -> None:
    series = level(council, frequency=Frequency.IRREGULAR)
    kpi(series)
    record(series, 48, start=date(2019, 7, 4), end=date(2019, 7, 4))
    record(series, 50, start=date(2019, 4, 1), end=date(2019, 5, 31))

    page = page_of(series)
    assert [point.span.label for point in page.points] == ["April to May 2019", "4 July 2019"]
    assert page.variation.words.startswith("Too few points to tell")


def test_target_of_the_year_is_each_month_s_for_a_level_and_no_month_s_for_an_amount(council: Organisation) -> None:
    amount = SeriesFactory(organisation=council, measure=MeasureFactory(rollup="sum", unit="GBP"))
    for series in (level(council), amount):
        kpi(series)
        record(series, 10)
        yearly(series, 2019, 120, basis=Basis.TARGET)
    people, pounds = (page for page in kpi_list(council, YEAR, None).pages)

    assert (people.plan(APRIL).plain, pounds.plan(APRIL).missing, pounds.target.plain) == ("120", True, "120")


def test_series_break_of_a_part_keeps_years_apart(share: Series) -> None:
    SeriesBreak.objects.create(series=share.numerator, on=date(2018, 4, 1), reason="Counted anew.")

    page = page_of(share)
    assert [found.reason for found in page.breaks] == ["Counted anew."]
    assert len(page.variation.stretches) == 2
    assert page.latest is not None
    assert page.latest.before.missing


# --- lists


def test_list_is_grouped_by_programme_and_group(council: Organisation) -> None:
    programme = put_programme(organisation=council, slug="p", by=None, name="Programme")
    for group, of, name in (("B", None, "Alone"), ("Z", programme, "First"), ("A", programme, "Second")):
        kpi(level(council), name, group, programme=of, position=["First", "Second", "Alone"].index(name))

    found = kpi_list(council, YEAR, None)

    assert [(group.programme and group.programme.name, group.name) for group in found.groups] == [
        ("Programme", "Z"),
        ("Programme", "A"),
        (None, "B"),
    ]


def test_group_totals_say_nothing_where_one_is_missing(council: Organisation) -> None:
    shares = [level(council) for _ in range(4)]
    for series, value in zip(shares, ("48", "8.5", "21", "22.5"), strict=True):
        kpi(series, group="Reviews")
        record(series, Decimal(value))
    group = kpi_list(council, YEAR, None).group("Reviews")

    assert group.total(APRIL).value == 100
    assert group.total(Span.month(date(2019, 5, 1))).missing


def test_attention_lists_changes_for_the_worse_first_and_then_what_is_red(council: Organisation) -> None:
    steady = [9, 11] * 6
    for name, values, target in (("worse", [*steady, 40], None), ("better", [*steady, -20], None), ("red", [90], 10)):
        series = level(council, "lower")
        kpi(series, name)
        monthly(series, values)
        if target:
            yearly(series, 2018, target, basis=Basis.TARGET)

    found = kpi_list(council, FinancialYear(2019), None)
    assert [page.kpi.name for page in found.attention] == ["worse"]
    found = kpi_list(council, FinancialYear(2018), None)
    assert [page.kpi.name for page in found.attention] == ["red"]  # a year later the change was not there yet


def test_retired_kpi_leaves_the_list_and_keeps_its_page(council: Organisation) -> None:
    series = level(council)
    close(thing=kpi(series), on=date(2020, 1, 1), outcome="retired", reason="Not used.", by=None)

    found = kpi_list(council, YEAR, None)
    assert (found.pages, [code for _, code in found.retired]) == ((), [series.code])
    assert page_of(series).kpi.ending == "Retired"


def test_page_as_at_shows_words_values_and_definition_of_that_day(council: Organisation) -> None:
    series = level(council)
    for day, name, value in ((7, "First name", 10), (20, "Second name", 20)):
        known = start_of_day(date(2019, 11, day))
        put(
            Kpi,
            {"organisation": council, "series": series},
            by=None,
            known_from=known,
            name=name,
            group="Group",
        )
        record(series, value, channel=Channel.PAPER, known_from=known)

    then = kpi_page(council, series.code, YEAR, end_of_day(date(2019, 11, 19)))
    before = kpi_page(council, series.code, YEAR, end_of_day(date(2019, 11, 6)))
    assert isinstance(then, KpiPage)
    assert (then.kpi.name, then.value(APRIL).plain) == ("First name", "10")
    assert page_of(series).kpi.name == "Second name"
    assert isinstance(before, NothingYet)


# --- chart and tables


def test_chart_marks_signals_by_shape_and_words_and_is_cut_at_breaks(council: Organisation) -> None:
    series = level(council)
    kpi(series)
    monthly(series, [*[9, 11] * 6, 1000, 1002, 1001])
    page = page_of(series)
    chart = kpi_chart(page)
    assert chart is not None
    validate(chart)
    marks = {trace["name"]: trace for trace in chart.figure["data"]}
    assert marks["Improvement"]["marker"]["symbol"] == "diamond"
    assert marks["Improvement"]["text"][-1] == "3 above the limit"

    SeriesBreak.objects.create(series=series, on=date(2019, 4, 1), reason="Counted anew")
    cut = kpi_chart(page_of(series))
    assert cut is not None
    assert [sum(y is not None for y in t["y"]) for t in cut.figure["data"] if t["name"] == "Actual"] == [12, 3]
    assert "Improvement" not in {trace["name"] for trace in cut.figure["data"]}
    assert "across the series break of April 2019 (Counted anew)" in cut.finding


def test_chart_needs_two_values(council: Organisation) -> None:
    series = level(council)
    kpi(series)
    record(series, 5)

    assert kpi_chart(page_of(series)) is None


@pytest.mark.parametrize(
    ("better", "actual", "said", "label"),
    [
        ("higher", 90, "Adverse", "Amber"),
        ("lower", 90, "Favourable", "Green"),
        ("higher", 100, "On plan", "Green"),
        ("higher", 10, "Adverse", "Red"),
    ],
)
def test_variance_is_called_adverse_or_favourable(
    council: Organisation, better: str, actual: int, said: str, label: str
) -> None:
    series = level(council, better)
    kpi(series)
    record(series, 100, basis=Basis.PLAN)
    record(series, actual)

    [row] = points_table(page_of(series)).rows
    _, _, _, which, rating, *_ = row.cells
    assert which == said
    assert getattr(rating, "label", None) == label


# --- pages


@pytest.fixture
def programme(council: Organisation) -> Programme:
    return put_programme(organisation=council, slug="better-lives", by=None, name="Better Lives")


PAGES = ["/anyshire/kpis/?year=2018-19", "/anyshire/kpis/payments/share/?year=2018-19"]


@pytest.mark.parametrize("url", PAGES)
def test_pages_for_a_viewer(share: Series, viewer: User, url: str) -> None:
    response = signed_in(viewer).get(url)
    text = response.content.decode()
    assert response.status_code == 200
    assert "Direct payments" in text
    assert "23.5%" in text
    assert "Type a whole year" not in text
    assert "Add a KPI" not in text


@pytest.mark.parametrize("url", PAGES)
def test_pages_for_the_anonymous_lead_to_sign_in(share: Series, url: str) -> None:
    assert Client().get(url)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("url", PAGES)
def test_pages_for_a_stranger_are_not_there(share: Series, stranger: User, url: str) -> None:
    assert signed_in(stranger).get(url).status_code == 404


def test_page_before_anything_was_known_says_so(share: Series, viewer: User) -> None:
    text = signed_in(viewer).get(f"{PAGES[1]}&as_at=2019-11-06").content.decode()
    assert "Nothing was known of this KPI on 6 November 2019" in text
    assert "23.5%" not in text


def test_series_that_is_no_kpi_has_no_kpi_page(share: Series, viewer: User) -> None:
    assert signed_in(viewer).get("/anyshire/kpis/payments/users/").status_code == 404


def test_page_offers_the_parts_of_a_ratio_to_those_who_record(
    share: Series, programme: Programme, contributor: User
) -> None:
    client = signed_in(contributor)
    text = client.get(PAGES[1]).content.decode()
    assert "/anyshire/series/payments/recipients/record/" in text
    assert "/anyshire/series/payments/share/record/" not in text

    put(Kpi, {"organisation": share.organisation, "series": share}, by=None, programme=programme)
    [found] = Kpi.objects.all()
    links = [f"/anyshire/programmes/better-lives/kpis/{found.pk}/{what}/" for what in ("edit", "history")]
    text = client.get(PAGES[1]).content.decode()
    assert all(link in text for link in links)
    assert [client.get(link).status_code for link in links] == [200, 200]


def test_past_page_offers_no_recording(share: Series, contributor: User) -> None:
    text = signed_in(contributor).get(f"{PAGES[1]}&as_at=2019-01-01").content.decode()
    assert "/record/" not in text


@pytest.mark.parametrize("slug", ["points", "parts", "history"])
def test_tables_of_a_kpi_as_csv(share: Series, viewer: User, slug: str) -> None:
    response = signed_in(viewer).get(f"{PAGES[1]}&csv={slug}")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "23.5" in text


def test_list_as_csv(share: Series, viewer: User) -> None:
    response = signed_in(viewer).get(f"{PAGES[0]}&csv=kpis")
    *_, last = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert last.startswith("Direct payments,23.5,2018/19,,")


@pytest.mark.parametrize(("url", "ceiling"), [(PAGES[0], 11), (PAGES[1], 12)])
@pytest.mark.parametrize(("when", "more"), [("", 0), ("&as_at=2019-11-07", 5)])
def test_queries_do_not_grow_with_kpis(
    council: Organisation,
    share: Series,
    viewer: User,
    url: str,
    ceiling: int,
    when: str,
    more: int,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    known = start_of_day(date(2019, 11, 1))
    programme = put_programme(organisation=council, slug="p", by=None, name="Programme", known_from=known)
    put(Kpi, {"organisation": council, "series": share}, by=None, known_from=known, name="Direct payments", group="G")
    for i in range(10):
        series = level(council)
        kpi(series, f"KPI {i}", f"Group {i % 3}", programme=programme, known_from=known)
        record(series, i, channel=Channel.PAPER, known_from=known)
    client = signed_in(viewer)
    client.get(url)
    with django_assert_max_num_queries(ceiling + more):
        assert "Direct payments" in client.get(f"{url}{when}").content.decode()

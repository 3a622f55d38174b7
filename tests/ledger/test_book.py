"""What a book works out of its figures, and that it does so by the rules of the moment."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ledger.actions import approve_entry
from ledger.history import amend, keep
from ledger.models import Basis, Organisation, RatingScheme, Rollup, Series
from ledger.months import FinancialYear, end_of_day
from ledger.selectors import changes_since, earlier_books, open_book
from tests.factories import MeasureFactory, SeriesFactory, record

YEAR = FinancialYear(2019)
MONTHS = list(YEAR.months())


@pytest.fixture
def share(council: Organisation) -> Series:
    """People with direct payments of all with community services."""
    people, all_people = (MeasureFactory(unit="people", rollup=Rollup.LAST) for _ in range(2))
    ratio = MeasureFactory(unit="percent", decimals=1, per=100, numerator=people, denominator=all_people)
    above, below = (SeriesFactory(organisation=council, measure=measure) for measure in (people, all_people))
    found: Series = SeriesFactory(organisation=council, measure=ratio, numerator=above, denominator=below)
    return found


def test_ratio_is_worked_out_from_its_parts_which_come_along(council: Organisation, share: Series) -> None:
    assert share.numerator
    assert share.denominator
    record(share.numerator, 1042)
    record(share.denominator, 4399)

    found = open_book(council, [share.pk], None).to_date(share.pk, YEAR)

    assert found.text == "23.7%"
    assert [number.value for _, number in found.inputs] == [1042, 4399]
    assert all(number.figure for _, number in found.inputs)


def test_sum_to_date_is_made_of_its_figures(council: Organisation, series: Series) -> None:
    for month, value in zip(MONTHS, (10, 20, None, 5), strict=False):
        if value:
            record(series, value, month.start)

    found = open_book(council, [series.pk], None).to_date(series.pk, YEAR)

    assert found.value == 30
    assert [(label, number.value) for label, number in found.inputs] == [("April 2019", 10), ("May 2019", 20)]


def test_single_figure_to_date_is_that_figure(council: Organisation, series: Series) -> None:
    figure = record(series, 786, end=date(2019, 8, 31))

    assert open_book(council, [series.pk], None).to_date(series.pk, YEAR).figure == figure.pk


def test_level_to_date_is_the_newest_figure(council: Organisation) -> None:
    series = SeriesFactory(organisation=council, measure=MeasureFactory(unit="people", rollup=Rollup.LAST))
    record(series, 100)
    newest = record(series, 120, MONTHS[2].start)

    assert open_book(council, [series.pk], None).to_date(series.pk, YEAR).figure == newest.pk


def test_outturn_explains_itself(council: Organisation, series: Series) -> None:
    for month in MONTHS:
        record(series, 100, month.start, basis=Basis.PLAN)
    record(series, 90)

    found = open_book(council, [series.pk], None).outturn(series.pk, YEAR)

    assert found.value == 1190
    assert found.formula.startswith("actual to date and then as planned: actual to April 2019")
    assert [number.value for _, number in found.inputs] == [90, 100, 1200]


def known(day: date) -> datetime:
    return end_of_day(day)


def test_rating_follows_the_thresholds_and_definitions_of_the_moment(council: Organisation) -> None:
    """What the committee saw as amber stays amber as at its day, though the thresholds were loosened since."""
    measure = keep(
        MeasureFactory.build(code="saved", name="Saved", better="higher"), by=None, known_from=known(FIRST)
    )
    scheme = keep(
        RatingScheme(organisation=council, code="own", name="Own", green_within=5, amber_within=15),
        by=None,
        known_from=known(FIRST),
    )
    series = keep(
        Series(organisation=council, code="saved", name="Saved", measure=measure, scheme=scheme),
        by=None,
        known_from=known(FIRST),
    )
    for month in MONTHS:
        record(series, 100, month.start, basis=Basis.PLAN, channel="paper", known_from=known(FIRST))
    record(series, 900, end=date(2019, 12, 31), channel="paper", known_from=known(FIRST))
    record(series, 200, date(2020, 1, 1), end=date(2020, 3, 31), channel="paper", known_from=known(FIRST))
    amend(scheme, {"green_within": Decimal(10)}, by=None, known_from=known(LATER))
    amend(measure, {"better": "neutral"}, by=None, known_from=known(LATER))

    then, now = (
        open_book(council, [series.pk], moment).trajectory(series.pk, YEAR) for moment in (known(FIRST), None)
    )

    assert (then.rating.colour, now.rating.colour) == ("amber", "green")
    assert "green is up to 5% adverse" in then.rating.reason


FIRST, LATER = date(2020, 4, 30), date(2020, 6, 30)


@pytest.mark.parametrize(("moment", "queries"), [(None, 4), (known(LATER), 7)])
def test_book_opens_in_a_fixed_number_of_queries(
    council: Organisation,
    share: Series,
    moment: datetime | None,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    others = [SeriesFactory(organisation=council) for _ in range(5)]

    with django_assert_num_queries(queries):
        book = open_book(council, [share.pk, *(other.pk for other in others)], moment)
        for pk in book.series:
            book.to_date(pk, YEAR)


def test_approved_only_reads_as_if_what_waits_had_never_been_recorded(
    council: Organisation, series: Series, officer: User, lead: User
) -> None:
    approved = record(series, 10)
    waits = record(series, 99, by=officer, provisional=True)
    record(series, 7, MONTHS[1].start, by=officer, provisional=True)

    def known() -> tuple[Decimal | None, Decimal | None, bool]:
        book = open_book(council, [series.pk], None, approved_only=True)
        [before] = earlier_books(book, [series.pk], [timezone.now() + timedelta(seconds=1)])
        number = book.number(series.pk, Basis.ACTUAL, MONTHS[0])
        assert before.number(series.pk, Basis.ACTUAL, MONTHS[0]).value == number.value
        return number.value, book.to_date(series.pk, YEAR).value, number.provisional

    assert known() == (approved.value, 10, False)
    assert open_book(council, [series.pk], None).to_date(series.pk, YEAR).value == 106
    approve_entry(entry=waits.entry, by=lead)
    assert known() == (99, 99, False)


def test_changes_of_approved_figures_come_with_their_approval(
    council: Organisation, series: Series, officer: User, lead: User
) -> None:
    record(series, 10)
    waits = record(series, 12, by=officer, provisional=True)
    since = waits.known_from

    def corrected() -> list[str]:
        found = changes_since(council, None, since, None, approved_only=True).corrected
        return [f"{change.before.text} to {change.after.text}" for change in found]

    assert corrected() == []
    approve_entry(entry=waits.entry, by=lead)
    assert corrected() == ["£10 to £12"]

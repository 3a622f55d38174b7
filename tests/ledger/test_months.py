from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.months import FIRST_YEAR, LAST_YEAR, FinancialYear, Span, add_months, month_end, month_number, month_start

FIRST, LAST = FinancialYear(FIRST_YEAR).start, FinancialYear(LAST_YEAR - 1).end
days = st.dates(FIRST, LAST)
years = st.integers(FIRST_YEAR, LAST_YEAR - 1).map(FinancialYear)


# --- months


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2019, 4, 30), 0, date(2019, 4, 1)),
        (date(2019, 12, 31), 1, date(2020, 1, 1)),
        (date(2019, 1, 31), 1, date(2019, 2, 1)),
        (date(2020, 1, 15), -1, date(2019, 12, 1)),
        (date(2019, 4, 1), 12, date(2020, 4, 1)),
        (date(2019, 4, 1), -16, date(2017, 12, 1)),
    ],
)
def test_months_are_counted_over_the_end_of_the_year(day: date, count: int, expected: date) -> None:
    assert add_months(day, count) == expected


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-600, 600))
def test_counting_months_agrees_with_pandas(day: date, count: int) -> None:
    assert add_months(day, count) == (pd.Period(day, "M") + count).start_time.date()
    assert month_start(day) == pd.Period(day, "M").start_time.date()
    assert month_end(day) == pd.Period(day, "M").end_time.date()
    assert add_months(add_months(day, count), -count) == month_start(day)


def test_month_1_is_april_and_12_is_march() -> None:
    numbers = [month_number(month.start) for month in FinancialYear(2019).months()]

    assert numbers == list(range(1, 13))
    assert month_number(date(2019, 4, 30)) == 1
    assert month_number(date(2020, 3, 1)) == 12


# --- financial years


@pytest.mark.parametrize("text", ["2019-20", "2019/20", "2019/2020", "2019-2020", " 2019-20 "])
def test_year_is_read_as_councils_write_it(text: str) -> None:
    assert FinancialYear.parse(text) == FinancialYear(2019)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019",
        "2019-21",
        "2019-19",
        "19-20",
        "2019-1920",
        "2019/2120",
        "2019-20x",
        "2019–20",
        "x",
        "２０１９-２０",
        "2019-020",
    ],
)
def test_what_is_no_year_is_refused_with_the_fix(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 2019-20"):
        FinancialYear.parse(text)


@pytest.mark.parametrize("text", ["1989-90", "2100-01", "2999-3000"])
def test_year_out_of_reach_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="between 1990 and 2100"):
        FinancialYear.parse(text)


@given(years)
def test_year_is_read_back_from_every_way_it_is_written(year: FinancialYear) -> None:
    for text in (str(year), year.label, f"{year.first}/{year.first + 1}"):
        assert FinancialYear.parse(text) == year


def test_turn_of_the_century_has_two_noughts() -> None:
    assert FinancialYear(1999).label == "1999/00"
    assert FinancialYear.parse("1999-00") == FinancialYear(1999)


@given(days)
def test_every_day_lies_in_its_year_and_in_one_month_of_it(day: date) -> None:
    year = FinancialYear.of(day)

    assert year.start <= day <= year.end
    assert [m for m in year.months() if m.start <= day <= m.end] == [Span.month(day)]
    assert year.next.previous == year < year.next


@given(years)
def test_months_of_a_year_join_without_gap(year: FinancialYear) -> None:
    months = list(year.months())

    assert len(months) == 12
    assert (months[0].start, months[-1].end) == (year.start, year.end)
    for one, following in pairwise(months):
        assert one.end + timedelta(days=1) == following.start


# --- spans


@pytest.mark.parametrize(
    ("start", "end", "kind", "label"),
    [
        (date(2019, 11, 7), date(2019, 11, 7), "day", "7 November 2019"),
        (date(2019, 7, 1), date(2019, 7, 31), "month", "July 2019"),
        (date(2020, 2, 1), date(2020, 2, 29), "month", "February 2020"),
        (date(2019, 2, 1), date(2019, 2, 28), "month", "February 2019"),
        (date(2019, 4, 1), date(2019, 6, 30), "quarter", "April to June 2019"),
        (date(2020, 1, 1), date(2020, 3, 31), "quarter", "January to March 2020"),
        (date(2019, 5, 1), date(2019, 7, 31), "span", "May to July 2019"),
        (date(2019, 4, 1), date(2020, 3, 31), "year", "2019/20"),
        (date(2019, 1, 1), date(2019, 12, 31), "span", "January to December 2019"),
        (date(2019, 4, 1), date(2019, 8, 31), "span", "April to August 2019"),
        (date(2019, 10, 1), date(2020, 2, 29), "span", "October 2019 to February 2020"),
        (date(2019, 4, 1), date(2021, 3, 31), "span", "April 2019 to March 2021"),
        (date(2019, 9, 30), date(2019, 10, 6), "week", "Week of 30 September 2019"),
        (date(2019, 10, 1), date(2019, 10, 7), "span", "1 October 2019 to 7 October 2019"),
        (date(2020, 2, 1), date(2020, 2, 28), "span", "1 February 2020 to 28 February 2020"),
    ],
)
def test_span_is_called_as_a_reader_says_it(start: date, end: date, kind: str, label: str) -> None:
    assert (Span(start, end).kind, Span(start, end).label) == (kind, label)


@pytest.mark.parametrize(
    ("monday", "month"),
    [
        (date(2019, 9, 30), date(2019, 10, 1)),  # Thursday is 3 October
        (date(2019, 7, 29), date(2019, 8, 1)),  # Thursday is 1 August: just
        (date(2019, 10, 28), date(2019, 10, 1)),  # Thursday is 31 October: just
        (date(2019, 12, 30), date(2020, 1, 1)),
        (date(2020, 3, 30), date(2020, 4, 1)),  # into the next financial year
        (date(2020, 2, 24), date(2020, 2, 1)),
    ],
)
def test_week_belongs_to_the_month_of_its_thursday(monday: date, month: date) -> None:
    assert Span(monday, monday + timedelta(days=6)).belongs_to == month


@given(st.dates(FIRST, LAST - timedelta(days=14)))
def test_week_belongs_where_most_of_its_days_are(day: date) -> None:
    monday = day - timedelta(days=day.weekday()) + timedelta(days=7)
    week = Span(monday, monday + timedelta(days=6))

    months = [month_start(monday + timedelta(days=n)) for n in range(7)]

    assert week.kind == "week"
    assert week.belongs_to == max(set(months), key=months.count)


def test_longer_span_belongs_to_the_month_it_ends_in() -> None:
    assert Span(date(2019, 4, 1), date(2019, 8, 31)).belongs_to == date(2019, 8, 1)


@given(days, days)
def test_span_ends_no_earlier_than_it_starts(start: date, end: date) -> None:
    if start <= end:
        assert Span(start, end).label
    else:
        with pytest.raises(ValueError, match="before the start"):
            Span(start, end)


@pytest.mark.parametrize(
    ("start", "end"), [(date(1990, 3, 31), date(1990, 4, 1)), (date(2100, 3, 31), date(2100, 4, 1))]
)
def test_span_beyond_the_years_that_pages_reach_is_refused(start: date, end: date) -> None:
    with pytest.raises(ValueError, match="between 1 April 1990 and 31 March 2100"):
        Span(start, end)


@given(st.sampled_from([FIRST, LAST]))
def test_every_span_lies_in_years_that_have_months(day: date) -> None:
    assert len(list(FinancialYear.of(Span(day, day).start).months())) == 12

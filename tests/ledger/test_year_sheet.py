"""Reading a year's sheet: table-driven, without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ledger.figure_rows import FigureRow
from ledger.months import FinancialYear, Span
from ledger.year_sheet import (
    Editions,
    Reading,
    Sheet,
    SheetCell,
    Typed,
    beside,
    in_full,
    read_sheet,
    spans_of,
    year_sheet,
)

YEAR = FinancialYear(2019)
TODAY = date(2019, 11, 22)
NOW = datetime(2019, 11, 22, 12, tzinfo=UTC)
APRIL, MAY = Span.month(date(2019, 4, 1)), Span.month(date(2019, 5, 1))


def row(basis: str, span: Span, value: object, edition: date, *, pk: int = 1, revision: int = 1) -> FigureRow:
    decimal = None if value is None else Decimal(str(value))
    return FigureRow(pk, 1, basis, span.start, span.end, edition, decimal, "", False, revision, 1)


ROWS = [
    row("plan", APRIL, 100, date(2019, 4, 1), revision=3),
    row("actual", APRIL, "90.5", date(2019, 4, 1), pk=2),
    row("forecast", MAY, 80, date(2019, 10, 1), pk=3),
    row("plan", MAY, 70, date(2020, 1, 1), pk=4),  # doesn't hold yet
    row("actual", Span(date(2019, 4, 1), date(2019, 8, 31)), 500, date(2019, 4, 1), pk=5),
]
PLAN_APRIL, PLAN_MAY = "plan-2019-04-01-2019-04-30", "plan-2019-05-01-2019-05-31"
ACTUAL_APRIL, FORECAST_MAY = "actual-2019-04-01-2019-04-30", "forecast-2019-05-01-2019-05-31"
NOVEMBER = Editions(forecast=date(2019, 11, 1))


def sheet(rows: list[FigureRow] = ROWS, frequency: str = "month", planned: str = "") -> Sheet:
    return year_sheet(rows, YEAR, frequency, planned=planned, now=NOW, on=TODAY)


def read(name: str, text: str, saw: str = "", editions: Editions = NOVEMBER) -> Reading:
    return read_sheet(sheet(), "test/saving", {name: Typed(text, saw)}, editions)


@pytest.mark.parametrize(
    ("frequency", "count", "first", "last"),
    [
        ("month", 12, Span.month(date(2019, 4, 1)), Span.month(date(2020, 3, 1))),
        ("quarter", 4, Span(date(2019, 4, 1), date(2019, 6, 30)), Span(date(2020, 1, 1), date(2020, 3, 31))),
        ("week", 52, Span(date(2019, 4, 1), date(2019, 4, 7)), Span(date(2020, 3, 23), date(2020, 3, 29))),
    ],
)
def test_spans_of_the_year(frequency: str, count: int, first: Span, last: Span) -> None:
    spans = spans_of(frequency, YEAR)
    assert (len(spans), spans[0], spans[-1]) == (count, first, last)


@pytest.mark.parametrize("frequency", ["year", "irregular", "day"])
def test_series_without_regular_spans_has_the_whole_year_alone(frequency: str) -> None:
    (only,) = sheet(frequency=frequency).rows
    assert [cell.basis for cell in only if cell] == ["plan", "actual", "forecast"]
    assert {cell.span for cell in only if cell} == {YEAR.span}


@pytest.mark.parametrize("first", range(2000, 2040))
def test_weeks_of_years_meet_without_gap_or_overlap(first: int) -> None:
    weeks = spans_of("week", FinancialYear(first))
    thursdays = [FinancialYear.of(date.fromordinal(week.start.toordinal() + 3)).first for week in weeks]
    assert set(thursdays) == {first}
    assert (spans_of("week", FinancialYear(first + 1))[0].start - weeks[-1].end).days == 1


@pytest.mark.parametrize(
    ("name", "text", "saw", "value", "edition", "follows"),
    [
        (PLAN_APRIL, "£1,234.50", "100", "1234.50", date(2019, 4, 1), 3),
        (ACTUAL_APRIL, "(200)", "90.5", "-200", date(2019, 4, 1), 1),
        (ACTUAL_APRIL, "1,234.50-", "90.5", "-1234.50", date(2019, 4, 1), 1),
        (PLAN_MAY, "12k", "", "12000", date(2019, 4, 1), 0),
        (FORECAST_MAY, "1.2m", "80", "1200000", date(2019, 11, 1), 0),
        ("plan-2019-04-01-2020-03-31", "0", "", "0", date(2019, 4, 1), 0),
    ],
)
def test_typed_number_becomes_a_figure(
    name: str, text: str, saw: str, value: str, edition: date, follows: int
) -> None:
    reading = read(name, text, saw)
    assert reading.problems == []
    (figure,) = reading.figures
    assert figure.value == Decimal(value)
    assert (figure.edition, figure.follows) == (edition, follows)
    assert f"{figure.basis}-{figure.start}-{figure.end}" == name


@pytest.mark.parametrize(
    ("name", "text", "saw"),
    [
        (PLAN_MAY, "", ""),
        (PLAN_APRIL, "100", "100"),
        (PLAN_APRIL, "100.00", "100"),
        (PLAN_APRIL, "£100", "100"),
        (PLAN_APRIL, "70", "70"),  # changed by somebody else, and left alone here
        (PLAN_APRIL, "100", "70"),  # both write the same
    ],
)
def test_what_does_not_differ_records_nothing(name: str, text: str, saw: str) -> None:
    reading = read(name, text, saw)
    assert (reading.figures, reading.problems, reading.stale) == ([], [], [])
    assert reading.untouched == {name}


@pytest.mark.parametrize(
    ("name", "text", "saw", "said"),
    [
        (PLAN_MAY, "n/a", "", "leave this empty"),
        (PLAN_MAY, "-", "", "leave this empty"),
        (PLAN_APRIL, "n/a", "100", "put 100 back"),
        (PLAN_APRIL, "", "100", "own page"),
        (PLAN_APRIL, "1,23", "100", "comma"),
        (PLAN_APRIL, "12 apples", "100", "write it like"),
    ],
)
def test_what_cannot_be_read_is_pointed_out_with_the_fix(name: str, text: str, saw: str, said: str) -> None:
    reading = read(name, text, saw)
    assert reading.figures == []
    (problem,) = reading.problems
    assert problem.field == name
    assert said in problem.message


def test_cell_changed_meanwhile_is_stale() -> None:
    reading = read(PLAN_APRIL, "120", "70")
    assert [cell.name for cell in reading.stale] == [PLAN_APRIL]
    assert reading.figures == []


def test_new_plan_is_an_edition_beside_the_old_one() -> None:
    reading = read(PLAN_APRIL, "120", "100", Editions(date(2019, 11, 1), plan=date(2019, 10, 1)))
    (figure,) = reading.figures
    assert (figure.edition, figure.follows) == (date(2019, 10, 1), 0)


@pytest.mark.parametrize(
    ("name", "saw", "editions", "said"),
    [
        (FORECAST_MAY, "80", Editions(forecast=date(2019, 9, 1)), "Choose October 2019 or a later month"),
        (PLAN_APRIL, "100", Editions(date(2019, 11, 1), plan=date(2019, 3, 1)), "Choose April 2019"),
        (PLAN_MAY, "", Editions(date(2019, 11, 1), plan=date(2020, 1, 1)), "recorded already, 70"),
    ],
)
def test_edition_that_would_not_show_is_refused(name: str, saw: str, editions: Editions, said: str) -> None:
    reading = read(name, "75", saw, editions)
    assert reading.figures == []
    assert said in reading.problems[0].message


def test_series_shows_the_planned_basis_that_it_uses() -> None:
    target = [row("target", YEAR.span, 1200, date(2019, 4, 1))]
    assert sheet(target).planned == "target"
    assert sheet([]).planned == "plan"
    assert sheet(target, planned="budget").planned == "budget"
    assert sheet(target, planned="wish").planned == "target"


def test_target_of_the_year_alone_has_no_profile() -> None:
    whole = row("target", YEAR.span, 1200, date(2019, 4, 1))
    assert sheet([whole]).lacks_profile
    assert not sheet([whole, row("target", APRIL, 100, date(2019, 4, 1), pk=2)]).lacks_profile
    assert not sheet([whole], frequency="year").lacks_profile
    assert [cell.text for cell in sheet([whole]).cells if cell.basis == "target"] == [""] * 12 + ["1,200"]


def test_figures_of_other_spans_stand_beside() -> None:
    assert [found.id for found in beside(sheet(), ROWS, TODAY)] == [5]


@pytest.mark.parametrize(
    ("value", "text"), [("1234.5000", "1,234.5"), ("1200", "1,200"), ("-0.25", "-0.25"), ("0", "0")]
)
def test_value_in_full(value: str, text: str) -> None:
    assert in_full(Decimal(value)) == text


def test_what_a_forecast_of_now_would_replace_is_not_what_was_forecast_earlier() -> None:
    earlier, later = date(2019, 4, 1), date(2019, 6, 1)
    stands = row("forecast", MAY, 5, earlier)
    now = SheetCell("forecast", MAY, stands, later, {earlier: stands})
    then = SheetCell("forecast", MAY, stands, earlier, {earlier: stands})
    assert (now.holds, then.holds) == (False, True)
    assert now.key == ("forecast", MAY.start, MAY.end, later)

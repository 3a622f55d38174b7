"""The tidy format, from cells to figures and back."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.checks import NewFigure
from returns.formats.headers import read_header
from returns.formats.spreadsheets import read_spreadsheet
from returns.readings import Reading
from returns.tidy import OPTIONAL, REQUIRED, TidyRow, TidySeries, read_tidy, tidy_lines
from tests.returns.workbooks import written

SERIES = {"a/cost": TidySeries("month", "GBP"), "a/people": TidySeries("irregular", "people")}
MONDAY = {"start": date(2026, 4, 6), "end": date(2026, 4, 6)}
APRIL = {"start": date(2026, 4, 1), "end": date(2026, 4, 30)}


def read(*rows: str, header: str = "organisation,series,start,end,basis,edition,value,qualifier,comment") -> Reading:
    content = "\n".join([header, *rows]).encode()
    return read_tidy(_headed(content, "f.csv"), "anyshire", SERIES, "f.csv")


def _headed(content: bytes, name: str):  # type: ignore[no-untyped-def]
    return read_header(read_spreadsheet(content, name).first, name, REQUIRED, OPTIONAL)


def figure(**fields: object) -> NewFigure:
    given = {"series": "a/cost", "basis": "actual", "value": Decimal(5), **APRIL, **fields}
    return NewFigure(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("anyshire,a/cost,2026-04,,actual,,5,,", figure()),
        ("ANYSHIRE,a/cost,Apr 2026,2026-04-30,Actual,,£5.00,,", figure()),
        (",a/cost,01/04/2026,30/04/2026,actual,2026-04-01,5,,", figure(edition=date(2026, 4, 1))),
        (",a/cost,2026-04,2026-08,actual,,(5),,", figure(end=date(2026, 8, 31), value=Decimal(-5))),
        (",a/cost,2026-04,,actual,,1.2m,,", figure(value=Decimal(1_200_000))),
        (",a/cost,2026-04,,forecast,2026-02,5,,", figure(basis="forecast", edition=date(2026, 2, 1))),
        (",a/cost,2026-04,,forecast,2026-02-17,5,,", figure(basis="forecast", edition=date(2026, 2, 1))),
        (",a/cost,2026-04,,budget,2026-04-17,5,,", figure(basis="budget", edition=date(2026, 4, 17))),
        (",a/cost,2026-04,,actual,,5,About,", figure(qualifier="about")),
        (",a/cost,2026-04,,actual,,Withdrawn,about,", figure(value=None, withdrawn=True)),
        (",a/people,2026-04-06,2026-04-06,actual,,5,,", figure(series="a/people", **MONDAY)),
    ],
)
def test_row_is_read(row: str, expected: NewFigure) -> None:
    reading = read(row)
    assert (reading.unreadable, reading.problems) == ([], [])
    assert [line.figure for line in reading.lines] == [expected]


@pytest.mark.parametrize(
    ("row", "where", "words"),
    [
        ("elsewhere,a/cost,2026-04,,actual,,5,,", "A2", "only figures of anyshire"),
        (",a/nothing,2026-04,,actual,,5,,", "B2", "no series “a/nothing”"),
        (",,2026-04,,actual,,5,,", "B2", "series is missing"),
        (",a/cost,,,actual,,5,,", "C2", "start is missing"),
        (",a/cost,2026-04-01,,actual,,5,,", "D2", "give the last day too"),
        (",a/cost,2026-05,2026-04,actual,,5,,", "D2", "before the start"),
        (",a/cost,2026-13,,actual,,5,,", "C2", "neither a day nor a month"),
        (",a/cost,31/02/2026,2026-04,actual,,5,,", "C2", "isn't in the calendar"),
        (",a/cost,2026-04,,,,5,,", "E2", "basis is missing"),
        (",a/cost,2026-04,,guess,,5,,", "E2", "write one of actual, plan"),
        (",a/cost,2026-04,,forecast,soon,5,,", "F2", "is no month"),
        (",a/cost,2026-04,,actual,,n/a,,", "G2", "leave it blank"),
        (",a/people,2026-04,,actual,,£5,,", "G2", "is in pounds"),
        (",a/cost,2026-04,,actual,,5,roughly,", "H2", "write one of about, over, under"),
        (f",a/cost,2026-04,,actual,,5,,{'x' * 2_001}", "I2", "more than 2,000 letters"),
    ],
)
def test_fault_is_said_with_its_cell_and_its_fix(row: str, where: str, words: str) -> None:
    reading = read(row)
    found = [*reading.unreadable, *reading.problems]
    assert [remark.where for remark in found] == [where]
    assert words in found[0].message
    assert not reading.lines


def test_columns_stand_in_any_order() -> None:
    reading = read("5,actual,2026-04,a/cost", header="Value,Basis,Start,Series")
    assert [line.figure for line in reading.lines] == [figure()]


def test_blank_value_records_nothing_and_zero_does() -> None:
    reading = read(",a/cost,2026-04,,actual,,,,", ",a/cost,2026-05,,actual,,0,,", ",a/cost,2026-06,,actual,,-,,")
    assert [line.figure.value for line in reading.lines] == [0, 0]
    assert reading.notes == ["1 row has no value: a blank records nothing. To take a figure back, write withdrawn."]
    assert [remark.message for remark in reading.warnings] == ["A dash is read as zero."]


@pytest.mark.parametrize(("series", "end"), [("a/cost", date(2026, 6, 30)), ("a/people", date(2026, 6, 1))])
def test_month_that_a_spreadsheet_made_a_day(series: str, end: date) -> None:
    def fill(workbook, sheet):  # type: ignore[no-untyped-def]
        shown = workbook.add_format({"num_format": "mmm-yy"})
        sheet.write_row(0, 0, ["series", "start", "end", "basis", "value"])
        sheet.write_row(1, 0, [series, None, None, "actual", 5])
        sheet.write_datetime(1, 1, date(2026, 4, 1), shown)
        sheet.write_datetime(1, 2, date(2026, 6, 1), shown)

    reading = read_tidy(_headed(written(fill), "f.xlsx"), "anyshire", SERIES, "f.xlsx")
    assert [line.figure.end for line in reading.lines] == [end]
    assert [remark.where for remark in reading.warnings] == ["Figures!C2"] * (series == "a/cost")


def test_figures_as_lines() -> None:
    april, year = (date(2026, 4, 1), date(2026, 4, 30)), (date(2026, 4, 1), date(2027, 3, 31))
    rows = [
        TidyRow("a/cost", "actual", *april, april[0], Decimal("1200.5000"), "about", "why"),
        TidyRow("a/cost", "forecast", *year, date(2026, 9, 1), Decimal("100.0000"), ""),
    ]
    assert list(tidy_lines(rows, "anyshire")) == [
        ["anyshire", "a/cost", "2026-04", "2026-04", "actual", "", "1200.5", "about", "why"],
        ["anyshire", "a/cost", "2026-04-01", "2027-03-31", "forecast", "2026-09-01", "100", "", ""],
    ]

"""Files of past years, read and held against themselves: hand-worked, without a database."""

import io
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from finance.formats.history import read_history
from finance.formats.history_file import Told, period_label
from finance.formats.history_headings import Period
from finance.history import COLUMN, FILE, YEAR, Adjusted, Convention, KnownLine, NewLine, Past
from finance.history_checks import check_printed, examples
from finance.history_figures import bring
from ledger.months import FinancialYear, Span, month_number, start_of_day
from returns.formats.cells import UnreadableFile
from returns.formats.spreadsheets import read_spreadsheet
from returns.readings import Reading

TODAY = date(2020, 9, 1)
HOME = KnownLine("cc-100", "Home care", "budget/cc-100", None, False, 2019, None)
FEES = KnownLine("cc-200", "Client contributions", "budget/cc-200", None, True, 2019, None)
LINES = [HOME, FEES]
UNTOLD = Told()
LONG = "Cost centre,Budget line,Month,Budget,Actual,Variance\n"


def past_of(text: str, *, told: Told = UNTOLD, lines: list[KnownLine] = LINES, **convention: Any) -> Past:
    return _read(text.encode(), "past.csv", told, lines, convention)


def past_of_sheets(sheets: dict[str, list[list[Any]]], *, told: Told = UNTOLD, **convention: Any) -> Past:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        day = workbook.add_format({"num_format": "mmm-yy"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    sheet.write(row, column, value, day if isinstance(value, date) else None)
    return _read(file.getvalue(), "past.xlsx", told, LINES, convention)


def _read(content: bytes, name: str, told: Told, lines: list[KnownLine], convention: dict[str, Any]) -> Past:
    reading = Reading()
    file = read_history(read_spreadsheet(content, name), told, reading)
    past = bring(file, Convention(**convention), lines, {"older people": "op", "op": "op"}, reading, TODAY)
    check_printed(past)
    return past


def figures(past: Past) -> list[tuple[str, str, str, str, Decimal]]:
    """Line, basis, first day, edition and value of each figure."""
    rows = [line.figure for line in past.reading.lines]
    return [(f.series[7:], f.basis, str(f.start), str(f.edition or ""), Decimal(str(f.value))) for f in rows]


def wrong(past: Past) -> list[tuple[str, str]]:
    found = [*past.reading.unreadable, *past.reading.problems]
    return [(remark.address, remark.message) for remark in found]


def test_a_long_file_becomes_figures_of_each_month() -> None:
    past = past_of(LONG + 'CC/100,Home care,Apr-19,"1,200.50",1300,\nCC/100,Home care,May 2019,1200,(20),\n')

    assert wrong(past) == []
    assert figures(past) == [
        ("cc-100", "budget", "2019-04-01", "2019-04-01", Decimal("1200.50")),
        ("cc-100", "actual", "2019-04-01", "", Decimal(1300)),
        ("cc-100", "budget", "2019-05-01", "2019-04-01", Decimal(1200)),
        ("cc-100", "actual", "2019-05-01", "", Decimal(-20)),
    ]


@pytest.mark.parametrize(
    "heading", ["Apr-19", "April 2019", "Apr 19", "Apr19", "2019-04", "01/04/2019", "P1", "Period 01", "April", "M1"]
)
def test_a_month_across_can_be_called_in_many_ways(heading: str) -> None:
    other = "May-19" if heading != "P1" else "P2"
    past = past_of(
        f"Code,{heading},{other}\nCC100,5,6\n",
        told=Told(FinancialYear(2019), "actual"),
        lines=[HOME._replace(code="cc100")],
    )

    assert [(start, value) for _, _, start, _, value in figures(past)] == [("2019-04-01", 5), ("2019-05-01", 6)]


@pytest.mark.parametrize(
    ("month", "message"),
    [
        ("P14", "is no period"),
        ("P13", "doesn't say of which year"),
        ("P1", "doesn't say of which year"),
        ("Spring", "is no month"),
        ("", "has no month"),
    ],
)
def test_a_month_that_is_none_is_noted_with_its_cell(month: str, message: str) -> None:
    ((address, said),) = wrong(past_of(LONG + f"CC100,Home care,{month},1,2,\n"))

    assert address == "C2"
    assert message in said


def test_columns_are_found_by_name_wherever_they_stand() -> None:
    past = past_of(
        "Outturn 2019/20\n\nActuals,Period,Manager,Year,Code\n7,P3,somebody,2019/20,cc-100\n8,12,,2018-19,cc-100\n",
        lines=[HOME._replace(first_year=2018)],
    )

    assert [(start, value) for _, _, start, _, value in figures(past)] == [("2019-06-01", 7), ("2019-03-01", 8)]
    assert past.file.unread == ["column “Manager” (C3)"]


def test_a_wide_file_holds_kinds_in_rows_and_years_in_sheets() -> None:
    head = ["Code", "Name", "Kind", "P1", "P2", "Total"]
    past = past_of_sheets(
        {
            "2018-19": [head, ["cc-100", "Home care", "Budget", 10, 11, 21], [None, None, "Actual", 12, None, 12]],
            "2019-20": [head, ["cc-100", "Home care", "Forecast", 13, 14, 27]],
            "Notes": [["Anything"]],
        }
    )

    assert [(basis, start, value) for _, basis, start, _, value in figures(past)] == [
        ("budget", "2018-04-01", 10),
        ("budget", "2018-05-01", 11),
        ("actual", "2018-04-01", 12),
        ("forecast", "2019-04-01", 13),
        ("forecast", "2019-05-01", 14),
    ]
    assert past.reading.notes[-1].startswith("3 totals and variances that the file prints were checked: 3 agree")
    assert past.file.unread == ["sheet “Notes”, which has no headings that are known here"]


def test_months_across_can_be_dates_and_the_sheet_says_what_they_hold() -> None:
    past = past_of_sheets({"Actuals": [["Budget line", date(2019, 4, 1), date(2019, 5, 1)], ["Home care", 4, 5]]})

    assert [(basis, start, value) for _, basis, start, _, value in figures(past)] == [
        ("actual", "2019-04-01", 4),
        ("actual", "2019-05-01", 5),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Code,Apr-19,May-19\nCC100,1,2\n", "doesn't say whether its months hold"),
        ("Code,Kind,P1,P2\nCC100,Budget,1,2\n", "C1: “P1” doesn't say of which year"),
        ("Name,Amount\nHome care,1\n", "Row 1 says “Name”, “Amount”"),
        ("Code,Month,Budget,Budget\nCC100,Apr-19,1,2\n", "another column is called “Budget” too"),
        ("Code,Kind,Apr-19,April 2019\nCC100,Budget,1,2\n", "is there twice"),
    ],
)
def test_a_file_that_cannot_be_read_as_history_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        past_of(text)


def test_thousands_are_exact() -> None:
    past = past_of(LONG + "CC100,Home care,Apr-19,1.25,0.0005,\n", scale=1000, lines=[HOME._replace(code="cc100")])

    assert [value for *_, value in figures(past)] == [Decimal(1250), Decimal("0.5")]


@pytest.mark.parametrize(("printed", "positive"), [("500", True), ("(500)", False), ("-500", False), ("500-", False)])
def test_income_is_kept_negative_however_it_is_printed(printed: str, positive: bool) -> None:
    past = past_of(LONG + f"cc-200,,Apr-19,,{printed},\n", income_positive=positive)

    assert [value for *_, value in figures(past)] == [Decimal(-500)]
    assert past.reading.warnings == []


def test_income_of_the_other_sign_is_doubted() -> None:
    past = past_of(LONG + "cc-200,,Apr-19,,500,\n")

    assert [remark.address for remark in past.reading.warnings] == ["E2"]
    assert "is income printed as you say" in past.reading.warnings[0].message


@pytest.mark.parametrize(
    ("printed", "minus_is_over", "agrees"),
    [("100", False, True), ("(100)", True, True), ("(100)", False, False), ("100", True, False)],
)
def test_a_printed_variance_is_held_against_the_sum_in_the_files_own_sign(
    printed: str, minus_is_over: bool, agrees: bool
) -> None:
    past = past_of(LONG + f"cc-100,,Apr-19,1000,1100,{printed}\n", minus_is_over=minus_is_over)

    said = [(each.printed, each.worked_out, each.address) for each in past.reading.disagreements]
    assert said == ([] if agrees else [(Decimal(-100), Decimal(100), "F2")])


def test_income_short_of_its_budget_is_adverse() -> None:
    """Expected 500, came 450: £50 adverse, whether income is printed with a minus or not."""
    row = "cc-200,,Apr-19,{0}500,{0}450,50\n"
    for sign, positive in (("-", False), ("", True)):
        past = past_of(LONG + row.format(sign), income_positive=positive)
        assert past.reading.disagreements == []
        assert "1 agree" in past.reading.notes[-1]


def test_totals_are_held_against_the_rows_that_they_are_of() -> None:
    past = past_of(
        "Line,Kind,Apr-19,May-19,Total\n"
        "Home care,Actual,100,200,300\n"
        "Subtotal,Actual,100,200,300\n"
        "Client contributions,Actual,-30,-40,-71\n"
        "Subtotal,Actual,-30,-40,-70\n"
        "Grand total,Actual,70,161,230\n"
    )

    assert [(each.label, each.printed, each.worked_out, each.address) for each in past.reading.disagreements] == [
        ("Client contributions, total: actual", -71, -70, "E4"),
        ("Grand total: actual, May 2019", 161, 160, "D6"),
    ]


def test_a_total_is_of_what_stands_above_it_by_what_it_is_called() -> None:
    """Total older people and Total learning disability of their blocks, the last one of both; Total alone of all."""
    past = past_of(
        "Name,Month,Actual\n"
        "Home care,Apr-19,1\nHome care,May-19,2\n"
        "Total older people,Apr-19,1\nTotal older people,May-19,2\n"
        "Client contributions,Apr-19,-4\n"
        "Total learning disability,,-4\n"
        "Total adult social care,,-1\n"
        "Total,,-1\n"
    )

    assert past.reading.disagreements == []
    assert past.reading.notes[-1].startswith("5 totals and variances that the file prints were checked: 5 agree")


def test_a_line_called_total_that_has_a_code_is_a_line() -> None:
    past = past_of("Code,Name,Month,Actual\nx-1,Total mobile care,Apr-19,5\n", lines=[HOME._replace(code="x-1")])

    assert [value for *_, value in figures(past)] == [5]


@pytest.mark.parametrize(("total", "is_rounding"), [("101", True), ("99", True), ("102", False), ("98", False)])
def test_rounding_of_thousands_is_said_as_rounding(total: str, is_rounding: bool) -> None:
    """Three numbers of half a thousand each: up to £1,500 apart, which is £1,000 in whole thousands."""
    past = past_of(f"Name,Kind,Apr-19,May-19,Jun-19,Total\nHome care,Actual,33,33,34,{total}\n", scale=1000)

    assert [each.printed for each in past.reading.disagreements] == ([] if is_rounding else [Decimal(total) * 1000])
    assert ["by £1,000 at most: F2" in each.message for each in past.reading.warnings] == [True] * is_rounding


def test_a_file_in_pounds_rounds_nothing() -> None:
    past = past_of("Name,Kind,Apr-19,May-19,Total\nHome care,Actual,33,33,67\n")

    assert [(each.printed, each.worked_out) for each in past.reading.disagreements] == [(67, 66)]


def test_forecasts_of_a_month_are_of_the_month_they_were_made_in() -> None:
    past = past_of("Name,Month,Forecast\nHome care,Jun-19,10\n")

    (line,) = past.reading.lines
    assert (line.figure.start, line.figure.end) == (date(2019, 6, 1), date(2019, 6, 30))
    assert (line.figure.edition, line.known_from) == (date(2019, 6, 1), start_of_day(date(2019, 7, 31)))


def test_forecasts_of_the_year_are_kept_by_the_month_they_were_made_in() -> None:
    past = past_of(
        "Name,Month,Forecast made in,Forecast\nHome care,Mar-20,Jun-19,120\nHome care,Mar-20,Jul-19,130\n",
        forecast_of=YEAR,
        made=COLUMN,
    )

    assert [(line.figure.end, line.figure.edition, line.figure.value) for line in past.reading.lines] == [
        (date(2020, 3, 31), date(2019, 6, 1), 120),
        (date(2020, 3, 31), date(2019, 7, 1), 130),
    ]


def test_one_month_for_all_forecasts_of_the_year_leaves_room_for_one_value() -> None:
    text = "Name,Month,Forecast\nHome care,Apr-19,120\nHome care,May-19,120\nHome care,Jun-19,130\n"
    past = past_of(text, forecast_of=YEAR, made=FILE, made_in=date(2019, 6, 1))

    assert [line.figure.value for line in past.reading.lines] == [120]
    assert wrong(past) == [
        (
            "C4",
            "The forecast of Home care for 2019/20, made in June 2019 stands there twice: 120 in C2, 130 here. "
            "Keep one of them.",
        )
    ]


def test_a_forecast_without_the_month_it_was_made_in_is_noted() -> None:
    past = past_of("Name,Month,Made in,Forecast\nHome care,Apr-19,,120\n", made=COLUMN)

    assert wrong(past) == [("D2", "In which month this forecast was made isn’t said; fill in its column.")]


def test_a_forecast_variance_of_the_year_is_held_against_its_twelve_months() -> None:
    months = [f"{name}-19" for name in ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")]
    months += ["Jan-20", "Feb-20", "Mar-20"]
    rows = "".join(f"Home care,{month},10,{125 if month == 'Jun-19' else ''},\n" for month in months)
    head = "Name,Month,Budget,Forecast,Forecast variance\n"
    printed = "Home care,Jun-19,,,{}\n"
    for variance, disagrees in (("5", []), ("6", [(Decimal(6), Decimal(5))])):
        past = past_of(head + rows + printed.format(variance), forecast_of=YEAR)
        assert [(each.printed, each.worked_out) for each in past.reading.disagreements] == disagrees

    short = past_of(head + rows.replace("Home care,Mar-20,10,,\n", "") + printed.format(5), forecast_of=YEAR)
    assert "1 more can’t be checked" in short.reading.notes[-1]


def test_all_of_a_file_can_be_known_since_one_day() -> None:
    past = past_of(LONG + "cc-100,,Apr-19,1,2,\n", known_on=date(2019, 7, 16))

    assert {line.known_from for line in past.reading.lines} == {start_of_day(date(2019, 7, 16))}


def test_month_by_month_a_budget_is_known_when_its_year_begins_and_an_actual_a_month_later() -> None:
    past = past_of(LONG + "cc-100,,May-19,1,2,\ncc-100,,Aug-20,1,2,\n")

    assert [(line.figure.basis, line.known_from) for line in past.reading.lines] == [
        ("budget", start_of_day(date(2019, 4, 1))),
        ("actual", start_of_day(date(2019, 6, 30))),
        ("budget", start_of_day(date(2020, 4, 1))),
        ("actual", None),  # the end of September is to come: it is known from now
    ]


def test_unknown_lines_are_listed_with_the_nearest_code() -> None:
    past = past_of(LONG + "CC-101,Home help,Apr-19,1,,\nzzz,,Apr-19,1,,\n")

    assert past.reading.lines == []
    assert wrong(past) == [
        (
            "D2",
            "There is no budget line “CC-101” (Home help); the nearest is “cc-100” (Home care). Correct the file, or "
            "choose to make the lines that aren’t there.",
        ),
        ("D3", "There is no budget line “zzz”. Correct the file, or choose to make the lines that aren’t there."),
    ]


def test_unknown_lines_are_made_where_the_file_names_them() -> None:
    past = past_of(
        "Code,Name,Service,Type,Month,Budget\n"
        "DP 1,Direct payments,Older People,Expenditure,Apr-18,10\n"
        "GR1,Grant,,Income,Apr-19,20\n"
        "X9,,,,Apr-19,1\n"
        "Y9,Day care,Nowhere,,Apr-19,1\n",
        creates=True,
        income_positive=True,
    )

    assert [each.payload for each in past.reading.creations] == [
        NewLine("dp-1", "Direct payments", "op", False, 2018),
        NewLine("gr1", "Grant", None, True, 2019),
    ]
    assert [(line.figure.series, line.figure.value) for line in past.reading.lines] == [
        ("budget/dp-1", 10),
        ("budget/gr1", -20),
    ]
    assert [address for address, _ in wrong(past)] == ["F4", "F5"]
    assert past.reading.creations[0].detail == "spend, from 2018/19, service op"


def test_a_new_line_whose_figures_are_all_negative_is_income() -> None:
    past = past_of(LONG + "g1,Grant,Apr-19,-5,-6,-1\nh1,Hire,Apr-19,-5,6,11\n", creates=True)

    assert [each.payload.income for each in past.reading.creations] == [True, False]


def test_two_lines_of_one_name_are_not_told_apart_by_it() -> None:
    past = past_of(LONG + ",Home care,Apr-19,1,,\n", lines=[HOME, HOME._replace(code="cc-300")])

    ((address, message),) = wrong(past)
    assert (address, message) == (
        "D2",
        "cc-100 and cc-300 are both called “Home care”; add a column with their codes.",
    )


def test_a_line_found_by_its_name_under_another_code_is_said() -> None:
    past = past_of(LONG + "old-7,home care,Apr-19,1,,\n")

    assert len(past.reading.lines) == 1
    assert past.reading.warnings[0].message == "No line has the code “old-7”; this was read as cc-100 by its name."


def test_a_line_reaches_back_to_its_first_figures_but_not_beyond_its_end() -> None:
    past = past_of(LONG + "cc-100,,Apr-17,1,,\ncc-200,,Apr-21,-1,,\n", lines=[HOME, FEES._replace(last_year=2019)])

    assert [(each.label, each.detail) for each in past.reading.creations] == [
        ("cc-100: Home care", "part of the budget from 2017/18, not only from 2019/20")
    ]
    assert wrong(past) == [("D3", "Client contributions was part of the budget until 2019/20 only.")]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("12%", "percentage"),
        ("n/a", "leave it blank"),
        ("#REF!", "spreadsheet's error"),
        ("1,2", "comma"),
    ],
)
def test_an_amount_that_is_none_is_noted_with_its_cell(cell: str, message: str) -> None:
    ((address, said),) = wrong(past_of(LONG + f'cc-100,,Apr-19,"{cell}",,\n'))

    assert address == "D2"
    assert message in said


def test_blank_records_nothing_and_a_dash_is_zero() -> None:
    past = past_of(LONG + "cc-100,,Apr-19,,-,\n")

    assert figures(past) == [("cc-100", "actual", "2019-04-01", "", Decimal(0))]


def test_an_amount_without_a_line_is_not_dropped_in_silence() -> None:
    past = past_of_sheets({"Actual": [["Code", "Apr-19", "May-19"], ["cc-100", 1, 2], [None, 3, 4]]})

    assert wrong(past) == [("B3", "This row names no line; name it, or delete the row.")]


def test_the_preview_shows_how_a_cell_of_each_sort_was_read() -> None:
    past = past_of(
        "Code,Month,Budget,Actual,Forecast,Variance\ncc-100,Jun-19,1.25,1.3,15.2,(0.05)\ncc-200,Jun-19,0.4,0.5,,\n",
        scale=1000,
        income_positive=True,
        minus_is_over=True,
        forecast_of=YEAR,
    )

    assert list(examples(past)) == [
        "C2 prints 1.25, the budget of cc-100 for June 2019: read as £1,250, money that goes out, "
        "known from 1 April 2019.",
        "C3 prints 0.4, the budget of cc-200 for June 2019, which is income: read as −£400, money that comes in, "
        "known from 1 April 2019.",
        "E2 prints 15.2, the forecast of cc-100 for June 2019: read as what was forecast for 2019/20, made in June "
        "2019.",
        "F2 prints (0.05), the variance of cc-100 for June 2019: read as £50 adverse, an overspend or what is the "
        "same for income.",
    ]


def test_the_last_digit_is_that_of_all_figures_of_its_sort() -> None:
    """Where thousands are printed to a tenth somewhere, 66 for 33 and 34 is £1,000 wrong and no rounding."""
    rows = "Home care,Actual,33,34,66\nClient contributions,Actual,-0.5,-1,-1.5\n"
    past = past_of(f"Name,Kind,Apr-19,May-19,Total\n{rows}", scale=1000)

    assert [(each.printed, each.worked_out) for each in past.reading.disagreements] == [(66_000, 67_000)]


# --- period 13

ADJUSTED = [line._replace(adjustment=f"{line.series}/period-13") for line in LINES]


@pytest.mark.parametrize("period", ["P13", "13", "Period 13", "Year-end adjustment", "M13"])
def test_period_13_of_a_long_file_is_the_year_end_adjustment(period: str) -> None:
    past = past_of(
        f"Code,Year,Month,Actual,Forecast\ncc-100,2019-20,P12,100,\ncc-100,2019-20,{period},(7),(5)\n",
        lines=ADJUSTED,
    )

    assert wrong(past) == []
    assert [(line.figure.series, line.figure.basis, line.figure.value) for line in past.reading.lines] == [
        ("budget/cc-100", "actual", 100),
        ("budget/cc-100/period-13", "actual", -7),
        ("budget/cc-100/period-13", "forecast", -5),
    ]
    (_, actual, forecast) = past.reading.lines
    assert (actual.figure.start, actual.figure.end) == (date(2019, 4, 1), date(2020, 3, 31))
    assert actual.known_from == start_of_day(date(2020, 5, 31))
    assert (forecast.figure.edition, forecast.known_from) == (date(2020, 3, 1), start_of_day(date(2020, 5, 31)))
    assert past.reading.creations == []
    assert past.reading.warnings == []  # an adjustment of spend may well be below zero


def test_period_13_across_is_part_of_the_printed_total() -> None:
    """100 + 200 − 7 are 293, of which 300 are of months; its year is that of the months beside it."""
    head = "Code,Kind,Apr-19,May-19,P13,Total\n"
    past = past_of(f"{head}cc-100,Actual,100,200,-7,293\nTotal,Actual,100,200,-8,293\n", lines=ADJUSTED)

    assert [line.figure.value for line in past.reading.lines] == [100, 200, -7]
    assert past.reading.lines[2].figure.end == date(2020, 3, 31)
    assert [(each.label, each.printed, each.worked_out) for each in past.reading.disagreements] == [
        ("Total: actual, period 13 of 2019/20", -8, -7)
    ]


def test_a_line_without_adjustments_is_given_them_and_so_is_a_new_one() -> None:
    text = LONG.replace("Month", "Year,Month") + "cc-100,,2019-20,P13,0,7,7\nnew,New line,2019-20,P13,,9,\n"
    past = past_of(text, creates=True)

    assert [each.payload for each in past.reading.creations] == [
        NewLine("new", "New line", None, False, 2019, adjusted=True),
        Adjusted("cc-100"),
    ]
    assert [(line.figure.series, line.figure.value) for line in past.reading.lines] == [
        ("budget/cc-100/period-13", 7),
        ("budget/new/period-13", 9),
    ]
    coming = {series.code for each in past.reading.creations for series in each.series}
    assert coming == {"budget/cc-100/period-13", "budget/new", "budget/new/period-13"}
    assert "1 agree" in past.reading.notes[-1]  # the printed variance of period 13


@pytest.mark.parametrize(
    ("row", "forecast_of", "message"),
    [
        ("P13,5,,", "month", "Period 13 has no budget of its own here"),
        ("P13,,,120", "year", "A forecast of the whole year can’t be one of period 13"),
    ],
)
def test_what_period_13_does_not_have_is_noted(row: str, forecast_of: str, message: str) -> None:
    past = past_of(
        f"Code,Month,Budget,Actual,Forecast\ncc-100,{row}\n",
        told=Told(FinancialYear(2019)),
        lines=ADJUSTED,
        forecast_of=forecast_of,
    )

    assert past.reading.lines == []
    assert message in wrong(past)[0][1]


def test_the_preview_says_how_period_13_was_read() -> None:
    past = past_of("Code,Year,Month,Actual\ncc-100,2019-20,P12,5\ncc-100,2019-20,P13,(7)\n", lines=ADJUSTED)

    assert list(examples(past))[1] == (
        "D3 prints (7), the actual of cc-100 for period 13 of 2019/20: read as −£7, money that comes in, known from "
        "31 May 2020."
    )


@given(st.integers(1990, 2099))
def test_periods_of_a_year_join_and_the_13th_is_all_of_it(first: int) -> None:
    year = FinancialYear(first)
    spans = [Period(None, number).in_year(year, f"P{number}") for number in range(1, 14)]

    assert [month_number(span.start) for span in spans[:12]] == list(range(1, 13))
    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(spans[:12]))
    assert spans[12] == Span(spans[0].start, spans[11].end) == year.span
    assert period_label(spans[12]) == f"period 13 of {year.label}"
    assert [period_label(span) for span in spans[:12]] == [span.label for span in spans[:12]]

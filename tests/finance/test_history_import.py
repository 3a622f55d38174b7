"""Bringing a council's past: preview, recording in the ledger with its moments, and the pages."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import xlsxwriter
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from finance.actions import propose_virement, put_line
from finance.imports.history import COLUMNS
from finance.models import BudgetLine
from finance.selectors import monitoring
from ledger.actions import add_service, load_measures
from ledger.models import Channel, Entry, Figure, Membership, Organisation, Service
from ledger.months import FinancialYear, end_of_day, start_of_day
from returns.formats.spreadsheets import read_spreadsheet
from returns.models import Upload
from tests.conftest import signed_in

NEW_URL = "/anyshire/uploads/new/history/"
ANSWERS = {
    "unit": "1",
    "income": "negative",
    "variance": "under",
    "forecast_of": "month",
    "made": "row",
    "known": "month",
    "lines": "leave",
}
HEAD = "Code,Name,Month,Budget,Actual,Forecast"
JUNE = f"{HEAD}\nhome,Home care,Jun-19,100,110,115\nfees,Fees,Jun-19,-20,-18,-19\n"
YEAR = FinancialYear(2019)


@pytest.fixture
def budget(council: Organisation) -> Organisation:
    """Two lines, made today, in the budget of 2020/21."""
    load_measures()
    for code, name in (("home", "Home care"), ("fees", "Fees")):
        put_line(organisation=council, code=code, name=name, income=code == "fees", first_year=2020, by=None)
    return council


@pytest.fixture
def client(budget: Organisation, lead: User) -> Client:
    return signed_in(lead)


def upload(client: Client, text: str | bytes, name: str = "past.csv", **answers: str) -> HttpResponse:
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return client.post(NEW_URL, {"file": file, **ANSWERS, **answers})  # type: ignore[return-value]


def previewed(client: Client, text: str | bytes, name: str = "past.csv", **answers: str) -> HttpResponse:
    answer = upload(client, text, name, **answers)
    assert answer.status_code == 302, strip_tags(answer.content.decode())
    return client.get(answer["Location"])  # type: ignore[return-value]


def record_all(client: Client, page: HttpResponse) -> HttpResponse:
    preview = page.context["preview"]  # type: ignore[attr-defined]
    return client.post(page.request["PATH_INFO"], {"saw": preview.saw}, follow=True)  # type: ignore[attr-defined,return-value]


def words(page: HttpResponse) -> str:
    return " ".join(strip_tags(page.content.decode()).split())


def kept() -> list[tuple[str, str, str, str, Decimal | None, datetime]]:
    figures = Figure.objects.order_by("known_from", "series__code", "basis")
    return list(figures.values_list("series__code", "basis", "start", "edition", "value", "known_from"))


def test_the_past_is_recorded_with_the_moments_it_was_known(client: Client, lead: User) -> None:
    page = previewed(client, JUNE, reason="Monthly reports of 2019")
    assert "D2 prints 100, the budget of Home care for June 2019: read as £100" in words(page)
    assert Figure.objects.count() == 0

    result = record_all(client, page)

    year, july = start_of_day(date(2019, 4, 1)), start_of_day(date(2019, 7, 31))
    june, april = date(2019, 6, 1), date(2019, 4, 1)
    assert kept() == [
        ("budget/fees", "budget", june, april, -20, year),
        ("budget/home", "budget", june, april, 100, year),
        ("budget/fees", "actual", june, june, -18, july),
        ("budget/fees", "forecast", june, june, -19, july),
        ("budget/home", "actual", june, june, 110, july),
        ("budget/home", "forecast", june, june, 115, july),
    ]
    upload = Upload.objects.get()
    assert {(entry.channel, entry.by, entry.reason, entry.file_digest) for entry in Entry.objects.all()} == {
        (Channel.HISTORY, lead, "Monthly reports of 2019", upload.digest)
    }
    assert upload.entries.count() == Entry.objects.count() == 2
    assert "“past.csv” is recorded." in words(result)


def test_the_past_stands_on_the_pages_of_its_days(client: Client, budget: Organisation) -> None:
    """A line that was made today is known since its first figures, with all that it is grouped by."""
    record_all(client, previewed(client, JUNE.replace("Jun", "Apr")))

    for day, actual in ((date(2019, 5, 30), None), (date(2019, 5, 31), 92)):
        found = monitoring(budget, YEAR, end_of_day(day), day, "service", {})
        assert [line.code for line in found.structure.lines] == ["fees", "home"]
        assert found.net["actual_to_date"].value == actual
    assert set(BudgetLine.objects.values_list("code", "first_year")) == {("home", 2019), ("fees", 2019)}


def test_the_same_file_twice_changes_nothing(client: Client) -> None:
    record_all(client, previewed(client, JUNE))
    before = kept()

    again = previewed(client, JUNE)

    assert again.context["preview"].counts == {"unchanged": 6}  # type: ignore[attr-defined]
    assert "Nothing in this file is new" in words(again)
    assert "This very file was recorded" in words(again)
    record_all(client, again)
    assert kept() == before
    assert Entry.objects.count() == 2


def test_one_day_for_the_whole_file_makes_one_entry(client: Client) -> None:
    record_all(client, previewed(client, JUNE, known="day", known_on="2019-09-10"))

    assert Entry.objects.get().known_from == start_of_day(date(2019, 9, 10))
    assert Figure.objects.count() == 6


def test_thousands_and_signs_are_converted_on_load(client: Client) -> None:
    text = "Cost centre,Month,Budget,Actual,Variance (£000)\nhome,Apr-19,1.25,1.3,(0.05)\nfees,Apr-19,0.4,0.5,0.1\n"

    page = previewed(client, text, unit="1000", income="positive", variance="over")
    record_all(client, page)

    assert sorted(Figure.objects.values_list("series__code", "basis", "value")) == [
        ("budget/fees", "actual", -500),
        ("budget/fees", "budget", -400),
        ("budget/home", "actual", 1300),
        ("budget/home", "budget", 1250),
    ]
    assert "2 totals and variances that the file prints were checked: 2 agree" in words(page)
    assert "E2 prints (0.05), the variance of home for April 2019: read as £50 adverse" in words(page)


def test_every_disagreement_is_listed_with_both_numbers_and_none_is_refused(client: Client) -> None:
    text = f"{HEAD},Variance\nhome,Home care,Jun-19,100,110,,15\nTotal,,Jun-19,100,111,,\n"
    page = previewed(client, text)

    said = page.context["preview"].reading.disagreements  # type: ignore[attr-defined]
    assert [(each.address, each.printed, each.worked_out) for each in said] == [("E3", 111, 110), ("G2", 15, 10)]
    assert "Home care: variance, June 2019" in words(page)
    record_all(client, page)
    assert sorted(Figure.objects.values_list("basis", "value")) == [("actual", 110), ("budget", 100)]


def test_another_unit_in_the_headings_is_pointed_out(client: Client) -> None:
    page = previewed(client, JUNE.replace("Budget", "Budget (£000)"))

    assert "The file’s headings say £000; it was read in £, as you chose." in words(page)


def test_lines_that_are_not_there_are_listed_or_made(client: Client, budget: Organisation) -> None:
    add_service(organisation=budget, code="op", name="Older people", by=None)
    text = "Code,Name,Service,Month,Budget\nHO-ME,Home help,Older people,Apr-19,5\n"

    page = previewed(client, text)
    assert "the nearest is “home” (Home care)" in words(page)
    assert "Record all of it" not in words(page)

    page = previewed(client, text, lines="make")
    assert "ho-me: Home help" in words(page)
    record_all(client, page)
    line = BudgetLine.objects.get(code="ho-me")
    assert (line.name, line.service and line.service.code, line.first_year) == ("Home help", "op", 2019)
    assert Figure.objects.get().series == line.series
    moment = end_of_day(date(2019, 4, 1))
    assert BudgetLine.history.as_of(moment).get().code == "ho-me"
    assert Service.history.as_of(moment).get().code == "op"


def test_a_new_lines_series_takes_another_code_where_its_own_is_taken(client: Client, budget: Organisation) -> None:
    home = BudgetLine.objects.get(code="home").series
    type(home).objects.filter(pk=home.pk).update(code="budget/spare")

    record_all(client, previewed(client, f"{HEAD}\nspare,Spare,Jun-19,100,,\n", lines="make"))

    assert Figure.objects.get().series.code == "budget/spare-2"


def test_a_line_whose_code_is_an_address_is_not_made(client: Client) -> None:
    page = previewed(client, f"{HEAD}\nnew,New line,Jun-19,100,,\n", lines="make")

    assert "A line can’t have the code “new”" in words(page)


def test_nothing_is_recorded_where_one_cell_is_wrong(client: Client) -> None:
    page = previewed(client, JUNE.replace("-18", "n/a"))

    assert "E3: “n/a” is not a number" in words(page)
    record_all(client, page)
    assert Figure.objects.count() == 0


def test_a_budget_that_a_virement_moved_is_left_alone(client: Client, budget: Organisation, lead: User) -> None:
    months = ("Jun-19", "Jul-19", "Aug-19", "Sep-19", "Oct-19", "Nov-19", "Dec-19", "Jan-20", "Feb-20", "Mar-20")
    record_all(client, previewed(client, "\n".join([HEAD, *(f"home,,{month},100,," for month in months)])))
    propose_virement(
        organisation=budget,
        holds_from=date(2019, 6, 1),
        amounts={"home": Decimal(10)},
        kind="growth",
        reason="More of it",
        by=lead,
        channel=Channel.HISTORY,
        known_from=end_of_day(date(2019, 6, 10)),
    )

    page = previewed(client, JUNE)

    assert "A virement changed this line’s budget of 2019/20; leave its budget out." in words(page)


def test_period_13_lands_where_monitoring_looks_for_it(client: Client, budget: Organisation) -> None:
    """£100 a month for twelve months and £7 less in period 13: £1,193, known since the end of May."""
    months = [f"P{number},100,100" for number in range(1, 13)]
    rows = "".join(f"home,Home care,2019-20,{row}\n" for row in [*months, "P13,,-7"])
    page = previewed(client, f"Code,Name,Year,Month,Budget,Actual\n{rows}", "past.csv")
    assert "its year-end adjustments are kept too" in words(page)
    assert "Home care: year-end adjustment" in words(page)

    record_all(client, page)

    adjustment = BudgetLine.objects.get(code="home").adjustment
    assert adjustment
    assert adjustment.code == "budget/home/period-13"
    for day, outturn in ((date(2020, 5, 30), 1200), (date(2020, 5, 31), 1193)):
        found = monitoring(budget, YEAR, end_of_day(day), day, "line", {})
        assert found.net["projected"].value == outturn
    assert found.net["adjustment"].value == -7
    assert "Nothing in this file is new" in words(previewed(client, f"{HEAD},Year\nhome,,P13,,-7,,2019-20\n"))


def test_period_13_brought_later_stands_in_the_past_too(client: Client, budget: Organisation) -> None:
    """The line is known since April 2019 by then, without adjustments."""
    record_all(
        client,
        previewed(client, "Code,Year,Month,Actual\n" + "".join(f"home,2019-20,P{n},5\n" for n in range(1, 13))),
    )

    record_all(client, previewed(client, "Code,Year,Month,Actual\nhome,2019-20,P13,2\n"))

    day = date(2020, 6, 1)
    assert monitoring(budget, YEAR, end_of_day(day), day, "line", {}).net["projected"].value == 62


def test_period_13_of_a_new_line_comes_with_it(client: Client) -> None:
    text = "Code,Name,Year,Month,Actual\nspare,Spare,2019-20,P12,5\nspare,Spare,2019-20,P13,2\n"
    record_all(client, previewed(client, text, lines="make"))

    line = BudgetLine.objects.get(code="spare")
    assert line.adjustment
    assert dict(Figure.objects.values_list("series__code", "value")) == {
        line.series.code: 5,
        line.adjustment.code: 2,
    }


def live(council: Organisation, ago: timedelta = timedelta(days=1)) -> None:
    Organisation.objects.filter(pk=council.pk).update(live_from=timezone.now() - ago)


def test_a_live_council_is_told_before_it_uploads(client: Client, budget: Organisation) -> None:
    live(budget)

    page = client.get(NEW_URL)
    assert "Anyshire is live; its past can’t be brought in any more." in words(page)  # type: ignore[arg-type]
    assert b'type="file"' not in page.content
    assert upload(client, JUNE).status_code == 200
    assert Upload.objects.count() == 0


def test_a_council_that_goes_live_after_the_preview_keeps_its_past(client: Client, budget: Organisation) -> None:
    page = previewed(client, JUNE)
    live(budget)

    answer = record_all(client, page)

    assert "Anyshire is live; its past can’t be brought in any more." in words(answer)
    assert Figure.objects.count() == 0


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"made": "file"}, "Say in which month the file’s forecasts were made"),
        ({"known": "day"}, "Say since which day the file was known"),
        ({"unit": ""}, "Choose whether it is in £ or £000"),
        ({"year": "2019"}, "is not a financial year"),
    ],
)
def test_what_the_file_cannot_say_is_asked(client: Client, answers: dict[str, str], message: str) -> None:
    answer = upload(client, JUNE, **answers)

    assert answer.status_code == 200
    assert message in words(answer)
    assert Upload.objects.count() == 0


def test_an_answer_stands_in_the_preview_after_it_was_kept(client: Client) -> None:
    """A month and a day come back from the database as text."""
    text = "Name,Kind,P1,P2\nHome care,Forecast,5,6\n"
    answers = {"made": "file", "made_in": "2019-05", "known": "day", "known_on": "2019-06-01", "year": "2019-20"}
    record_all(client, previewed(client, text, **answers))

    rows = Figure.objects.order_by("start").values_list("start", "edition", "known_from")
    assert list(rows) == [
        (date(2019, 4, 1), date(2019, 5, 1), start_of_day(date(2019, 6, 1))),
        (date(2019, 5, 1), date(2019, 5, 1), start_of_day(date(2019, 6, 1))),
    ]


def test_a_workbook_of_years_is_recorded(client: Client) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        for year, value in (("2018-19", 1.25), ("2019-20", 2.5)):
            sheet = workbook.add_worksheet(year)
            for row, cells in enumerate((["Home care by month"], ["Code", "Kind", "P1"], ["home", "Actual", value])):
                sheet.write_row(row, 0, cells)
    page = previewed(client, file.getvalue(), "past.xlsx", unit="1000")
    record_all(client, page)

    assert sorted(Figure.objects.values_list("start", "value")) == [
        (date(2018, 4, 1), 1250),
        (date(2019, 4, 1), 2500),
    ]


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_template_has_the_columns_that_are_read(client: Client, name: str) -> None:
    answer = client.get(f"{NEW_URL}template/{name}/")

    workbook = read_spreadsheet(answer.content, f"history.{name}")
    assert tuple(cell.value for cell in workbook.first.row(1)) == COLUMNS
    assert upload(client, answer.content, f"history.{name}").status_code in (200, 302)


def test_a_lead_of_one_service_makes_no_lines(client: Client, budget: Organisation, lead: User) -> None:
    add_service(organisation=budget, code="op", name="Older people", by=None)
    Membership.objects.get(user=lead).services.add(Service.objects.get())

    page = previewed(client, f"{HEAD}\nnew,New,Jun-19,100,,\n", lines="make")

    assert "budget lines are made by finance leads who aren’t limited" in words(page)


def test_anonymous_is_asked_to_sign_in(budget: Organisation) -> None:
    assert Client().get(NEW_URL).status_code == 302


def test_a_stranger_is_not_told_of_it(budget: Organisation, stranger: User) -> None:
    assert signed_in(stranger).get(NEW_URL).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "contributor", "officer", "administrator"])
def test_only_leads_bring_the_past(
    budget: Organisation, lead: User, role: str, request: pytest.FixtureRequest
) -> None:
    page = previewed(signed_in(lead), JUNE)
    other = signed_in(request.getfixturevalue(role))

    assert other.get(NEW_URL).status_code == 403
    assert other.get(page.request["PATH_INFO"]).status_code == 403  # type: ignore[attr-defined]


def test_the_preview_asks_no_more_for_a_longer_file(
    client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    months = ("Apr-19", "May-19", "Jun-19", "Jul-19", "Aug-19", "Sep-19")
    rows = "".join(f"home,Home care,{month},1,2,3\nfees,Fees,{month},-1,-2,-3\n" for month in months)
    page = previewed(client, f"{HEAD}\n{rows}")

    with django_assert_max_num_queries(16):
        client.get(page.request["PATH_INFO"])  # type: ignore[attr-defined]

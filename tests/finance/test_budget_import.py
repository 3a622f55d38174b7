"""The budget of a year from a file: lines made and changed, months to the penny, and the pages."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from finance.imports.budget import COLUMNS
from finance.models import BudgetLine
from ledger.models import Basis, Channel, Entry, Figure, Membership, Organisation, Service
from ledger.months import add_months
from returns.formats.spreadsheets import read_spreadsheet
from tests.conftest import signed_in
from tests.factories import record

from .budgets import Budget, make_heading, small_budget

NEW_URL = "/anyshire/uploads/new/budget/"
ANSWERS = {"year": "2020-21", "unit": "1", "income": "negative"}
APRIL = date(2020, 4, 1)


@pytest.fixture
def budget(council: Organisation) -> Budget:
    return small_budget(council)


@pytest.fixture
def client(budget: Budget, lead: User) -> Client:
    return signed_in(lead)


def previewed(client: Client, text: str, **answers: str) -> HttpResponse:
    file = SimpleUploadedFile("budget.csv", text.encode())
    answer = client.post(NEW_URL, {"file": file, **ANSWERS, **answers})
    assert answer.status_code == 302, strip_tags(answer.content.decode())
    return client.get(answer["Location"])  # type: ignore[return-value]


def record_all(client: Client, page: HttpResponse) -> None:
    preview = page.context["preview"]  # type: ignore[attr-defined]
    client.post(page.request["PATH_INFO"], {"saw": preview.saw})  # type: ignore[attr-defined]


def words(page: HttpResponse) -> str:
    return " ".join(strip_tags(page.content.decode()).split())


def months_of(code: str) -> list[Decimal | None]:
    found = Figure.objects.filter(series__code=f"budget/{code}", basis=Basis.BUDGET, start__gte=APRIL)
    return list(found.order_by("start", "-id").values_list("value", flat=True))


def test_a_years_budget_is_recorded_by_month(client: Client, lead: User) -> None:
    """£1,000.03 in twelfths: £83.34 three times over for the odd pennies, else £83.33."""
    page = previewed(client, 'code,name,budget\nhomecare,Homecare,"1,000.03"\n')
    assert Entry.objects.filter(channel=Channel.WORKBOOK).count() == 0

    record_all(client, page)

    months = months_of("homecare")
    assert months == [Decimal("83.34")] * 7 + [Decimal("83.33")] * 5
    assert sum(month or 0 for month in months) == Decimal("1000.03")
    assert Entry.objects.get(channel=Channel.WORKBOOK).by == lead


def test_lines_are_made_and_changed_with_what_they_are_grouped_by(
    client: Client, budget: Budget, council: Organisation
) -> None:
    make_heading(council, "cost-centre", "A12", "Respite unit")
    page = previewed(
        client,
        "code,name,service,cost centre,income,april,may,june,july,august,september,october,november,december,"
        "january,february,march,budget\n"
        "GR/1,Better care grant,Older people,A12,yes,1,1,1,1,1,1,1,1,1,1,1,2,13\n"
        "day-care,Day centres,,respite unit,,,,,,,,,,,,,,\n",
        income="positive",
        unit="1000",
    )
    assert "gr-1: Better care grant" in words(page)

    record_all(client, page)

    grant, day_care = (BudgetLine.objects.get(code=code) for code in ("gr-1", "day-care"))
    assert (grant.income, grant.first_year, str(grant.service), str(grant.cost_centre)) == (
        *(True, 2020, "Older people", "Respite unit"),
    )
    assert (day_care.name, str(day_care.cost_centre), day_care.first_year) == ("Day centres", "Respite unit", 2019)
    assert months_of("gr-1") == [Decimal(-1000)] * 11 + [Decimal(-2000)]
    assert months_of("day-care") == []


def test_a_budget_can_fall_as_last_years_actuals_did(client: Client, budget: Budget) -> None:
    for month in range(12):
        record(budget.day_care.series, 200 if month == 0 else 100, add_months(date(2019, 4, 1), month))

    record_all(client, previewed(client, "code,name,budget,profile\nday-care,,1300,last-year\n"))

    assert months_of("day-care") == [200] + [100] * 11


def test_the_same_budget_twice_changes_nothing(client: Client) -> None:
    text = "code,name,budget\nhomecare,,1200\nrespite,Respite,600\n"
    record_all(client, previewed(client, text))
    before = Figure.objects.count()

    again = previewed(client, text)

    assert "Nothing in this file is new" in words(again)
    record_all(client, again)
    assert Figure.objects.count() == before


@pytest.mark.parametrize(
    ("row", "where", "message"),
    [
        (",Nobody,1200,,", "A2", "This line has no code"),
        ("edit,Editing,1200,,", "A2", "can’t have the code “edit”"),
        ("unheard,,1200,,", "B2", "name it, and it is made"),
        ("homecare,,1200,Nowhere,", "D2", "There is no service “Nowhere” here"),
        ("homecare,,1200,,slowly", "C2", "is no profile"),
        ("homecare,,1200,,last-year", "C2", "known for 5 of 12 months"),
        ("homecare,,12oo,,", "C2", "is no number"),
    ],
)
def test_what_cannot_be_is_said_with_its_cell(client: Client, row: str, where: str, message: str) -> None:
    page = previewed(client, f"code,name,budget,service,profile\n{row}\n")

    preview = page.context["preview"]  # type: ignore[attr-defined]
    said = [(remark.address, remark.message) for remark in (*preview.reading.unreadable, *preview.problems)]
    assert [address for address, _ in said] == [where]
    assert message in said[0][1]
    record_all(client, page)
    assert months_of("homecare") == []


def test_months_that_do_not_come_to_the_year_are_refused(client: Client) -> None:
    months = "april,may,june,july,august,september,october,november,december,january,february,march"
    page = previewed(client, f"code,name,{months},budget\nhomecare,,{','.join(['1'] * 12)},13\n")

    assert "The months come to £12.00, not to £13.00" in words(page)


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_template_has_the_columns_that_are_read(client: Client, name: str) -> None:
    answer = client.get(f"{NEW_URL}template/{name}/")

    sheet = read_spreadsheet(answer.content, f"budget.{name}").first
    assert tuple(cell.value for cell in sheet.row(1)) == COLUMNS


def test_a_lead_of_one_service_brings_no_whole_budget(client: Client, lead: User) -> None:
    Membership.objects.get(user=lead).services.add(Service.objects.get(code="older"))

    assert "aren’t limited to services" in words(previewed(client, "code,name,budget\nhomecare,,1200\n"))


def test_anonymous_is_asked_to_sign_in(budget: Budget) -> None:
    assert Client().get(NEW_URL).status_code == 302


def test_a_stranger_is_not_told_of_it(budget: Budget, stranger: User) -> None:
    assert signed_in(stranger).get(NEW_URL).status_code == 404


def test_a_reader_may_not_bring_a_budget(budget: Budget, viewer: User) -> None:
    assert signed_in(viewer).get(NEW_URL).status_code == 403


def test_the_preview_asks_no_more_for_a_longer_file(
    client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    page = previewed(client, "code,name,budget\n" + "".join(f"new-{n},New {n},12\n" for n in range(30)))

    with django_assert_max_num_queries(20):
        client.get(page.request["PATH_INFO"])  # type: ignore[attr-defined]

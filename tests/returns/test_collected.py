"""Figures of the tidy format that a return collects: they go into it, as typing into its page does."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger.actions import close_period, record_figures
from ledger.errors import Rejected
from ledger.models import Basis, Comment, Entry, Figure, Organisation, Role, Series
from ledger.months import Span, add_months
from returns.actions import approve_return, open_return, record_upload, save_return, submit_return
from returns.belonging import has_cell
from returns.models import Form, Return, Upload
from returns.selectors.uploads import preview_upload
from tests.conftest import signed_in
from tests.factories import new_figure, record
from tests.ledger.api_client import april, entry, fields, send, with_token

from .conftest import JUNE, make_form, make_series
from .test_upload_pages import counts, record_all, text_of, tidy, uploaded

JUNE_ROW = "spend/packages,2019-06,,actual,,100,,Late invoice"
MAY_ROW = "spend/packages,2019-05,,actual,,50,,"
JULY_FORECAST = "spend/packages,2019-07,,forecast,2019-06,70,,"
BUDGET = "spend/packages,2019-06,,budget,2019-04-01,90,,"
JUNE_SPAN = Span.month(JUNE)


@pytest.fixture
def client(june: Return, officer: User) -> Client:
    return signed_in(officer)


def entries(filled: Return) -> list[Entry]:
    return list(Entry.objects.filter(step__of=filled).order_by("number"))


def standing(code: str, month: date, basis: str = Basis.ACTUAL) -> Figure:
    found = Figure.objects.as_at(None).filter(series__code=code, start=month, basis=basis)
    return found.select_related("entry").get()


# --- where they land


def test_what_a_return_collects_goes_into_it_and_the_rest_does_not(client: Client, june: Return) -> None:
    url = uploaded(client, tidy(JUNE_ROW, MAY_ROW, JULY_FORECAST, BUDGET), reason="From the finance system")
    assert "3 figures go into the return “Monthly outturn, June 2019”, provisional" in text_of(client.get(url))
    record_all(client, url)
    (entry,) = entries(june)
    assert (entry.provisional, entry.figure_count, entry.reason) == (True, 3, "From the finance system")
    budget = standing("spend/packages", JUNE, Basis.BUDGET).entry
    assert (budget.provisional, budget.figure_count) == (False, 1)
    assert list(Upload.objects.get().entries.order_by("number")) == [entry, budget]
    assert entry.file_digest == budget.file_digest == Upload.objects.get().digest
    assert [(c.text, c.figure.entry) for c in Comment.objects.all()] == [("Late invoice", entry)]
    page = text_of(client.get("/anyshire/returns/outturn/2019-06-01/steps/"))
    assert "Figures saved" in page
    assert "3 figures, workbook" in page


def test_they_are_approved_with_the_return_by_somebody_else(
    client: Client, june: Return, officer: User, lead: User
) -> None:
    record_all(client, uploaded(client, tidy(JUNE_ROW)))
    submit_return(filled=june, by=officer)
    approve_return(filled=june, by=lead)
    assert entries(june)[0].approval.by == lead


def test_who_uploaded_them_does_not_approve(june: Return, officer: User, lead: User) -> None:
    client = signed_in(lead)
    record_all(client, uploaded(client, tidy(JUNE_ROW)))
    submit_return(filled=june, by=officer)
    with pytest.raises(ValidationError, match="filled in or submitted this return yourself"):
        approve_return(filled=june, by=lead)


def test_each_figure_goes_into_the_earliest_return_that_has_it(client: Client, june: Return, form: Form) -> None:
    july = open_return(form=form, day=date(2019, 7, 1), by=None)
    record_all(client, uploaded(client, tidy(MAY_ROW, JUNE_ROW, "spend/packages,2019-07,,actual,,7,,")))
    assert [entry.figure_count for entry in entries(june)] == [2]
    assert [entry.figure_count for entry in entries(july)] == [1]


def test_without_a_return_they_stand_at_once(client: Client, june: Return) -> None:
    record_all(client, uploaded(client, tidy("spend/packages,2019-07,,actual,,7,,")))  # after June
    assert not standing("spend/packages", date(2019, 7, 1)).entry.provisional
    Return.objects.update(state="closed")
    record_all(client, uploaded(client, tidy(JUNE_ROW)))
    assert not standing("spend/packages", JUNE).entry.provisional
    assert entries(june) == []


# --- what keeps them back


def test_submitted_return_takes_none_and_says_what_to_do(client: Client, june: Return, officer: User) -> None:
    submit_return(filled=june, by=officer)
    url = uploaded(client, tidy(JUNE_ROW, BUDGET))
    page = text_of(client.get(url))
    assert "F2: “Monthly outturn, June 2019” collects this. This return is submitted." in page
    assert "Whoever approves it can send it back to be changed. Or leave this out of the file." in page
    assert "Nothing in the file needs mending" in page
    assert "Mend the file" not in page
    assert "Record all of it" not in page
    record_all(client, url, saw="0*2")
    assert not Figure.objects.exists()


def test_approved_return_takes_none_until_it_is_opened_again(client: Client, june: Return, form: Form) -> None:
    Return.objects.update(state="approved")
    url = uploaded(client, tidy(JUNE_ROW))
    page = text_of(client.get(url))
    assert "This return is approved. Until it is closed, whoever approves returns can open it again." in page
    assert "Record all of it" not in page
    july = open_return(form=form, day=date(2019, 7, 1), by=None)  # a later one has the cell too, and takes it
    assert "1 figure goes into the return “Monthly outturn, July 2019”" in text_of(client.get(url))
    record_all(client, url)
    assert [entry.figure_count for entry in entries(july)] == [1]


def test_what_stands_in_it_already_is_no_hindrance(client: Client, june: Return, officer: User) -> None:
    record_all(client, uploaded(client, tidy(JUNE_ROW)))
    submit_return(filled=june, by=officer)
    url = uploaded(client, tidy(JUNE_ROW))
    assert counts(client, url) == {"unchanged": 1}
    assert "Nothing in this file is new" in text_of(client.get(url))
    record_all(client, uploaded(client, tidy(JUNE_ROW, BUDGET)))
    assert standing("spend/packages", JUNE, Basis.BUDGET).value == 90


def test_return_that_is_submitted_after_the_look_takes_none(client: Client, june: Return, officer: User) -> None:
    url = uploaded(client, tidy(JUNE_ROW))
    saw = client.get(url).context["preview"].saw
    submit_return(filled=june, by=officer)
    assert "This return is submitted" in text_of(record_all(client, url, saw))
    assert not Figure.objects.exists()


def test_who_may_not_fill_in_the_form_is_told_who_does(june: Return, form: Form, contributor: User) -> None:
    form.preparer_role = Role.FINANCE_OFFICER
    form.save()
    client = signed_in(contributor)
    page = text_of(client.get(uploaded(client, tidy(JUNE_ROW))))
    assert "that is for people whose role is finance officer or higher" in page
    assert "Record all of it" not in page


def test_closed_cell_asks_for_a_restatement(client: Client, council: Organisation, lines: list[Series]) -> None:
    record(lines[0], 10, date(2019, 5, 1))
    close_period(organisation=council, series=[lines[0].pk], start=date(2019, 5, 1), end=date(2019, 5, 31), by=None)
    page = text_of(client.get(uploaded(client, tidy(MAY_ROW))))
    assert "This stands in a closed period; leave it out, and propose a restatement." in page
    assert "Mend the file" in page


def test_somebody_who_saves_into_the_return_meanwhile_is_not_overwritten(
    client: Client, june: Return, lines: list[Series], lead: User
) -> None:
    url = uploaded(client, tidy(JUNE_ROW))
    saw = client.get(url).context["preview"].saw
    save_return(filled=june, figures=[new_figure(lines[0], 1, JUNE)], by=lead)
    assert "Changed by somebody else since you looked" in text_of(record_all(client, url, saw))
    assert standing("spend/packages", JUNE).value == 1


# --- cells


@pytest.mark.parametrize(
    ("by_year", "fields", "expected"),
    [
        (True, {"month": JUNE}, True),
        (True, {"month": date(2019, 4, 1)}, True),
        (True, {"month": date(2019, 3, 1)}, False),  # of another year
        (True, {"month": date(2019, 7, 1)}, False),  # not yet
        (True, {"month": JUNE, "basis": "budget"}, False),
        (True, {"month": date(2019, 7, 1), "basis": "forecast", "edition": JUNE}, True),
        (True, {"month": date(2019, 7, 1), "basis": "forecast", "edition": date(2019, 5, 1)}, False),
        (True, {"month": JUNE, "basis": "forecast", "edition": JUNE}, False),
        (True, {"month": date(2019, 4, 1), "end": date(2019, 6, 30)}, False),  # no month
        (False, {"month": JUNE}, True),
        (False, {"month": date(2019, 5, 1)}, False),
        (False, {"month": date(2019, 7, 1), "basis": "forecast", "edition": JUNE}, False),
    ],
)
def test_which_figures_have_a_cell(by_year: bool, fields: dict[str, Any], expected: bool) -> None:
    start = fields.pop("month")
    end = fields.pop("end", Span.month(start).end)
    figure = new_figure("spend/packages", Decimal(1), start, end=end, **fields)
    assert has_cell(JUNE_SPAN, "month", by_year, figure) is expected


def test_queries_do_not_grow_with_the_lines(
    council: Organisation, june: Return, form: Form, officer: User, client: Client
) -> None:
    asked = []
    for count in (1, 12):
        series = [make_series(council, f"more/{count}-{number}") for number in range(count)]
        made = make_form(council, *series, slug=f"more-{count}")
        open_return(form=made, day=JUNE, by=None)
        months = [add_months(date(2019, 4, 1), month) for month in range(3)]
        rows = [f"{each.code},{month:%Y-%m},,actual,,5,," for each in series for month in months]
        upload = Upload.objects.get(pk=uploaded(client, tidy(*rows)).rstrip("/").rpartition("/")[2])
        saw = preview_upload(upload, (), officer).saw
        with CaptureQueriesContext(connection) as queries:
            record_upload(upload=upload, saw=saw, by=officer)
        asked.append(len(queries))
    assert asked[0] == asked[1]


# --- from the ledger's own pages and its API


COLLECTED = "“Monthly outturn, June 2019” collects this, so it is given there."


def test_ledgers_pages_send_people_to_the_return(client: Client, june: Return, lines: list[Series]) -> None:
    record(lines[0], 10, JUNE)
    figure = standing(lines[0].code, JUNE)
    page = client.get(f"/anyshire/figures/{figure.pk}/")
    assert "Monthly outturn, June 2019 collects this, so it is changed there." in text_of(page)
    assert 'href="/anyshire/returns/outturn/2019-06-01/"' in page.content.decode()
    assert "Correct or withdraw" not in text_of(page)

    given = {"follows": 1, "value": "11", "reason": "A late invoice"}
    assert COLLECTED in text_of(client.post(f"/anyshire/figures/{figure.pk}/correct/", given))
    year = client.get(f"/anyshire/series/{lines[0].code}/year/?year=2019-20")
    assert "April 2019, actual; May 2019, actual; June 2019, actual." in text_of(year)
    assert standing(lines[0].code, JUNE).value == 10


def test_figures_of_a_closed_or_an_uncollected_month_are_corrected_where_they_were(
    client: Client, june: Return, lines: list[Series]
) -> None:
    record(lines[0], 10, date(2019, 7, 1))
    figure = standing(lines[0].code, date(2019, 7, 1))
    assert "Correct or withdraw" in text_of(client.get(f"/anyshire/figures/{figure.pk}/"))
    record(lines[0], 9, JUNE)
    figure = standing(lines[0].code, JUNE)
    Return.objects.update(state="closed")
    assert "Correct or withdraw" in text_of(client.get(f"/anyshire/figures/{figure.pk}/"))


@pytest.mark.parametrize("state", ["open", "submitted", "approved"])
def test_figures_sent_on_their_own_are_refused_one_by_one(
    council: Organisation, june: Return, lines: list[Series], officer: User, state: str
) -> None:
    record(lines[0], 10, JUNE)
    Return.objects.update(state=state)
    ours, july = new_figure(lines[0], 11, JUNE), new_figure(lines[0], 7, date(2019, 7, 1))
    same: dict[str, Any] = {"organisation": council, "by": officer, "channel": "api", "loose": True}
    with pytest.raises(Rejected) as refused:
        record_figures(figures=[july, ours], **same)
    assert [(each.index, each.field) for each in refused.value.problems] == [(1, "value")]
    assert COLLECTED in refused.value.problems[0].message
    assert record_figures(figures=[july, new_figure(lines[0], 10, JUNE)], **same).recorded == 1  # June isn't new


def test_api_sends_who_posts_to_the_return(
    council: Organisation, june: Return, lines: list[Series], officer: User
) -> None:
    given = {"series": lines[0].code, "start": "2019-06-01", "end": "2019-06-30"}
    response = send(with_token(officer, council, may_write=True), entry(april(**given)))
    assert response.status_code == 400
    assert fields(response) == ["figures[0].value"]
    assert COLLECTED in response.json()["errors"][0]["message"]
    assert not Figure.objects.exists()


def test_year_sheet_refuses_what_is_collected_and_names_only_what_is_open(
    client: Client, council: Organisation, june: Return, lines: list[Series]
) -> None:
    record(lines[0], 10, date(2019, 5, 1))
    close_period(organisation=council, series=[lines[0].pk], start=date(2019, 5, 1), end=date(2019, 5, 31), by=None)
    address = f"/anyshire/series/{lines[0].code}/year/?year=2019-20"
    page = client.get(address)
    assert "April 2019, actual; June 2019, actual." in text_of(page)  # May is restated
    shown = {each.html_name: each.value() or "" for each in page.context["form"]}
    typed = {**shown, "actual-2019-06-01-2019-06-30": "11", "reason": "A late invoice"}
    assert COLLECTED in text_of(client.post(address, typed))
    assert Figure.objects.count() == 1

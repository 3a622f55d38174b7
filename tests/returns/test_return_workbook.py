"""A return as a workbook: what is in it, what comes back from it, and everything that can have happened to it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from ledger.actions import add_service, close_period
from ledger.models import Basis, Channel, Entry, Figure, Membership, Organisation, Role, Series
from ledger.months import add_months
from returns.actions import open_return, save_return, submit_return
from returns.formats import return_reader
from returns.formats.return_layout import ASKED, HELP_SHEET, HIDDEN_SHEET
from returns.models import Form, FormLine, LineComment, Return, Step, Upload
from returns.selectors.grid import open_grid
from tests.conftest import signed_in
from tests.factories import record

from .conftest import JUNE, budget, make_form, make_series
from .filled_in import Workbook, address_of, filled_in, letters, place

URL = "/anyshire/returns/outturn/2019-06-01/workbook.xlsx"
NEW = "/anyshire/uploads/new/return/"
OF = "outturn/2019-06-01"
PACKAGES, REVIEWS, EQUIPMENT = "spend/packages", "spend/reviews", "spend/equipment"
MONTHS = [add_months(date(2019, 4, 1), number) for number in range(12)]


@pytest.fixture
def started(june: Return, lines: list[Series]) -> Return:
    """April and May are in, with a budget of 1,000 a month; June and what comes after is blank."""
    for series in lines:
        budget(series, 1000)
        for month in MONTHS[:2]:
            record(series, 1100, month)
    return june


@pytest.fixture
def client(started: Return, contributor: User) -> Client:
    return signed_in(contributor)


def downloaded(client: Client, url: str = URL) -> bytes:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content


def upload(client: Client, content: bytes, of: str = OF, name: str = "outturn.xlsx") -> HttpResponse:
    return client.post(NEW, {"file": SimpleUploadedFile(name, content), "of": of})  # type: ignore[return-value]


def uploaded(client: Client, content: bytes, of: str = OF) -> str:
    """The address of the preview."""
    answer = upload(client, content, of)
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"]


def changed(client: Client) -> bytes:
    """A workbook downloaded now, with 1,200 for June's packages and a forecast of July's."""
    cells = {(PACKAGES, "Jun 2019"): 1200, (PACKAGES, "Jul 2019"): 1250.5}
    return filled_in(downloaded(client), cells)


def preview_of(client: Client, content: bytes) -> Any:
    return client.get(uploaded(client, content)).context["preview"]


def record_all(client: Client, url: str) -> HttpResponse:
    saw = client.get(url).context["preview"].saw
    return client.post(url, {"saw": saw}, follow=True)  # type: ignore[return-value]


def text_of(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def messages_of(remarks: Any) -> list[tuple[str, str]]:
    return [(remark.where, remark.message) for remark in remarks]


def value_of(code: str, month: date, basis: str = Basis.ACTUAL) -> Decimal | None:
    newest = Figure.objects.filter(series__code=code, start=month, basis=basis).order_by("id").last()
    return newest.value if newest else None


def a_form_asking(form: Form) -> None:
    form.comment_over_amount = Decimal(500)
    form.save()


# --- who may


def test_download_and_upload_by_role(
    started: Return, viewer: User, contributor: User, administrator: User, stranger: User
) -> None:
    assert Client().get(URL)["Location"].startswith("/accounts/login/")
    assert signed_in(stranger).get(URL).status_code == 404
    assert signed_in(stranger).get(NEW).status_code == 404
    for reader in (viewer, administrator):
        assert signed_in(reader).get(URL).status_code == 200
        assert signed_in(reader).get(NEW).status_code == 403
        assert upload(signed_in(reader), downloaded(signed_in(reader))).status_code == 403
    assert signed_in(contributor).get(NEW).status_code == 200


def test_download_of_no_return(client: Client) -> None:
    assert client.get("/anyshire/returns/outturn/2019-07-01/workbook.xlsx").status_code == 404
    assert client.get("/anyshire/returns/none/2019-06-01/workbook.xlsx").status_code == 404


def test_form_that_is_filled_in_by_officers_only(client: Client, form: Form, officer: User) -> None:
    content = changed(signed_in(officer))
    form.preparer_role = Role.FINANCE_OFFICER
    form.save()
    shown = preview_of(client, content)
    assert "not fill it in" in shown.held[0].message
    url = uploaded(client, content)
    client.post(url, {"saw": shown.saw})
    assert value_of(PACKAGES, JUNE) is None
    assert 'locked="0"' not in Workbook(downloaded(client)).members["xl/styles.xml"].decode()


def test_return_page_leads_to_both(client: Client, started: Return, viewer: User) -> None:
    page = client.get("/anyshire/returns/outturn/2019-06-01/").content.decode()
    assert URL in page
    assert f"{NEW}?of={OF}" in page
    assert "uploads/new" not in signed_in(viewer).get("/anyshire/returns/outturn/2019-06-01/").content.decode()
    chosen = client.get(f"{NEW}?of={OF}").content.decode()
    assert f'value="{OF}" selected' in chosen


# --- what is in it


def test_sheet_is_protected_and_only_open_cells_are_not(client: Client, lines: list[Series], lead: User) -> None:
    close_period(
        organisation=lines[0].organisation, series=[lines[0].pk], start=MONTHS[0], end=date(2019, 4, 30), by=lead
    )
    workbook = Workbook(downloaded(client))
    for sheet in workbook.names:
        protection = workbook.sheets[sheet].find("{*}sheetProtection")
        assert protection is not None
        assert "password" not in protection.attrib
        assert protection.get("sheet") == "1"
    unlocked = unlocked_cells(workbook)
    assert address_of(workbook, PACKAGES, "Apr 2019") not in unlocked
    assert len(unlocked) == 3 * 12 - 1
    assert {address_of(workbook, REVIEWS, "Apr 2019"), address_of(workbook, PACKAGES, "Mar 2020")} <= unlocked


def unlocked_cells(workbook: Workbook) -> set[str]:
    styles = ET.fromstring(workbook.members["xl/styles.xml"]).find("{*}cellXfs")
    assert styles is not None
    loose = {
        str(number)
        for number, style in enumerate(styles)
        if (found := style.find("{*}protection")) is not None and found.get("locked") == "0"
    }
    return {address for address, cell in workbook.cells("Return").items() if cell.get("s") in loose}


def test_validation_panes_widths_and_print_set_up(client: Client) -> None:
    workbook = Workbook(downloaded(client))
    sheet = workbook.sheets["Return"]
    rule = sheet.find(".//{*}dataValidation")
    assert rule is not None
    assert rule.get("type") == "decimal"
    assert "Type a number" in rule.attrib["error"]
    first, last = address_of(workbook, PACKAGES, "Apr 2019"), address_of(workbook, EQUIPMENT, "Mar 2020")
    top, left = place(rule.attrib["sqref"].split(":")[0])
    bottom, right = place(rule.attrib["sqref"].split(":")[1])
    assert top <= place(first)[0] <= place(last)[0] <= bottom
    assert (left, right) == (place(first)[1], place(last)[1])
    pane = sheet.find(".//{*}pane")
    assert pane is not None
    assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("3", "4", "frozen")
    setup = sheet.find("{*}pageSetup")
    assert setup is not None
    assert (setup.get("orientation"), setup.get("paperSize")) == ("landscape", "9")
    names = workbook.members["xl/workbook.xml"].decode()
    assert "_xlnm.Print_Titles" in names
    assert 'state="veryHidden"' in names
    assert HELP_SHEET in workbook.names
    assert workbook.names[-1] == HIDDEN_SHEET


def test_sums_come_with_their_formulas_and_with_what_the_page_shows(
    client: Client, lines: list[Series], started: Return
) -> None:
    for series, month in product(lines[:2], MONTHS[2:]):
        basis = Basis.ACTUAL if month == JUNE else Basis.FORECAST
        record(series, 1300, month, basis=basis, **({} if month == JUNE else {"edition": JUNE}))
    workbook = Workbook(downloaded(client))

    def shown(code: str, heading: str) -> float:
        address = address_of(workbook, code, heading)
        assert workbook.formula("Return", address)
        return float(workbook.text("Return", address))

    assert shown(PACKAGES, "Actual to date") == 3500
    assert shown(PACKAGES, "Variance to date") == 500
    assert shown(PACKAGES, "Projected outturn") == 3500 + 9 * 1000  # as planned
    assert shown(PACKAGES, "Variance of the year") == 500
    assert shown("total", "Jun 2019") == 2600
    assert shown("total", "Apr 2019") == 3300
    assert (
        workbook.text("Return", address_of(workbook, "total", "Actual to date")) == ""
    )  # June's equipment is not in
    grid = open_grid(started, None).grid
    for line in grid.lines:
        outlook = grid.outlook(line)
        assert outlook.outturn is not None
        assert shown(line.code, "Projected outturn") == float(outlook.outturn)


def test_outturn_that_no_formula_can_work_out_comes_as_a_number(
    client: Client, council: Organisation, form: Form, started: Return
) -> None:
    series = make_series(council, "spend/agency", method="officer")
    FormLine.objects.create(form=form, series=series, section="Agency", position=9)
    year = {"end": date(2020, 3, 31), "edition": MONTHS[1]}
    record(series, 7000, MONTHS[0], basis=Basis.FORECAST, **year)
    workbook = Workbook(downloaded(client))
    address = address_of(workbook, "spend/agency", "Projected outturn")
    assert workbook.formula("Return", address) == ""
    assert float(workbook.text("Return", address)) == 7000
    assert workbook.formula("Return", address_of(workbook, PACKAGES, "Projected outturn"))


def test_variance_says_which_way_it_goes(client: Client) -> None:
    styles = Workbook(downloaded(client)).members["xl/styles.xml"].decode()
    assert "&quot;adverse&quot;;-£#,##0 &quot;favourable&quot;" in styles


def test_names_stay_text(client: Client, lines: list[Series]) -> None:
    lines[0].name = '=HYPERLINK("http://example.org")'
    lines[0].save()
    workbook = Workbook(downloaded(client))
    row, _ = place(workbook.find("Return", PACKAGES))
    assert workbook.text("Return", f"B{row}") == lines[0].name
    assert workbook.formula("Return", f"B{row}") == ""


def test_return_of_one_period(client: Client, council: Organisation, contributor: User) -> None:
    one, two = make_series(council, "beds/one"), make_series(council, "beds/two")
    form = make_form(council, one, two, slug="beds", name="Beds", layout=Form.Layout.PERIOD)
    open_return(form=form, day=JUNE, by=None)
    for series in (one, two):
        record(series, 40, MONTHS[1])
        record(series, 45, JUNE, basis=Basis.BUDGET)
    url, of = URL.replace("outturn", "beds"), OF.replace("outturn", "beds")
    content = filled_in(downloaded(client, url), {("beds/one", "Jun 2019"): 50})
    record_all(client, uploaded(client, content, of))
    workbook = Workbook(downloaded(client, url))
    assert value_of("beds/one", JUNE) == 50
    assert float(workbook.text("Return", address_of(workbook, "beds/one", "Change"))) == 10
    assert float(workbook.text("Return", address_of(workbook, "beds/one", "Variance"))) == 5
    assert workbook.text("Return", address_of(workbook, "total", "Change")) == ""


def test_return_without_lines(client: Client, council: Organisation) -> None:
    open_return(form=make_form(council, slug="empty"), day=JUNE, by=None)
    content = downloaded(client, URL.replace("outturn", "empty"))
    assert "no lines" in text_of(upload(client, content, OF.replace("outturn", "empty")))


# --- there and back


def test_round_trip(client: Client, started: Return, contributor: User) -> None:
    url = uploaded(client, changed(client))
    page = client.get(url)
    assert page.context["preview"].counts == {"new": 2, "unchanged": 6}
    assert "Monthly outturn, June 2019" in text_of(page)
    assert "Return!F6" in text_of(page)
    entries = Entry.objects.count()

    done = record_all(client, url)
    assert "Monthly outturn, June 2019" in text_of(done)
    assert value_of(PACKAGES, JUNE) == 1200
    assert value_of(PACKAGES, MONTHS[3], Basis.FORECAST) == Decimal("1250.5")
    assert Entry.objects.count() == entries + 1
    entry = Entry.objects.latest("number")
    assert (entry.channel, entry.provisional, entry.by) == (Channel.WORKBOOK, True, contributor)
    assert entry.file_digest == Upload.objects.get().digest
    assert started.steps.filter(kind=Step.Kind.SAVED, entry=entry).exists()


def test_same_upload_twice_changes_nothing(client: Client) -> None:
    content = changed(client)
    record_all(client, uploaded(client, content))
    figures = Figure.objects.count()
    page = client.get(uploaded(client, content))
    assert page.context["preview"].counts == {"unchanged": 8}
    assert "there is nothing to record" in text_of(page)
    assert not page.context["preview"].reading.warnings
    record_all(client, page.request["PATH_INFO"])
    assert Figure.objects.count() == figures


def test_untouched_workbook_changes_nothing(client: Client, lines: list[Series]) -> None:
    record(lines[0], "1200.1234", JUNE, qualifier="about")
    shown = preview_of(client, downloaded(client))
    assert shown.counts == {"unchanged": 7}
    assert not shown.reading.warnings


def test_workbook_filled_in_further_overtakes_nobody_but_oneself(client: Client) -> None:
    content = changed(client)
    record_all(client, uploaded(client, content))
    further = filled_in(content, {(PACKAGES, "Jun 2019"): 1300})
    shown = preview_of(client, further)
    assert shown.is_sound
    assert shown.counts == {"changed": 1, "unchanged": 7}


def test_cell_that_somebody_else_changed_is_refused(client: Client, lines: list[Series], officer: User) -> None:
    content = changed(client)
    record(lines[0], 1150, JUNE, by=officer)
    figures = Figure.objects.count()
    url = uploaded(client, content)
    (problem,) = client.get(url).context["preview"].problems
    assert problem.where == "Return!F6"
    assert officer.username in problem.message
    assert "stands at 1,150" in problem.message
    assert "you put 1,200" in problem.message
    client.post(url, {"saw": client.get(url).context["preview"].saw})
    assert Figure.objects.count() == figures


def test_cell_changed_between_preview_and_recording(client: Client, lines: list[Series], officer: User) -> None:
    url = uploaded(client, changed(client))
    saw = client.get(url).context["preview"].saw
    record(lines[0], 1150, JUNE, by=officer)
    answer = client.post(url, {"saw": saw})
    assert officer.username in text_of(answer)
    assert value_of(PACKAGES, JUNE) == 1150


def test_putting_theirs_settles_a_conflict(client: Client, lines: list[Series], officer: User) -> None:
    content = changed(client)
    record(lines[0], 1150, JUNE, by=officer)
    shown = preview_of(client, filled_in(content, {(PACKAGES, "Jun 2019"): 1150}))
    assert shown.is_sound
    assert shown.counts == {"new": 1, "unchanged": 7}


def test_cell_that_only_somebody_else_changed_keeps_theirs(
    client: Client, lines: list[Series], officer: User
) -> None:
    content = changed(client)
    record(lines[1], 1111, MONTHS[0], by=officer)
    url = uploaded(client, content)
    (warning,) = client.get(url).context["preview"].reading.warnings
    assert officer.username in warning.message
    record_all(client, url)
    assert value_of(REVIEWS, MONTHS[0]) == 1111
    assert value_of(PACKAGES, JUNE) == 1200


def test_unreadable_cell_keeps_all_back(client: Client) -> None:
    content = filled_in(changed(client), {(REVIEWS, "Jun 2019"): "n/a", (EQUIPMENT, "Jun 2019"): "1.2k"})
    shown = preview_of(client, content)
    assert [remark.where for remark in shown.reading.unreadable] == ["Return!F7"]
    assert any("k is read as thousands" in message.lower() for _, message in messages_of(shown.reading.warnings))
    assert not shown.is_sound


def test_blanked_cell_withdraws_nothing_and_is_said(client: Client) -> None:
    content = filled_in(downloaded(client), {(PACKAGES, "Apr 2019"): None})
    shown = preview_of(client, content)
    ((where, message),) = messages_of(shown.reading.warnings)
    assert where == "Return!D6"
    assert "takes no figure back" in message
    assert not shown.does_something
    assert shown.counts == {"unchanged": 5}


def test_change_in_a_closed_cell_is_said_and_not_read(client: Client, lines: list[Series], lead: User) -> None:
    of = {"organisation": lines[0].organisation, "series": [lines[0].pk]}
    close_period(start=MONTHS[0], end=date(2019, 4, 30), by=lead, **of)
    content = filled_in(changed(client), {(PACKAGES, "Apr 2019"): 1})
    shown = preview_of(client, content)
    ((where, message),) = messages_of(shown.reading.warnings)
    assert where == "Return!D6"
    assert "closed on" in message
    assert shown.is_sound
    assert shown.counts == {"new": 2, "unchanged": 5}


def test_who_writes_for_one_service_changes_its_lines_only(
    started: Return, council: Organisation, lines: list[Series], contributor: User
) -> None:
    service = add_service(organisation=council, code="home-care", name="Home care", by=None)
    Membership.objects.get(user=contributor).services.add(service)
    lines[0].service = service
    lines[0].save()
    client = signed_in(contributor)
    workbook = Workbook(downloaded(client))
    assert len(unlocked_cells(workbook)) == 12
    content = filled_in(changed(client), {(REVIEWS, "Jun 2019"): 5})
    url = uploaded(client, content)
    (warning,) = client.get(url).context["preview"].reading.warnings
    assert "another service" in warning.message
    record_all(client, url)
    assert value_of(PACKAGES, JUNE) == 1200
    assert value_of(REVIEWS, JUNE) is None


def test_return_that_is_submitted_meanwhile(client: Client, started: Return, lead: User) -> None:
    content = changed(client)
    url = uploaded(client, content)
    saw = client.get(url).context["preview"].saw
    submit_return(filled=started, by=lead)
    answer = client.post(url, {"saw": saw}, follow=True)
    assert "This return is submitted" in text_of(answer)
    assert "Nothing in the file needs mending" in text_of(answer)
    assert "Mend the file" not in text_of(answer)
    assert value_of(PACKAGES, JUNE) is None
    assert Upload.objects.get().content is not None
    assert not unlocked_cells(Workbook(downloaded(client)))


def test_odd_value_is_pointed_out(client: Client, lines: list[Series]) -> None:
    for month in range(1, 9):
        record(lines[0], 1000 + month, add_months(date(2018, 4, 1), month))
    shown = preview_of(client, filled_in(downloaded(client), {(PACKAGES, "Jun 2019"): 1_000_000}))
    assert "a thousand times as much" in shown.reading.warnings[0].message
    assert shown.reading.warnings[0].where == "Return!F6"


# --- another workbook than the one that is wanted


def said_of(client: Client, content: bytes, of: str = OF) -> str:
    """Why the file as a whole is refused."""
    answer = upload(client, content, of)
    assert answer.status_code == 200
    assert not Upload.objects.exists()
    return " ".join(answer.context["form"].errors["file"])


def test_workbook_of_an_older_template(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    content = downloaded(client)
    monkeypatch.setattr(return_reader, "VERSION", 2)
    assert "an older template (version 1; this is version 2). Download the workbook anew" in said_of(client, content)


def test_workbook_of_another_period(client: Client, form: Form) -> None:
    open_return(form=form, day=date(2019, 7, 1), by=None)
    said = said_of(client, downloaded(client), "outturn/2019-07-01")
    assert "of another period: it is the workbook of Monthly outturn, June 2019, of Anyshire" in said
    assert "this upload is for Monthly outturn, July 2019" in said


def test_workbook_of_another_form(client: Client, council: Organisation, lines: list[Series]) -> None:
    open_return(form=make_form(council, lines[0], slug="other"), day=JUNE, by=None)
    assert "of another form" in said_of(client, downloaded(client), "other/2019-06-01")


def test_workbook_of_another_organisation(client: Client) -> None:
    workbook = Workbook(downloaded(client))
    workbook.put(HIDDEN_SHEET, "B2", "othershire")
    assert "of another organisation" in said_of(client, workbook.saved())


def test_return_that_is_not_there(client: Client) -> None:
    answer = upload(client, downloaded(client), "outturn/2031-06-01")
    assert "of" in answer.context["form"].errors


@pytest.mark.parametrize("address", ["A1", "B2", "B4", "A7"])
def test_hidden_sheet_that_was_changed(client: Client, address: str) -> None:
    workbook = Workbook(downloaded(client))
    workbook.put(HIDDEN_SHEET, address, None)
    assert "ownload the workbook anew" in said_of(client, workbook.saved())


def test_figures_in_the_tidy_format_are_no_workbook_of_a_return(client: Client) -> None:
    content = b"series,start,basis,value\r\nspend/packages,2019-06,actual,5\r\n"
    assert "no workbook of a return" in said_of(client, content)


# --- what people do to workbooks


def counted_after(client: Client, change: Callable[[Workbook], None]) -> Any:
    workbook = Workbook(changed(client))
    change(workbook)
    shown = preview_of(client, workbook.saved())
    assert shown.is_sound, shown.problems
    return shown


def test_renamed_sheet(client: Client) -> None:
    shown = counted_after(client, lambda workbook: workbook.rename("Return", "Juni (final)"))
    assert shown.counts == {"new": 2, "unchanged": 6}
    assert {line.line.sheet for line in shown.lines} == {"Juni (final)"}


def test_rows_sorted_and_columns_inserted(client: Client) -> None:
    def moved(row: int, column: int) -> tuple[int, int]:
        row = {6: 8, 7: 6, 8: 7}.get(row, row)  # the three lines
        return row + 2, column + 1 if column > 4 else column

    shown = counted_after(client, lambda workbook: workbook.move("Return", moved))
    assert shown.counts == {"new": 2, "unchanged": 6}
    found = {(each.line.figure.series, each.line.figure.start): each.line.figure.value for each in shown.lines}
    assert found[PACKAGES, JUNE] == 1200
    assert found[REVIEWS, MONTHS[0]] == 1100


def test_heading_that_was_typed_anew(client: Client) -> None:
    def retyped(workbook: Workbook) -> None:
        workbook.put("Return", workbook.find("Return", "Jun 2019"), " JUNE  2019 ")

    assert counted_after(client, retyped).counts == {"new": 2, "unchanged": 6}


def test_column_and_row_that_were_deleted(client: Client) -> None:
    def cut(workbook: Workbook) -> None:
        workbook.put("Return", workbook.find("Return", "Apr 2019"), None)
        workbook.drop_row("Return", place(workbook.find("Return", REVIEWS))[0])

    shown = counted_after(client, cut)
    assert shown.counts == {"new": 2, "unchanged": 2}
    assert [note for note in shown.reading.notes if "Apr 2019" in note]
    assert [note for note in shown.reading.notes if "Not in this workbook any more: Reviews" in note]


def test_all_headings_gone(client: Client) -> None:
    workbook = Workbook(downloaded(client))
    row, first = place(workbook.find("Return", "Apr 2019"))
    for column in range(first, first + 12):
        workbook.put("Return", f"{letters(column)}{row}", None)
    assert "is headed like “Apr 2019”" in said_of(client, workbook.saved())


def test_codes_gone(client: Client) -> None:
    workbook = Workbook(downloaded(client))
    workbook.put("Return", workbook.find("Return", "Line code"), "Reference")
    assert "no sheet with a column “Line code”" in said_of(client, workbook.saved())


def test_heading_there_twice(client: Client) -> None:
    workbook = Workbook(downloaded(client))
    workbook.put("Return", workbook.find("Return", "Jul 2019"), "Jun 2019")
    said = said_of(client, workbook.saved())
    assert "heads more than one column" in said
    assert "(F4 and G4)" in said


def test_line_there_twice_and_rows_of_no_line(client: Client) -> None:
    workbook = Workbook(changed(client))
    workbook.put("Return", workbook.find("Return", REVIEWS), PACKAGES)
    workbook.put("Return", workbook.find("Return", EQUIPMENT), "spend/made-up")
    shown = preview_of(client, workbook.saved())
    said = dict(messages_of(shown.problems))
    assert "stands in row 6 already" in said["Return!A7"]
    assert "no line of this form" in said["Return!D8"]
    workbook.put("Return", workbook.find("Return", "spend/made-up"), None)
    said = dict(messages_of(preview_of(client, workbook.saved()).problems))
    assert "without the code of a line" in said["Return!D8"]


def test_line_added_and_line_removed_since(
    client: Client, council: Organisation, form: Form, lines: list[Series]
) -> None:
    content = changed(client)
    FormLine.objects.get(series=lines[1]).delete()
    FormLine.objects.create(form=form, series=make_series(council, "spend/travel"))
    shown = preview_of(client, content)
    assert shown.is_sound
    assert shown.counts == {"new": 2, "unchanged": 4}
    assert [note for note in shown.reading.notes if "Added to the form since" in note and "Travel" in note]
    assert "no longer a line of this form" in shown.reading.warnings[0].message


# --- comments


def test_comment_goes_there_and_back(client: Client, form: Form, started: Return, contributor: User) -> None:
    a_form_asking(form)
    workbook = Workbook(filled_in(downloaded(client), {(PACKAGES, "Jun 2019"): 2000}))
    assert workbook.formula("Return", address_of(workbook, PACKAGES, ASKED))
    shown = preview_of(client, workbook.saved())
    assert [message for _, message in messages_of(shown.reading.warnings) if "Packages needs a comment" in message]
    workbook.put("Return", address_of(workbook, PACKAGES, "Comment"), "=More packages")
    url = uploaded(client, workbook.saved())
    assert "=More packages" in text_of(client.get(url))
    record_all(client, url)
    assert LineComment.objects.get().text == "=More packages"
    again = Workbook(downloaded(client))
    assert again.text("Return", address_of(again, PACKAGES, "Comment")) == "=More packages"
    assert again.text("Return", address_of(again, PACKAGES, ASKED)) == "yes"
    assert not preview_of(client, again.saved()).does_something
    assert not preview_of(client, workbook.saved()).does_something


def test_comment_alone_is_recorded(client: Client, form: Form) -> None:
    a_form_asking(form)
    content = filled_in(downloaded(client), {(PACKAGES, "Comment"): "Late invoices"})
    figures = Figure.objects.count()
    record_all(client, uploaded(client, content))
    assert LineComment.objects.get().text == "Late invoices"
    assert Figure.objects.count() == figures


def test_comment_that_somebody_else_changed_is_refused(
    client: Client, form: Form, started: Return, lines: list[Series], officer: User
) -> None:
    a_form_asking(form)
    content = filled_in(downloaded(client), {(PACKAGES, "Comment"): "Mine"})
    save_return(filled=started, comments={lines[0].pk: "Theirs"}, by=officer)
    (problem,) = preview_of(client, content).problems
    assert officer.username in problem.message
    assert "Theirs" in problem.message


def test_blank_comment_takes_none_away(
    client: Client, form: Form, started: Return, lines: list[Series], officer: User
) -> None:
    a_form_asking(form)
    save_return(filled=started, comments={lines[0].pk: "Theirs"}, by=officer)
    shown = preview_of(client, filled_in(downloaded(client), {(PACKAGES, "Comment"): None}))
    assert not shown.does_something
    assert "takes no comment away" in shown.reading.warnings[0].message


def test_comment_that_is_too_long(client: Client, form: Form) -> None:
    a_form_asking(form)
    shown = preview_of(client, filled_in(downloaded(client), {(PACKAGES, "Comment"): "x" * 2001}))
    assert "2,001 characters" in shown.problems[0].message


# --- how much it asks of the database


def test_queries_do_not_grow_with_lines(
    client: Client, council: Organisation, form: Form, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    measure = form.lines.first().series.measure  # type: ignore[union-attr]
    for number in range(40):
        series = make_series(council, f"more/{number}", measure=measure)
        FormLine.objects.create(form=form, series=series)
    with django_assert_max_num_queries(25):
        content = downloaded(client)
    changes = {(f"more/{number}", "Jun 2019"): number + 1 for number in range(40)}
    url = uploaded(client, filled_in(content, changes))
    with django_assert_max_num_queries(40):
        page = client.get(url)
    assert page.context["preview"].counts["new"] == 40


def test_cell_with_a_past_is_seen_at_its_revision(client: Client, lines: list[Series]) -> None:
    record(lines[0], 1, JUNE, channel=Channel.API)
    record(lines[0], 2, JUNE, channel=Channel.API)
    content = filled_in(downloaded(client), {(PACKAGES, "Jun 2019"): 3})
    record_all(client, uploaded(client, content))
    assert value_of(PACKAGES, JUNE) == 3

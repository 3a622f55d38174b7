"""Uploading files of figures: preview, recording, the same file again, and somebody else in between."""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from ledger.actions import add_service
from ledger.models import Comment, Entry, Figure, Organisation, Series
from returns.actions import forget_old_uploads
from returns.actions.uploads import MOST_WAITING
from returns.formats.limits import MOST_BYTES
from returns.models import Upload
from tests.conftest import signed_in
from tests.factories import SeriesFactory, record
from tests.returns.workbooks import written, xlsx_members, zipped

LIST = "/anyshire/uploads/"
NEW = "/anyshire/uploads/new/tidy/"
HEADER = "series,start,end,basis,edition,value,qualifier,comment"
APRIL = "test/saving,2019-04,,actual,,100,,"
MAY = 'test/saving,2019-05,2019-05,actual,,"£1,234.50",about,Late invoice'


def tidy(*rows: str, header: str = HEADER) -> bytes:
    return "\r\n".join([header, *rows, ""]).encode()


@pytest.fixture
def client(series: Series, contributor: User) -> Client:
    return signed_in(contributor)


def upload(client: Client, content: bytes, name: str = "figures.csv", **given: str) -> HttpResponse:
    return client.post(NEW, {"file": SimpleUploadedFile(name, content), **given})  # type: ignore[return-value]


def uploaded(client: Client, content: bytes, **given: str) -> str:
    """The address of the preview."""
    return upload(client, content, **given)["Location"]


def text_of(answer: Any) -> str:
    """What the page says, with a space where a tag was."""
    return " ".join(unescape(strip_tags(answer.content.decode().replace("<", " <"))).split())


def record_all(client: Client, url: str, saw: str | None = None) -> HttpResponse:
    """Send the form that the preview at `url` shows."""
    shown = client.get(url).context["preview"].saw if saw is None else saw
    return client.post(url, {"saw": shown}, follow=True)  # type: ignore[return-value]


def counts(client: Client, url: str) -> dict[str, int]:
    return dict(client.get(url).context["preview"].counts)


def values() -> list[Decimal | None]:
    return list(Figure.objects.order_by("id").values_list("value", flat=True))


# --- who may


@pytest.mark.parametrize("path", ["", "new/tidy/", "new/tidy/template/csv/", "{}/", "{}/discard/"])
def test_roles(
    client: Client, viewer: User, administrator: User, officer: User, lead: User, stranger: User, path: str
) -> None:
    pk = uploaded(client, tidy(APRIL)).rstrip("/").rpartition("/")[2]
    url = LIST + path.format(pk)
    assert Client().get(url)["Location"].startswith("/accounts/login/")
    assert signed_in(stranger).get(url).status_code == 404
    for reader in (viewer, administrator):
        assert signed_in(reader).get(url).status_code == 403
        assert signed_in(reader).post(url, {"saw": "0"}).status_code == 403
    for writer in (officer, lead):
        assert signed_in(writer).get(url).status_code == 200
    assert not Figure.objects.exists()
    assert Upload.objects.count() == 1


def test_upload_of_another_council_is_not_there(client: Client, stranger: User) -> None:
    theirs = Upload.objects.create(
        organisation=stranger.memberships.get().organisation,  # type: ignore[attr-defined]
        kind="tidy",
        file_name="f.csv",
        digest="0" * 64,
        size=1,
        content=b"1",
        by=stranger,
        uploaded_at=timezone.now(),
    )
    assert client.get(f"{LIST}{theirs.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["new/nothing/", "new/tidy/template/pdf/", "999/"])
def test_what_there_is_none_of(client: Client, path: str) -> None:
    assert client.get(LIST + path).status_code == 404


def test_writer_of_one_service_brings_its_figures_only(
    client: Client, contributor: User, council: Organisation
) -> None:
    ours = add_service(organisation=council, code="reablement", name="Reablement", by=None)
    SeriesFactory(organisation=council, code="test/ours", service=ours)
    contributor.memberships.get().services.set([ours])  # type: ignore[attr-defined]
    url = uploaded(client, tidy(APRIL, "test/ours,2019-04,,actual,,1,,"))
    assert "F2: You record for reablement only" in text_of(client.get(url))
    record_all(client, url)
    assert not values()
    record_all(client, uploaded(client, tidy("test/ours,2019-04,,actual,,1,,")))
    assert values() == [1]


# --- recording


def test_file_is_previewed_and_recorded_in_one_entry(client: Client, contributor: User) -> None:
    content = tidy(APRIL, MAY)
    url = uploaded(client, content, reason="From the finance system")
    page = text_of(client.get(url))
    assert "New figures" in page
    assert "about £1,234.50" in page
    assert not Figure.objects.exists()
    assert "“figures.csv” is recorded" in text_of(record_all(client, url))
    entry = Entry.objects.get()
    assert (entry.by, entry.channel, entry.reason) == (contributor, "workbook", "From the finance system")
    found = Upload.objects.get()
    assert (found.content, found.recorded_by, list(found.entries.all())) == (None, contributor, [entry])
    assert entry.file_digest == found.digest
    assert values() == [100, Decimal("1234.5")]
    assert [(c.text, c.figure.value, c.by) for c in Comment.objects.all()] == [
        ("Late invoice", Decimal("1234.5"), contributor)
    ]


def test_same_file_again_changes_nothing_and_says_so(client: Client, officer: User) -> None:
    record_all(client, uploaded(client, tidy(APRIL, MAY)))
    url = uploaded(signed_in(officer), tidy(APRIL, MAY))
    page = text_of(signed_in(officer).get(url))
    assert "This very file was recorded on" in page
    assert "by contributor" in page
    assert "Nothing in this file is new" in page
    assert "Record all of it" not in page
    assert "Nothing in this file is new" in text_of(record_all(signed_in(officer), url))
    assert Entry.objects.count() == 1
    assert Comment.objects.count() == 1


def test_what_changes_is_told_from_what_is_new_and_what_stands(client: Client, series: Series) -> None:
    record(series, "100")
    record(series, "1")
    record(series, 5, date(2019, 5, 1))
    url = uploaded(client, tidy(APRIL, MAY, "test/saving,2019-06,,actual,,7,,"))
    assert counts(client, url) == {"changed": 2, "new": 1}
    page = text_of(client.get(url))
    assert "£1 , history £100 £99 , explain" in page
    record_all(client, url)
    assert values() == [100, 1, 5, 100, Decimal("1234.5"), 7]


def test_blank_value_records_nothing_and_withdrawing_is_explicit(client: Client, series: Series) -> None:
    record(series, "100")
    url = uploaded(client, tidy("test/saving,2019-04,,actual,,,,"))
    assert "1 row has no value: a blank records nothing" in text_of(client.get(url))
    url = uploaded(client, tidy("test/saving,2019-04,,actual,,withdrawn,,"))
    assert "£100 , history Withdrawn" in text_of(client.get(url))
    record_all(client, url)
    assert values() == [100, None]


def test_new_comment_alone_is_recorded_without_an_entry(client: Client, series: Series) -> None:
    record(series, "100")
    url = uploaded(client, tidy(APRIL + "Because of the flood"))
    assert counts(client, url) == {"unchanged": 1}
    record_all(client, url)
    assert Comment.objects.get().text == "Because of the flood"
    assert Entry.objects.count() == 1


def test_preview_survives_a_reload_and_a_restart(client: Client) -> None:
    url = uploaded(client, tidy(APRIL))
    assert client.get(url).content.count(b"New figures") == client.get(url).content.count(b"New figures") > 0


def test_same_file_sent_twice_is_kept_once(client: Client) -> None:
    assert uploaded(client, tidy(APRIL)) == uploaded(client, tidy(APRIL))
    assert uploaded(client, tidy(APRIL), reason="Another") != uploaded(client, tidy(APRIL))
    assert Upload.objects.count() == 2


def test_recording_twice_records_once(client: Client) -> None:
    url = uploaded(client, tidy(APRIL))
    saw = client.get(url).context["preview"].saw
    record_all(client, url, saw)
    assert "figures.csv is recorded" in text_of(record_all(client, url, saw))
    assert values() == [100]


def test_result_stays_after_the_file_is_gone(client: Client) -> None:
    url = uploaded(client, tidy(APRIL), reason="From the ledger")
    record_all(client, url)
    page = text_of(client.get(url))
    for words in ("figures.csv is recorded", "Number 1, 1 figure", "From the ledger", Upload.objects.get().digest):
        assert words in page
    assert "One figure recorded" in text_of(client.get(LIST))


# --- somebody else in between


def test_what_was_changed_since_the_preview_is_refused_and_shown(client: Client, series: Series, lead: User) -> None:
    record(series, "100")
    url = uploaded(client, tidy("test/saving,2019-04,,actual,,120,,", MAY))
    saw = client.get(url).context["preview"].saw
    record(series, "110", by=lead)
    page = text_of(record_all(client, url, saw))
    assert "Figures were changed by somebody else since you looked; nothing was recorded" in page
    assert "April 2019: finance-lead recorded 110.00" in page
    assert "£110 , history £120" in page
    assert values() == [100, 110]
    record_all(client, url)
    assert values() == [100, 110, 120, Decimal("1234.5")]


def test_unchanged_figure_that_was_changed_since_is_refused_too(client: Client, series: Series) -> None:
    record(series, "100")
    url = uploaded(client, tidy(APRIL, MAY))
    saw = client.get(url).context["preview"].saw
    record(series, "110")
    assert "nothing was recorded" in text_of(record_all(client, url, saw))
    assert values() == [100, 110]


@pytest.mark.parametrize("saw", ["", "0", "0*3", "9" * 12, "x", "0*999999999", "0,0,0", "-1,0"])
def test_made_up_preview_is_refused(client: Client, saw: str) -> None:
    url = uploaded(client, tidy(APRIL, MAY))
    assert "is not what it was when you looked" in text_of(record_all(client, url, saw))
    assert not values()


# --- what is wrong


def test_everything_wrong_is_said_with_its_cell_and_nothing_is_recorded(client: Client) -> None:
    content = tidy(
        APRIL,
        "test/saving,2019-05,,actual,,n/a,,",
        "no/such,2019-05,,actual,,1,,",
        "test/saving,May,,actual,,1,,",
        "test/saving,2019-05,,guess,,1,,",
        "test/saving,2019-05,,actual,,0.123456,,",
    )
    url = uploaded(client, content)
    answer = client.get(url)
    page = text_of(answer)
    for words in (
        "There is a problem",
        "F3: “n/a” is not a number",
        "A4: There is no series “no/such”",
        "B5: “May” is neither a day nor a month",
        "D6: “guess” is no basis",
        "F7: 0.123456 has more than 4 decimal places",
    ):
        assert words in page
    assert b'<a href="#table-unreadable">' in answer.content
    assert b"<title>Error: " in answer.content
    assert "Record all of it" not in page
    record_all(client, url)
    assert not values()


def test_many_faults_are_summed_up(client: Client) -> None:
    url = uploaded(client, tidy(*[f"test/saving,2019-04,,actual,,x{number},," for number in range(30)]))
    page = text_of(client.get(url))
    assert "And 20 more" in page
    assert "“x29” is no number" in page  # in the table


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty"),
        (b"a,b\n1,2\n", "has no column “series”, “start”, “basis” or “value”"),
        (b"%PDF-1.4", "is a PDF"),
        (zipped(xlsx_members("<row>" + " " * 30_000_000)), "times its size"),
        (b"x" * (MOST_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_file_that_is_none_is_refused_and_not_kept(client: Client, content: bytes, words: str) -> None:
    answer = upload(client, content)
    assert words in text_of(answer)
    assert b'<a href="#id_file">' in answer.content
    assert not Upload.objects.exists()


def test_file_is_asked_for(client: Client) -> None:
    assert "Choose the file to upload" in text_of(client.post(NEW, {}))


def test_file_without_figures_says_so(client: Client) -> None:
    assert "There are no figures in this file" in text_of(client.get(uploaded(client, tidy())))


def test_workbook_shows_sheet_and_cell(client: Client) -> None:
    rows = [HEADER.split(","), ["test/saving", "2019-04", None, "actual", None, "100", None, None]]
    content = written(lambda _, sheet: [sheet.write_row(at, 0, row) for at, row in enumerate(rows)])
    answer = upload(client, content, "figures.xlsx")
    page = text_of(client.get(answer["Location"]))
    assert "Figures!F2 A number that is stored as text" in page
    record_all(client, answer["Location"])
    assert values() == [100]


# --- many


def test_large_preview_is_paged(client: Client, council: Organisation) -> None:
    months = [(year, month) for year in range(1995, 2015) for month in range(1, 13)]
    rows = [f"test/saving,{year}-{month:02},,actual,,{year},," for year, month in months]
    url = uploaded(client, tidy(*rows))
    page = client.get(f"{url}?page=3")
    assert "Page 3 of 3" in text_of(page)
    assert text_of(page).count("£2,014") == 12
    assert client.get(f"{url}?csv=new").getvalue().count(b"\n") == 241  # type: ignore[attr-defined]
    record_all(client, url)
    assert len(values()) == 240


def test_queries_do_not_grow_with_the_file(
    client: Client, council: Organisation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        SeriesFactory(organisation=council, code=f"test/s{number}")
    rows = [f"test/s{number},2019-{month:02},,actual,,1,,why" for number in range(20) for month in range(4, 13)]
    with django_assert_max_num_queries(23):
        url = uploaded(client, tidy(*rows))
    with django_assert_max_num_queries(14):
        client.get(url)
    saw = client.get(url).context["preview"].saw
    with django_assert_max_num_queries(50):
        client.post(url, {"saw": saw})
    assert len(values()) == 180
    with django_assert_max_num_queries(8):
        client.get(LIST)


# --- keeping and forgetting


def test_discarded_file_is_gone(client: Client) -> None:
    url = uploaded(client, tidy(APRIL))
    assert "Discard “figures.csv”?" in text_of(client.get(f"{url}discard/"))
    assert client.post(f"{url}discard/")["Location"] == LIST
    assert not Upload.objects.exists()


def test_recorded_file_is_not_discarded(client: Client) -> None:
    url = uploaded(client, tidy(APRIL))
    record_all(client, url)
    assert "was recorded meanwhile" in text_of(client.post(f"{url}discard/"))
    assert Upload.objects.count() == 1


def test_nobody_keeps_files_without_end(client: Client) -> None:
    for number in range(MOST_WAITING):
        uploaded(client, tidy(APRIL.replace("100", str(number))))
    assert "wait to be recorded; record or discard some" in text_of(upload(client, tidy(APRIL)))
    assert Upload.objects.count() == MOST_WAITING


def test_old_files_that_nobody_recorded_are_forgotten(client: Client) -> None:
    record_all(client, uploaded(client, tidy(APRIL)))
    uploaded(client, tidy(MAY))
    assert forget_old_uploads(older_than=timedelta(days=30)) == 0
    Upload.objects.update(uploaded_at=timezone.now() - timedelta(days=31))
    assert forget_old_uploads(older_than=timedelta(days=30)) == 1
    assert Upload.objects.get().recorded_at


def test_page_as_at_an_earlier_day_leads_to_now(client: Client) -> None:
    url = uploaded(client, tidy(APRIL))
    for page in (url, NEW):
        assert client.get(f"{page}?as_at=2019-11-07")["Location"] == page


# --- templates and export


def test_templates_are_read_as_they_are(client: Client) -> None:
    for name in ("csv", "xlsx"):
        answer = client.get(f"{NEW}template/{name}/")
        assert answer["Content-Disposition"] == f'attachment; filename="figures.{name}"'
        url = upload(client, answer.content, f"figures.{name}")["Location"]
        assert "There are no figures in this file" in text_of(client.get(url))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_brought_back_changes_nothing(
    client: Client, series: Series, council: Organisation, form: str
) -> None:
    record(series, "1234.5678", qualifier="about", inferred=True)
    record(series, "-200", date(2019, 5, 1))
    record(series, "0.3", date(2019, 5, 1), basis="forecast", edition=date(2019, 3, 1))
    record(series, "5", date(2019, 6, 1), basis="budget", end=date(2020, 2, 29))
    record(series, "7", date(2019, 7, 1), end=date(2019, 7, 1))
    gone = record(series, "8", date(2019, 8, 1))
    record(series, None, date(2019, 8, 1), withdrawn=True, follows=gone.revision)
    first = Figure.objects.order_by("id")[0]
    for text in ("=1+1 is no formula", "-5 people", "One\n\nTwo"):
        Comment.objects.create(figure=first, by=council.memberships.get().user, text=text)
    answer = client.get(f"{LIST}figures.{form}")
    content = b"".join(answer) if answer.streaming else answer.content
    url = upload(client, content, f"figures.{form}")["Location"]
    shown = client.get(url).context["preview"]
    assert (shown.counts, shown.problems, shown.reading.unreadable) == ({"unchanged": 5}, [], [])
    assert not shown.does_something
    assert not shown.reading.warnings


def test_export_roles(series: Series, viewer: User, stranger: User) -> None:
    record(series, "100")
    for form in ("csv", "xlsx"):
        url = f"{LIST}figures.{form}"
        assert Client().get(url)["Location"].startswith("/accounts/login/")
        assert signed_in(stranger).get(url).status_code == 404
        assert signed_in(viewer).get(url).status_code == 200


def test_export_of_a_year_and_as_at_a_day(client: Client, series: Series) -> None:
    record(series, "100")
    assert b"test/saving" in client.get(f"{LIST}figures.csv?year=2019-20").getvalue()  # type: ignore[attr-defined]
    for query in ("year=2018-19", "as_at=2019-11-07"):
        assert b"test/saving" not in client.get(f"{LIST}figures.csv?{query}").getvalue()  # type: ignore[attr-defined]

"""Reports in the browser: composed, cleared, frozen, made into files."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries, Settings

from ascare.reports.actions import ask_for_file, change_section, remove_section
from ascare.reports.models import CommitteeReport, FileFormat, ReportFile, Variant, WordTemplate
from ascare.reports.word.styles import own_template
from ledger.actions import drain_outbox
from ledger.models import Job, Organisation
from tests.conftest import signed_in
from tests.factories import record

from .conftest import COUNTED, Committee

REPORTS = "/anyshire/reports/"
POLLED = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def without_workers(settings: Settings) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True


@pytest.fixture
def client(committee: Committee) -> Client:
    return signed_in(committee.writer)


@pytest.fixture
def lead_client(committee: Committee) -> Client:
    return signed_in(committee.lead)


def text(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def page_of(report: CommitteeReport, more: str = "") -> str:
    return f"{REPORTS}{report.pk}/{more}"


# --- the list, and composing


def test_list_without_reports_leads_to_composing(client: Client, viewer: User) -> None:
    page = text(client.get(REPORTS))
    assert "No report has been composed yet" in page
    assert f'href="{REPORTS}new/"' in page

    assert f"{REPORTS}new/" not in text(signed_in(viewer).get(REPORTS))


def test_list_tells_how_each_report_stands(client: Client, committee: Committee, frozen: CommitteeReport) -> None:
    committee.clear(committee.compose(title="Cleared one"))
    committee.compose(title="Drafted one")

    page = text(client.get(REPORTS))

    for said in ("Cleared one", "Drafted one", "Adults Committee", "1 June 2019", ">Draft</td>", ">Cleared</td>"):
        assert said in page
    assert ">Frozen</td>" in page


def test_list_as_at_a_day_before_any_was_composed(client: Client, report: CommitteeReport) -> None:
    page = text(client.get(f"{REPORTS}?as_at=2019-11-07"))
    assert "No report was known then" in page
    assert client.get(f"{page_of(report)}?as_at=2019-11-07").status_code == 404


def test_list_as_csv(client: Client, report: CommitteeReport) -> None:
    lines = client.get(f"{REPORTS}?csv=reports").getvalue().decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "Report,State,Committee,Meeting on,Figures as at,Year"
    assert lines[1].startswith("Savings,Draft,Adults Committee,,")


NEW = {"preset": "blank", "title": "Savings", "committee": "Adults", "as_at": "2019-11-07", "first_year": "2019"}


def test_composing_leads_to_the_report(client: Client) -> None:
    response = client.post(f"{REPORTS}new/", NEW, follow=True)

    report = CommitteeReport.objects.get()
    assert response.redirect_chain == [(page_of(report), 302)]
    assert (report.title, report.as_at, report.first_year) == ("Savings", date(2019, 11, 7), 2019)
    assert "is composed" in text(response)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Enter the title"),
        ({"preset": ""}, "Choose"),
        ({"as_at": "2119-01-01"}, "This day lies in the future"),
        ({"first_year": "1066"}, "Choose one of the list as financial year"),
    ],
)
def test_composing_says_what_is_wrong(client: Client, wrong: dict[str, str], said: str) -> None:
    page = text(client.post(f"{REPORTS}new/", {**NEW, **wrong}))

    assert "There is a problem" in page
    assert said in page
    assert not CommitteeReport.objects.exists()


# --- one report


def test_report_s_page_shows_its_parts_and_what_can_be_done(client: Client, report: CommitteeReport) -> None:
    page = text(client.get(page_of(report)))

    for said in ("Front matter", "What was saved", "4 words of the officer’s own", "Awaited", "Not made yet"):
        assert said in page
    assert "You wrote the report last" not in page  # finance isn't theirs to clear
    for more in ("edit/", "sections/new/", "clearances/legal/waive/", "history/", "discard/"):
        assert f'href="{page_of(report, more)}"' in page


def test_reader_sees_a_report_without_buttons(viewer: User, report: CommitteeReport) -> None:
    page = text(signed_in(viewer).get(page_of(report)))

    assert "What was saved" in page
    assert '<form method="post" action="/anyshire' not in page
    assert "Add a section" not in page


def test_front_matter_is_changed_and_stands_in_the_preview(client: Client, report: CommitteeReport) -> None:
    form = client.get(page_of(report, "edit/")).context["form"]
    given = {**NEW, "seen": form["seen"].value(), "key_decision": "on", "divisions": "All", "contact": "Director"}
    del given["preset"]
    response = client.post(page_of(report, "edit/"), given)
    assert response.status_code == 302

    preview = text(client.get(page_of(report, "preview/")))
    for said in ("Key decision", "Electoral divisions", "All", "Director"):
        assert said in preview


def test_stale_edit_is_refused_once(client: Client, lead_client: Client, report: CommitteeReport) -> None:
    section = report.sections.get(kind="own-words")
    address = page_of(report, f"sections/{section.pk}/edit/")
    seen = client.get(address).context["form"]["seen"].value()
    change_section(section=section, by=None, text="Somebody else’s words.")

    refused = text(client.post(address, {"seen": seen, "text": "My words.", "heading": "Background"}))

    assert "changed this meanwhile" in refused
    section.refresh_from_db()
    assert section.text == "Somebody else’s words."


def test_section_is_added_with_its_subject(client: Client, report: CommitteeReport) -> None:
    assert "What was saved" in text(client.get(page_of(report, "sections/new/")))
    address = page_of(report, f"sections/new/{COUNTED}/")
    assert "Technology" in text(client.get(address))

    client.post(address, {"subject": "tec", "heading": "", "text": "More."})

    assert list(report.sections.values_list("subject", "text"))[-1] == ("tec", "More.")


def test_sections_move_by_buttons(client: Client, report: CommitteeReport) -> None:
    first, second = report.sections.all()

    client.post(page_of(report, f"sections/{second.pk}/move/"), {"up": ""})
    assert list(report.sections.all()) == [second, first]

    client.post(page_of(report, f"sections/{second.pk}/move/"), {"down": ""})
    assert list(report.sections.all()) == [first, second]
    assert client.get(page_of(report, f"sections/{second.pk}/move/")).status_code == 405


def test_section_is_removed_after_asking(client: Client, report: CommitteeReport) -> None:
    section = report.sections.get(kind="own-words")
    address = page_of(report, f"sections/{section.pk}/remove/")
    assert "Your own words in it go too." in text(client.get(address))

    client.post(address)

    assert not report.sections.filter(pk=section.pk).exists()


def test_lapsing_is_said_before_it_happens(client: Client, committee: Committee, report: CommitteeReport) -> None:
    committee.clear(report)
    section = report.sections.all()[0].pk

    for more in ("", "edit/", f"sections/new/{COUNTED}/", f"sections/{section}/edit/", f"sections/{section}/remove/"):
        assert "Cleared by: Finance. If you change anything, it is a draft again" in text(
            client.get(page_of(report, more))
        ), more


def test_preview_numbers_paragraphs_tables_and_sections(client: Client, report: CommitteeReport) -> None:
    page = text(client.get(page_of(report, "preview/")))

    for said in ("1. What was saved", ">1.1<", "There are 1 months.", "Table 1: Saved by month", "2. Background"):
        assert said in page
    assert "£5" in page
    table = client.get(page_of(report, f"preview/?csv={COUNTED}-saved"))
    assert table.getvalue().decode().splitlines() == ["Month,Saved", "April 2019,5"]  # type: ignore[attr-defined]


def test_history_tells_who_wrote_and_cleared(client: Client, committee: Committee, report: CommitteeReport) -> None:
    committee.clear(report)
    section = report.sections.get(kind="own-words")
    change_section(section=section, by=committee.writer, text="Anew.")
    remove_section(section=section, by=committee.writer)

    page = text(client.get(page_of(report, "history/")))

    for said in ("Title", "contributor", "Section: your own words", "Anew.", "Finance: implications", "Removed"):
        assert said in page
    for said in ("The report was changed", "Procurement: why not needed"):
        assert said in page


def test_report_is_discarded_after_asking(client: Client, report: CommitteeReport) -> None:
    client.post(page_of(report, "discard/"), {"reason": "Twice"})

    assert client.get(page_of(report)).status_code == 404


# --- clearing and freezing


def test_clearing_and_freezing_in_the_browser(
    client: Client, lead_client: Client, committee: Committee, report: CommitteeReport
) -> None:
    for role in ("procurement", "legal", "equality", "communications", "local-members", "public-health"):
        client.post(page_of(report, f"clearances/{role}/waive/"), {"reason": "Nothing to say"})
    clear = page_of(report, "clearances/finance/clear/")
    looked_at = lead_client.get(clear).context["form"]["written_at"].value()
    unsaid = text(lead_client.post(clear, {"written_at": looked_at, "implications": ""}))
    assert "Say what follows from it" in unsaid
    lead_client.post(clear, {"written_at": looked_at, "implications": "£5 saved."})
    assert "Freeze it" in text(lead_client.get(page_of(report)))
    assert "Freeze it" not in text(client.get(page_of(report)))

    frozen = text(lead_client.post(page_of(report, "freeze/"), follow=True))

    assert "Frozen on" in frozen
    assert "Add a section" not in frozen
    assert "Compare with now" in frozen


def test_who_wrote_it_last_is_refused_in_words(lead_client: Client, committee: Committee) -> None:
    report = committee.compose()
    change_section(section=report.sections.all()[0], by=committee.lead, heading="Saved")

    given = {"written_at": timezone.now().isoformat(), "implications": "None."}
    page = text(lead_client.post(page_of(report, "clearances/legal/clear/"), given))

    assert "You wrote this report last; somebody else has to clear it." in page
    assert "You wrote the report last" in text(lead_client.get(page_of(report)))


def test_what_nobody_looked_at_is_not_cleared(
    client: Client, lead_client: Client, committee: Committee, report: CommitteeReport
) -> None:
    address = page_of(report, "clearances/legal/clear/")
    looked_at = lead_client.get(address).context["form"]["written_at"].value()
    change_section(section=report.sections.all()[0], by=committee.writer, text="But for this.")

    page = text(lead_client.post(address, {"written_at": looked_at, "implications": "None."}))

    assert "go back to the report and look at it again" in page
    assert not report.clearances.get(role="legal").is_given


def test_freezing_too_early_says_who_is_awaited(lead_client: Client, report: CommitteeReport) -> None:
    assert "It isn’t cleared yet. Awaited: Finance" in text(lead_client.post(page_of(report, "freeze/")))


@pytest.mark.parametrize("more", ["edit/", "sections/new/", "clearances/finance/clear/", "freeze/", "discard/"])
def test_frozen_report_leads_back_to_its_page(lead_client: Client, frozen: CommitteeReport, more: str) -> None:
    for response in (
        lead_client.get(page_of(frozen, more), follow=True),
        lead_client.post(page_of(frozen, more), follow=True),
    ):
        assert "stays as the committee got it" in text(response)
        assert response.redirect_chain == [(page_of(frozen), 302)]


def test_frozen_report_is_compared_with_now(client: Client, committee: Committee, frozen: CommitteeReport) -> None:
    record(committee.series, 7, by=committee.lead, reason="Counted anew")

    page = text(client.get(page_of(frozen, "now/")))

    for said in ("As known now", "£5", "£7", "£2", "Counted anew"):
        assert said in page
    assert "£7" not in text(client.get(page_of(frozen, "preview/")))


def test_draft_is_compared_with_nothing(client: Client, report: CommitteeReport) -> None:
    assert client.get(page_of(report, "now/")).status_code == 404


# --- files


def test_file_is_made_and_downloaded(client: Client, viewer: User, frozen: CommitteeReport) -> None:
    wanted = {"format": "pdf", "variant": "itself"}
    asked = client.post(page_of(frozen, "files/make/"), wanted)
    assert asked.headers["Location"] == f"{page_of(frozen)}#files"
    drain_outbox()

    address = page_of(frozen, "files/itself/pdf/")
    assert f'href="{address}"' in text(signed_in(viewer).get(page_of(frozen)))
    answer = signed_in(viewer).get(address)

    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="savings-{localdate()}.pdf"'
    assert answer.headers["Cache-Control"] == "private"
    assert client.get(page_of(frozen, "files/itself/word/")).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status"), [({"format": "stone", "variant": "itself"}, 404), ({"format": "pdf"}, 404)]
)
def test_file_that_there_is_none_of_is_not_made(
    client: Client, report: CommitteeReport, wanted: dict[str, str], status: int
) -> None:
    assert client.post(page_of(report, "files/make/"), wanted).status_code == status
    assert not Job.objects.exists()


def test_draft_is_not_made_beside_now(client: Client, report: CommitteeReport) -> None:
    wanted = {"format": "pdf", "variant": "beside-now"}
    page = text(client.post(page_of(report, "files/make/"), wanted, follow=True))

    assert "Only a frozen report is compared" in page
    assert not Job.objects.exists()


def test_page_polls_while_a_file_is_made_and_offers_to_cancel(
    client: Client, committee: Committee, report: CommitteeReport
) -> None:
    job = ask_for_file(report=report, format=FileFormat.PDF, variant=Variant.ITSELF, by=committee.writer)
    Job.objects.update(attempts=1, percent=40, doing="Background")
    page = client.get(page_of(report))
    assert "40%: Background" in text(page)
    assert page_of(report, f"files/{job.pk}/cancel/") in text(page)

    same = client.get(page_of(report, "files/"), {"seen": page.context["seen"]}, headers=POLLED)
    Job.objects.update(percent=80, doing="Drawing it as PDF")
    changed = client.get(page_of(report, "files/"), {"seen": page.context["seen"]}, headers=POLLED)

    assert same.status_code == 204
    assert "80%: Drawing it as PDF" in text(changed)
    assert "hx-get" in text(changed)
    assert client.get(page_of(report, "files/")).headers["Location"] == f"{page_of(report)}#files"

    client.post(page_of(report, f"files/{job.pk}/cancel/"))
    drain_outbox()

    ended = client.get(page_of(report, "files/"), headers=POLLED)
    assert "hx-get" not in text(ended)
    assert "All files that were being made have ended." in text(ended)
    assert not ReportFile.objects.exists()


def test_cancelling_too_late_says_so(client: Client, committee: Committee, report: CommitteeReport) -> None:
    job = ask_for_file(report=report, format=FileFormat.EXCEL, variant=Variant.ITSELF, by=committee.writer)
    drain_outbox()

    page = text(client.post(page_of(report, f"files/{job.pk}/cancel/"), follow=True))

    assert "can't be called off any more" in page


def test_job_of_another_report_is_not_cancelled_here(
    client: Client, committee: Committee, report: CommitteeReport
) -> None:
    job = ask_for_file(report=report, format=FileFormat.PDF, variant=Variant.ITSELF, by=committee.writer)
    other = committee.compose()

    assert client.post(page_of(other, f"files/{job.pk}/cancel/")).status_code == 404


# --- the template


def upload(content: bytes, name: str = "ours.docx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def test_template_is_brought_and_downloaded(lead_client: Client, council: Organisation) -> None:
    before = text(lead_client.get(f"{REPORTS}template/"))
    assert "The one that comes with ascare" in before
    assert "clearances" in before  # of the names

    after = text(lead_client.post(f"{REPORTS}template/", upload(own_template()), follow=True))

    assert "“ours.docx” is in force" in after
    kept = WordTemplate.objects.get()
    answer = lead_client.get(f"{REPORTS}template/{kept.pk}.docx")
    assert (answer.content, answer.headers["Cache-Control"]) == (own_template(), "private")
    assert lead_client.get(f"{REPORTS}template/shipped.docx").content == own_template()


def test_broken_template_says_what_is_wrong(lead_client: Client, council: Organisation) -> None:
    lead_client.post(f"{REPORTS}template/", upload(own_template()))

    page = text(lead_client.post(f"{REPORTS}template/", upload(b"no Word document", "broken.docx")))

    assert "There is a problem" in page
    assert "ours.docx" in page
    assert WordTemplate.objects.get().name == "ours.docx"


def test_template_that_is_too_large_is_refused(lead_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ascare.reports.forms.files.MOST_BYTES", 2**20)
    page = text(lead_client.post(f"{REPORTS}template/", upload(b"x" * (2**20 + 1))))

    assert "The file is larger than 1 MB" in page


# --- who may


WRITING = (
    "new/",
    "{report}/edit/",
    "{report}/discard/",
    "{report}/sections/new/",
    "{report}/sections/new/own-words/",
    "{report}/sections/{section}/edit/",
    "{report}/sections/{section}/remove/",
    "{report}/clearances/legal/clear/",
    "{report}/clearances/legal/withdraw/",
    "{report}/clearances/legal/waive/",
    "{report}/clearances/legal/require/",
    "{report}/freeze/",
)
POSTING = ("{report}/sections/{section}/move/", "{report}/files/make/", "{report}/files/1/cancel/")
READING = ("", "template/", "template/shipped.docx", "{report}/", "{report}/history/", "{report}/preview/")


def addresses(patterns: tuple[str, ...], report: CommitteeReport) -> list[str]:
    section = report.sections.all()[0].pk
    return [REPORTS + pattern.format(report=report.pk, section=section) for pattern in patterns]


def test_readers_read_and_do_not_write(viewer: User, report: CommitteeReport) -> None:
    client = signed_in(viewer)
    for address in addresses(READING, report):
        assert client.get(address).status_code == 200, address
    for address in addresses(WRITING, report):
        assert client.get(address).status_code == 403, address
        assert client.post(address).status_code == 403, address
    for address in addresses(POSTING, report):
        assert client.post(address).status_code == 403, address
    assert client.post(f"{REPORTS}template/", upload(own_template())).status_code == 403


def test_strangers_find_nothing_and_the_unknown_sign_in(stranger: User, report: CommitteeReport) -> None:
    client = signed_in(stranger)
    for address in addresses(READING + WRITING, report):
        assert client.get(address).status_code == 404, address
        assert Client().get(address).headers["Location"].startswith("/accounts/login/"), address
    for address in addresses(POSTING, report):
        assert client.post(address).status_code == 404, address


def test_writers_do_not_clear_for_finance_nor_freeze(client: Client, report: CommitteeReport) -> None:
    for more in ("clearances/finance/clear/", "clearances/finance/withdraw/", "freeze/"):
        assert client.get(page_of(report, more)).status_code == 403, more
    assert client.get(page_of(report, "clearances/chef/clear/")).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("administrator", 200), ("contributor", 403)])
def test_template_is_brought_by_some(
    request: pytest.FixtureRequest, committee: Committee, who: str, status: int
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.post(f"{REPORTS}template/", upload(b"none")).status_code == status


def test_nothing_is_written_as_at_an_earlier_day(client: Client, report: CommitteeReport) -> None:
    earlier = localdate() - timedelta(days=1)
    CommitteeReport.history.update(history_date="2019-01-01T00:00Z")  # type: ignore[attr-defined]

    page = text(client.get(f"{page_of(report)}?as_at={earlier}"))
    assert "Add a section" not in page
    assert "Nothing can be changed as at" in text(client.get(f"{page_of(report, 'edit/')}?as_at={earlier}"))


# --- how much it asks


@pytest.mark.parametrize("more", ["", "{report}/"])
def test_queries_do_not_grow(
    client: Client,
    committee: Committee,
    report: CommitteeReport,
    more: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in range(10):
        committee.freeze(title=f"Report {place}")
        report.sections.create(kind="own-words", position=10 + place)
    with django_assert_max_num_queries(22):
        client.get(REPORTS + more.format(report=report.pk))


def test_pages_of_a_report_lead_back_to_it(client: Client, report: CommitteeReport) -> None:
    page = text(client.get(page_of(report, "edit/")))
    assert f'<a class="govuk-breadcrumbs__link" href="{page_of(report)}">Savings</a>' in page

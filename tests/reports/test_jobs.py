"""Making a report's files, as the worker does it."""

from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from ascare.reports.actions import ask_for_file, freeze_report, keep_template
from ascare.reports.encoding import digest
from ascare.reports.formats import FORMATS, Format
from ascare.reports.models import CommitteeReport, FileFormat, ReportFile, Variant
from ascare.reports.selectors.kept import frozen_value
from ascare.reports.value import Report
from ascare.reports.word.styles import own_template
from ledger.actions import cancel_job, drain_outbox
from ledger.models import Job, JobState
from tests.factories import record

from .conftest import Committee


@pytest.fixture(autouse=True)
def without_workers(settings: Settings) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True


def make(
    committee: Committee,
    report: CommitteeReport,
    format: FileFormat = FileFormat.PDF,
    variant: Variant = Variant.ITSELF,
) -> Job:
    job = ask_for_file(report=report, format=format, variant=variant, by=committee.writer)
    drain_outbox()
    job.refresh_from_db()
    return job


def text_of(file: ReportFile) -> str:
    """What stands in a file."""
    content = bytes(file.content)
    if file.format == FileFormat.PDF:
        with pypdfium2.PdfDocument(content) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    with ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("format", FileFormat)
def test_file_is_made_in_each_format_and_replaces_the_one_before(
    committee: Committee, report: CommitteeReport, format: FileFormat
) -> None:
    first = make(committee, report, format)
    record(committee.series, 1234)
    second = make(committee, report, format)

    assert (first.state, second.state, second.percent) == (JobState.DONE, JobState.DONE, 80)
    (file,) = ReportFile.objects.all()
    found = text_of(file)
    assert "1234" in found.replace(",", "")
    assert "Saved by month" in found


def test_file_of_a_frozen_report_shows_what_was_frozen(committee: Committee, frozen: CommitteeReport) -> None:
    record(committee.series, 1234)
    make(committee, frozen)

    file = ReportFile.objects.get()
    assert "1,234" not in text_of(file)
    assert file.digest == frozen.frozen.digest == digest(frozen_value(frozen))


def test_file_beside_now_shows_both(committee: Committee, frozen: CommitteeReport) -> None:
    record(committee.series, 1234)
    make(committee, frozen, variant=Variant.BESIDE_NOW)

    found = text_of(ReportFile.objects.get(variant=Variant.BESIDE_NOW))
    assert "As known now" in found
    assert "£1,234" in found
    assert "£5" in found


def test_progress_names_the_sections_and_the_drawing(
    committee: Committee, report: CommitteeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, str]] = []
    monkeypatch.setattr("ledger.actions.jobs._note", lambda pk, percent, doing: not seen.append((percent, doing)))

    make(committee, report)

    assert seen == [(0, "What was saved"), (40, "Background"), (80, "Drawing it as PDF")]


def test_file_that_is_called_off_on_the_way_is_not_stored(
    committee: Committee, report: CommitteeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(value: Report, template: bytes | None) -> bytes:
        cancel_job(job=Job.objects.get(), by=committee.writer)
        return b"drawn"

    monkeypatch.setitem(FORMATS, FileFormat.PDF, Format("pdf", "application/pdf", draw))
    job = make(committee, report)

    assert (job.state, job.message) == (JobState.CANCELLED, "Called off by contributor.")
    assert not ReportFile.objects.exists()


def test_draft_that_is_frozen_on_the_way_leaves_no_file(
    committee: Committee, report: CommitteeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(value: Report, template: bytes | None) -> bytes:
        freeze_report(report=report, by=committee.lead)
        return b"drawn"

    committee.clear(report)
    monkeypatch.setitem(FORMATS, FileFormat.PDF, Format("pdf", "application/pdf", draw))
    job = make(committee, report)

    assert job.message == "The report was frozen meanwhile; make its file anew."
    assert not ReportFile.objects.exists()


def test_freezing_drops_the_files_of_the_draft(committee: Committee, report: CommitteeReport) -> None:
    make(committee, report)
    committee.clear(report)
    freeze_report(report=report, by=committee.lead)

    assert not ReportFile.objects.exists()


def test_word_file_is_poured_into_the_council_s_template(committee: Committee, report: CommitteeReport) -> None:
    content = own_template()
    keep_template(organisation=committee.council, name="ours.docx", content=content, by=committee.lead)
    used: list[bytes | None] = []
    word = FORMATS[FileFormat.WORD]

    def draw(value: Report, template: bytes | None) -> bytes:
        used.append(template)
        return word.draw(value, template)

    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(FORMATS, FileFormat.WORD, Format(word.suffix, word.media_type, draw))
        make(committee, report, FileFormat.WORD)

    assert used == [content]
    assert "Savings" in text_of(ReportFile.objects.get())


def test_file_is_made_at_once_where_there_are_no_workers(
    committee: Committee, report: CommitteeReport, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_file(report=report, format=FileFormat.EXCEL, variant=Variant.ITSELF, by=committee.writer)

    assert ReportFile.objects.get().format == FileFormat.EXCEL

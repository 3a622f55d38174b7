"""What is kept of reports: frozen values, files, the Word template in force."""

from dataclasses import dataclass

from ledger.models import Job, Organisation
from ledger.selectors import JobLine, job_line

from ..encoding import decode, digest
from ..models import CommitteeReport, FileFormat, FrozenReport, ReportFile, Variant, WordTemplate
from ..value import Report
from .reports import Composed

FILES = "report-file"  # the kind of job that makes them


class Tampered(Exception):
    """What is stored of a frozen report is not what was frozen."""


def frozen_value(report: CommitteeReport) -> Report:
    """The value that was frozen. Raises Tampered where its digest says that it was changed since."""
    kept = FrozenReport.objects.get(report=report.pk)
    value = decode(kept.value)
    if digest(value) != kept.digest:
        raise Tampered(f"What is stored of “{report}” (report {report.pk}) is not what was frozen.")
    return value


def template_in_force(organisation: Organisation) -> WordTemplate | None:
    """The council's newest; None: the one that comes with ascare."""
    return WordTemplate.objects.filter(organisation=organisation).select_related("by").first()


@dataclass(frozen=True)
class FileLine:
    """How a report stands in one format: the file that was made, and the newest work on another."""

    format: FileFormat
    variant: Variant
    file: ReportFile | None  # without its content
    job: JobLine | None

    @property
    def called(self) -> str:
        beside = ", beside what is known now" if self.variant == Variant.BESIDE_NOW else ""
        return f"{self.format.label}{beside}"

    @property
    def under_way(self) -> bool:
        return self.job is not None and self.job.waits


def file_lines(composed: Composed) -> list[FileLine]:
    """Every file that can be made of a report: two queries."""
    report, variants = composed.report, list(Variant) if composed.frozen else [Variant.ITSELF]
    files = {(each.format, each.variant): each for each in ReportFile.objects.defer("content").filter(report=report)}
    jobs = Job.objects.filter(organisation=report.organisation_id, kind=FILES, arguments__report=report.pk)
    newest = {(job.arguments["format"], job.arguments["variant"]): job_line(job) for job in jobs.order_by("pk")}
    return [
        FileLine(format, variant, files.get((format, variant)), newest.get((format, variant)))
        for variant in variants
        for format in FileFormat
    ]

"""Files that are made of reports, and the template that Word ones are poured into."""

from hashlib import sha256

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ledger.actions import ask_for
from ledger.models import Job, Organisation

from ..encoding import digest
from ..formats import template_faults
from ..models import CommitteeReport, FileFormat, FrozenReport, ReportFile, State, Variant, WordTemplate
from ..selectors.kept import FILES
from ..value import Report


@transaction.atomic
def ask_for_file(*, report: CommitteeReport, format: FileFormat, variant: Variant, by: AbstractBaseUser) -> Job:
    """Have a file made of the report as it stands when a worker comes to it."""
    if variant == Variant.BESIDE_NOW and not FrozenReport.objects.filter(report=report).exists():
        raise ValidationError("Only a frozen report is compared with what is known now.")
    return ask_for(
        kind=FILES,
        organisation=report.organisation,
        by=by,
        report=report.pk,
        format=format.value,
        variant=variant.value,
    )


@transaction.atomic
def keep_file(
    *, report: CommitteeReport, format: FileFormat, variant: Variant, value: Report, content: bytes
) -> ReportFile | None:
    """Keep a file that shows `value` instead of the one before. None: it shows a draft, and the report is frozen."""
    CommitteeReport.objects.select_for_update().get(pk=report.pk)
    if value.state != State.FROZEN.label and FrozenReport.objects.filter(report=report).exists():
        return None
    file = ReportFile.objects.filter(report=report, format=format, variant=variant).first()
    file = file or ReportFile(report=report, format=format, variant=variant)
    file.digest, file.content, file.made_at = digest(value), content, timezone.now()
    file.full_clean()
    file.save()
    return file


@transaction.atomic
def keep_template(*, organisation: Organisation, name: str, content: bytes, by: AbstractBaseUser) -> WordTemplate:
    """Have Word reports poured into this document from now on. Raises ValidationError where it has faults."""
    if found := template_faults(content):
        raise ValidationError({"file": found})
    template = WordTemplate(
        organisation=organisation,
        name=name[-200:],
        content=content,
        digest=sha256(content).hexdigest(),
        by_id=by.pk,
        uploaded_at=timezone.now(),
    )
    template.full_clean()
    template.save()
    return template

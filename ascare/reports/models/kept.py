"""What is kept beside a report's words: its value once it is frozen, files made of it, the council's template."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ledger.models import Organisation

from .reports import CommitteeReport

SHA256 = 64  # characters


class FrozenReport(models.Model):
    """A report as the committee gets it: its whole value, numbers and all. A database trigger keeps it as it is."""

    report = models.OneToOneField(CommitteeReport, on_delete=models.PROTECT, related_name="frozen")
    moment = models.DateTimeField(help_text="Up to when things were known.")
    value = models.JSONField(help_text="The report's value, encoded.")
    digest = models.CharField(max_length=SHA256, help_text="SHA-256 of the value.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["-moment", "-id"]
        constraints = [
            models.CheckConstraint(name="frozen_moment_is_past", condition=Q(moment__lte=F("frozen_at"))),
            models.CheckConstraint(name="frozen_has_a_digest", condition=~Q(digest="")),
        ]

    def __str__(self) -> str:
        return f"{self.report}, frozen"


class FileFormat(models.TextChoices):
    WORD = "word", "Word"
    PDF = "pdf", "PDF"
    EXCEL = "excel", "Excel"


class Variant(models.TextChoices):
    ITSELF = "itself", "The report itself"
    BESIDE_NOW = "beside-now", "With what is known now"


class ReportFile(models.Model):
    """The newest file that was made of a report in a format. It can always be made again."""

    report = models.ForeignKey(CommitteeReport, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=10, choices=FileFormat)
    variant = models.CharField(max_length=12, choices=Variant, default=Variant.ITSELF)
    digest = models.CharField(max_length=SHA256, help_text="SHA-256 of the value that it shows.")
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "format", "variant"], name="report_file_once"),
            models.CheckConstraint(name="report_file_format_known", condition=Q(format__in=FileFormat.values)),
            models.CheckConstraint(name="report_file_variant_known", condition=Q(variant__in=Variant.values)),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.get_format_display()}"


class WordTemplate(models.Model):
    """A Word document that an organisation's reports are poured into. The newest is in force."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="word_templates")
    name = models.CharField(max_length=200, help_text="Of the file.")
    content = models.BinaryField()
    digest = models.CharField(max_length=SHA256, help_text="SHA-256 of the file.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [models.CheckConstraint(name="word_template_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name

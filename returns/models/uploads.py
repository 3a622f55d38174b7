from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from ledger.models import Entry, Organisation


class UploadQuerySet(models.QuerySet["Upload"]):
    def waiting(self) -> Self:
        """Uploaded and not recorded yet."""
        return self.filter(recorded_at__isnull=True)

    def without_content(self) -> Self:
        """For lists, which don't show what is in the files."""
        return self.defer("content")


class Upload(models.Model):
    """A file that somebody brought. Its content is kept until it is recorded; then its digest tells it again."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=40, help_text="A registered kind of import.")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    size = models.PositiveIntegerField(help_text="Of the file, in bytes.")
    content = models.BinaryField(null=True)
    options = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    uploaded_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entries = models.ManyToManyField(Entry, related_name="uploads", blank=True)
    summary = models.JSONField(default=dict, blank=True, help_text="What it recorded, counted.")

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["organisation", "digest"], name="upload_digest")]
        constraints = [
            models.CheckConstraint(
                name="upload_recorded_by_somebody",
                condition=Q(recorded_at__isnull=True, recorded_by__isnull=True)
                | Q(recorded_at__isnull=False, recorded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="upload_content_until_recorded",
                condition=Q(recorded_at__isnull=True, content__isnull=False)
                | Q(recorded_at__isnull=False, content__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def author(self) -> str:
        return self.by.get_full_name() or self.by.get_username()

    @property
    def recorder(self) -> str:
        return (self.recorded_by.get_full_name() or self.recorded_by.get_username()) if self.recorded_by else ""

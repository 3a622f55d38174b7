from django.conf import settings
from django.db import models
from knox.models import AbstractAuthToken

from .organisations import Organisation


class ApiToken(AbstractAuthToken):
    """A person's key to the API: kept as a hash, expiring, for one organisation, to read or to write as well.

    It never allows more than the person's own membership does.
    """

    name = models.CharField(max_length=80, help_text="What it is for.")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    may_write = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"


class IdempotentRequest(models.Model):
    """What was answered under an Idempotency-Key, so that a repeat gets the same answer and records nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    body_digest = models.CharField(max_length=64)
    answer = models.JSONField()
    status = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key

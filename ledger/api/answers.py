"""What the schema says of answers: problems, and lists that come as JSON or CSV."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from .problems import MEDIA_TYPE


class ErrorSerializer(serializers.Serializer):
    field = serializers.CharField(help_text="Which field, as in figures[3].value.")
    message = serializers.CharField(help_text="What is wrong with it, and the fix.")
    yours = serializers.CharField(required=False, allow_null=True, help_text="Of changed figures: what you sent.")
    theirs = serializers.CharField(required=False, allow_null=True, help_text="And what stands there.")
    revision = serializers.IntegerField(required=False, help_text="The revision to follow next.")
    by = serializers.CharField(required=False, allow_blank=True, help_text="Who recorded it.")
    at = serializers.DateTimeField(required=False, allow_null=True, help_text="When it was recorded.")


class ProblemSerializer(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField(help_text="Which kind of problem, as a URN.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ErrorSerializer(many=True)  # type: ignore[assignment]


def problems(**reasons: str) -> dict[Any, Any]:
    """Answers to what can go wrong: the usual ones, and those of `reasons` (_409="...")."""
    usual = {
        400: "A parameter is unknown, empty or wrong; errors says which.",
        401: "No token and nobody signed in, or a token that is unknown or expired.",
        404: "An organisation or object that you cannot read, or that is not there.",
        406: "The format asked for is not served here.",
        429: "Too many requests; Retry-After says for how many seconds.",
    }
    all_of_them = {**usual, **{int(code.strip("_")): text for code, text in reasons.items()}}
    return {
        (code, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=text)
        for code, text in sorted(all_of_them.items())
    }


def list_of(serializer: type[serializers.Serializer]) -> dict[Any, Any]:
    return {
        (200, "application/json"): serializer(many=True),
        (200, "text/csv"): OpenApiTypes.STR,
        **problems(),
    }

"""Requests that are sent again under one Idempotency-Key: they are answered as before, and record nothing."""

from collections.abc import Callable

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from ..actions import Answer, KeyReused, answer_once
from ..actions.requests import LONGEST_KEY
from ..errors import Problem, Rejected
from ..models import ApiToken
from .entry_body import body_digest
from .problems import KeyUsedAlready

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": f"^[!-~]{{1,{LONGEST_KEY}}}$"},
    OpenApiParameter.HEADER,
    description="Your own name for this request. Sent again with the same body, it is answered as before and "
    "records nothing.",
)
REPLAYED = OpenApiParameter(
    "Idempotent-Replayed",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200, 201],
    description="true: this is the answer that was given before.",
)


def idempotency_key(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not (key.isascii() and key.isprintable() and " " not in key and 0 < len(key) <= LONGEST_KEY):
        message = f"Use 1 to {LONGEST_KEY} letters, digits and signs without spaces, such as a UUID."
        raise Rejected([Problem("Idempotency-Key", message)])
    return key


def answered(request: Request, key: str | None, act: Callable[[], Answer]) -> Response:
    """The response to `act`; where it was sent under the same key before, the one that was given then."""
    answer = _once(request, key, act) if key else act()
    headers = {"Idempotent-Replayed": "true"} if answer.replayed else None
    return Response(answer.content, status=answer.status, headers=headers)


def _once(request: Request, key: str, act: Callable[[], Answer]) -> Answer:
    token = request.auth if isinstance(request.auth, ApiToken) else None
    digest = body_digest(request.data)
    try:
        return answer_once(by=request.user, token=token, key=key, body_digest=digest, act=act)  # type: ignore[arg-type]
    except KeyReused:
        message = f"“{key}” was sent with another body before. Nothing was recorded; send this body under a new key."
        raise KeyUsedAlready(message) from None

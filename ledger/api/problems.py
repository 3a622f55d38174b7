"""Errors as problem details (RFC 9457): what is wrong, with which field, and what to do about it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, UnreadablePostError
from django.utils.encoding import force_str
from rest_framework import exceptions, status
from rest_framework.views import set_rollback

from ..errors import Conflict, Problem, Rejected, Stale

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 100  # shown in one answer

# The slug ends the problem's type; docs/api.md says the same words at more length.
KINDS = {
    400: ("wrong-input", "Something in the request is wrong"),
    401: ("not-signed-in", "Sign in, or send a token"),
    403: ("not-allowed", "You may not do this"),
    404: ("not-found", "There is nothing here that you can read"),
    405: ("method-not-allowed", "This address does not take this method"),
    406: ("not-acceptable", "This address does not answer in that format"),
    409: ("changed-meanwhile", "Somebody else changed these figures"),
    411: ("length-required", "The length of the body is missing"),
    413: ("too-large", "The body is too large"),
    415: ("unsupported-media-type", "The body is not in a format that is read here"),
    422: ("key-used-already", "This Idempotency-Key belongs to another request"),
    423: ("not-open", "This return takes no figures now"),
    429: ("too-many-requests", "Too many requests"),
}


class KeyUsedAlready(exceptions.APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY


def problem(
    code: int, detail: str, *, errors: Sequence[Mapping[str, Any]] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The answer that tells of one problem; of many errors the first hundred are shown."""
    slug, title = KINDS.get(code, ("problem", "The request could not be answered"))
    if len(errors) > MOST_ERRORS:
        detail = f"{detail} There are {len(errors):,} errors; the first {MOST_ERRORS} are shown."
    body = {
        "type": f"urn:ascare:problem:{slug}",
        "title": title,
        "status": code,
        "detail": detail,
        "errors": list(errors[:MOST_ERRORS]),
    }
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=code, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def problem_response(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler. None for what is no fault of the request's: that stays a 500."""
    set_rollback()
    match error:
        case Rejected():
            return problem(400, _nothing_recorded(context, "See errors."), errors=_errors(error.problems))
        case Stale():
            detail = "Nothing was recorded. Look at what stands there now, and send again with its revision."
            return problem(409, detail, errors=[_conflict(conflict) for conflict in error.conflicts])
        case Http404():
            return problem(404, str(error) or "There is nothing here.")
        case PermissionDenied():
            return problem(403, str(error) or "You may not do this.")
        case RequestDataTooBig():
            return problem(413, str(error))
        case SuspiciousOperation() | UnreadablePostError():
            return problem(400, "The request could not be read.")
        case exceptions.APIException():
            return problem(error.status_code, _detail(error), headers=_headers(error))
    return None


def _nothing_recorded(context: Mapping[str, Any], detail: str) -> str:
    return detail if context["request"].method in ("GET", "HEAD") else f"Nothing was recorded. {detail}"


def _errors(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [{"field": _field(problem), "message": problem.message} for problem in problems]


def _field(found: Problem) -> str:
    if found.index is None:
        return found.field
    return f"figures[{found.index}].{found.field}" if found.field else f"figures[{found.index}]"


def _conflict(found: Conflict) -> dict[str, Any]:
    who = f"{found.by} changed" if found.by else "Nothing stands in"
    return {
        "field": f"figures[{found.index}].revision",
        "message": f"{who} {found.series}, {found.label}; its revision is {found.revision} by now.",
        "yours": _decimal(found.yours),
        "theirs": _decimal(found.theirs),
        "revision": found.revision,
        "by": found.by,
        "at": found.at.isoformat() if found.at else None,
    }


def _decimal(value: object) -> str | None:
    return None if value is None else f"{value:f}"


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.NotAcceptable):
        return "Ask for application/json or, of lists, text/csv in the Accept header, or leave it out."
    if isinstance(error, exceptions.UnsupportedMediaType):
        return "Send JSON, with the header Content-Type: application/json."
    if isinstance(error, exceptions.NotAuthenticated):
        return "Send a token in the header, as in Authorization: Token 0123…, or sign in."
    return force_str(error.detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    """What REST framework notes on the exception for the answer's header."""
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = f"{wait:.0f}"
    return headers

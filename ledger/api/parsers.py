"""Bodies as JSON, bounded in size and depth, with every number exactly as it was written."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

LONGEST_NUMBER = 40  # characters; a figure has at most 15 digits


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class LengthRequired(APIException):
    status_code = status.HTTP_411_LENGTH_REQUIRED


class BoundedJSONParser(BaseParser):
    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        body = bytearray()
        while chunk := stream.read(limit + 1 - len(body)):
            body += chunk
            if len(body) > limit:
                raise TooLarge(f"At most {limit:,} bytes are read; split the entry.")
        return read_json(bytes(body))


def read_json(body: bytes) -> Any:
    """The body's content; ParseError where it isn't JSON, or says something twice."""
    try:
        return json.loads(
            body.decode("utf-8-sig"),  # PowerShell likes to begin with a byte order mark
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise ParseError("The JSON is nested too deeply; an entry has an object, a list and objects in it.") from None
    except UnicodeDecodeError:
        raise ParseError("The body is not UTF-8; encode it so.") from None
    except json.JSONDecodeError as error:
        message = f"The body is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        raise ParseError(message) from None


def _number(text: str) -> Decimal | int:
    if len(text) > LONGEST_NUMBER:
        raise ParseError(f"The number {text[:LONGEST_NUMBER]}… is too long; a figure has at most 15 digits.")
    return int(text) if text.lstrip("-").isdigit() else _decimal(text)


def _decimal(text: str) -> Decimal:
    number = Decimal(text) if len(text.lower().partition("e")[2]) <= 4 else Decimal("NaN")
    # An exponent of thousands is a few characters here and megabytes when written out.
    if not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
        raise ParseError(f"The number {text} is too large or too small; a figure has at most 15 digits.")
    return number


def _no_number(text: str) -> None:
    raise ParseError(f"{text} is no number in JSON; to take a figure back, send null and withdrawn.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for i, (name, _) in enumerate(pairs) if name in dict(pairs[:i]))
        raise ParseError(f"“{twice}” stands twice in one object; keep one of them.")
    return found


def open_chunked_body(request: HttpRequest) -> None:
    """Let a body without Content-Length be read: Django would take it to be empty.

    That is safe only where the server marks the end of the stream itself; the parser bounds what is read.
    """
    if request.META.get("CONTENT_LENGTH") or "HTTP_TRANSFER_ENCODING" not in request.META:
        return
    if not request.META.get("wsgi.input_terminated"):
        raise LengthRequired("Send the header Content-Length.")
    request.META["CONTENT_LENGTH"] = str((settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) + 1)
    request._stream = request.META["wsgi.input"]

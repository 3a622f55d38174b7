"""Entries into a return."""

from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.access import Access, Right, require
from ledger.actions import Answer
from ledger.api.answers import problems
from ledger.api.authentication import TokenMayWrite, reach
from ledger.api.entries import NewFigureSerializer, RecordedSerializer
from ledger.api.entry_body import EntryBody, read_entry
from ledger.api.lists import ReadView
from ledger.api.once import IDEMPOTENCY_KEY, REPLAYED, answered, idempotency_key
from ledger.api.parsers import open_chunked_body
from ledger.api.query import Moment
from ledger.errors import Problem, Rejected
from ledger.models import Channel

from ..access import require_fill
from ..actions import save_return
from ..models import Return
from ..selectors import find_return
from .returns import ADDRESS

OF_THE_ADDRESS = ("organisation", "provisional")  # an entry says these itself, one into a return doesn't


class NotOpen(APIException):
    """The return is in another state than open."""

    status_code = status.HTTP_423_LOCKED


class NewReturnEntrySerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=500)
    figures = NewFigureSerializer(many=True)


class ReturnEntries(ReadView):
    """Figures into a return."""

    queryset = Return.objects.none()
    serializer_class = RecordedSerializer
    filterset_class = Moment
    permission_classes = [IsAuthenticated, TokenMayWrite]
    renderer_classes = [JSONRenderer]
    pagination_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        open_chunked_body(request._request)

    @extend_schema(
        operation_id="record_in_return",
        description="Records figures in a return: all of them, or none. They are provisional until somebody else "
        "approves the return. It takes actuals of its lines up to its period, and forecasts made in it.",
        parameters=[*ADDRESS, IDEMPOTENCY_KEY, REPLAYED],
        request=NewReturnEntrySerializer,
        responses={
            (201, "application/json"): OpenApiResponse(RecordedSerializer, description="Recorded."),
            (200, "application/json"): OpenApiResponse(RecordedSerializer, description="Nothing was new."),
            **problems(
                _400="Something in the body is wrong; errors says what, and nothing was recorded.",
                _403="Your role, or your token, doesn't let you fill in this return.",
                _409="Somebody changed some of these figures since you saw them; nothing was recorded.",
                _411="The length of the body is missing.",
                _413="The body is too large.",
                _415="The body isn't JSON by its Content-Type.",
                _422="The Idempotency-Key was sent with another body before.",
                _423="The return isn't open: it was submitted, approved or closed. Nothing was recorded.",
            ),
        },
    )
    def post(self, request: Request, organisation: str, form: str, start: date) -> Response:
        key = idempotency_key(request)
        access = require(reach(request), organisation, Right.RECORD)
        filled = find_return(access.organisation, form, start)
        require_fill(access, filled.form)
        body = _read(request.data, organisation)
        return answered(request, key, partial(_save, request, access, filled, body))


def _read(data: Any, organisation: str) -> EntryBody:
    """As the body of an entry, without what the address says."""
    if not isinstance(data, dict):
        return read_entry(data)
    said = [name for name in OF_THE_ADDRESS if name in data]
    if said:
        raise Rejected([Problem(name, "The return’s address says this; leave it out.") for name in said])
    return read_entry({**data, "organisation": organisation})


def _save(request: Request, access: Access, filled: Return, body: EntryBody) -> Answer:
    try:
        entry = save_return(
            filled=filled,
            figures=body.figures,
            by=request.user,  # type: ignore[arg-type]
            channel=Channel.API,
            reason=body.reason,
            services=access.services,
        )
    except ValidationError as error:
        raise NotOpen(" ".join(error.messages)) from None
    content = {
        "organisation": access.organisation.slug,
        "entry": entry.number if entry else None,
        "digest": entry.digest if entry else None,
        "recorded": entry.figure_count if entry else 0,
        "unchanged": len(body.figures) - (entry.figure_count if entry else 0),
    }
    return Answer(201 if entry else 200, content)

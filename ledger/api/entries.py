"""Entries: the list of what was recorded, and recording."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ..access import Access, Right, require
from ..actions import Answer, record_figures
from ..models import Basis, Channel, Entry, Qualifier
from ..selectors import provisional_entries
from .answers import list_of, problems
from .authentication import TokenMayWrite, reach
from .entry_body import LONGEST, EntryBody, read_entry
from .lists import ListView
from .once import IDEMPOTENCY_KEY, REPLAYED, answered, idempotency_key
from .parsers import open_chunked_body
from .query import Asked

DECIMAL = r"^-?[0-9]{1,20}(\.[0-9]{1,20})?$"


class EntrySerializer(serializers.Serializer):
    organisation = serializers.CharField()
    number = serializers.IntegerField(help_text="Counts the organisation's entries from 1.")
    by = serializers.CharField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    reason = serializers.CharField()
    paper = serializers.CharField()
    paragraph = serializers.CharField()
    file_digest = serializers.CharField()
    provisional = serializers.BooleanField(help_text="Recorded, and not approved yet.")
    figures = serializers.IntegerField(help_text="How many it recorded.")
    first_start = serializers.DateField(help_text="The earliest start among its figures.")
    last_start = serializers.DateField()
    known_from = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    digest = serializers.CharField(help_text="SHA-256 over the entry, its figures and the digest before.")


class NewFigureSerializer(serializers.Serializer):
    series = serializers.CharField(max_length=LONGEST, help_text="Its code.")
    basis = serializers.ChoiceField(choices=Basis.choices)
    start = serializers.DateField()
    end = serializers.DateField()
    edition = serializers.DateField(required=False, allow_null=True, help_text="Left out: the usual one.")
    value = serializers.RegexField(
        DECIMAL, required=False, allow_null=True, help_text="A decimal as text; JSON numbers are read exactly too."
    )
    qualifier = serializers.ChoiceField(choices=Qualifier.choices, required=False)
    inferred = serializers.BooleanField(required=False)
    withdrawn = serializers.BooleanField(required=False, help_text="Takes the figure back; it then has no value.")
    revision = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        help_text="The revision that you saw, 0 for none: if another stands there by now, nothing is recorded.",
    )


class NewEntrySerializer(serializers.Serializer):
    organisation = serializers.CharField()
    reason = serializers.CharField(max_length=500)
    provisional = serializers.BooleanField(required=False)
    figures = NewFigureSerializer(many=True)


class RecordedSerializer(serializers.Serializer):
    organisation = serializers.CharField()
    entry = serializers.IntegerField(allow_null=True, help_text="Its number; null: nothing was new.")
    digest = serializers.CharField(allow_null=True)
    recorded = serializers.IntegerField()
    unchanged = serializers.IntegerField(help_text="How many stood there already.")


class EntryList(ListView):
    """What was recorded by whom, when and why."""

    queryset = Entry.objects.none()
    serializer_class = EntrySerializer
    permission_classes = [IsAuthenticated, TokenMayWrite]
    key = ("organisation_id", "number")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        open_chunked_body(request._request)

    def get_renderers(self) -> list[BaseRenderer]:
        return [JSONRenderer()] if self.request.method == "POST" else super().get_renderers()

    @extend_schema(
        operation_id="entries",
        description="What was recorded by whom, when and why, as known at `as_at`. `year` gives the entries with "
        "figures that may begin in that financial year.",
        responses=list_of(EntrySerializer),
    )
    def get(self, request: Request, **kwargs: object) -> Any:
        return super().get(request)

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Entry]":
        found = Entry.objects.filter(organisation_id__in=asked.organisations)
        if known_at:
            found = found.filter(known_from__lte=known_at)
        if asked.year:
            found = found.filter(first_start__lte=asked.year.end, last_start__gte=asked.year.start)
        return found.select_related("by").order_by(*self.key)

    def shown(self, rows: Iterable[Entry], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        provisional = provisional_entries(asked.organisations, known_at)
        for entry in rows:
            yield {
                "organisation": asked.organisations[entry.organisation_id].slug,
                "number": entry.number,
                "by": entry.author,
                "channel": entry.channel,
                "reason": entry.reason,
                "paper": entry.paper,
                "paragraph": entry.paragraph,
                "file_digest": entry.file_digest,
                "provisional": entry.pk in provisional,
                "figures": entry.figure_count,
                "first_start": entry.first_start.isoformat(),
                "last_start": entry.last_start.isoformat(),
                "known_from": localtime(entry.known_from).isoformat(),
                "recorded_at": localtime(entry.recorded_at).isoformat(),
                "digest": entry.digest,
            }

    @extend_schema(
        operation_id="record",
        description="Records figures in one entry: all of them, or none. Figures that say what stands there already "
        "are not recorded again.",
        parameters=[IDEMPOTENCY_KEY, REPLAYED],
        request=NewEntrySerializer,
        responses={
            (201, "application/json"): OpenApiResponse(RecordedSerializer, description="Recorded."),
            (200, "application/json"): OpenApiResponse(RecordedSerializer, description="Nothing was new."),
            **problems(
                _400="Something in the body is wrong; errors says what, and nothing was recorded.",
                _403="Your role, or your token, doesn't let you record figures here.",
                _409="Somebody changed some of these figures since you saw them; nothing was recorded.",
                _411="The length of the body is missing.",
                _413="The body is too large.",
                _415="The body isn't JSON by its Content-Type.",
                _422="The Idempotency-Key was sent with another body before.",
            ),
        },
    )
    def post(self, request: Request) -> Response:
        key = idempotency_key(request)
        body = read_entry(request.data)
        access = require(reach(request), body.organisation, Right.RECORD)
        return answered(request, key, partial(_record, request, access, body))


def _record(request: Request, access: Access, body: EntryBody) -> Answer:
    done = record_figures(
        organisation=access.organisation,
        figures=body.figures,
        by=request.user,  # type: ignore[arg-type]
        channel=Channel.API,
        reason=body.reason,
        provisional=body.provisional,
        services=access.services,
        loose=True,
    )
    content = {
        "organisation": access.organisation.slug,
        "entry": done.entry.number if done.entry else None,
        "digest": done.entry.digest if done.entry else None,
        "recorded": done.recorded,
        "unchanged": done.unchanged,
    }
    return Answer(201 if done.entry else 200, content)

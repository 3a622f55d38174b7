"""Returns of the API: the list of how they stand, and one with its lines and steps."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localtime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.answers import list_of, problems
from ledger.api.lists import ListView, ReadView
from ledger.api.numerals import exact
from ledger.api.query import OF_ONE, Asked, Moment, Parameters, choice_parameter, read_query
from ledger.models import Basis
from ledger.months import LONDON
from ledger.selectors import Book, open_book

from ..models import FormLine, Return, State, Step
from ..selectors import ReturnFacts, ReturnLine, find_return, lines_of, return_facts, stand, variances_of

STEPS = Step.Kind.choices
ADDRESS = [
    OpenApiParameter("organisation", OpenApiTypes.STR, OpenApiParameter.PATH),
    OpenApiParameter("form", OpenApiTypes.STR, OpenApiParameter.PATH, description="Its short name."),
    OpenApiParameter("start", OpenApiTypes.DATE, OpenApiParameter.PATH, description="The period's first day."),
]


class ReturnParameters(Parameters):
    form = django_filters.CharFilter(help_text="The short name of a form, as its address has it.")
    state = choice_parameter(State.values, "How it stands.")
    late = choice_parameter(
        ["true", "false"], "Only those that are, or were handed over, late; or only those in time."
    )


class ReturnSerializer(serializers.Serializer):
    organisation = serializers.CharField()
    form = serializers.CharField(help_text="Its short name.")
    name = serializers.CharField(help_text="Of the form.")
    start = serializers.DateField(help_text="The first day of its period.")
    end = serializers.DateField()
    state = serializers.ChoiceField(choices=State.choices)
    due_on = serializers.DateField(help_text="The last day on which it is in time.")
    days_late = serializers.IntegerField(
        help_text="How late it is, or was when it was first handed over; 0: in time."
    )
    submitted_on = serializers.DateField(allow_null=True, help_text="When it was first handed over.")
    last_step = serializers.ChoiceField(choices=STEPS)
    last_by = serializers.CharField()
    last_at = serializers.DateTimeField()


@extend_schema_view(get=extend_schema(operation_id="returns", responses=list_of(ReturnSerializer)))
class ReturnList(ListView):
    """How returns stand, and who did what with them last.

    `as_at` gives them as they stood then; `year` those whose period ends in that financial year. With `state` or
    `late` a page may hold fewer rows than its size; `next` alone tells whether there are more.
    """

    queryset = Return.objects.none()
    serializer_class = ReturnSerializer
    filterset_class = ReturnParameters
    key = ("id",)

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Return]":
        found = Return.objects.filter(form__organisation__in=asked.organisations)
        if asked.given["form"]:
            found = found.filter(form__slug=asked.given["form"])
        if asked.year:
            found = found.filter(end__range=(asked.year.start, asked.year.end))
        return found.order_by("id")

    def shown(self, rows: Iterable[Return], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        """Two queries for however many rows."""
        ids = [row.pk for row in rows]
        today = known_at.astimezone(LONDON).date() if known_at else timezone.localdate()
        lines = stand(Return.objects.filter(pk__in=ids).select_related("form").order_by("id"), known_at)
        for line in lines:
            if _wanted(line, asked, today):
                yield _summary(asked.organisations[line.form.organisation_id].slug, line, today)


class ReturnLineSerializer(serializers.Serializer):
    series = serializers.CharField(help_text="Its code.")
    section = serializers.CharField()
    value = serializers.CharField(allow_null=True, help_text="The actual of the period; null: not recorded.")
    revision = serializers.IntegerField(help_text="To say which one a new figure follows; 0: none stands.")
    variance = serializers.CharField(allow_null=True, help_text="Above zero: more than was meant.")
    variance_of = serializers.CharField(allow_null=True, help_text="The projected outturn, or the year to date.")
    comment = serializers.CharField(help_text="On its variance; empty where nobody wrote one.")
    needs_comment = serializers.BooleanField(help_text="It can't be submitted without one.")


class StepSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=STEPS)
    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()
    entry = serializers.IntegerField(allow_null=True, help_text="The number of the entry that was saved.")


class ReturnDetailSerializer(ReturnSerializer):
    lines = ReturnLineSerializer(many=True)
    steps = StepSerializer(many=True, help_text="Newest first.")


class ReturnDetail(ReadView):
    """One return: how it stands, its lines with what is recorded of the period, and every step."""

    queryset = Return.objects.none()
    serializer_class = ReturnDetailSerializer
    filterset_class = Moment
    renderer_classes = [JSONRenderer]
    pagination_class = None

    @extend_schema(
        operation_id="return",
        parameters=[*ADDRESS, *OF_ONE],
        responses={(200, "application/json"): ReturnDetailSerializer, **problems()},
    )
    def get(self, request: Request, organisation: str, form: str, start: date) -> Response:
        asked = read_query(request, Moment, organisation)
        (found,) = asked.organisations.values()
        filled = find_return(found, form, start)
        lines = lines_of(filled.form)
        book = open_book(found, [line.series_id for line in lines], asked.moment)
        facts = return_facts(filled, asked.moment, book)
        today = asked.as_at or timezone.localdate()
        return Response(
            {
                **_summary(organisation, facts.line, today),
                "lines": _lines(filled, lines, facts, book),
                "steps": [_step(step) for step in facts.steps],
            }
        )


def _wanted(line: ReturnLine, asked: Asked, today: date) -> bool:
    state, late = asked.given["state"], asked.given["late"]
    return (not state or line.state == state) and (not late or (late == "true") == bool(line.days_late(today)))


def _summary(organisation: str, line: ReturnLine, today: date) -> dict[str, Any]:
    filled = line.filled
    return {
        "organisation": organisation,
        "form": line.form.slug,
        "name": line.form.name,
        "start": filled.start.isoformat(),
        "end": filled.end.isoformat(),
        "state": str(line.state),
        "due_on": filled.due_on.isoformat(),
        "days_late": line.days_late(today),
        "submitted_on": line.submitted_on.isoformat() if line.submitted_on else None,
        "last_step": line.last.kind,
        "last_by": line.last.author,
        "last_at": localtime(line.last.at).isoformat(),
    }


def _lines(filled: Return, lines: list[FormLine], facts: ReturnFacts, book: Book) -> list[dict[str, Any]]:
    variances, said = variances_of(filled, book), dict(filled.comments.values_list("series", "text"))
    lacking = {line.series_id for line in facts.uncommented}
    standing = {
        row.series: row
        for row in book.rows
        if row.basis == Basis.ACTUAL and (row.start, row.end) == (filled.start, filled.end)
    }
    found = []
    for line in lines:
        row, variance = standing.get(line.series_id), variances.get(line.series_id)
        decimals = line.series.measure.decimals
        found.append(
            {
                "series": line.series.code,
                "section": line.section,
                "value": exact(row.value, decimals) if row else None,
                "revision": row.revision if row else 0,
                "variance": exact(variance.amount, decimals) if variance else None,
                "variance_of": variance.of if variance else None,
                "comment": said.get(line.series_id, ""),
                "needs_comment": line.series_id in lacking,
            }
        )
    return found


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "by": step.author,
        "at": localtime(step.at).isoformat(),
        "reason": step.entry.reason if step.entry else step.reason,
        "entry": step.entry.number if step.entry else None,
    }

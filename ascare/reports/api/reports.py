"""Reports of the API: the list of how they stand, and one with the numbers in it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
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
from ledger.api.query import OF_ONE, Asked, Moment, Parameters, choice_parameter, read_query
from ledger.components import Chart, Table
from ledger.history import as_of
from ledger.models import Organisation

from ..drafting import finished, value_steps
from ..models import CommitteeReport, State
from ..selectors.reports import Composed, composed_of, find_report
from ..value import Section

ADDRESS = [
    OpenApiParameter("organisation", OpenApiTypes.STR, OpenApiParameter.PATH),
    OpenApiParameter("report", OpenApiTypes.INT, OpenApiParameter.PATH, description="Its number."),
]
WORDS = (
    "recommendation",
    "forward_plan_reference",
    "divisions",
    "priorities",
    "background_papers",
    "contact",
)


class ReportParameters(Parameters):
    state = choice_parameter(State.values, "How it stands.")


class ReportSerializer(serializers.Serializer):
    organisation = serializers.CharField()
    report = serializers.IntegerField(help_text="Its number.")
    title = serializers.CharField()
    committee = serializers.CharField()
    meeting = serializers.DateField(allow_null=True, help_text="The day of the committee; null: not set.")
    as_at = serializers.DateField(help_text="Its figures are as they were known at the end of this day.")
    year = serializers.CharField(help_text="The financial year that it is about.")
    state = serializers.ChoiceField(choices=State.choices)
    key_decision = serializers.BooleanField()
    cleared_by = serializers.CharField(help_text="The roles that have cleared it, apart by commas.")
    awaited = serializers.CharField(help_text="The roles that have still to clear it.")
    frozen_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField(help_text="SHA-256 of what was frozen; empty before.")


@extend_schema_view(get=extend_schema(operation_id="reports", responses=list_of(ReportSerializer)))
class ReportList(ListView):
    """Committee reports, and how they stand.

    `as_at` gives them as they stood then; `year` those about that financial year. With `state` a page may hold fewer
    rows than its size; `next` alone tells whether there are more.
    """

    queryset = CommitteeReport.objects.none()
    serializer_class = ReportSerializer
    filterset_class = ReportParameters
    key = ("id",)

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        found = as_of(CommitteeReport, known_at).filter(organisation__in=asked.organisations)
        if asked.year:
            found = found.filter(first_year=asked.year.first)
        return found.order_by("id")

    def shown(
        self, rows: Iterable[CommitteeReport], asked: Asked, known_at: datetime | None
    ) -> Iterator[dict[str, Any]]:
        """Three queries for however many rows."""
        for composed in composed_of(list(rows), known_at):
            if asked.given["state"] in (None, composed.state):
                yield _summary(asked.organisations[composed.report.organisation_id], composed)


class ReportTableSerializer(serializers.Serializer):
    section = serializers.CharField(help_text="Its heading.")
    table = serializers.CharField(help_text="A short name, unique in the report.")
    caption = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(allow_null=True)),
        help_text="A cell for each column. Numbers are plain decimals; null: nothing is known, or belongs, there.",
    )


class ReportDetailSerializer(ReportSerializer):
    recommendation = serializers.CharField()
    forward_plan_reference = serializers.CharField()
    divisions = serializers.CharField()
    priorities = serializers.CharField()
    background_papers = serializers.CharField()
    contact = serializers.CharField()
    tables = ReportTableSerializer(many=True, help_text="Those behind charts too, in the order of the report.")


class ReportDetail(ReadView):
    """One report: its front matter, how it stands, and its tables.

    Of a frozen one the tables are as they were frozen; of another, as they would be now.
    """

    queryset = CommitteeReport.objects.none()
    serializer_class = ReportDetailSerializer
    filterset_class = Moment
    renderer_classes = [JSONRenderer]
    pagination_class = None

    @extend_schema(
        operation_id="report",
        parameters=[*ADDRESS, *OF_ONE],
        responses={(200, "application/json"): ReportDetailSerializer, **problems()},
    )
    def get(self, request: Request, organisation: str, report: int) -> Response:
        asked = read_query(request, Moment, organisation)
        (of,) = asked.organisations.values()
        try:
            composed = find_report(of, report, asked.moment)
        except CommitteeReport.DoesNotExist as error:
            raise Http404(str(error)) from error
        value = finished(value_steps(composed, timezone.now()))
        words = {name: getattr(composed.report, name) for name in WORDS}
        tables = [each for section in value.sections for each in _tables(section)]
        return Response({**_summary(of, composed), **words, "tables": tables})


def _summary(organisation: Organisation, composed: Composed) -> dict[str, Any]:
    report, frozen = composed.report, composed.frozen
    return {
        "organisation": organisation.slug,
        "report": report.pk,
        "title": report.title,
        "committee": report.committee,
        "meeting": report.meeting.isoformat() if report.meeting else None,
        "as_at": report.as_at.isoformat(),
        "year": str(report.year),
        "state": str(composed.state),
        "key_decision": report.key_decision,
        "cleared_by": ", ".join(each.role for each in composed.given),
        "awaited": ", ".join(each.role for each in composed.awaited),
        "frozen_at": localtime(frozen.frozen_at).isoformat() if frozen else None,
        "digest": frozen.digest if frozen else "",
    }


def _tables(section: Section) -> Iterator[dict[str, Any]]:
    for block in section.blocks:
        table = block.table if isinstance(block, Chart) else block
        if isinstance(table, Table):
            header, *rows = table.plain_rows()
            yield {
                "section": section.heading,
                "table": table.slug,
                "caption": table.caption,
                "columns": header,
                "rows": [[cell or None for cell in row] for row in rows],
            }

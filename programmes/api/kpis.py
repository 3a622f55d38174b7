"""KPIs as a list of the API, each with its points."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.query import Asked
from ledger.api.things import plain
from ledger.api.trajectories import RATINGS
from ledger.models import Organisation
from ledger.months import FinancialYear

from ..models import Kpi, Workstream
from ..selectors import KpiPage, KpiPoint, kpi_list
from .things import OfProgramme, PartList


class KpiPointSerializer(serializers.Serializer):
    start = serializers.DateField(help_text="The first day that it is about.")
    end = serializers.DateField(help_text="The last day that it is about.")
    numerator = serializers.CharField(allow_null=True)
    denominator = serializers.CharField(allow_null=True)
    value = serializers.CharField(allow_null=True, help_text="Of a ratio, from its parts where they are known.")
    plan = serializers.CharField(allow_null=True)
    point_rating = serializers.ChoiceField(choices=RATINGS, allow_null=True, help_text="Null: nothing to compare.")
    point_reason = serializers.CharField(allow_blank=True)


class KpiSerializer(serializers.Serializer):
    organisation = serializers.CharField()
    programme = serializers.CharField(allow_null=True)
    workstream = serializers.CharField(allow_null=True)
    group = serializers.CharField()
    name = serializers.CharField()
    series = serializers.CharField(help_text="The code of its series.")
    measure = serializers.CharField(help_text="The code of its measure, which defines it.")
    unit = serializers.CharField()
    numerator_series = serializers.CharField(allow_null=True)
    denominator_series = serializers.CharField(allow_null=True)
    year = serializers.CharField(help_text="That the points and the numbers are of.")
    target = serializers.CharField(allow_null=True)
    to_date = serializers.CharField(allow_null=True)
    projected = serializers.CharField(allow_null=True)
    rating = serializers.ChoiceField(choices=RATINGS)
    reason = serializers.CharField()
    points = KpiPointSerializer(many=True, help_text="Of the year, oldest first. In CSV each is a row.")


@extend_schema_view(get=extend_schema(operation_id="kpis", responses=list_of(KpiSerializer)))
class KpiList(PartList):
    """KPIs that are in use, with their points of `year` (left out: the present one, or that of `as_at`)."""

    queryset = Kpi.objects.none()
    model = Kpi
    of = "organisation_id"
    serializer_class = KpiSerializer
    filterset_class = OfProgramme
    inside = "points"

    def known(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        return super().known(asked, known_at).filter(closed_on__isnull=True)

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        pages = kpi_list(organisation, year, known_at).pages
        workstreams = dict(
            Workstream.objects.filter(pk__in={page.kpi.workstream_id for page in pages}).values_list("pk", "slug")
        )
        return {page.kpi.pk: _told(organisation, page, workstreams) for page in pages}


def _told(organisation: Organisation, page: KpiPage, workstreams: dict[int, str]) -> dict[str, Any]:
    above, below = page.parts or (None, None)
    return {
        "organisation": organisation.slug,
        "programme": page.programme.slug if page.programme else None,
        "workstream": workstreams.get(page.kpi.workstream_id or 0),
        "group": page.kpi.group,
        "name": page.kpi.name,
        "series": page.series.code,
        "measure": page.series.measure.code,
        "unit": page.series.measure.unit,
        "numerator_series": above.code if above else None,
        "denominator_series": below.code if below else None,
        "year": str(page.year),
        "target": plain(page.target),
        "to_date": plain(page.to_date),
        "projected": plain(page.outturn),
        "rating": page.rating.colour,
        "reason": page.rating.reason,
        "points": [_point(page, point) for point in page.in_year],
    }


def _point(page: KpiPage, point: KpiPoint) -> dict[str, Any]:
    above, below = point.parts or (None, None)
    rating = page.rating_of(point)
    return {
        "start": point.span.start.isoformat(),
        "end": point.span.end.isoformat(),
        "numerator": plain(above) if above else None,
        "denominator": plain(below) if below else None,
        "value": plain(point.value),
        "plan": plain(point.plan),
        "point_rating": rating.colour if rating else None,
        "point_reason": rating.reason if rating else "",
    }

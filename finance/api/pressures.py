"""Pressures, such as the costs of Covid-19, as a list of the API."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.query import Asked
from ledger.api.things import EndedSerializer, ThingList, ThingParameters, codes, ended, plain
from ledger.models import Organisation
from ledger.months import FinancialYear

from ..models import Pressure
from ..selectors.pressures import pressure_rows


class PressureParameters(ThingParameters):
    event = django_filters.CharFilter(help_text="What causes them, as in Covid-19.")


class PressureSerializer(EndedSerializer):
    organisation = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    event = serializers.CharField(help_text="What causes it.")
    kind = serializers.ChoiceField(choices=Pressure.Kind.choices)
    category = serializers.CharField()
    funding = serializers.CharField(allow_null=True, help_text="The source that pays for it; null: it is not funded.")
    series = serializers.CharField(help_text="The code of its series.")
    year = serializers.CharField(help_text="That the numbers are of.")
    plan = serializers.CharField(allow_null=True)
    actual = serializers.CharField(allow_null=True, help_text="To date.")
    forecast = serializers.CharField(allow_null=True, help_text="Of the whole year.")


@extend_schema_view(get=extend_schema(operation_id="pressures", responses=list_of(PressureSerializer)))
class PressureList(ThingList):
    """Extra costs, impaired savings and lost income in `year` (left out: the present one, or that of `as_at`).

    Above zero costs the council money, be it spent, not saved or not received.
    """

    queryset = Pressure.objects.none()
    model = Pressure
    filterset_class = PressureParameters
    serializer_class = PressureSerializer

    def known(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        found = super().known(asked, known_at)
        if event := asked.given.get("event"):
            found = found.filter(event=event)
        return found

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        rows = pressure_rows(organisation, ids, year, known_at)
        called = codes(row.pressure.series_id for row in rows)
        same = ("slug", "name", "event", "kind", "category")
        return {
            row.pressure.pk: {
                "organisation": organisation.slug,
                **{name: getattr(row.pressure, name) for name in same},
                "funding": row.funding.slug if row.funding else None,
                "series": called[row.pressure.series_id],
                "year": str(year),
                "plan": plain(row.amounts.plan),
                "actual": plain(row.amounts.actual),
                "forecast": plain(row.amounts.forecast),
                **ended(row.pressure),
            }
            for row in rows
        }

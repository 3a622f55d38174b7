"""The figures list as one would usually write it, to measure ours against: a ModelSerializer in a ListAPIView."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request

from ledger.api.query import Parameters, read_query
from ledger.models import KEY, Figure


class RivalFigureSerializer(serializers.ModelSerializer):
    organisation = serializers.CharField(source="organisation.slug")
    series = serializers.CharField(source="series.code")
    measure = serializers.CharField(source="series.measure.code")
    unit = serializers.CharField(source="series.measure.unit")
    entry = serializers.IntegerField(source="entry.number")
    provisional = serializers.SerializerMethodField()
    history = serializers.HyperlinkedIdentityField(view_name="api-figure-history")

    class Meta:
        model = Figure
        fields = [
            *("id", "organisation", "series", "measure", "unit", "basis", "start", "end", "edition", "value"),
            *("qualifier", "inferred", "provisional", "revision", "known_from", "recorded_at", "entry", "history"),
        ]

    def get_provisional(self, figure: Figure) -> bool:
        return figure.entry.provisional and not hasattr(figure.entry, "approval")


class RivalFigureList(ListAPIView):
    """The same tokens, throttle, parameters, pages and as-at query; no filters of its own."""

    serializer_class = RivalFigureSerializer
    key = KEY

    def get_queryset(self) -> QuerySet[Figure]:
        request: Request = self.request  # type: ignore[assignment]
        asked = read_query(request, Parameters)
        found = Figure.objects.filter(organisation_id__in=asked.organisations).as_at(asked.moment)
        return found.select_related("organisation", "series__measure", "entry__approval")

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset


urlpatterns = [path("rival/figures/", RivalFigureList.as_view(), name="rival-figures")]

"""Series over a financial year: what was planned, what came, what it will come to, and how that is rated."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ..components import LABELS
from ..models import Method, Series, SeriesDocument
from ..months import FinancialYear
from ..projections import COMPLETE
from ..rollups import months
from ..selectors import open_book
from ..trajectories import SCALE, TrajectoryMonth, in_document
from .answers import list_of
from .lists import ListView, Row, by_organisation, year_of
from .numerals import exact
from .query import Asked, Parameters

MEASURED = TrajectoryMonth._fields[1:]
METHODS = [*Method.choices, (COMPLETE, "The whole year is in")]
RATINGS = list(LABELS.items())


class TrajectoryParameters(Parameters):
    series = django_filters.CharFilter(help_text="The code of one series.")


class TrajectoryMonthSerializer(serializers.Serializer):
    month = serializers.DateField(help_text="Its first day.")
    plan = serializers.CharField(allow_null=True, help_text="Its plan, or else its budget or its target.")
    actual = serializers.CharField(allow_null=True)
    forecast = serializers.CharField(allow_null=True)
    cumulative_plan = serializers.CharField(
        allow_null=True, help_text="The year to date: the sum of amounts, the last of levels, the mean of averages."
    )
    cumulative_actual = serializers.CharField(allow_null=True)
    variance = serializers.CharField(allow_null=True, help_text="Actual to date less plan to date.")


class TrajectorySerializer(serializers.Serializer):
    organisation = serializers.CharField()
    series = serializers.CharField(help_text="Its code.")
    unit = serializers.CharField()
    year = serializers.CharField()
    target = serializers.CharField(allow_null=True, help_text="The whole year's; never divided by twelve.")
    outturn = serializers.CharField(allow_null=True, help_text="What the year will come to.")
    method = serializers.ChoiceField(choices=METHODS, help_text="How the outturn was projected.")
    rating = serializers.ChoiceField(choices=RATINGS)
    reason = serializers.CharField(help_text="Why it is rated so.")
    months = TrajectoryMonthSerializer(many=True, help_text="April first. In CSV each is a row.")


class TrajectoryList(ListView):
    """Every series of which something is known about the `year`: left out, the present one, or that of `as_at`.

    Numbers are rounded to four decimal places. `as_at` works them out anew from what was known then, by the
    definitions and thresholds of then.
    """

    queryset = Series.objects.none()
    serializer_class = TrajectorySerializer
    filterset_class = TrajectoryParameters
    key = ("organisation_id", "code")
    inside = "months"

    @extend_schema(operation_id="trajectories", responses=list_of(TrajectorySerializer))
    def get(self, request: Request, **kwargs: object) -> Any:
        return super().get(request)

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        found = Series.objects.filter(organisation_id__in=asked.organisations)
        if asked.given["series"]:
            found = found.filter(code=asked.given["series"])
        return found.order_by(*self.key).values_list(*self.key, "pk", "measure__unit", "measure__decimals")

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        rows, year = list(rows), year_of(asked, known_at)
        documents = _stored(rows, year) if known_at is None else _worked_out(rows, asked, year, known_at)
        for organisation, code, pk, unit, decimals in rows:
            if document := documents.get(pk):
                yield {
                    "organisation": asked.organisations[organisation].slug,
                    "series": code,
                    "unit": unit,
                    "year": str(year),
                    **_in_numerals(document, year, decimals),
                }


def _stored(rows: list[Row], year: FinancialYear) -> dict[int, Any]:
    """As they stand now: one query."""
    found = SeriesDocument.objects.filter(pk__in=[row[2] for row in rows])
    return {pk: body.get(str(year)) for pk, body in found.values_list("pk", "body")}


def _worked_out(rows: list[Row], asked: Asked, year: FinancialYear, moment: datetime) -> dict[int, Any]:
    """As they stood at `moment`: a book for each organisation."""
    documents: dict[int, Any] = {}
    for organisation, own in by_organisation(rows, asked):
        book = open_book(organisation, [row[2] for row in own], moment)
        known = (row[2] for row in own if book.knows(row[2], year))
        documents |= {pk: in_document(book.trajectory(pk, year)) for pk in known}
    return documents


def _in_numerals(document: Mapping[str, Any], year: FinancialYear, decimals: int) -> dict[str, Any]:
    """A stored document in the words of the serializer."""

    def number(scaled: int | None) -> str | None:
        return None if scaled is None else exact(Decimal(scaled).scaleb(-SCALE), decimals)

    columns = [document[name] for name in MEASURED]
    found: list[dict[str, Any]] = []
    for month, *values in zip(months(year), *columns, strict=True):
        measured = dict(zip(MEASURED, values, strict=True))
        so_far, planned = measured["cumulative_actual"], measured["cumulative_plan"]
        measured["variance"] = None if so_far is None or planned is None else so_far - planned
        numbers = {name: number(value) for name, value in measured.items()}
        found.append({"month": month.start.isoformat(), **numbers})
    return {
        "target": number(document["target"]),
        "outturn": number(document["outturn"]),
        **{name: document[name] for name in ("method", "rating", "reason")},
        "months": found,
    }

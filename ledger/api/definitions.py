"""What figures are about: organisations, measures and series."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ..access import Access, Right
from ..history import as_of
from ..models import Better, Figure, Frequency, Kind, Measure, Method, Organisation, Role, Rollup, Series, SeriesBreak
from .answers import list_of, problems
from .lists import ListView, ReadView, Row
from .numerals import exact
from .query import OF_ONE, Asked, Moment, Parameters, choice_parameter, read_query


class OrganisationSerializer(serializers.Serializer):
    slug = serializers.CharField(help_text="The short name by which every address calls it.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    gss_code = serializers.CharField(allow_null=True)
    region = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    role = serializers.ChoiceField(choices=Role.choices, help_text="Yours in it.")
    may_record = serializers.BooleanField(help_text="Whether you may record figures with what you signed in with.")


class OrganisationList(ListView):
    """The councils and partnerships that you can read.

    An organisation's own dates say when it existed: `as_at` and `year` give those that existed then.
    """

    queryset = Organisation.objects.none()
    serializer_class = OrganisationSerializer
    key = ("slug",)

    @extend_schema(operation_id="organisations", responses=list_of(OrganisationSerializer))
    def get(self, request: Request, **kwargs: object) -> Any:
        return super().get(request)

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Organisation, Any]":
        found = Organisation.objects.filter(pk__in=asked.organisations)
        if asked.as_at:
            found = found.valid_on(asked.as_at)
        if asked.year:
            found = found.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=asked.year.end))
            found = found.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=asked.year.start))
        return found.order_by("slug").values_list(
            "slug", "name", "kind", "gss_code", "region", "valid_from", "valid_to"
        )

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        for row in rows:
            access = asked.standings[row[0]]
            yield {
                **dict(zip(("slug", "name", "kind", "gss_code", "region"), row, strict=False)),
                "valid_from": _day(row[5]),
                "valid_to": _day(row[6]),
                "role": access.role,
                "may_record": _may_record(self.request, access),
            }


def _may_record(request: Request, access: Access) -> bool:
    return access.may(Right.RECORD) and getattr(request.auth, "may_write", True)


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


class MeasureSerializer(serializers.Serializer):
    code = serializers.CharField()
    organisation = serializers.CharField(allow_null=True, help_text="Whose own it is; null: of all.")
    name = serializers.CharField()
    unit = serializers.CharField()
    decimals = serializers.IntegerField()
    better = serializers.ChoiceField(choices=Better.choices)
    rollup = serializers.ChoiceField(choices=Rollup.choices, help_text="How it adds up over time.")
    numerator = serializers.CharField(allow_null=True, help_text="Of a ratio, the code of its upper part.")
    denominator = serializers.CharField(allow_null=True)
    per = serializers.IntegerField(help_text="What a ratio is given per: 100 for a percentage.")
    minimum = serializers.CharField(allow_null=True, help_text="A decimal: the least that it can be.")
    maximum = serializers.CharField(allow_null=True)
    definition = serializers.CharField()
    why = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    owner_role = serializers.CharField()
    next_review = serializers.DateField(allow_null=True)
    suppress_small = serializers.BooleanField(help_text="Whether counts of people under 5 are not for publication.")
    sensitive = serializers.BooleanField(help_text="Whether it is commercially sensitive, and not for publication.")


class MeasureList(ListView):
    """The definitions of numbers: those that all share, and your organisations' own.

    `as_at` gives them as they were worded then; one that was worded later, though figures known earlier may have
    been loaded under it, as it is worded today. `year` gives those with figures whose span touches that year.
    """

    queryset = Measure.objects.none()
    serializer_class = MeasureSerializer
    key = ("code", "id")

    @extend_schema(operation_id="measures", responses=list_of(MeasureSerializer))
    def get(self, request: Request, **kwargs: object) -> Any:
        return super().get(request)

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        found = _worded_at(asked.moment).filter(
            Q(organisation__isnull=True) | Q(organisation_id__in=asked.organisations)
        )
        if asked.year:
            found = found.filter(_has_figures(asked, series__measure_id=OuterRef("id")))
        return found.order_by("code", "id").values_list(
            *("code", "id", "organisation__slug", "name", "unit", "decimals", "better", "rollup"),
            *("numerator__code", "denominator__code", "per", "minimum", "maximum", "definition", "why", "source"),
            *("owner_role", "next_review", "suppress_small", "sensitive"),
        )

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        for code, _, *rest in rows:
            shown = dict(zip(self.columns, (code, *rest), strict=True))
            shown["minimum"] = exact(shown["minimum"], shown["decimals"])
            shown["maximum"] = exact(shown["maximum"], shown["decimals"])
            shown["next_review"] = _day(shown["next_review"])
            yield shown


def _worded_at(moment: datetime | None) -> "QuerySet[Any]":
    """Every measure there is, in the wording of `moment`, or else in today's."""
    if moment is None:
        return Measure.objects.all()
    versions = Measure.history.model._default_manager
    of = versions.filter(id=OuterRef("id")).order_by("-history_date", "-history_id").values("history_id")
    then, now = Subquery(of.filter(history_date__lte=moment)[:1]), Subquery(of[:1])
    return versions.filter(history_id=Coalesce(then, now)).exclude(history_type="-")


def _has_figures(asked: Asked, **of: Any) -> Exists:
    """Whether anything is known at the moment about days of the year asked for."""
    assert asked.year
    figures = Figure.objects.filter(organisation_id__in=asked.organisations, **of)
    return Exists(figures.filter(start__lte=asked.year.end, end__gte=asked.year.start).known_at(asked.moment))


class SeriesSerializer(serializers.Serializer):
    organisation = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    measure = serializers.CharField(help_text="Its code.")
    unit = serializers.CharField()
    decimals = serializers.IntegerField()
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    service = serializers.CharField(allow_null=True, help_text="Its code.")
    locality = serializers.CharField(allow_null=True, help_text="Its code.")
    numerator = serializers.CharField(
        allow_null=True, help_text="Of a ratio worked out from its parts, the code of the series above the line."
    )
    denominator = serializers.CharField(allow_null=True)
    method = serializers.ChoiceField(choices=Method.choices, help_text="How the outturn of a year is projected.")
    scheme = serializers.CharField(
        allow_null=True, help_text="The code of its rating scheme; null: the usual thresholds."
    )


class BreakSerializer(serializers.Serializer):
    on = serializers.DateField(help_text="Numbers from this day can't be compared with those before.")
    reason = serializers.CharField()


class SeriesDetailSerializer(SeriesSerializer):
    breaks = BreakSerializer(many=True)


class SeriesParameters(Parameters):
    measure = django_filters.CharFilter(help_text="The code of a measure.")
    service = django_filters.CharFilter(help_text="The code of a service.")
    frequency = choice_parameter(list(Frequency.values), "How often it usually has a figure.")


SERIES_COLUMNS = (
    *("organisation__slug", "code", "name", "measure__code", "measure__unit", "measure__decimals"),
    *("frequency", "service__code", "locality__code"),
    *("numerator__code", "denominator__code", "method", "scheme__code"),
)


class SeriesList(ListView):
    """The series of your organisations: what there can be figures of.

    `as_at` gives those that were known then, as they were called then; `year` those with figures whose span
    touches that financial year.
    """

    queryset = Series.objects.none()
    serializer_class = SeriesSerializer
    filterset_class = SeriesParameters
    key = ("organisation_id", "code")

    @extend_schema(operation_id="series", responses=list_of(SeriesSerializer))
    def get(self, request: Request, **kwargs: object) -> Any:
        return super().get(request)

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Series, Any]":
        found = as_of(Series, asked.moment).filter(organisation_id__in=asked.organisations)
        for name, field in (
            ("measure", "measure__code"),
            ("service", "service__code"),
            ("frequency", "frequency"),
        ):
            if asked.given[name]:
                found = found.filter(**{field: asked.given[name]})
        if asked.year:
            found = found.filter(_has_figures(asked, series_id=OuterRef("id")))
        return found.order_by(*self.key).values_list("organisation_id", "code", *SERIES_COLUMNS)

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        for row in rows:
            yield dict(zip(self.columns, row[2:], strict=True))


class SeriesDetail(ReadView):
    """One series, with the days from which its numbers can't be compared with those before."""

    queryset = Series.objects.none()
    serializer_class = SeriesDetailSerializer
    filterset_class = Moment
    renderer_classes = [JSONRenderer]
    pagination_class = None

    @extend_schema(
        operation_id="series_detail",
        parameters=OF_ONE,
        responses={(200, "application/json"): SeriesDetailSerializer, **problems()},
    )
    def get(self, request: Request, organisation: str, code: str) -> Response:
        asked = read_query(request, Moment, organisation)
        found = as_of(Series, asked.moment).filter(organisation_id__in=asked.organisations, code=code)
        row = found.values_list("id", *SERIES_COLUMNS).first()
        if row is None:
            raise Http404(f"There is no series “{code}” in {organisation}; see /api/v1/series/ for the codes.")
        breaks = as_of(SeriesBreak, asked.moment).filter(series_id=row[0]).order_by("on").values_list("on", "reason")
        return Response(
            {
                **dict(zip(SeriesSerializer._declared_fields, row[1:], strict=True)),
                "breaks": [{"on": on.isoformat(), "reason": reason} for on, reason in breaks],
            }
        )

"""Figures as at any day: the list, and the history of one cell."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localtime
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ..closing import Afterwards
from ..errors import Problem, Rejected
from ..figure_rows import FigureRow
from ..models import KEY, Basis, Channel, ClosedPeriod, Entry, Figure, Qualifier, Series
from ..selectors import FigureHistory, Revision, after_closing, figure_history
from .answers import list_of, problems
from .lists import ListView, ReadView, Row, by_organisation
from .numerals import exact
from .query import OF_ONE, Asked, Moment, Parameters, choice_parameter, date_parameter, flag_parameter, read_query


class FigureParameters(Parameters):
    series = django_filters.CharFilter(help_text="The code of a series.")
    measure = django_filters.CharFilter(help_text="The code of a measure.")
    basis = choice_parameter(list(Basis.values), "What kind of figure.")
    start = date_parameter("Figures whose span begins on this day or later.")
    end = date_parameter("Figures whose span ends on this day or earlier.")
    withdrawn = flag_parameter("Whether to give withdrawn figures, with a value of null, as well.")


class FigureSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    organisation = serializers.CharField()
    series = serializers.CharField(help_text="Its code.")
    measure = serializers.CharField(help_text="Its code.")
    unit = serializers.CharField(help_text="GBP, percent, people ...")
    basis = serializers.ChoiceField(choices=Basis.choices)
    start = serializers.DateField(help_text="The first day of its span.")
    end = serializers.DateField(help_text="The last day of its span.")
    edition = serializers.DateField(help_text="A forecast's month, a plan's first day; an actual's is its start.")
    value = serializers.CharField(allow_null=True, help_text="A decimal, exactly as stored; null: withdrawn.")
    qualifier = serializers.ChoiceField(choices=Qualifier.choices)
    inferred = serializers.BooleanField(help_text="Read between the lines of its source.")
    provisional = serializers.BooleanField(help_text="Recorded, and not approved yet.")
    late = serializers.BooleanField(help_text="First recorded after its period was closed.")
    restates = serializers.CharField(
        allow_null=True, help_text="What was reported when its period was closed, where that was another value."
    )
    revision = serializers.IntegerField(help_text="To say which one a new figure follows.")
    known_from = serializers.DateTimeField(help_text="The axis of as_at.")
    recorded_at = serializers.DateTimeField()
    entry = serializers.IntegerField(help_text="The number of its entry in its organisation.")
    history = serializers.URLField(help_text="Every value that its cell has had.")


class FigureList(ListView):
    """The figures that stand, one for each series, basis, span and edition, as at any day.

    `year` gives the figures whose span shares at least a day with that financial year. Figures that were
    withdrawn are left out unless `withdrawn=true`, so a page may hold fewer rows than its size; `next` alone
    tells whether there are more. The code, unit and decimals of a series are today's.
    """

    queryset = Figure.objects.none()
    serializer_class = FigureSerializer
    filterset_class = FigureParameters
    key = KEY

    @extend_schema(operation_id="figures", responses=list_of(FigureSerializer))
    def get(self, request: Request, **kwargs: object) -> Any:
        return super().get(request)

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Figure, Any]":
        # Only filters on the fields of the key: they commute with the choice of the figure that stands.
        given, figures = asked.given, Figure.objects.filter(**_of(asked))
        if given["series"] or given["measure"]:
            figures = figures.filter(series_id__in=_series_asked_for(asked))
        if given["basis"]:
            figures = figures.filter(basis=given["basis"])
        if given["start"]:
            figures = figures.filter(start__gte=given["start"])
        if given["end"]:
            figures = figures.filter(end__lte=given["end"])
        if asked.year:
            figures = figures.filter(start__lte=asked.year.end, end__gte=asked.year.start)
        columns = ("id", "value", "qualifier", "inferred", "revision", "entry_id")
        return figures.as_at(known_at).values_list(*KEY, *columns)

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        """Two queries for however many rows; two more for each organisation with closed periods."""
        rows = rows if asked.given["withdrawn"] else [row for row in rows if row[7] is not None]
        series = _series_called({row[1] for row in rows})
        entries = _entries({row[11] for row in rows}, known_at)
        with_closed = {pk for pk, called in series.items() if called.any_closed}
        closed = _after_closing(rows, with_closed, asked, known_at)
        slugs = {pk: organisation.slug for pk, organisation in asked.organisations.items()}
        address = self.request.build_absolute_uri(reverse("api-figures"))
        for organisation, of, basis, start, end, edition, pk, value, qualifier, inferred, revision, entry in rows:
            code, measure, unit, decimals, _ = series[of]
            number, known_from, recorded_at, provisional = entries[entry]
            yield {
                "id": pk,
                "organisation": slugs[organisation],
                "series": code,
                "measure": measure,
                "unit": unit,
                "basis": basis,
                "start": start.isoformat(),
                "end": end.isoformat(),
                "edition": edition.isoformat(),
                "value": exact(value, decimals),
                "qualifier": qualifier,
                "inferred": inferred,
                "provisional": provisional,
                "late": pk in closed and closed[pk].late,
                "restates": exact(closed[pk].reported, decimals) if pk in closed else None,
                "revision": revision,
                "known_from": known_from,
                "recorded_at": recorded_at,
                "entry": number,
                "history": f"{address}{pk}/history/",
            }


def _after_closing(
    rows: Iterable[Row], series: set[int], asked: Asked, known_at: datetime | None
) -> dict[int, Afterwards]:
    """By figure, which of those of these `series` came after their period was closed."""
    found: dict[int, Afterwards] = {}
    for organisation, own in by_organisation((row for row in rows if row[1] in series), asked):
        standing = [
            FigureRow(pk, of, basis, start, end, edition, value, qualifier, inferred, revision, entry)
            for _, of, basis, start, end, edition, pk, value, qualifier, inferred, revision, entry in own
        ]
        found |= after_closing(organisation, standing, {row.series for row in standing}, known_at)
    return found


def _of(asked: Asked) -> dict[str, Any]:
    """One organisation by itself is found in the order of the key, several have to be sorted."""
    ids = list(asked.organisations)
    return {"organisation_id": ids[0]} if len(ids) == 1 else {"organisation_id__in": ids}


def _series_asked_for(asked: Asked) -> list[int]:
    """The series with that code or measure: one query. A code that nothing has is a typing error."""
    code, measure = asked.given["series"], asked.given["measure"]
    found = Series.objects.filter(organisation_id__in=asked.organisations)
    found = found.filter(code=code) if code else found
    found = found.filter(measure__code=measure) if measure else found
    ids = list(found.values_list("pk", flat=True))
    if not ids:
        field, wanted = ("series", code) if code else ("measure", measure)
        both = f" of the measure “{measure}”" if code and measure else ""
        kind = "There is no series" if code else "No series has the measure"
        message = f"{kind} “{wanted}”{both} that you can read; see /api/v1/series/ for the codes."
        raise Rejected([Problem(field, message)])
    return ids


class _Called(NamedTuple):
    code: str
    measure: str
    unit: str
    decimals: int
    any_closed: bool


def _series_called(ids: set[int]) -> dict[int, _Called]:
    closed = Exists(ClosedPeriod.objects.filter(series=OuterRef("pk")))
    rows = Series.objects.filter(pk__in=ids).annotate(any_closed=closed)
    columns = ("pk", "code", "measure__code", "measure__unit", "measure__decimals", "any_closed")
    return {pk: _Called(*called) for pk, *called in rows.values_list(*columns)}


def _entries(ids: set[int], known_at: datetime | None) -> dict[int, tuple[int, str, str, bool]]:
    """Number, moments, and whether provisional. A figure's moments are its entry's; an entry has many figures."""
    columns = ("pk", "number", "known_from", "recorded_at", "provisional", "approval__approved_at")
    return {
        pk: (
            number,
            localtime(known_from).isoformat(),
            localtime(recorded_at).isoformat(),
            provisional and (approved_at is None or (known_at is not None and approved_at > known_at)),
        )
        for pk, number, known_from, recorded_at, provisional, approved_at in Entry.objects.filter(
            pk__in=ids
        ).values_list(*columns)
    }


class CommentSerializer(serializers.Serializer):
    by = serializers.CharField()
    written_at = serializers.DateTimeField()
    text = serializers.CharField(help_text="Empty where it was erased.")
    erased = serializers.BooleanField()


class RevisionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    value = serializers.CharField(allow_null=True, help_text="A decimal, exactly as stored; null: withdrawn.")
    qualifier = serializers.ChoiceField(choices=Qualifier.choices)
    inferred = serializers.BooleanField()
    provisional = serializers.BooleanField()
    late = serializers.BooleanField(help_text="First recorded after its period was closed.")
    restates = serializers.CharField(
        allow_null=True, help_text="What was reported when its period was closed, where that was another value."
    )
    revision = serializers.IntegerField()
    stands = serializers.BooleanField(help_text="Whether it is the one that stood at as_at.")
    known_from = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    entry = serializers.IntegerField()
    by = serializers.CharField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    reason = serializers.CharField()
    paper = serializers.CharField()
    paragraph = serializers.CharField()
    comments = CommentSerializer(many=True)


class HistorySerializer(serializers.Serializer):
    organisation = serializers.CharField()
    series = serializers.CharField()
    measure = serializers.CharField()
    unit = serializers.CharField()
    basis = serializers.ChoiceField(choices=Basis.choices)
    start = serializers.DateField()
    end = serializers.DateField()
    edition = serializers.DateField()
    revisions = RevisionSerializer(many=True, help_text="Newest knowledge first.")


class FigureHistoryView(ReadView):
    """Every value that the cell of this figure has had, as known at `as_at`: who, when, why and from where."""

    queryset = Figure.objects.none()
    serializer_class = HistorySerializer
    filterset_class = Moment
    renderer_classes = [JSONRenderer]
    pagination_class = None

    @extend_schema(
        operation_id="figure_history",
        parameters=OF_ONE,
        responses={(200, "application/json"): HistorySerializer, **problems()},
    )
    def get(self, request: Request, pk: int) -> Response:
        asked = read_query(request, Moment)
        figures = Figure.objects.filter(pk=pk, organisation_id__in=asked.organisations)
        of = figures.values_list("organisation_id", flat=True).first()
        if of is None:
            raise Http404(f"There is no figure {pk} that you can read.")
        organisation = asked.organisations[of]
        return Response(_history(organisation.slug, figure_history(organisation, pk, asked.moment)))


def _history(slug: str, found: FigureHistory) -> dict[str, Any]:
    return {
        "organisation": slug,
        "series": found.series.code,
        "measure": found.series.measure.code,
        "unit": found.series.measure.unit,
        "basis": found.basis,
        "start": found.span.start.isoformat(),
        "end": found.span.end.isoformat(),
        "edition": found.edition.isoformat(),
        "revisions": [_revision(revision) for revision in found.revisions],
    }


def _revision(found: Revision) -> dict[str, Any]:
    figure, entry = found.figure, found.entry
    return {
        "id": figure.pk,
        "value": exact(figure.value, found.number.decimals),
        "qualifier": figure.qualifier,
        "inferred": figure.inferred,
        "provisional": found.number.provisional,
        "late": found.number.late,
        "restates": exact(found.number.restates, found.number.decimals),
        "revision": figure.revision,
        "stands": found.standing,
        "known_from": localtime(figure.known_from).isoformat(),
        "recorded_at": localtime(figure.recorded_at).isoformat(),
        "entry": entry.number,
        "by": found.author,
        "channel": entry.channel,
        "reason": entry.reason,
        "paper": entry.paper,
        "paragraph": entry.paragraph,
        "comments": [
            {
                "by": comment.by.get_full_name() or comment.by.get_username(),
                "written_at": localtime(comment.written_at).isoformat(),
                "text": comment.text,
                "erased": comment.erased_at is not None,
            }
            for comment in found.comments
        ],
    }

"""Forms as a list of the API."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.lists import ListView, Row
from ledger.api.query import Asked
from ledger.history import as_of
from ledger.models import Basis, Frequency, Series, Service

from ..models import Form, FormLine

COMPARED = [(basis.value, basis.label) for basis in (Basis.BUDGET, Basis.PLAN, Basis.TARGET)]


class LineSerializer(serializers.Serializer):
    series = serializers.CharField(help_text="The code of a series.")
    section = serializers.CharField(help_text="Under which it stands; empty where it has none.")
    position = serializers.IntegerField()


class FormSerializer(serializers.Serializer):
    organisation = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    service = serializers.CharField(allow_null=True, help_text="Its code; null: of several, or none.")
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    layout = serializers.ChoiceField(choices=Form.Layout.choices)
    compared_with = serializers.ChoiceField(choices=COMPARED)
    deadline_days = serializers.IntegerField(help_text="Working days after the period's end.")
    comment_over_amount = serializers.CharField(allow_null=True, help_text="From which variance on one is needed.")
    comment_over_percent = serializers.CharField(allow_null=True)
    preparer_role = serializers.CharField()
    open = serializers.BooleanField(help_text="Whether it is still collected.")
    lines = LineSerializer(many=True)


SAME = ("slug", "name", "purpose", "frequency", "layout", "compared_with", "deadline_days", "preparer_role")


@extend_schema_view(get=extend_schema(operation_id="forms", responses=list_of(FormSerializer)))
class FormList(ListView):
    """What is collected: forms, each with its lines. CSV has a row for each line.

    `as_at` gives them as they were defined then; `year` is accepted, and changes nothing.
    """

    queryset = Form.objects.none()
    serializer_class = FormSerializer
    key = ("id",)
    inside = "lines"

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        return as_of(Form, known_at).filter(organisation_id__in=asked.organisations).order_by("id")

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        """Three queries for however many rows."""
        forms: list[Form] = list(rows)
        lines: dict[int, list[FormLine]] = {form.pk: [] for form in forms}
        for line in as_of(FormLine, known_at).filter(form_id__in=lines):
            lines[line.form_id].append(line)
        wanted = {line.series_id for own in lines.values() for line in own}
        codes = dict(Series.objects.filter(pk__in=wanted).values_list("pk", "code"))
        services = dict(Service.objects.filter(pk__in={form.service_id for form in forms}).values_list("pk", "code"))
        for form in forms:
            own = sorted(lines[form.pk], key=lambda line: (line.position, line.pk))
            found = {
                "organisation": asked.organisations[form.organisation_id].slug,
                **{name: getattr(form, name) for name in SAME},
                "service": services.get(form.service_id or 0),
                "comment_over_amount": _plain(form.comment_over_amount),
                "comment_over_percent": _plain(form.comment_over_percent),
                "open": form.is_open,
                "lines": [
                    {"series": codes[line.series_id], "section": line.section, "position": place}
                    for place, line in enumerate(own, start=1)
                ],
            }
            yield {name: found[name] for name in self.columns}


def _plain(value: Any) -> str | None:
    return None if value is None else f"{value:f}"

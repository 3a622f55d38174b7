"""Benefits as a list of the API."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.things import EndedSerializer, codes, ended, plain
from ledger.api.trajectories import RATINGS
from ledger.history import as_of
from ledger.models import Organisation
from ledger.months import FinancialYear
from ledger.selectors import open_book

from ..models import Benefit, Programme, Workstream
from ..selectors import benefit_line
from .things import PartList

STATES = Benefit.State.choices


class BenefitSerializer(EndedSerializer):
    organisation = serializers.CharField()
    programme = serializers.CharField()
    workstream = serializers.CharField(allow_null=True)
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Benefit.Kind.choices, help_text="Avoidance is not cashable.")
    recurring = serializers.BooleanField()
    category = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    validated_on = serializers.DateField(allow_null=True)
    brought_forward_from = serializers.CharField(
        allow_null=True, help_text="The year that its undelivered rest comes from, like 2019-20."
    )
    series = serializers.CharField(allow_null=True, help_text="The code of its series: see trajectories.")
    year = serializers.CharField(help_text="That the numbers are of.")
    plan = serializers.CharField(allow_null=True)
    delivered = serializers.CharField(allow_null=True, help_text="To date.")
    projected = serializers.CharField(allow_null=True)
    full_year_effect = serializers.CharField(allow_null=True)
    rating = serializers.ChoiceField(choices=RATINGS)
    reason = serializers.CharField()


@extend_schema_view(get=extend_schema(operation_id="benefits", responses=list_of(BenefitSerializer)))
class BenefitList(PartList):
    """Benefit lines, with their money in `year` (left out: the present one, or that of `as_at`)."""

    queryset = Benefit.objects.none()
    model = Benefit
    serializer_class = BenefitSerializer

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        benefits = list(as_of(Benefit, known_at).filter(id__in=ids))
        book = open_book(organisation, {pk for benefit in benefits for pk in benefit.own_series}, known_at)
        called = codes(benefit.series_id for benefit in benefits)
        programmes = dict(Programme.objects.filter(organisation=organisation).values_list("pk", "slug"))
        workstreams = dict(Workstream.objects.filter(programme__in=programmes).values_list("pk", "slug"))
        same = ("slug", "name", "kind", "recurring", "category", "state")
        told = {}
        for benefit in benefits:
            line = benefit_line(benefit, book, year)
            told[benefit.pk] = {
                "organisation": organisation.slug,
                "programme": programmes[benefit.programme_id],
                "workstream": workstreams.get(benefit.workstream_id or 0),
                **{name: getattr(benefit, name) for name in same},
                "validated_on": benefit.validated_on.isoformat() if benefit.validated_on else None,
                "brought_forward_from": _year(benefit.brought_forward_year),
                "series": called.get(benefit.series_id),
                "year": str(year),
                "plan": plain(line.amounts.plan),
                "delivered": plain(line.amounts.delivered),
                "projected": plain(line.amounts.projected),
                "full_year_effect": plain(line.amounts.full_year),
                "rating": line.rating.colour,
                "reason": line.rating.reason,
                **ended(benefit),
            }
        return told


def _year(first: int | None) -> str | None:
    return str(FinancialYear(first)) if first else None

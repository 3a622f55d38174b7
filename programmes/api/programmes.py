"""Programmes and their workstreams as lists of the API."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.things import EndedSerializer, ThingList, codes, ended, plain
from ledger.api.trajectories import RATINGS
from ledger.history import as_of
from ledger.models import Organisation
from ledger.months import FinancialYear

from ..actions import PROGRAMME_SERIES
from ..models import Programme, Workstream
from ..selectors import programme_lines
from .things import PartList


class ProgrammeSerializer(EndedSerializer):
    organisation = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    owner_role = serializers.CharField()
    part_of = serializers.CharField(
        allow_null=True, help_text="The joint programme that it is a part of, as organisation/programme."
    )
    log = serializers.IntegerField(allow_null=True, help_text="Of its risks, actions, issues, decisions, updates.")
    year = serializers.CharField(help_text="That the numbers are of.")
    target = serializers.CharField(allow_null=True)
    cashable = serializers.CharField(allow_null=True, help_text="Delivered to date, as its benefit lines say.")
    avoided = serializers.CharField(allow_null=True, help_text="Cost avoidance to date. Not cashable.")
    income = serializers.CharField(allow_null=True)
    projected = serializers.CharField(allow_null=True, help_text="What the year will come to, all kinds together.")
    rating = serializers.ChoiceField(choices=RATINGS, help_text="Delivery confidence.")
    reason = serializers.CharField()
    assessed_on = serializers.DateField(allow_null=True, help_text="Null: suggested by rule.")
    impact_series = serializers.CharField(allow_null=True, help_text="The code of the series that has its target.")
    avoidance_series = serializers.CharField(allow_null=True)
    position_series = serializers.CharField(allow_null=True, help_text="Of spend over its target position.")
    spend_series = serializers.CharField(allow_null=True, help_text="Of the spend that it can influence.")


@extend_schema_view(get=extend_schema(operation_id="programmes", responses=list_of(ProgrammeSerializer)))
class ProgrammeList(ThingList):
    """Programmes, with their money in `year` (left out: the present one, or that of `as_at`).

    Cashable savings, cost avoidance and income are never added up here: a pound avoided is no pound in the bank.
    """

    queryset = Programme.objects.none()
    model = Programme
    serializer_class = ProgrammeSerializer

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        lines = [line for line in programme_lines(organisation, year, known_at) if line.programme.pk in ids]
        joint = Programme.objects.filter(pk__in=[line.programme.part_of_id for line in lines])
        addresses = {
            each.pk: f"{each.organisation.slug}/{each.slug}" for each in joint.select_related("organisation")
        }
        called = codes(pk for line in lines for pk in line.programme.series)
        told = {}
        for line in lines:
            programme, delivery = line.programme, line.delivery
            told[programme.pk] = {
                "organisation": organisation.slug,
                "slug": programme.slug,
                "name": programme.name,
                "purpose": programme.purpose,
                "owner_role": programme.owner_role,
                "part_of": addresses.get(programme.part_of_id or 0),
                "log": programme.log_id,
                "year": str(year),
                "target": plain(delivery.target),
                "cashable": plain(delivery.cashable),
                "avoided": plain(delivery.avoided),
                "income": plain(delivery.income),
                "projected": plain(delivery.projected),
                "rating": line.rating.colour,
                "reason": line.rating.reason,
                "assessed_on": line.confidence.on.isoformat() if line.confidence else None,
                **{name: called.get(getattr(programme, f"{name}_id")) for name in PROGRAMME_SERIES},
                **ended(programme),
            }
        return told


class WorkstreamSerializer(EndedSerializer):
    organisation = serializers.CharField()
    programme = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Workstream.Kind.choices)
    aim = serializers.CharField(help_text="prevent, reduce or delay; empty where nobody said.")
    focus = serializers.CharField()
    standing = serializers.CharField(help_text="How it stands.")
    owner_role = serializers.CharField()
    log = serializers.IntegerField(allow_null=True, help_text="Of its risks, actions, issues, decisions, updates.")


@extend_schema_view(get=extend_schema(operation_id="workstreams", responses=list_of(WorkstreamSerializer)))
class WorkstreamList(PartList):
    """The workstreams of programmes, as they stood. `year` is accepted, and changes nothing: they have no numbers."""

    queryset = Workstream.objects.none()
    model = Workstream
    serializer_class = WorkstreamSerializer

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        programmes = dict(Programme.objects.filter(organisation=organisation).values_list("pk", "slug"))
        same = ("slug", "name", "kind", "aim", "focus", "standing", "owner_role")
        return {
            each.pk: {
                "organisation": organisation.slug,
                "programme": programmes[each.programme_id],
                **{name: getattr(each, name) for name in same},
                "log": each.log_id,
                **ended(each),
            }
            for each in as_of(Workstream, known_at).filter(id__in=ids)
        }

"""Restatements as a list of the API."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.timezone import localtime
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.lists import ListView
from ledger.api.numerals import exact
from ledger.api.query import Asked, Parameters, choice_parameter
from ledger.models import Basis

from ..models import Restatement
from ..selectors import restatement_line

WAITING, DECIDED = "waiting", "decided"
DECISIONS = [WAITING, *(value for value in Restatement.Decision.values if value)]


class RestatementParameters(Parameters):
    state = choice_parameter([WAITING, DECIDED], "Only those that wait for a decision, or only those decided.")


class RestatementSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    organisation = serializers.CharField()
    series = serializers.CharField(help_text="Its code.")
    basis = serializers.ChoiceField(choices=Basis.choices)
    start = serializers.DateField()
    end = serializers.DateField()
    edition = serializers.DateField()
    was = serializers.CharField(help_text="What stood when it was proposed.")
    value = serializers.CharField(help_text="What it should be.")
    reason = serializers.CharField()
    proposed_by = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    decision = serializers.ChoiceField(choices=DECISIONS)
    decided_by = serializers.CharField(help_text="Empty while it waits.")
    decided_at = serializers.DateTimeField(allow_null=True)
    decision_reason = serializers.CharField()
    entry = serializers.IntegerField(allow_null=True, help_text="The number of the entry that recorded it.")


@extend_schema_view(get=extend_schema(operation_id="restatements", responses=list_of(RestatementSerializer)))
class RestatementList(ListView):
    """Proposals to change figures of closed periods, with both values and what became of them.

    `as_at` gives them as they stood then; `year` those of figures whose span shares a day with that financial year.
    """

    queryset = Restatement.objects.none()
    serializer_class = RestatementSerializer
    filterset_class = RestatementParameters
    key = ("id",)

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Restatement]":
        found = Restatement.objects.filter(organisation__in=asked.organisations)
        if known_at:
            found = found.filter(proposed_at__lte=known_at)
        if asked.year:
            found = found.filter(start__lte=asked.year.end, end__gte=asked.year.start)
        if asked.given["state"]:
            waiting = found.filter(decision="") | (
                found.filter(decided_at__gt=known_at) if known_at else found.none()
            )
            ids = waiting.order_by().values("pk")
            found = found.filter(pk__in=ids) if asked.given["state"] == WAITING else found.exclude(pk__in=ids)
        return found.select_related("series__measure", "proposed_by", "decided_by", "entry").order_by("id")

    def shown(self, rows: Iterable[Restatement], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        for row in rows:
            line, decimals = restatement_line(row, known_at), row.series.measure.decimals
            decided = not line.waiting
            yield {
                "id": row.pk,
                "organisation": asked.organisations[row.organisation_id].slug,
                "series": row.series.code,
                "basis": row.basis,
                "start": row.start.isoformat(),
                "end": row.end.isoformat(),
                "edition": row.edition.isoformat(),
                "was": exact(row.was, decimals),
                "value": exact(row.value, decimals),
                "reason": row.reason,
                "proposed_by": _called(row.proposed_by),
                "proposed_at": localtime(row.proposed_at).isoformat(),
                "decision": line.decision or WAITING,
                "decided_by": _called(row.decided_by) if decided else "",
                "decided_at": localtime(row.decided_at).isoformat() if decided and row.decided_at else None,
                "decision_reason": row.decision_reason if decided else "",
                "entry": row.entry.number if decided and row.entry else None,
            }


def _called(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""

"""What logs keep, as lists of the API."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.lists import ListView, Row
from ledger.api.query import Asked, Parameters, choice_parameter, number_parameter
from ledger.history import as_of

from .. import scoring
from ..models import Action, Decision, Issue, Log, Risk, Update

STATES = OPEN, CLOSED = "open", "closed"
FIVE_STEPS: dict[str, Any] = {"min_value": 1, "max_value": 5, "allow_null": True}
BANDS = [name.lower() for _, name, _ in scoring.BANDS]


class LogParameters(Parameters):
    log = number_parameter("The number of a log, as rows name it.")


class ItemParameters(LogParameters):
    state = choice_parameter(list(STATES), "Only those that are open, or only those that are closed.")


class KeptSerializer(serializers.Serializer):
    organisation = serializers.CharField()
    log = serializers.IntegerField(help_text="The number of the log that keeps it.")
    log_name = serializers.CharField()


class ItemSerializer(KeptSerializer):
    number = serializers.IntegerField(help_text="In its log and kind: risk 3 of a log.")
    title = serializers.CharField()
    raised_on = serializers.DateField()
    owner_role = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    closed_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField(help_text="How it ended; empty while it is open.")
    closing_reason = serializers.CharField()


class RiskSerializer(ItemSerializer):
    description = serializers.CharField()
    likelihood = serializers.IntegerField(**FIVE_STEPS, help_text="1, rare, to 5, almost certain.")
    impact = serializers.IntegerField(**FIVE_STEPS, help_text="1, negligible, to 5, severe.")
    score = serializers.IntegerField(allow_null=True, help_text="Likelihood x impact before mitigation, 1 to 25.")
    response = serializers.CharField(help_text="reduce, avoid, transfer or accept; empty where nobody said.")
    mitigation = serializers.CharField()
    residual_likelihood = serializers.IntegerField(**FIVE_STEPS, help_text="1, rare, to 5, almost certain.")
    residual_impact = serializers.IntegerField(**FIVE_STEPS, help_text="1, negligible, to 5, severe.")
    residual_score = serializers.IntegerField(allow_null=True, help_text="The same after mitigation.")
    band = serializers.ChoiceField(
        choices=BANDS,
        allow_null=True,
        help_text="Of the score after mitigation or, where that is not scored, before.",
    )
    next_review = serializers.DateField(allow_null=True)


class IssueSerializer(ItemSerializer):
    description = serializers.CharField()
    impact = serializers.IntegerField(**FIVE_STEPS, help_text="1, negligible, to 5, severe.")
    resolution = serializers.CharField()
    risk = serializers.IntegerField(allow_null=True, help_text="The number of the risk that it comes from.")


class ActionSerializer(ItemSerializer):
    activities = serializers.CharField()
    impact = serializers.CharField()
    timescale = serializers.CharField(help_text="In words, where there is no day.")
    starts = serializers.DateField(allow_null=True)
    due = serializers.DateField(allow_null=True)
    progress = serializers.ChoiceField(
        choices=Action.State.choices, allow_null=True, help_text="While it is open; null once it is closed."
    )
    risk = serializers.IntegerField(allow_null=True, help_text="The number of the risk that it lessens.")
    issue = serializers.IntegerField(allow_null=True, help_text="The number of the issue that it deals with.")


class DecisionSerializer(ItemSerializer):
    decision = serializers.CharField()
    decided_by = serializers.CharField()


class UpdateSerializer(KeptSerializer):
    month = serializers.DateField(help_text="Its first day.")
    progress = serializers.CharField()
    author_role = serializers.CharField()


# Columns that the models call otherwise, and those that are worked out of the rest.
CALLED = {
    "organisation": "log__organisation__slug",
    "log": "log_id",
    "progress": "state",
    "risk": "risk__number",
    "issue": "issue__number",
    "decision": "words",
}
WORKED_OUT = {"log_name", "state", "score", "residual_score", "band"}


class KeptList(ListView):
    """What the kinds share. `called` gives the model's names of columns that it calls otherwise."""

    model: Any
    filterset_class = LogParameters
    called = CALLED

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        found = as_of(self.model, known_at).filter(log__organisation_id__in=asked.organisations)
        if asked.given["log"]:
            found = found.filter(log_id=asked.given["log"])
        found = self.narrowed(found, asked)
        return found.order_by(*self.key).values_list(
            *self.key, *(self.called.get(name, name) for name in self.stored)
        )

    def narrowed(self, found: "QuerySet[Any, Any]", asked: Asked) -> "QuerySet[Any, Any]":
        """By what can be asked of this kind, and by the year."""
        raise NotImplementedError

    @property
    def stored(self) -> list[str]:
        return [name for name in self.columns if name not in WORKED_OUT]

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        """One query for however many rows: what their logs were called."""
        known = [dict(zip(self.stored, row[len(self.key) :], strict=True)) for row in rows]
        logs = as_of(Log, known_at).filter(pk__in={each["log"] for each in known})
        names = dict(logs.values_list("id", "name"))
        for each in known:
            found = {**each, "log_name": names.get(each["log"], ""), **self.worked_out(each)}
            yield {name: found[name] for name in self.columns}

    def worked_out(self, known: dict[str, Any]) -> dict[str, Any]:
        return {}


class ItemList(KeptList):
    filterset_class = ItemParameters
    key = ("log_id", "number")

    def narrowed(self, found: "QuerySet[Any, Any]", asked: Asked) -> "QuerySet[Any, Any]":
        if asked.given["state"]:
            found = found.filter(closed_on__isnull=asked.given["state"] == OPEN)
        if asked.year:
            still_open = Q(closed_on__isnull=True) | Q(closed_on__gte=asked.year.start)
            found = found.filter(still_open, raised_on__lte=asked.year.end)
        return found

    def worked_out(self, known: dict[str, Any]) -> dict[str, Any]:
        return {"state": CLOSED if known["closed_on"] else OPEN}


@extend_schema_view(get=extend_schema(operation_id="risks", responses=list_of(RiskSerializer)))
class RiskList(ItemList):
    """The risks in your organisations' logs, with their scores before and after mitigation.

    `as_at` gives them as they were worded then; `year` those that were open on some day of that financial year.
    """

    queryset = Risk.objects.none()
    model = Risk
    serializer_class = RiskSerializer

    def worked_out(self, known: dict[str, Any]) -> dict[str, Any]:
        before = scoring.score(known["likelihood"], known["impact"])
        after = scoring.score(known["residual_likelihood"], known["residual_impact"])
        present = after or before
        band = scoring.band(present).lower() if present else None
        return {**super().worked_out(known), "score": before, "residual_score": after, "band": band}


@extend_schema_view(get=extend_schema(operation_id="issues", responses=list_of(IssueSerializer)))
class IssueList(ItemList):
    """The issues in your organisations' logs.

    `as_at` gives them as they were worded then; `year` those that were open on some day of that financial year.
    """

    queryset = Issue.objects.none()
    model = Issue
    serializer_class = IssueSerializer


@extend_schema_view(get=extend_schema(operation_id="actions", responses=list_of(ActionSerializer)))
class ActionList(ItemList):
    """The actions in your organisations' logs.

    `as_at` gives them as they were worded then; `year` those that were open on some day of that financial year.
    """

    queryset = Action.objects.none()
    model = Action
    serializer_class = ActionSerializer

    def worked_out(self, known: dict[str, Any]) -> dict[str, Any]:
        return {**super().worked_out(known), "progress": None if known["closed_on"] else known["progress"]}


@extend_schema_view(get=extend_schema(operation_id="decisions", responses=list_of(DecisionSerializer)))
class DecisionList(ItemList):
    """The decisions in your organisations' logs. One is closed when another takes its place.

    `as_at` gives them as they were worded then; `year` those that held on some day of that financial year.
    """

    queryset = Decision.objects.none()
    model = Decision
    serializer_class = DecisionSerializer


@extend_schema_view(get=extend_schema(operation_id="updates", responses=list_of(UpdateSerializer)))
class UpdateList(KeptList):
    """The monthly updates in your organisations' logs.

    `as_at` gives them as they were worded then; `year` those of the months of that financial year.
    """

    queryset = Update.objects.none()
    model = Update
    serializer_class = UpdateSerializer
    key = ("log_id", "month")
    called = {**CALLED, "progress": "words"}

    def narrowed(self, found: "QuerySet[Any, Any]", asked: Asked) -> "QuerySet[Any, Any]":
        return found.filter(month__range=(asked.year.start, asked.year.end)) if asked.year else found

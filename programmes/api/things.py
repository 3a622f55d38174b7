"""What programmes, workstreams, benefits and KPIs share as lists of the API."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from ledger.api.lists import ListView, Row, by_organisation, year_of
from ledger.api.numerals import exact
from ledger.api.query import Asked, Parameters, choice_parameter
from ledger.history import as_of
from ledger.models import Organisation, Series
from ledger.months import FinancialYear
from ledger.numbers import Number
from ledger.rounding import rounded
from ledger.trajectories import SCALE

OPEN, CLOSED = "open", "closed"


class ThingParameters(Parameters):
    state = choice_parameter([OPEN, CLOSED], "Only those that are open, or only those that are closed.")


class OfProgramme(Parameters):
    programme = django_filters.CharFilter(help_text="The short name of a programme, as its address has it.")


class PartParameters(ThingParameters, OfProgramme):
    """What a programme's parts can be asked for."""


class EndedSerializer(serializers.Serializer):
    """How a thing stands, for those that can end."""

    open = serializers.BooleanField()
    closed_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField(help_text="How it ended; empty while it is open.")


class ThingList(ListView):
    """A list of things that belong to an organisation, worded as at the moment, with numbers of one year.

    `of` leads from the thing to its organisation. The rows are its ids; `told` reads what it says of them.
    """

    model: Any
    of = "programme__organisation_id"
    filterset_class: Any = PartParameters
    key = ("id",)

    @property
    def columns(self) -> list[str]:
        """What a serializer inherits comes first in it, and last here."""
        names = super().columns
        last = [name for name in EndedSerializer._declared_fields if name in names]
        return [*(name for name in names if name not in last), *last]

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        found = as_of(self.model, known_at).filter(**{f"{self.of}__in": asked.organisations})
        if state := asked.given.get("state"):
            found = found.filter(closed_on__isnull=state == OPEN)
        if programme := asked.given.get("programme"):
            found = found.filter(programme__slug=programme)
        return found.order_by("id").values_list("id", self.of)

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        rows, year = list(rows), year_of(asked, known_at)
        told: dict[int, dict[str, Any]] = {}
        for organisation, own in by_organisation(((of, pk) for pk, of in rows), asked):
            told |= self.told(organisation, [pk for _, pk in own], year, known_at)
        for pk, _ in rows:
            yield {name: told[pk][name] for name in self.columns}

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        """What there is to say of these, by their ids, in a fixed number of queries."""
        raise NotImplementedError


def plain(number: Number) -> str | None:
    """To the four places that the ledger keeps, with those that its measure shows at least."""
    return None if number.value is None else exact(rounded(number.value, SCALE), number.decimals)


def ended(thing: Any) -> dict[str, Any]:
    return {
        "open": thing.closed_on is None,
        "closed_on": thing.closed_on.isoformat() if thing.closed_on else None,
        "outcome": thing.outcome,
    }


def codes(ids: Iterable[int | None]) -> dict[int | None, str]:
    """The codes of series by their ids; of none, none. Codes never change."""
    found = Series.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "code")
    return dict(found)

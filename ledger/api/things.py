"""What domain objects share as lists of the API: worded as at the moment, with numbers of one year."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from ..history import as_of
from ..models import Organisation, Series
from ..months import FinancialYear
from ..numbers import Number
from ..rounding import rounded
from ..trajectories import SCALE
from .lists import ListView, Row, by_organisation, year_of
from .numerals import exact
from .query import Asked, Parameters, choice_parameter

OPEN, CLOSED = "open", "closed"


class ThingParameters(Parameters):
    state = choice_parameter([OPEN, CLOSED], "Only those that are open, or only those that are closed.")


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
    of = "organisation_id"
    filterset_class: Any = ThingParameters
    key = ("id",)

    @property
    def columns(self) -> list[str]:
        """What a serializer inherits comes first in it, and last here."""
        names = super().columns
        last = [name for name in EndedSerializer._declared_fields if name in names]
        return [*(name for name in names if name not in last), *last]

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        found = self.known(asked, known_at)
        return found.order_by("id").values_list("id", self.of)

    def known(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        """Those that are asked for, as they were at the moment."""
        found = as_of(self.model, known_at).filter(**{f"{self.of}__in": asked.organisations})
        if state := asked.given.get("state"):
            found = found.filter(closed_on__isnull=state == OPEN)
        return found

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

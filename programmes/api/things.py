"""What workstreams, benefits and KPIs share as lists of the API: they belong to programmes."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet

from ledger.api import things
from ledger.api.query import Asked, Parameters


class OfProgramme(Parameters):
    programme = django_filters.CharFilter(help_text="The short name of a programme, as its address has it.")


class PartParameters(things.ThingParameters, OfProgramme):
    """What a programme's parts can be asked for."""


class PartList(things.ThingList):
    """A list of things that belong to a programme, and through it to an organisation."""

    of = "programme__organisation_id"
    by_programme = "programme__slug"
    filterset_class: Any = PartParameters

    def known(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        found = super().known(asked, known_at)
        if programme := asked.given.get("programme"):
            found = found.filter(**{self.by_programme: programme})
        return found

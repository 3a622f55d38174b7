"""Budget lines as a list of the API."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.lists import ListView, Row, by_organisation, year_of
from ledger.api.query import Asked
from ledger.history import as_of
from ledger.models import Organisation, Series
from ledger.months import FinancialYear

from ..models import BudgetLine
from ..models.lines import SERIES, in_budget_of
from ..selectors import DIMENSIONS, LINE, Structure, structure
from ..selectors.structure import NOWHERE


class HeadedSerializer(serializers.Serializer):
    """A line and what it is under."""

    organisation = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    income = serializers.BooleanField(help_text="Brings money in: its figures are negative.")
    service = serializers.CharField(allow_null=True, help_text="The code of its service.")
    client_group = serializers.CharField(allow_null=True, help_text="The code of the heading; likewise below.")
    care_type = serializers.CharField(allow_null=True)
    cost_centre = serializers.CharField(allow_null=True)
    subjective = serializers.CharField(allow_null=True)


class BudgetLineSerializer(HeadedSerializer):
    first_year = serializers.CharField(help_text="The first year whose budget it is part of, like 2019-20.")
    last_year = serializers.CharField(allow_null=True, help_text="The last one; null: it goes on.")
    series = serializers.CharField(help_text="The code of its budget, actual and forecast: see trajectories.")
    commitments = serializers.CharField(allow_null=True, help_text="The code of that series; likewise below.")
    accruals = serializers.CharField(allow_null=True)
    adjustment = serializers.CharField(allow_null=True, help_text="Period 13, one figure for a whole year.")


class LineList(ListView):
    """The budget lines of a year, as the budget was built up at the moment."""

    queryset = BudgetLine.objects.none()
    key = ("id",)

    @property
    def columns(self) -> list[str]:
        """What a serializer inherits comes first."""
        inherited = list(HeadedSerializer._declared_fields)
        return [*inherited, *(name for name in super().columns if name not in inherited)]

    def listed(self, asked: Asked, known_at: datetime | None) -> "QuerySet[Any, Any]":
        in_budget = in_budget_of(year_of(asked, known_at))
        found = as_of(BudgetLine, known_at).filter(in_budget, organisation_id__in=asked.organisations)
        return found.order_by("id").values_list("id", "organisation_id")

    def shown(self, rows: Iterable[Row], asked: Asked, known_at: datetime | None) -> Iterator[dict[str, Any]]:
        rows, year = list(rows), year_of(asked, known_at)
        told: dict[int, dict[str, Any]] = {}
        for organisation, own in by_organisation(((of, pk) for pk, of in rows), asked):
            built = structure(organisation, year, known_at, [pk for _, pk in own])
            of_lines = self.told(organisation, built, asked, known_at)
            told |= {pk: {**headed(organisation, built, line), **of_lines[pk]} for pk, line in _by_id(built).items()}
        for pk, _ in rows:
            yield {name: told[pk][name] for name in self.columns}

    def told(
        self, organisation: Organisation, built: Structure, asked: Asked, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        """By the ids of the lines, in a fixed number of queries."""
        raise NotImplementedError


def _by_id(built: Structure) -> dict[int, BudgetLine]:
    return {line.pk: line for line in built.lines}


def headed(organisation: Organisation, built: Structure, line: BudgetLine) -> dict[str, Any]:
    under = {name.replace("-", "_"): built.value(line, name).key for name in DIMENSIONS if name != LINE}
    return {
        "organisation": organisation.slug,
        "code": line.code,
        "name": line.name,
        "income": line.income,
        **{name: None if key == NOWHERE else key for name, key in under.items()},
    }


@extend_schema_view(get=extend_schema(operation_id="budget_lines", responses=list_of(BudgetLineSerializer)))
class BudgetLineList(LineList):
    """The lines of the budget of `year` (left out: the present one, or that of `as_at`), with their headings."""

    serializer_class = BudgetLineSerializer

    def told(
        self, organisation: Organisation, built: Structure, asked: Asked, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        wanted = {pk for line in built.lines for pk in line.own_series}
        called = dict(Series.objects.filter(pk__in=wanted).values_list("pk", "code"))
        return {
            line.pk: {
                "first_year": str(FinancialYear(line.first_year)),
                "last_year": str(FinancialYear(line.last_year)) if line.last_year else None,
                **{name: called.get(getattr(line, f"{name}_id")) for name in SERIES},
            }
            for line in built.lines
        }

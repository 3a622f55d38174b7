"""The budget's structure of a year as at a moment: its lines, and the values that they are grouped by."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from ledger.history import as_of
from ledger.models import Organisation, Service
from ledger.months import FinancialYear

from ..models import HEADINGS, BudgetLine, Heading
from ..models.lines import in_budget_of

SERVICE, LINE = "service", "line"
DIMENSIONS: Mapping[str, str] = {
    SERVICE: "Service",
    **{kind.value: str(kind.label) for kind in Heading.Kind},
    LINE: "Budget line",
}
NOWHERE = "-"  # the value of lines that have none in a dimension; no code looks like it


class Value(NamedTuple):
    """What a line is under in a dimension: older people, cost centre A12."""

    key: str  # as addresses name it
    name: str


@dataclass(frozen=True)
class Structure:
    year: FinancialYear
    lines: list[BudgetLine]
    headings: Mapping[int, Heading]
    services: Mapping[int, Service]

    @cached_property
    def _shared_names(self) -> set[str]:
        times = Counter(line.name for line in self.lines)
        return {name for name, count in times.items() if count > 1}

    def name_of(self, line: BudgetLine) -> str:
        """With its code, where another line of the budget has the same name."""
        return f"{line.name} ({line.code})" if line.name in self._shared_names else line.name

    def value(self, line: BudgetLine, dimension: str) -> Value:
        if dimension == LINE:
            return Value(line.code, self.name_of(line))
        found: Heading | Service | None
        if dimension == SERVICE:
            found = self.services.get(line.service_id or 0)
        else:
            found = self.headings.get(getattr(line, f"{HEADINGS[Heading.Kind(dimension)]}_id") or 0)
        return Value(found.code, found.name) if found else Value(NOWHERE, f"No {DIMENSIONS[dimension].lower()}")

    def under(self, chosen: Mapping[str, str]) -> list[BudgetLine]:
        """Its lines that have these values, by dimension."""
        return [
            line
            for line in self.lines
            if all(self.value(line, dimension).key == key for dimension, key in chosen.items())
        ]


def structure(
    organisation: Organisation, year: FinancialYear, moment: datetime | None, lines: Sequence[int] | None = None
) -> Structure:
    """The budget of `year` as it was built up at `moment`, or `lines` of it by their ids: four queries.

    A heading that was defined only later, though lines known earlier were loaded under it, is as it is now; so are
    services.
    """
    found = as_of(BudgetLine, moment).filter(in_budget_of(year), organisation_id=organisation.pk)
    if lines is not None:
        found = found.filter(id__in=lines)
    headings = {each.pk: each for each in Heading.objects.filter(organisation=organisation)}
    if moment:
        headings |= {each.pk: each for each in as_of(Heading, moment).filter(organisation_id=organisation.pk)}
    return Structure(
        year=year,
        lines=sorted(found, key=lambda line: (line.position, line.code)),
        headings=headings,
        services={each.pk: each for each in Service.objects.filter(organisation=organisation)},
    )

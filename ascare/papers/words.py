"""A paper's words as programmes, workstreams, logs, KPIs, activity and funding, known from the paper's day.

A words file nests as the things do: `[[programmes.workstreams.risks]]` is a risk in the log of the workstream
above it. A section's name says what its rows are. A row gives the fields of its model, what it points to by code
or slug, and the paragraph that prints it. What it hangs on is filled in; so are its place in lists, when it was
raised and its source, where the model has them and the row doesn't say.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import models

from finance.actions.activity import put_activity_line
from finance.actions.funding import put_funding_source
from finance.actions.lines import put_line as put_budget_line
from finance.actions.pressures import put_pressure
from finance.models import ActivityLine, BudgetLine, FundingSource, Heading, Pressure
from ledger.actions import put
from ledger.models import Organisation, Series
from programmes.actions import (
    assess_confidence,
    claim_budget,
    put_benefit,
    put_line,
    put_programme,
    put_workstream,
)
from programmes.models import (
    Benefit,
    Budget,
    Claim,
    Confidence,
    Impairment,
    Influence,
    Investment,
    Kpi,
    Milestone,
    Mitigation,
    Opportunity,
    Programme,
    Workstream,
)
from raid.actions import put_item
from raid.models import Action, Decision, Issue, Item, Risk, Update

from .reading import Paper, Unreadable


class Section(NamedTuple):
    """What a section's rows are, which fields tell them from each other, and the action that puts one there."""

    model: type[models.Model]
    key: tuple[str, ...]
    write: Callable[..., models.Model]
    source: str = "reason"  # what `write` calls the words that stand in the history


def keyed(model: type[models.Model], *key: str) -> Section:
    return Section(model, key, lambda **fields: put(model, {name: fields.pop(name) for name in key}, **fields))


def line(model: type[models.Model], *key: str) -> Section:
    """With a series of its own, unless the row names one."""
    return Section(model, key, lambda **fields: put_line(model, {name: fields.pop(name) for name in key}, **fields))  # type: ignore[type-var]


def logged(model: type[Item]) -> Section:
    return Section(model, ("log", "title"), partial(put_item, model=model))


SECTIONS = {
    "programmes": Section(Programme, ("organisation", "slug"), put_programme),
    "workstreams": Section(Workstream, ("programme", "slug"), put_workstream),
    "confidences": Section(Confidence, ("programme", "on"), assess_confidence, source="change"),
    "benefits": Section(Benefit, ("programme", "slug"), put_benefit),
    "mitigations": line(Mitigation, "programme", "name"),
    "impairments": line(Impairment, "programme", "name"),
    "investments": line(Investment, "programme", "series"),
    "milestones": keyed(Milestone, "programme", "name"),
    "opportunities": keyed(Opportunity, "programme", "name"),  # it may be worth nobody knows what
    "budgets": keyed(Budget, "organisation", "name"),
    "claimed_lines": keyed(Budget, "organisation", "line"),
    "influences": keyed(Influence, "programme", "line"),
    "claims": Section(Claim, ("benefit", "budget", "start"), claim_budget),
    "kpis": keyed(Kpi, "organisation", "series"),
    "risks": logged(Risk),
    "issues": logged(Issue),
    "actions": logged(Action),
    "decisions": logged(Decision),
    "updates": keyed(Update, "log", "month"),
    "headings": keyed(Heading, "organisation", "kind", "code"),
    "budget_lines": Section(BudgetLine, ("organisation", "code"), put_budget_line),
    "activity": Section(ActivityLine, ("organisation", "slug"), put_activity_line),
    "funding": Section(FundingSource, ("organisation", "slug"), put_funding_source),
    "pressures": Section(Pressure, ("organisation", "slug"), put_pressure),
}


def _holds_rows(name: str, value: Any) -> bool:
    """Whether it is a section; what points to one thing can be called as the section of such things is."""
    return name in SECTIONS and isinstance(value, list)


def _heading(organisation: Organisation, path: str) -> dict[str, Any]:
    """From client-group/older-people: a code is one of its kind."""
    kind, _, code = path.partition("/")
    return {"organisation": organisation, "kind": kind, "code": code}


def _budget(organisation: Organisation, path: str) -> dict[str, Any]:
    """A named one, or from line/op-home-care a line that is claimed."""
    found = {"line__code": path.removeprefix("line/")} if path.startswith("line/") else {"name": path}
    return {"organisation": organisation, **found}


# How a row names what it points to.
POINTERS: dict[type[models.Model], Callable[[Organisation, str], dict[str, Any]]] = {
    Series: lambda organisation, code: {"organisation": organisation, "code": code},
    Budget: _budget,
    Benefit: lambda organisation, slug: {"programme__organisation": organisation, "slug": slug},
    # Of a partnership that the organisation is in.
    Programme: lambda organisation, slug: {"organisation__parts__member": organisation, "slug": slug},
    Heading: _heading,
    BudgetLine: lambda organisation, code: {"organisation": organisation, "code": code},
    FundingSource: lambda organisation, slug: {"organisation": organisation, "slug": slug},
}


def load_words(paper: Paper, organisation: Organisation) -> None:
    """What `paper` says in words of `organisation`. Raises Unreadable with the row that can't be."""
    sections = paper.words.get(organisation.slug, {})
    _WordsFile(paper, organisation).put_sections(sections, {"organisation": organisation})


@dataclass
class _WordsFile:
    """A words file on its way in."""

    paper: Paper
    organisation: Organisation
    places: Counter[str] = field(default_factory=Counter)  # how many rows of each section there were so far

    def put_sections(self, sections: Mapping[str, Any], above: Mapping[str, Any]) -> None:
        """`above` is what the sections hang on, by the names that models have for it."""
        for name, rows in sections.items():
            for row in rows:
                self.places[name] += 1
                try:
                    thing = self.put_row(name, row, above)
                except (FieldDoesNotExist, ObjectDoesNotExist, ValidationError, ValueError, KeyError) as error:
                    where = f"words/{self.organisation.slug}.toml of {self.paper.slug}"
                    raise Unreadable(f"{where}, row {self.places[name]} of {name}: {error}") from error
                inside = {part: rows for part, rows in row.items() if _holds_rows(part, rows)}
                log = getattr(thing, "log", above.get("log"))
                self.put_sections(inside, {**above, "log": log, str(thing._meta.model_name): thing})

    def put_row(self, name: str, row: Mapping[str, Any], above: Mapping[str, Any]) -> models.Model:
        section = SECTIONS[name]
        source = self.paper.source(row["paragraph"])
        said = {name: value for name, value in row.items() if not _holds_rows(name, value) and name != "paragraph"}
        # What has a log of its own is not in the log of what it hangs on.
        has = {column.name for column in section.model._meta.fields if not column.one_to_one}
        fields = {
            **{part: value for part, value in {**above, "source": source}.items() if part in has},
            **{part: self.pointed_to(section.model, part, value) for part, value in said.items()},
            section.source: source,
        }
        key = {part: fields[part] for part in section.key}
        if not section.model._default_manager.filter(**key).exists():
            new = {"position": self.places[name], "raised_on": self.paper.day}
            fields = {**{part: value for part, value in new.items() if part in has}, **fields}
        return section.write(by=None, known_from=self.paper.known_from, **fields)

    def pointed_to(self, model: type[models.Model], name: str, value: Any) -> Any:
        """The value of a field; of a relation, the thing, or the things, that the row means."""
        related: Any = model._meta.get_field(name).related_model
        if related is None:
            return value
        if isinstance(value, list):
            return [self.pointed_to(model, name, each) for each in value]
        return related._default_manager.get(**POINTERS[related](self.organisation, value))

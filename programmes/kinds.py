"""The kinds of things that a programme, or its organisation, holds: one set of editing pages serves all of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

from ledger.actions import put
from ledger.models import Closable, Organisation

from . import actions, forms
from .models import (
    Benefit,
    Budget,
    Claim,
    Confidence,
    Contribution,
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

Fields = dict[str, Any]
Put = Callable[..., models.Model]


@dataclass(frozen=True)
class Kind:
    model: type[models.Model]
    form: type[forms.PartForm]
    put: Put  # of a key and, by name, `by`, `reason` and the words
    page: str = ""  # the name of the address of its own page; none: it is shown on its programme's
    slugged: bool = False  # named by a slug in addresses, not by a number
    through: str = ""  # by which relation it belongs to its programme, where it isn't `programme`
    joint: bool = False  # of partnerships only
    drops: bool = False  # can be taken away; it doesn't end
    only: Fields = field(default_factory=dict)  # those of its model that are of this kind

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def path(self) -> str:
        """As addresses name it: workstreams, kpis, delivery-confidence-assessments."""
        return str(self.model._meta.verbose_name_plural).lower().replace(" ", "-")

    @property
    def closes(self) -> bool:
        return issubclass(self.model, Closable)

    def home(self, organisation: Organisation, programme: Programme | None) -> Fields:
        """What a new one of this kind belongs to, by the names of its fields."""
        given = {"organisation": organisation, "programme": programme}
        has = {field.name for field in self.model._meta.fields}
        return {name: value for name, value in given.items() if name in has}

    def of(self, organisation: Organisation, programme: Programme | None) -> QuerySet[Any]:
        """All of this kind that the programme holds; without a programme, that the organisation does."""
        everything = self.model._default_manager.filter(**self.only)
        if self.through:
            return everything.filter(**{self.through: programme})
        return everything.filter(**self.home(organisation, programme))

    def key(self, thing: Any) -> str | int:
        return thing.slug if self.slugged else thing.pk

    def save(self, thing: Any, home: Fields, words: Fields, by: Any, reason: str) -> Any:
        """Create `thing`, or change it where it is there already."""
        if not thing.pk:
            key = {**home, **{name: words.pop(name) for name in self.new_key if name in words}}
            return self.put(key, by=by, reason=reason, **words, **self._last_place(home))
        key = {**home, "slug": thing.slug} if self.slugged else {"pk": thing.pk}
        return self.put(key, by=by, reason=reason, **words)

    @property
    def new_key(self) -> tuple[str, ...]:
        return ("slug",) if self.slugged else self.form.key

    def _last_place(self, home: Fields) -> Fields:
        if "position" not in {field.name for field in self.model._meta.fields}:
            return {}
        last = self.model._default_manager.filter(**home).aggregate(last=models.Max("position"))["last"]
        return {"position": min((last or 0) + 1, 32767)}


def _by_name(write: Put) -> Put:
    """Of an action that takes its key by name."""
    return lambda key, **words: write(**key, **words)


@transaction.atomic
def _claim(key: Fields, *, by: Any, reason: str, line: Any = None, **words: Any) -> models.Model:
    """Of a budget line, or of a budget that is kept elsewhere."""
    if line:
        words["budget"] = actions.budget_of(line=line, by=by)
    if "pk" in key:
        return actions.change_claim(claim=Claim.objects.get(**key), by=by, reason=reason, **words)
    return actions.claim_budget(**{**key, **words}, by=by, reason=reason)


def _assess(key: Fields, *, by: Any, reason: str, grounds: str, **words: Any) -> models.Model:
    found = Confidence.objects.filter(**key).first() if "pk" in key else None
    of = {"programme": found.programme, "on": found.on} if found else key
    return actions.assess_confidence(**of, **words, reason=grounds, by=by, change=reason)


PROGRAMME = Kind(Programme, forms.ProgrammeForm, _by_name(actions.put_programme), "programmes:detail", slugged=True)

# What belongs to a programme, by its path.
PARTS = {
    kind.path: kind
    for kind in (
        Kind(
            Workstream,
            forms.WorkstreamForm,
            _by_name(actions.put_workstream),
            "programmes:workstream",
            slugged=True,
        ),
        Kind(Benefit, forms.BenefitForm, _by_name(actions.put_benefit), "programmes:benefit", slugged=True),
        Kind(Milestone, forms.MilestoneForm, partial(put, Milestone)),
        Kind(Investment, forms.InvestmentForm, partial(actions.put_line, Investment)),
        Kind(Opportunity, forms.OpportunityForm, partial(actions.put_line, Opportunity)),
        Kind(Impairment, forms.ImpairmentForm, partial(actions.put_line, Impairment)),
        Kind(Mitigation, forms.MitigationForm, partial(actions.put_line, Mitigation)),
        Kind(Kpi, forms.KpiForm, partial(put, Kpi), "programmes:kpi"),
        Kind(Contribution, forms.ContributionForm, actions.put_contribution, joint=True, drops=True),
        Kind(Influence, forms.InfluenceForm, partial(put, Influence), drops=True),
        Kind(Confidence, forms.ConfidenceForm, _assess),
        Kind(Claim, forms.ClaimForm, _claim, "programmes:benefit", through="benefit__programme", drops=True),
    )
}

# What belongs to an organisation.
OWN = {
    kind.path: kind
    for kind in (
        Kind(Budget, forms.BudgetForm, partial(put, Budget), only={"line": None}),
        Kind(Kpi, forms.KpiForm, partial(put, Kpi), "programmes:kpi"),
    )
}

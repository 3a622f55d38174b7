"""Where benefits of an organisation claim the same months of one budget."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ledger.history import as_of
from ledger.models import Organisation

from ..claims import Claimed, Overlap, overlaps
from ..models import Benefit, Budget, Claim


@dataclass(frozen=True)
class BudgetOverlap:
    budget: Budget
    overlap: Overlap


@dataclass(frozen=True)
class BenefitClaim:
    claim: Claim
    budget: Budget


def budget_overlaps(
    organisation: Organisation, benefits: Collection[int], moment: datetime | None
) -> tuple[BudgetOverlap, ...]:
    """Overlaps of live claims that one of `benefits` takes part in: three queries."""
    budgets = as_of(Budget, moment).filter(organisation_id=organisation.pk).order_by("name")
    by_pk = {budget.pk: budget for budget in budgets}
    claims = list(as_of(Claim, moment).filter(budget_id__in=by_pk))
    live = {
        benefit.pk: benefit
        for benefit in as_of(Benefit, moment).filter(pk__in={claim.benefit_id for claim in claims})
        if benefit.is_open and benefit.state != Benefit.State.IDEA
    }
    made: dict[int, list[Claimed]] = {pk: [] for pk in by_pk}
    for claim in claims:
        if benefit := live.get(claim.benefit_id):
            made[claim.budget_id].append(Claimed(benefit.pk, benefit.name, claim.share, claim.start, claim.end))
    return tuple(
        BudgetOverlap(by_pk[pk], overlap)
        for pk, of_budget in made.items()
        for overlap in overlaps(of_budget)
        if any(claim.benefit in benefits for claim in overlap.claims)
    )


def claims_of(benefit: Benefit, moment: datetime | None) -> tuple[BenefitClaim, ...]:
    """What one benefit claims: two queries."""
    claims = list(as_of(Claim, moment).filter(benefit_id=benefit.pk).order_by("start", "pk"))
    budgets = {found.pk: found for found in as_of(Budget, moment).filter(pk__in={c.budget_id for c in claims})}
    return tuple(BenefitClaim(claim, budgets[claim.budget_id]) for claim in claims if claim.budget_id in budgets)

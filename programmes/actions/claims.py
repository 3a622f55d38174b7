"""Claims of benefits on budgets: live benefits never claim more of a budget than there is."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from finance.models import BudgetLine
from ledger.actions import put
from ledger.history import amend

from ..claims import WHOLE, Claimed, Overlap, overlaps
from ..models import Benefit, Budget, Claim

User = AbstractBaseUser | None


@transaction.atomic
def claim_budget(
    *,
    benefit: Benefit,
    budget: Budget,
    share: Decimal,
    start: date,
    end: date,
    by: User,
    known_from: datetime | None = None,
    reason: str = "",
) -> Claim:
    """Claim `share` per cent of `budget` from the first day of a month to the last of another.

    Raises ValidationError where live benefits would claim more than 100% of a month.
    """
    locked = lock_benefit(benefit)
    key = {"benefit": locked, "budget": budget, "start": start}
    claim = put(Claim, key, by=by, known_from=known_from, reason=reason, share=share, end=end)
    refuse_double_claims(locked)
    return claim


@transaction.atomic
def change_claim(*, claim: Claim, by: User, reason: str = "", **fields: Any) -> Claim:
    """Change budget, share or months of a claim; refused as `claim_budget` refuses."""
    locked = lock_benefit(claim.benefit)
    changed = amend(Claim.objects.get(pk=claim.pk), fields, by=by, reason=reason)
    refuse_double_claims(locked)
    return changed


@transaction.atomic
def budget_of(*, line: BudgetLine, by: User, known_from: datetime | None = None) -> Budget:
    """A budget line as benefits claim it: there once, from its first claim on."""
    locked = BudgetLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    return put(Budget, {"organisation": locked.organisation, "line": locked}, by=by, known_from=known_from)


def lock_benefit(benefit: Benefit) -> Benefit:
    """As it stands, and nobody else changes it until this transaction ends.

    A benefit that comes alive must not miss a claim that is being made for it. It is locked before its budgets.
    """
    return Benefit.objects.select_for_update(no_key=True).get(pk=benefit.pk)


def refuse_double_claims(benefit: Benefit) -> None:
    """Raise ValidationError where live benefits, with `benefit` among them, claim more than a budget's whole.

    The budgets stay locked until this transaction ends: of two who claim at once the later counts the first one's.
    """
    if not is_live(benefit):
        return
    for budget in Budget.objects.select_for_update(no_key=True).filter(claims__benefit=benefit).order_by("pk"):
        if beyond := [overlap for overlap in overlaps(live_claims(budget)) if overlap.total > WHOLE]:
            told = " ".join(_too_much(budget, benefit, overlap) for overlap in beyond)
            raise ValidationError({"share": told})


def is_live(benefit: Benefit) -> bool:
    """Whether its claims count: it is being worked on, and more than an idea."""
    return benefit.is_open and benefit.state != Benefit.State.IDEA


def live_claims(budget: Budget) -> list[Claimed]:
    """What live benefits claim of a budget: one query."""
    claims = Claim.objects.filter(budget=budget, benefit__closed_on__isnull=True)
    rows = claims.exclude(benefit__state=Benefit.State.IDEA).select_related("benefit")
    return [Claimed(row.benefit_id, row.benefit.name, row.share, row.start, row.end) for row in rows]


def _too_much(budget: Budget, benefit: Benefit, overlap: Overlap) -> str:
    others = [claim for claim in overlap.claims if claim.benefit != benefit.pk]
    named = " and ".join(f"{claim.name} ({claim.share.normalize():f}%)" for claim in others)
    left = (WHOLE - sum((claim.share for claim in others), Decimal(0))).normalize()
    who = f"is claimed by {named}" if others else "is claimed by this benefit more than once"
    return f"In {overlap.span.label} {budget} {who}; {left:f}% is left for this benefit."

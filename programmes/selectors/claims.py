"""Where benefits of an organisation claim the same months of one budget."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from finance.models import BudgetLine
from finance.selectors.outturns import revised_budget
from ledger.history import as_of
from ledger.models import Basis, Organisation
from ledger.months import FinancialYear, Span
from ledger.numbers import Number, missing, whole_total, worked_out
from ledger.selectors import Book, open_book

from ..claims import WHOLE, Claimed, Overlap, overlaps
from ..models import Benefit, Budget, Claim


@dataclass(frozen=True)
class BudgetOverlap:
    budget: Budget
    overlap: Overlap


@dataclass(frozen=True)
class BenefitClaim:
    claim: Claim
    budget: Budget


@dataclass(frozen=True)
class ClaimOfYear:
    claim: Claim
    budget: Budget
    amount: Number  # of the budget in those months of the year that are claimed
    claimed: Number  # the share of it


def budget_overlaps(
    organisation: Organisation, benefits: Collection[int], moment: datetime | None
) -> tuple[BudgetOverlap, ...]:
    """Overlaps of live claims that one of `benefits` takes part in: three queries; for lines one more."""
    budgets = _named(as_of(Budget, moment).filter(organisation_id=organisation.pk), moment)
    by_pk = {budget.pk: budget for budget in sorted(budgets, key=str)}
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
    """What one benefit claims: two queries; for lines one more."""
    claims = list(as_of(Claim, moment).filter(benefit_id=benefit.pk).order_by("start", "pk"))
    return _with_budgets(claims, moment)


def claim_of_year(found: BenefitClaim, book: Book, year: FinancialYear) -> ClaimOfYear:
    """What it comes to in `year`: of a budget that is kept elsewhere, nobody here knows."""
    claim, line, span = found.claim, found.budget.line, _within(found.claim, year)
    budget = _budget(book, line, year, span) if line and span else missing("GBP")
    words = "share × budget" if span == year.span else "share × budget of the months claimed"
    value = None if budget.value is None else budget.value * claim.share / WHOLE
    inputs = [("share", Number(claim.share, "percent", 4)), ("budget", budget)]
    return ClaimOfYear(claim, found.budget, budget, worked_out(value, words, inputs, unit="GBP"))


def claims_of_year(
    organisation: Organisation, claims: Sequence[Claim], year: FinancialYear, moment: datetime | None
) -> list[ClaimOfYear]:
    """Of several benefits."""
    found = _with_budgets(claims, moment)
    book = open_book(organisation, series_of_claims(found), moment)
    return [claim_of_year(each, book, year) for each in found]


def series_of_claims(claims: Iterable[BenefitClaim]) -> set[int]:
    """Of the budget lines that are claimed."""
    return {found.budget.line.series_id for found in claims if found.budget.line}


def _with_budgets(claims: Sequence[Claim], moment: datetime | None) -> tuple[BenefitClaim, ...]:
    budgets = _named(as_of(Budget, moment).filter(pk__in={claim.budget_id for claim in claims}), moment)
    by_pk = {found.pk: found for found in budgets}
    return tuple(BenefitClaim(claim, by_pk[claim.budget_id]) for claim in claims if claim.budget_id in by_pk)


def _named(budgets: Iterable[Budget], moment: datetime | None) -> list[Budget]:
    """With their lines as these were called then; a line that was defined only later is as it is now."""
    found = list(budgets)
    wanted = {budget.line_id for budget in found if budget.line_id}
    if moment is None or not wanted:
        lines = BudgetLine.objects.in_bulk(wanted) if wanted else {}
    else:
        lines = {line.pk: line for line in as_of(BudgetLine, moment).filter(pk__in=wanted)}
    for budget in found:
        if budget.line_id in lines:
            budget.line = lines[budget.line_id]
    return found


def _within(claim: Claim, year: FinancialYear) -> Span | None:
    start, end = max(claim.start, year.start), min(claim.end, year.end)
    return Span(start, end) if start < end else None


def _budget(book: Book, line: BudgetLine, year: FinancialYear, span: Span) -> Number:
    """Of the whole year, or of some of its months where it has a profile."""
    if span == year.span:
        return revised_budget(book, line, year)
    months = [month for month in year.months() if span.start <= month.start and month.end <= span.end]
    return whole_total([(month.label, book.number(line.series_id, Basis.BUDGET, month)) for month in months])

"""Two benefits that claim one budget at once, each in a process of its own.

    python -m tests.programmes.races

reads commands as `tests.ledger.races` does.
"""

import os
import time
from typing import Any

from tests.ledger.races import COMMANDS, Environment, serve, workers


def race_for_a_budget(environment: Environment, rounds: int) -> list[list[Any]]:
    """In each round two benefits claim 60% of the same months at once, by turns of a named budget and of a line that
    nobody has claimed yet: what each is answered."""
    with workers(environment, 2, "tests.programmes.races") as pair:
        outcomes = []
        for turn in range(rounds):
            known = pair[0].call("prepare_claims")
            for worker, benefit in zip(pair, known["benefits"], strict=True):
                of_line = known["line"] if turn % 4 > 1 else None
                worker.ask("claim", benefit=benefit, budget=known["budget"], line=of_line, comes_alive=turn % 2 == 1)
            outcomes.append([worker.answer() for worker in pair])
        return outcomes


# --- the worker's side


def _prepare_claims() -> dict[str, Any]:
    """Two benefits that are alive, and a budget that nobody claims."""
    from ledger.actions import load_measures
    from programmes.actions import put_programme
    from programmes.models import Budget
    from tests.factories import OrganisationFactory
    from tests.finance.budgets import make_line
    from tests.programmes.conftest import make_benefit

    load_measures()
    mark = f"{os.getpid()}-{time.time_ns()}"
    council = OrganisationFactory(slug=f"anyshire-{mark}", name="Anyshire")
    programme = put_programme(organisation=council, slug="race", by=None, name="Race")
    benefits = [make_benefit(programme, slug, state="scoped") for slug in ("first", "second")]
    budget = Budget.objects.create(organisation=council, name="Homecare")
    line = make_line(council, "homecare")
    return {"budget": budget.pk, "line": line.pk, "benefits": [benefit.pk for benefit in benefits]}


def _claim(benefit: int, budget: int, line: int | None, comes_alive: bool) -> str:
    """Claim most of the budget, or come alive with a claim to it; what is said against it, if anything is."""
    from datetime import date
    from decimal import Decimal

    from django.core.exceptions import ValidationError

    from finance.models import BudgetLine
    from programmes.actions import budget_of, claim_budget, move_benefit
    from programmes.models import Benefit, Budget

    claiming = Benefit.objects.get(pk=benefit)
    year = {"start": date(2019, 4, 1), "end": date(2020, 3, 31)}
    try:
        if comes_alive:
            move_benefit(benefit=claiming, state="idea", by=None)
        found = Budget.objects.get(pk=budget)
        if line:
            found = budget_of(line=BudgetLine.objects.get(pk=line), by=None)
        claim_budget(benefit=claiming, budget=found, share=Decimal(60), by=None, **year)
        if comes_alive:
            move_benefit(benefit=claiming, state="scoped", by=None)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


if __name__ == "__main__":
    serve({**COMMANDS, "prepare_claims": _prepare_claims, "claim": _claim})

"""Two who commit of one grant, or move budget from one line, at once, each in a process of its own.

    python -m tests.finance.races

reads commands as `tests.ledger.races` does.
"""

import os
import time
from typing import Any

from tests.ledger.races import COMMANDS, Environment, serve, workers


def race_for_a_grant(environment: Environment, rounds: int) -> list[list[Any]]:
    """In each round two commit £60 of £100 at once: what each is answered."""
    with workers(environment, 2, "tests.finance.races") as pair:
        outcomes = []
        for _ in range(rounds):
            grant = pair[0].call("prepare_grant")
            for number, worker in enumerate(pair):
                worker.ask("commit", grant=grant, name=f"Beds {number}")
            outcomes.append([worker.answer() for worker in pair])
        return outcomes


def race_for_budget(environment: Environment, rounds: int) -> list[dict[str, Any]]:
    """In each round two move £600 of one line's £1,200 to other lines; then one approves and one refuses what won.

    What each was answered, and what the lines' budgets came to in the end.
    """
    with workers(environment, 2, "tests.finance.races") as pair:
        outcomes = []
        for _ in range(rounds):
            known = pair[0].call("prepare_lines")
            for worker, to in zip(pair, ("older", "younger"), strict=True):
                worker.ask("propose", council=known["council"], to=to)
            proposed = [worker.answer() for worker in pair]
            for worker, how in zip(pair, ("approve", "refuse"), strict=True):
                worker.ask("decide", council=known["council"], how=how)
            decided = [worker.answer() for worker in pair]
            outcomes.append({"proposed": proposed, "decided": decided, **pair[0].call("look", **known)})
        return outcomes


def wrong(outcome: dict[str, Any]) -> list[str]:
    """What isn't as it must be after a round for a budget; nothing where all is well."""
    found = [*outcome["disagreements"]]
    for what in ("proposed", "decided"):
        if sum(answer == "" for answer in outcome[what]) != 1:
            found.append(f"not exactly one winner: {outcome[what]}")
    if not any("waits for approval" in answer for answer in outcome["proposed"]):
        found.append(f"the other was not told why: {outcome['proposed']}")
    to = "older" if outcome["proposed"][0] == "" else "younger"
    moved = 600 if outcome["decided"][0] == "" else 0
    expected = {"from": 1200 - moved, "older": 1200, "younger": 1200}
    expected[to] += moved
    if outcome["budgets"] != expected or outcome["virements"] != 1:
        found.append(f"{outcome['virements']} virements, budgets {outcome['budgets']} where {expected} is right")
    if outcome["original"] != dict.fromkeys(expected, 1200):
        found.append(f"the original budgets are lost: {outcome['original']}")
    return found


# --- the worker's side


def _prepare_grant() -> int:
    """A grant of £100 of which nothing is committed."""
    from decimal import Decimal

    from finance.actions.funding import put_funding_source
    from ledger.actions import load_measures
    from ledger.months import FinancialYear
    from tests.factories import OrganisationFactory

    load_measures()
    council = OrganisationFactory(slug=f"anyshire-{os.getpid()}-{time.time_ns()}", name="Anyshire")
    amounts = {FinancialYear(2019): Decimal(100)}
    grant = put_funding_source(
        organisation=council, slug="grant", name="Grant", kind="grant", amounts=amounts, by=None
    )
    return grant.pk


def _commit(grant: int, name: str) -> str:
    """Commit most of the grant; what is said against it, if anything is."""
    from decimal import Decimal

    from django.core.exceptions import ValidationError

    from finance.actions.funding import commit_funding
    from finance.models import FundingSource
    from ledger.months import FinancialYear

    try:
        commit_funding(
            source=FundingSource.objects.get(pk=grant), name=name, amounts={FinancialYear(2019): Decimal(60)}, by=None
        )
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _prepare_lines() -> dict[str, Any]:
    """Three lines of £1,200 a year, a hundred a month, and who approves what is moved between them."""
    from ledger.actions import load_measures
    from tests.factories import MembershipFactory, OrganisationFactory
    from tests.finance.budgets import give_budget, make_line

    load_measures()
    mark = f"budget-{os.getpid()}-{time.time_ns()}"
    council = OrganisationFactory(slug=mark, name="Raceshire")
    for name in ("approve", "refuse"):
        MembershipFactory(organisation=council, role="finance-lead", user__username=f"{name}-{mark}")
    for code in ("from", "older", "younger"):
        give_budget(make_line(council, code), 1200)
    return {"council": mark}


def _propose(council: str, to: str) -> str:
    """Move £600 of the October to March of one line to another; what is said against it, if anything is."""
    from datetime import date
    from decimal import Decimal

    from django.core.exceptions import ValidationError

    from finance.actions import propose_virement
    from ledger.models import Organisation
    from ledger.months import end_of_day

    try:
        propose_virement(
            organisation=Organisation.objects.get(slug=council),
            holds_from=date(2019, 10, 1),
            amounts={"from": Decimal(-600), to: Decimal(600)},
            reason=f"More for {to}",
            by=None,
            channel="demo",
            known_from=end_of_day(date(2019, 9, 15)),
        )
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _decide(council: str, how: str) -> str:
    """Approve or refuse the virement that waits; what is said against it, if anything is."""
    from django.contrib.auth import get_user_model
    from django.core.exceptions import ValidationError

    from finance.actions import approve_virement, refuse_virement
    from finance.models import Virement

    virement = Virement.objects.get(organisation__slug=council)
    by = get_user_model().objects.get(username=f"{how}-{council}")
    try:
        if how == "approve":
            approve_virement(virement=virement, by=by)
        else:
            refuse_virement(virement=virement, reason="Not agreed", by=by)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _look(council: str) -> dict[str, Any]:
    """What the lines are budgeted at for the year, originally and now, and whether the ledger is whole."""
    from datetime import date

    from finance.models import Virement
    from finance.selectors import monitoring
    from ledger.models import Organisation
    from ledger.verification import disagreements, head
    from tests.finance.budgets import YEAR

    found = Organisation.objects.get(slug=council)
    groups = monitoring(found, YEAR, None, date(2099, 1, 1), "line", {}).groups
    return {
        "budgets": {group.value.key: int(group.amounts["revised"].value or 0) for group in groups},
        "original": {group.value.key: int(group.amounts["original"].value or 0) for group in groups},
        "virements": Virement.objects.filter(organisation=found).count(),
        "disagreements": [str(each) for each in disagreements(found, head(found))],
    }


MOVES = {"prepare_lines": _prepare_lines, "propose": _propose, "decide": _decide, "look": _look}

if __name__ == "__main__":
    serve({**COMMANDS, "prepare_grant": _prepare_grant, "commit": _commit, **MOVES})

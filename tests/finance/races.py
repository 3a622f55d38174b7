"""Two who commit of one grant at once, each in a process of its own.

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


if __name__ == "__main__":
    serve({**COMMANDS, "prepare_grant": _prepare_grant, "commit": _commit})

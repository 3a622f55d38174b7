"""What a figure's page offers that is ours: to restate what stands in a closed period."""

from collections.abc import Sequence

from ledger.components import Link
from ledger.offers import offer
from ledger.scope import Scope
from ledger.selectors import FigureHistory


@offer
def restating(scope: Scope, found: FigureHistory) -> Sequence[Link]:
    if not found.is_closed or not scope.may_record:
        return []
    return [scope.link("Propose a restatement", "returns:restate", found.standing.figure.pk)]

"""Every write to programmes. `known_from` is for published papers, which were known before they were loaded.

What has no rules of its own, such as milestones and KPIs, is put there by `ledger.actions.put`.
"""

from .benefits import bring_forward, move_benefit, put_benefit, take_up_opportunity, validate_benefit
from .claims import budget_of, change_claim, claim_budget
from .closing import close, reopen
from .plans import put_line
from .programmes import assess_confidence, put_contribution, put_programme, put_workstream
from .series import ADDRESSES, PROGRAMME_SERIES

__all__ = [
    "ADDRESSES",
    "PROGRAMME_SERIES",
    "assess_confidence",
    "bring_forward",
    "budget_of",
    "change_claim",
    "claim_budget",
    "close",
    "move_benefit",
    "put_benefit",
    "put_contribution",
    "put_line",
    "put_programme",
    "put_workstream",
    "reopen",
    "take_up_opportunity",
    "validate_benefit",
]

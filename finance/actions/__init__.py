"""Every write to finance. `known_from` is for what papers and history bring, which was known before it was loaded.

What has no rules of its own, such as headings, is put there by `ledger.actions.put`.
"""

from .lines import LINE_SERIES, end_line, put_line, set_budget
from .virements import approve_virement, propose_virement, refuse_virement

__all__ = [
    "LINE_SERIES",
    "approve_virement",
    "end_line",
    "propose_virement",
    "put_line",
    "refuse_virement",
    "set_budget",
]

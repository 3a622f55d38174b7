"""The numbers that published papers print, or that follow, recomputed through the selectors that pages use.

`papers/claims.csv` says what each should be. Nothing here knows the answers. A module for each paper says what was
known on its day, and how each of its claims is recomputed from that.
"""

from .checking import Claim, Outcome, check_claims, read_claims

__all__ = ["Claim", "Outcome", "check_claims", "read_claims"]

"""What of a source of funding is not committed yet. Pure; pounds of one financial year."""

from collections.abc import Iterable
from decimal import Decimal

NOTHING = Decimal(0)


def uncommitted(amount: Decimal | None, commitments: Iterable[Decimal | None]) -> Decimal | None:
    """The amount less what is committed of it; None where the amount isn't known.

    A commitment without an amount in the year takes nothing of it.
    """
    if amount is None:
        return None
    return amount - sum((each for each in commitments if each is not None), NOTHING)


def is_short(amount: Decimal | None, commitments: Iterable[Decimal | None]) -> bool:
    """Whether more is committed than there is. Of an amount that isn't known, anything is more than is known of."""
    committed = sum((each for each in commitments if each is not None), NOTHING)
    return committed > (amount or NOTHING)

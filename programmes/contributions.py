"""What each partner bears of something joint."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from ledger.rounding import shares

WHOLE = Decimal(100)  # per cent


class Share(Protocol):
    @property
    def share(self) -> Decimal:
        """Per cent."""


ShareT = TypeVar("ShareT", bound=Share)


def split(amount: Decimal, contributions: Sequence[ShareT], decimals: int = 2) -> list[tuple[ShareT | None, Decimal]]:
    """`amount` by what each bears of it, adding up to it exactly; last, for None, what nobody bears.

    Raises ValueError where the shares come to more than 100%, or `amount` has more places than its parts may have.
    """
    rest = WHOLE - sum((one.share for one in contributions), Decimal(0))
    if rest < 0:
        raise ValueError(f"The shares come to {WHOLE - rest:f}%; they can't be more than 100%.")
    bearers: list[tuple[ShareT | None, Decimal]] = [(one, one.share) for one in contributions]
    if rest:
        bearers.append((None, rest))
    parts = shares(amount, [share for _, share in bearers], decimals)
    return [(bearer, part) for (bearer, _), part in zip(bearers, parts, strict=True)]

"""The one rounding rule: half away from zero, on display only; and exact shares of a whole."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` to `decimals` places (negative ones round to tens, hundreds ...), half away from zero.

    >>> rounded(Decimal("-2.5"), 0)
    Decimal('-3')
    """
    result = value.quantize(_quantum(decimals), ROUND_HALF_UP)
    if result.is_zero():
        result = abs(result)  # no minus zero on a page
    return result if decimals >= 0 else result.quantize(Decimal(1))


@cache
def _quantum(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def shares(total: Decimal, weights: Sequence[Decimal], decimals: int = 2) -> list[Decimal]:
    """`total` split in proportion to `weights`, each part at `decimals` places, adding up to `total` exactly.

    Largest remainder: every part is rounded towards zero, and the units left over go one by one to the
    largest remainders, ties to the earlier. Raises ValueError where there is nothing to split by, or where
    `total` itself has more places than its parts may have.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("A weight is negative; shares need weights of zero or more.")
    whole = sum((Fraction(weight) for weight in weights), Fraction(0))
    if not whole:
        raise ValueError("All weights are zero; there is nothing to share by.")
    units = Fraction(total) * Fraction(10) ** decimals
    if units.denominator != 1:
        raise ValueError(f"{total} has more than {decimals} decimal places.")
    sign, count = (-1, -units.numerator) if units < 0 else (1, units.numerator)
    exact = [count * Fraction(weight) / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: count - sum(parts)]:
        parts[i] += 1
    return [Decimal(sign * part).scaleb(-decimals) for part in parts]

from decimal import Decimal


def exact(value: Decimal | None, decimals: int = 0) -> str | None:
    """Exactly what is stored, with at least `decimals` places, and no zeros beyond.

    >>> exact(Decimal("1234.5000"), 2), exact(Decimal("0.1000")), exact(Decimal("-5.0000"))
    ('1234.50', '0.1', '-5')
    """
    if value is None:
        return None
    whole, _, places = f"{value:f}".partition(".")
    places = places.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{places}" if places else whole

"""Numbers as people type them."""

import re
from decimal import Decimal

MULTIPLES = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
_number = re.compile(r"(?P<digits>\d+(\.\d*)?|\.\d+)\s*(?P<multiple>k|m|bn|)", re.IGNORECASE)


def read_number(text: str) -> Decimal:
    """£1,234.50, 1,234.50-, (200), −138, 1.2m, 12k and 20.7% as numbers; ValueError with the fix for the rest."""
    rest = text.replace("−", "-").replace("\u00a0", " ").strip()
    negative = rest.startswith("(") and rest.endswith(")")
    if negative:
        rest = rest[1:-1].strip()
    rest = rest.removeprefix("£").removesuffix("%").strip()
    if not negative and rest.startswith("-"):
        negative, rest = True, rest[1:].strip().removeprefix("£").strip()
    elif not negative and rest.endswith("-"):
        negative, rest = True, rest[:-1].strip()
    if re.search(r",(?!\d{3}(\D|$))", rest):
        raise ValueError(f"“{text}” has a comma where no thousands end; write 1,234.50 or 1234.50.")
    found = _number.fullmatch(rest.replace(",", ""))
    if not found:
        raise ValueError(f"“{text}” is no number; write it like 1234.50, £1,234.50, (200) or 1.2m.")
    value = Decimal(found["digits"]) * MULTIPLES[found["multiple"].lower()]
    return -value if negative else value

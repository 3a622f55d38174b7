"""Numbers as people type them."""

import re
from decimal import Decimal
from typing import NamedTuple

MULTIPLES = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
DASHES = ("-", "–", "—", "−")  # on its own, an accountant's zero
NOTHING_KNOWN = ("n/a", "na", "n/k", "nk", "tbc", "tba", "nil", "none", "null", "?")
_number = re.compile(r"(?P<digits>\d+(\.\d*)?|\.\d+)\s*(?P<multiple>k|m|bn|)", re.IGNORECASE)


class TypedNumber(NamedTuple):
    value: Decimal
    note: str = ""  # how it was read, where that isn't plain


def read_number(text: str) -> Decimal:
    """£1,234.50, 1,234.50-, (200), −138, 1.2m, 12k and 20.7% as numbers; ValueError with the fix for the rest."""
    rest = _tidy(text)
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


def read_plain(text: str) -> TypedNumber:
    return TypedNumber(read_number(text))


def read_typed(text: str, unit: str = "") -> TypedNumber:
    """As `read_number`, saying how it was read where that could surprise; a dash alone is zero.

    `unit` is the measure's: pounds among people, or a percentage among pounds, is refused.
    """
    rest = _tidy(text)
    if rest in DASHES:
        return TypedNumber(Decimal(0), "a dash is read as zero")
    if rest.lower() in NOTHING_KNOWN:
        raise ValueError(f"“{text}” is not a number; leave it blank where nothing is known, or type 0 for nothing.")
    if rest.startswith("#"):
        raise ValueError(f"“{text}” is a spreadsheet's error; mend it there, or type the number.")
    if "%" in rest and unit not in ("", "percent"):
        raise ValueError(
            f"“{text}” is a percentage, and this line isn't counted in per cent; type the number itself."
        )
    if "£" in rest and unit not in ("", "GBP"):
        raise ValueError(f"“{text}” is in pounds, and this line isn't; type the number of {unit}.")
    value = read_number(text)
    return TypedNumber(value, _surprise(rest))


def _tidy(text: str) -> str:
    """With one kind of minus and of space, and none around it."""
    return text.replace("−", "-").replace("\u00a0", " ").replace("\u202f", " ").strip()


def _surprise(rest: str) -> str:
    if rest.startswith("("):
        return "brackets are read as minus"
    if rest.endswith("-"):
        return "a minus behind is read as one in front"
    last = rest[-1:].lower()
    if last in ("k", "m", "n"):
        return {"k": "k is read as thousands", "m": "m is read as millions", "n": "bn is read as thousand millions"}[
            last
        ]
    return ""

"""How cells look: formats, each made once, and the format in which a number reads as it does on paper."""

from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from ledger.numbers import QUALIFIERS, Number
from ledger.rounding import rounded

from ..value import MARKS

GREY, PALE, RULE, QUIET = "#e4e7ea", "#f3f2f1", "#b1b4b6", "#505a5f"


class Looks:
    """The formats of one workbook, which may hold a limited number of them."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.workbook = workbook
        self.made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **about: Any) -> Format:
        key = tuple(sorted(about.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format({"valign": "top", **about})
        return self.made[key]


def stored(number: Number) -> float | None:
    """What a cell holds of it: unrounded, unless a cell's 15 digits would then read as another number.

    None where it is missing, or where even its rounded value has more digits than a cell can hold.
    """
    if number.value is None:
        return None
    shown = rounded(number.value, number.decimals)
    for value in (number.value, shown) if number.decimals >= 0 else (shown,):  # no format rounds to hundreds
        if reads_as(float(value), number):
            return float(value)
    return None


def reads_as(value: float, number: Number) -> bool:
    """Whether a cell with this value, at the number's decimals, reads as the number does."""
    assert number.value is not None
    return rounded(_digits_of(value), number.decimals) == rounded(number.value, number.decimals)


def _digits_of(value: float) -> Decimal:
    """The value as spreadsheets round and show it: its first 15 digits."""
    return Decimal(f"{value:.15g}")


def number_format(number: Number) -> str:
    """£1,234 or −20.7% or about 560 [i], as `printed` has it; a per cent is the number that pages show, 20.7."""
    digits = "#,##0" + ("." + "0" * number.decimals if number.decimals > 0 else "")
    marks = ", ".join(letter for name, (letter, _) in MARKS.items() if getattr(number, name))
    before, pound = _literal(QUALIFIERS[number.qualifier]), _literal("£" if number.unit == "GBP" else "")
    after = _literal(f"{'%' if number.unit == 'percent' else ''}{f' [{marks}]' if marks else ''}")
    nought = number.value is not None and not rounded(number.value, number.decimals)
    minus = "" if nought else _literal("−")  # what rounds to nothing has no minus
    return f"{before}{pound}{digits}{after};{before}{minus}{pound}{digits}{after}"


def _literal(words: str) -> str:
    return f'"{words}"' if words else ""

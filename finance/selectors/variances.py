"""What a budget line's variance of a year is, for pages that set something beside it."""

from collections.abc import Sequence
from datetime import date, datetime

from ledger.models import Organisation
from ledger.months import FinancialYear
from ledger.numbers import Number, worked_out

from ..models import BudgetLine
from .positions import standings

UNIT = "GBP"


def variances(
    organisation: Organisation,
    lines: Sequence[BudgetLine],
    year: FinancialYear,
    moment: datetime | None,
    on: date,
    *,
    approved_only: bool = False,
) -> dict[int, Number]:
    """Projected outturn less budget, as budget monitoring has it, by the lines' ids; above zero is adverse."""
    if not lines:
        return {}
    found = standings(organisation, lines, year, moment, on, approved_only=approved_only)
    told = {}
    for standing in found.lines:
        position = standing.position
        inputs = [
            (words, Number(value, UNIT))
            for words, value in (("projected outturn", position.projected), ("budget", position.revised))
        ]
        told[standing.line.pk] = worked_out(position.variance, "projected outturn − budget", inputs, unit=UNIT)
    return told

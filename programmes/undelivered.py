"""What of a year's plan was not delivered, and can be carried into the next."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ledger.months import FinancialYear, Span, month_label

Amounts = Sequence[tuple[Span, Decimal]]


def undelivered(plan: Amounts, actual: Amounts, year: FinancialYear) -> Decimal:
    """Plan of `year` less actual, in their unit; above zero.

    Both are amounts over spans within the year. Every month that has a plan needs an actual, for missing is not
    zero. Raises ValueError, saying what to do, where one is not known or where nothing is left.
    """
    planned, delivered = _apart(plan, year), _apart(actual, year)
    if not planned:
        raise ValueError(f"There is no plan for {year.label}; record it first.")
    gaps = sorted(_months(planned) - _months(delivered))
    if gaps:
        told = ", ".join(month_label(month) for month in gaps)
        raise ValueError(f"What was delivered is not known for {told}; record it first, a zero where it was none.")
    rest = sum((amount for _, amount in planned), Decimal(0)) - sum((amount for _, amount in delivered), Decimal(0))
    if rest <= 0:
        raise ValueError(f"All that was planned for {year.label} was delivered; nothing is left to bring forward.")
    return rest


def _apart(amounts: Amounts, year: FinancialYear) -> list[tuple[Span, Decimal]]:
    """The amounts that share no day: of the whole year where it is there, otherwise of the shortest spans first."""
    whole = [(span, amount) for span, amount in amounts if span == year.span]
    if whole:
        return whole
    kept: list[tuple[Span, Decimal]] = []
    for span, amount in sorted(amounts, key=lambda found: (found[0].end - found[0].start, found[0].start)):
        if all(span.end < other.start or other.end < span.start for other, _ in kept):
            kept.append((span, amount))
    return kept


def _months(amounts: Iterable[tuple[Span, Decimal]]) -> set[date]:
    """The first days of the months that the spans reach into."""
    return {
        month.start
        for span, _ in amounts
        for month in FinancialYear.of(span.start).months()
        if month.start <= span.end and span.start <= month.end
    }

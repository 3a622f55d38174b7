from datetime import date
from decimal import Decimal

from ledger.months import Span, add_months
from programmes.payback import Yielded, payback

START = date(2019, 4, 1)


def months(*amounts: int, delivered: int = 0) -> list[Yielded]:
    """What is yielded from April on, of which the first `delivered` months are in."""
    spans = [Span.month(add_months(START, i)) for i in range(len(amounts))]
    return [Yielded(spans[i], Decimal(amount), i >= delivered) for i, amount in enumerate(amounts)]


def test_payback_is_the_month_that_covers_the_cost() -> None:
    found = payback(Decimal(100), START, 1, months(30, 30, 40, 50))
    assert (found.months, found.words) == (3, "3 months: as planned, it will be covered in June 2019.")


def test_payback_that_has_come_says_so() -> None:
    assert (
        payback(Decimal(50), START, 1, months(30, 30, delivered=2)).words == "2 months: it was covered in May 2019."
    )


def test_payback_counts_nothing_from_before_the_money_was_spent() -> None:
    assert payback(Decimal(30), add_months(START, 1), 1, months(100, 20, 20)).months == 2


def test_payback_beyond_the_plan_is_not_made_up() -> None:
    found = payback(Decimal(100), START, 1, months(30, 30))
    assert found.months is None
    assert "Not by May 2019" in found.words
    assert "£60 of £100" in found.words


def test_payback_says_why_it_cant_be_said() -> None:
    assert "no budget" in payback(None, None, 1, []).words
    assert "which benefits" in payback(Decimal(1), START, 0, []).words
    assert "no plan by month" in payback(Decimal(1), START, 1, []).words

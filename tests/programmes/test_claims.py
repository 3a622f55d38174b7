"""Where claims meet: table-driven, and once more by brute force over single days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.months import add_months, month_end
from programmes.claims import Claimed, overlaps

JANUARY = date(2019, 1, 1)


def claim(benefit: int, share: str, first: int, last: int) -> Claimed:
    """Months count from January 2019, which is 1."""
    start, end = add_months(JANUARY, first - 1), month_end(add_months(JANUARY, last - 1))
    return Claimed(benefit, f"Benefit {benefit}", Decimal(share), start, end)


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ([], []),
        ([claim(1, "100", 1, 12)], []),
        ([claim(1, "60", 1, 3), claim(2, "60", 4, 6)], []),
        ([claim(1, "60", 1, 4), claim(2, "30", 4, 6)], [("April 2019", "90", "10")]),
        ([claim(1, "60", 1, 12), claim(2, "40.0001", 3, 5)], [("March to May 2019", "100.0001", "-0.0001")]),
        (
            [claim(1, "50", 1, 6), claim(2, "30", 3, 8), claim(3, "20", 5, 9)],
            [
                ("March to April 2019", "80", "20"),
                ("May to June 2019", "100", "0"),
                ("July to August 2019", "50", "50"),
            ],
        ),
        ([claim(1, "50", 1, 3), claim(1, "60", 2, 2)], [("February 2019", "110", "-10")]),
    ],
)
def test_overlaps(claims: list[Claimed], found: list[tuple[str, str, str]]) -> None:
    assert [(one.span.label, str(one.total), str(one.left)) for one in overlaps(claims)] == found


shares = st.decimals(min_value="0.0001", max_value="100", places=4)
months = st.tuples(st.integers(1, 14), st.integers(1, 14)).map(sorted)


@given(st.lists(st.tuples(st.integers(1, 4), shares, months), max_size=6))
def test_overlaps_are_those_that_every_single_day_shows(given: list[tuple[int, Decimal, list[int]]]) -> None:
    claims = [claim(benefit, str(share), *span) for benefit, share, span in given]
    by_day = {}
    for number in range(15 * 31):
        day = JANUARY + timedelta(days=number)
        meeting = [one.share for one in claims if one.start <= day <= one.end]
        if len(meeting) > 1:
            by_day[day] = sum(meeting)
    found = {
        overlap.span.start + timedelta(days=number): overlap.total
        for overlap in overlaps(claims)
        for number in range((overlap.span.end - overlap.span.start).days + 1)
    }
    assert found == by_day

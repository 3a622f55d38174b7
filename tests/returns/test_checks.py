"""Warnings before saving: hand-worked cases."""

from decimal import Decimal

import pytest

from returns.checks import FEWEST, Rule, Warned, outlying, warnings_for
from returns.grid import Change, Grid

from .grids import make_grid, make_line, past

# The median is 100; the deviations 0, 0, 2, 2, 4, 4 have the median 2, so a robust deviation is 2.9652; a tenth of
# the median is more: 10. Beyond 3.5 of these lies what is over 135 or under 65.
STEADY = [100, 100, 98, 102, 96, 104]


@pytest.mark.parametrize(
    ("value", "values", "away"),
    [
        (135, STEADY, None),
        (136, STEADY, "3.6"),
        (64, STEADY, "3.6"),
        (-100, STEADY, "20"),
        # The deviations 45, 25, 5, 5, 25, 45 from 55 have the median 25: 37.065 counts, and not 5.5.
        (184, [10, 30, 50, 60, 80, 100], None),
        (185, [10, 30, 50, 60, 80, 100], "3.507351949"),
        (1000, STEADY[: FEWEST - 1], None),  # too little to go by
        (5, [0] * 8, None),
    ],
)
def test_outlying(value: int, values: list[int], away: str | None) -> None:
    found = outlying(Decimal(value), [Decimal(each) for each in values])
    assert found is None if away is None else found is not None and abs(found - Decimal(away)) < Decimal("0.000001")


def warned(grid: Grid, typed: dict[tuple[int, int], object], *rules: Rule) -> list[Warned]:
    """`typed` by line and month, from 0."""
    lines = {line.series: line for line in grid.lines}
    changes = [
        Change(lines[series].cells[month], None if value is None else Decimal(str(value)), f"{value}")
        for (series, month), value in typed.items()
    ]
    return warnings_for(grid, changes, rules)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (100_000, "a thousand times as much as"),
        ("0.1", "a thousandth of"),
        (-100, "of the other sign than"),
        (500, "far above"),
        (3, "far below"),
        (0, "far below"),
    ],
)
def test_outlier_says_how_it_is_unlike_the_past(value: object, said: str) -> None:
    grid = make_grid(make_line(1, past(1, list(STEADY))))
    (found,) = warned(grid, {(1, 0): value})
    assert said in found.message
    assert "what is usual, £100 (the median of 6 earlier figures)" in found.message
    assert found.cell == "c1-2019-04-01"


def test_usual_withdrawn_and_first_values_are_not_warned_about() -> None:
    grid = make_grid(make_line(1, past(1, list(STEADY))), make_line(2))
    assert warned(grid, {(1, 0): 101, (1, 1): None, (2, 0): 10**9}) == []


def test_what_is_typed_for_earlier_months_counts_as_their_past() -> None:
    grid = make_grid(make_line(1, past(1, [100, 100, 100, 100])))
    found = warned(grid, {(1, 0): 100, (1, 1): 100, (1, 2): 500})
    assert [each.cell for each in found] == ["c1-2019-06-01"]


def test_gravest_come_first() -> None:
    grid = make_grid(*(make_line(series, past(series, list(STEADY))) for series in (1, 2, 3)))
    found = warned(grid, {(1, 0): 200, (2, 0): 900, (3, 0): 400})
    assert [each.cell[:2] for each in found] == ["c2", "c3", "c1"]


@pytest.mark.parametrize(
    ("equals", "left", "right", "said"),
    [
        (False, 5, 4, "is over"),
        (False, 4, 4, ""),
        (False, 3, 4, ""),
        (True, 3, 4, "differs from"),
        (True, 4, 4, ""),
    ],
)
def test_cross_field_checks(equals: bool, left: int, right: int, said: str) -> None:
    grid = make_grid(make_line(1, past(1, [right], until=make_line(1).cells[1].span.start)), make_line(2))
    # Line 1 holds `right` in April already; line 2 is typed.
    found = warned(grid, {(2, 0): left}, Rule(2, equals, 1))
    assert [said in each.message for each in found] == ([True] if said else [])
    if said:
        assert found[0].message == f"April 2019: Line 2, £{left}, {said} Line 1, £{right}."


def test_cross_field_checks_leave_alone_what_is_not_touched_or_not_known() -> None:
    grid = make_grid(make_line(1), make_line(2))
    assert warned(grid, {(1, 0): 5}, Rule(1, True, 2), Rule(1, True, 99)) == []

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.sparks import EDGE, HEIGHT, WIDTH, Place, strokes

BOTTOM, TOP, MIDDLE = HEIGHT - EDGE, EDGE, HEIGHT / 2


def decimals(*values: int | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        ((), []),
        ((None, None), []),
        ((10, 20), [[(2, BOTTOM), (78, TOP)]]),
        ((20, 15, 10), [[(2, TOP), (40, MIDDLE), (78, BOTTOM)]]),
        ((7, 7), [[(2, MIDDLE), (78, MIDDLE)]]),  # a value that never changes
        ((7,), [[(2, MIDDLE)]]),
        ((-10, 0, 30), [[(2, BOTTOM), (40, 14), (78, TOP)]]),
        ((10, None, 20), [[(2, BOTTOM)], [(78, TOP)]]),  # a gap parts the line; nothing is drawn across it
        ((None, 0, 10, None, None, 5), [[(17.2, BOTTOM), (32.4, TOP)], [(78, MIDDLE)]]),
    ],
)
def test_strokes_by_hand(values: tuple[int | None, ...], rows: list[list[tuple[float, float]]]) -> None:
    assert strokes(decimals(*values)) == rows


def test_place_is_written_as_a_drawing_asks_for_it() -> None:
    assert str(Place(2, 17.5)) == "2,17.5"


@given(st.lists(st.none() | st.integers(min_value=-(10**9), max_value=10**9).map(Decimal), max_size=24))
def test_all_known_values_are_drawn_inside(values: list[Decimal | None]) -> None:
    drawn = [place for row in strokes(values) for place in row]

    assert len(drawn) == sum(value is not None for value in values)
    assert all(EDGE <= place.x <= WIDTH - EDGE and TOP <= place.y <= BOTTOM for place in drawn)
    assert [place.x for place in drawn] == sorted(place.x for place in drawn)

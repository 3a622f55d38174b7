"""Reading what was typed into a grid, and what its lines come to: table-driven, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cells import Typed, in_full
from returns.grid import Grid, GridReading, addable_unit, read_grid, sum_of
from returns.outlooks import Outlook, added, share

from .grids import JUNE, MONTHS, make_grid, make_line, row

APRIL, MAY, JULY = (f"c1-{MONTHS[number].start}" for number in (0, 1, 3))
HELD = (
    row(1, "actual", MONTHS[0], 100, revision=3),
    row(1, "actual", MONTHS[1], None, revision=2),  # withdrawn
    row(1, "forecast", MONTHS[3], 70, JUNE.start),
    row(1, "forecast", MONTHS[4], 80, date(2019, 5, 1)),  # made in May's return
)


def grid(**fields: object) -> Grid:
    return make_grid(make_line(1, HELD, **fields))  # type: ignore[arg-type]


def read(name: str, text: str, saw: str = "", withdraw: tuple[str, ...] = ()) -> GridReading:
    return read_grid(grid(), {name: Typed(text, saw)}, withdraw=withdraw)


@pytest.mark.parametrize(
    ("name", "text", "saw", "value", "follows", "edition"),
    [
        (APRIL, "£1,234.50", "100", "1234.50", 3, date(2019, 4, 1)),
        (APRIL, "-", "100", "0", 3, date(2019, 4, 1)),
        (MAY, "(200)", "", "-200", 2, date(2019, 5, 1)),
        (JULY, "1.2m", "70", "1200000", 1, date(2019, 6, 1)),
        (f"c1-{MONTHS[4].start}", "80", "", "80", 0, date(2019, 6, 1)),
    ],
)
def test_changed_cell_becomes_a_figure(
    name: str, text: str, saw: str, value: str, follows: int, edition: date
) -> None:
    reading = read(name, text, saw)
    (figure,) = reading.figures
    assert (figure.value, figure.follows, figure.edition) == (Decimal(value), follows, edition)
    assert reading.sound


@pytest.mark.parametrize(
    ("name", "text", "saw"),
    [
        (APRIL, "100", "100"),
        (APRIL, "£100.00", "100"),
        (APRIL, "90", "90"),  # somebody else changed it, and it was left alone here
        (APRIL, "100", "90"),  # both say the same
        (MAY, "", ""),
        (MAY, "", "50"),  # emptied, and withdrawn by somebody else meanwhile
    ],
)
def test_cell_left_as_it_is_records_nothing(name: str, text: str, saw: str) -> None:
    reading = read(name, text, saw)
    assert (reading.changes, reading.emptied, reading.overtaken, reading.problems) == ([], [], [], [])
    assert reading.left == {name}


def test_blank_keeps_the_value_until_it_is_withdrawn() -> None:
    assert [cell.name for cell in read(APRIL, "", "100").emptied] == [APRIL]
    (figure,) = read(APRIL, "", "100", withdraw=(APRIL,)).figures
    assert (figure.value, figure.withdrawn, figure.follows) == (None, True, 3)


@pytest.mark.parametrize(("text", "withdraw"), [("130", ()), ("", (APRIL,))])
def test_cell_that_somebody_changed_is_overtaken(text: str, withdraw: tuple[str, ...]) -> None:
    reading = read(APRIL, text, "90", withdraw)
    (found,) = reading.overtaken
    assert (found.saw, found.text) == ("90", text)
    assert not reading.sound
    assert reading.figures == []


@pytest.mark.parametrize("text", ["n/a", "#N/A", "12%", "1,23", "x" * 41, "1" * 41])
def test_what_is_no_number_is_a_problem_of_its_cell(text: str) -> None:
    (problem,) = read(APRIL, text, "100").problems
    assert problem.field == APRIL


def test_pounds_among_people_are_pointed_out() -> None:
    people = make_grid(make_line(1, unit="people"))
    (problem,) = read_grid(people, {APRIL: Typed("£5", "")}).problems
    assert "type the number of people" in problem.message


def test_locked_cell_and_closed_grid_take_nothing() -> None:
    locked = grid(locks={0: "closed."})
    (problem,) = read_grid(locked, {APRIL: Typed("5", "100")}).problems
    assert "closed." in problem.message
    assert read_grid(locked, {APRIL: Typed("100", "100")}).sound
    closed = make_grid(make_line(1, HELD), closed="This return is submitted.")
    assert "submitted" in read_grid(closed, {MAY: Typed("5", "")}).problems[0].message


def test_cell_of_a_line_that_is_gone_is_a_problem() -> None:
    assert read("c99-2019-04-01", "5").problems[0].field == "c99-2019-04-01"


numbers = st.decimals(min_value=-(10**10), max_value=10**10, places=2)


@given(standing=numbers, typed=numbers)
def test_what_is_typed_is_recorded_exactly_where_it_differs(standing: Decimal, typed: Decimal) -> None:
    held = make_grid(make_line(1, (row(1, "actual", MONTHS[0], standing),)))
    saw = in_full(standing)
    reading = read_grid(held, {APRIL: Typed(f"{typed:,f}", saw)})
    assert [figure.value for figure in reading.figures] == ([] if typed == standing else [typed])


# --- what a line comes to


def test_outlook_counts_the_actuals_and_the_newest_forecast_of_each_month_to_come() -> None:
    rows = (
        *(row(1, "actual", month, 100) for month in MONTHS[:3]),
        *(row(1, "forecast", month, 90, date(2019, 5, 1)) for month in MONTHS[2:]),
        *(row(1, "forecast", month, 80, JUNE.start) for month in MONTHS[3:6]),
        row(1, "forecast", MONTHS[7], 1, date(2019, 9, 1)),  # made in a later return: unknown here
        row(1, "actual", MONTHS[3], 1),  # of a month to come
        *(row(1, "budget", month, 85) for month in MONTHS),
    )
    line = make_line(1, rows)
    found = make_grid(line).outlook(line)
    assert found == Outlook(Decimal(1020), Decimal(255), Decimal(300), Decimal(300 + 3 * 80 + 6 * 90))
    assert (found.variance, found.outturn_variance) == (45, 60)


def test_outlook_with_what_is_typed_is_that_after_saving() -> None:
    line = make_line(1, tuple(row(1, "actual", month, 100) for month in MONTHS[:3]))
    grid = make_grid(line)
    typed = {cell.name: Decimal(50) for cell in line.cells[2:]}
    assert grid.outlook(line).outturn is None
    assert grid.outlook(line, typed).outturn == 200 + 10 * 50
    assert grid.outlook(line, {line.cells[0].name: None}).to_date is None


def test_sums_of_lines() -> None:
    one, other = Outlook(*map(Decimal, (1, 2, 3, 4))), Outlook(Decimal(10), None, Decimal(30), Decimal(40))
    assert added([one, other]) == Outlook(Decimal(11), None, Decimal(33), Decimal(44))
    assert sum_of([None, Decimal(2), Decimal(3)]) == 5
    assert sum_of([None]) is None
    assert addable_unit([make_line(1), make_line(2)]) == "GBP"
    assert addable_unit([make_line(1), make_line(2, unit="people")]) == ""
    assert addable_unit([make_line(1), make_line(2, addable=False)]) == ""
    assert addable_unit([make_line(1)]) == ""


@pytest.mark.parametrize(
    ("part", "of", "percent"), [("5", "50", "10"), ("5", "-50", "10"), ("5", "0", None), (None, "5", None)]
)
def test_share(part: str | None, of: str, percent: str | None) -> None:
    found = share(None if part is None else Decimal(part), Decimal(of))
    assert found == (None if percent is None else Decimal(percent))


def test_sections_hold_together_whatever_the_order_of_lines() -> None:
    lines = [make_line(number, section=name) for number, name in enumerate("ABA")]
    found = make_grid(*lines)
    assert [(name, [line.series for line in held]) for name, held in found.sections] == [("A", [0, 2]), ("B", [1])]
    assert [slots[0].label for slots in found.slots()] == [f"Line {n}, April 2019" for n in (0, 2, 1)]

from dataclasses import dataclass
from datetime import date

import pytest

from ledger.figure_rows import in_force
from ledger.months import Span

from .rows import MONTHS, TODAY, row, span


@dataclass
class Case:
    editions: list[tuple[date, object]]
    on: date
    expected: object


@pytest.mark.parametrize(
    "case",
    [
        Case([(date(2019, 4, 1), 10)], date(2019, 6, 1), 10),
        Case([(date(2019, 4, 1), 10), (date(2019, 9, 1), 12)], date(2019, 8, 31), 12),  # of November, and known
        Case([(date(2019, 4, 1), 10), (date(2019, 12, 1), 12)], date(2019, 11, 30), 10),  # holds later than its span
        Case([(date(2019, 4, 1), 10), (date(2019, 12, 1), 12)], date(2019, 12, 1), 12),
        Case([(date(2019, 9, 1), 12), (date(2019, 4, 1), 10)], date(2020, 3, 1), 12),  # in whatever order they come
        Case([(date(2019, 4, 1), 10), (date(2019, 9, 1), None)], date(2020, 3, 1), 10),  # withdrawn
        Case([(date(2019, 4, 1), None)], date(2020, 3, 1), "missing"),
        Case([(date(2020, 4, 1), 10)], date(2020, 3, 31), "missing"),
        Case([(date(2019, 4, 1), 0)], date(2020, 3, 31), 0),
    ],
)
def test_newest_edition_that_holds_is_in_force(case: Case) -> None:
    november = Span.month(date(2019, 11, 1))

    found = in_force([row("plan", november, value, edition) for edition, value in case.editions], case.on)

    assert ([r.value for r in found] or ["missing"]) == [case.expected]


def test_cells_of_other_series_bases_and_spans_stand_beside_each_other() -> None:
    rows = [row("plan", MONTHS[0], 1), row("plan", MONTHS[0], 2, series=2), row("actual", MONTHS[0], 3)]

    assert len(in_force([*rows, row("plan", span(1, 2), 4)], TODAY)) == 4

"""Each constraint of budget lines, headings and virements, tried by writing past every validation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from finance.actions import propose_virement
from finance.models import BudgetLine, Heading, Virement, VirementLine
from ledger.models import Organisation
from ledger.months import end_of_day
from tests.constraints import Breaks, again, assert_refused, constraints_of, each_break
from tests.factories import SeriesFactory, record

from .budgets import make_heading, small_budget


@dataclass
class Cast:
    line: BudgetLine
    heading: Heading
    virement: Virement
    moved: VirementLine


@pytest.fixture
def cast(council: Organisation) -> Cast:
    line = small_budget(council).residential
    virement = propose_virement(
        organisation=council,
        holds_from=date(2019, 10, 1),
        amounts={"residential": Decimal(6)},
        kind="growth",
        reason="Growth",
        by=None,
        channel="demo",
        known_from=end_of_day(date(2019, 10, 15)),
    )
    return Cast(line, make_heading(council, "subjective", "R1", "Fees"), virement, virement.lines.get())


def _series() -> int:
    return SeriesFactory().pk


def _entry() -> int:
    return record(SeriesFactory(), 1).entry_id


def _line(cast: Cast, **changed: object) -> None:
    """Another line, with no pointer in common with the first."""
    free = {
        "code": "other",
        "series_id": _series(),
        "commitments_id": None,
        "accruals_id": None,
        "adjustment_id": None,
    }
    again(cast.line, **{**free, **changed})


def _virement(cast: Cast, **changed: object) -> None:
    again(cast.virement, **{"number": 9, "entry_id": _entry(), **changed})


BREAKS: Breaks[Cast] = {
    "heading_code_once": [lambda cast: again(cast.heading)],
    "heading_kind_known": [lambda cast: again(cast.heading, kind="colour")],
    "budget_line_code_once": [lambda cast: _line(cast, code=cast.line.code)],
    "budget_line_series_once": [lambda cast: _line(cast, series_id=cast.line.series_id)],
    "budget_line_commitments_once": [lambda cast: _line(cast, commitments_id=cast.line.commitments_id)],
    "budget_line_accruals_once": [lambda cast: _line(cast, accruals_id=cast.line.accruals_id)],
    "budget_line_adjustment_once": [lambda cast: _line(cast, adjustment_id=cast.line.adjustment_id)],
    "budget_line_years_in_order": [lambda cast: _line(cast, last_year=cast.line.first_year - 1)],
    "virement_number_once": [lambda cast: _virement(cast, number=cast.virement.number)],
    "virement_number_positive": [lambda cast: _virement(cast, number=0)],
    "virement_kind_known": [lambda cast: _virement(cast, kind="gift")],
    "virement_has_a_reason": [lambda cast: _virement(cast, reason="")],
    "virement_refused_with_a_reason": [
        lambda cast: _virement(cast, refusal="Why not"),
        lambda cast: _virement(cast, taken_back_id=_entry()),
    ],
    "virement_line_once": [lambda cast: again(cast.moved)],
    "virement_line_moves_something": [
        lambda cast: again(cast.moved, amount=Decimal(0), line_id=BudgetLine.objects.get(code="homecare").pk)
    ],
}


@each_break(BREAKS)
def test_constraint_holds(name: str, break_it: object, cast: Cast) -> None:
    assert_refused(name, break_it, cast)  # type: ignore[arg-type]


def test_what_breaks_them_is_otherwise_welcome(cast: Cast) -> None:
    """The writes above break one constraint each: without it they land."""
    _line(cast)
    _virement(cast)

    assert BudgetLine.objects.filter(code="other").exists()
    assert Virement.objects.filter(number=9).exists()


def test_every_constraint_of_lines_and_virements_is_tried() -> None:
    own = {name for name in constraints_of("finance") if name.startswith(("heading_", "budget_line_", "virement_"))}

    assert own == set(BREAKS)

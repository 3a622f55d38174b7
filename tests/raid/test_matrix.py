from datetime import date

from ledger.components import Link
from raid.actions import close_item
from raid.matrix import RiskMatrix, risk_matrices
from raid.models import Log, Risk

from .conftest import risk


def link(risk: Risk) -> Link:
    return Link(risk.called, f"/{risk.number}")


def placed(matrix: RiskMatrix) -> dict[tuple[int, int], list[str]]:
    """By likelihood and impact the risks that stand there."""
    return {
        (row.likelihood.number, impact.number): [risk.text for risk in cell.risks]
        for row in matrix.rows
        for impact, cell in zip(matrix.impacts, row.cells, strict=True)
        if cell.risks
    }


def test_risks_stand_where_they_are_scored(log: Log) -> None:
    both = risk(log, "A", likelihood=5, impact=4, residual_likelihood=2, residual_impact=4)
    before_only = risk(log, "B", likelihood=5, impact=4)
    neither = risk(log, "C")

    after, before = risk_matrices([both, before_only, neither], link)

    assert placed(after) == {(2, 4): ["Risk 1"]}
    assert [found.text for found in after.unscored] == ["Risk 2", "Risk 3"]
    assert placed(before) == {(5, 4): ["Risk 1", "Risk 2"]}
    assert [found.text for found in before.unscored] == ["Risk 3"]


def test_closed_risks_stand_nowhere(log: Log) -> None:
    closed = close_item(
        item=risk(log, likelihood=5, impact=4), on=date(2019, 8, 1), outcome="passed", reason="Over", by=None
    )
    assert isinstance(closed, Risk)

    assert risk_matrices([closed], link) == []


def test_risks_that_nobody_scored_make_no_matrix(log: Log) -> None:
    inherent = risk(log, "A", likelihood=5, impact=4)

    assert risk_matrices([risk(log, "B")], link) == []
    assert [matrix.slug for matrix in risk_matrices([inherent], link)] == ["before"]


def test_cells_carry_score_and_band(log: Log) -> None:
    scored = risk(log, likelihood=1, impact=1, residual_likelihood=1, residual_impact=1)
    after, _ = risk_matrices([scored], link)

    assert [row.likelihood.word for row in after.rows] == ["Almost certain", "Likely", "Possible", "Unlikely", "Rare"]
    assert [impact.word for impact in after.impacts] == ["Negligible", "Minor", "Moderate", "Major", "Severe"]
    assert [(cell.score, cell.band) for cell in after.rows[0].cells] == [
        (5, "Medium"),
        (10, "Medium"),
        (15, "High"),
        (20, "High"),
        (25, "High"),
    ]
    assert {cell.rating.colour for row in after.rows for cell in row.cells} == {"red", "amber", "green"}

"""Open risks, the gravest first, and where they stand by likelihood and impact."""

from collections.abc import Iterator, Sequence

from ledger.components import Column, Link, Row, Table
from ledger.scope import Scope
from raid.matrix import MatrixCell, RiskMatrix, risk_matrices
from raid.models import Risk
from raid.scoring import HIGH
from raid.selectors import log_lines
from raid.tables import SCORED, review, scored

from ..composition import Material
from ..value import Block, Paragraph
from .columns import without
from .kind import SectionKind
from .sentences import counted, listed, told


def build(material: Material, subject: str) -> tuple[Block, ...]:
    lines = log_lines(material.organisation, material.moment, material.as_at)
    found = [(risk, line.log.name) for line in lines for risk in line.page.open_risks]
    found.sort(key=lambda each: -(each[0].present_score or 0))
    return tuple(_blocks(found, material)) if found else ()


def _blocks(found: Sequence[tuple[Risk, str]], material: Material) -> Iterator[Block]:
    risks = [risk for risk, _ in found]
    yield Paragraph(_said(risks, material))
    for matrix in _matrices(risks):
        yield matrix_table(matrix)
    yield open_risks_table(found, material.scope)


def _said(risks: Sequence[Risk], material: Material) -> str:
    high = sum((risk.present_score or 0) >= HIGH for risk in risks)
    unscored = sum(risk.present_score is None for risk in risks)
    late = sum(risk.is_review_late(material.as_at) for risk in risks)
    told_of = [(high, "high"), (late, "overdue for review"), (unscored % len(risks), "not scored yet")]
    said = [f"{counted(count, 'is', 'are')} {words}" for count, words in told_of if count]
    said += ["none is scored yet"] if unscored == len(risks) else []
    return told(f"{counted(len(risks), 'risk is', 'risks are')} open" + (f"; {listed(said)}" if said else ""))


def _matrices(risks: Sequence[Risk]) -> list[RiskMatrix]:
    """With each risk as its place in the list."""
    places = {risk.pk: str(place) for place, risk in enumerate(risks, start=1)}
    return risk_matrices(risks, lambda risk: Link(places[risk.pk], ""))


def open_risks_table(found: Sequence[tuple[Risk, str]], scope: Scope) -> Table:
    """Risks with the names of their logs, numbered in their order; without scores where none has one."""
    table = Table(
        slug="open",
        caption="Open risks, the gravest first",
        columns=(
            Column("Risk"),
            Column("Of"),
            *SCORED,
            Column("What is done about it", words=True),
            Column("Owner"),
            Column("Next review"),
        ),
        rows=tuple(
            Row(
                f"{place}. {risk.title}",
                (name, *scored(risk), risk.mitigation, risk.owner_role, review(risk, scope)),
            )
            for place, (risk, name) in enumerate(found, start=1)
        ),
    )
    unscored = all(risk.present_score is None for risk, _ in found)
    return without(table, *(column.label for column in SCORED)) if unscored else table


def matrix_table(matrix: RiskMatrix) -> Table:
    """Likelihood down, impact across; in the cells the risks by their numbers in the list."""
    return Table(
        slug=f"matrix-{matrix.slug}",
        caption=f"{matrix.caption}, by their numbers in the list",
        columns=(Column("Likelihood"), *(Column(f"{step.word} impact") for step in matrix.impacts)),
        rows=tuple(
            Row(
                row.likelihood.word,
                tuple(_cell(cell) for cell in row.cells),
            )
            for row in matrix.rows
        ),
        note=f"Not scored: {', '.join(risk.text for risk in matrix.unscored)}." if matrix.unscored else "",
    )


def _cell(cell: MatrixCell) -> str:
    return f"{cell.band}: {', '.join(risk.text for risk in cell.risks)}" if cell.risks else cell.band


KIND = SectionKind(
    "risks",
    "Risks",
    "Every open risk, the gravest first, and the matrix of likelihood and impact.",
    build,
)

"""The risk matrix: where risks stand by likelihood and impact, as a value that templates/raid/matrix.html draws."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ledger.components import Link, Rating

from .models import Impact, Likelihood, Risk
from .scoring import band, rate


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five of a side."""

    number: int
    word: str


@dataclass(frozen=True, slots=True)
class MatrixCell:
    score: int
    band: str  # High, Medium or Low
    rating: Rating
    risks: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    likelihood: Step
    cells: tuple[MatrixCell, ...]  # from the least impact to the gravest


@dataclass(frozen=True, slots=True)
class RiskMatrix:
    slug: str  # unique on its page
    caption: str
    impacts: tuple[Step, ...]
    rows: tuple[MatrixRow, ...]  # the likeliest first
    unscored: tuple[Link, ...]


def risk_matrices(risks: Iterable[Risk], link: Callable[[Risk], Link]) -> list[RiskMatrix]:
    """The open ones of `risks` as they are after mitigation, then as they were before; `link` gives a short name.

    One on which no risk stands, for none is scored, is left out.
    """
    known = [(risk, link(risk)) for risk in risks if risk.is_open]
    after = [((risk.residual_likelihood, risk.residual_impact), found) for risk, found in known]
    before = [((risk.likelihood, risk.impact), found) for risk, found in known]
    both = (
        _matrix("after", "Open risks after mitigation", after),
        _matrix("before", "Open risks before mitigation", before),
    )
    return [matrix for matrix in both if len(matrix.unscored) < len(known)]


Placed = tuple[tuple[int | None, int | None], Link]


def _matrix(slug: str, caption: str, placed: Sequence[Placed]) -> RiskMatrix:
    likelihoods, impacts = _steps(Likelihood), _steps(Impact)
    return RiskMatrix(
        slug=slug,
        caption=caption,
        impacts=impacts,
        rows=tuple(
            MatrixRow(likelihood, tuple(_cell(likelihood.number, impact.number, placed) for impact in impacts))
            for likelihood in reversed(likelihoods)
        ),
        unscored=tuple(link for (likelihood, impact), link in placed if not (likelihood and impact)),
    )


def _cell(likelihood: int, impact: int, placed: Sequence[Placed]) -> MatrixCell:
    here = tuple(link for at, link in placed if at == (likelihood, impact))
    return MatrixCell(likelihood * impact, band(likelihood * impact), rate(likelihood, impact), here)


def _steps(choices: type[Likelihood] | type[Impact]) -> tuple[Step, ...]:
    return tuple(Step(choice.value, str(choice.label).partition(": ")[2]) for choice in choices)

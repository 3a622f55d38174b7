"""Whether what somebody wants to record can be: every problem found, each with its field and its fix."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from .errors import Problem
from .models import Basis, Qualifier
from .months import LONDON, FinancialYear, Span, month_start
from .rounding import rounded

MOST_DIGITS = 15  # SQLite keeps decimals as floats, which carry no more
MOST_PLACES = 4
LIMIT = Decimal(10) ** (MOST_DIGITS - MOST_PLACES)


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A figure that somebody wants to record.

    `follows` is the revision they saw in its cell (0: none); where another stands there by now they are told,
    and nothing is recorded. None follows whatever stands: for imports, which nobody looks at cell by cell.
    A `value` of None is refused unless the figure is `withdrawn`: a blank cell records nothing.
    """

    series: str
    basis: str
    start: date
    end: date
    value: Decimal | None
    edition: date | None = None
    qualifier: str = ""
    inferred: bool = False
    withdrawn: bool = False
    follows: int | None = None

    @property
    def content(self) -> tuple[Decimal | None, str, bool]:
        value = None if self.value is None else self.value + 0  # minus zero is zero
        return (value, self.qualifier, self.inferred)


class Cell(NamedTuple):
    """The key of a figure within its organisation."""

    series: int
    basis: str
    start: date
    end: date
    edition: date


class Rules(NamedTuple):
    """What a series asks of its figures."""

    series: int
    code: str
    service: str | None  # its code
    measure: str  # its name
    minimum: Decimal | None
    maximum: Decimal | None


def check_figures(
    figures: Sequence[NewFigure],
    rules: Mapping[str, Rules],
    *,
    moment: datetime,
    services: Collection[str],
) -> tuple[list[Cell], list[Problem]]:
    """The cells of `figures`, in order, and what is wrong with them. Cells count only where nothing is wrong.

    `moment` is when the figures are known, from which a forecast's edition follows; `services` the codes that
    the writer is limited to (none: not limited).
    """
    cells: list[Cell] = []
    problems: list[Problem] = []
    for index, figure in enumerate(figures):
        found = rules.get(figure.series)
        if found is None:
            message = f"There is no series “{figure.series}” here; see the list of series for the codes."
            problems.append(Problem("series", message, index))
            continue
        wrong = [
            *_check_service(found, services),
            *_check_words(figure),
            *_check_span(figure),
            *_check_value(figure, found),
        ]
        if wrong:
            problems += [Problem(field, message, index) for field, message in wrong]
            continue
        edition = figure.edition or usual_edition(figure.basis, figure.start, moment)
        problems += [Problem(field, message, index) for field, message in _check_edition(figure, edition)]
        cells.append(Cell(found.series, figure.basis, figure.start, figure.end, edition))
    if not problems:
        problems = _check_duplicates(figures, cells)
    return cells, problems


def usual_edition(basis: str, start: date, moment: datetime) -> date:
    """The edition of a figure that doesn't name one: see Figure."""
    if basis == Basis.ACTUAL:
        return start
    if basis == Basis.FORECAST:
        return month_start(moment.astimezone(LONDON).date())
    return FinancialYear.of(start).start


Wrong = list[tuple[str, str]]  # field and message

# Choices make these lists anew whenever they are asked.
BASES = tuple(Basis.values)
QUALIFIERS = tuple(Qualifier.values)


def _check_service(rules: Rules, services: Collection[str]) -> Wrong:
    if not services or rules.service in services:
        return []
    allowed = ", ".join(sorted(services))
    return [("series", f"You record for {allowed} only; “{rules.code}” belongs to another service.")]


def _check_words(figure: NewFigure) -> Wrong:
    wrong = []
    if figure.basis not in BASES:
        wrong.append(("basis", f"“{figure.basis}” is no basis; use one of {', '.join(BASES)}."))
    if figure.qualifier not in QUALIFIERS:
        wrong.append(("qualifier", f"“{figure.qualifier}” is no qualifier; use about, over, under or nothing."))
    return wrong


def _check_span(figure: NewFigure) -> Wrong:
    try:
        Span(figure.start, figure.end)
    except ValueError as error:
        return [("end", f"This is no span: {error}. Give a first and a last day.")]
    return []


def _check_edition(figure: NewFigure, edition: date) -> Wrong:
    if figure.basis == Basis.ACTUAL and edition != figure.start:
        return [("edition", "An actual has no edition of its own; leave it out.")]
    if figure.basis == Basis.FORECAST and edition.day != 1:
        return [("edition", f"A forecast's edition is the month it was made in; write {month_start(edition)}.")]
    return []


def _check_value(figure: NewFigure, rules: Rules) -> Wrong:
    value = figure.value
    if value is None:
        if figure.withdrawn:
            return []
        return [("value", "There is no value. A blank records nothing; to take a figure back, withdraw it.")]
    if figure.withdrawn:
        return [("value", "A withdrawn figure has no value; send one or the other.")]
    if not value.is_finite():
        return [("value", f"“{value}” is no number.")]
    if abs(value) >= LIMIT:
        most = MOST_DIGITS - MOST_PLACES
        return [("value", f"{_plain(value)} is too large; at most {most} digits go before the point.")]
    if value != rounded(value, MOST_PLACES):
        return [("value", f"{_plain(value)} has more than {MOST_PLACES} decimal places; round it.")]
    if rules.minimum is not None and value < rules.minimum:
        least = f"{rules.minimum.normalize():f}"
        return [("value", f"{value:f} is under {least}, the least that {rules.measure} can be.")]
    if rules.maximum is not None and value > rules.maximum:
        most_possible = f"{rules.maximum.normalize():f}"
        return [("value", f"{value:f} is over {most_possible}, the most that {rules.measure} can be.")]
    return []


def _plain(value: Decimal) -> str:
    """In digits, unless an exponent would make a million of them."""
    return f"{value:f}" if abs(value.adjusted()) < 40 else str(value)


def _check_duplicates(figures: Sequence[NewFigure], cells: Sequence[Cell]) -> list[Problem]:
    counts = Counter(cells)
    first: dict[Cell, int] = {}
    problems = []
    for index, (figure, cell) in enumerate(zip(figures, cells, strict=True)):
        if counts[cell] == 1:
            continue
        if cell in first:
            where = f"“{figure.series}”, {figure.basis}, {Span(figure.start, figure.end).label}"
            message = f"{where} stands in this entry twice (also as figure {first[cell] + 1}); keep one of them."
            problems.append(Problem("series", message, index))
        first.setdefault(cell, index)
    return problems

"""Which budget lines a programme can influence, and what its parts of them come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from finance.models import BudgetLine
from finance.selectors.outturns import PricedLines, PricedOutturn, priced_lines, priced_outturn
from ledger.models import Organisation
from ledger.months import FinancialYear
from ledger.selectors import Book, open_book

from ..influence import Part, part_of
from ..models import Influence
from ..models.benefits import line_label


@dataclass(frozen=True)
class InfluencedLine:
    influence: Influence
    outturn: PricedOutturn
    part: Part

    @property
    def line(self) -> BudgetLine:
        return self.outturn.line


@dataclass(frozen=True)
class Influences:
    """What a programme can influence, as known at a moment."""

    of: dict[int, Influence]  # by budget line
    priced: PricedLines

    @property
    def series(self) -> set[int]:
        return self.priced.series

    def lines(self, book: Book, year: FinancialYear) -> tuple[InfluencedLine, ...]:
        """Of the lines that are part of the year's budget, what `book` says of them."""
        return tuple(
            _line(self.of[pk], priced_outturn(self.priced, line, book, year))
            for pk, line in self.priced.lines.items()
            if line.first_year <= year.first and (line.last_year is None or line.last_year >= year.first)
        )


def influences_of(organisation: Organisation, influences: Sequence[Influence], moment: datetime | None) -> Influences:
    """Two queries; none without influences."""
    of = {influence.line_id: influence for influence in influences}
    return Influences(of, priced_lines(organisation, of, moment))


def influenced_lines(
    organisation: Organisation, influences: Sequence[Influence], year: FinancialYear, moment: datetime | None
) -> list[InfluencedLine]:
    """Of several programmes, whether their lines are part of the year's budget or not."""
    priced = priced_lines(organisation, {influence.line_id for influence in influences}, moment)
    book = open_book(organisation, priced.series, moment)
    outturns = {pk: priced_outturn(priced, line, book, year) for pk, line in priced.lines.items()}
    return [_line(each, outturns[each.line_id]) for each in influences if each.line_id in outturns]


def _line(influence: Influence, found: PricedOutturn) -> InfluencedLine:
    part = part_of(
        line_label(found.line),
        influence.share,
        found.projected,
        found.price_effect,
        found.budget,
        found.why_not,
    )
    return InfluencedLine(influence, found, part)

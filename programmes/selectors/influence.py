"""Which budget lines a programme can influence, and what its parts of them come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from finance.models import BudgetLine
from finance.selectors.outturns import PricedLines, PricedOutturn, priced_lines, priced_outturn
from ledger.history import as_of
from ledger.models import Organisation
from ledger.months import FinancialYear
from ledger.selectors import Book, open_book

from ..influence import Part, counted_twice, part_of
from ..models import Influence, Programme
from ..models.benefits import line_label


@dataclass(frozen=True)
class InfluencedLine:
    influence: Influence
    outturn: PricedOutturn
    part: Part
    counted_twice: str = ""  # where other programmes influence the rest of it and more

    @property
    def line(self) -> BudgetLine:
        return self.outturn.line


@dataclass(frozen=True)
class Influences:
    """What a programme can influence, as known at a moment."""

    of: dict[int, Influence]  # by budget line
    others: dict[int, list[tuple[str, Decimal]]]  # likewise, other open programmes and their shares in per cent
    priced: PricedLines

    @property
    def series(self) -> set[int]:
        return self.priced.series

    def lines(self, book: Book, year: FinancialYear) -> tuple[InfluencedLine, ...]:
        """Of the lines that are part of the year's budget, what `book` says of them."""
        return tuple(
            _line(self.of[pk], priced_outturn(self.priced, line, book, year), self.others.get(pk, ()))
            for pk, line in self.priced.lines.items()
            if line.first_year <= year.first and (line.last_year is None or line.last_year >= year.first)
        )


def influences_of(organisation: Organisation, influences: Sequence[Influence], moment: datetime | None) -> Influences:
    """Four queries at most; none without influences."""
    of = {influence.line_id: influence for influence in influences}
    return Influences(of, _others(influences, moment), priced_lines(organisation, of, moment))


def _others(influences: Sequence[Influence], moment: datetime | None) -> dict[int, list[tuple[str, Decimal]]]:
    """By line what programmes that are open, other than those of `influences`, say that they influence of it."""
    if not influences:
        return {}
    own = {influence.programme_id for influence in influences}
    lines = {influence.line_id for influence in influences}
    found = list(as_of(Influence, moment).filter(line_id__in=lines).exclude(programme_id__in=own).order_by("pk"))
    ids = {each.programme_id for each in found}
    named = (
        {each.pk: each.name for each in as_of(Programme, moment).filter(pk__in=ids, closed_on=None)} if ids else {}
    )
    others: dict[int, list[tuple[str, Decimal]]] = {}
    for each in found:
        if each.programme_id in named:
            others.setdefault(each.line_id, []).append((named[each.programme_id], each.share))
    return others


def influenced_lines(
    organisation: Organisation, influences: Sequence[Influence], year: FinancialYear, moment: datetime | None
) -> list[InfluencedLine]:
    """Of several programmes, whether their lines are part of the year's budget or not."""
    priced = priced_lines(organisation, {influence.line_id for influence in influences}, moment)
    book = open_book(organisation, priced.series, moment)
    outturns = {pk: priced_outturn(priced, line, book, year) for pk, line in priced.lines.items()}
    return [_line(each, outturns[each.line_id]) for each in influences if each.line_id in outturns]


def _line(influence: Influence, found: PricedOutturn, others: Sequence[tuple[str, Decimal]] = ()) -> InfluencedLine:
    part = part_of(
        line_label(found.line),
        influence.share,
        found.projected,
        found.price_effect,
        found.budget,
        found.why_not,
    )
    return InfluencedLine(influence, found, part, counted_twice(influence.share, others))

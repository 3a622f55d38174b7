"""What a programme spends to work: budgets over their own spans, what of them is spent, and when it pays back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ledger.months import FinancialYear, Span
from ledger.numbers import Number, difference, missing, total, worked_out
from ledger.selectors import Book

from ..models import Benefit, Investment, Opportunity
from ..payback import Payback, Yielded, payback
from .spend import amount_of
from .words import Words


@dataclass(frozen=True)
class InvestmentLine:
    investment: Investment
    budget: Number  # over its own spans that touch the year
    spent: Number  # of that
    share: Number  # of a joint whole, where there is one
    whole: Number
    payback: Payback

    @property
    def left(self) -> Number:
        return difference(("budget", self.budget), ("spent", self.spent))


@dataclass(frozen=True)
class InvestmentGroup:
    name: str
    lines: tuple[InvestmentLine, ...]
    budget: Number


@dataclass(frozen=True)
class OpportunityLine:
    opportunity: Opportunity
    value: Number  # what it might bring in the year


def investment_groups(words: Words, book: Book, year: FinancialYear) -> tuple[InvestmentGroup, ...]:
    """Investments whose budget's span touches `year`, by workstream; the whole programme's first."""
    benefits = {benefit.pk: benefit for benefit in words.benefits}
    groups = []
    for pk, name in [(None, "Programme expenditure"), *words.names.items()]:
        lines = tuple(
            _line(book, investment, [benefits[b] for b in _made_possible(words, investment) if b in benefits], year)
            for investment in words.investments
            if investment.workstream_id == pk and book.touching(investment.series_id, "budget", year.span)
        )
        if lines:
            budget = total([(line.investment.name, line.budget) for line in lines])
            groups.append(InvestmentGroup(name=name, lines=lines, budget=budget))
    return tuple(groups)


def _made_possible(words: Words, investment: Investment) -> Collection[int]:
    return sorted(words.paid_back_by.get(investment.pk, ()))


def _line(book: Book, investment: Investment, benefits: list[Benefit], year: FinancialYear) -> InvestmentLine:
    budget = total(book.touching(investment.series_id, "budget", year.span))
    spans = [span for span, _ in book.numbers(investment.series_id, "budget", EVER) if _meet(span, year.span)]
    over = Span(min(span.start for span in spans), max(span.end for span in spans))
    spent = book.numbers(investment.series_id, "actual", over)
    share = total(book.touching(investment.share_series_id, "budget", year.span))
    return InvestmentLine(
        investment=investment,
        budget=budget,
        spent=total([(span.label, number) for span, number in spent]) if spent else missing("GBP"),
        share=share,
        whole=_whole(budget, share),
        payback=payback(budget.value, over.start, len(benefits), _yielded(book, benefits, over.start)),
    )


EVER = Span(date(1990, 4, 1), date(2100, 3, 31))


def _meet(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _whole(budget: Number, share: Number) -> Number:
    if budget.value is None or not share.value:
        return missing("GBP")
    return worked_out(
        budget.value * 100 / share.value,
        "the organisation's part ÷ its share × 100",
        [("the organisation's part", budget), ("its share", share)],
        unit="GBP",
    )


def _yielded(book: Book, benefits: list[Benefit], start: date) -> list[Yielded]:
    """By month what the benefits bring together, from `start` on to the first month that one of them lacks."""
    series = [benefit.series_id for benefit in benefits if benefit.series_id]
    ends = [row.end for row in book.rows if row.series in series and row.basis in ("actual", "plan")]
    if not series or not ends:
        return []
    found = []
    for first in range(FinancialYear.of(start).first, FinancialYear.of(max(ends)).first + 1):
        courses = [book.trajectory(pk, FinancialYear(first)).months for pk in series]
        for months in zip(*courses, strict=True):
            amounts = [each.plan if each.actual is None else each.actual for each in months]
            known = [amount for amount in amounts if amount is not None]
            if known:
                planned = any(each.actual is None for each in months)
                found.append(Yielded(months[0].month, sum(known[1:], known[0]), planned))
    return found


def opportunity_lines(words: Words, book: Book, year: FinancialYear) -> tuple[OpportunityLine, ...]:
    """By kind, open ones first."""
    kinds = list(Opportunity.Kind.values)
    found = [OpportunityLine(line, amount_of(book, line.series_id, year)) for line in words.opportunities]
    return tuple(sorted(found, key=lambda one: (not one.opportunity.is_open, kinds.index(one.opportunity.kind))))

"""Benefit lines over a year: planned, delivered, projected, and what that comes to by kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger.components import Rating
from ledger.models import Series
from ledger.months import FinancialYear
from ledger.numbers import Number, difference, missing, total, worked_out
from ledger.rating import direction
from ledger.selectors import Book
from ledger.trajectories import Trajectory

from ..models import Benefit

KINDS = {
    Benefit.Kind.CASHABLE: "Cashable savings",
    Benefit.Kind.AVOIDANCE: "Cost avoidance",
    Benefit.Kind.INCOME: "Income",
}
AMOUNTS = ("plan", "delivered", "projected", "full_year")


@dataclass(frozen=True)
class Amounts:
    """In pounds of one year, but for the full-year effect, which is a year's once it works."""

    plan: Number
    delivered: Number  # to date
    projected: Number  # the outturn
    full_year: Number

    @property
    def variance(self) -> Number:
        """Projected less plan."""
        return difference(("projected", self.projected), ("plan", self.plan))

    @property
    def direction(self) -> str:
        """Of the variance: adverse, favourable, or nothing."""
        if self.projected.value is None or self.plan.value is None:
            return ""
        return direction(self.projected.value, self.plan.value, "higher")

    @property
    def known(self) -> bool:
        """Whether anything is, of the year."""
        return not (self.plan.missing and self.delivered.missing and self.projected.missing)


@dataclass(frozen=True)
class BenefitLine:
    benefit: Benefit
    series: Series | None
    amounts: Amounts
    trajectory: Trajectory | None

    @property
    def rating(self) -> Rating:
        return self.trajectory.rating if self.trajectory else Rating("grey", "It has no series.")

    @property
    def counts(self) -> bool:
        """Whether it is in the totals: what was withdrawn brings nothing."""
        return self.benefit.outcome != Benefit.Outcome.WITHDRAWN

    @property
    def reached(self) -> str:
        """The month to which it is known."""
        reached = self.trajectory.reached if self.trajectory else None
        return reached.month.label if reached else ""


@dataclass(frozen=True)
class KindTotal:
    """Benefit lines of one kind together; other kinds are never added to it."""

    kind: str
    lines: tuple[BenefitLine, ...]
    amounts: Amounts

    @property
    def name(self) -> str:
        return KINDS[Benefit.Kind(self.kind)]


@dataclass(frozen=True)
class BenefitGroup:
    """A workstream's benefit lines, or those of none."""

    name: str
    lines: tuple[BenefitLine, ...]
    kinds: tuple[KindTotal, ...]


@dataclass(frozen=True)
class Benefits:
    groups: tuple[BenefitGroup, ...]  # by workstream, of lines that are open
    closed: tuple[BenefitLine, ...]
    kinds: tuple[KindTotal, ...]  # of all lines but withdrawn ones
    together: Amounts  # shown only beside the kinds that it is made of

    @property
    def lines(self) -> tuple[BenefitLine, ...]:
        """All that count."""
        return tuple(line for kind in self.kinds for line in kind.lines)

    def labelled(self, name: str) -> list[tuple[str, Number]]:
        """One amount of every line that counts."""
        return [(line.benefit.name, getattr(line.amounts, name)) for line in self.lines]

    def of_kind(self, kind: str) -> Amounts | None:
        return next((found.amounts for found in self.kinds if found.kind == kind), None)


def benefits_section(
    benefits: Iterable[Benefit], workstreams: Mapping[int, str], book: Book, year: FinancialYear
) -> Benefits:
    """`workstreams` are names by id, in the order of the groups."""
    lines = [benefit_line(benefit, book, year) for benefit in benefits]
    running = [line for line in lines if line.benefit.is_open]
    groups = []
    for pk, name in [*workstreams.items(), (None, "Of no workstream")]:
        if own := tuple(line for line in running if line.benefit.workstream_id == pk):
            groups.append(BenefitGroup(name, own, kind_totals(own)))
    kinds = kind_totals(lines)
    return Benefits(
        groups=tuple(groups),
        closed=tuple(line for line in lines if not line.benefit.is_open),
        kinds=kinds,
        together=Amounts(*(total([(kind.name, getattr(kind.amounts, name)) for kind in kinds]) for name in AMOUNTS)),
    )


def benefit_line(benefit: Benefit, book: Book, year: FinancialYear) -> BenefitLine:
    series = book.series.get(benefit.series_id or 0)
    return BenefitLine(
        benefit=benefit,
        series=series,
        amounts=Amounts(
            plan=whole_plan(book, benefit.series_id, year),
            delivered=book.to_date(benefit.series_id, year),
            projected=book.outturn(benefit.series_id, year),
            full_year=full_year_effect(book, benefit.full_year_series_id, year),
        ),
        trajectory=book.trajectory(series.pk, year) if series else None,
    )


def kind_totals(lines: Iterable[BenefitLine]) -> tuple[KindTotal, ...]:
    """Of the kinds that there are, in their own order."""
    found = []
    for kind in KINDS:
        own = tuple(line for line in lines if line.benefit.kind == kind and line.counts)
        if own:
            amounts = Amounts(*(_sum(own, name) for name in AMOUNTS))
            found.append(KindTotal(kind, own, amounts))
    return tuple(found)


def _sum(lines: Sequence[BenefitLine], name: str) -> Number:
    """Of lines that have anything in the year; how many of them lack this is said in the formula."""
    known = [line for line in lines if name == "full_year" or line.amounts.known]
    return total([(_named(line), getattr(line.amounts, name)) for line in known]) if known else missing("GBP")


def _named(line: BenefitLine) -> str:
    return f"{line.benefit.name} (to {line.reached})" if line.reached else line.benefit.name


def whole_plan(book: Book, series: int | None, year: FinancialYear) -> Number:
    """What is planned of `series` for the whole year: as set, or the sum of its profile."""
    found = book.trajectory(series, year).target if series else None
    if series is None or found is None:
        return missing("GBP")
    for basis in ("target", "plan", "budget"):
        number = book.number(series, basis, year.span)
        if number.value == found:
            return number
    parts = [(span.label, number) for span, number in book.numbers(series, "plan", year.span)]
    return worked_out(found, f"sum of the plan of {year.label} by month", parts, unit="GBP")


def full_year_effect(book: Book, series: int | None, year: FinancialYear) -> Number:
    """As it was last said: delivered, or else expected."""
    for basis in ("actual", "forecast", "plan", "target"):
        found = book.touching(series, basis, year.span)
        if found:
            return found[-1][1]
    return missing("GBP")

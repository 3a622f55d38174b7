"""Funding as pages, the API and claims read it: what each source brings, what is promised of it, what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ledger.history import as_of, first_known
from ledger.models import Basis, Organisation
from ledger.months import FinancialYear
from ledger.numbers import Number, missing, total, worked_out
from ledger.selectors import Book, open_book

from ..commitments import is_short, uncommitted
from ..models import BudgetLine, Commitment, FundingSource

UNIT = "GBP"


@dataclass(frozen=True)
class CommitmentLine:
    commitment: Commitment
    amount: Number  # of the year
    budget_line: str


@dataclass(frozen=True)
class SourceLine:
    """A source of funding in a year."""

    source: FundingSource
    amount: Number
    commitments: tuple[CommitmentLine, ...]  # those that were released among them

    @property
    def live(self) -> tuple[CommitmentLine, ...]:
        return tuple(line for line in self.commitments if line.commitment.is_live)

    @property
    def committed(self) -> Number:
        return total([(line.commitment.name, line.amount) for line in self.live] or [("committed", missing(UNIT))])

    @property
    def uncommitted(self) -> Number:
        left = uncommitted(self.amount.value, self._amounts)
        inputs = [("amount", self.amount), ("committed", self.committed)]
        return worked_out(left, "amount − live commitments", inputs, unit=UNIT)

    @property
    def is_short(self) -> bool:
        """Whether more is committed than there is, as far as it is known."""
        return is_short(self.amount.value, self._amounts)

    @property
    def _amounts(self) -> list[Decimal | None]:
        return [line.amount.value for line in self.live]

    @property
    def warning(self) -> str:
        """What is wrong with it, in words; empty where nothing is."""
        if not self.is_short:
            return ""
        if self.amount.missing:
            return f"{self.committed.text} is committed, and what it brings isn’t recorded."
        return f"{self.committed.text} is committed of {self.amount.text}."


@dataclass(frozen=True)
class Funding:
    year: FinancialYear
    sources: tuple[SourceLine, ...]
    closed: tuple[FundingSource, ...]  # not shown among the sources: they ended before the year

    @property
    def amount(self) -> Number:
        return self._total("amount")

    @property
    def committed(self) -> Number:
        return self._total("committed")

    @property
    def uncommitted(self) -> Number:
        return self._total("uncommitted")

    @property
    def relied_on(self) -> tuple[SourceLine, ...]:
        """One-off money that the budget relies on."""
        return tuple(line for line in self.sources if line.source.is_risk)

    @property
    def relied_on_amount(self) -> Number:
        found = [(line.source.name, line.amount) for line in self.relied_on]
        return total(found) if found else missing(UNIT)

    @property
    def short(self) -> tuple[SourceLine, ...]:
        return tuple(line for line in self.sources if line.is_short)

    def source(self, slug: str) -> SourceLine:
        """KeyError where there is none of that address."""
        return {line.source.slug: line for line in self.sources}[slug]

    def _total(self, what: str) -> Number:
        found = [(line.source.name, getattr(line, what)) for line in self.sources]
        return total(found) if found else missing(UNIT)


@dataclass(frozen=True)
class SourcePage:
    line: SourceLine
    years: tuple[tuple[FinancialYear, SourceLine], ...]  # each year of which something is known


@dataclass(frozen=True)
class NotKnownYet:
    """Something that today is there and at the moment asked for was not."""

    name: str
    known_from: datetime | None


def funding(
    organisation: Organisation, year: FinancialYear, moment: datetime | None, *, approved_only: bool = False
) -> Funding:
    """The sources of funding of an organisation in `year`: a number of queries that doesn't grow with them."""
    sources = list(as_of(FundingSource, moment).filter(organisation_id=organisation.pk).order_by("position", "name"))
    shown = [source for source in sources if _is_shown(source, year)]
    shelf = _shelf(organisation, shown, moment, approved_only)
    return Funding(
        year=year,
        sources=tuple(shelf.line(source, year) for source in shown),
        closed=tuple(source for source in sources if source not in shown),
    )


def source_lines(
    organisation: Organisation, ids: Sequence[int], year: FinancialYear, moment: datetime | None
) -> list[SourceLine]:
    """Those of these ids, in `year`."""
    sources = list(as_of(FundingSource, moment).filter(id__in=ids, organisation_id=organisation.pk))
    shelf = _shelf(organisation, sources, moment)
    return [shelf.line(source, year) for source in sources]


def commitment_lines(
    organisation: Organisation, ids: Sequence[int], year: FinancialYear, moment: datetime | None
) -> list[tuple[FundingSource, CommitmentLine]]:
    """Those of these ids, in `year`, each with its source."""
    sources = list(as_of(FundingSource, moment).filter(organisation_id=organisation.pk))
    shelf = _shelf(organisation, sources, moment)
    lines = [(source, line) for source in sources for line in shelf.line(source, year).commitments]
    return [(source, line) for source, line in lines if line.commitment.pk in ids]


def source_page(
    organisation: Organisation, slug: str, year: FinancialYear, moment: datetime | None
) -> SourcePage | NotKnownYet:
    """Raises FundingSource.DoesNotExist where the organisation has none of that address."""
    today = FundingSource.objects.get(organisation=organisation, slug=slug)
    source = as_of(FundingSource, moment).filter(pk=today.pk).first()
    if source is None:
        return NotKnownYet(today.name, first_known(today))
    shelf = _shelf(organisation, [source], moment)
    years = shelf.years_of(source) | {year}
    return SourcePage(shelf.line(source, year), tuple((each, shelf.line(source, each)) for each in sorted(years)))


def amount_of(book: Book, series: int | None, basis: str, year: FinancialYear) -> Number:
    """What a series says of a whole year, or else the sum of what it says of parts of it."""
    whole = book.number(series, basis, year.span)
    if not whole.missing:
        return whole
    parts = [(span.label, number) for span, number in book.numbers(series, basis, year.span)]
    return total(parts) if parts else whole


@dataclass(frozen=True)
class _Shelf:
    """Sources' commitments and figures, read together."""

    book: Book
    commitments: dict[int, list[Commitment]]
    budget_lines: dict[int, str]

    def line(self, source: FundingSource, year: FinancialYear) -> SourceLine:
        return SourceLine(
            source=source,
            amount=amount_of(self.book, source.series_id, Basis.BUDGET, year),
            commitments=tuple(
                CommitmentLine(
                    commitment=each,
                    amount=amount_of(self.book, each.series_id, Basis.BUDGET, year),
                    budget_line=self.budget_lines.get(each.budget_line_id or 0, ""),
                )
                for each in self.commitments.get(source.pk, [])
            ),
        )

    def years_of(self, source: FundingSource) -> set[FinancialYear]:
        own = {source.series_id, *(each.series_id for each in self.commitments.get(source.pk, []))}
        return {FinancialYear.of(row.start) for row in self.book.rows if row.series in own and row.value is not None}


def _shelf(
    organisation: Organisation,
    sources: Sequence[FundingSource],
    moment: datetime | None,
    approved_only: bool = False,
) -> _Shelf:
    found = as_of(Commitment, moment).filter(source_id__in=[source.pk for source in sources])
    commitments: dict[int, list[Commitment]] = {}
    for each in found.order_by("position", "name"):
        commitments.setdefault(each.source_id, []).append(each)
    series = {source.series_id for source in sources}
    series |= {each.series_id for own in commitments.values() for each in own}
    return _Shelf(
        book=open_book(organisation, series, moment, approved_only=approved_only),
        commitments=commitments,
        budget_lines=dict(BudgetLine.objects.filter(organisation=organisation).values_list("pk", "name")),
    )


def _is_shown(source: FundingSource, year: FinancialYear) -> bool:
    ended = source.closed_on is not None and source.closed_on < year.start
    return source.runs_in(year) and not ended


def balances(
    source: FundingSource, years: Iterable[FinancialYear], moment: datetime | None = None
) -> dict[FinancialYear, SourceLine]:
    """How a source stood at a moment, or stands now, in each of `years`."""
    shelf = _shelf(source.organisation, [source], moment)
    return {year: shelf.line(source, year) for year in years}


def years_of(source: FundingSource) -> set[FinancialYear]:
    """The years of which anything of a source is known now."""
    return _shelf(source.organisation, [source], None).years_of(source)

"""A benefit's page: its course, what it will come to by each method, and every plan that it has had."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from ledger.figure_rows import FigureRow
from ledger.history import as_of, first_known
from ledger.models import Entry, Organisation
from ledger.months import FinancialYear, Span
from ledger.numbers import Number, total
from ledger.projections import Projection
from ledger.selectors import Book, Changes, changes_since, open_book

from ..models import Benefit, Programme, Workstream
from .benefits import BenefitLine, benefit_line
from .claims import BudgetOverlap, ClaimOfYear, budget_overlaps, claim_of_year, claims_of, series_of_claims
from .course import Course
from .delivery import course_of_benefit
from .words import NothingYet


@dataclass(frozen=True)
class Projected:
    """What the year will come to by one method, or why that can't be said."""

    projection: Projection
    number: Number
    chosen: bool  # the method that the series goes by


@dataclass(frozen=True)
class PlanEdition:
    """The plan of a year as it holds from a day on: rebaselining makes a new one, and the old one stays."""

    edition: date
    total: Number
    numbers: Mapping[Span, Number]  # what it changes, with what it leaves as it was
    entries: tuple[Entry, ...]  # by which it was recorded, in order
    in_force: bool


@dataclass(frozen=True)
class BenefitPage:
    programme: Programme
    benefit: Benefit
    workstream: Workstream | None
    brought_forward_from: Benefit | None
    carried_on_by: tuple[Benefit, ...]
    year: FinancialYear
    line: BenefitLine
    course: Course
    projections: tuple[Projected, ...]
    editions: tuple[PlanEdition, ...]  # the newest first
    claims: tuple[ClaimOfYear, ...]
    overlaps: tuple[BudgetOverlap, ...]
    changes: Changes


def benefit_page(
    organisation: Organisation, slug: str, name: str, year: FinancialYear, moment: datetime | None, since: datetime
) -> BenefitPage | NothingYet:
    """What the page of the benefit called `name` shows: a fixed number of queries.

    Raises Benefit.DoesNotExist where there is none.
    """
    today = Benefit.objects.get(programme__organisation=organisation, programme__slug=slug, slug=name)
    everything = {found.pk: found for found in as_of(Benefit, moment).filter(programme_id=today.programme_id)}
    benefit = everything.get(today.pk)
    programme = as_of(Programme, moment).filter(pk=today.programme_id).first()
    if benefit is None or programme is None:
        return NothingYet(today.name, first_known(today))
    claims = claims_of(benefit, moment)
    book = open_book(organisation, {*benefit.own_series, *series_of_claims(claims)}, moment)
    line = benefit_line(benefit, book, year)
    return BenefitPage(
        programme=programme,
        benefit=benefit,
        workstream=as_of(Workstream, moment).filter(pk=benefit.workstream_id or 0).first(),
        brought_forward_from=everything.get(benefit.brought_forward_from_id or 0),
        carried_on_by=tuple(one for one in everything.values() if one.brought_forward_from_id == benefit.pk),
        year=year,
        line=line,
        course=course_of_benefit(line, book, year),
        projections=_projections(line, book),
        editions=_editions(line, book, year),
        claims=tuple(claim_of_year(found, book, year) for found in claims),
        overlaps=budget_overlaps(organisation, {benefit.pk}, moment),
        changes=changes_since(organisation, benefit.own_series, since, moment),
    )


def _projections(line: BenefitLine, book: Book) -> tuple[Projected, ...]:
    if line.trajectory is None or line.series is None:
        return ()
    chosen = line.trajectory.outturn.method
    # Once the whole year is in all methods say the same.
    found = {projection.method: projection for projection in line.trajectory.projections}
    return tuple(
        Projected(projection, book.projected(line.series.pk, projection), projection.method == chosen)
        for projection in found.values()
    )


def _editions(line: BenefitLine, book: Book, year: FinancialYear) -> tuple[PlanEdition, ...]:
    """Every edition of the year's plan, the newest first."""
    own = _plans(line, book, year)
    entries = Entry.objects.select_related("by").in_bulk({row.entry for row in own})
    found: list[PlanEdition] = []
    for edition in sorted({row.edition for row in own}):
        rows = {row.span: row for row in sorted(own, key=lambda row: row.edition) if row.edition <= edition}
        months = {span: row for span, row in rows.items() if span != year.span} or rows
        numbers = {span: book.as_number(row) for span, row in sorted(months.items())}
        recorded = sorted({row.entry for row in own if row.edition == edition})
        found.append(
            PlanEdition(
                edition=edition,
                total=total([(span.label, number) for span, number in numbers.items()], "sum of its months"),
                numbers=numbers,
                entries=tuple(entries[pk] for pk in recorded),
                in_force=False,
            )
        )
    begun = [one for one in found if one.edition <= max(book.on, year.start)]
    return tuple(replace(one, in_force=one is begun[-1] if begun else False) for one in reversed(found))


def _plans(line: BenefitLine, book: Book, year: FinancialYear) -> list[FigureRow]:
    return [
        row
        for row in book.rows
        if line.series
        and (row.series, row.basis) == (line.series.pk, "plan")
        and row.value is not None
        and year.start <= row.start
        and row.end <= year.end
    ]

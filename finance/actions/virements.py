"""Virements: proposed by one person, approved or refused by another."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from ledger.actions import NewFigure, approve_entry
from ledger.errors import Rejected
from ledger.figure_rows import FigureRow, in_force
from ledger.history import amend, keep
from ledger.locks import lock_and_stamp
from ledger.models import Approval, Basis, Channel, Figure, Organisation
from ledger.months import LONDON, FinancialYear, Span, day_label, month_start
from ledger.selectors import Book, open_book

from ..models import BudgetLine, Virement, VirementLine
from ..profiles import over_the_rest
from .budgets import record_budgets

User = AbstractBaseUser | None
Amounts = Mapping[str, Decimal]  # by the codes of lines

MOST_REASON = 500  # characters that an entry keeps of it
TICK = timedelta(microseconds=1)


@transaction.atomic
def propose_virement(
    *,
    organisation: Organisation,
    holds_from: date,
    amounts: Amounts,
    reason: str,
    by: User,
    kind: str = Virement.Kind.VIREMENT,
    channel: str = Channel.FORM,
    known_from: datetime | None = None,
    services: Collection[str] = (),
) -> Virement:
    """Move budget between lines over the months from `holds_from` to March, as one provisional entry.

    Each line's amount is spread over these months in proportion to their budgets, and recorded as an edition that
    holds from today: what was budgeted before stays beside it. Raises ValidationError with all that is wrong.
    """
    stamp, year = lock_and_stamp(organisation), FinancialYear.of(holds_from)
    on = (known_from or stamp.moment).astimezone(LONDON).date()
    _refuse_months(holds_from, on, year)
    lines = _lines(organisation, year, amounts, kind)
    book = open_book(organisation, [line.series_id for line in lines], known_from, on, within=year.span)
    number = _next_number(organisation, year)
    done = record_budgets(
        _new_edition(book, lines, amounts, Span(holds_from, year.end)),
        "lines",
        organisation=organisation,
        by=by,
        channel=channel,
        reason=f"Virement {number} of {year.label}: {reason}"[:MOST_REASON],
        provisional=True,
        known_from=known_from,
        services=services,
    )
    virement = Virement(
        organisation=organisation,
        first_year=year.first,
        number=number,
        kind=kind,
        holds_from=holds_from,
        reason=reason,
        entry=done.entry,
    )
    keep(virement, by=by, known_from=known_from)
    for line in lines:
        keep(VirementLine(virement=virement, line=line, amount=amounts[line.code]), by=by, known_from=known_from)
    return virement


@transaction.atomic
def approve_virement(*, virement: Virement, by: AbstractBaseUser) -> Approval:
    """The second person's word that it stands. Raises ValidationError where it isn't theirs to give."""
    found = _undecided(virement)
    try:
        return approve_entry(entry=found.entry, by=by)
    except Rejected as error:
        raise ValidationError([problem.message for problem in error.problems]) from error


@transaction.atomic
def refuse_virement(*, virement: Virement, reason: str, by: User) -> Virement:
    """Take it back: the budgets of its months lose again what it had given them. Whoever proposed it may, too."""
    found = _undecided(virement)
    stamp = lock_and_stamp(found.organisation)
    figures = list(_without(found, stamp.moment.astimezone(LONDON).date()))
    if not figures:
        raise ValidationError("The budgets that it changed were withdrawn since; there is nothing to take back.")
    done = record_budgets(
        figures,
        "reason",
        organisation=found.organisation,
        by=by,
        channel=Channel.FORM,
        reason=f"{found} refused: {reason}"[:MOST_REASON],
    )
    return amend(found, {"taken_back": done.entry, "refusal": reason}, by=by, reason=reason)


def _undecided(virement: Virement) -> Virement:
    """As it stands, and nobody else decides on it until this transaction ends."""
    found = Virement.objects.select_for_update(of=("self",), no_key=True).select_related("entry").get(pk=virement.pk)
    if found.taken_back_id:
        raise ValidationError(f"{found} was refused already.")
    if Approval.objects.filter(entry=found.entry_id).exists():
        raise ValidationError(f"{found} was approved already.")
    return found


def _refuse_months(holds_from: date, on: date, year: FinancialYear) -> None:
    if holds_from.day != 1:
        raise ValidationError({"holds_from": "Choose the first day of a month."})
    if on < year.start:
        message = f"{year.label} has not begun; change what its budget is set to instead."
        raise ValidationError({"holds_from": message})
    if holds_from < month_start(on):
        message = f"{Span.month(holds_from).label} is past; choose {Span.month(on).label} or a later month."
        raise ValidationError({"holds_from": message})


def _lines(organisation: Organisation, year: FinancialYear, amounts: Amounts, kind: str) -> list[BudgetLine]:
    """The lines that are named, in the order in which they are. Raises ValidationError with all that is wrong."""
    asked = BudgetLine.objects.of_year(year).filter(organisation=organisation, code__in=amounts)
    lines = {line.code: line for line in asked.select_related("series")}
    waiting = _waiting(organisation, year)
    wrong = [problem for code in amounts for problem in _wrong(code, amounts[code], lines.get(code), waiting, year)]
    total = sum(amounts.values(), Decimal(0))
    if not amounts:
        wrong.append("Name at least one budget line and its amount.")
    elif total and kind == Virement.Kind.VIREMENT:
        wrong.append(
            f"The amounts come to £{total:,.2f}, not to nothing; change one, or choose a change of the whole budget."
        )
    if wrong:
        raise ValidationError({"lines": wrong})
    return [lines[code] for code in amounts]


def _wrong(
    code: str, amount: Decimal, line: BudgetLine | None, waiting: Mapping[int, Virement], year: FinancialYear
) -> Iterator[str]:
    if line is None:
        yield f"There is no budget line “{code}” in {year.label}; see the list of lines for the codes."
        return
    if not amount:
        yield f"The amount of {code} is nothing; leave the line out."
    elif amount != round(amount, 2):
        yield f"The amount of {code} has a fraction of a penny; write pounds and pence."
    if line.pk in waiting:
        yield f"{waiting[line.pk]} of {code} waits for approval; it has to be approved or refused first."


def _waiting(organisation: Organisation, year: FinancialYear) -> dict[int, Virement]:
    """By line the virement of it that nobody has decided on: there is one at a time, for each builds on the last."""
    rows = VirementLine.objects.filter(
        virement__organisation=organisation,
        virement__first_year=year.first,
        virement__taken_back=None,
        virement__entry__approval=None,
    )
    return {row.line_id: row.virement for row in rows.select_related("virement")}


def _next_number(organisation: Organisation, year: FinancialYear) -> int:
    """Under the organisation's lock, so that no two have the same."""
    found = Virement.objects.filter(organisation=organisation, first_year=year.first)
    return (found.aggregate(last=Max("number"))["last"] or 0) + 1


def _new_edition(book: Book, lines: Sequence[BudgetLine], amounts: Amounts, rest: Span) -> list[NewFigure]:
    """The budgets of the months in `rest` with what each line is given, and of the whole year where that is said."""
    by_series: dict[int, list[FigureRow]] = {line.series_id: [] for line in lines}
    for row in book.rows:
        if row.basis == Basis.BUDGET and row.value is not None:
            by_series[row.series].append(row)
    figures, lacking = [], []
    for line in lines:
        rows = by_series[line.series_id]
        standing = {row.span: row.value or Decimal(0) for row in in_force(rows, book.on)}
        given = _given(standing, amounts[line.code], rest)
        if given is None:
            lacking.append(f"{line.code} has no budget by month for {rest.label}; set its budget first.")
            continue
        first = max(min(row.edition for row in rows if row.span == span) for span in given)
        if first >= book.on:  # it would take the place of the original budget, which is to stay beside it
            lacking.append(
                f"{line.code} is budgeted from {day_label(first)} on; move it after that day, or set it anew."
            )
        figures += [
            NewFigure(line.series.code, Basis.BUDGET, span.start, span.end, standing[span] + part, edition=book.on)
            for span, part in given.items()
        ]
    if lacking:
        raise ValidationError({"lines": lacking})
    return figures


def _given(standing: Mapping[Span, Decimal], amount: Decimal, rest: Span) -> dict[Span, Decimal] | None:
    """What each month in `rest`, and the whole year, is given; None where some month has no budget to add to."""
    year = FinancialYear.of(rest.start)
    months = [month for month in year.months() if month.start >= rest.start]
    known = [month for month in months if month in standing]
    whole = {year.span: amount} if year.span in standing else {}
    if len(known) < len(months) and (known or not whole):
        return None
    parts = over_the_rest(amount, [standing[month] for month in known]) if known else []
    return {**dict(zip(known, parts, strict=True)), **whole}


def _without(virement: Virement, on: date) -> Iterator[NewFigure]:
    """What stands in the cells that it changed, less what it gave them."""
    entry, organisation, within = virement.entry, virement.organisation, virement.year.span
    gave = list(Figure.objects.filter(entry=entry).select_related("series"))
    series = {figure.series_id for figure in gave}
    proposed_on = entry.known_from.astimezone(LONDON).date()
    before = open_book(organisation, series, entry.known_from - TICK, proposed_on, within=within)
    now = open_book(organisation, series, None, on, within=within)
    standing = {(row.series, row.span): row for row in in_force(now.rows, on) if row.basis == Basis.BUDGET}
    for figure in gave:
        stands = standing.get((figure.series_id, figure.span))
        was = before.number(figure.series_id, Basis.BUDGET, figure.span).value
        if stands is None or stands.value is None or was is None or figure.value is None:
            continue  # withdrawn by hand meanwhile
        value = stands.value - (figure.value - was)
        yield NewFigure(figure.series.code, Basis.BUDGET, figure.start, figure.end, value, edition=stands.edition)

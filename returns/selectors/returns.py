"""Returns: how each stands, who did what with it, and what is still to be said in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils.timezone import localdate

from ledger.figure_rows import FigureRow
from ledger.models import Basis, Organisation
from ledger.months import Span
from ledger.selectors import Book, open_book

from ..models import Form, FormLine, Return, State, Step
from ..outlooks import outlook_of
from ..periods import edition_of
from ..variances import Variance, needs_comment

SOON = timedelta(days=7)
# A return's state is that which the last step but saving left it in.
STATE_AFTER = {
    Step.Kind.OPENED: State.OPEN,
    Step.Kind.SUBMITTED: State.SUBMITTED,
    Step.Kind.SENT_BACK: State.OPEN,
    Step.Kind.APPROVED: State.APPROVED,
    Step.Kind.REOPENED: State.OPEN,
    Step.Kind.CLOSED: State.CLOSED,
}


@dataclass(frozen=True)
class ReturnLine:
    """A return as it stood on a day."""

    filled: Return
    state: State
    last: Step  # whoever did it last, saving included
    submitted_on: date | None  # when it was handed over first

    @property
    def form(self) -> Form:
        return self.filled.form

    def days_late(self, today: date) -> int:
        """How many days it is overdue, or was when it was first handed over; 0: it is in time.

        Nobody was asked for a past that was closed as it was brought in: that is never late.
        """
        handed_over = today if self.state == State.OPEN else (self.submitted_on or self.filled.due_on)
        return max(0, (handed_over - self.filled.due_on).days)


@dataclass(frozen=True)
class ToDo:
    """The returns that somebody has to do something about."""

    late: list[ReturnLine]  # not handed over though they were due, the longest first
    soon: list[ReturnLine]  # due within a week
    submitted: list[ReturnLine]  # waiting for approval


@dataclass(frozen=True)
class ReturnFacts:
    """What a return's page says around its figures."""

    line: ReturnLine
    steps: list[Step]  # newest first
    uncommented: list[FormLine]  # lines that need a comment and have none
    unfilled: list[FormLine]  # lines without an actual for the period

    @property
    def moves(self) -> list[Step]:
        """The steps that changed its state, newest first."""
        return [step for step in self.steps if step.kind != Step.Kind.SAVED]


def returns_of(
    organisation: Organisation, moment: datetime | None = None, within: Span | None = None
) -> list[ReturnLine]:
    """The organisation's returns as they stood at `moment`, those whose period ends in `within`: two queries."""
    found = Return.objects.filter(form__organisation=organisation).select_related("form__service")
    if within:
        found = found.filter(end__range=(within.start, within.end))
    return stand(found, moment)


def stand(returns: "QuerySet[Return]", moment: datetime | None = None) -> list[ReturnLine]:
    """How these returns stood at `moment`, without those that were not open by then: two queries."""
    # Steps are numbered under the return's lock: in that order they were taken, whatever the machines' clocks say.
    steps = Step.objects.filter(of=OuterRef("pk")).order_by("-id")
    if moment:
        steps = steps.filter(at__lte=moment)
    first_submitted = steps.filter(kind=Step.Kind.SUBMITTED).order_by("id").values("at")[:1]
    known = returns.filter(Exists(steps)).annotate(
        last_step=Subquery(steps.values("pk")[:1]),
        last_move=Subquery(steps.exclude(kind=Step.Kind.SAVED).values("kind")[:1]),
        submitted_at=Subquery(first_submitted),
    )
    rows = list(known)
    last = Step.objects.select_related("by").in_bulk([row.last_step for row in rows])
    return [
        ReturnLine(
            filled=row,
            state=STATE_AFTER[Step.Kind(row.last_move)],
            last=last[row.last_step],
            submitted_on=localdate(row.submitted_at) if row.submitted_at else None,
        )
        for row in rows
    ]


def to_do(organisation: Organisation, moment: datetime | None, today: date) -> ToDo:
    """What is late, due soon and waiting for approval: two queries."""
    lines = sorted(returns_of(organisation, moment), key=lambda line: (line.filled.due_on, line.form.name))
    unsubmitted = [line for line in lines if line.state == State.OPEN]
    return ToDo(
        late=[line for line in unsubmitted if line.filled.due_on < today],
        soon=[line for line in unsubmitted if today <= line.filled.due_on <= today + SOON],
        submitted=[line for line in lines if line.state == State.SUBMITTED],
    )


def find_return(organisation: Organisation, form: str, start: date) -> Return:
    """The return of that form for the period that begins on `start`; 404 where there is none."""
    found = Return.objects.filter(form__organisation=organisation, form__slug=form, start=start)
    filled = found.select_related("form__organisation", "form__service").first()
    if filled is None:
        raise Http404(f"{organisation} has no return “{form}” that begins on {start}.")
    return filled


def return_facts(filled: Return, moment: datetime | None = None, book: Book | None = None) -> ReturnFacts:
    """Around a return's figures. `book` is of the form's series, where the page has opened it already."""
    found = stand(Return.objects.filter(pk=filled.pk).select_related("form__service"), moment)
    if not found:
        raise Http404(f"{filled} was not open then.")
    steps = filled.steps.select_related("by", "entry").order_by("-id")
    lines = lines_of(filled.form)
    book = book or open_book(filled.form.organisation, [one.series_id for one in lines], moment)
    return ReturnFacts(
        line=found[0],
        steps=list(steps.filter(at__lte=moment) if moment else steps),
        uncommented=uncommented(filled, lines, book),
        unfilled=unfilled(filled, lines, book),
    )


def preparers(filled: Return) -> set[int]:
    """The ids of those who filled in or submitted a return, and so can't approve it."""
    steps = filled.steps.filter(kind__in=(Step.Kind.SAVED, Step.Kind.SUBMITTED), by__isnull=False)
    return set(steps.order_by().values_list("by_id", flat=True))


def lines_of(form: Form) -> list[FormLine]:
    return list(form.lines.select_related("series__measure", "series__service"))


def variances_of(filled: Return, book: Book) -> dict[int, Variance]:
    """By series, how far the lines of a return are from what they are held against, where that can be said."""
    form, span = filled.form, filled.span
    found: dict[int, Variance] = {}
    for pk, rows in _rows_of(book).items():
        outlook = outlook_of(rows, span, edition_of(span), form.compared_with, book.series[pk].rules)
        if variance := outlook.counting:
            found[pk] = variance
    return found


def uncommented(filled: Return, lines: Iterable[FormLine], book: Book) -> list[FormLine]:
    """The lines whose variance asks for a comment that nobody has written."""
    form = filled.form
    if not form.asks_for_comments:
        return []
    said = set(filled.comments.values_list("series_id", flat=True))
    variances = variances_of(filled, book)
    over = (form.comment_over_amount, form.comment_over_percent)
    return [
        line for line in lines if line.series_id not in said and needs_comment(variances.get(line.series_id), *over)
    ]


def unfilled(filled: Return, lines: Iterable[FormLine], book: Book) -> list[FormLine]:
    """The lines of which nothing is recorded for the period."""
    known = {
        row.series
        for row in book.rows
        if row.basis == Basis.ACTUAL and row.value is not None and filled.start <= row.start and row.end <= filled.end
    }
    return [line for line in lines if line.series_id not in known]


def _rows_of(book: Book) -> dict[int, list[FigureRow]]:
    found: dict[int, list[FigureRow]] = {pk: [] for pk in book.series}
    for row in book.rows:
        found[row.series].append(row)
    return found

"""The past that a council brought with it: what of it can be closed without returns that anybody filled in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.utils.timezone import localdate

from ledger.models import Basis, Figure, Organisation
from ledger.months import ONE_DAY, Span, day_label

from ..models import Form, FormLine, Return, State, Step
from ..periods import period_after, period_before, period_of
from .returns import lines_of


@dataclass(frozen=True)
class PastLine:
    """A line of a form, and what is recorded of it in the periods that are to be closed."""

    line: FormLine
    filled: int  # periods with an actual
    first: date | None  # the first day of which there is one
    last: date | None  # the last one


@dataclass(frozen=True)
class Past:
    """Periods of a form that are to be closed as they were brought in."""

    form: Form
    periods: list[Span]  # without those that are closed already
    lines: list[PastLine]
    refusals: list[str]  # why it can't be done, each with what to do instead

    @property
    def figures(self) -> int:
        return sum(found.filled for found in self.lines)

    @property
    def label(self) -> str:
        """April 2019 to March 2020."""
        first, last = self.periods[0].label, self.periods[-1].label
        return first if first == last else f"{first} to {last}"


def ended_before(organisation: Organisation, today: date) -> date:
    """Periods of the past ended before this day: when the council went live, or today while it hasn't."""
    live_from = organisation.live_from
    return min(localdate(live_from), today) if live_from else today


def past_reaches(organisation: Organisation, forms: Collection[Form], today: date) -> dict[int, list[Span]]:
    """By form the periods of its past that could be closed, those with none left out: two queries.

    They are those from its first actual to its first return that waits, without those that are closed already.
    """
    limit = ended_before(organisation, today)
    actuals = Figure.objects.filter(organisation=organisation, basis=Basis.ACTUAL, series__form_lines__form__in=forms)
    firsts = actuals.order_by().values("series__form_lines__form").annotate(first=Min("start"))
    first = {row["series__form_lines__form"]: row["first"] for row in firsts}
    closed: dict[int, set[date]] = {}
    waiting: dict[int, date] = {}
    for pk, start, state in Return.objects.filter(form__in=forms).values_list("form_id", "start", "state"):
        if state == State.CLOSED:
            closed.setdefault(pk, set()).add(start)
        else:
            waiting[pk] = min(start, waiting.get(pk, start))
    found = {}
    for form in forms:
        if form.pk not in first or not form.is_open:
            continue
        before = min(limit, waiting.get(form.pk, limit))
        periods = _from(form, first[form.pk], before, closed.get(form.pk, set()))
        if periods:
            found[form.pk] = periods
    return found


def _from(form: Form, day: date, before: date, closed: Collection[date]) -> list[Span]:
    """The form's periods from that of `day` on that end before another day, without those that are closed."""
    period, found = period_of(form.frequency, day), []
    while period.end < before:
        found += [period] if period.start not in closed else []
        period = period_after(form.frequency, period)
    return found


def past_of(form: Form, first: date, last: date, today: date) -> Past:
    """What closing the periods from that of `first` to that of `last` comes to: five queries."""
    closed = set(form.returns.filter(state=State.CLOSED).values_list("start", flat=True))
    end = period_of(form.frequency, last).end
    periods = _from(form, first, end + ONE_DAY, closed)
    lines = lines_of(form)
    found = _recorded(form, Span(periods[0].start, periods[-1].end)) if periods else {}
    past = [PastLine(line, *found.get(line.series_id, (0, None, None))) for line in lines]
    return Past(form, periods, past, _refusals(form, periods, today))


def _actuals(form: Form) -> "QuerySet[Figure]":
    series = form.lines.values("series")
    return Figure.objects.filter(organisation=form.organisation_id, series__in=series, basis=Basis.ACTUAL)


def _recorded(form: Form, within: Span) -> dict[int, tuple[int, date, date]]:
    """By series, of how many periods there is an actual, and which are the first and the last day."""
    rows = _actuals(form).filter(start__gte=within.start, end__lte=within.end).order_by().values("series")
    counted = rows.annotate(count=Count("start", distinct=True), first=Min("start"), last=Max("end"))
    return {row["series"]: (row["count"], row["first"], row["last"]) for row in counted}


def _refusals(form: Form, periods: list[Span], today: date) -> list[str]:
    if not form.is_open:
        return [f"{form} is no longer collected. An administrator can have it collected again."]
    first = _actuals(form).aggregate(first=Min("start"))["first"]
    if first is None:
        return [f"Nothing is recorded of the lines of {form}. Bring its past in first, then close it."]
    if not periods:
        return ["There is nothing to close in this: it is closed already, or ends before it begins."]
    earliest = period_of(form.frequency, first)
    refusals = []
    if periods[0].start < earliest.start:
        refusals.append(f"Nothing is recorded before {earliest.label}; begin with that.")
    limit = ended_before(form.organisation, today)
    if periods[-1].end >= limit:
        before = period_before(form.frequency, period_of(form.frequency, limit)).label
        live = f", for {form.organisation} went live on {day_label(limit)}" if limit < today else ""
        refusals.append(f"The past ends with {before}{live}. Later periods are filled in, submitted and approved.")
    under_way = Step.objects.filter(of=OuterRef("pk")).exclude(kind=Step.Kind.OPENED)
    busy = form.returns.filter(start__gte=periods[0].start, start__lte=periods[-1].start).exclude(state=State.CLOSED)
    for filled in busy.filter(Exists(under_way)).order_by("start"):
        refusals.append(f"{filled} is under way; it is closed by its own steps. Leave it out.")
    return refusals

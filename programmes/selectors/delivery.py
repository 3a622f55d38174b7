"""What a programme was to deliver in a year, has delivered, and will."""

from dataclasses import dataclass, replace
from datetime import date

from ledger.components import Rating
from ledger.months import ONE_DAY, FinancialYear, Span
from ledger.numbers import Number, difference, missing, percentage, total
from ledger.projections import WORDS
from ledger.rating import STANDARD, Unit, direction, rate
from ledger.selectors import Book
from ledger.trajectories import Trajectory

from ..models import Benefit, Programme
from .benefits import KINDS, BenefitLine, Benefits
from .course import Course, course_of_lines, past_forecasts, with_kind, with_own, with_projection

POUNDS = Unit("higher", "GBP", 0)
BY_LINES = "each benefit line by its own method"


@dataclass(frozen=True)
class Delivered:
    """What was evidenced from the start of the year to the end of `span`."""

    span: Span
    number: Number


@dataclass(frozen=True)
class Delivery:
    """The money of a year in pounds. Cashable and avoided stand apart, but for what was set or recorded as one."""

    year: FinancialYear
    target: Number
    cashable: Number  # to date, and so on
    avoided: Number
    income: Number
    delivered: tuple[Delivered, ...]  # cost avoidance that was evidenced as one number
    together: Number  # all kinds, where they are recorded as one
    projected: Number  # the outturn
    rating: Rating
    course: Course

    @property
    def avoided_span(self) -> Span | None:
        return self.delivered[-1].span if self.delivered else None

    @property
    def share_of_target(self) -> Number:
        return percentage(("cost avoidance evidenced", self.avoided), ("target for the year", self.target))

    @property
    def variance(self) -> Number:
        return difference(("projected outturn", self.projected), ("target", self.target))

    @property
    def direction(self) -> str:
        if self.projected.value is None or self.target.value is None:
            return ""
        return direction(self.projected.value, self.target.value, "higher")


def delivery_of_programme(programme: Programme, benefits: Benefits, book: Book, year: FinancialYear) -> Delivery:
    """From the programme's own series; where they say nothing, from its benefit lines."""
    found = _of_lines(benefits, year, book.number(programme.impact_series_id, "target", year.span))
    if programme.impact_series_id:
        found = _with_own(found, book, programme.impact_series_id, year)
    delivered = _evidenced(book, programme, year)
    if not delivered:
        return found
    course = found.course
    if KINDS[Benefit.Kind.AVOIDANCE] not in course.kinds:
        by_end = {each.span.end: each.number for each in delivered}
        course = with_kind(course, KINDS[Benefit.Kind.AVOIDANCE], by_end)
    return replace(found, delivered=delivered, avoided=delivered[-1].number, course=course)


def delivery_of_workstream(benefits: Benefits, year: FinancialYear) -> Delivery:
    """Its target is what its benefit lines plan."""
    return _of_lines(benefits, year, benefits.together.plan)


def course_of_benefit(line: BenefitLine, book: Book, year: FinancialYear) -> Course:
    """With the forecasts that were made of it."""
    course = course_of_lines([line], year, line.amounts.plan)
    if line.trajectory is None or line.series is None:
        return course
    course = replace(course, forecasts=past_forecasts(line.trajectory, book, line.series.pk))
    method = line.trajectory.outturn.method
    return with_projection(course, line.amounts.projected, method, WORDS[method])


def _of_lines(benefits: Benefits, year: FinancialYear, target: Number) -> Delivery:
    amounts = {kind: benefits.of_kind(kind) for kind in KINDS}
    cashable, avoided, income = (found.delivered if found else missing("GBP") for found in amounts.values())
    projected = benefits.together.projected
    return Delivery(
        year=year,
        target=target,
        cashable=cashable,
        avoided=avoided,
        income=income,
        delivered=(),
        together=missing("GBP"),
        projected=projected,
        rating=_rating(projected, target, benefits, year),
        course=with_projection(course_of_lines(benefits.lines, year, target), projected, "", BY_LINES),
    )


def _with_own(found: Delivery, book: Book, series: int, year: FinancialYear) -> Delivery:
    """What the programme's own series says goes before what its lines come to."""
    own = book.trajectory(series, year)
    course = with_own(found.course, own, past_forecasts(own, book, series))
    projected = book.outturn(series, year)
    if not projected.missing:
        method = own.outturn.method
        course = with_projection(course, projected, method, WORDS[method])
        found = replace(found, projected=projected)
    if own.rating.colour != "grey" or found.rating.colour == "grey":
        found = replace(found, rating=_said(own, found))
    return replace(found, course=course, together=book.to_date(series, year))


def _said(own: Trajectory, found: Delivery) -> Rating:
    """The grey of a programme whose avoidance is recorded apart isn't that nothing is."""
    return own.rating if own.reached or own.outturn.value is not None else found.rating


def _rating(projected: Number, target: Number, benefits: Benefits, year: FinancialYear) -> Rating:
    if target.value is None:
        return Rating("grey", f"There is no target for {year.label} to compare with.")
    if projected.value is None:
        return Rating("grey", f"What {year.label} will come to isn’t known, so it can’t be compared with the target.")
    unknown = sum(line.amounts.known and line.amounts.projected.missing for line in benefits.lines)
    left_out = f", with {unknown} left out that can’t be projected" if unknown else ""
    what = f"The projected outturn of the benefit lines{left_out}"
    return rate(what, projected.value, f"the target for {year.label}", target.value, STANDARD, POUNDS)


def _evidenced(book: Book, programme: Programme, year: FinancialYear) -> tuple[Delivered, ...]:
    """What was evidenced from the first of April to each last day that figures reach without a gap.

    A figure from April to August counts as it is; months that follow each other are added up.
    """
    reached: dict[date, Delivered] = {}
    for span, number in sorted(book.numbers(programme.avoidance_series_id, "actual", year.span), key=_by_end):
        if span.start == year.start:
            reached.setdefault(span.end, Delivered(span, number))
        elif before := reached.get(span.start - ONE_DAY):
            inputs = [(before.span.label, before.number), (span.label, number)]
            reached.setdefault(span.end, Delivered(Span(year.start, span.end), total(inputs)))
    return tuple(reached.values())


def _by_end(found: tuple[Span, Number]) -> tuple[date, date]:
    return found[0].end, found[0].start

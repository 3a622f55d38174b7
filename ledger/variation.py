"""What a series' values say against its own history: chance, or a change.

Pure: values out of the ledger in, frozen values out. The rules are those of NHS England's Making Data Count ("Making
data count: an interactive guide", May 2018, and "Strengthening your decisions") for XmR charts, read from the source
of NHSRplotthedots, the NHS-R Community's package for that programme: the mean, limits at 2.66 mean moving ranges from
it, and four patterns that chance seldom makes. Two things differ from the package: no moving range is screened out,
as none is in the programme's workbooks; and six points make a trend, where the package asks for seven.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Literal

from .months import Span, add_months, month_end
from .rating import Unit

LIMIT = Decimal("2.66")  # 3 ÷ 1.128: three standard deviations, told from ranges of two values
RUN = 7  # points on one side of the mean
TREND = 6  # points, each further than the one before
WINDOW, ENOUGH_OF_IT = 3, 2  # points near one limit
# Fewer make trial limits: NHSRplotthedots, "How many points are required for robust control limits?"
MIN_POINTS = 12

WEEK = timedelta(days=7)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

Rule = Literal["beyond", "run", "trend", "near"]  # in the order in which they are told, where two end together
RULES: tuple[Rule, ...] = ("beyond", "run", "trend", "near")
Meaning = Literal["improvement", "concern", "change"]


@dataclass(frozen=True, slots=True, order=True)
class Point:
    span: Span
    value: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """In the measure's unit."""

    mean: Decimal
    lower: Decimal
    upper: Decimal

    @property
    def third(self) -> Decimal:
        """Further from the mean than this a value is near a limit: in the outer third of the way."""
        return (self.upper - self.mean) * 2 / 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """The points between two series breaks, which alone can be compared with each other."""

    points: tuple[Point, ...]
    limits: Limits | None  # None: too few points to tell
    ranges: int  # how many of its points follow right after another


@dataclass(frozen=True, slots=True)
class Signal:
    rule: Rule
    up: bool  # above the mean, or rising
    meaning: Meaning
    points: tuple[Point, ...]
    words: str
    short: str  # as beside a point on a chart

    @property
    def end(self) -> date:
        return self.points[-1].span.end

    @property
    def told(self) -> str:
        """With what it means before it."""
        return f"{self.meaning.capitalize()}. {self.words}"


@dataclass(frozen=True, slots=True)
class Variation:
    stretches: tuple[Stretch, ...]
    signals: tuple[Signal, ...]  # newest first

    @property
    def latest(self) -> Point | None:
        return self.stretches[-1].points[-1] if self.stretches else None

    @property
    def current(self) -> Signal | None:
        """The foremost of the signals that the latest point is part of."""
        first = next(iter(self.signals), None)
        return first if first and self.latest and first.end == self.latest.span.end else None

    @property
    def brief(self) -> str:
        """What the latest point says, as a list of many series tells it."""
        if not self.stretches:
            return "Nothing has been recorded."
        if self.current:
            return self.current.told
        return "No sign of change." if self.stretches[-1].limits else "Too few points to tell."

    @property
    def words(self) -> str:
        """What the latest point says, and why where it says nothing."""
        if not self.stretches or self.current:
            return self.brief
        last = self.stretches[-1]
        if last.limits:
            return f"{self.brief} It varies within its limits, as before."
        since = " since the series break" if len(self.stretches) > 1 else ""
        return f"{self.brief} {_in_a_row(last).capitalize()}{since}; {_count(MIN_POINTS)} are needed."


def variation(points: Iterable[Point], breaks: Iterable[date], writing: Unit) -> Variation:
    """The signals in `points`, each stretch between `breaks` against limits of its own.

    A missing month breaks runs, trends and moving ranges. `writing` says how values are written and which way is
    better.
    """
    stretches = tuple(map(_stretch, _between(sorted(points), sorted(breaks))))
    found = [signal for stretch in stretches for signal in _signals(stretch, writing)]
    found.sort(key=lambda signal: (-signal.end.toordinal(), RULES.index(signal.rule)))
    return Variation(stretches, tuple(found))


def following(span: Span) -> Span | None:
    """The span of the same kind right after; None where there is none, as after a day or April to August."""
    if span.kind == "week":
        return _known_span(span.start + WEEK, span.end + WEEK)
    count = MONTHS.get(span.kind)
    return _known_span(add_months(span.start, count), month_end(add_months(span.end, count))) if count else None


def year_before(span: Span) -> Span | None:
    """The same span a year earlier, a week's being 52 weeks earlier; None where there is none."""
    if span.kind == "week":
        return _known_span(span.start - 52 * WEEK, span.end - 52 * WEEK)
    if span.kind not in MONTHS:
        return None
    return _known_span(add_months(span.start, -12), month_end(add_months(span.end, -12)))


def _known_span(start: date, end: date) -> Span | None:
    """None beyond the years that figures can be about."""
    try:
        return Span(start, end)
    except ValueError:
        return None


def _between(points: Sequence[Point], breaks: Sequence[date]) -> Iterator[tuple[Point, ...]]:
    edges = [date.min, *breaks, date.max]
    for start, end in pairwise(edges):
        if found := tuple(point for point in points if start <= point.span.start < end):
            yield found


def _stretch(points: tuple[Point, ...]) -> Stretch:
    ranges = [abs(b.value - a.value) for a, b in pairwise(points) if following(a.span) == b.span]
    if len(ranges) < MIN_POINTS - 1:
        return Stretch(points, None, len(ranges))
    mean = sum((point.value for point in points), Decimal(0)) / len(points)
    reach = LIMIT * sum(ranges, Decimal(0)) / len(ranges)
    return Stretch(points, Limits(mean, mean - reach, mean + reach), len(ranges))


def _signals(stretch: Stretch, writing: Unit) -> Iterator[Signal]:
    limits = stretch.limits
    if limits is None:
        return
    for up in (True, False):
        sign = 1 if up else -1
        for row in _rows(stretch.points):
            heights = [sign * (point.value - limits.mean) for point in row]  # above the mean, or else below it
            for rule, first, last in _patterns(heights, limits):
                points = row[first : last + 1]
                yield _signal(rule, up, points, limits, writing)


def _rows(points: Sequence[Point]) -> Iterator[tuple[Point, ...]]:
    """Points that follow right after each other."""
    row: list[Point] = []
    for point in points:
        if row and following(row[-1].span) != point.span:
            yield tuple(row)
            row = []
        row.append(point)
    yield tuple(row)


def _patterns(heights: Sequence[Decimal], limits: Limits) -> Iterator[tuple[Rule, int, int]]:
    """Each pattern that a row of heights over the mean makes, with its first and last place."""
    limit = limits.upper - limits.mean
    yield from (("beyond", first, last) for first, last in _unbroken([height > limit for height in heights]))
    for first, last in _unbroken([height > 0 for height in heights]):
        if last - first + 1 >= RUN:
            yield "run", first, last
        near = [limits.third < height <= limit for height in heights[first : last + 1]]
        yield from (("near", first + start, first + end) for start, end in _crowded(near))
    for first, last in _unbroken([b > a for a, b in pairwise(heights)]):  # moves, each from its place to the next
        if last - first + 2 >= TREND:
            yield "trend", first, last + 1


def _unbroken(holds: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The first and last places of each longest row of what holds."""
    for held, places in groupby(range(len(holds)), key=holds.__getitem__):
        if held:
            first, *rest = places
            yield first, rest[-1] if rest else first


def _crowded(near: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """From first to last near a limit, where enough of a window are; windows that touch are one."""
    windows = [i for i in range(len(near) - WINDOW + 1) if sum(near[i : i + WINDOW]) >= ENOUGH_OF_IT]
    inside = [any(start <= place < start + WINDOW for start in windows) for place in range(len(near))]
    for first, last in _unbroken(inside):
        places = [place for place in range(first, last + 1) if near[place]]
        yield places[0], places[-1]


def _signal(rule: Rule, up: bool, points: tuple[Point, ...], limits: Limits, writing: Unit) -> Signal:
    means: Meaning = "change"
    if writing.better in ("higher", "lower"):
        means = "improvement" if up == (writing.better == "higher") else "concern"
    side, bound = ("above", limits.upper) if up else ("below", limits.lower)
    finer = finely(writing)
    limit = f"the {'upper' if up else 'lower'} limit of {finer.text(bound)}"
    count, last = len(points), points[-1]
    if rule == "beyond" and count == 1:
        said = f"{last.span.label}, {writing.text(last.value)}, lies {side} {limit}"
        short = f"{side} the limit"
    elif rule == "beyond":
        said = f"{_counted(count, last.span).capitalize()} in a row {side} {limit}"
        short = f"{count} {side} the limit"
    elif rule == "run":
        said = f"{_counted(count, last.span).capitalize()} in a row {side} the mean of {finer.text(limits.mean)}"
        short = f"{count} {side} the mean"
    elif rule == "trend":
        said = f"{_counted(count, last.span).capitalize()} in a row, each {'higher' if up else 'lower'} than the last"
        short = f"{count} {'rising' if up else 'falling'}"
    else:
        near = sum(limits.third < abs(point.value - limits.mean) for point in points)
        spread = max(count, WINDOW)
        said = f"{_count(near).capitalize()} of {_counted(spread, last.span)} in a row close to {limit}"
        short = f"{near} of {spread} near the limit"
    return Signal(rule, up, means, points, f"{said}: unlikely to be chance.", short)


def finely(writing: Unit) -> Unit:
    """How a mean and limits are written: those of whole numbers lie between them."""
    return writing if writing.decimals or writing.unit == "GBP" else writing._replace(decimals=1)


def _in_a_row(stretch: Stretch) -> str:
    count = stretch.ranges + 1 if stretch.ranges else 0
    if not count:
        return "no value follows right after another"
    verb = "follows" if count == 1 else "follow"
    return f"{_counted(count, stretch.points[-1].span)} {verb} each other"


def _counted(count: int, span: Span) -> str:
    """In words: seven months."""
    noun = span.kind if span.kind in (*MONTHS, "week") else "value"
    return f"{_count(count)} {noun}{'' if count == 1 else 's'}"


def _count(count: int) -> str:
    return COUNTED[count] if count < len(COUNTED) else str(count)

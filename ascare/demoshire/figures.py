"""Demoshire's numbers: made up, but alike every time for one seed. Pure: shapes in, batches of figures out.

series.csv   what is counted: where it starts (`level`; per cent of another series where it is `of` one), how it
             moves in a year (`drift`), with the seasons and by chance, all in per cent, and its goal
money.csv    what benefits, investments and mitigations are planned to bring in each of three years, by which shape,
             and how much of it is delivered
yearly.csv   targets and forecasts of whole years
"""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from ledger.checks import NewFigure
from ledger.months import ONE_DAY, FinancialYear, Span, add_months, start_of_day
from ledger.rounding import rounded, shares

FOLDER = Path(__file__).parent
YEARS = 3  # that money.csv and yearly.csv have columns for
CLOSED_AFTER = timedelta(days=12)  # a month's figures are known this long after its end
CORRECTED = 0.03  # of figures, two months later

# How a year's plan is spread over its months.
SHAPES = {
    "even": [1] * 12,
    "ramp": list(range(1, 13)),
    "late": [0] * 4 + list(range(1, 9)),
    "front": list(range(12, 0, -1)),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Figures that became known together."""

    known_from: datetime
    reason: str
    figures: list[NewFigure]


def first_year(today: date) -> FinancialYear:
    """Three years are shown, of which the last is under way."""
    return FinancialYear(FinancialYear.of(today).first - YEARS + 1)


def batches(seed: int, today: date, years: int = YEARS) -> Iterator[Batch]:
    """Everything that is known by `today`, in the order in which it became known.

    The first of more than three `years` repeat the first of the three, smaller; of fewer only the last are given.
    """
    last = FinancialYear.of(today)
    made = [batch for n in range(years) for batch in _of_year(FinancialYear(last.first - n), n, seed)]
    yield from sorted((b for b in made if b.known_from.date() <= today and b.figures), key=lambda b: b.known_from)


def _of_year(year: FinancialYear, back: int, seed: int) -> Iterator[Batch]:
    """A year's plans at its start, and month by month what came; `back` years before the present one."""
    column = max(YEARS - 1 - back, 0)
    money = [_Money.read(row, column, seed, year) for row in rows("money.csv")]
    counted = _counted(year, back, seed)
    yearly = [row for row in rows("yearly.csv") if row[("first", "second", "third")[column]]]
    plans = [figure for line in money for figure in (*line.plans(year), *line.full_year(year))]
    targets = [_whole(row, year, column, year.start) for row in yearly if row["basis"] == "target"]
    goals = [figure for row in rows("series.csv") for figure in _goals(row, year)]
    yield Batch(start_of_day(year.start), f"Plan for {year.label}", [*plans, *targets, *goals])
    for number, month in enumerate(year.months()):
        known = start_of_day(month.end + CLOSED_AFTER)
        actuals = [figure for line in money for figure in line.actuals(number, month)]
        actuals += [figure for span, figure in counted if month.start <= span.belongs_to <= month.end]
        yield Batch(known, f"Monitoring of {month.label}", actuals)
        made_in = date(known.year, known.month, 1)
        forecasts = [line.forecast(number, year, made_in) for line in money if line.basis == "benefit"]
        forecasts += _together(forecasts)
        forecasts += [_whole(row, year, column, made_in) for row in yearly if row["basis"] == "forecast"]
        forecasts += [_spend(row, year, column, number, made_in, seed) for row in yearly if "/spend" in row["series"]]
        yield Batch(known, f"Forecast made in {made_in:%B %Y}", [found for found in forecasts if found.value])
        later = start_of_day(add_months(month.end, 3) + CLOSED_AFTER)
        yield Batch(later, "Late invoices and corrected records", _corrections(actuals, month, seed))
    yield from _rebaselined(money, year, back)


def _rebaselined(money: Sequence["_Money"], year: FinancialYear, back: int) -> Iterator[Batch]:
    """In the year before the present one a plan is set anew at half-time, more slowly."""
    if back != 1:
        return
    line = next(line for line in money if line.series.endswith("technology-first"))
    holds = date(year.first, 10, 1)
    rest = list(year.months())[6:]
    values = shares(rounded(sum(line.plan[6:], Decimal(0)) * 3 / 4, 2), [Decimal(n) for n in range(1, 7)])
    figures = [
        NewFigure(line.series, "plan", month.start, month.end, value, edition=holds)
        for month, value in zip(rest, values, strict=True)
    ]
    yield Batch(start_of_day(holds), "Plan set anew: sensors are delivered later than ordered", figures)


@dataclass(frozen=True, slots=True)
class _Money:
    """A line of money.csv in one year."""

    series: str
    basis: str  # benefit, investment or mitigation
    plan: list[Decimal]  # by month
    actual: list[Decimal]

    @classmethod
    def read(cls, row: dict[str, str], column: int, seed: int, year: FinancialYear) -> "_Money":
        whole = Decimal(row[("first", "second", "third")[column]])
        plan = shares(whole, [Decimal(weight) for weight in SHAPES[row["shape"]]])
        rate = float(row["delivered"].split()[column])
        luck = chance(seed, row["series"], year)
        actual = [rounded(month * Decimal(rate * luck.gauss(1, 0.06)), 2) for month in plan]
        return cls(row["series"], row["basis"], plan, actual)

    def plans(self, year: FinancialYear) -> list[NewFigure]:
        if not sum(self.plan):
            return []
        if self.basis == "investment":  # a budget over its own span, not by month
            return [NewFigure(self.series, "budget", year.start, year.end, sum(self.plan, Decimal(0)))]
        return [
            NewFigure(self.series, "plan", month.start, month.end, value)
            for month, value in zip(year.months(), self.plan, strict=True)
        ]

    def full_year(self, year: FinancialYear) -> list[NewFigure]:
        """What a benefit yields in a year once it works: twelve times its last month."""
        if self.basis != "benefit" or not self.plan[-1]:
            return []
        value = rounded(self.plan[-1] * 12, -3)
        return [NewFigure(f"{self.series}/full-year", "plan", year.start, year.end, value)]

    def actuals(self, number: int, month: Span) -> list[NewFigure]:
        if not sum(self.plan):
            return []
        return [NewFigure(self.series, "actual", month.start, month.end, self.actual[number])]

    def forecast(self, number: int, year: FinancialYear, made_in: date) -> NewFigure:
        """What came and the rest of the plan; early in the year officers expect it all."""
        whole = sum(self.plan, Decimal(0))
        so_far = sum(self.actual[: number + 1], Decimal(0))
        likely = so_far + sum(self.plan[number + 1 :], Decimal(0))
        trust = Decimal(number) / 11
        value = rounded(whole * (1 - trust) + likely * trust, -3)
        return NewFigure(self.series, "forecast", year.start, year.end, value, edition=made_in)


def _together(forecasts: Sequence[NewFigure]) -> list[NewFigure]:
    """What each programme's benefits are forecast to bring."""
    sums: dict[str, Decimal] = {}
    for figure in forecasts:
        programme = figure.series.partition("/")[0]
        sums[programme] = sums.get(programme, Decimal(0)) + (figure.value or 0)
    first = forecasts[0]
    return [
        NewFigure(f"{programme}/impact", "forecast", first.start, first.end, value, edition=first.edition)
        for programme, value in sums.items()
    ]


def _whole(row: dict[str, str], year: FinancialYear, column: int, edition: date) -> NewFigure:
    value = Decimal(row[("first", "second", "third")[column]])
    return NewFigure(row["series"], row["basis"], year.start, year.end, value, edition=edition)


def _spend(row: dict[str, str], year: FinancialYear, column: int, number: int, made_in: date, seed: int) -> NewFigure:
    """The forecast of the year's spend: above its target at first, and drawn towards it as savings arrive."""
    target = Decimal(row[("first", "second", "third")[column]])
    wobble = chance(seed, row["series"], year, number).gauss(0, 0.0012)
    gap = Decimal(0.016 - 0.0009 * number + wobble)
    value = rounded(target * (1 + gap), -3)
    return NewFigure(row["series"], "forecast", year.start, year.end, value, edition=made_in)


def _goals(row: dict[str, str], year: FinancialYear) -> list[NewFigure]:
    if not row["goal"]:
        return []
    if row["goal_basis"] == "target":
        return [NewFigure(row["code"], "target", year.start, year.end, Decimal(row["goal"]))]
    return [NewFigure(row["code"], "plan", m.start, m.end, Decimal(row["goal"])) for m in year.months()]


def _counted(year: FinancialYear, back: int, seed: int) -> list[tuple[Span, NewFigure]]:
    """The actuals of what is counted, by the span that each is of."""
    values: dict[tuple[str, Span], Decimal] = {}
    for row in rows("series.csv"):
        if not row["level"]:
            continue
        decimals = 1 if float(row["level"]) < 60 and not row["of"] else 0
        for number, span in enumerate(_spans(row["frequency"], year)):
            size = _size(row, year, back, number / len(_spans(row["frequency"], year)), span, seed)
            whole = values[row["of"], span] if row["of"] else None
            values[row["code"], span] = rounded(Decimal(size) * whole / 100 if whole else Decimal(size), decimals)
    return [(span, NewFigure(code, "actual", span.start, span.end, value)) for (code, span), value in values.items()]


def _size(row: dict[str, str], year: FinancialYear, back: int, part: float, span: Span, seed: int) -> float:
    level, drift, season, noise = (float(row[name]) for name in ("level", "drift", "season", "noise"))
    since = YEARS - 1 - back + part
    winter = math.cos(2 * math.pi * (part - 0.8))  # highest in January
    luck = chance(seed, row["code"], year, span.start.toordinal()).gauss(0, noise)
    return level * (1 + drift / 100) ** since * (1 + season * winter / 100) * (1 + luck / 100)


def _spans(frequency: str, year: FinancialYear) -> list[Span]:
    months = list(year.months())
    if frequency == "year":
        return [year.span]
    if frequency == "quarter":
        return [Span(months[n].start, months[n + 2].end) for n in range(0, 12, 3)]
    if frequency == "week":
        monday = year.start - timedelta(days=year.start.weekday())
        weeks = (Span(day, day + 6 * ONE_DAY) for day in (monday + timedelta(days=7 * n) for n in range(54)))
        return [week for week in weeks if FinancialYear.of(week.belongs_to) == year]
    return months


def _corrections(actuals: Sequence[NewFigure], month: Span, seed: int) -> list[NewFigure]:
    """Some of a month's figures, as they turned out to be."""
    found = []
    for figure in actuals:
        luck = chance(seed, figure.series, "corrected", month.start)
        if luck.random() < CORRECTED and figure.value:
            value = rounded(figure.value * Decimal(luck.uniform(0.93, 1.05)), max(0, -_places(figure.value)))
            found.append(NewFigure(figure.series, "actual", figure.start, figure.end, value))
    return found


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def chance(seed: int, *what: object) -> Random:
    """Chance of its own for each thing, so that one more series leaves the others as they were."""
    return Random(f"{seed} {' '.join(map(str, what))}")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))

"""What stands to the right of a return's cells: what each line comes to, as text, in columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger.figure_rows import FigureRow
from ledger.months import Span
from ledger.numbers import formatted
from ledger.projections import AS_PLANNED, OFFICER
from ledger.rating import direction

from ..grid import ACTUAL, FORECAST, Grid, GridLine, addable_unit, sum_of
from ..outlooks import Outlook, added, less, share, whole

WORKED_OUT = '<td class="govuk-table__cell ascare-grid__sum" data-out="{}">{}{}</td>'
WORD = ' <span class="ascare-grid__word">{}</span>'


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as text; `word` says which way a variance goes."""

    key: str  # of its column
    text: str
    word: str = ""

    @property
    def html(self) -> SafeString:
        """Its cell; put together here because a page has thousands of them."""
        word = format_html(WORD, self.word) if self.word else ""
        return format_html(WORKED_OUT, self.key, self.text, word)


@dataclass(frozen=True, slots=True)
class Heading:
    key: str
    label: str


def headings(grid: Grid) -> list[Heading]:
    held = grid.compared_with.capitalize()
    if not grid.by_year:
        names = {
            "before": "Period before",
            "change": "Change",
            "compared": held,
            "variance": "Variance",
            "share": "%",
        }
        return [Heading(key, label) for key, label in names.items()]
    names = {
        "budget": f"{held} of the year",
        "budget_to_date": f"{held} to date",
        "to_date": "Actual to date",
        "variance": "Variance to date",
        "share": "% of it",
        "outturn": "Projected outturn",
        "outturn_variance": "Variance of the year",
        "outturn_share": "% of it",
        "reported": "Projected last time",
        "movement": "Movement",
    }
    return [Heading(key, label) for key, label in names.items()]


def comes_to(grid: Grid, line: GridLine) -> list[Shown]:
    """One line's, as it stands."""
    if grid.by_year:
        return _of_year(grid.outlook(line), line.reported, line)
    cell = line.cells[0]
    return _of_period(cell.value, line.before.value, line.compared[0].value, line)


def together(grid: Grid, lines: Sequence[GridLine]) -> list[Shown]:
    """Of lines that can be added up; a part only where every line has it."""
    if grid.by_year:
        reported = whole(line.reported for line in lines)
        return _of_year(added([grid.outlook(line) for line in lines]), reported, lines[0])
    values = whole(line.cells[0].value for line in lines)
    before = whole(line.before.value for line in lines)
    return _of_period(values, before, whole(line.compared[0].value for line in lines), lines[0])


def period_totals(lines: Sequence[GridLine]) -> list[str]:
    """By period, the sum of what is there."""
    return [
        text(sum_of(cell.value for cell in column), lines[0])
        for column in zip(*(line.cells for line in lines), strict=True)
    ]


def adds_up(lines: Sequence[GridLine]) -> bool:
    return bool(addable_unit(lines))


def live(grid: Grid, line: GridLine) -> dict[str, str]:
    """What the page's script needs to keep the line's sums up to date while one types; see static/grid.js."""
    outlook = grid.outlook(line) if grid.by_year else None
    known: dict[str, Decimal | None] = {"before": line.before.value, "reported": line.reported}
    if outlook:
        known |= outlook._asdict()
    else:
        known["compared"] = line.compared[0].value
    return {
        "unit": line.unit,
        "decimals": str(line.decimals),
        "better": line.better,
        "adds": "yes" if line.addable else "",
        "method": _method(grid, line),
        "rollup": line.rules.rollup,
        "profile": _listed(number.value for number in line.compared) if grid.by_year else "",
        "earlier": _listed(cell.earlier for cell in line.cells) if grid.by_year else "",
        **{name: f"{value:f}" for name, value in known.items() if value is not None},
    }


def _listed(values: Iterable[Decimal | None]) -> str:
    texts = ["" if value is None else f"{value.normalize():f}" for value in values]
    return ",".join(texts) if any(texts) else ""


def _method(grid: Grid, line: GridLine) -> str:
    """How the script may project the outturn; empty where only the server does."""
    if not grid.by_year or line.rules.method not in (AS_PLANNED, OFFICER):
        return ""
    profiled = any(number.value is not None for number in line.compared)
    spans = [*grid.periods, *(row.span for row in line.rows if _counts(grid, row, profiled))]
    return line.rules.method if all(span.kind == "month" for span in spans) else ""


def _counts(grid: Grid, row: FigureRow, profiled: bool) -> bool:
    """Whether a figure is part of how the year is projected; a budget of the whole year alone is no profile."""
    if row.value is None or row.end < grid.year.start or row.start > grid.year.end:
        return False
    if row.basis == grid.compared_with:
        return profiled or row.span != grid.year.span
    return row.basis in (ACTUAL, FORECAST)


def _of_year(outlook: Outlook, reported: Decimal | None, line: GridLine) -> list[Shown]:
    moved = less(outlook.outturn, reported)
    return [
        Shown("budget", text(outlook.budget, line)),
        Shown("budget_to_date", text(outlook.budget_to_date, line)),
        Shown("to_date", text(outlook.to_date, line)),
        variance_shown("variance", outlook.variance, line),
        Shown("share", _percent(share(outlook.variance, outlook.budget_to_date))),
        Shown("outturn", text(outlook.outturn, line)),
        variance_shown("outturn_variance", outlook.outturn_variance, line),
        Shown("outturn_share", _percent(share(outlook.outturn_variance, outlook.budget))),
        Shown("reported", text(reported, line)),
        variance_shown("movement", moved, line),
    ]


def _of_period(
    value: Decimal | None, before: Decimal | None, compared: Decimal | None, line: GridLine
) -> list[Shown]:
    variance = less(value, compared)
    return [
        Shown("before", text(before, line)),
        Shown("change", text(less(value, before), line)),
        Shown("compared", text(compared, line)),
        variance_shown("variance", variance, line),
        Shown("share", _percent(share(variance, compared))),
    ]


def text(value: Decimal | None, line: GridLine) -> str:
    return "" if value is None else formatted(value, line.unit, line.decimals)


def variance_shown(key: str, value: Decimal | None, line: GridLine) -> Shown:
    """With its direction in words, where one way is better."""
    if value is None or line.better == "neutral":
        return Shown(key, text(value, line))
    return Shown(key, text(value, line), direction(value, Decimal(0), line.better))


def _percent(value: Decimal | None) -> str:
    return "" if value is None else formatted(value, "percent", 1)


def short(span: Span) -> tuple[str, str]:
    """A column's heading in two lines: Apr, 2019."""
    match span.kind:
        case "month":
            return f"{span.start:%b}", f"{span.start:%Y}"
        case "quarter":
            return f"{span.start:%b} to {span.end:%b}", f"{span.end:%Y}"
        case "week":
            return f"{span.start.day} {span.start:%b}", f"{span.start:%Y}"
    return span.label, ""

"""What stands right of the cells in a return's workbook: each with its formula and what it comes to now. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..grid import Grid, GridLine, sum_of
from ..outlooks import Outlook, added, less, share
from . import return_formulas as formulas
from .return_formulas import Places


@dataclass(frozen=True)
class Sum:
    value: Decimal | None
    formula: str = ""  # empty: only the server can work it out


OF_YEAR = ("budget", "budget_to_date", "to_date", "outturn", "reported")  # what is added up, not worked out again
OF_PERIOD = ("before", "change", "compared", "variance")

Sums = dict[str, Sum]  # by the key of the column
Ranges = Callable[[str], str]  # the cells of the lines in a column, by a cell of that column


def sums_of_line(grid: Grid, line: GridLine, outlook: Outlook | None, places: Places) -> Sums:
    if outlook is None:
        own, past, held = line.cells[0].value, line.before.value, line.compared[0].value
        return _of_period(own, past, held, places)
    blank = (number for number, cell in enumerate(line.cells[: places.own + 1]) if cell.value is None)
    return {
        **_of_year(outlook, line.reported, places),
        "reached": Sum(Decimal(next(blank, places.own + 1)), formulas.months_in(places)),
        "to_date": Sum(outlook.to_date, formulas.to_date(grid, line, places)),
        "outturn": Sum(outlook.outturn, formulas.outturn(grid, line, places)),
    }


def sums_of_lines(lines: Sequence[GridLine], outlooks: Mapping[int, Outlook], places: Places, ranges: Ranges) -> Sums:
    """Of lines that can be added up: a part only where every line has it."""
    summed: tuple[str, ...]
    if outlooks:
        reported = _whole([line.reported for line in lines])
        found = _of_year(added([outlooks[line.series] for line in lines]), reported, places)
        summed = OF_YEAR
    else:
        own = _whole([line.cells[0].value for line in lines])
        past, held = (
            _whole([line.before.value for line in lines]),
            _whole([line.compared[0].value for line in lines]),
        )
        found = _of_period(own, past, held, places)
        summed = OF_PERIOD
    for key in summed:
        found[key] = Sum(found[key].value, formulas.sum_of_all(ranges(places.at(key)), len(lines)))
    return found


def _of_year(outlook: Outlook, reported: Decimal | None, places: Places) -> Sums:
    at = places.at
    to_date, of_year = (
        share(outlook.variance, outlook.budget_to_date),
        share(outlook.outturn_variance, outlook.budget),
    )
    return {
        **{key: Sum(value) for key, value in outlook._asdict().items()},
        "reported": Sum(reported),
        "variance": Sum(outlook.variance, formulas.difference(at("to_date"), at("budget_to_date"))),
        "share": Sum(_part(to_date), formulas.share(at("variance"), at("budget_to_date"))),
        "outturn_variance": Sum(outlook.outturn_variance, formulas.difference(at("outturn"), at("budget"))),
        "outturn_share": Sum(_part(of_year), formulas.share(at("outturn_variance"), at("budget"))),
        "movement": Sum(less(outlook.outturn, reported), formulas.difference(at("outturn"), at("reported"))),
    }


def _of_period(own: Decimal | None, past: Decimal | None, held: Decimal | None, places: Places) -> Sums:
    value, at = places.period(0), places.at
    variance = less(own, held)
    return {
        "before": Sum(past),
        "change": Sum(less(own, past), formulas.difference(value, at("before"))),
        "compared": Sum(held),
        "variance": Sum(variance, formulas.difference(value, at("compared"))),
        "share": Sum(_part(share(variance, held)), formulas.share(at("variance"), at("compared"))),
    }


def _part(percent: Decimal | None) -> Decimal | None:
    """Of one, as spreadsheets keep a percentage."""
    return None if percent is None else percent / 100


def _whole(values: Sequence[Decimal | None]) -> Decimal | None:
    return None if None in values else sum_of(values)

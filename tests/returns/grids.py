"""Grids to calculate with, without a database."""

from datetime import date
from decimal import Decimal

from ledger.figure_rows import FigureRow
from ledger.months import FinancialYear, Span, add_months
from ledger.numbers import Number
from ledger.trajectories import Rules
from returns.grid import Grid, GridCell, GridLine

YEAR = FinancialYear(2019)
MONTHS = tuple(YEAR.months())
JUNE = MONTHS[2]


def row(
    series: int, basis: str, span: Span, value: object, edition: date | None = None, revision: int = 1
) -> FigureRow:
    decimal = None if value is None else Decimal(str(value))
    return FigureRow(1, series, basis, span.start, span.end, edition or span.start, decimal, "", False, revision, 1)


def make_line(
    series: int, rows: tuple[FigureRow, ...] = (), *, locks: dict[int, str] | None = None, **fields: object
) -> GridLine:
    """Of June 2019: actuals up to it, forecasts after it."""
    unit = str(fields.pop("unit", "GBP"))
    name = f"Line {series}"
    cells = []
    for number, span in enumerate(MONTHS):
        basis = "actual" if span.end <= JUNE.end else "forecast"
        edition = span.start if basis == "actual" else JUNE.start
        found = [each for each in rows if (each.basis, each.span, each.edition) == (basis, span, edition)]
        cells.append(
            GridCell(
                series=series,
                code=f"test/{series}",
                line=name,
                unit=unit,
                basis=basis,
                span=span,
                edition=edition,
                standing=found[0] if found else None,
                number=Number(found[0].value if found else None, unit),
                lock=(locks or {}).get(number, ""),
            )
        )
    return GridLine(
        **{
            "series": series,
            "code": f"test/{series}",
            "name": name,
            "section": "",
            "unit": unit,
            "decimals": 0,
            "rules": Rules(better="lower", method="officer"),
            "addable": True,
            "cells": tuple(cells),
            "compared": (Number(None),) * 12,
            "before": Number(None),
            "reported": None,
            "rows": rows,
            **fields,
        }  # type: ignore[arg-type]
    )


def make_grid(*lines: GridLine, closed: str = "") -> Grid:
    return Grid(JUNE, JUNE.start, YEAR, "budget", True, MONTHS, lines, closed)


def past(series: int, values: list[object], until: date = YEAR.start) -> tuple[FigureRow, ...]:
    """Actuals of the months before `until`, the last first of all to come."""
    months = [Span.month(add_months(until, -back)) for back in range(len(values), 0, -1)]
    return tuple(row(series, "actual", month, value) for month, value in zip(months, values, strict=True))

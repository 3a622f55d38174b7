"""The ledger's own charts: plain dicts in Plotly's schema, each with its finding in words."""

from .components import Chart, Column, Row, Table
from .numbers import Number
from .palette import ACTUAL, FORECAST, PLAN
from .selectors import SeriesPage

COLOURS = {"actual": ACTUAL, "plan": PLAN, "forecast": FORECAST}


def series_chart(page: SeriesPage) -> Chart | None:
    """Actual, plan and forecast by month; None for a series without two months to compare."""
    measure = page.series.measure
    months = [found for found in page.trajectory.months if (found.actual, found.plan, found.forecast) != (None,) * 3]
    if len(months) < 2:
        return None
    labels = [f"{found.month.start:%b %Y}" for found in page.trajectory.months]
    data = []
    for name, colour in COLOURS.items():
        values = [getattr(found, name) for found in page.trajectory.months]
        if any(value is not None for value in values):
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "name": name.capitalize(),
                    "x": labels,
                    "y": [None if value is None else float(value) for value in values],
                    "connectgaps": False,
                    "line": {"color": colour, "dash": "solid" if name == "actual" else "dash", "width": 2},
                }
            )
    known = [(found.month, found.actual) for found in page.trajectory.months if found.actual is not None]
    finding = f"No actual is known in {page.year.label}."
    if known:
        (first, a), (last, b) = known[0], known[-1]
        low, high = (Number(value, measure.unit, measure.decimals) for value in (a, b))
        finding = f"From {low.text_with_unit} in {first.label} to {high.text_with_unit} in {last.label}."
    return Chart(
        slug="months",
        title=f"{page.series.name} by month, {page.year.label}",
        finding=finding,
        figure={"data": data, "layout": {"yaxis": {"rangemode": "tozero", "tickformat": ","}}},
        table=Table(
            slug="months",
            caption=f"By month, {page.year.label}",
            columns=(Column("Month"), *(Column(name.capitalize(), numeric=True) for name in COLOURS)),
            rows=tuple(
                Row(
                    found.month.label,
                    tuple(page.book.number(page.series.pk, name, found.month) for name in COLOURS),
                )
                for found in page.trajectory.months
            ),
        ),
    )

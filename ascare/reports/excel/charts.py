"""Native charts, drawn from cells."""

from collections.abc import Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ledger.components import Chart
from ledger.numbers import Number

from .drawn import Drawing, Trace, drawn
from .layout import TITLE, UNIT, Cells, Layout
from .looks import QUIET, RULE, Looks
from .names import text
from .sources import Sources, cells_of

WIDTH, HEIGHT, BAR_HEIGHT, ROW_HEIGHT = 820, 380, 34, 20  # pixels
MOST_TICKS = 14
DASHES = {
    "solid": "solid",
    "dash": "dash",
    "dot": "round_dot",
    "dashdot": "dash_dot",
    "longdash": "long_dash",
    "longdashdot": "long_dash_dot",
}
SYMBOLS = {
    "circle": "circle",
    "square": "square",
    "diamond": "diamond",
    "triangle-up": "triangle",
    "triangle-down": "triangle",
    "cross": "plus",
    "x": "x",
    "line-ew-open": "short_dash",
}
PATTERNS = {
    "/": "wide_upward_diagonal",
    "\\": "wide_downward_diagonal",
    ".": "percent_25",
    "x": "open_diamond",
    "-": "narrow_horizontal",
    "+": "large_grid",
    "|": "narrow_vertical",
}


def draw(look: Looks, sheet: Worksheet, chart: Chart, at: Layout, row: int) -> int:
    """Puts the chart at `row`, and what it is drawn from below it; the last row that belongs on paper."""
    found = drawn(chart.figure)
    if not any(trace.values for trace in found.traces):
        return row
    height = max(HEIGHT, 120 + BAR_HEIGHT * len(found.categories)) if found.lying else HEIGHT
    end = row + height // ROW_HEIGHT
    sources = cells_of(look, sheet, found, at, end + 2)
    native = _native(look.workbook, sheet.get_name(), found, sources)
    if unit := _unit(chart, found):
        sheet.write_string(UNIT, 0, text(unit), look(font_color=QUIET))
    _axes(native, sheet.get_name(), found, sources, bool(unit))
    native.set_title({"name": [sheet.get_name(), TITLE, 0], "overlay": False, "name_font": {"size": 12}})
    native.set_size({"width": WIDTH, "height": height})
    words = {"description": text(f"{chart.title}. {chart.finding}"), "object_position": 2}
    sheet.insert_chart(row, 0, native, words)
    return end


def _unit(chart: Chart, found: Drawing) -> str:
    """What the numbers are in, as the axis says it."""
    if title := found.values_axis.get("title", {}).get("text"):
        return str(title)
    units = {cell.unit for row in chart.table.rows for cell in row.cells if isinstance(cell, Number)}
    if "$" in found.values_axis.get("tickformat", "") or "£" in found.values_axis.get("tickprefix", ""):
        return "£"
    unit = units.pop() if len(units) == 1 else ""
    return {"GBP": "£", "percent": "%"}.get(unit, unit)


def _native(workbook: xlsxwriter.Workbook, sheet: str, found: Drawing, sources: Sources) -> Any:
    kinds = {"stack": "stacked", "relative": "stacked"}
    parts = []
    for kind in ("bar", "line"):
        chosen = [i for i, trace in enumerate(found.traces) if (trace.kind in ("bar", "unseen")) == (kind == "bar")]
        if chosen:
            options = {"type": "bar" if found.lying else "column", "subtype": kinds.get(found.barmode)}
            part = workbook.add_chart(options if kind == "bar" else {"type": "line"})
            for i in chosen:
                part.add_series(_series(sheet, found, sources, i))
            parts.append(part)
    whole = parts[0]
    if len(parts) == 2:
        whole.combine(parts[1])
    whole.show_blanks_as("span" if found.spans_gaps else "gap")
    hidden = [i for i, trace in enumerate(found.traces) if not trace.in_legend]
    alone = len(found.traces) - len(hidden) == 1
    whole.set_legend({"none": True} if alone else {"position": "bottom", "delete_series": hidden})
    return whole


def _series(sheet: str, found: Drawing, sources: Sources, place: int) -> dict[str, Any]:
    trace = found.traces[place]
    said: dict[str, Any] = {
        "name": [sheet, *sources.names[place]],
        "categories": [sheet, *sources.categories],
        "values": [sheet, *sources.values[place]],
        "values_data": list(trace.values),  # XlsxWriter itself would take blank cells for noughts
    }
    if trace.kind == "unseen":
        return said | {"fill": {"none": True}, "border": {"none": True}}
    if trace.kind == "bar":
        return said | _bar(trace.style) | {"gap": 50, **({"overlap": 100} if found.barmode == "overlay" else {})}
    return said | _line(trace) | _labels(sheet, trace, sources.labels[place])


def _bar(style: Mapping[str, Any]) -> dict[str, Any]:
    if style["pattern"]:
        return {
            "pattern": {"pattern": PATTERNS[style["pattern"]], "fg_color": style["colour"], "bg_color": "#ffffff"}
        }
    return {"fill": {"color": style["colour"], "transparency": round(100 * (1 - style["opacity"]))}}


def _line(trace: Trace) -> dict[str, Any]:
    style, symbol = trace.style, trace.style["symbol"]
    line = {"color": style["colour"], "width": style["width"], "dash_type": DASHES[style["dash"]]}
    colour = {"color": style["colour"]}
    marker = {"size": style["size"], "fill": colour, "border": colour}
    return {
        "line": line if trace.kind == "line" else {"none": True},
        "marker": {"type": SYMBOLS[symbol], **marker} if symbol else {"type": "none"},
    }


def _labels(sheet: str, trace: Trace, cells: Cells | None) -> dict[str, Any]:
    if cells is None:
        return {}
    first, column, last, _ = cells
    addresses = (xl_rowcol_to_cell(row, column, True, True) for row in range(first, last + 1))
    custom = [
        {"value": f"={quote_sheetname(sheet)}!{address}"} if label else {"delete": True}
        for address, label in zip(addresses, trace.labels, strict=True)
    ]
    return {"data_labels": {"value": True, "position": "above", "custom": custom}}


def _axes(chart: Any, sheet: str, found: Drawing, sources: Sources, has_unit: bool) -> None:
    along: dict[str, Any] = {
        "label_position": "low",  # never across bars below nought
        "interval_unit": -(-len(found.categories) // MOST_TICKS) if not found.lying else 1,
        "line": {"color": QUIET},
    }
    if found.downwards:
        along |= {"reverse": True, "crossing": "max"}
    if sources.along:
        along |= {"name": [sheet, *sources.along], "name_font": {"bold": False}}
    axis = found.values_axis
    known = [value for trace in found.traces for value in trace.values if value is not None]
    fine = any(value % 1 for value in known) and max(map(abs, known)) < 10
    up: dict[str, Any] = {
        "num_format": _tick_format(axis, "#,##0.0" if fine else "#,##0"),
        "major_gridlines": {"visible": True, "line": {"color": RULE, "width": 0.75}},
        "line": {"none": True},
    }
    if has_unit:
        up |= {"name": [sheet, UNIT, 0], "name_font": {"bold": False}}
    if axis.get("rangemode") == "tozero" and all(value >= 0 for value in known):
        up["min"] = 0
    axes = (up, along) if found.lying else (along, up)
    chart.set_x_axis(axes[0])
    chart.set_y_axis(axes[1])


def _tick_format(axis: Mapping[str, Any], digits: str) -> str:
    pound = '"£"' if "$" in axis.get("tickformat", "") or "£" in axis.get("tickprefix", "") else ""
    percent = '"%"' if "%" in axis.get("ticksuffix", "") else ""
    return f'{pound}{digits}{percent};"−"{pound}{digits}{percent}'

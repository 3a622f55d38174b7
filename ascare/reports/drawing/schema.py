"""The part of Plotly's schema that paper can draw: what a chart says beyond it is an error, never left out silently.

A mapping names what is known inside a part of a figure, a set the values that are, ANYTHING that each value will do.
"""

from collections.abc import Mapping
from typing import Any

ANYTHING = None
DASHES: dict[str, Any] = {  # on and off, in widths of the line
    "solid": "solid",
    "dash": (0, (4, 2)),
    "dot": (0, (1, 1.5)),
    "dashdot": (0, (4, 1.5, 1, 1.5)),
    "longdash": (0, (8, 2)),
    "longdashdot": (0, (8, 1.5, 1, 1.5)),
}
SYMBOLS = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle-up": "^",
    "triangle-down": "v",
    "cross": "P",
    "x": "X",
    "line-ew-open": "_",
}
HATCHES = {"": "", "/": "////", "\\": "\\\\\\\\", ".": "....", "x": "xxxx", "-": "----", "+": "++++", "|": "||||"}
SIDES = {"left", "center", "right"}
HEIGHTS = {"top", "middle", "bottom"}
PARTS = {"lines", "markers", "text"}

_LINE = {"color": ANYTHING, "width": ANYTHING, "dash": DASHES}
_TRACE = {
    **dict.fromkeys(("name", "x", "y", "legendgroup", "showlegend"), ANYTHING),
    **dict.fromkeys(("hovertemplate", "hoverinfo", "customdata"), ANYTHING),  # of the screen
}
_TRACES = {
    "scatter": {
        **_TRACE,
        "type": {"scatter"},
        **dict.fromkeys(("mode", "connectgaps", "text", "textposition", "cliponaxis"), ANYTHING),
        "line": _LINE,
        "marker": {
            **dict.fromkeys(("color", "size"), ANYTHING),
            "symbol": SYMBOLS,
            "line": {"color": ANYTHING, "width": ANYTHING},
        },
    },
    "bar": {
        **_TRACE,
        "type": {"bar"},
        "base": ANYTHING,
        "orientation": {"v", "h"},
        "marker": {**dict.fromkeys(("color", "opacity"), ANYTHING), "pattern": {"shape": HATCHES}},
    },
}
_AXIS = {
    "title": {"text": ANYTHING},
    "type": {"category", "linear"},
    "rangemode": {"normal", "tozero"},
    "autorange": {True, "reversed"},
    "categoryorder": {"array", "trace"},
    **dict.fromkeys(("tickprefix", "ticksuffix", "tickformat", "tickvals", "nticks"), ANYTHING),
    **dict.fromkeys(("categoryarray", "showgrid", "zeroline"), ANYTHING),
    "hoverformat": ANYTHING,  # of the screen
}
_LAYOUT = {
    "barmode": {"group", "stack", "relative", "overlay"},
    "showlegend": ANYTHING,
    "xaxis": _AXIS,
    "yaxis": _AXIS,
    "shapes": [
        {
            "type": {"line"},
            "xref": {"x", "paper"},
            "yref": {"y", "paper"},
            **dict.fromkeys(("x0", "x1", "y0", "y1"), ANYTHING),
            "line": _LINE,
        }
    ],
    "annotations": [
        {
            "xref": {"x", "paper"},
            "yref": {"y", "paper"},
            **dict.fromkeys(("x", "y", "text"), ANYTHING),
            "showarrow": {False},
            "xanchor": SIDES,
            "yanchor": HEIGHTS,
        }
    ],
    "hovermode": ANYTHING,  # of the screen
}


class NotDrawableError(ValueError):
    """A chart says something that paper can't show."""


def check(figure: Mapping[str, Any]) -> None:
    """Raises NotDrawableError where something isn't known, with the way to it: layout.yaxis.tickformat."""
    _check(figure, {"data": ANYTHING, "layout": _LAYOUT}, "figure")
    for i, trace in enumerate(figure["data"]):
        where = f"data[{i}]"
        if trace.get("type") not in _TRACES:
            raise NotDrawableError(f"{where}.type is {trace.get('type')!r}; charts on paper know scatter and bar.")
        _check(trace, _TRACES[trace["type"]], where)
        if trace["type"] == "scatter" and not PARTS.issuperset(trace.get("mode", "").split("+")):
            raise NotDrawableError(f"{where}.mode is {trace.get('mode')!r}; charts on paper know lines+markers+text.")
        if len(trace.get("x", ())) != len(trace.get("y", ())):
            raise NotDrawableError(f"{where} has not as many x as y.")


def _check(value: Any, known: Any, where: str) -> None:
    if known is ANYTHING:
        return
    if isinstance(known, list):
        for i, part in enumerate(value):
            _check(part, known[0], f"{where}[{i}]")
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in known:
                raise NotDrawableError(f"{where}.{name} is not known to charts on paper.")
            _check(part, known[name], f"{where}.{name}")
    elif value not in known:
        raise NotDrawableError(f"{where} is {value!r}; charts on paper know {', '.join(map(repr, known))}.")

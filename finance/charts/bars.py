"""Bars that lie, so that their names can be read on a phone too."""

from typing import Any

MOST_LETTERS = 28  # of a name beside a bar: a chart doesn't wrap, and its table has the whole name
POUNDS = {"tickformat": "$,"}  # in pounds, as ascare.js tells Plotly: the minus stands before the sign


def lying(names: list[str]) -> dict[str, Any]:
    """The layout of bars in the order of `names`, the first on top."""
    return {
        "hovermode": "y unified",
        "xaxis": {**POUNDS, "showgrid": True, "nticks": 5},
        "yaxis": {
            "type": "category",
            "autorange": "reversed",
            "categoryorder": "array",
            "categoryarray": names,
            "zeroline": False,
        },
    }


def short_names(names: list[str]) -> list[str]:
    """Cut where they are long; as they are where two would be the same."""
    cut = [name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1].rstrip(' ,')}…" for name in names]
    return [name if cut.count(brief) > 1 else brief for name, brief in zip(names, cut, strict=True)]

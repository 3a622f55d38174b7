"""The colours of every chart and rating, on pages and on paper."""

from collections.abc import Mapping

from .components import Colour

# The categorical palette of the Government Analysis Function (2022): told apart by readers who don't see all colours,
# and by lightness on a grey copy. Lines differ in their dashes besides, so that no chart rests on colour alone.
PALETTE = ("#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")

INK = "#0b0c0c"
ACTUAL, PLAN, FORECAST, PROJECTED = PALETTE[0], INK, PALETTE[2], PALETTE[3]

RATINGS: Mapping[Colour, tuple[str, str]] = {  # ground and letters; the stylesheet of pages says the same
    "blue": ("#1d5d99", "#ffffff"),
    "green": ("#0b6b45", "#ffffff"),
    "amber-green": ("#b6d434", INK),
    "amber": ("#ffb700", INK),
    "amber-red": ("#f47b3c", INK),
    "red": ("#b3202b", "#ffffff"),
    "grey": ("#dfe3e6", INK),
}


def line_style(index: int) -> dict[str, object]:
    """Of the line that comes at that place: colours and dashes run out together only after six lines."""
    dash = DASHES[(index + index // len(PALETTE)) % len(DASHES)]
    return {"color": PALETTE[index % len(PALETTE)], "dash": dash, "width": 2}

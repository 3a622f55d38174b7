"""The letters that reports are set in: which there are, how wide each is, and text made of nothing else.

Two families, so that a report looks the same on a machine without any font of its own: Liberation Sans, which lies in
layout/fonts with its licence, and for what it lacks DejaVu Sans, which comes with matplotlib. Together they have the
letters of Latin (Welsh and every other European language), Greek, Cyrillic, Arabic and Hebrew, signs, and the faces
among the emoji. They lack most other emoji and the scripts of South and East Asia: `legible` puts the name of such a
character in its place, in brackets, because a box would say nothing to anybody.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

import matplotlib
from matplotlib.ft2font import FT2Font, LoadFlags

FOLDERS = (Path(__file__).parent / "layout" / "fonts", Path(matplotlib.get_data_path()) / "fonts" / "ttf")
FAMILIES = ("Liberation Sans", "DejaVu Sans")  # the first that has a letter draws it
FILES = {
    bold: (FOLDERS[0] / f"LiberationSans-{own}.ttf", FOLDERS[1] / f"DejaVuSans{other}.ttf")
    for bold, own, other in ((False, "Regular", ""), (True, "Bold", "-Bold"))
}
JOINERS = "\u00ad\u200b\u200c\u200d\u200e\u200f"  # shape the letters around them, and show nothing themselves
UNSHOWN = {"Cc", "Cf", "Mn", "Me", "Sk"}  # where no letter is drawn for them, nothing is lost that a reader would see
VERY_LONG = re.compile(r"\S{26,}")
FLAG_LETTERS = range(0x1F1E6, 0x1F200)  # flags are pairs of them

_one_at_a_time = Lock()  # FreeType's faces are not for two threads at once


def legible(text: str) -> str:
    """In one line, and only of characters that can be drawn: spaces for breaks, names for what has no picture."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_drawable(character) for character in composed).split())


@lru_cache(maxsize=4096)
def _drawable(character: str) -> str:
    kind = unicodedata.category(character)
    if character.isspace():
        return " "
    if kind in ("Cc", "Cf"):
        return character if character in JOINERS else ""
    if kind == "Cs":  # half of a pair, no character at all
        return "\ufffd"
    if ord(character) in _covered():
        return character
    if ord(character) in FLAG_LETTERS:
        return chr(ord("A") + FLAG_LETTERS.index(ord(character)))
    if kind in UNSHOWN:
        return ""
    name = unicodedata.name(character, "").lower()
    return f"[{name or f'U+{ord(character):04X}'}]"


def breakable(text: str) -> str:
    """With places at which a very long word may go on in the next line."""
    return VERY_LONG.sub(lambda found: "\u200b".join(re.findall(".{1,10}", found[0])), text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Of a text in one line, in the unit of the size; letters that join are measured as if they stood alone."""
    return size * sum(_advance(character, bold) for character in text)


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    """As a share of the letters' size."""
    with _one_at_a_time:
        for face in _faces(bold):
            if glyph := face.get_char_index(ord(character)):
                return float(face.load_glyph(glyph, LoadFlags.NO_SCALE).horiAdvance) / face.units_per_EM
    return 0.0


@cache
def _faces(bold: bool) -> tuple[FT2Font, ...]:
    return tuple(FT2Font(str(path)) for path in FILES[bold])


@cache
def _covered() -> frozenset[int]:
    """What can be drawn in ordinary and in bold letters."""
    ordinary, bold = (frozenset().union(*(face.get_charmap() for face in _faces(heavy))) for heavy in (False, True))
    return ordinary & bold

"""An officer's own words as blocks: paragraphs apart by a blank line, bullets begin with a hyphen."""

import re
from itertools import groupby

from .value import Bullets, Paragraph

BULLET = re.compile(r"[-•*]\s+")


def blocks_of(text: str) -> tuple[Paragraph | Bullets, ...]:
    """In order; lines of a paragraph become one, as does a bullet with the lines that go on with it."""
    blocks: list[Paragraph | Bullets] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        items: list[str] = []
        for is_bullet, lines in groupby(
            map(str.strip, block.splitlines()), key=lambda line: bool(BULLET.match(line))
        ):
            if is_bullet:
                items += [BULLET.sub("", line, count=1) for line in lines]
            elif items:
                items[-1] = " ".join((items[-1], *lines))
            else:
                blocks.append(Paragraph(" ".join(lines)))
        if items:
            blocks.append(Bullets(tuple(items)))
    return tuple(block for block in blocks if block != Paragraph(""))

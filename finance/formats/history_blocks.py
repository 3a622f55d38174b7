"""Which rows a printed total is the total of. Pure."""

from .history_headings import plain


class Blocks:
    """Which rows a total is of, by what it is called and what stands above it. Positions in HistoryFile.printed.

    A grand total is of the whole sheet, a subtotal of what follows the last total, and a plain “Total” of what
    follows the last one called so. “Total older people” is of what follows the last total, or of the whole sheet
    where nothing does. Totals of one name below each other, for months or kinds of figures, are of the same rows.
    """

    def __init__(self, start: int) -> None:
        self.start = self.since = self.plain = start
        self.last: tuple[str, int] | None = None  # what the last total was called, and where it began

    def first(self, label: str, here: int) -> int:
        name = plain(label)
        if self.last and self.last[0] == name and self.since == here:
            return self.last[1]
        if name.startswith(("grand", "overall")):
            first = self.start
        elif name in ("total", "totals"):
            first = self.plain if self.plain < here else self.start
            self.plain = here
        elif name.startswith("sub"):
            first = self.since
        else:
            first = self.since if self.since < here else self.start
        self.last, self.since = (name, first), here
        return first

"""How large a file may be that people bring: beyond what a council's months need, and far within our memory."""

from .cells import UnreadableFile

MOST_BYTES = 5 * 1024 * 1024  # of the file as it is sent
MOST_UNPACKED = 32 * 1024 * 1024  # of what is read of it
MOST_PACKED_INSIDE = 128 * 1024 * 1024  # of all that it says it holds, pictures too
MOST_MEMBERS = 2_000
MOST_RATIO = 200  # unpacked to packed; a sheet of the same cell again and again comes to 100
RATIO_MATTERS_FROM = 1024 * 1024
MOST_SHEETS = 100
MOST_ROWS = 25_000
MOST_COLUMNS = 500
MOST_CELLS = 400_000  # of all sheets, blanks between them included
MOST_MERGES = 2_000  # in a sheet


def check_size(name: str, sheet: str, *, rows: int, columns: int, cells: int) -> None:
    where = f"Sheet “{sheet}” of “{name}”" if sheet else f"“{name}”"
    if rows > MOST_ROWS:
        raise UnreadableFile(f"{where} has more than {MOST_ROWS:,} rows; split it, or delete what isn't needed.")
    if columns > MOST_COLUMNS:
        raise UnreadableFile(f"{where} has more than {MOST_COLUMNS} columns; delete those that aren't needed.")
    if cells > MOST_CELLS:
        raise UnreadableFile(f"{where} has more than {MOST_CELLS:,} cells; split it, or delete what isn't needed.")

"""A csv file as a sheet: which letters it is written in and what divides its cells is found out, not asked."""

import codecs
import csv
import io
from collections import Counter

from .cells import Sheet, UnreadableFile, Value
from .limits import check_size

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 50  # rows, to find out which of them divides the cells
LONGEST_CELL = 131_072  # what the csv module takes


def read_csv(content: bytes, name: str) -> Sheet:
    text = _decoded(content, name)
    delimiter = _delimiter(text)
    if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n"):  # a line by which Excel is told the delimiter
        delimiter, text = text[4], text[5:].removeprefix("\r").removeprefix("\n")
    values: list[list[Value]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in reader:
            cells += len(line)
            check_size(name, "", rows=len(values) + 1, columns=len(line), cells=cells)
            values.append([each or None for each in line])
    except csv.Error as error:
        message = (
            f"“{name}” is not a sound csv file near line {reader.line_num} ({error}): "
            "a quotation mark may be missing. Save it again from your spreadsheet program as CSV."
        )
        raise UnreadableFile(message) from None
    return Sheet(name="", values=values, typed=False)


def _decoded(content: bytes, name: str) -> str:
    """UTF-8 or UTF-16 where it says so, UTF-8 where it can be, else what Excel writes on Western Windows."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    marked = [encoding for mark, encoding in marks if content.startswith(mark)]
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(
        f"“{name}” is neither a workbook nor readable text. Save it as an Excel workbook (.xlsx) or as CSV UTF-8."
    )


def _delimiter(text: str) -> str:
    """What divides most lines into the same number of cells, more than one; a comma where nothing does."""
    best, chosen = (0, 0), DELIMITERS[0]
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                widths[len(line)] += bool(line)
                if widths.total() == LOOKED_AT:
                    break
        except csv.Error:
            continue
        width, lines = max(widths.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
        if width > 1 and (lines, width) > best:
            best, chosen = (lines, width), delimiter
    return chosen

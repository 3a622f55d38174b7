"""A report as PDF/UA-1: tagged, with bookmarks, a language and a title, so that it reads aloud as it reads.

layout/report.typ draws what is laid out here. The text goes there as data and is never read as markup.
"""

import json
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import typst

from ledger.components import Cell, Chart, Column, Rating, Row, Table
from ledger.months import day_label
from ledger.numbers import Number
from ledger.palette import PALETTE, RATINGS

from .fitting import Page, fitted, kept_together
from .letters import FAMILIES, FOLDERS, breakable, legible
from .pictures import WIDTH, picture
from .prose import blocks_of
from .value import Block, Bullets, Clearance, Paragraph, Report, Subheading, marks_of, printed

LAYOUT = Path(__file__).parent / "layout" / "report.typ"
MARGIN = 56.7  # points: 2 cm
PADDING = 8.0  # points, at both sides of a cell together
UPRIGHT = Page(WIDTH, (9.5, 8.5, 8.0))
FLIPPED = Page(841.9 - 2 * MARGIN, (9.5, 8.5, 8.0, 7.0, 6.0))
KEPT_WHOLE = 12, 1500  # rows and letters: a table up to here goes to the next page rather than over two
LONG_ROW = 1200  # letters: only a longer row may go over two pages

Item = dict[str, Any]  # a thing to draw, as layout/report.typ knows it by its kind


def write_pdf(report: Report) -> bytes:
    """The same report gives the same bytes. Raises NotDrawableError where paper can't show one of its charts."""
    written = typst.compile(
        LAYOUT,
        font_paths=_fonts(),
        sys_inputs={"report": json.dumps(_laid_out(report))},
        pdf_standards=["ua-1"],
        timestamp=int(report.moment.timestamp()),
    )
    assert isinstance(written, bytes)
    return written


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(FOLDERS))


def _laid_out(report: Report) -> Item:
    items = _items(report)
    return {
        "title": legible(report.title),
        "organisation": legible(report.organisation),
        "description": legible(
            ", ".join(filter(None, (report.committee, report.year, f"as known on {day_label(report.as_at)}")))
        ),
        "running": legible(" – ".join(filter(None, (report.organisation, report.committee)))),
        "stamps": [legible(stamp) for stamp in (report.label, report.state) if stamp and stamp != "Frozen"],
        "known": f"Figures of {report.year}, as known on {day_label(report.as_at)}",
        "accent": PALETTE[0],
        "fonts": FAMILIES,
        "margin": MARGIN,
        "front": [[_text(label), _text(words)] for label, words in _front(report)],
        "recommendation": [_plain(block) for block in blocks_of(report.recommendation)],
        "contents": sum(item["kind"] == "heading" and item["level"] == 1 for item, _ in items) > 1,
        "pages": [(flipped, [item for item, _ in run]) for flipped, run in groupby(items, itemgetter(1))],
    }


def _front(report: Report) -> Iterator[tuple[str, str]]:
    if report.committee:
        yield "Committee", report.committee
    if report.meeting:
        yield "Meeting", day_label(report.meeting)
    yield "Figures", f"Financial year {report.year}, as known on {day_label(report.as_at)}"
    yield from report.front


def _items(report: Report) -> list[tuple[Item, bool]]:
    """Everything after the front in order, each with whether it goes on a page on its side.

    A heading goes where what it heads goes, so that none stands alone.
    """
    items = [*_sections(report), *_clearances(report.clearances), *_notes(report.notes)]
    flipped = [item["kind"] == "table" and item["flipped"] for item in items]
    for i in range(len(items) - 2, -1, -1):
        flipped[i] = flipped[i] or (items[i]["kind"] == "heading" and flipped[i + 1])
    return list(zip(items, flipped, strict=True))


def _sections(report: Report) -> Iterator[Item]:
    for section, place, blocks in report.numbered():
        yield _heading(section.heading, number=place)
        for number, block in blocks:
            yield from _block(number, block)


def _block(number: str, block: Block) -> Iterator[Item]:
    match block:
        case Subheading():
            yield _heading(block.text, level=2)
        case Table():
            yield _table(f"Table {number}", block)
        case Chart():
            yield _chart(f"Figure {number}", block)
            yield _table(f"The numbers of Figure {number}", block.table, below=block.title)
        case _:
            yield _plain(block, number, deep=True)


def _plain(block: Paragraph | Bullets, number: str = "", *, deep: bool = False) -> Item:
    """Deep are bullets below a numbered paragraph."""
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_text(item) for item in block.items], "deep": deep}
    return {"kind": "paragraph", "number": number, "text": _text(block.text)}


def _heading(text: str, *, number: str = "", level: int = 1) -> Item:
    return {"kind": "heading", "number": number, "text": _text(text), "level": level}


def _chart(name: str, chart: Chart) -> Item:
    return {
        "kind": "chart",
        "name": name,
        "caption": _text(chart.title),
        "finding": _text(chart.finding),
        "alt": legible(f"Chart: {chart.title}. {chart.finding}"),
        "svg": picture(chart, "svg").decode(),
        "width": WIDTH,
    }


def _table(name: str, table: Table, below: str = "") -> Item:
    """Below a chart of the same name, it needn't be said again."""
    fit = fitted(table, (UPRIGHT, FLIPPED), PADDING)
    rows = [_row(row, table.columns) for row in table.rows]
    most_rows, most_letters = KEPT_WHOLE
    return {
        "kind": "table",
        "name": name,
        "caption": "" if table.caption == below else _text(table.caption),
        "columns": [{"label": _text(column.label), "numeric": column.numeric} for column in table.columns],
        "rows": rows,
        "notes": [_text(note) for note in (*marks_of(table), table.note) if note],
        "empty": _text(table.empty),
        "flipped": bool(rows) and fit.page is FLIPPED,
        "size": fit.size,
        "widths": fit.widths,
        "padding": PADDING,
        "whole": len(rows) <= most_rows and sum(row["letters"] for row in rows) <= most_letters,
    }


def _text(words: str) -> str:
    return breakable(legible(words))


def _row(row: Row, columns: tuple[Column, ...]) -> Item:
    header = _cell(row.header, numeric=False)
    short: list[Cell] = [None] * (len(columns) - 1 - len(row.cells))
    cells = [_cell(cell, column.numeric) for cell, column in zip((*row.cells, *short), columns[1:], strict=True)]
    letters = sum(len(cell["text"]) for cell in (header, *cells))
    return {
        "kind": row.kind,
        "header": header,
        "note": _text(row.note),
        "cells": cells,
        "spans": row.kind == "group" and not row.cells,
        "letters": letters,
        "breakable": letters > LONG_ROW,
    }


def _cell(cell: Cell, numeric: bool) -> Item:
    text = kept_together(legible(printed(cell))) if numeric else _text(printed(cell))
    return {
        "text": text,
        "colour": RATINGS[cell.colour][0] if isinstance(cell, Rating) else None,
        "is-number": isinstance(cell, Number),
    }


def _clearances(clearances: tuple[Clearance, ...]) -> Iterator[Item]:
    if clearances:
        columns = (Column("Role"), Column("Cleared"), Column("Implications", words=True))
        rows = tuple(
            Row(each.role, (day_label(each.cleared) if each.cleared else "Not yet", each.implications))
            for each in clearances
        )
        yield _heading("Clearances")
        yield _table("", Table("clearances", "Who has cleared this report, and what they say of it", columns, rows))


def _notes(notes: tuple[str, ...]) -> Iterator[Item]:
    if notes:
        yield _heading("How to read this report")
        yield _plain(Bullets(notes))

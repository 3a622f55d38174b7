"""The sheet of a return's workbook that says how to fill it in."""

from collections.abc import Callable

import xlsxwriter
from xlsxwriter.format import Format

from ..grid import Grid
from .return_layout import HELP_SHEET, SHEET, Paper


def write_help(workbook: xlsxwriter.Workbook, grid: Grid, paper: Paper, look: Callable[..., Format]) -> None:
    sheet = workbook.add_worksheet(HELP_SHEET)
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, HELP_SHEET, look(bold=True, font_size=14))
    for row, text in enumerate(_sentences(grid, paper), start=1):
        sheet.write_string(row, 0, text, look(text_wrap=True))
    sheet.protect()
    sheet.set_portrait()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _sentences(grid: Grid, paper: Paper) -> list[str]:
    said = [
        f"This is {paper.identity.label}, to be filled in by {paper.due}.",
        paper.purpose,
        grid.closed,
        f"Type into the yellow cells of the sheet “{SHEET}”. Grey cells can’t be typed into: they are closed, or are "
        "worked out.",
        "Leave a cell blank where nothing is known; 0 says that there was nothing. Emptying a cell that held a "
        "figure takes nothing back: do that on the return’s page.",
    ]
    if grid.by_year:
        said.append(
            f"Up to {grid.own.label} these are actuals; for what comes after, forecasts. Where a forecast is left "
            "blank, the last one made before stands, as the sheet of last forecasts shows."
        )
    if paper.over:
        said.append(
            "Where the column “Comment asked for” says yes, write in the last column why the line is off its "
            f"{grid.compared_with}. Name no client."
        )
    said += [
        "Save the workbook, then upload it on the return’s page. You see what would change before anything is "
        "recorded. A cell that somebody else changed since the download is pointed out, and nothing is recorded "
        "until you have chosen.",
        "The sheet is protected, without a password, to keep the sums whole. If you lift that to sort rows or to add "
        "columns, keep the codes of the lines and the headings of the periods: they say what a cell is about.",
    ]
    return [text for text in said if text]

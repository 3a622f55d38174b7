"""Workbooks that people get from us: a plain table, and lists to choose from. Pure."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from .limits import MOST_ROWS

# A workbook says when it was made. A fixed moment makes the same table the same file, which its digest tells.
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # workbooks know no time zones


@dataclass(frozen=True)
class Plan:
    """A sheet to write: header, rows, what may be chosen in a column and how wide each is."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by column
    widths: Mapping[str, int] = field(default_factory=dict)
    numeric: frozenset[str] = frozenset()  # columns of numbers; all others are text, so that 2026-04 stays that


def write_workbook(plans: Sequence[Plan]) -> bytes:
    """An xlsx file. What is text stays text: nothing becomes a formula or a link."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"created": MADE})
        bold = workbook.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        text, number = workbook.add_format({"num_format": "@"}), workbook.add_format({"num_format": "#,##0.00##"})
        for plan in plans:
            sheet = workbook.add_worksheet(plan.name)
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(plan.columns):
                kept = number if name in plan.numeric else text
                sheet.set_column(column, column, plan.widths.get(name, 14), kept)
                sheet.write_string(0, column, name, bold)
                if name in plan.choices:
                    rule = {"validate": "list", "source": list(plan.choices[name]), "ignore_blank": True}
                    sheet.data_validation(1, column, MOST_ROWS - 1, column, rule)
            for row, values in enumerate(plan.rows, start=1):
                for column, value in enumerate(values):
                    if isinstance(value, Decimal):
                        sheet.write_number(row, column, float(value), number)
                    elif value:
                        sheet.write_string(row, column, value, text)
    return file.getvalue()

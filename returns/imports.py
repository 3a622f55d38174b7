"""The kinds of files that are read here: the tidy format, and the workbooks of returns. Read at start."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ledger.csv_export import csv_lines
from ledger.models import Basis, Organisation, Qualifier

from . import return_workbooks as return_workbooks
from .formats.cells import Workbook
from .formats.headers import read_header
from .formats.writing import Plan, write_workbook
from .import_kinds import Asked, File, register
from .readings import Reading
from .tidy import COLUMNS, OPTIONAL, REQUIRED, TidySeries, read_tidy

TIDY = "tidy"
WIDTHS = {"series": 40, "comment": 40, "name": 50, "measure": 30}


def tidy_csv(organisation: Organisation, asked: Mapping[str, str]) -> File:
    return File("figures.csv", "".join(csv_lines(COLUMNS, [])).encode())


def tidy_xlsx(organisation: Organisation, asked: Mapping[str, str]) -> File:
    """The header with its choices, and beside it the codes of all series."""
    series = organisation.series.order_by("code").values_list("code", "name", "measure__name", "measure__unit")
    listed = Plan("Series", ("code", "name", "measure", "unit"), list(series), widths={**WIDTHS, "code": 40})
    return File("figures.xlsx", write_workbook([tidy_plan([]), listed]))


def tidy_plan(lines: Iterable[Sequence[str]]) -> Plan:
    """The sheet of the format, with numbers as numbers."""
    value = COLUMNS.index("value")
    rows = ([*line[:value], Decimal(line[value]), *line[value + 1 :]] for line in lines)
    choices = {"basis": list(Basis.values), "qualifier": [each for each in Qualifier.values if each]}
    return Plan("Figures", COLUMNS, rows, choices, WIDTHS, frozenset({"value"}))


@register(
    TIDY,
    title="Figures of any kind, a row each",
    about="One row for each figure: its series, its months or days, its basis and its value. For any figures that "
    "you may record, and for those of many series at once.",
    templates={"xlsx": tidy_xlsx, "csv": tidy_csv},
)
def read_figures(workbook: Workbook, asked: Asked) -> Reading:
    rows = asked.organisation.series.order_by().values_list("code", "frequency", "measure__unit")
    series = {code: TidySeries(*about) for code, *about in rows}
    headed = read_header(workbook.first, workbook.name, REQUIRED, OPTIONAL)
    return read_tidy(headed, asked.organisation.slug, series, workbook.name)

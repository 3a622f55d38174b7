"""The kinds of files that are read here: the tidy format, and the workbooks of returns. Read at start."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser

from ledger.access import standings
from ledger.csv_export import csv_lines
from ledger.models import Basis, Organisation, Qualifier

from . import return_workbooks as return_workbooks
from .access import may_fill
from .actions import record_collected
from .formats.cells import Workbook
from .formats.headers import read_header
from .formats.writing import Plan, write_workbook
from .import_kinds import Asked, File, register
from .readings import Line, Reading
from .selectors.collected import returns_collecting
from .selectors.grid import why_closed
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


def check_collected(asked: Asked, reading: Reading, lines: Sequence[Line]) -> None:
    """What a return collects goes into it: says so, or why it can't."""
    homes = returns_collecting(asked.organisation, [line.figure for line in lines])
    if not any(homes):
        return
    access = standings(asked.by or AnonymousUser()).get(asked.organisation.slug)
    for filled in dict.fromkeys(home for home in homes if home):
        own = [line for line, home in zip(lines, homes, strict=True) if home == filled]
        mine = access is not None and may_fill(access, filled.form)
        if closed := why_closed(filled, None, mine):
            message = f"“{filled}” collects this. {closed} Or leave this out of the file."
            reading.held += [line.remark(message) for line in own]
        else:
            figures = "1 figure goes" if len(own) == 1 else f"{len(own):,} figures go"
            reading.notes.append(f"{figures} into the return “{filled}”, provisional until that is approved.")


@register(
    TIDY,
    title="Figures of any kind, a row each",
    about="One row for each figure: its series, its months or days, its basis and its value. For any figures that "
    "you may record, and for those of many series at once. Those that an open return collects go into that return.",
    check=check_collected,
    record=record_collected,
    templates={"xlsx": tidy_xlsx, "csv": tidy_csv},
)
def read_figures(workbook: Workbook, asked: Asked) -> Reading:
    rows = asked.organisation.series.order_by().values_list("code", "frequency", "measure__unit")
    series = {code: TidySeries(*about) for code, *about in rows}
    headed = read_header(workbook.first, workbook.name, REQUIRED, OPTIONAL)
    return read_tidy(headed, asked.organisation.slug, series, workbook.name)

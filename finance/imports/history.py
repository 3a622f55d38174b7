"""The past that a council brings when it starts: budget, actual and forecast by month, before it goes live."""

from collections.abc import Mapping

from ledger.access import Right
from ledger.csv_export import csv_lines
from ledger.models import Channel, Organisation
from ledger.months import FinancialYear
from returns.formats.cells import UnreadableFile, Workbook
from returns.formats.writing import Plan, write_workbook
from returns.import_kinds import Asked, File, register
from returns.readings import Reading, Remark

from ..actions.addresses import ADDRESSES
from ..actions.history import record_history
from ..formats.history import read_history
from ..formats.history_headings import BUDGET
from ..forms.history import convention_of, history_options, told_of
from ..history import NewLine, Past
from ..history_checks import check_printed, examples
from ..history_figures import bring
from ..selectors.history import known_lines, services_of, years_moved

COLUMNS = ("Code", "Budget line", "Service", "Income", "Month", "Budget", "Actual", "Forecast", "Variance")
WIDTHS = {"Budget line": 40, "Service": 24}


def history_csv(organisation: Organisation, asked: Mapping[str, str]) -> File:
    return File("history.csv", "".join(csv_lines(COLUMNS, [])).encode())


def history_xlsx(organisation: Organisation, asked: Mapping[str, str]) -> File:
    """The headings, and beside them the lines that there are."""
    numeric = frozenset(COLUMNS[COLUMNS.index("Budget") :])
    choices = {"Income": ("Income", "Expenditure")}
    past = Plan("History", COLUMNS, choices=choices, widths=WIDTHS, numeric=numeric)
    lines = [(line.code, line.name, line.service) for line in known_lines(organisation)]
    return File("history.xlsx", write_workbook([past, Plan("Lines", COLUMNS[:3], lines, widths=WIDTHS)]))


@register(
    "history",
    title="Past years of the budget",
    about="Budget, actual and forecast by month, as your own files hold them: a row for each line and month, or a "
    "row for each line with the months across, and period 13 where there is one. Columns are found by their names, "
    "in any order. Totals and variances that the file prints are checked, and every disagreement is listed. The past "
    "can be brought in until the council goes live.",
    channel=Channel.HISTORY,
    right=Right.APPROVE,
    options=history_options,
    templates={"xlsx": history_xlsx, "csv": history_csv},
    record=record_history,
    only_before_live=True,
)
def read_past(workbook: Workbook, asked: Asked) -> Reading:
    try:
        convention = convention_of(asked.options)
    except ValueError as error:
        raise UnreadableFile(str(error)) from None
    reading = Reading()
    file = read_history(workbook, told_of(asked.options), reading)
    organisation = asked.organisation
    past = bring(file, convention, known_lines(organisation), services_of(organisation), reading, asked.today)
    _refuse_lines(past, asked)
    _refuse_moved(past, organisation)
    check_printed(past)
    reading.notes[:0] = examples(past)
    _tell_of_file(past)
    return reading


def _refuse_lines(past: Past, asked: Asked) -> None:
    """Lines that can't be made: the budget's structure belongs to people who answer for all of it."""
    made = [each.payload for each in past.reading.creations if isinstance(each.payload, NewLine)]
    for code in sorted({line.code for line in made} & set(ADDRESSES)):
        past.reading.problem(f"A line can’t have the code “{code}”, which is an address of its own; give it another.")
    if asked.services and made:
        allowed = ", ".join(sorted(asked.services))
        message = f"You record for {allowed} only; budget lines are made by finance leads who aren’t limited."
        past.reading.problem(message)


def _refuse_moved(past: Past, organisation: Organisation) -> None:
    """Once a virement changed the budget of a year it moves by virements alone, as on its page."""
    moved = years_moved(organisation)
    told = set()
    for line in past.reading.lines if moved else ():
        key = (line.figure.series, FinancialYear.of(line.figure.start).first)
        if line.figure.basis == BUDGET and key in moved and key not in told:
            told.add(key)
            message = f"A virement changed this line’s budget of {FinancialYear(key[1]).label}; leave its budget out."
            past.reading.problems.append(line.remark(message))


def _tell_of_file(past: Past) -> None:
    """What was not read, and where the file's own words speak against what was said of it."""
    reading, file = past.reading, past.file
    if file.scales - {past.convention.scale}:
        said = " and ".join({1: "£", 1_000: "£000"}.get(scale, "£m") for scale in sorted(file.scales))
        unit = "£000" if past.convention.scale > 1 else "£"
        reading.warnings.append(Remark(f"The file’s headings say {said}; it was read in {unit}, as you chose."))
    if file.stored_as_text:
        first = file.stored_as_text[0]
        message = (
            f"Numbers stored as text: {len(file.stored_as_text):,}, this one first. They were read as they show."
        )
        reading.warn(message, first)
    if file.unread:
        reading.notes.append(f"Not read: {'; '.join(dict.fromkeys(file.unread))}.")

"""The budget of a year is recorded from a file: lines are made or changed first, then their months."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.db import transaction

from ledger.actions.figures import MOST_FIGURES
from ledger.models import Entry
from returns.actions import record_lines
from returns.import_kinds import Act
from returns.readings import Line, Reading

from .lines import put_line


class PutLine(NamedTuple):
    """A line as the file has it."""

    code: str
    fields: Mapping[str, Any]


@transaction.atomic
def record_budget_file(reading: Reading, act: Act) -> Sequence[Entry]:
    codes = {}
    for creation in reading.creations:
        put: PutLine = creation.payload
        line = put_line(organisation=act.organisation, code=put.code, by=act.by, reason=act.reason, **put.fields)
        codes.update({coming.code: line.series.code for coming in creation.series})
    return record_in_entries(replace(reading, lines=under(reading.lines, codes)), act)


def under(lines: Iterable[Line], codes: Mapping[str, str]) -> list[Line]:
    """The lines under the codes that their series were given in the end, by those that they were to have."""
    return [
        line._replace(figure=replace(line.figure, series=codes.get(line.figure.series, line.figure.series)))
        for line in lines
    ]


def record_in_entries(reading: Reading, act: Act) -> list[Entry]:
    """In as many entries as it takes: a council's budget, and more so its past, may not fit into one."""
    entries: list[Entry] = []
    for first in range(0, len(reading.lines), MOST_FIGURES):
        entries += record_lines(replace(reading, lines=reading.lines[first : first + MOST_FIGURES]), act)
    return entries

"""The table of long work."""

from datetime import timedelta

from ..components import Cell, Column, Row, Table
from ..models import JobState
from ..months import moment_label
from ..scope import Scope
from ..selectors import JobLine


def jobs_table(scope: Scope, lines: list[JobLine]) -> Table:
    columns = ("Asked for", "What", "State", "After", "What came of it", "By", "Call off")
    words = {"What came of it"}
    return Table(
        "jobs",
        "Newest work",
        tuple(Column(label, words=label in words) for label in columns),
        tuple(_row(scope, line) for line in lines),
        empty="No work had been asked for then." if scope.moment else "No work has been asked for yet.",
    )


def _row(scope: Scope, line: JobLine) -> Row:
    call_off = None
    if line.can_be_called_off and scope.is_now:
        call_off = scope.link("Call off", "ledger:job_cancel", line.job)
    took = _took(line.ended_at - line.asked_at) if line.ended_at else None
    cells: tuple[Cell, ...] = (line.what, _state(line), took, line.message, line.asked_by, call_off)
    return Row(moment_label(line.asked_at), cells)


def _state(line: JobLine) -> str:
    if line.under_way:
        return f"Under way, {line.percent}%: {line.doing}" if line.doing else "Under way"
    if line.waits and line.attempts:
        return "Waiting to be tried again"
    return "Called off" if line.state == JobState.CANCELLED else JobState(line.state).label


def _took(time: timedelta) -> str:
    seconds = round(time.total_seconds())
    if seconds < 60:
        return f"{seconds}\N{NO-BREAK SPACE}s"
    minutes = round(seconds / 60)
    return f"{minutes}\N{NO-BREAK SPACE}min" if minutes < 120 else f"{round(minutes / 60)}\N{NO-BREAK SPACE}h"

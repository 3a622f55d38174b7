"""What an organisation's home page brings together from all its rooms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from ledger.history import as_of
from ledger.models import Measure, Organisation, Series
from ledger.months import FinancialYear
from ledger.selectors import Changes, changes_since
from programmes.models import Milestone
from programmes.selectors import KpiList, ProgrammeLine, WordsChanged, kpi_list, programme_lines, words_changed
from raid.models import Action, Log, Risk
from raid.selectors import LogPage, logs_summary
from returns.models import Return
from returns.selectors import RestatementLine, ToDo, restatements_of, to_do


@dataclass(frozen=True)
class Late:
    """Something whose day is over: a milestone, an action, a return, or the review of a risk or a definition."""

    thing: Milestone | Action | Risk | Measure | Return
    due: date
    of: str  # what it belongs to
    at: str = ""  # the slug of its programme


@dataclass(frozen=True)
class Overview:
    programmes: list[ProgrammeLine]
    moved: tuple[WordsChanged, ...]
    changes: Changes
    kpis: KpiList
    late: tuple[Late, ...]  # the longest first
    returns: ToDo
    restatements: list[RestatementLine]  # waiting for a decision


def overview(
    organisation: Organisation, year: FinancialYear, moment: datetime | None, since: datetime, today: date
) -> Overview:
    """What a councillor asks first, as at `moment`: a fixed number of queries."""
    names = dict(as_of(Log, moment).filter(organisation_id=organisation.pk).values_list("pk", "name"))
    logs = logs_summary(list(names), moment, today)
    lines = programme_lines(organisation, year, moment, logs)
    returns = to_do(organisation, moment, today)
    late = [*_milestones(lines), *_in_logs(logs, names), *_definitions(organisation, moment, today)]
    late += [Late(line.filled, line.filled.due_on, line.form.name) for line in returns.late]
    return Overview(
        programmes=lines,
        moved=words_changed({line.programme.pk: line.programme.name for line in lines}, since, moment),
        kpis=kpi_list(organisation, year, moment),
        changes=changes_since(organisation, None, since, moment),
        late=tuple(sorted(late, key=lambda found: found.due)),
        returns=returns,
        restatements=restatements_of(organisation, moment, waiting=True),
    )


def _milestones(lines: list[ProgrammeLine]) -> Iterator[Late]:
    for line in lines:
        yield from (Late(one, one.due, line.programme.name, line.programme.slug) for one in line.late)


def _in_logs(logs: dict[int, LogPage], names: dict[int, str]) -> Iterator[Late]:
    for pk, page in logs.items():
        yield from (Late(action, action.due, names[pk]) for action in page.late_actions if action.due)
        yield from (Late(risk, risk.next_review, names[pk]) for risk in page.risks_to_review if risk.next_review)


def _definitions(organisation: Organisation, moment: datetime | None, today: date) -> Iterator[Late]:
    """Of measures that the organisation has numbers of: those behind KPIs and everything else."""
    used = Series.objects.filter(organisation=organisation).values("measure_id")
    measures = as_of(Measure, moment).filter(Q(organisation_id=organisation.pk) | Q(id__in=used))
    for measure in measures.filter(next_review__lt=today):
        if measure.next_review:
            yield Late(measure, measure.next_review, "Definitions")

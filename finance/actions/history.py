"""The past of a council is recorded: its budget lines first, known since their first figures, then the figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Min, Model, Q

from ledger.errors import Problem, Rejected
from ledger.history import amend
from ledger.locks import lock_and_stamp
from ledger.models import Entry, Organisation, Service
from returns.import_kinds import Act
from returns.readings import Line, Reading

from ..history import Adjusted, Earlier, NewLine
from ..history_lines import adjustment_code
from ..models import HEADINGS, BudgetLine
from .budget_files import record_in_entries, under
from .lines import put_line

NOW = datetime.max.replace(tzinfo=UTC)
ADJUSTED = ("adjustment",)  # the series that such lines are given


@transaction.atomic
def record_history(reading: Reading, act: Act) -> Sequence[Entry]:
    """Record what a file of past years brings, all or nothing. Raises Rejected once the organisation is live."""
    _refuse_live(act.organisation)
    since = _since(reading.lines)
    codes = _make_lines([each.payload for each in reading.creations], since, act)
    _reach_back([each.payload for each in reading.creations], act)
    codes |= _keep_adjustments([each.payload for each in reading.creations], since, act)
    _know_lines({codes.get(code, code): moment for code, moment in since.items()}, act)
    lines = under(reading.lines, codes)
    lines.sort(key=lambda line: line.known_from or NOW)  # an entry is of one moment
    return record_in_entries(replace(reading, lines=lines), act)


def _refuse_live(organisation: Organisation) -> None:
    moment = lock_and_stamp(organisation).moment
    live_from = Organisation.objects.values_list("live_from", flat=True).get(pk=organisation.pk)
    if live_from and live_from <= moment:
        raise Rejected([Problem("", f"{organisation} is live; its past can’t be brought in any more.")])


def _since(lines: Iterable[Line]) -> dict[str, datetime]:
    """By the code of a series, since when its first figure is known, where that is earlier than now."""
    since: dict[str, datetime] = {}
    for line in lines:
        if line.known_from:
            code = line.figure.series
            since[code] = min(line.known_from, since.get(code, line.known_from))
    return since


def _make_lines(payloads: Iterable[Any], since: Mapping[str, datetime], act: Act) -> dict[str, str]:
    """Make the new lines; by the codes that their series were to have, those that they have."""
    wanted = [payload for payload in payloads if isinstance(payload, NewLine)]
    services = {found.code: found for found in Service.objects.filter(organisation=act.organisation)}
    codes = {}
    for new in wanted:
        code = f"budget/{new.code}"
        line = put_line(
            organisation=act.organisation,
            code=new.code,
            by=act.by,
            known_from=since.get(code),
            reason=act.reason,
            wanted=ADJUSTED if new.adjusted else (),
            name=new.name,
            service=services[new.service] if new.service else None,
            income=new.income,
            first_year=new.first_year,
        )
        codes[code] = line.series.code
        if line.adjustment:
            codes[adjustment_code(new.code)] = line.adjustment.code
    return codes


def _keep_adjustments(payloads: Iterable[Any], since: Mapping[str, datetime], act: Act) -> dict[str, str]:
    """Give lines a series of their year-end adjustments; by the codes that these were to have, those they have."""
    codes = {}
    for payload in payloads:
        if isinstance(payload, Adjusted):
            coming = adjustment_code(payload.code)
            line = put_line(
                organisation=act.organisation, code=payload.code, by=act.by, reason=act.reason, wanted=ADJUSTED
            )
            codes[coming] = line.adjustment.code if line.adjustment else coming
            moment = since.get(coming)
            amend(line, {"adjustment": line.adjustment}, by=act.by, known_from=moment, reason=act.reason)
    return codes


def _reach_back(payloads: Iterable[Any], act: Act) -> None:
    """Lines that were part of the budget earlier than was known."""
    years = {payload.code: payload.first_year for payload in payloads if isinstance(payload, Earlier)}
    for line in BudgetLine.objects.filter(organisation=act.organisation, code__in=years):
        amend(line, {"first_year": years[line.code]}, by=act.by, reason=act.reason)


def _know_lines(since: Mapping[str, datetime], act: Act) -> None:
    """What has figures was known when they were: lines, their series and what they are grouped by.

    Without it a page as at that day would hold the figures and not the line that they belong to.
    """
    related = ("series", "adjustment", "service", *HEADINGS.values())
    named = Q(series__code__in=since) | Q(adjustment__code__in=since)
    lines = BudgetLine.objects.filter(named, organisation=act.organisation).select_related(*related)
    known: dict[type[Model], dict[Model, datetime]] = {}
    for line in lines:
        moment = min(since[each.code] for each in (line.series, line.adjustment) if each and each.code in since)
        for thing in (line, *(getattr(line, name) for name in related)):
            if thing is not None:
                of_kind = known.setdefault(type(thing), {})
                of_kind[thing] = min(moment, of_kind.get(thing, moment))
    for model, moments in known.items():
        _know(model, moments, act.by, act.reason)


def _know(model: Any, moments: Mapping[Model, datetime], by: AbstractBaseUser, reason: str) -> None:
    ids = [thing.pk for thing in moments]
    rows = model.history.filter(id__in=ids).order_by().values_list("id").annotate(first=Min("history_date"))
    first = dict(rows)
    for thing, moment in moments.items():
        if moment < first[thing.pk]:
            amend(thing, {}, by=by, known_from=moment, reason=reason)

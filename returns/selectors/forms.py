"""Forms and what stands on them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from ledger.history import as_of
from ledger.models import Organisation, Series
from ledger.selectors import FieldChange, WordsChange
from ledger.selectors.people import called

from ..models import Form, FormCheck, FormLine, Return


@dataclass(frozen=True)
class FormSummary:
    form: Form
    lines: int
    returns: int  # ever opened


@dataclass(frozen=True)
class FormPage:
    form: Form
    lines: list[FormLine]  # in their order, with their series
    checks: list[tuple[FormCheck, FormLine, FormLine]]  # with their two lines
    returns: int


def forms_of(organisation: Organisation, moment: datetime | None) -> list[FormSummary]:
    """The organisation's forms as defined at `moment`, those still collected first: three queries."""
    forms = list(as_of(Form, moment).filter(organisation_id=organisation.pk))
    ids = {form.pk for form in forms}
    lines = Counter(as_of(FormLine, moment).filter(form_id__in=ids).values_list("form_id", flat=True))
    returns = Return.objects.filter(form__in=ids).order_by().values("form").annotate(count=Count("pk"))
    opened = {row["form"]: row["count"] for row in returns}
    forms.sort(key=lambda form: (not form.is_open, form.name))
    return [FormSummary(form, lines[form.pk], opened.get(form.pk, 0)) for form in forms]


def form_page(form: Form, moment: datetime | None) -> FormPage:
    """A form with its lines and checks as they stood at `moment`; the series are today's."""
    lines = list(as_of(FormLine, moment).filter(form_id=form.pk))
    lines.sort(key=lambda line: (line.position, line.pk))
    related = Series.objects.select_related("measure", "service")
    series = related.in_bulk([line.series_id for line in lines])
    for line in lines:
        line.series = series[line.series_id]
    by_id = {line.pk: line for line in lines}
    checks = [
        (check, by_id[check.left_id], by_id[check.right_id])
        for check in as_of(FormCheck, moment).filter(form_id=form.pk)
        if check.left_id in by_id and check.right_id in by_id
    ]
    return FormPage(form, lines, sorted(checks, key=lambda found: found[0].pk), form.returns.count())


def parts_history(form: Form, moment: datetime | None) -> list[WordsChange]:
    """What was changed of a form's lines and checks up to `moment`, in the order of the history: three queries."""
    lines = _versions(FormLine, form, moment)
    names = dict(Series.objects.filter(pk__in={row.series_id for row in lines}).values_list("pk", "name"))
    of_line = {row.id: names[row.series_id] for row in lines}

    def line(row: Any) -> str:
        return f"{row.section}, place {row.position}" if row.section else f"Place {row.position}"

    def check(row: Any) -> str:
        return f"{row.get_kind_display()} {of_line[row.right_id]}"

    changes = _changes(lines, lambda row: f"Line {of_line[row.id]}", line)
    checks = _versions(FormCheck, form, moment)
    return [*changes, *_changes(checks, lambda row: f"Check of {of_line[row.left_id]}", check)]


def _versions(model: Any, form: Form, moment: datetime | None) -> list[Any]:
    rows = model.history.filter(form_id=form.pk).select_related("history_user")
    rows = rows.filter(history_date__lte=moment) if moment else rows
    return list(rows.order_by("history_date", "history_id"))


def _changes(versions: list[Any], named: Callable[[Any], str], said: Callable[[Any], str]) -> list[WordsChange]:
    """Each version of these things beside the one before: added, changed, taken off."""
    before: dict[int, str] = {}
    found = []
    for row in versions:
        was, gone = before.get(row.id, ""), row.history_type == "-"
        before[row.id] = after = "Taken off" if gone else said(row)
        if was != after:
            change = FieldChange(named(row), was, after)
            by = called(row.history_user, "the system")
            found.append(WordsChange(row.history_date, by, row.history_change_reason or "", not was, (change,)))
    return found


def series_for(form: Form) -> "QuerySet[Series]":
    """The series that may be put on a form: of its organisation, kept as often, and not on it yet."""
    series = Series.objects.filter(organisation=form.organisation, frequency=form.frequency)
    return series.exclude(form_lines__form=form).select_related("measure", "service").order_by("code")

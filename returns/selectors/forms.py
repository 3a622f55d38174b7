"""Forms and what stands on them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from ledger.history import as_of
from ledger.models import Organisation, Series

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


def series_for(form: Form) -> "QuerySet[Series]":
    """The series that may be put on a form: of its organisation, kept as often, and not on it yet."""
    series = Series.objects.filter(organisation=form.organisation, frequency=form.frequency)
    return series.exclude(form_lines__form=form).select_related("measure", "service").order_by("code")

"""All reports of an organisation, and composing one."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ledger.components import EmptyState, Link
from ledger.downloads import table_response
from ledger.months import day_label
from ledger.scope import Scope, get_scope, get_writing_scope
from ledger.views.words import ask

from ..actions import compose_report
from ..forms.reports import NewReportForm
from ..models import CommitteeReport
from ..selectors.reports import report_list
from ..tables import report_link, reports_table


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = report_list([scope.organisation.pk], scope.moment)
    table = reports_table(found, scope)
    context = {
        "scope": scope,
        "table": table,
        "add": scope.link("Compose a report", "reports:new") if scope.may_write_words else None,
        "template": scope.link("The Word template", "reports:template"),
        "empty": None if found else _nothing(scope),
    }
    return table_response(request, [table]) or render(request, "reports/index.html", context)


@login_required
def new(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_writing_scope(request, slug)
    report = CommitteeReport(organisation=scope.organisation)
    initial = {"as_at": scope.today, "first_year": scope.year.first}
    form = NewReportForm(
        request.POST or None, instance=report, organisation=scope.organisation, years=scope.years, initial=initial
    )

    def save() -> Link:
        made = compose_report(organisation=scope.organisation, by=cast(User, request.user), **form.words)
        return report_link(scope, made, text=f"“{made}” is composed. Look through its sections next.")

    back = scope.link("Reports", "reports:index")
    return ask(request, scope, form, save, heading="Compose a report", back=back, button="Compose it")


def _nothing(scope: Scope) -> EmptyState:
    if not scope.is_now:
        return EmptyState("No report was known then", f"None had been composed by {day_label(scope.as_at)}.")
    step = scope.link("Compose the first one", "reports:new") if scope.may_write_words else None
    reason = "A committee report takes its tables and charts from the figures here, beside an officer’s own words."
    return EmptyState("No report has been composed yet", reason, step)

"""What is seen of budget lines: the list, and one line's year; and where its budget is set."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ledger.access import Right
from ledger.components import EmptyState, Headline, Link
from ledger.downloads import table_response
from ledger.scope import Scope, get_scope
from ledger.views import words

from ..actions import set_budget
from ..charts import line_chart, line_finding
from ..forms.lines import BudgetForm
from ..models import BudgetLine
from ..selectors import DIMENSIONS, LINE, LinePage, line_index, line_page
from ..tables import (
    elsewhere_table,
    level_table,
    line_table,
    month_table,
    movement_words,
    outturn_words,
    virement_table,
)
from .structure import find_line, keeps_structure
from .structure import line_page as page_of


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = line_index(scope.organisation, scope.year, scope.moment)
    table, elsewhere = line_table(found, scope), elsewhere_table(found, scope)
    context = {
        "scope": scope,
        "table": table,
        "elsewhere": elsewhere,
        "rooms": rooms(scope),
        "empty": None if table.rows else no_lines(scope),
        "add": scope.link("Add a budget line", "finance:line_new") if keeps_structure(scope) else None,
    }
    return table_response(request, [table, elsewhere]) or render(request, "finance/lines.html", context)


def rooms(scope: Scope) -> list[tuple[Link, str]]:
    """The pages of finance, each with what it is for."""
    found = [
        ("Budget monitoring", "finance:monitoring", "Budget, actual, projected outturn and what drives the variance"),
        ("Virements", "finance:virements", "Budget that moves between lines, and who approved it"),
        ("Activity and unit cost", "finance:activity", "How much care is bought, at which price"),
        ("Funding", "finance:funding", "Grants and reserves, and what is committed of them"),
        ("Pressures", "finance:pressures", "What an event costs: extra cost, impaired savings, lost income"),
        ("Headings", "finance:headings", "Client groups, care types, cost centres and subjectives"),
        ("Monthly returns", "returns:index", "Where each month’s actuals and forecasts are typed"),
    ]
    if scope.may_record:
        found.append(("Uploads", "returns:uploads", "A year’s budget, or past years, from a spreadsheet"))
    return [(scope.link(text, name), about) for text, name, about in found]


def no_lines(scope: Scope) -> EmptyState:
    title = f"No budget lines are part of the budget of {scope.year.label}"
    if not (scope.access.may(Right.APPROVE) and scope.is_now):
        return EmptyState(title, "Choose another year above, or ask a finance lead to set the budget up.")
    step = scope.link("Upload the budget of a year", "returns:upload_new", "budget")
    return EmptyState(title, "An upload makes the lines and their budgets in one go.", step)


@login_required
def detail(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    try:
        page = line_page(scope.organisation, code, scope.year, scope.moment, scope.as_at)
    except BudgetLine.DoesNotExist as error:
        raise Http404(f"{scope.organisation} has no budget line “{code}” that was known then.") from error
    months, levels, chart = month_table(page), level_table(page), line_chart(page)
    virements = virement_table(page.virements, scope, f"Virements of this line, {scope.year.label}")
    context = {
        "scope": scope,
        "page": page,
        "headlines": headlines(page),
        "chart": chart,
        "finding": line_finding(page),
        "months": months,
        "levels": levels,
        "virements": virements,
        "facts": facts(page),
        "steps": steps(page, scope),
        "links": links(page, scope),
    }
    return table_response(request, [months, levels, virements]) or render(request, "finance/line.html", context)


def headlines(page: LinePage) -> list[Headline]:
    amounts, side = page.amounts, page.amounts.side
    revised = amounts["revised"]
    moved = amounts["virements"]
    note = "As first set" if not moved.value else f"As first set: {amounts['original'].text}"
    period = page.period.label if page.period else "No actual is known"
    return [
        Headline("Budget", revised, "" if revised.missing else note),
        Headline("Actual to date", amounts["actual_to_date"], period),
        Headline("Variance to date", amounts["variance_to_date"], side("variance_to_date")),
        Headline(f"{outturn_words(page.standing.outturn)} outturn", amounts["projected"], "With period 13"),
        Headline("Variance of the outturn", amounts["variance"], side("variance")),
        Headline("Movement since last month", amounts["movement"], movement_words(amounts)),
    ]


def facts(page: LinePage) -> list[tuple[str, str]]:
    line = page.line
    found = [
        ("Code", line.code),
        ("Kind", "Income: its figures are negative" if line.income else "Spend"),
        ("Part of the budget", line.years.capitalize()),
        *((DIMENSIONS[name], page.structure.value(line, name).name) for name in DIMENSIONS if name != LINE),
        ("How the outturn is projected", page.outturn.formula or page.trajectory.outturn.why_not),
    ]
    return [fact for fact in found if fact[1]]


def steps(page: LinePage, scope: Scope) -> list[Link]:
    """What those may do who record, or who define the budget's lines."""
    found, line = [], page.line
    if scope.may_record and scope.is_now:
        found += [
            scope.link("Set its budget", "finance:line_budget", line.code),
            scope.link("Type a whole year of figures", "ledger:year", page.series["series"].code),
        ]
    if keeps_structure(scope):
        found.append(scope.link("Change this line", "finance:line_edit", line.code))
        found.append(scope.link("Close this line", "finance:line_end", line.code))
    return found


def links(page: LinePage, scope: Scope) -> list[Link]:
    figures = [scope.link(f"Figures: {series.name}", "ledger:series", series.code) for series in page.series.values()]
    return [*figures, scope.link("Who changed this line", "finance:line_history", page.line.code)]


@login_required
def budget(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.RECORD)
    line = find_line(scope, code)
    form = BudgetForm(request.POST or None, line=line, year=scope.year)

    def save() -> str:
        done = set_budget(line=line, by=cast(User, request.user), services=scope.access.services, **form.cleaned_data)
        year = form.cleaned_data["year"].label
        return (
            f"The budget of {line} for {year} is set." if done.recorded else f"That is its budget for {year} already."
        )

    return words.ask(
        request,
        scope,
        form,
        save,
        heading=f"Set the budget of {line}",
        back=page_of(scope, line),
        button="Set the budget",
        note="It is recorded by month, to the penny, as the original budget of the year. Once a virement has changed "
        "it, it moves by virements alone.",
    )

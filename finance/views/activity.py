"""Activity and unit cost: all lines, and one of them in its months."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ledger.components import Headline, Link
from ledger.downloads import table_response
from ledger.months import day_label
from ledger.scope import Scope, get_scope

from ..charts.activity import effects_chart
from ..models import ActivityLine
from ..selectors.activity import Activity, ActivityLinePage, EffectTotal, activity, activity_line_page
from ..selectors.funding import NotKnownYet
from ..tables.activity import activity_table, comparison_table, effects_table, months_table, residual_table, which
from .unknown import not_known


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = activity(scope.organisation, scope.year, scope.moment)
    chart = effects_chart(found, scope)
    table, effects = activity_table(found, scope), effects_table(found, scope)
    residuals = residual_table(found, scope)
    context = {
        "scope": scope,
        "found": found,
        "headlines": headlines(found),
        "table": table,
        "chart": chart,
        "effects": effects,
        "residuals": residuals,
        "ended": [scope.link(line.name, "finance:activity_line", line.slug) for line in found.ended],
        "add": scope.link("Add an activity line", "finance:activity_new") if scope.may_write_words else None,
    }
    return table_response(request, [table, effects, residuals]) or render(request, "finance/activity.html", context)


@login_required
def detail(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    try:
        page = activity_line_page(scope.organisation, key, scope.year, scope.moment)
    except ActivityLine.DoesNotExist as error:
        raise Http404(f"{scope.organisation} has no activity line “{key}”.") from error
    if isinstance(page, NotKnownYet):
        return not_known(request, scope, page)
    comparison, months = comparison_table(page.row), months_table(page)
    context = {
        "scope": scope,
        "page": page,
        "headlines": line_headlines(page),
        "comparison": comparison,
        "months": months,
        "facts": facts(page, scope),
        "steps": steps(page.row.line, scope),
        "figures": _figures(page, scope),
    }
    return table_response(request, [comparison, months]) or render(request, "finance/activity_line.html", context)


def headlines(found: Activity) -> list[Headline]:
    numbers = []
    for total in found.totals:
        note = f"Expected: {total.budgeted.text_with_unit}" if not total.budgeted.missing else ""
        numbers.append(Headline(f"Current {total.counts}", total.current, note))
    for effect in found.effect_totals:
        if effect.computed:
            numbers.append(Headline(f"Change in commitment a {effect.period}", effect.change, _change_note(effect)))
            numbers.append(Headline(f"Price effect a {effect.period}", effect.price, which(effect.price)))
            numbers.append(Headline(f"Volume effect a {effect.period}", effect.volume, which(effect.volume)))
    return numbers


def _change_note(effect: EffectTotal) -> str:
    said = which(effect.change)
    if effect.computed == effect.lines:
        return said
    return f"{said}. Of {effect.computed} of {effect.lines} lines; the others aren’t computable."


def line_headlines(page: ActivityLinePage) -> list[Headline]:
    row = page.row
    if row.why_not:
        return []
    found = [
        Headline(f"Price effect a {row.line.period}", row.price_effect, which(row.price_effect)),
        Headline(f"Volume effect a {row.line.period}", row.volume_effect, which(row.volume_effect)),
        Headline(f"Change in commitment a {row.line.period}", row.change, which(row.change)),
    ]
    if page.budget_line:
        note = f"If it holds all year. Of {page.budget_line.name}"
        found.append(Headline("Change over the year", row.change_over_year, note))
    return found


def facts(page: ActivityLinePage, scope: Scope) -> list[tuple[str, str | Link]]:
    row, line = page.row, page.row.line
    ended = f"{line.ending} on {day_label(line.closed_on)}. {line.closing_reason}" if line.closed_on else ""
    told: list[tuple[str, str | Link]] = [
        ("What is counted", line.quantity_words.capitalize()),
        ("What the price is for", line.price_words.capitalize()),
        ("In the totals", "Counted" if line.counted else "Shown, not counted"),
        ("Service", row.service),
        ("Client group", row.client_group),
        ("Care type", row.care_type),
        ("Budget line", scope.link(budget.name, "finance:line", budget.code) if (budget := page.budget_line) else ""),
        ("What to know of its numbers", line.note),
        ("How it ended", ended),
    ]
    return [fact for fact in told if fact[1]]


def steps(line: ActivityLine, scope: Scope) -> list[Link]:
    """What the reader can do with its words."""
    if not scope.may_write_words:
        return []
    if not line.is_open:
        return [scope.link("Open it again", "finance:activity_reopen", line.slug)]
    return [
        scope.link("Change it", "finance:activity_edit", line.slug),
        scope.link("Close it", "finance:activity_close", line.slug),
    ]


def _figures(page: ActivityLinePage, scope: Scope) -> list[Link]:
    own = (("How much", page.quantity_series), ("Unit cost", page.price_series))
    found = [scope.link(f"{name}: figures and their sources", "ledger:series", one.code) for name, one in own]
    if scope.may_record and scope.is_now and page.row.line.is_open:
        found += [scope.link(f"{name}: type a whole year", "ledger:year", one.code) for name, one in own]
    return [*found, scope.link("Who changed this line", "finance:activity_history", page.row.line.slug)]

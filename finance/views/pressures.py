"""Pressures: what an event such as a pandemic costs, by what it is and by what pays for it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify

from ledger.components import Headline, Link
from ledger.downloads import table_response
from ledger.months import day_label
from ledger.scope import Scope, get_scope

from ..charts.pressures import finding, pressures_chart
from ..models import Pressure
from ..selectors.funding import NotKnownYet
from ..selectors.pressures import PressurePage, Pressures, pressure_page, pressures
from ..tables.pressures import funded_table, months_table, pressures_table
from .unknown import not_known


@login_required
def index(request: HttpRequest, slug: str, event: str = "") -> HttpResponseBase:
    """Of all events, or of the one that the address names."""
    scope = get_scope(request, slug)
    named = _event(scope, event)
    found = pressures(scope.organisation, scope.year, scope.moment, named)
    chart, table, funded = pressures_chart(found), pressures_table(found, scope), funded_table(found, scope)
    add = scope.link("Add a pressure", "finance:pressure_new") if scope.may_write_words else None
    context = {
        "scope": scope,
        "found": found,
        "heading": f"{named}: what it costs" if named else "Pressures",
        "headlines": headlines(found),
        "events": [scope.link(one, "finance:event", slugify(one)) for one in found.events if one != named],
        "all": scope.link("All pressures", "finance:pressures") if named else None,
        "chart": chart,
        "finding": finding(found),
        "table": table,
        "funded": funded,
        "closed": [scope.link(one.name, "finance:pressure", one.slug) for one in found.closed],
        "add": add,
    }
    tables = [table, funded, *([chart.table] if chart else [])]
    return table_response(request, tables) or render(request, "finance/pressures.html", context)


@login_required
def detail(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    try:
        page = pressure_page(scope.organisation, key, scope.year, scope.moment)
    except Pressure.DoesNotExist as error:
        raise Http404(f"{scope.organisation} has no pressure “{key}”.") from error
    if isinstance(page, NotKnownYet):
        return not_known(request, scope, page)
    months, event = months_table(page), page.row.pressure.event
    context = {
        "scope": scope,
        "page": page,
        "pressure": page.row.pressure,
        "back": scope.link(event, "finance:event", slugify(event)),
        "headlines": page_headlines(page),
        "months": months,
        "facts": facts(page, scope),
        "steps": steps(page.row.pressure, scope),
        "figures": _figures(page, scope),
    }
    return table_response(request, [months]) or render(request, "finance/pressures_one.html", context)


def headlines(found: Pressures) -> list[Headline]:
    if not found.rows:
        return []
    return [
        *(Headline(kind.name, kind.cost, _gaps(kind.unknown, len(kind.rows))) for kind in found.kinds),
        Headline("Not funded", found.unfunded.cost, _gaps(found.unfunded.unknown, len(found.unfunded.rows))),
    ]


def _gaps(unknown: int, of: int) -> str:
    return f"{unknown} of {of} have no amount" if unknown else ""


def page_headlines(page: PressurePage) -> list[Headline]:
    amounts = page.row.amounts
    return [
        Headline(f"Plan for {page.year.label}", amounts.plan),
        Headline("Actual to date", amounts.actual),
        Headline(f"Forecast for {page.year.label}", amounts.forecast),
    ]


def facts(page: PressurePage, scope: Scope) -> list[tuple[str, str | Link]]:
    pressure, source = page.row.pressure, page.row.funding
    ended = ""
    if pressure.closed_on:
        ended = f"{pressure.ending} on {day_label(pressure.closed_on)}. {pressure.closing_reason}"
    told: list[tuple[str, str | Link]] = [
        ("What causes it", pressure.event),
        ("What it is", str(pressure.get_kind_display())),
        ("Category", pressure.category),
        ("Funded from", scope.link(source.name, "finance:source", source.slug) if source else "Not funded"),
        ("What it is about", pressure.description),
        ("How it ended", ended),
    ]
    return [fact for fact in told if fact[1]]


def steps(pressure: Pressure, scope: Scope) -> list[Link]:
    """What the reader can do with its words."""
    if not scope.may_write_words:
        return []
    if not pressure.is_open:
        return [scope.link("Open it again", "finance:pressure_reopen", pressure.slug)]
    return [
        scope.link("Change it", "finance:pressure_edit", pressure.slug),
        scope.link("Close it", "finance:pressure_close", pressure.slug),
    ]


def _figures(page: PressurePage, scope: Scope) -> list[Link]:
    code = page.series.code
    found = [scope.link("Its figures and where they come from", "ledger:series", code)]
    if scope.may_record and scope.is_now and page.row.pressure.is_open:
        found.append(scope.link("Type a whole year", "ledger:year", code))
    return [*found, scope.link("Who changed this pressure", "finance:pressure_history", page.row.pressure.slug)]


def _event(scope: Scope, address: str) -> str:
    """The event that an address names; 404 where there is none."""
    if not address:
        return ""
    names = Pressure.objects.filter(organisation=scope.organisation).values_list("event", flat=True).distinct()
    found = next((name for name in names.order_by() if slugify(name) == address), None)
    if found is None:
        raise Http404(f"{scope.organisation} has no pressures of “{address}”.")
    return found

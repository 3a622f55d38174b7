"""Budget monitoring: a year's budget lines by a dimension, opened into the next, down to a line."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ledger.components import Headline, Link
from ledger.downloads import table_response
from ledger.scope import Scope, get_scope

from ..charts import variance_chart, variance_finding
from ..selectors import DIMENSIONS, LINE, Monitoring, monitoring
from ..tables import monitoring_link, movement_words, outturn_table, outturn_words, to_date_table
from .lines import no_lines


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    by, chosen = _asked(request)
    scope.kept.update({"by": by, **chosen})
    found = monitoring(scope.organisation, scope.year, scope.moment, scope.as_at, by, chosen)
    chart, tables = variance_chart(found), [outturn_table(found, scope), to_date_table(found, scope)]
    context = {
        "scope": scope,
        "page": found,
        "empty": None if found.groups else no_lines(scope),
        "headlines": headlines(found),
        "chart": chart,
        "finding": variance_finding(found),
        "tables": tables,
        "ways": [(link, name == by) for name, link in _dimensions(found, scope)],
        "trail": _trail(found, scope),
        "here": found.chosen[-1][1].name if found.chosen else "",
    }
    every = [*tables, *([chart.table] if chart else [])]
    return table_response(request, every) or render(request, "finance/monitoring.html", context)


def _asked(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The dimension that the address asks for, and the values of others that it opens."""
    named = (name for name in request.GET if name in DIMENSIONS and name != LINE)
    chosen = {name: value for name in named if (value := request.GET[name].strip())}
    offered = [name for name in DIMENSIONS if name not in chosen]
    by = request.GET.get("by", "")
    return by if by in offered else offered[0], chosen


def _dimensions(found: Monitoring, scope: Scope) -> list[tuple[str, Link]]:
    chosen = {name: value.key for name, value in found.chosen}
    return [(name, monitoring_link(scope, DIMENSIONS[name], name, chosen)) for name in found.dimensions]


def _trail(found: Monitoring, scope: Scope) -> list[Link]:
    """The way back through the values that were opened, each within those before it."""
    links: list[Link] = []
    chosen: dict[str, str] = {}
    text = "All budget lines"
    for name, value in found.chosen:
        links.append(monitoring_link(scope, text, name, chosen))
        chosen, text = {**chosen, name: value.key}, value.name
    return links


def headlines(found: Monitoring) -> list[Headline]:
    net, side = found.net, found.net.side
    period = found.period.label if found.period else "No actual is known"
    outturn = " and ".join(sorted(found.outturns)) or "projected"
    moved = net["virements"]
    budget = "As first set" if not moved.value else f"As first set: {net['original'].text}"
    return [
        Headline("Net budget", net["revised"], "" if net["revised"].missing else budget),
        Headline("Variance to date", net["variance_to_date"], _joined(side("variance_to_date"), period)),
        Headline(f"{outturn_words(outturn)} outturn", net["projected"], "Net, with period 13"),
        Headline("Variance of the outturn", net["variance"], side("variance")),
        Headline("Movement since last month", net["movement"], movement_words(net)),
    ]


def _joined(*words: str) -> str:
    return ", ".join(each for each in words if each)

"""The navigation of an organisation's pages: which rooms there are is known only up here."""

from typing import Any

from django.http import HttpRequest

from ascare.reports.models import CommitteeReport
from ascare.reports.tables import report_link
from ledger.access import Right
from ledger.components import Link
from ledger.scope import Scope
from programmes.models import Programme, Workstream

OVERVIEW = ("Overview", "council", Right.READ)
SECTIONS = [
    ("Programmes", "programmes:index", Right.READ),
    ("KPIs", "programmes:kpis", Right.READ),
    ("Finance", "finance:index", Right.READ),
    ("Returns", "returns:index", Right.READ),
    ("Logs", "raid:logs", Right.READ),
    ("Reports", "reports:index", Right.READ),
    ("Figures", "ledger:series_index", Right.READ),
    ("Measures", "ledger:measures", Right.READ),
    ("People", "ledger:people", Right.ADMINISTER),
    ("Services", "ledger:parts", Right.ADMINISTER),
    ("Work", "ledger:jobs", Right.ADMINISTER),
]
# Pages that lie outside their section's address.
ELSEWHERE = {
    "live": "ledger:people",
    "figures": "ledger:series_index",
    "schemes": "ledger:measures",
    "forms": "returns:index",
    "restatements": "returns:index",
    "uploads": "returns:index",
}
FINANCE = {  # the lists of finance, by the part of the address below it
    "activity": ("Activity and unit cost", "finance:activity"),
    "funding": ("Funding", "finance:funding"),
    "headings": ("Headings", "finance:headings"),
    "pressures": ("Pressures", "finance:pressures"),
    "virements": ("Virements", "finance:virements"),
}


def navigation(request: HttpRequest) -> dict[str, list[Link]]:
    """Context processor: the sections that this reader may open, and the way back from a page inside one."""
    scope = getattr(request, "scope", None)
    if scope is None:
        return {}
    links = {name: scope.link(text, name) for text, name, right in [OVERVIEW, *SECTIONS] if scope.access.may(right)}
    return {"navigation": list(links.values()), "breadcrumbs": _way_back(request, scope, links)}


def _way_back(request: HttpRequest, scope: Scope, links: dict[str, Link]) -> list[Link]:
    overview, path = links[OVERVIEW[1]], request.path
    inside = [link for name, link in links.items() if name != OVERVIEW[1] and path.startswith(_address(link))]
    part = path.removeprefix(_address(overview)).partition("/")[0]
    if part in ELSEWHERE:
        inside = [links[ELSEWHERE[part]]]
    trail = [overview, *inside, *_above(request, scope)]
    return [link for link in trail if _address(link) != path]


def _above(request: HttpRequest, scope: Scope) -> list[Link]:
    """The programme, and the workstream, that a page is about or that its log is of: a log itself knows neither."""
    match = request.resolver_match
    if match is None:
        return []
    if match.namespace == "raid" and "pk" in match.kwargs:
        workstream = Workstream.objects.filter(log=match.kwargs["pk"]).select_related("programme").first()
        programme = workstream.programme if workstream else Programme.objects.filter(log=match.kwargs["pk"]).first()
    elif match.namespace == "finance":
        return _above_in_finance(request, scope, match.url_name or "", match.kwargs)
    elif match.namespace == "reports" and "pk" in match.kwargs:
        report = CommitteeReport.objects.filter(organisation=scope.organisation, pk=match.kwargs["pk"]).first()
        return [report_link(scope, report)] if report else []
    elif match.namespace == "programmes" and "programme" in match.kwargs:
        known = Programme.objects.filter(organisation=scope.organisation, slug=match.kwargs["programme"])
        workstream, programme = None, known.first()
    else:
        return []
    found = [scope.link(programme.name, "programmes:detail", programme.slug)] if programme else []
    if workstream and programme:
        found.append(scope.link(workstream.name, "programmes:workstream", programme.slug, workstream.slug))
    return found


def _above_in_finance(request: HttpRequest, scope: Scope, page: str, named: dict[str, Any]) -> list[Link]:
    """The list that a page's thing stands in, and the thing where the page is about changing it."""
    part = request.path.removeprefix(_address(scope.link("", "finance:index"))).partition("/")[0]
    found = [scope.link(*FINANCE[part])] if part in FINANCE else []
    if page.startswith("line_") and "code" in named:
        found.append(scope.link(f"Budget line {named['code']}", "finance:line", named["code"]))
    if page.startswith("virement_") and "number" in named:
        key = (named["year"], named["number"])
        found.append(scope.link(f"Virement {named['number']}", "finance:virement", *key))
    return found


def _address(link: Link) -> str:
    return link.url.partition("?")[0]

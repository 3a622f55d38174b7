"""The navigation of an organisation's pages: which rooms there are is known only up here."""

from django.http import HttpRequest

from ledger.access import Right
from ledger.components import Link

OVERVIEW = ("Overview", "council", Right.READ)
SECTIONS = [
    ("Programmes", "programmes:index", Right.READ),
    ("Figures", "ledger:series_index", Right.READ),
    ("Measures", "ledger:measures", Right.READ),
    ("People", "ledger:people", Right.ADMINISTER),
    ("Services", "ledger:parts", Right.ADMINISTER),
]
# Pages that lie outside their section's address.
ELSEWHERE = {"figures": "ledger:series_index"}


def navigation(request: HttpRequest) -> dict[str, list[Link]]:
    """Context processor: the sections that this reader may open, and the way back from a page inside one."""
    scope = getattr(request, "scope", None)
    if scope is None:
        return {}
    links = {name: scope.link(text, name) for text, name, right in [OVERVIEW, *SECTIONS] if scope.access.may(right)}
    return {"navigation": list(links.values()), "breadcrumbs": _way_back(request.path, links)}


def _way_back(path: str, links: dict[str, Link]) -> list[Link]:
    overview = links[OVERVIEW[1]]
    inside = [link for name, link in links.items() if name != OVERVIEW[1] and path.startswith(_address(link))]
    part = path.removeprefix(_address(overview)).partition("/")[0]
    if part in ELSEWHERE:
        inside = [links[ELSEWHERE[part]]]
    trail = [overview, *inside]
    return [link for link in trail if _address(link) != path]


def _address(link: Link) -> str:
    return link.url.partition("?")[0]

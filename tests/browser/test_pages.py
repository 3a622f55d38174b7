"""Every page of the site: no barrier that axe knows, and no sideways scrolling on a phone or with large letters."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from .conftest import DESK, Visit
from .places import NO_PAGES, PLACES, Place

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"


def _routes(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            inside = f"{namespace}{found.namespace}:" if found.namespace else namespace
            yield from _routes(found, inside)
        elif isinstance(found, URLPattern) and found.name:
            yield f"{namespace}{found.name}"


def test_every_route_has_a_page_here_or_a_reason_why_not() -> None:
    here = {place.route for place in PLACES if place.route and not place.debug}
    assert set(_routes(get_resolver())) == here | set(NO_PAGES)
    assert not here & set(NO_PAGES)


def barriers(page: Page) -> list[str]:
    """What axe finds, one line for each rule and place."""
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate(RUN_AXE, RULES)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


# What sticks out of the page to the right and is not inside something that scrolls by itself.
STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((each) =>
    each.getBoundingClientRect().right > width + 1 && !each.closest(".ascare-scroll > *")
  ).map((each) => each.outerHTML.slice(0, 120));
}"""


def set_size(page: Page, width: int, letters: str = "") -> None:
    page.set_viewport_size({"width": width, "height": DESK["height"]})
    page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_page_has_no_barriers_and_fits(visit: Visit, place: Place) -> None:
    page = place.visit(visit).page
    if place.foreign:
        return
    assert barriers(page) == []
    for width, letters in ((320, ""), (375, ""), (1280, "200%")):
        set_size(page, width, letters)
        assert page.evaluate(STICKS_OUT) == [], f"at {width} pixels {letters}"

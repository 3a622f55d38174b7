"""How much a page weighs on its way to a new reader, and what it looks like on paper."""

import pytest
from playwright.sync_api import expect

from .conftest import Contexts, Visit
from .places import PROGRAMME, PROGRAMME_IN_FULL

KB = 1000


def weigh(contexts: Contexts, path: str) -> dict[str, int]:
    """Bytes over the wire of each thing a page loads, compressed and with headers, with nothing in the cache."""
    context = contexts.new("viewer")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}
    devtools.on("Network.responseReceived", lambda e: addresses.update({e["requestId"]: e["response"]["url"]}))
    devtools.on(
        "Network.loadingFinished",
        lambda e: sizes.update({addresses.get(e["requestId"], e["requestId"]): int(e["encodedDataLength"])}),
    )
    page.goto(path, wait_until="networkidle")
    context.close()
    assert len(sizes) >= 4, sizes
    return sizes


@pytest.mark.parametrize(
    ("path", "has_chart"),
    [
        (PROGRAMME_IN_FULL, True),
        ("/cambridgeshire/series/", False),
        ("/cambridgeshire/series/apc/packages/nursing/?year=2019-20", True),
    ],
)
def test_page_is_light(contexts: Contexts, path: str, has_chart: bool) -> None:
    sizes = weigh(contexts, path)
    chart = sum(size for address, size in sizes.items() if "plotly" in address)
    print({address.rsplit("/", 1)[-1]: size for address, size in sizes.items()}, sum(sizes.values()))  # noqa: T201
    assert bool(chart) is has_chart
    assert sum(sizes.values()) <= 450 * KB, sizes
    assert sum(sizes.values()) - chart < 60 * KB, sizes


@pytest.mark.parametrize("path", [f"{PROGRAMME}?as_at=2019-11-07", "/cambridgeshire/series/?as_at=2019-11-07"])
def test_paper_shows_whose_numbers_as_at_when_and_no_navigation(visit: Visit, path: str) -> None:
    page = visit().open(path)
    line = page.get_by_text("Cambridgeshire, 2019/20, as at 7 November 2019", exact=True)
    expect(line).to_be_hidden()
    page.emulate_media(media="print")
    expect(line).to_be_visible()
    hidden = "header, nav, footer, form, .govuk-skip-link, .ascare-scope, .govuk-breadcrumbs, .ascare-screen-only"
    for part in page.locator(hidden).all():
        expect(part).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_paper_fits(visit: Visit) -> None:
    """A4 upright: nothing of a table is cut off."""
    page = visit().open(PROGRAMME_IN_FULL)
    page.locator(".js-plotly-plot svg").first.wait_for()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})  # 210 mm less the margins
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 688

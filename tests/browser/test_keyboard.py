"""With the keyboard alone: skip link, visible focus, explanations, charts' tables, errors that lead to the field."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit
from .places import LIVING_WELL, PLACES, PROGRAMME, PROGRAMME_IN_FULL

FORMS_WITH_ERRORS = [place for place in PLACES if place.name.endswith(", errors")]


def test_skip_link_comes_first_and_leads_to_the_content(visit: Visit) -> None:
    page = visit().open(PROGRAMME)
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


LOOKS = """() => {
  const style = getComputedStyle(document.activeElement);
  const text = document.activeElement.querySelector(".govuk-details__summary-text");
  return ["outline", "boxShadow", "backgroundColor", "textDecoration"].map((name) => style[name]).join()
    + (text ? getComputedStyle(text).boxShadow : "");
}"""
# Everything that Tab comes to, numbered, with how it looks without the focus.
NUMBER_THEM = """() => {
  const shown = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((each) => each.checkVisibility({visibilityProperty: true}) && each.type !== "hidden");
  shown.forEach((each, number) => { each.dataset.number = number });
  return shown.map((each) => {
    const style = getComputedStyle(each);
    const text = each.querySelector(".govuk-details__summary-text");
    return ["outline", "boxShadow", "backgroundColor", "textDecoration"].map((name) => style[name]).join()
      + (text ? getComputedStyle(text).boxShadow : "");
  });
}"""


def test_focus_is_seen_on_everything_that_takes_it(visit: Visit) -> None:
    page = visit().open(f"{PROGRAMME}?as_at=2019-11-07")
    page.locator("body.govuk-frontend-supported").wait_for()
    page.locator(".js-plotly-plot").first.wait_for()
    at_rest: list[str] = page.evaluate(NUMBER_THEM)
    met: set[int] = set()
    for _ in range(len(at_rest) + 10):
        page.keyboard.press("Tab")
        number = page.evaluate("() => document.activeElement.dataset.number ?? null")
        if number is None or int(number) in met:  # the page's own end, or another part of a date
            continue
        met.add(int(number))
        described = page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")
        assert page.evaluate(LOOKS) != at_rest[int(number)], f"nothing shows the focus on {described}"
    assert met == set(range(len(at_rest)))


def test_explanation_opens_with_enter_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit().open(LIVING_WELL)
    number = page.locator(".ascare-headlines [popovertarget]").first
    explanation = page.locator(f"#{number.get_attribute('popovertarget')}")
    expect(explanation).to_be_hidden()
    number.focus()
    page.keyboard.press("Enter")
    expect(explanation).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('[popover]') !== null"), "Tab leads into it"
    page.keyboard.press("Escape")
    expect(explanation).to_be_hidden()
    expect(number).to_be_focused()


def test_chart_shows_its_table(visit: Visit) -> None:
    page = visit().open(PROGRAMME_IN_FULL)
    chart = page.locator("figure.ascare-chart").first
    chart.locator(".js-plotly-plot svg").first.wait_for()
    expect(chart.locator("table")).to_be_hidden()
    chart.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(chart.locator("table")).to_be_visible()


@pytest.mark.parametrize("place", FORMS_WITH_ERRORS, ids=lambda place: place.name)
def test_error_summary_takes_the_focus_and_leads_to_the_fields(visit: Visit, place: object) -> None:
    page: Page = place.visit(visit).page  # type: ignore[attr-defined]
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    links = summary.get_by_role("link").all()
    assert links
    for link in links:
        target = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
        link.focus()
        page.keyboard.press("Enter")
        expect(target).to_be_focused()
        assert "error" in (target.get_attribute("aria-describedby") or _group(target)), "the field says what is wrong"


LABEL = "() => document.activeElement.labels?.[0]?.textContent ?? ''"


def test_year_is_typed_row_by_row_and_its_errors_lead_back_to_their_cells(visit: Visit) -> None:
    page = visit("contributor").open("/peterborough/series/visits/settled/year/?year=2019-20")
    first = page.get_by_label("April 2019, plan")
    for _ in range(40):
        page.keyboard.press("Tab")
        if first.evaluate("each => each === document.activeElement"):
            break
    met = []
    for _ in range(6):
        met.append(page.evaluate(LABEL))
        page.keyboard.type("n/a" if len(met) == 1 else "")
        page.keyboard.press("Tab")
    assert met == [f"{month} 2019, {basis}" for month in ("April", "May") for basis in ("plan", "actual", "forecast")]

    page.keyboard.press("Enter")  # as in any form, from any of its inputs
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    expect(first).to_have_value("n/a")
    expect(first).to_have_accessible_description(re.compile("n/a"))
    page.keyboard.press("Tab")
    expect(page.get_by_label("April 2019, actual")).to_be_focused()


def _group(target: object) -> str:
    """What describes the group of radios or checkboxes that `target` belongs to."""
    find: Callable[[str], object] = target.evaluate  # type: ignore[attr-defined]
    return str(find("each => each.closest('fieldset')?.getAttribute('aria-describedby') ?? ''"))

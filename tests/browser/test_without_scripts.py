"""Scripts forbidden: nothing that the pages say or take is lost."""

import pytest
from playwright.sync_api import expect

from .conftest import Visit
from .places import LIVING_WELL, PLACES, PROGRAMME, PROGRAMME_IN_FULL

WITHOUT = {"java_script_enabled": False}


def test_tables_behind_charts_are_there(visit: Visit) -> None:
    page = visit(**WITHOUT).open(PROGRAMME_IN_FULL)
    charts = page.locator("figure.ascare-chart").all()
    assert charts
    for chart in charts:
        expect(chart.locator("table.govuk-table")).to_be_visible()
        expect(chart.locator(".ascare-chart__plot")).to_be_hidden()


def test_explanation_opens(visit: Visit) -> None:
    page = visit(**WITHOUT).open(LIVING_WELL)
    page.locator(".ascare-headlines [popovertarget]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_navigation_is_open_on_a_phone(visit: Visit) -> None:
    visitor = visit(**WITHOUT)
    visitor.page.set_viewport_size({"width": 320, "height": 700})
    page = visitor.open(PROGRAMME)
    expect(page.get_by_role("link", name="Figures", exact=True)).to_be_visible()


def test_scope_form_works(visit: Visit) -> None:
    page = visit(**WITHOUT).open(PROGRAMME)
    page.locator("#scope-as_at").fill("2019-11-07")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("region", name="As at")).to_contain_text("As at 7 November 2019")
    page.locator("#scope-as_at").fill("")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Adults Positive Challenge")
    expect(page.get_by_role("region", name="As at")).to_have_count(0)


def test_figure_is_recorded_corrected_and_withdrawn(visit: Visit) -> None:
    page = visit("contributor", **WITHOUT).open("/peterborough/series/visits/no-script/?year=2019-20")
    page.get_by_role("link", name="Record a figure").click()
    page.get_by_label("First day").fill("2019-05-01")
    page.get_by_label("Last day").fill("2019-05-31")
    page.get_by_label("Value").fill("1,234")
    page.get_by_role("button", name="Record").click()
    page.goto("/peterborough/series/visits/no-script/?year=2019-20")
    page.get_by_role("link", name="1,234").first.click()
    page.get_by_role("link", name="Correct or withdraw").click()
    page.get_by_label("Correct value").fill("1.3k")
    page.get_by_role("button", name="Record the correction").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.get_by_label("Correct value").fill("1,300")
    page.get_by_label("Why it changes").fill("Miscounted")
    page.get_by_role("button", name="Record the correction").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,300")


FORMS = [
    place for place in PLACES if place.act and place.name not in ("programme, unfolded", "choose the first password")
]


@pytest.mark.parametrize("place", FORMS, ids=lambda place: place.name)
def test_form_answers(visit: Visit, place: object) -> None:
    """Every form that is tried elsewhere with scripts comes to the same page without."""
    visitor = visit(place.role, **WITHOUT)  # type: ignore[attr-defined]
    path = place.path if isinstance(place.path, str) else place.path(visitor.site)  # type: ignore[attr-defined]
    place.act(visitor.open(path))  # type: ignore[attr-defined]
    if place.name.endswith(", errors"):  # type: ignore[attr-defined]
        expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()
    else:
        expect(visitor.page.locator(".govuk-error-summary")).to_have_count(0)

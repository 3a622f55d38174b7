"""The entry grid in people's hands: typing, pasting, two at once, a lost tab, the keyboard alone, no scripts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Visit
from .grid_cast import JUNE, KINDS, ROLLUPS
from .test_pages import STICKS_OUT, barriers, set_size

PASTE = """(input, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  input.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
COPY = """input => {
  const clipboardData = new DataTransfer();
  input.dispatchEvent(new ClipboardEvent("copy", {clipboardData, bubbles: true, cancelable: true}));
  return clipboardData.getData("text/plain");
}"""
DRAFTS = "() => `ascare:draft:${document.querySelector('[data-grid]').dataset.draft}` in localStorage"


def grid(name: str) -> str:
    return f"/peterborough/returns/grid-{name}/{JUNE}/"


def cell(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def out(page: Page, line: str, key: str) -> Locator:
    return page.get_by_role("row", name=line).locator(f"[data-out={key}]")


def status(page: Page) -> Locator:
    return page.locator("[data-grid-status]")


def ready(page: Page) -> Page:
    page.locator("body.govuk-frontend-supported").wait_for()
    return page


def check(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Check what changes").last.click()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("saved")


def test_typing_replaces_adds_up_and_is_saved_after_a_look(visit: Visit) -> None:
    page = ready(visit("finance-officer").open(grid("typing")))
    cell(page, "Packages, May 2019").click()
    page.keyboard.type("120")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("(30)")
    page.keyboard.press("Enter")
    expect(cell(page, "Reviews, June 2019")).to_be_focused()
    expect(cell(page, "Packages, May 2019")).to_have_value("120")
    expect(cell(page, "Packages, May 2019")).to_have_accessible_description("changed, not saved")
    expect(out(page, "Packages", "to_date")).to_have_text("£180")
    expect(out(page, "Packages", "variance")).to_have_text("−£120 favourable")
    expect(page.locator("[data-total=section] [data-column='2']")).to_have_text("−£30")
    expect(status(page)).to_contain_text("2 cells changed, nothing saved yet.")

    page.keyboard.type("n/a")
    expect(cell(page, "Reviews, June 2019")).to_have_attribute("aria-invalid", "true")
    expect(status(page)).to_contain_text("1 cell can’t be read as a number.")
    check(page)
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(cell(page, "Reviews, June 2019")).to_be_focused()
    expect(cell(page, "Reviews, June 2019")).to_have_value("n/a")
    expect(cell(page, "Reviews, June 2019")).to_have_accessible_description(re.compile("is not a number"))
    expect(out(page, "Packages", "to_date")).to_have_text("£180")
    cell(page, "Reviews, June 2019").fill("-")
    check(page)
    changes = page.get_by_role("table", name="What changes")
    expect(changes).to_contain_text("brackets are read as minus")
    expect(changes).to_contain_text("a dash is read as zero")
    save(page)
    expect(cell(page, "Packages, June 2019")).to_have_value("-30")
    expect(cell(page, "Reviews, June 2019")).to_have_value("0")
    expect(page.locator(".ascare-grid__cell--changed")).to_have_count(0)
    assert not page.evaluate(DRAFTS)


def test_blocks_are_pasted_copied_and_filled(visit: Visit) -> None:
    page = ready(visit("finance-officer").open(grid("pasting")))
    cell(page, "Reviews, June 2019").evaluate(PASTE, '£1,000.50\t(2)\r\n\t"1,2\n"\r\n')
    expect(cell(page, "Reviews, June 2019")).to_have_value("£1,000.50")
    expect(cell(page, "Reviews, July 2019, forecast")).to_have_value("(2)")
    expect(cell(page, "Equipment, June 2019")).to_have_value("")
    expect(cell(page, "Equipment, July 2019, forecast")).to_have_value("1,2")
    expect(status(page)).to_contain_text("3 cells pasted.")

    cell(page, "Equipment, May 2019").evaluate(PASTE, "1\t2\n3\t4\n")
    expect(page.get_by_role("alert")).to_contain_text("there is room for 1 row by 11 columns")
    expect(cell(page, "Equipment, May 2019")).to_have_value("")

    cell(page, "Packages, April 2019").click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(status(page)).to_have_text("2 rows by 2 columns selected.")
    assert cell(page, "Packages, April 2019").evaluate(COPY) == "90\t110\n\t\n"
    cell(page, "Equipment, January 2020, forecast").click()
    cell(page, "Equipment, March 2020, forecast").click(modifiers=["Shift"])
    cell(page, "Equipment, January 2020, forecast").evaluate(PASTE, "7\n")
    for month in ("January", "February", "March"):
        expect(cell(page, f"Equipment, {month} 2020, forecast")).to_have_value("7")
    cell(page, "Equipment, July 2019, forecast").fill("12")
    check(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what changes: 6 figures")
    save(page)
    expect(cell(page, "Reviews, June 2019")).to_have_value("1,000.5")


def test_two_at_once_and_each_value_is_chosen(visit: Visit) -> None:
    mine, theirs = visit("finance-officer").page, visit("contributor").page
    for page in (mine, theirs):
        page.goto(grid("stale"))
        ready(page)
    cell(theirs, "Packages, April 2019").fill("95")
    cell(theirs, "Packages, May 2019").fill("115")
    check(theirs)
    save(theirs)
    cell(mine, "Packages, April 2019").fill("91")
    cell(mine, "Packages, May 2019").fill("111")
    cell(mine, "Reviews, June 2019").fill("5")
    check(mine)
    conflicts = mine.get_by_role("region", name="Changed by somebody else")
    expect(conflicts.get_by_role("row", name="Packages, April 2019")).to_contain_text("contributor")
    expect(conflicts.get_by_role("row", name="Packages, April 2019")).to_contain_text("95")
    assert barriers(mine) == []
    with mine.expect_navigation():
        conflicts.get_by_role("button", name=re.compile("Keep mine.*Packages, April 2019")).click()
    expect(conflicts.get_by_role("row")).to_have_count(2)
    with mine.expect_navigation():
        conflicts.get_by_role("button", name=re.compile("Take theirs.*Packages, May 2019")).click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Check what changes: 2 figures")
    save(mine)
    for label, value in (("Packages, April 2019", "91"), ("Packages, May 2019", "115"), ("Reviews, June 2019", "5")):
        expect(cell(mine, label)).to_have_value(value)


def test_lost_tab_is_offered_back_and_never_put_back_unasked(visit: Visit) -> None:
    first = ready(visit("finance-officer").open(grid("lost")))
    cell(first, "Reviews, June 2019").fill("12k")
    cell(first, "Packages, April 2019").fill("91")
    first.close()

    second = visit("contributor").page  # somebody else meanwhile; theirs is another browser, with no draft
    second.goto(grid("lost"))
    expect(ready(second).get_by_role("region", name="Not saved")).to_have_count(0)
    cell(second, "Packages, April 2019").fill("99")
    check(second)
    save(second)

    page = ready(visit("finance-officer").open(grid("lost")))
    offer = page.get_by_role("region", name="Not saved")
    expect(offer).to_contain_text("You typed 2 cells here and did not save.")
    expect(cell(page, "Reviews, June 2019")).to_have_value("")
    assert barriers(page) == []
    page.reload()
    expect(ready(page).get_by_role("region", name="Not saved")).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(cell(page, "Reviews, June 2019")).to_have_value("12k")
    expect(offer).to_be_hidden()
    check(page)
    # What was typed beside 90 doesn't overwrite the 99 that came meanwhile.
    expect(page.get_by_role("region", name="Changed by somebody else")).to_contain_text("99")
    page.goto(grid("lost"))
    ready(page).get_by_role("button", name="Throw it away").click()
    assert not page.evaluate(DRAFTS)

    cell(page, "Reviews, June 2019").fill("8")
    page.wait_for_function(DRAFTS)
    page.locator("form[action$='/logout/']").evaluate(
        """form => { form.addEventListener("submit", event => event.preventDefault()); form.requestSubmit(); }"""
    )
    page.evaluate("() => new Promise(done => setTimeout(done, 0))")
    assert not page.evaluate(DRAFTS)
    cell(page, "Reviews, June 2019").fill("")
    page.wait_for_timeout(400)  # until the draft of nothing is kept, so that no other test meets it


def test_month_is_filled_in_with_the_keyboard_alone(visit: Visit) -> None:
    page = ready(visit("finance-officer").open(grid("keyboard")))
    first = cell(page, "Packages, April 2019")
    for _ in range(40):
        page.keyboard.press("Tab")
        if first.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "Packages, June 2019")).to_be_focused()
    for value in ("105", "20", "30"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    expect(cell(page, "Reviews, June 2019")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("5")
    expect(cell(page, "Reviews, June 2019")).to_have_value("250")
    page.keyboard.press("Escape")
    expect(cell(page, "Reviews, June 2019")).to_have_value("20")
    page.keyboard.press("Tab")
    expect(cell(page, "Reviews, July 2019, forecast")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(cell(page, "Packages, July 2019, forecast")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what changes: 3 figures")
    button = page.get_by_role("button", name="Save", exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(cell(page, "Equipment, June 2019")).to_have_value("30")


def test_what_is_added_up_while_typing_is_what_stands_once_saved(visit: Visit) -> None:
    page = ready(visit("finance-officer").open(grid("rollups")))
    lines = [f"{rollup.capitalize()}, {kind}" for rollup in ROLLUPS for kind in KINDS]
    sums = "all => all.map(each => each.innerText.trim())"
    june, august, march = "June 2019", "August 2019, forecast", "March 2020, forecast"
    for typed in ({june: "250"}, {june: "40", august: "1k"}, {march: "9"}):
        for line in lines:
            for month, value in typed.items():
                cell(page, f"{line}, {month}").fill(value)
        shown = page.locator("#grid [data-out]").evaluate_all(sums)
        assert "…" not in shown
        check(page)
        save(page)
        assert page.locator("#grid [data-out]").evaluate_all(sums) == shown, typed
    # 90, 91 and 40: amounts are summed, of levels the last stands, averages are averaged.
    found = [out(page, f"{rollup.capitalize()}, forecast", "to_date").inner_text() for rollup in ROLLUPS]
    assert found == ["221", "40", "74"]


def test_submitting_with_something_unsaved_is_asked_about(visit: Visit) -> None:
    page = ready(visit("finance-officer").open(grid("unsaved")))
    submit = page.get_by_role("button", name="Submit it")
    asked = page.get_by_role("region", name="Before you go on")
    cell(page, "Reviews, June 2019").fill("12k")
    cell(page, "Packages, June 2019").fill("80")
    submit.click()
    expect(asked).to_contain_text("You typed 2 cells that are not saved, so not in what you submit.")
    expect(asked).to_be_focused()
    assert barriers(page) == []
    page.get_by_role("button", name="Check and save it first").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what changes: 2 figures")
    save(page)
    cell(page, "Packages, June 2019").fill("81")
    page.wait_for_function(DRAFTS)
    page.reload()
    submit.click()  # a draft that was kept counts too
    expect(asked).to_contain_text("You typed 1 cell that is not saved")
    page.get_by_role("button", name="Go on without it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Submit: ")
    page.get_by_role("link", name="Cancel").click()
    ready(page).get_by_role("button", name="Throw it away").click()
    submit.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Submit: ")


def test_everything_works_without_scripts(visit: Visit) -> None:
    page = visit("finance-officer", java_script_enabled=False).open(grid("plain"))
    expect(page.get_by_text("Only what is saved is submitted.")).to_be_visible()
    cell(page, "Packages, June 2019").fill("5k")
    page.locator("summary", has_text="Paste a block here").click()
    page.get_by_label("First line").select_option("Reviews")
    page.get_by_label("First column").select_option("June 2019")
    page.get_by_label("Cells to paste").fill("1\t2\n3\t4\n5\t6\n")
    page.get_by_role("button", name="Put it into the grid").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("there is room for 2 rows by 10 columns")
    page.get_by_label("Cells to paste").fill("1\t2\n3\t4\n")
    page.get_by_role("button", name="Put it into the grid").click()
    expect(cell(page, "Equipment, July 2019, forecast")).to_have_value("4")
    expect(cell(page, "Packages, June 2019")).to_have_value("5k")
    cell(page, "Packages, April 2019").fill("")
    cell(page, "Packages, May 2019").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what changes: 5 figures")
    page.get_by_label("Withdraw 90: Packages, April 2019").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(cell(page, "Packages, April 2019")).to_have_value("")
    expect(cell(page, "Packages, June 2019")).to_have_value("5,000")


def _empty(page: Page) -> None:
    cell(page, "Packages, April 2019").fill("")
    cell(page, "Reviews, June 2019").fill("5")
    check(page)


def _mistake(page: Page) -> None:
    cell(page, "Packages, April 2019").fill("n/a")
    check(page)


@pytest.mark.parametrize("act", [lambda page: None, _empty, _mistake], ids=["grid", "preview", "errors"])
def test_pages_have_no_barriers_and_fit(visit: Visit, act: object) -> None:
    page = ready(visit("finance-officer").open(grid("looks")))
    act(page)  # type: ignore[operator]
    ready(page)
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert barriers(page) == []
    for width, letters in ((320, ""), (375, ""), (1280, "200%")):
        set_size(page, width, letters)
        assert page.evaluate(STICKS_OUT) == [], f"at {width} pixels {letters}"


def test_reader_sees_the_figures_and_no_inputs(visit: Visit) -> None:
    page = visit("viewer").open(grid("looks"))
    expect(page.get_by_role("row", name="Packages")).to_contain_text("£110")
    expect(page.locator("table input")).to_have_count(0)
    assert barriers(page) == []

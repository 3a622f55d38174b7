"""A return filled in offline: downloaded, changed with a library, uploaded, looked at, recorded; and once more."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.returns.filled_in import filled_in

from .conftest import Visit
from .grid_cast import JUNE
from .test_pages import barriers

RETURN = f"/peterborough/returns/grid-workbook/{JUNE}/"


def upload(page: Page, path: Path) -> None:
    page.goto(RETURN)
    page.get_by_role("link", name="upload a filled-in workbook").click()
    expect(page.get_by_label("Return", exact=True)).to_have_value(f"grid-workbook/{JUNE}")
    page.get_by_label("File", exact=True).set_input_files(path)
    with page.expect_navigation():
        page.get_by_role("button", name="Look at what would change").click()


def test_workbook_there_and_back_and_the_same_again(visit: Visit, tmp_path: Path) -> None:
    page = visit("finance-officer").open(RETURN)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a workbook").click()
    assert download.value.suggested_filename == f"peterborough-grid-workbook-{JUNE}.xlsx"
    path = tmp_path / "outturn.xlsx"
    changes = {("grid-workbook/packages", "May 2019"): 115, ("grid-workbook/reviews", "Jun 2019"): 1234.5}
    path.write_bytes(filled_in(download.value.path().read_bytes(), changes))

    upload(page, path)
    main = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_have_text("What outturn.xlsx would change")
    expect(main).to_contain_text("Changed (1)")
    expect(main).to_contain_text("New (1)")
    expect(main.get_by_role("row", name="Packages")).to_contain_text("£115")
    assert not barriers(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Record all of it").click()
    expect(page.get_by_role("alert")).to_contain_text("is recorded")

    main.get_by_role("link", name="Outturn for workbook (made up), June 2019").click()
    expect(page.get_by_label("Packages, May 2019", exact=True)).to_have_value("115")
    expect(page.get_by_label("Reviews, June 2019", exact=True)).to_have_value("1,234.5")

    upload(page, path)
    expect(main).to_contain_text("This very file was recorded on")
    expect(main).to_contain_text("there is nothing to record")
    expect(page.get_by_role("button", name="Record all of it")).to_have_count(0)

"""What people come to do, from beginning to end."""

import json
import urllib.request
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from ledger.months import Span, add_months

from .conftest import Site, Visit
from .places import PROGRAMME


def figure_path(site: Site, name: str) -> str:
    return f"/peterborough/figures/{site.figure(f'peterborough/visits/{name}')}/"


def correct(page: Page, value: str, reason: str) -> None:
    page.get_by_label("Correct value").fill(value)
    page.get_by_label("Why it changes").fill(reason)
    page.get_by_role("button", name="Record the correction").click()


# --- two people, one figure -----------------------------------------------------------------------------------


def test_second_of_two_writers_sees_both_values_and_may_keep_theirs(visit: Visit, site: Site) -> None:
    address = figure_path(site, "conflict")
    first = visit("contributor").open(f"{address}correct/")
    second = visit("finance-officer").open(f"{address}correct/")
    correct(first, "1,100", "Late invoices")
    expect(first.get_by_role("heading", level=1)).to_contain_text("1,100")

    correct(second, "1,200", "Recounted")
    conflict = second.locator("#conflict")
    expect(conflict).to_contain_text("Demo contributor recorded another value")
    expect(conflict).to_contain_text("Nothing of yours was recorded")
    rows = conflict.locator(".govuk-summary-list__row")
    expect(rows.filter(has_text="Yours")).to_contain_text("1,200")
    expect(rows.filter(has_text="Theirs")).to_contain_text("1,100")
    expect(second.get_by_label("Correct value")).to_have_value("1,200")
    expect(second.get_by_label("Why it changes")).to_have_value("Recounted")
    expect(second.locator(".govuk-error-summary")).to_be_focused()

    second.get_by_role("button", name="Keep mine").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("1,200")
    values = second.locator("#table-history tbody tr td:nth-of-type(1)").all_inner_texts()
    assert [value.split(",\n")[0].split(", history")[0] for value in values] == ["1,200", "1,100", "1,000"]
    history = second.locator("#table-history")
    for words in ("Demo contributor", "Late invoices", "Demo finance officer", "Recounted", "Counted"):
        expect(history).to_contain_text(words)


def test_second_of_two_writers_may_take_theirs(visit: Visit, site: Site) -> None:
    address = figure_path(site, "late-conflict")
    first = visit("contributor").open(f"{address}correct/")
    second = visit("finance-officer").open(f"{address}correct/")
    correct(first, "1,100", "Late invoices")
    expect(first.get_by_role("heading", level=1)).to_contain_text("1,100")
    correct(second, "1,200", "Recounted")
    second.get_by_role("link", name="Take theirs").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("1,100")
    expect(second.locator("#table-history tbody tr")).to_have_count(2)


# --- as at ----------------------------------------------------------------------------------------------------


def test_day_before_the_paper_says_why_nothing_is_there_and_leads_on(visit: Visit) -> None:
    page = visit().open(f"{PROGRAMME}?as_at=2019-07-03")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Nothing was known of this programme on 3 July 2019")
    main.get_by_role("link", name="4 July 2019").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Adults Positive Challenge")
    expect(page.get_by_role("region", name="As at")).to_contain_text("As at 4 July 2019")
    expect(page.locator(".ascare-headlines")).not_to_contain_text("£786,000")
    page.locator("#scope-as_at").fill("2019-11-07")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".ascare-headlines")).to_contain_text("£786,000")


def test_chosen_day_and_year_are_carried_to_every_link(visit: Visit) -> None:
    page = visit().open("/cambridgeshire/")
    page.get_by_label("Financial year").select_option("2019-20")
    page.locator("#scope-as_at").fill("2019-11-30")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("region", name="As at")).to_contain_text("As at 30 November 2019")
    for link in ("Programmes", "Adults Positive Challenge", "Figures", "Cost avoidance", "Measures", "Overview"):
        page.get_by_role("link", name=link).first.click()
        expect(page.get_by_role("region", name="As at")).to_contain_text("As at 30 November 2019")
        assert parse_qs(urlsplit(page.url).query) == {"year": ["2019-20"], "as_at": ["2019-11-30"]}, link
    page.get_by_text("Change organisation").click()
    page.get_by_role("link", name="Peterborough", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Peterborough")
    assert parse_qs(urlsplit(page.url).query) == {"year": ["2019-20"], "as_at": ["2019-11-30"]}
    page.get_by_role("link", name="Back to now").click()
    expect(page.get_by_role("region", name="As at")).to_have_count(0)


def test_empty_day_means_now_and_leaves_no_trace_in_the_address(visit: Visit) -> None:
    page = visit().open("/cambridgeshire/?as_at=2019-11-07")
    page.locator("#scope-as_at").fill("")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("region", name="As at")).to_have_count(0)
    assert "as_at" not in page.url


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_at=yesterday", "yesterday"),
        ("as_at=2999-01-01", "lies in the future"),
        ("as_at=0001-01-01", "since April"),
        ("as_at=2019-11-31", "2019-11-31"),
        ("year=soon", "soon"),
        ("year=9999-00", "between 1990 and 2100"),
    ],
)
def test_bad_date_in_the_address_is_an_error_and_no_crash(visit: Visit, query: str, words: str) -> None:
    page = visit().open(f"/cambridgeshire/?{query}")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text(words)
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.locator("[id^=scope-][aria-invalid=true]")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cambridgeshire")


# --- a benefit, and a risk to it -------------------------------------------------------------------------------

STORY = "/peterborough/programmes/story/"
MONTHS = [Span.month(add_months(date(2019, 4, 1), count)).label for count in range(12)]


def test_benefit_is_planned_delivered_evidenced_and_validated_and_its_risk_happens(visit: Visit) -> None:
    page = visit("contributor").open(f"{STORY}?year=2019-20")
    plan_and_record(page)
    expect(page.get_by_role("link", name="Validate it")).to_have_count(0)
    validate(visit("finance-lead").open(page.url))
    page.goto(f"{STORY}?year=2019-20")
    let_a_risk_happen(page)

    page.goto(f"{STORY}?year=2019-20")
    main = page.get_by_role("main")
    told = ("Fewer double visits", "Brokers are short", "Hire a broker", "£120,000", "£20,500")
    for words in (*told, "Validated by finance"):
        expect(main).to_contain_text(words)
    page.goto(f"{STORY}?year=2019-20&as_at={localdate() - timedelta(days=1)}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Reviews First (made up)")
    for words in told:
        expect(main).not_to_contain_text(words)


def plan_and_record(page: Page) -> None:
    """From a programme's page to the page of a new benefit, which is evidenced."""
    page.get_by_role("link", name="Add a benefit", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Fewer double visits")
    page.get_by_label("Cashable saving").check()
    page.get_by_role("button", name="Save").click()
    benefit = page.url

    page.get_by_role("link", name="Type a whole year").click()
    for month in MONTHS:
        page.get_by_label(f"{month}, plan").fill("10,000")
    page.get_by_label("April 2019, actual").fill("8k")
    page.get_by_label("May 2019, actual").fill("£12,500")
    page.get_by_label("Where the figures come from").fill("Reviews up to May")
    page.get_by_role("button", name="Record the year").click()
    expect(page.get_by_role("alert")).to_contain_text("14 figures are recorded")

    page.goto(benefit)
    headlines = page.locator(".ascare-headlines")
    for words in ("£120,000", "£20,500"):
        expect(headlines).to_contain_text(words)
    expect(page.locator("main .ascare-lead .ascare-rating")).to_have_text("Green")
    page.locator("figure.ascare-chart .js-plotly-plot svg").first.wait_for()

    page.get_by_role("link", name="Say how far it is").click()
    page.get_by_label("Evidenced").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("is evidenced now")


def validate(page: Page) -> None:
    page.get_by_role("link", name="Validate it").click()
    page.get_by_label("What was checked?").fill("Actuals against the ledger")
    page.get_by_role("button", name="Validate it").click()
    expect(page.get_by_role("alert")).to_contain_text("is validated by finance")
    expect(page.get_by_role("main")).to_contain_text("Actuals against the ledger")


def let_a_risk_happen(page: Page) -> None:
    """From a programme's page to its log: a risk becomes an issue, on which somebody acts."""
    page.get_by_role("link", name="Log of risks, actions and decisions").click()
    page.get_by_role("button", name="Record a risk").click()
    page.get_by_label("Title").fill("Brokers are short")
    page.get_by_label("Likelihood before mitigation").select_option("4")
    page.get_by_label("Impact before mitigation").select_option("4")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".ascare-matrix")).to_contain_text("Risk 1")

    page.get_by_role("link", name="Risk 1: Brokers are short").click()
    page.get_by_role("button", name="It happened").click()
    page.get_by_label("Why?").fill("Two left")
    page.get_by_role("button", name="Close it").click()
    page.get_by_role("link", name="Issue 1: Brokers are short").click()
    page.get_by_role("button", name="Record an action on it").click()
    page.get_by_label("Title").fill("Hire a broker")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#table-actions")).to_contain_text("Hire a broker")


# --- comments, withdrawing, and who may not --------------------------------------------------------------------


def test_comment_is_added_read_and_erased(visit: Visit, site: Site) -> None:
    address = figure_path(site, "comment")
    page = visit("contributor").open(address)
    page.get_by_label("Add a comment").fill("Two homes <b>late</b>")
    page.get_by_role("button", name="Add comment").click()
    expect(page.locator(".ascare-comment")).to_contain_text("Two homes <b>late</b>")

    reader = visit("viewer").open(address)
    expect(reader.locator(".ascare-comment")).to_contain_text("Two homes")
    expect(reader.get_by_role("button", name="Erase")).to_have_count(0)

    page.get_by_role("button", name="Erase").click()
    expect(page.locator(".ascare-comment")).not_to_contain_text("Two homes")
    expect(page.locator(".ascare-comment")).to_contain_text("by Demo contributor")
    reader.reload()
    expect(reader.locator(".ascare-comment")).not_to_contain_text("Two homes")


def test_figure_is_withdrawn(visit: Visit, site: Site) -> None:
    page = visit("contributor").open(figure_path(site, "withdraw"))
    page.get_by_role("link", name="Correct or withdraw this figure").click()
    page.get_by_label("Withdraw this figure").check()
    page.get_by_label("Why it changes").fill("Counted twice")
    page.get_by_role("button", name="Record the correction").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("withdrawn")
    expect(page.locator("#table-history")).to_contain_text("Counted twice")
    expect(page.locator("#table-history")).to_contain_text("1,000")


def test_figure_is_recorded(visit: Visit) -> None:
    page = visit("finance-officer").open("/peterborough/series/visits/recorded/")
    page.get_by_role("link", name="Record a figure").click()
    page.get_by_label("First day").fill("2019-06-01")
    page.get_by_label("Last day").fill("2019-06-30")
    page.get_by_label("Value").fill("1,250")
    page.get_by_label("Source or reason").fill("Return")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_contain_text("Recorded")
    page.goto("/peterborough/series/visits/recorded/?year=2019-20")
    expect(page.locator("#table-figures")).to_contain_text("1,250")


def test_reader_sees_no_buttons_and_is_refused_by_address(visit: Visit, site: Site) -> None:
    visitor = visit("viewer")
    address = figure_path(site, "settled")
    page = visitor.open(address)
    expect(page.get_by_role("link", name="Correct or withdraw")).to_have_count(0)
    expect(page.get_by_role("button", name="Add comment")).to_have_count(0)
    page = visitor.open("/peterborough/series/visits/settled/")
    expect(page.get_by_role("link", name="Record a figure")).to_have_count(0)
    expect(page.get_by_role("link", name="People", exact=True)).to_have_count(0)
    for refused in (
        f"{address}correct/",
        "/peterborough/series/visits/settled/record/",
        "/peterborough/people/",
        "/peterborough/measures/new/",
    ):
        visitor.open(refused, status=403)
        expect(page.get_by_role("heading", level=1)).to_have_text("You cannot do that")


def test_strangers_organisation_is_not_there(visit: Visit, site: Site) -> None:
    visitor = visit("stranger")
    figure = site.figure("cambridgeshire/apc/cost-avoidance")
    for hidden in ("/cambridgeshire/", PROGRAMME, f"/cambridgeshire/figures/{figure}/", f"/essex/figures/{figure}/"):
        page = visitor.open(hidden, status=404)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        expect(page.get_by_role("link", name="home page")).to_be_visible()
        expect(page.locator("body")).not_to_contain_text("Cambridgeshire")


def test_who_is_not_signed_in_comes_back_to_the_page_they_wanted(visit: Visit) -> None:
    page = visit("", locale="en-US").open(f"{PROGRAMME}?as_at=2019-11-07")
    page.get_by_label("User name or email address").fill("viewer")
    page.get_by_label("Password", exact=True).fill("try-viewer")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("region", name="As at")).to_contain_text("7 November 2019")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


# --- programs -------------------------------------------------------------------------------------------------


def test_token_issued_here_reads_the_api(visit: Visit, site: Site) -> None:
    page = visit("viewer").open("/tokens/")
    page.get_by_label("What it is for").fill("A test")
    page.get_by_label("Organisation", exact=True).select_option("cambridgeshire")
    page.get_by_role("button", name="Issue token").click()
    secret = page.locator("main [translate=no]").inner_text().strip()
    page.goto("/tokens/")
    expect(page.locator("main")).not_to_contain_text(secret)

    asked = urllib.request.Request(
        f"{site.url}/api/v1/figures/?organisation=cambridgeshire", headers={"Authorization": f"Token {secret}"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        figures = json.load(answer)
    assert answer.status == 200
    assert figures["results"]
    assert all(isinstance(figure["value"], str | None) for figure in figures["results"])

    page.get_by_role("row", name="A test").get_by_role("link", name="Revoke").click()
    page.get_by_role("button", name="Revoke").click()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=30)
    with refused.value:
        assert refused.value.code == 401

"""Every page of the site, and how to come to it in each of its states."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page

from .conftest import Site, Visit, Visitor

PROGRAMME = "/cambridgeshire/programmes/adults-positive-challenge/"
PROGRAMME_IN_FULL = f"{PROGRAMME}?year=2019-20"  # the year of which the papers print most
DIRECT_PAYMENTS = "/cambridgeshire/kpis/direct-payments/share/"
LIVING_WELL = "/demoshire/programmes/living-well/"
GRID = "/peterborough/returns/grid-looks/2019-06-01/"
A_YEAR_AGO = localdate() - timedelta(days=365)


@dataclass(frozen=True)
class Place:
    name: str
    route: str  # the name of its URL; "" for answers that belong to none
    path: str | Callable[[Site], str]
    role: str = "viewer"
    status: int = 200
    act: Callable[[Page], None] | None = None  # what to do there to see the page in this state
    debug: bool = False  # only a development system has it
    foreign: bool = False  # another project's markup: it has to load, within our policy, but is not ours to mend
    ready: str = "body.govuk-frontend-supported"  # there once the scripts have done their work

    def visit(self, visit: Visit) -> Visitor:
        visitor = visit(self.role, debug=self.debug)
        path = self.path if isinstance(self.path, str) else self.path(visitor.site)
        page = visitor.open(path, self.status)
        if self.act:
            self.act(page)
        page.locator(self.ready).first.wait_for()
        return visitor


def press(name: str | re.Pattern[str]) -> Callable[[Page], None]:
    """Press the button of that name, and come to the page that follows."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name=name, exact=True).click()

    return act


def published(code: str, more: str = "") -> Callable[[Site], str]:
    return lambda site: f"/cambridgeshire/figures/{site.figure(f'cambridgeshire/{code}')}/{more}"


def settled(more: str = "") -> Callable[[Site], str]:
    return lambda site: f"/peterborough/figures/{site.figure('peterborough/visits/settled')}/{more}"


def person(name: str, more: str = "") -> Callable[[Site], str]:
    return lambda site: f"/peterborough/people/{site.person(name)}/{more}"


def logged(more: str = "", name: str = "visits") -> Callable[[Site], str]:
    return lambda site: f"/peterborough/logs/{site.log(name)}/{more}"


def saving(path: str) -> Callable[[Site], str]:
    """Of the programme that tests may write to; {names} in `path` are those of what it holds."""
    return lambda site: f"/peterborough/programmes/{path.format_map(site.found['savings'])}"


def finance(path: str) -> Callable[[Site], str]:
    """Of the budget that tests may write to; {names} in `path` are those of what it holds."""
    return lambda site: f"/peterborough/finance/{path.format_map(site.found['finance'])}"


def report(path: str) -> Callable[[Site], str]:
    """Of the organisation that tests may write to; {names} in `path` are those of its reports."""
    return lambda site: f"/peterborough/reports/{path.format_map(site.found['reports'])}"


def made_up_report(path: str) -> Callable[[Site], str]:
    return lambda site: f"/demoshire/reports/{path.format_map(site.found['reports'])}"


def made_up_log(query: str) -> Callable[[Site], str]:
    return lambda site: f"/demoshire/logs/{site.log('demoshire')}/{query}"


def waiting(more: str) -> Callable[[Site], str]:
    return lambda site: f"/peterborough/jobs/{site.found['job']}/{more}"


def open_all(page: Page) -> None:
    """Everything that unfolds, unfolded: tables behind charts, the organisations, an explanation."""
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    page.locator("[popovertarget]").first.click()
    page.locator(":popover-open").wait_for()


def issue_token(page: Page) -> None:
    page.get_by_label("What it is for").fill("Accessibility")
    page.get_by_label("Organisation", exact=True).select_option("peterborough")
    press("Issue token")(page)


def open_revoke(page: Page) -> None:
    issue_token(page)
    page.goto("/tokens/")
    page.get_by_role("link", name="Revoke").first.click()
    page.get_by_role("heading", name="Revoke").wait_for()


def invite(page: Page) -> None:
    login = f"invited-{secrets.token_hex(4)}"  # an account can be made once only
    page.get_by_label("User name").fill(login)
    page.get_by_label("Full name").fill("Made Up")
    page.get_by_label("Email address").fill(f"{login}@example.gov.uk")
    page.get_by_label("Viewer").check()
    press("Make account")(page)


def open_first_password(page: Page) -> None:
    """The page to which the link of a new account leads; it signs out whoever opens it, so it can be seen once."""
    invite(page)
    page.goto(page.locator("main [translate=no]").inner_text().strip())
    page.get_by_role("heading", name="Choose a new password").wait_for()


def withdraw_both(page: Page) -> None:
    page.get_by_label("Correct value").fill("5")
    page.get_by_label("Withdraw this figure").check()
    press("Record the correction")(page)


def comment_and_erase(page: Page) -> None:
    for text in ("To stay", "To go"):
        page.get_by_label("Add a comment").fill(text)
        press("Add comment")(page)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Erase")).last.click()


def mistype_the_year(page: Page) -> None:
    page.get_by_label("April 2019, plan").fill("n/a")
    page.get_by_label("April 2019, actual").fill("")
    press("Record the year")(page)


def type_into_grid(text: str) -> Callable[[Page], None]:
    """Type into a cell, and ask what that changes."""

    def act(page: Page) -> None:
        page.get_by_label("Reviews, June 2019", exact=True).fill(text)
        press("Check what changes")(page)

    return act


def of_returns(path: str) -> Callable[[Site], str]:
    """An address among the returns of the organisation that tests may write to."""
    return lambda site: f"/peterborough/{path.format_map(site.found['returns'])}"


PLACES = [
    Place("returns", "returns:index", "/peterborough/returns/", "finance-officer"),
    Place("returns of Demoshire", "returns:index", "/demoshire/returns/", "finance-lead"),
    Place("a return's step", "returns:step", f"{GRID}submit/", "finance-officer"),
    Place("a return's steps", "returns:steps", f"{GRID}steps/"),
    Place("forms", "returns:forms", "/peterborough/forms/", "administrator"),
    Place("new form", "returns:form_new", "/peterborough/forms/new/", "administrator"),
    Place("new form, errors", "returns:form_new", "/peterborough/forms/new/", "administrator", act=press("Save")),
    *(
        Place(f"a form, {name}", f"returns:{name}", of_returns(f"forms/grid-looks/{path}"), role)
        for name, path, role in (
            ("form", "", "viewer"),
            ("form_edit", "edit/", "administrator"),
            ("open", "open/", "finance-officer"),
            ("lines_new", "lines/new/", "administrator"),
            ("lines", "lines/", "administrator"),
            ("line_remove", "lines/{line}/remove/", "administrator"),
            ("check_new", "checks/new/", "administrator"),
            ("check_remove", "checks/{check}/remove/", "administrator"),
            ("form_close", "close/", "administrator"),
            ("form_history", "history/", "viewer"),
        )
    ),
    Place("the past to close", "returns:past", "/demoshire/returns/past/", "finance-lead"),
    Place(
        "the past of a form",
        "returns:form_past",
        "/demoshire/forms/monthly-outturn-older-people/past/",
        "finance-lead",
    ),
    Place("restatements", "returns:restatements", "/peterborough/restatements/", "finance-lead"),
    Place("propose a restatement", "returns:restate", of_returns("restatements/new/{figure}/"), "finance-officer"),
    Place(
        "approve a restatement",
        "returns:restatement_approve",
        of_returns("restatements/{proposal}/approve/"),
        "finance-lead",
    ),
    Place(
        "refuse a restatement",
        "returns:restatement_refuse",
        of_returns("restatements/{proposal}/refuse/"),
        "finance-lead",
    ),
    Place("an upload", "returns:upload", of_returns("uploads/{upload}/"), "finance-lead"),
    Place("discard an upload", "returns:upload_discard", of_returns("uploads/{upload}/discard/"), "finance-lead"),
    Place("entry grid", "returns:grid", GRID, role="finance-officer"),
    Place("entry grid, errors", "returns:grid", GRID, role="finance-officer", act=type_into_grid("n/a")),
    Place(
        "entry grid, looked at before it is saved",
        "returns:preview",
        GRID,
        role="finance-officer",
        act=type_into_grid("5"),
    ),
    # accounts
    Place("sign in", "account_login", "/accounts/login/", ""),
    Place("sign in, errors", "account_login", "/accounts/login/", "", act=press("Sign in")),
    Place("sign out", "account_logout", "/accounts/logout/"),
    Place("account closed", "account_inactive", "/accounts/inactive/", ""),
    Place("no registration", "account_signup", "/accounts/signup/", ""),
    Place("confirm password", "account_reauthenticate", "/accounts/reauthenticate/"),
    Place("change password", "account_change_password", "/accounts/password/change/"),
    Place(
        "change password, errors",
        "account_change_password",
        "/accounts/password/change/",
        act=press("Change password"),
    ),
    Place("reset password", "account_reset_password", "/accounts/password/reset/", ""),
    Place("reset password, link sent", "account_reset_password_done", "/accounts/password/reset/done/", ""),
    Place("reset password, dead link", "account_reset_password_from_key", "/accounts/password/reset/key/1-x/", ""),
    Place(
        "choose the first password",
        "account_reset_password_from_key",
        "/peterborough/people/new-account/",
        "other-administrator",
        act=open_first_password,
    ),
    Place("password reset", "account_reset_password_from_key_done", "/accounts/password/reset/key/done/", ""),
    # organisations
    Place("home", "home", "/"),
    Place("home of a newcomer", "home", "/", "newcomer"),
    Place("council", "council", "/cambridgeshire/"),
    Place("council without figures", "council", "/essex/", "stranger"),
    Place("partnership", "council", "/cambridgeshire-and-peterborough/"),
    Place("council, bad dates", "council", "/cambridgeshire/?year=soon&as_at=yesterday"),
    Place("programmes", "programmes:index", "/cambridgeshire/programmes/"),
    Place("programmes, none", "programmes:index", "/essex/programmes/", "stranger"),
    Place("programme", "programmes:detail", PROGRAMME),
    Place("programme, unfolded", "programmes:detail", PROGRAMME_IN_FULL, act=open_all),
    Place("programme as at 7 November", "programmes:detail", f"{PROGRAMME}?as_at=2019-11-07"),
    Place("programme before it was known", "programmes:detail", f"{PROGRAMME}?as_at=2019-07-03"),
    Place("programme, another year", "programmes:detail", f"{PROGRAMME}?year=2018-19"),
    Place("programme to write in", "programmes:detail", saving("home-first/"), "contributor"),
    Place("workstream", "programmes:workstream", f"{PROGRAMME}workstreams/reablement/"),
    Place(
        "workstream before it was known",
        "programmes:workstream",
        f"{PROGRAMME}workstreams/reablement/?as_at=2019-07-03",
    ),
    Place(
        "workstream to write in", "programmes:workstream", saving("home-first/workstreams/reablement/"), "contributor"
    ),
    Place("benefit", "programmes:benefit", saving("home-first/benefits/fewer-packages/")),
    Place("benefit to write in", "programmes:benefit", saving("home-first/benefits/fewer-packages/"), "contributor"),
    Place("KPIs", "programmes:kpis", "/cambridgeshire/kpis/"),
    Place("KPIs, none", "programmes:kpis", "/essex/kpis/", "stranger"),
    Place("KPI, a ratio by year", "programmes:kpi", f"{DIRECT_PAYMENTS}?year=2018-19", act=open_all),
    Place("KPI before it was known", "programmes:kpi", f"{DIRECT_PAYMENTS}?as_at=2019-07-03"),
    Place("KPI with a break", "programmes:kpi", "/cambridgeshire/kpis/apc/packages/direct-payments/"),
    Place("KPI to record in", "programmes:kpi", "/peterborough/kpis/visits/settled/", "contributor"),
    # figures
    Place("figures", "ledger:series_index", "/cambridgeshire/series/"),
    Place("series", "ledger:series", "/cambridgeshire/series/apc/packages/direct-payments/"),
    Place("series, last year", "ledger:series", "/cambridgeshire/series/apc/packages/direct-payments/?year=2018-19"),
    Place("series to record in", "ledger:series", "/peterborough/series/visits/settled/", "contributor"),
    Place("new series", "ledger:series_new", "/peterborough/series/new/", "administrator"),
    Place(
        "new series, errors",
        "ledger:series_new",
        "/peterborough/series/new/",
        "administrator",
        act=press("Create series"),
    ),
    Place("change series", "ledger:series_edit", "/peterborough/series/visits/settled/edit/", "administrator"),
    Place("services", "ledger:parts", "/peterborough/parts/", "administrator"),
    Place("add service", "ledger:service_new", "/peterborough/parts/new-service/", "administrator"),
    Place("add locality", "ledger:locality_new", "/peterborough/parts/new-locality/", "administrator"),
    Place("figure", "ledger:figure", published("apc/cost-avoidance")),
    Place("figure with comments", "ledger:figure", settled(), "contributor", act=comment_and_erase),
    Place("comment, errors", "ledger:comment", settled(), "contributor", act=press("Add comment")),
    Place("correct", "ledger:correct", settled("correct/"), "contributor"),
    Place("correct, errors", "ledger:correct", settled("correct/"), "contributor", act=withdraw_both),
    Place("record", "ledger:record", "/peterborough/series/visits/settled/record/", "contributor"),
    Place(
        "record, errors",
        "ledger:record",
        "/peterborough/series/visits/settled/record/",
        "contributor",
        act=press("Record"),
    ),
    Place("year", "ledger:year", "/peterborough/series/visits/settled/year/?year=2019-20", "contributor"),
    Place(
        "year, errors",
        "ledger:year",
        "/peterborough/series/visits/settled/year/?year=2019-20",
        "contributor",
        act=mistype_the_year,
    ),
    # what programmes hold
    Place("new programme", "programmes:new", saving("new/"), "contributor"),
    Place("new programme, errors", "programmes:new", saving("new/"), "contributor", act=press("Save")),
    Place("change programme", "programmes:edit", saving("home-first/edit/"), "contributor"),
    Place("close programme", "programmes:close", saving("home-first/close/"), "contributor"),
    Place(
        "close programme, errors",
        "programmes:close",
        saving("home-first/close/"),
        "contributor",
        act=press("Close it"),
    ),
    Place("open programme again", "programmes:reopen", saving("over/reopen/"), "contributor"),
    Place("history of a programme", "programmes:history", saving("home-first/history/")),
    Place(
        "programme, not as at a day", "programmes:edit", saving("home-first/edit/?as_at=2019-11-07"), "contributor"
    ),
    *(
        Place(f"new {kind}", "programmes:part_new", saving(f"home-first/{kind}/new/"), "contributor")
        for kind in (
            "workstreams",
            "benefits",
            "milestones",
            "investments",
            "opportunities",
            "impairments",
            "mitigations",
            "kpis",
            "delivery-confidence-assessments",
        )
    ),
    Place(
        "new benefit, errors",
        "programmes:part_new",
        saving("home-first/benefits/new/"),
        "contributor",
        act=press("Save"),
    ),
    Place("new claim", "programmes:part_new", saving("home-first/claims/new/"), "contributor"),
    Place(
        "new claim, errors", "programmes:part_new", saving("home-first/claims/new/"), "contributor", act=press("Save")
    ),
    Place("change claim", "programmes:part_edit", saving("home-first/claims/{claim}/edit/"), "contributor"),
    Place("remove claim", "programmes:part_close", saving("home-first/claims/{claim}/close/"), "contributor"),
    Place(
        "change benefit", "programmes:part_edit", saving("home-first/benefits/fewer-packages/edit/"), "contributor"
    ),
    Place(
        "close milestone", "programmes:part_close", saving("home-first/milestones/{milestone}/close/"), "contributor"
    ),
    Place(
        "open milestone again", "programmes:part_reopen", saving("home-first/milestones/{met}/reopen/"), "contributor"
    ),
    Place("history of a milestone", "programmes:part_history", saving("home-first/milestones/{met}/history/")),
    Place(
        "move benefit", "programmes:benefit_move", saving("home-first/benefits/fewer-packages/state/"), "contributor"
    ),
    Place(
        "validate benefit",
        "programmes:benefit_validate",
        saving("home-first/benefits/fewer-packages/validate/"),
        "finance-lead",
    ),
    Place(
        "bring forward",
        "programmes:benefit_bring_forward",
        saving("home-first/benefits/fewer-packages/bring-forward/"),
        "contributor",
    ),
    Place(
        "take up opportunity",
        "programmes:opportunity_take_up",
        saving("home-first/opportunities/{opportunity}/take-up/"),
        "contributor",
    ),
    Place("new budget", "programmes:own_new", saving("budgets/new/"), "contributor"),
    Place("change budget", "programmes:own_edit", saving("budgets/{budget}/edit/"), "contributor"),
    Place("close KPI", "programmes:own_close", saving("kpis/{kpi}/close/"), "contributor"),
    Place("open KPI again", "programmes:own_reopen", saving("kpis/{retired}/reopen/"), "contributor"),
    Place("history of a budget", "programmes:own_history", saving("budgets/{budget}/history/")),
    # a full council, as it is and as it was
    *(
        Place(
            f"Demoshire, {name}{when}", route, made_up_log(query) if route == "raid:log" else f"{path}{query}", role
        )
        for when, query in (("", ""), (" a year ago", f"?as_at={A_YEAR_AGO}"))
        for name, route, path, role in (
            ("council", "council", "/demoshire/", "viewer"),
            ("programmes", "programmes:index", "/demoshire/programmes/", "viewer"),
            ("programme", "programmes:detail", LIVING_WELL, "contributor"),
            ("workstream", "programmes:workstream", f"{LIVING_WELL}workstreams/reablement-first/", "contributor"),
            ("benefit", "programmes:benefit", f"{LIVING_WELL}benefits/strengths-reviews/", "finance-lead"),
            ("KPIs", "programmes:kpis", "/demoshire/kpis/", "viewer"),
            ("KPI by week", "programmes:kpi", "/demoshire/kpis/home-care/waiting/", "contributor"),
            ("KPI by year", "programmes:kpi", "/demoshire/kpis/carers/satisfied/", "contributor"),
            ("log", "raid:log", "", "contributor"),
            ("work", "ledger:jobs", "/demoshire/jobs/", "administrator"),
        )
    ),
    # finance
    Place("finance", "finance:index", "/demoshire/finance/", "finance-lead"),
    Place("finance, none", "finance:index", "/essex/finance/", "stranger"),
    *(
        Place(f"monitoring by {by}", "finance:monitoring", f"/demoshire/finance/monitoring/?by={by}", act=open_all)
        for by in ("service", "care-type", "line")
    ),
    Place("monitoring, opened", "finance:monitoring", "/demoshire/finance/monitoring/?client-group=older-people"),
    Place("monitoring, none", "finance:monitoring", "/essex/finance/monitoring/", "stranger"),
    Place("budget line", "finance:line", "/demoshire/finance/lines/op-residential/", "finance-lead", act=open_all),
    Place("new budget line", "finance:line_new", finance("lines/new/"), "finance-lead"),
    Place("new budget line, errors", "finance:line_new", finance("lines/new/"), "finance-lead", act=press("Save")),
    Place("change budget line", "finance:line_edit", finance("lines/visits/edit/"), "finance-lead"),
    Place("close budget line", "finance:line_end", finance("lines/visits/close/"), "finance-lead"),
    Place("history of a budget line", "finance:line_history", finance("lines/visits/history/")),
    Place("set a budget", "finance:line_budget", finance("lines/visits/budget/"), "finance-officer"),
    Place(
        "set a budget, errors",
        "finance:line_budget",
        finance("lines/visits/budget/"),
        "finance-officer",
        act=press("Set the budget"),
    ),
    Place("headings", "finance:headings", "/demoshire/finance/headings/", "finance-lead"),
    Place("new heading", "finance:heading_new", finance("headings/new/"), "finance-lead"),
    Place("change heading", "finance:heading_edit", finance("headings/{heading}/edit/"), "finance-lead"),
    Place("history of a heading", "finance:heading_history", finance("headings/{heading}/history/")),
    Place("virements", "finance:virements", finance("virements/"), "finance-officer"),
    Place("virements, none", "finance:virements", "/essex/finance/virements/", "stranger"),
    Place("virement", "finance:virement", finance("virements/{virement}/"), "finance-lead"),
    Place("new virement", "finance:virement_new", finance("virements/new/"), "finance-officer"),
    Place(
        "new virement, errors",
        "finance:virement_new",
        finance("virements/new/"),
        "finance-officer",
        act=press("Propose it"),
    ),
    Place("approve virement", "finance:virement_approve", finance("virements/{virement}/approve/"), "finance-lead"),
    Place("refuse virement", "finance:virement_refuse", finance("virements/{virement}/refuse/"), "finance-lead"),
    Place("activity", "finance:activity", "/demoshire/finance/activity/", act=open_all),
    Place("activity of a paper", "finance:activity", "/cambridgeshire/finance/activity/?year=2019-20"),
    Place("activity, none", "finance:activity", "/essex/finance/activity/", "stranger"),
    Place("activity line", "finance:activity_line", "/demoshire/finance/activity/residential/", "contributor"),
    Place("funding", "finance:funding", "/demoshire/finance/funding/"),
    Place("source of funding", "finance:source", "/demoshire/finance/funding/winter-grant/", "contributor"),
    Place("pressures", "finance:pressures", "/demoshire/finance/pressures/", act=open_all),
    Place("pressures of one cause", "finance:event", "/demoshire/finance/pressures/of/respiratory-outbreak/"),
    Place("pressure", "finance:pressure", "/demoshire/finance/pressures/outbreak-agency/", "contributor"),
    *(
        Place(f"{step} {name}", f"finance:{name}_{step}", finance(f"{where}{key}{step}/"), "contributor")
        for name, where, live, ended in (
            ("activity", "activity/", "visits/", "ended-visits/"),
            ("source", "funding/", "grant/", "ended-grant/"),
            ("commitment", "funding/grant/commitments/", "{commitment}/", "{released}/"),
            ("pressure", "pressures/", "visits/", "ended-visits/"),
        )
        for step, key in (("new", ""), ("edit", live), ("close", live), ("reopen", ended), ("history", live))
    ),
    *(
        Place(f"new {name}, errors", f"finance:{name}_new", finance(f"{where}new/"), "contributor", act=press("Save"))
        for name, where in (("activity", "activity/"), ("source", "funding/"), ("pressure", "pressures/"))
    ),
    # reports
    Place("reports", "reports:index", "/demoshire/reports/", "finance-lead"),
    Place("reports, none", "reports:index", "/essex/reports/", "stranger"),
    Place("new report", "reports:new", report("new/"), "contributor"),
    Place("new report, errors", "reports:new", report("new/"), "contributor", act=press("Compose it")),
    Place("report, draft", "reports:report", report("{draft}/"), "contributor"),
    Place("report, cleared", "reports:report", report("{cleared}/"), "finance-lead"),
    Place("report, frozen", "reports:report", report("{frozen}/"), "contributor"),
    Place("report, read only", "reports:report", report("{draft}/")),
    *(
        Place(
            f"report of Demoshire, {state}", "reports:report", made_up_report(f"{{made_up_{state}}}/"), "contributor"
        )
        for state in ("draft", "frozen")
    ),
    *(
        Place(f"preview, {state}", "reports:preview", made_up_report(f"{{made_up_{state}}}/preview/"), act=open_all)
        for state in ("draft", "frozen")
    ),
    Place("report beside now", "reports:beside_now", made_up_report("{made_up_frozen}/now/")),
    Place(
        "report, file made",
        "reports:file_make",
        report("{frozen}/"),
        "contributor",
        act=press(re.compile(r"^Make (anew )?Excel$")),
    ),
    *(
        Place(f"a report, {name}", f"reports:{name}", report(f"{{draft}}/{path}"), role)
        for name, path, role in (
            ("edit", "edit/", "contributor"),
            ("discard", "discard/", "contributor"),
            ("history", "history/", "viewer"),
            ("section_choose", "sections/new/", "contributor"),
            ("section_new", "sections/new/own-words/", "contributor"),
            ("section_edit", "sections/{section}/edit/", "contributor"),
            ("section_remove", "sections/{section}/remove/", "contributor"),
            ("clear", "clearances/public-health/clear/", "finance-lead"),
            ("withdraw", "clearances/legal/withdraw/", "finance-lead"),
            ("waive", "clearances/legal/waive/", "contributor"),
            ("require", "clearances/procurement/require/", "contributor"),
        )
    ),
    Place(
        "clear a report, errors",
        "reports:clear",
        report("{draft}/clearances/public-health/clear/"),
        "finance-lead",
        act=press("Clear it"),
    ),
    Place("freeze a report", "reports:freeze", report("{cleared}/freeze/"), "finance-lead"),
    Place("Word template", "reports:template", report("template/"), "finance-lead"),
    Place(
        "Word template, errors",
        "reports:template",
        report("template/"),
        "finance-lead",
        act=press("Check it and put it in force"),
    ),
    Place("uploads", "returns:uploads", "/demoshire/uploads/", "finance-officer"),
    Place("upload a budget", "returns:upload_new", "/demoshire/uploads/new/budget/", "finance-lead"),
    Place("upload the past", "returns:upload_new", "/peterborough/uploads/new/history/", "finance-lead"),
    Place("upload the past, live", "returns:upload_new", "/demoshire/uploads/new/history/", "finance-lead"),
    # definitions
    Place("measures", "ledger:measures", "/cambridgeshire/measures/"),
    Place("measures to change", "ledger:measures", "/peterborough/measures/", "administrator"),
    Place("measure", "ledger:measure", "/cambridgeshire/measures/cost-avoidance/"),
    Place("measure of one's own", "ledger:measure", "/peterborough/measures/visits/", "administrator"),
    Place("new measure", "ledger:measure_new", "/peterborough/measures/new/", "administrator"),
    Place(
        "new measure, errors",
        "ledger:measure_new",
        "/peterborough/measures/new/",
        "administrator",
        act=press("Define measure"),
    ),
    Place("change measure", "ledger:measure_edit", "/peterborough/measures/visits/edit/", "administrator"),
    Place("rating schemes", "ledger:schemes", "/peterborough/schemes/"),
    Place("rating schemes to change", "ledger:schemes", "/peterborough/schemes/", "administrator"),
    Place("new rating scheme", "ledger:scheme_new", "/peterborough/schemes/new/", "administrator"),
    Place(
        "new rating scheme, errors",
        "ledger:scheme_new",
        "/peterborough/schemes/new/",
        "administrator",
        act=press("Save"),
    ),
    Place("change rating scheme", "ledger:scheme_edit", "/peterborough/schemes/visits/edit/", "administrator"),
    Place("history of a rating scheme", "ledger:scheme_history", "/peterborough/schemes/visits/history/"),
    # long work
    Place("work", "ledger:jobs", "/peterborough/jobs/", "administrator"),
    Place("work, none", "ledger:jobs", "/cambridgeshire/jobs/", "administrator"),
    Place(
        "work, asked for",
        "ledger:job_rebuild",
        "/peterborough/jobs/",
        "administrator",
        act=press("Work out all figures anew"),
    ),
    Place("cancel work", "ledger:job_cancel", waiting("cancel/"), "administrator"),
    # people
    Place("people", "ledger:people", "/peterborough/people/", "administrator"),
    Place("add person", "ledger:person_new", "/peterborough/people/new/", "administrator"),
    Place(
        "add person, errors",
        "ledger:person_new",
        "/peterborough/people/new/",
        "administrator",
        act=press("Add person"),
    ),
    Place("new account", "ledger:person_invite", "/peterborough/people/new-account/", "administrator"),
    Place(
        "new account, errors",
        "ledger:person_invite",
        "/peterborough/people/new-account/",
        "administrator",
        act=press("Make account"),
    ),
    Place(
        "link to hand over",
        "ledger:person_link",
        "/peterborough/people/new-account/",
        "administrator",
        act=invite,
    ),
    Place("person", "ledger:person_edit", person("viewer"), "administrator"),
    Place("go live", "ledger:live", "/peterborough/live/", "administrator"),
    Place("go live, errors", "ledger:live", "/peterborough/live/", "administrator", act=press("Go live")),
    Place("gone live", "ledger:live", "/demoshire/live/", "administrator"),
    Place("remove person", "ledger:person_remove", person("viewer", "remove/"), "administrator"),
    # logs
    Place("logs", "raid:logs", "/peterborough/logs/"),
    Place("log", "raid:log", logged()),
    Place("log to write in", "raid:log", logged(), "contributor"),
    Place("log, empty", "raid:log", logged(name="empty"), "contributor"),
    Place("log before it was opened", "raid:log", logged("?as_at=2019-04-01")),
    Place("risk", "raid:item", logged("risks/1/"), "contributor"),
    Place("risk that happened", "raid:item", logged("risks/2/"), "contributor"),
    Place("action", "raid:item", logged("actions/1/")),
    Place("update", "raid:item", logged("updates/201904/"), "contributor"),
    Place("new risk", "raid:item_new", logged("risks/new/"), "contributor"),
    Place("new risk, errors", "raid:item_new", logged("risks/new/"), "contributor", act=press("Save")),
    Place("new action", "raid:item_new", logged("actions/new/"), "contributor"),
    Place("new decision, errors", "raid:item_new", logged("decisions/new/"), "contributor", act=press("Save")),
    Place("new update", "raid:item_new", logged("updates/new/"), "contributor"),
    Place("change risk", "raid:item_edit", logged("risks/1/edit/"), "contributor"),
    Place("close risk", "raid:item_close", logged("risks/1/close/?outcome=happened"), "contributor"),
    Place("close risk, errors", "raid:item_close", logged("risks/1/close/"), "contributor", act=press("Close it")),
    Place("open risk again", "raid:item_reopen", logged("risks/2/reopen/"), "contributor"),
    Place("history of a risk", "raid:item_history", logged("risks/2/history/")),
    # programs
    Place("tokens", "tokens", "/tokens/", "viewer"),
    Place("tokens, errors", "tokens", "/tokens/", "viewer", act=press("Issue token")),
    Place("token issued", "tokens", "/tokens/", "finance-lead", act=issue_token),
    Place("revoke token", "token_revoke", "/tokens/", "finance-lead", act=open_revoke),
    Place("API documentation", "api-docs", "/api/v1/docs/", ready=".opblock", foreign=True),
    # errors
    Place("not found", "", "/cambridgeshire/programmes/none/", status=404),
    Place("strange organisation", "", "/essex/", status=404),
    Place("refused", "", "/cambridgeshire/series/apc/cost-avoidance/record/", status=403),
    # made of
    Place("components", "components", "/components/", "", debug=True),
    Place("components as at", "components", "/components/?as_at=2019-11-07", "", debug=True),
]

NO_PAGES = {
    "reports:section_move": "leads back to the report",
    "reports:files": "a part of the report's page, for htmx",
    "reports:file": "Word, PDF or Excel",
    "reports:file_cancel": "leads back to the report",
    "reports:template_kept": "a Word document",
    "reports:template_shipped": "a Word document",
    "api-reports": "JSON or CSV",
    "api-report-detail": "JSON",
    "returns:form_reopen": "as taking up any other thing again",
    "returns:paste": "fills the entry grid and shows it again",
    "returns:save": "leads back to the entry grid, or shows it again",
    "ledger:erase_comment": "takes a form and leads back to the figure",
    "api-organisations": "JSON or CSV",
    "api-measures": "JSON or CSV",
    "api-series": "JSON or CSV",
    "api-series-detail": "JSON",
    "api-figures": "JSON or CSV",
    "api-figure-history": "JSON",
    "api-entries": "takes JSON",
    "api-trajectories": "JSON or CSV",
    "api-programmes": "JSON or CSV",
    "api-workstreams": "JSON or CSV",
    "api-benefits": "JSON or CSV",
    "api-kpis": "JSON or CSV",
    "api-risks": "JSON or CSV",
    "api-actions": "JSON or CSV",
    "api-issues": "JSON or CSV",
    "api-decisions": "JSON or CSV",
    "api-updates": "JSON or CSV",
    "api-activity": "JSON or CSV",
    "api-budget-lines": "JSON or CSV",
    "api-claims": "JSON or CSV",
    "api-commitments": "JSON or CSV",
    "api-forms": "JSON or CSV",
    "api-funding": "JSON or CSV",
    "api-influenced-lines": "JSON or CSV",
    "api-monitoring": "JSON or CSV",
    "api-pressures": "JSON or CSV",
    "api-restatements": "JSON or CSV",
    "api-return-detail": "JSON",
    "api-return-entries": "takes JSON",
    "api-returns": "JSON or CSV",
    "returns:figures_csv": "CSV",
    "returns:figures_xlsx": "a workbook",
    "returns:upload_template": "a workbook or CSV",
    "returns:workbook": "a workbook",
    "api-schema": "the OpenAPI document",
    "account_set_password": "leads on: nobody here signs in without a password",
    "account_email": "django-allauth's own; nothing links to it",
    "account_email_verification_sent": "addresses are not verified: administrators make accounts",
    "account_confirm_email": "addresses are not verified: administrators make accounts",
    "account_confirm_login_code": "sign-in by code is off; leads to sign-in",
}

"""The pages of budget lines, headings, virements and monitoring: who sees them, and what is done on them."""

import csv
from copy import deepcopy
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from finance.actions import approve_virement, propose_virement
from finance.models import BudgetLine, Heading, Virement
from ledger.models import Basis, Figure, Organisation
from ledger.months import FinancialYear, month_start
from tests.conftest import Once, signed_in
from tests.factories import OrganisationFactory

from .budgets import YEAR, Budget, give_budget, make_line, small_budget, told

HOME = "/anyshire/finance/"
AS_AT = "?year=2019-20&as_at=2019-09-20"
READ = {
    "lines": HOME,
    "line": f"{HOME}lines/residential/",
    "line history": f"{HOME}lines/residential/history/",
    "headings": f"{HOME}headings/",
    "monitoring": f"{HOME}monitoring/",
    "virements": f"{HOME}virements/",
}
RECORD = {"budget": f"{HOME}lines/residential/budget/", "virement": f"{HOME}virements/new/"}
DEFINE = {
    "new line": f"{HOME}lines/new/",
    "change line": f"{HOME}lines/residential/edit/",
    "close line": f"{HOME}lines/residential/close/",
    "new heading": f"{HOME}headings/new/",
}


@pytest.fixture(scope="module")
def made_once(once: Once) -> Budget:
    made: Budget = once(lambda: small_budget(OrganisationFactory(name="Anyshire", slug="anyshire")))
    return made


@pytest.fixture
def budget(made_once: Budget, db: None) -> Budget:
    return deepcopy(made_once)


@pytest.fixture
def council(budget: Budget) -> Organisation:
    return budget.residential.organisation


@pytest.fixture
def present(budget: Budget) -> FinancialYear:
    """The year that today lies in, with a budget for two lines."""
    year = FinancialYear.of(localdate())
    for line in (budget.residential, budget.homecare):
        give_budget(line, 12_000, year)
    return year


@pytest.mark.parametrize("path", [*READ.values(), *RECORD.values(), *DEFINE.values()])
def test_page_is_for_the_organisations_people(budget: Budget, viewer: User, stranger: User, path: str) -> None:
    assert Client().get(path).status_code == 302
    assert signed_in(stranger).get(path).status_code == 404
    assert signed_in(viewer).get(path).status_code == (200 if path in READ.values() else 403)


@pytest.mark.parametrize("path", RECORD.values(), ids=RECORD)
def test_budgets_are_moved_by_who_records(budget: Budget, officer: User, administrator: User, path: str) -> None:
    assert signed_in(officer).get(path).status_code == 200
    assert signed_in(administrator).get(path).status_code == 403


@pytest.mark.parametrize("path", DEFINE.values(), ids=DEFINE)
def test_structure_is_defined_by_administrators_and_finance_leads(
    budget: Budget, officer: User, lead: User, administrator: User, path: str
) -> None:
    assert signed_in(officer).get(path).status_code == 403
    assert signed_in(lead).get(path).status_code == 200
    assert signed_in(administrator).get(path).status_code == 200


@pytest.mark.parametrize("path", READ.values(), ids=READ)
def test_pages_take_few_queries_however_many_lines(
    council: Organisation,
    budget: Budget,
    viewer: User,
    path: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(8):
        line = make_line(council, f"more-{number}")
        give_budget(line, 1200)
        told(line.series, 100, YEAR.start, date(2019, 8, 10))
    client = signed_in(viewer)

    with django_assert_max_num_queries(32):
        assert client.get(path + AS_AT).status_code == 200


def test_monitoring_says_what_was_worked_by_hand(budget: Budget, viewer: User) -> None:
    page = signed_in(viewer).get(f"{HOME}monitoring/{AS_AT}&by=line").content.decode()

    assert "The projected outturn is £3,500 above the revised budget: adverse." in page
    assert "The largest adverse variance is Residential’s, £5,000." in page
    assert "The largest favourable one is Homecare’s, £2,500." in page
    assert "1 of 4 lines have no variance yet and are left out." in page
    assert "No actual to date" in page
    assert "Year to date by budget line: April to August 2019" in page


def test_monitoring_as_csv_has_groups_and_totals(budget: Budget, viewer: User) -> None:
    answer = signed_in(viewer).get(f"{HOME}monitoring/{AS_AT}&by=care-type&csv=to-date")

    rows = list(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[arg-type]
    assert rows[0][:6] == [
        "Care type",
        "Budget to date",
        "Actual to date",
        "Variance",
        "Variance %",
        "Direction",
    ]
    assert rows[1][:6] == ["Residential", "50000", "55000", "5000", "10.0", "Adverse"]
    assert rows[2][:6] == ["Homecare", "25000", "22500", "-2500", "-10.0", "Favourable"]
    assert rows[3][:6] == ["No care type", "-5000", "-9000", "1000", "10.0", "Adverse"]
    assert [row[0] for row in rows[4:]] == ["Gross spend", "Income", "Net"]
    assert rows[6][1:4] == ["70000", "68500", "3500"]


def test_monitoring_opens_a_group_and_leads_back(budget: Budget, viewer: User) -> None:
    client = signed_in(viewer)

    whole = client.get(f"{HOME}monitoring/{AS_AT}").content.decode()
    inside = client.get(f"{HOME}monitoring/{AS_AT}&by=care-type&service=older").content.decode()

    assert "by=client-group&amp;service=older" in whole
    assert "Budget monitoring, 2019/20: Older people" in inside
    assert "All budget lines</a>" in inside
    assert "service=older&amp;care-type=HC" in inside
    assert '<input type="hidden" name="service" value="older">' in inside


@pytest.mark.parametrize("query", ["&by=nothing", "&by=service&service=older", "&client-group=nobody", "&by="])
def test_monitoring_of_something_odd_is_still_a_page(budget: Budget, viewer: User, query: str) -> None:
    assert signed_in(viewer).get(f"{HOME}monitoring/{AS_AT}{query}").status_code == 200


def test_line_page_shows_its_year(budget: Budget, viewer: User) -> None:
    page = signed_in(viewer).get(f"{HOME}lines/residential/{AS_AT}").content.decode()

    assert "By the end of August 2019 the actual is £5,000 above the budget to date: adverse." in page
    assert "Period 13, the year-end adjustment" in page
    assert "Figures: Residential: commitments" in page
    assert "No budget has been moved in 2019/20." in page


def test_line_that_was_not_known_then_is_not_found(budget: Budget, viewer: User) -> None:
    assert signed_in(viewer).get(f"{HOME}lines/residential/?as_at=2019-02-01").status_code == 404
    assert signed_in(viewer).get(f"{HOME}lines/nowhere/").status_code == 404


def test_line_outside_its_years_says_so(budget: Budget, viewer: User) -> None:
    page = signed_in(viewer).get(f"{HOME}lines/residential/?year=2018-19").content.decode()

    assert "It is no part of the budget of 2018/19" in page


def test_line_is_added_changed_and_closed_in_the_browser(budget: Budget, lead: User) -> None:
    client = signed_in(lead)
    asked = {"name": "Nursing care", "code": "nursing", "first_year": "2019", "position": "5", "wanted": "adjustment"}

    added = client.post(f"{HOME}lines/new/?year=2019-20", asked)
    line = BudgetLine.objects.get(code="nursing")
    seen = str(line.history.get().history_id)
    changed = {**asked, "name": "Nursing homes", "seen": seen, "reason": "Said better", "wanted": "accruals"}
    client.post(f"{HOME}lines/nursing/edit/", changed)
    client.post(f"{HOME}lines/nursing/close/?year=2020-21", {"last_year": "2020", "reason": "Merged"})
    line.refresh_from_db()

    assert added.status_code == 302
    assert (line.name, line.last_year, line.adjustment_id is not None) == ("Nursing homes", 2020, True)
    history = client.get(f"{HOME}lines/nursing/history/").content.decode()
    assert "Said better" in history
    assert "Merged" in history


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "homecare"}, "“homecare” is taken; enter another code"),
        ({"code": "new"}, "“new” is taken; enter another code"),
        ({"code": "No Good"}, "Use lower-case letters, digits and hyphens"),
        ({"last_year": "2018"}, "The last year is before the first"),
        ({"name": ""}, "Enter the name"),
    ],
)
def test_wrong_line_is_refused_beside_its_field(
    budget: Budget, lead: User, changes: dict[str, str], said: str
) -> None:
    asked = {"name": "Nursing care", "code": "nursing", "first_year": "2019", "position": "5", **changes}

    page = signed_in(lead).post(f"{HOME}lines/new/?year=2019-20", asked)

    assert said in page.content.decode()
    assert BudgetLine.objects.count() == 4


def test_heading_is_added_and_changed_in_the_browser(budget: Budget, administrator: User) -> None:
    client = signed_in(administrator)

    client.post(f"{HOME}headings/new/", {"kind": "cost-centre", "code": "AB1", "name": "Team one"})
    heading = Heading.objects.get(code="AB1")
    again = client.post(f"{HOME}headings/new/", {"kind": "cost-centre", "code": "AB1", "name": "Team two"})
    seen = str(heading.history.get().history_id)
    client.post(f"{HOME}headings/{heading.pk}/edit/", {"name": "First team", "seen": seen})
    heading.refresh_from_db()

    assert "There is a heading of this kind with this code already" in again.content.decode()
    assert (heading.name, heading.kind) == ("First team", "cost-centre")
    assert "First team" in client.get(f"{HOME}headings/{heading.pk}/history/").content.decode()


def test_budget_is_set_in_the_browser(council: Organisation, budget: Budget, officer: User) -> None:
    line = make_line(council, "nursing")
    typed = "\n".join(str(number) for number in range(12))

    client = signed_in(officer)
    page = client.post(
        f"{HOME}lines/nursing/budget/?year=2019-20", {"year": "2019", "profile": "typed", "months": "1\n2"}
    )
    done = client.post(
        f"{HOME}lines/nursing/budget/?year=2019-20",
        {"year": "2019", "amount": "£66", "profile": "typed", "months": typed},
    )

    assert "There are 2 amounts; write twelve, April first." in page.content.decode()
    assert done.status_code == 302
    values = Figure.objects.filter(series=line.series, basis=Basis.BUDGET).order_by("start")
    assert [int(figure.value or 0) for figure in values] == list(range(12))


def test_income_is_budgeted_below_zero(budget: Budget, officer: User) -> None:
    asked = {"year": "2020", "amount": "12k", "profile": "twelfths"}

    page = signed_in(officer).post(f"{HOME}lines/contributions/budget/?year=2020-21", asked)

    assert "enter its budget below zero" in page.content.decode()


def test_virement_goes_from_proposal_to_approval(present: FinancialYear, officer: User, lead: User) -> None:
    asked = {
        "kind": "virement",
        "holds_from": month_start(localdate()).isoformat(),
        "lines": "residential\t£1.2k\nhomecare (1,200)\n\n",
        "reason": "More people in homes",
    }

    proposed = signed_in(officer).post(f"{HOME}virements/new/", asked, follow=True)
    made = Virement.objects.get()
    path = f"{HOME}virements/{present}/1/"
    own = signed_in(officer).get(path).content.decode()
    forbidden = signed_in(officer).post(f"{path}approve/")
    approved = signed_in(lead).post(f"{path}approve/", follow=True).content.decode()

    assert "Another person has to approve it" in proposed.content.decode()
    assert {each.line.code: each.amount for each in made.lines.all()} == {"residential": 1200, "homecare": -1200}
    assert "Take it back" in own
    assert "Approve it" not in own
    assert forbidden.status_code == 403
    assert "is approved" in approved
    assert "<strong>Approved</strong>" in approved


def test_own_virement_can_be_taken_back_and_not_approved(present: FinancialYear, lead: User) -> None:
    propose_virement(
        organisation=BudgetLine.objects.get(code="homecare").organisation,
        holds_from=month_start(localdate()),
        amounts={"homecare": 600},  # type: ignore[dict-item]
        kind="growth",
        reason="Growth",
        by=lead,
    )
    path = f"{HOME}virements/{present}/1/"
    client = signed_in(lead)

    approved = client.post(f"{path}approve/").content.decode()
    empty = client.post(f"{path}refuse/", {"reason": ""}).content.decode()
    taken_back = client.post(f"{path}refuse/", {"reason": "Typed wrongly"}, follow=True).content.decode()

    assert "another person has to approve it" in approved
    assert "Enter why it is refused" in empty
    assert "is taken back; the budgets are what they were" in taken_back
    assert "Typed wrongly" in taken_back


def test_strangers_virements_are_refused_by_leads_only(
    present: FinancialYear, council: Organisation, officer: User, lead: User, contributor: User
) -> None:
    given = {"organisation": council, "holds_from": month_start(localdate()), "kind": "growth", "reason": "Growth"}
    made = propose_virement(amounts={"homecare": 600}, by=officer, **given)  # type: ignore[arg-type, dict-item]
    path = f"{HOME}virements/{present}/1/"

    assert signed_in(contributor).get(f"{path}refuse/").status_code == 403
    assert signed_in(lead).get(f"{path}refuse/").status_code == 200
    approve_virement(virement=made, by=lead)
    assert "was approved already" in signed_in(lead).post(f"{path}refuse/", {"reason": "Late"}).content.decode()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("residential", "Row 1 has no amount"),
        ("residential ten", "Row 1: “ten” is no number"),
        ("residential 5\nresidential -5", "Row 2 names residential again"),
        ("residential 5\nnowhere -5", "There is no budget line “nowhere”"),
        ("residential 5\nhomecare -4", "not to nothing"),
        ("", "Enter the budget lines and amounts"),
    ],
)
def test_wrong_virement_is_refused_and_nothing_is_lost(
    present: FinancialYear, officer: User, lines: str, said: str
) -> None:
    asked = {"kind": "virement", "holds_from": month_start(localdate()).isoformat(), "lines": lines, "reason": "Why"}

    page = signed_in(officer).post(f"{HOME}virements/new/", asked).content.decode()

    assert said in page
    assert ">Why</textarea>" in page.replace("\n", "")
    assert not Virement.objects.exists()


@pytest.mark.parametrize("path", ["2019-20/7/", "nonsense/1/", "2019-20/1/approve/"])
def test_virement_that_isnt_there_is_not_found(budget: Budget, lead: User, path: str) -> None:
    assert signed_in(lead).get(f"{HOME}virements/{path}").status_code == 404


def test_nothing_is_changed_while_looking_at_an_earlier_day(budget: Budget, lead: User) -> None:
    client = signed_in(lead)

    for path in (*RECORD.values(), *DEFINE.values()):
        assert "Nothing can be changed as at" in client.get(path + AS_AT).content.decode()


def test_index_leads_to_every_page_of_finance(budget: Budget, viewer: User, officer: User) -> None:
    seen = signed_in(viewer).get(HOME).content.decode()
    recorder = signed_in(officer).get(HOME).content.decode()

    for page in ("monitoring", "virements", "activity", "funding", "pressures", "headings"):
        assert f'href="{HOME}{page}/"' in seen
    assert 'href="/anyshire/returns/"' in seen
    assert 'href="/anyshire/uploads/"' in recorder
    assert 'href="/anyshire/uploads/"' not in seen


def test_year_without_lines_says_what_to_do(council: Organisation, lead: User, officer: User) -> None:
    upload = "/anyshire/uploads/new/budget/"
    for page in (f"{HOME}?year=2010-11", f"{HOME}monitoring/?year=2010-11"):
        assert upload in signed_in(lead).get(page).content.decode()
        assert upload not in signed_in(officer).get(page).content.decode()
    assert signed_in(lead).get(upload).status_code == 200


def test_lines_of_one_name_are_told_apart_in_monitoring(budget: Budget, council: Organisation, viewer: User) -> None:
    make_line(council, "residential-2", name=budget.residential.name)

    page = signed_in(viewer).get(f"{HOME}monitoring/?year=2019-20&by=line").content.decode()

    assert "Residential (residential)</a>" in page
    assert "Residential (residential-2)</a>" in page
    assert "Homecare</a>" in page


def test_new_line_begins_in_the_year_that_is_looked_at(council: Organisation, lead: User) -> None:
    page = signed_in(lead).get(f"{HOME}lines/new/?year=2019-20").content.decode()

    assert '<option value="2019" selected>2019/20</option>' in page


def test_page_below_a_list_leads_back_to_it(budget: Budget, lead: User) -> None:
    client = signed_in(lead)

    assert f'href="{HOME}lines/homecare/"' in client.get(f"{HOME}lines/homecare/edit/").content.decode()
    assert f'breadcrumbs__link" href="{HOME}virements/"' in client.get(f"{HOME}virements/new/").content.decode()

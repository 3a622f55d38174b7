import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from finance.actions.activity import put_activity_line
from ledger.actions import put
from ledger.models import Basis, Organisation, Series
from ledger.months import FinancialYear, start_of_day
from programmes.actions import budget_of, change_claim, claim_budget, put_line, put_programme
from programmes.models import (
    Budget,
    Claim,
    Impairment,
    Influence,
    Investment,
    Kpi,
    Milestone,
    Mitigation,
    Opportunity,
    Programme,
    Workstream,
)
from raid.actions import raise_item
from raid.models import Action, Risk
from tests.conftest import signed_in
from tests.factories import MeasureFactory, SeriesFactory, record
from tests.finance.budgets import make_line

from .conftest import make_benefit

YEAR = FinancialYear(2019)


@pytest.fixture
def programme(council: Organisation, series: Series) -> Programme:
    programme = put_programme(
        organisation=council,
        slug="better-lives",
        by=None,
        name="Better Lives",
        impact_series=series,
        known_from=start_of_day(date(2019, 11, 7)),
    )
    record(series, 3800000, start=YEAR.start, end=YEAR.end, basis=Basis.TARGET)
    return programme


URL = "/anyshire/programmes/better-lives/?year=2019-20"


def test_programme_page_for_a_viewer(programme: Programme, viewer: User) -> None:
    response = signed_in(viewer).get(URL)
    assert response.status_code == 200
    assert "£3,800,000" in response.content.decode()


def test_programme_page_for_the_anonymous_leads_to_sign_in(programme: Programme) -> None:
    response = Client().get(URL)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_programme_page_for_a_stranger_is_not_there(programme: Programme, stranger: User) -> None:
    assert signed_in(stranger).get(URL).status_code == 404


def test_unknown_programme_is_not_there(programme: Programme, viewer: User) -> None:
    assert signed_in(viewer).get("/anyshire/programmes/worse-lives/").status_code == 404


def test_programme_page_before_anything_was_known_says_why(programme: Programme, viewer: User) -> None:
    text = signed_in(viewer).get("/anyshire/programmes/better-lives/?as_at=2019-11-06").content.decode()
    assert "Nothing was known of this programme on 6 November 2019" in text
    assert "?as_at=2019-11-07" in text
    assert "3,800,000" not in text


@pytest.fixture
def full(better_lives: Programme, strand: Workstream) -> Programme:
    """One of everything."""
    fill(better_lives, strand, "first")
    return better_lives


def fill(programme: Programme, strand: Workstream, name: str) -> None:
    benefit = make_benefit(programme, f"{name}-benefit", workstream=strand, state="scoped")
    assert benefit.series
    for month in YEAR.months():
        record(benefit.series, 10, month.start, basis=Basis.PLAN)
        record(benefit.series, 9, month.start)
    organisation = programme.organisation
    budget = put(Budget, {"organisation": organisation, "name": "Homecare"}, by=None)
    claim_budget(benefit=benefit, budget=budget, share=Decimal(30), start=YEAR.start, end=YEAR.end, by=None)
    line = make_line(organisation, f"{name}-line")
    own = budget_of(line=line, by=None)
    claim_budget(benefit=benefit, budget=own, share=Decimal(25), start=YEAR.start, end=YEAR.end, by=None)
    put(Influence, {"programme": programme, "line": line}, by=None, share=Decimal(60))
    bought = put_activity_line(organisation=organisation, slug=name, name=name, budget_line=line, by=None)
    for month in YEAR.months():
        record(line.series, 1000, month.start, basis=Basis.BUDGET)
        record(line.series, 1100, month.start)
        record(bought.quantity_series, 10, month.start)
    whole = {"start": YEAR.start, "end": YEAR.end}
    for model, basis, more in (
        (Impairment, Basis.FORECAST, {"of": "new", "cause": "Covid", "benefit": benefit}),
        (Mitigation, Basis.FORECAST, {"benefit": benefit}),
        (Opportunity, Basis.FORECAST, {"kind": "new", "workstream": strand}),
        (Investment, Basis.BUDGET, {"workstream": strand, "pays_back_through": [benefit]}),
    ):
        key = {"programme": programme, "name": f"{name} {model.__name__}"}
        line = put_line(model, key, by=None, **more)  # type: ignore[type-var]
        assert line.series
        record(line.series, 40, basis=basis, **whole)
    key = {"programme": programme, "name": f"{name} milestone"}
    put(Milestone, key, by=None, due=date(2019, 6, 1), workstream=strand)
    series = SeriesFactory(organisation=organisation, measure=MeasureFactory(unit="people"))
    put(
        Kpi,
        {"organisation": organisation, "series": series},
        by=None,
        programme=programme,
        workstream=strand,
        group=f"{name} group",
        name=f"{name} KPI",
    )
    for month in YEAR.months():
        record(series, 5, month.start)
    assert programme.log
    assert strand.log
    for log in (programme.log, strand.log):
        raise_item(
            model=Risk,
            log=log,
            by=None,
            title=f"{name} risk",
            raised_on=date(2019, 5, 1),
            likelihood=4,
            impact=4,
            next_review=date(2019, 6, 1),
        )
        raise_item(
            model=Action, log=log, by=None, title=f"{name} action", raised_on=date(2019, 5, 1), due=date(2019, 6, 1)
        )


FULL = "/anyshire/programmes/better-lives/"
PAGES = [
    (FULL, 53),
    (f"{FULL}workstreams/reablement/", 44),
    (f"{FULL}benefits/first-benefit/", 32),
    ("/anyshire/programmes/", 20),
    ("/anyshire/", 46),
]


@pytest.mark.parametrize(("path", "most"), PAGES)
def test_queries_are_few_and_grow_with_nothing(
    full: Programme,
    strand: Workstream,
    viewer: User,
    path: str,
    most: int,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    client = signed_in(viewer)
    address = f"{path}?year=2019-20"
    client.get(address)
    with django_assert_max_num_queries(most) as once:
        assert client.get(address).status_code == 200
    for name in ("second", "third"):
        fill(full, strand, name)
    with django_assert_max_num_queries(len(once)):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(("path", "most"), PAGES)
def test_pages_are_for_members_only(full: Programme, stranger: User, path: str, most: int) -> None:
    assert signed_in(stranger).get(path).status_code == 404
    assert Client().get(path)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(("path", "most"), PAGES[:3])
def test_as_at_a_day_before_it_is_said_that_nothing_was_known(
    full: Programme, viewer: User, path: str, most: int
) -> None:
    text = signed_in(viewer).get(f"{path}?as_at=2019-11-06").content.decode()
    assert "Nothing was known of this" in text
    assert "first-benefit" not in text


def test_programme_page_shows_the_lines_that_it_is_told_from(full: Programme, viewer: User) -> None:
    text = signed_in(viewer).get(f"{FULL}?year=2019-20").content.decode()
    assert '/anyshire/finance/lines/first-line/?year=2019-20">First line (first-line)</a>' in text
    assert "£7,920" in text  # 60% of £13,200, with the price effect in it
    assert "first: Not known: budgeted quantity" in text


def test_benefit_page_says_what_its_claim_of_a_line_is_in_pounds(full: Programme, viewer: User) -> None:
    client = signed_in(viewer)
    text = client.get(f"{FULL}benefits/first-benefit/?year=2019-20").content.decode()
    assert '/anyshire/finance/lines/first-line/?year=2019-20"' in text
    rows = client.get(f"{FULL}benefits/first-benefit/?year=2019-20&csv=claims")
    lines = b"".join(rows.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[1:3] == [
        "Homecare,Elsewhere,30%,2019/20,,",
        "First line (first-line),First line (first-line),25%,2019/20,12000,3000",
    ]


def test_claim_of_some_months_is_of_their_budget(full: Programme, viewer: User) -> None:
    claim = Claim.objects.get(budget__line__code="first-line")
    change_claim(claim=claim, by=None, start=date(2020, 1, 1), end=date(2020, 9, 30))
    rows = signed_in(viewer).get(f"{FULL}benefits/first-benefit/?year=2019-20&csv=claims")
    assert ",3000,750" in b"".join(rows.streaming_content).decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("part", ["workstreams/none/", "benefits/none/"])
def test_part_that_is_none_is_not_there(full: Programme, viewer: User, part: str) -> None:
    assert signed_in(viewer).get(f"{FULL}{part}").status_code == 404


def test_every_table_of_a_programme_page_is_there_as_csv(full: Programme, strand: Workstream, viewer: User) -> None:
    fill(full, strand, "second")
    client = signed_in(viewer)
    text = client.get(f"{FULL}?year=2019-20").content.decode()
    slugs = set(re.findall(r"csv=([a-z0-9-]+)", text))
    assert {
        "delivery",
        "benefits",
        "reconciliation",
        "impairments",
        "mitigations",
        "overlaps",
        "workstreams",
        "milestones",
        "risks",
        "investments",
        "opportunities",
    } <= slugs
    for slug in sorted(slugs):
        response = client.get(f"{FULL}?year=2019-20&csv={slug}")
        assert len(list(response.streaming_content)) > 1, slug  # type: ignore[attr-defined]


def test_only_who_may_write_is_offered_to(full: Programme, viewer: User, contributor: User) -> None:
    said = "Add a milestone"
    assert said not in signed_in(viewer).get(FULL).content.decode()
    client = signed_in(contributor)
    assert said in client.get(FULL).content.decode()
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert said not in client.get(f"{FULL}?as_at={yesterday}").content.decode()


def test_programme_with_nothing_in_it_says_so_in_quiet_lines(better_lives: Programme, contributor: User) -> None:
    text = signed_in(contributor).get(FULL).content.decode()
    assert "No milestones have been recorded." in text
    assert "/programmes/better-lives/milestones/new/" in text
    assert "<table" not in text


def test_benefit_page_leads_to_where_its_figures_are_typed(full: Programme, viewer: User, contributor: User) -> None:
    path = f"{FULL}benefits/first-benefit/"
    text = signed_in(contributor).get(path).content.decode()
    for said in ("Record figures", "Type a whole year", "Change this benefit", "History of its words"):
        assert said in text
    text = signed_in(viewer).get(path).content.decode()
    assert "Type a whole year" not in text
    assert "History of its words" in text


def test_table_of_the_page_as_csv(programme: Programme, viewer: User) -> None:
    response = signed_in(viewer).get("/anyshire/programmes/?year=2019-20&csv=programmes")
    assert response["Content-Type"].startswith("text/csv")
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[1].startswith("Better Lives,3800000,,,,,,No data")


def test_table_that_is_none_is_not_there(programme: Programme, viewer: User) -> None:
    assert signed_in(viewer).get("/anyshire/programmes/?csv=nonsense").status_code == 404


def test_programme_list_for_a_stranger_is_not_there(programme: Programme, stranger: User) -> None:
    assert signed_in(stranger).get("/anyshire/programmes/").status_code == 404


@pytest.mark.parametrize("query", ["year=2019", "year=abc", "as_at=2019-13-01", "as_at=2999-01-01"])
def test_bad_year_or_day_is_said_on_the_page(programme: Programme, viewer: User, query: str) -> None:
    response = signed_in(viewer).get(f"/anyshire/programmes/better-lives/?{query}")
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
